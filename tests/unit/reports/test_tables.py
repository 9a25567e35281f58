"""Columns are recognised by name, shown before use, and changed by the user."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.support import made_files as made

from tocsin.errors import UsageError
from tocsin.policies import shipped
from tocsin.records import Grade, Report
from tocsin.reports import ReadingOptions, preview_columns, read_paths
from tocsin.reports.columns import fold
from tocsin.reports.grades import parse_grade


def _read(folder: Path, table: str, **mapping: str) -> Report:
    (folder / "t.csv").write_text(table)
    return read_paths([folder], ReadingOptions(mapping=mapping)).reports[0]


def test_the_fields_of_the_form_are_known(tmp_path: Path) -> None:
    """The names of the national form, with the grade in parts."""
    report = _read(
        tmp_path,
        "report_urn,submitting_agency,submitting_person,date_time_submitted,date_time_of_event,"
        "raw_text,source_grade,information_grade,scheme,handling_code,corroborates,classification\n"
        "U1,Marlbeck Police,PC Shah,2003-02-04 10:15,2003-02-03,Seen.,"
        "2,C,3x5x2,C,U0; U9,OFFICIAL\n",
    )
    assert (report.report_id, report.agency, report.author) == ("U1", "Marlbeck Police", "PC Shah")
    assert report.received is not None and report.received.iso() == "2003-02-04"
    assert report.occurred is not None and report.occurred.iso() == "2003-02-03"
    assert (report.cites, report.handling, report.text) == (("U0", "U9"), "OFFICIAL", "Seen.")
    assert report.grade == Grade("2/C/C", "3x5x2", "2", "C", "C") and report.restricted


@pytest.mark.parametrize(
    "name", ["Date/time logged", "Date & time received", "Date and time reported", "dateReceived"]
)
def test_signs_and_small_words_in_a_name_are_nothing(tmp_path: Path, name: str) -> None:
    """One name, however it is spelt."""
    report = _read(tmp_path, f"{name},Details\n3/2/2003 14:35,Seen.\n")
    assert report.received is not None and report.received.iso() == "2003-02-03"


def test_a_plain_date_beside_a_better_one_is_the_event(tmp_path: Path) -> None:
    """ "Date" alone is receipt; beside "Date received" it is the day it happened."""
    alone = _read(tmp_path, "Date,Details\n3/2/2003,Seen.\n")
    assert alone.received is not None and alone.occurred is None
    beside = _read(tmp_path, "Date,Date received,Details\n3/2/2003,5/2/2003,Seen.\n")
    assert beside.received is not None and beside.received.iso() == "2003-02-05"
    assert beside.occurred is not None and beside.occurred.iso() == "2003-02-03"


def test_the_main_text_comes_first_and_other_columns_follow(tmp_path: Path) -> None:
    """So that places in a cell are places in the report, and no name is lost."""
    report = _read(tmp_path, "Child's name,Details,School\nAsha K, Seen again.,Fairholme\n")
    assert report.text == " Seen again.\nChild's name: Asha K\nSchool: Fairholme"


def test_the_better_name_is_the_main_text(tmp_path: Path) -> None:
    """ "Text" before "Subject" and "Summary", wherever they stand."""
    report = _read(tmp_path, "Subject,Summary,Text\nthe car,short,Seen.\n")
    assert report.text == "Seen.\nSubject: the car\nSummary: short"
    assert _read(tmp_path, "Sent,Subject\n2003,the car\n").text == "the car"


def test_a_table_without_a_text_is_read_as_labelled_lines(tmp_path: Path) -> None:
    """With a notice."""
    (tmp_path / "t.csv").write_text("Child,Street\nAsha K,Low Gate\n")
    reading = read_paths([tmp_path])
    assert reading.reports[0].text == "Child: Asha K\nStreet: Low Gate"
    assert any("No column of text" in n.what for n in reading.notices)


def test_answers_laid_beside_reports_are_not_read(tmp_path: Path) -> None:
    """Columns like `origin_of` and `decision` never join the text, and are named."""
    report = _read(tmp_path, "text,origin_of,decision\nSeen.,R001,arrest of somebody\n")
    assert report.text == "Seen."


def test_a_number_that_repeats_is_a_case_not_a_report(tmp_path: Path) -> None:
    """A case's reference is joined to the text; each row has a number of its own."""
    rows = "".join(f"C1,Seen {i} times.\n" for i in range(6))
    (tmp_path / "t.csv").write_text(f"Ref,Details\n{rows}")
    reports = read_paths([tmp_path]).reports
    assert len({r.report_id for r in reports}) == 6
    assert not any("C1" in r.report_id for r in reports)


def test_months_first_are_seen_by_their_column(tmp_path: Path) -> None:
    """Days above 12 in second place say so for the whole column, however late they come."""
    early = "".join(f"E{i},1/{i % 12 + 1}/2014 8:39,a{i}\n" for i in range(300))
    late = "".join(f"L{i},1/{i % 18 + 13}/2014 8:39,b{i}\n" for i in range(300))
    (tmp_path / "t.csv").write_text(f"Ref,Sent,Text\n{early}{late}")
    reading = read_paths([tmp_path])
    assert {r.received.iso()[:7] if r.received else "" for r in reading.reports} == {"2014-01"}
    assert reading.rejected == ()
    assert any("month before the day" in n.what for n in reading.notices)


