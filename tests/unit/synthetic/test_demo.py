"""The bundled case is whole, even-handed, and reads back as it was written."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from tocsin.errors import UsageError
from tocsin.evaluation.marked import unmark
from tocsin.evaluation.truth import read_truth
from tocsin.evaluation.unmarking import truth_of_rows, write_truth
from tocsin.records import Kind
from tocsin.reports import read_paths
from tocsin.synthetic.demo import cast, reports
from tocsin.synthetic.demo.rendering import write_demo
from tocsin.synthetic.names import origins

MARKED = [unmark(report.row()) for report in reports()]
TRUTH = truth_of_rows(MARKED, cast(), {})


def test_there_are_150_reports_over_more_than_a_decade_from_many_hands():
    """The case is what a small charity might hold."""
    told = reports()
    assert len(told) == len({r.report_id for r in told}) == 150
    assert (told[0].received_on[:4], told[-1].received_on[:4]) == ("2006", "2017")
    assert len({r.agency for r in told}) >= 15
    assert len({r.file for r in told}) >= 12


def test_reports_stand_in_order_and_echo_only_earlier_ones():
    """Sources exist and are not later than what repeats them."""
    day = {r.report_id: r.received_on for r in reports()}
    assert list(day.values()) == sorted(day.values())
    for echo in TRUTH.echoes:
        for parent in echo.parents:
            assert day[parent] <= day[echo.report_id]
    assert {e.type for e in TRUTH.echoes} == {"copy", "forward", "retelling", "compilation"}


def test_everybody_marked_is_in_the_cast_and_no_mark_is_broken():
    """Each mark has a person or thing with a true name; no bracket is left in any text."""
    known = {row["id"] for row in cast()}
    assert {m.subject for m in TRUTH.mentions} <= known
    assert not [r for r in TRUTH.reports.values() if "[[" in r.text or "]]" in r.text]
    kinds = {row["id"]: row["kind"] for row in cast()}
    assert all(kinds[m.subject] == m.kind.value for m in TRUTH.mentions)


@pytest.mark.parametrize(
    ("letter", "role"), [("P", "alleged"), ("C", "affected"), ("S", "professional")]
)
def test_every_origin_of_name_stands_on_every_side(letter: str, role: str):
    """Adults named, children and people at work each have all seventeen origins."""
    own = [row for row in cast() if row["id"][0] == letter and row["role_overall"] == role]
    counts = Counter(row["name_origin"] for row in own)
    assert set(counts) == {names.origin for names in origins()}
    assert max(counts.values()) <= 2


def test_about_a_quarter_of_the_reports_are_everyday():
    """Reports that name nobody alleged to harm a child and no child at risk."""
    concerned = {
        m.report_id
        for m in TRUTH.mentions
        if m.role.value in ("alleged", "affected") and m.subject != "N61"
    }
    assert 0.2 < 1 - len(concerned) / 150 < 0.35


def test_phones_are_from_the_ranges_kept_for_drama():
    """No number in the case can be anybody's."""
    numbers = re.findall(r"\b0\d{3,4} ?\d{6}\b|\b0\d{2,4} \d{3,4} \d{4}\b", str(TRUTH.reports))
    assert numbers
    assert all(re.match(r"07700 900\d{3}|01632 960\d{3}", number) for number in numbers)


def test_some_stay_unheeded_some_were_heeded_and_one_is_only_loud():
    """The case holds each of the ends a run should tell apart."""
    counts = TRUTH.lists["counts"]
    assert {"P02", "P04", "P05", "P06"} <= set(TRUTH.lists["adults_unheeded"])
    assert counts["P07"]["unheeded_voices"] == 0 == counts["P11"]["unheeded_voices"]
    assert counts["P09"]["voices"] == 1 and counts["P09"]["reports"] >= 4
    assert counts["P08"]["unheeded_since"] > "2011-02-11"  # heard again after the answer
    assert {"C18", "C19", "C20"} <= set(TRUTH.lists["children_unsupported"])


def test_the_rendered_folder_holds_every_report_in_a_dozen_formats(tmp_path: Path):
    """Nothing is refused, and the words of each report come back out of its file."""
    count = write_demo(tmp_path / "demo")
    endings = {p.suffix for p in (tmp_path / "demo").rglob("*") if p.is_file()}
    assert {".txt", ".csv", ".eml", ".docx", ".xlsx", ".odt", ".html", ".rtf"} <= endings
    reading = read_paths([tmp_path / "demo"])
    assert not reading.rejected
    assert len(reading.reports) == count == 150
    read = " ".join(" ".join(r.text.split()) for r in reading.reports)
    lost = [r.report_id for r in reports() if " ".join(r.text.split()) not in read]
    assert not lost
    assert all(r.received for r in reading.reports)


def test_the_demo_writes_over_nothing(tmp_path: Path):
    """A folder that holds something is refused."""
    (tmp_path / "mine.txt").write_text("keep")
    with pytest.raises(UsageError):
        write_demo(tmp_path)


def test_the_truth_of_the_case_can_be_written_and_read(tmp_path: Path):
    """It stands apart from what a run reads, in the one truth format."""
    write_truth(TRUTH, tmp_path / "truth", reports=TRUTH.reports.values())
    again = read_truth(tmp_path)
    assert again.mentions == TRUTH.mentions and again.lists == TRUTH.lists
    assert sum(m.kind is Kind.PERSON for m in again.mentions) > 400
