"""A marked case becomes an input without answers and a truth with all of them."""

from __future__ import annotations

import csv
import json
import os
from pathlib import Path

import pytest
from tests.support.marked_case import REPORTS, write_marked

from tocsin.errors import UsageError
from tocsin.evaluation.counting import true_counts
from tocsin.evaluation.marked import unmark
from tocsin.evaluation.truth import read_truth
from tocsin.evaluation.unmarking import ANSWERS, truth_of_marked, unmark_case
from tocsin.records import Kind, Role


def test_the_input_holds_neither_marks_nor_answers(tmp_path: Path):
    """Whoever reads the input learns nothing that the reports themselves do not say."""
    unmark_case(write_marked(tmp_path / "case"), tmp_path / "out")
    assert [p.name for p in (tmp_path / "out" / "input").iterdir()] == ["reports.jsonl"]
    written = (tmp_path / "out" / "input" / "reports.jsonl").read_text("utf-8")
    assert "[[" not in written
    for line in written.splitlines():
        assert not ANSWERS & json.loads(line).keys()


def test_every_span_of_the_truth_holds_the_words_that_were_marked(tmp_path: Path):
    """Offsets count code points of the text without marks."""
    truth = unmark_case(write_marked(tmp_path / "case"), tmp_path / "out")
    words = [truth.reports[m.report_id].text[m.start : m.end] for m in truth.mentions]
    assert words[:4] == ["Nadia", "Tomasz Zielony", "LX03 KPD", "Ade Balogun"]


def test_the_written_truth_reads_back_as_the_marked_case_does(tmp_path: Path):
    """One format: a marked folder and its converted form say the same."""
    case = write_marked(tmp_path / "case")
    unmark_case(case, tmp_path / "out")
    assert read_truth(tmp_path / "out") == read_truth(case) == read_truth(tmp_path / "out/truth")


def test_a_case_without_cast_and_truth_files_is_counted_from_its_marks(tmp_path: Path):
    """Optional files may be missing: roles and lists then come from the marks alone."""
    lists = truth_of_marked(write_marked(tmp_path / "case", cast=False)).lists
    assert lists["adults_unheeded"] == ["P1"]
    assert lists["counts"]["P2"]["role"] == "affected"


def test_voices_are_counted_by_origin_and_a_decision_starts_the_count_again(tmp_path: Path):
    """The copy adds none, the decision's own report is one voice, and one comes after it."""
    count = true_counts(truth_of_marked(write_marked(tmp_path / "case")))["P1"]
    assert (count.voices, count.reports, count.agencies) == (4, 5, 3)
    assert (count.unheeded_voices, count.unheeded_since) == (1, "2005-02-01")
    assert count.third_voice_on == "2004-08-02"


def test_a_forward_is_told_from_a_retelling_by_the_words_it_takes_over(tmp_path: Path):
    """Where most words are taken over it is a copy or a forward, by its own heading."""
    case = tmp_path / "case"
    case.mkdir()
    told = "The boy was again seen getting into the red van outside the fish shop on Monday."
    rows = [
        {"report_id": "A", "text": told},
        {"report_id": "B", "text": f"Subject: FW: van\n\n{told}", "origin_of": "A"},
        {"report_id": "C", "text": f"Log copied. {told}", "origin_of": "A"},
        {"report_id": "D", "text": "A lad and some van, as heard.", "origin_of": "A"},
        {"report_id": "E", "text": "Minutes of all this.", "compiled_from": ["A", "D"]},
    ]
    (case / "reports.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    types = {e.report_id: e.type for e in read_truth(case).echoes}
    assert types == {"B": "forward", "C": "copy", "D": "retelling", "E": "compilation"}


def test_decisions_are_written_only_when_asked_for(tmp_path: Path):
    """decisions.csv says that a human confirmed them, so it is never there by default."""
    unmark_case(write_marked(tmp_path / "case"), tmp_path / "out", with_decisions=True)
    with (tmp_path / "out" / "input" / "decisions.csv").open(encoding="utf-8") as rows:
        row = next(csv.DictReader(rows))
    assert (row["about"], row["kind"], row["report_id"]) == ("ZIELONY", "disruption", "R4")
    assert read_truth(tmp_path / "out").has_decisions_file


def test_a_kind_is_told_by_its_label_and_an_unknown_role_is_unknown():
    """Marks by other hands may use other letters and roles."""
    row = {"report_id": "X", "text": "[[X1|handle|@lamp]] and [[Q9|bystander|Femi]]"}
    handle, person = unmark(row).mentions
    assert (handle.kind, person.kind, person.role) == (Kind.HANDLE, Kind.PERSON, Role.UNKNOWN)


def test_nothing_is_written_over(tmp_path: Path):
    """A folder that holds something is refused, and nothing is changed."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("keep")
    with pytest.raises(UsageError):
        unmark_case(write_marked(tmp_path / "case"), tmp_path / "out")
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["mine.txt"]


def test_a_folder_without_truth_says_what_to_give(tmp_path: Path):
    """A wrong folder is one plain line."""
    with pytest.raises(UsageError, match="holds no truth"):
        read_truth(tmp_path)


@pytest.mark.skipif("TOCSIN_REFERENCE_DATA" not in os.environ, reason="no reference data here")
def test_the_counts_of_the_written_case_are_those_its_author_gives():
    """Counting the marks by the stated rules gives the author's own figures, subject by subject."""
    case = Path(os.environ["TOCSIN_REFERENCE_DATA"]) / "cases" / "town-a"
    counts = true_counts(read_truth(case))
    told = json.loads((case / "truth.json").read_text("utf-8"))
    rows = [*told["continually_mentioned_unheeded"], *told["children_unsupported"], *told["heeded"]]
    assert len(rows) >= 15
    for row in rows + told["things_continually_mentioned"] + told["loud_single_voice"]:
        counted = counts[row["id"]]
        for key in ("voices", "agencies", "reports", "first_on", "last_on"):
            assert getattr(counted, key) == row[key], (row["id"], key)
        if "unheeded_since" in row:
            assert counted.unheeded_since == row["unheeded_since"]


def test_the_rows_of_the_case_are_as_its_readers_expect():
    """The standing case of these tests keeps the fields of a marked case."""
    assert {"report_id", "received_on", "agency", "text"} <= REPORTS[0].keys()