def test_one_slip_does_not_turn_a_column(tmp_path: Path) -> None:
    """A single impossible date is refused; the column stays day first."""
    rows = "".join(f"R{i},0{i}/02/2003,a{i}\n" for i in range(1, 9))
    (tmp_path / "t.csv").write_text(f"Ref,Date,Text\n{rows}X,02/13/2003,x\n")
    reading = read_paths([tmp_path])
    assert [r.place for r in reading.rejected] == ["row 10"]
    assert {r.received.iso()[:7] for r in reading.reports if r.received} == {"2003-02"}


def test_the_user_has_the_last_word(tmp_path: Path) -> None:
    """`--map theirs=ours`, also to join or leave out; an unknown field is a usage error."""
    table = "Alpha,Beta,Details\n2003-02-03,Leave me out please,Seen.\n"
    report = _read(tmp_path, table, Alpha="received_on", Beta="left_out")
    assert report.received is not None and report.text == "Seen."
    assert report.received_known_by == "column 'Alpha'"
    with pytest.raises(UsageError, match="no field"):
        _read(tmp_path, table, Alpha="colour")


def test_a_title_above_the_header_is_passed_over(tmp_path: Path) -> None:
    """The row that names columns is the header, whatever parts its cells."""
    report = _read(tmp_path, "Referrals, all\n\nRef;Date;Details\n7;3/2/2003;Seen, twice.\n")
    assert (report.report_id, report.text) == ("7", "Seen, twice.")


def test_a_table_without_a_header_loses_no_row(tmp_path: Path) -> None:
    """A first row with a date or a sentence is a report."""
    (tmp_path / "t.csv").write_text("3/2/2003,Ruth,Seen by the park.\n4/2/2003,Ali,Seen again.\n")
    reading = read_paths([tmp_path])
    assert len(reading.reports) == 2
    assert any("no header" in n.what for n in reading.notices)
    assert "Seen by the park." in "".join(r.text for r in reading.reports)


def test_the_preview_says_what_by_what_and_shows_a_sample(tmp_path: Path) -> None:
    """For each sheet of a workbook, its header found below a title."""
    rows: list[list[Any]] = [["Referrals"], [], ["Ref", "Notes", "Status"]]
    rows += [[f"R{i}", "They came to the drop-in and said it again.", "open"] for i in range(8)]
    (tmp_path / "t.xlsx").write_bytes(made.xlsx_file(rows))
    ((place, columns),) = preview_columns(tmp_path / "t.xlsx")
    assert place == "sheet Sheet"
    assert [(c.name, c.reads_as, c.sample[:5]) for c in columns] == [
        ("Ref", "report_id", "R0"),
        ("Notes", "text", "They "),
        ("Status", "left_out", "open"),
    ]


def test_json_objects_may_lie_in_a_list_under_a_name(tmp_path: Path) -> None:
    """An export with a head, nested values and rows with other fields."""
    (tmp_path / "a.json").write_text(
        '{"exported": "2012", "messages": [{"from": "Amina", "date": "2003-02-03", "text": "One."},'
        ' {"from": "Beth", "date": "2003-02-04", "text": "Two.", "seen_with": ["C", "D"]}]}'
    )
    one, two = read_paths([tmp_path]).reports
    assert (one.author, one.text, two.text) == ("Amina", "One.", "Two.\nseen_with: C, D")


@pytest.mark.parametrize(
    ("written", "scheme", "parts"),
    [
        ("B22", "5x5x5", "B22"),
        ("B 2 2", "5x5x5", "B22"),
        ("e/4/1", "5x5x5", "E41"),
        ("E4", "5x5x5", "E4"),
        ("2CP", "3x5x2", "2CP"),
        ("1 A P", "3x5x2", "1AP"),
        ("3x5x2: 2/C/C", "3x5x2", "2CC"),
        ("Grade 1B", "3x5x2", "1B"),
        ("reliable", "", ""),
        ("9Z", "", ""),
    ],
)
def test_grades_keep_their_words_and_their_scheme(written: str, scheme: str, parts: str) -> None:
    """Both schemes, with and without signs between."""
    grade = parse_grade(written)
    assert grade is not None and grade.as_written == written
    assert (grade.scheme, grade.source + grade.information + grade.handling) == (scheme, parts)


def test_the_policy_names_only_fields_there_are() -> None:
    """Each list of names in reading.yaml is for a field a report has."""
    from importlib import resources

    from tocsin.reports import FIELDS

    text = resources.files("tocsin.policies").joinpath("reading.yaml").read_text("utf-8")
    table = yaml.safe_load(text)
    assert set(table["columns"]) == set(FIELDS)
    assert set(table["labels"]) <= set(FIELDS)


@pytest.mark.parametrize("part", ["columns", "labels"])
def test_no_name_stands_for_two_fields(part: str) -> None:
    """A name listed twice would be read as whichever comes first."""
    lists = shipped().table("reading")[part]
    names = [fold(str(name)) for variants in lists.values() for name in variants]
    assert len(names) == len(set(names))


def test_a_column_named_like_a_date_may_hold_words(tmp_path: Path) -> None:
    """ "When: at night" is joined to the text, and is no broken date."""
    (tmp_path / "t.csv").write_text("When,Date received,Text\nat night,2003,Seen.\nlate,2004,So.\n")
    reading = read_paths([tmp_path])
    assert reading.rejected == ()
    assert reading.reports[0].text == "Seen.\nWhen: at night"
