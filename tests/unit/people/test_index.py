"""A stored case: numbers that stay, files that are read again, bad input that stops nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support.people_case import Case

from tocsin.errors import UsageError
from tocsin.people.index import JoinIndex
from tocsin.people.index_scoring import PairScorer
from tocsin.people.judgements import Bound
from tocsin.people.model import shipped_model
from tocsin.people.persons import (
    describe,
    find_candidates,
    known_of,
    load_described,
    profile_rows,
    score_candidates,
)
from tocsin.people.profiles import profiles_of
from tocsin.people.scoring import database
from tocsin.policies import shipped
from tocsin.records import Extraction, Judged, Judgement, Report

_SAID = (
    "[person|alleged|Ifeoma Eze] [phone|unknown|07700 900601] with [person|affected|Tia].",
    "[person|alleged|Ifeoma Eze] [phone|unknown|07700 900601].",
    "[person|alleged|Marek Zielinski] at [premises|unknown|Elm Bar] with [person|affected|Tia].",
    "[person|alleged|Marek Zielinski] at [premises|unknown|Elm Bar], [person|alleged|I. Eze].",
    "[person|other|Eze] [phone|unknown|07700 900601] and [person|alleged|Zielinski].",
)


def _case() -> Case:
    case = Case()
    for i, said in enumerate(_SAID):
        case.report(f"R{i}", said, on=f"{2010 + i}-03-04")
    return case


def _index(case: Case, *ids: str, file: Path | None = None) -> JoinIndex:
    reports = {r: case.reports[r] for r in ids}
    return JoinIndex.build(reports, case.extractions, policy=shipped(), threads=1, file=file)


def _numbers(index: JoinIndex) -> dict[str, str]:
    return {m: s.person_id for s in index.joining().subjects for m in s.mention_ids}


def test_one_statement_finds_the_levels_and_weights_that_splink_finds_in_bulk():
    """The same SQL over the same profiles: level by level, to the last of four decimals."""
    case, model, policy = _case(), shipped_model(), shipped()
    profiles, _ = profiles_of(case.reports, case.extractions, Bound())
    things = {
        m.mention_id: f"{m.kind}:{m.value}"
        for e in case.extractions.values()
        for m in e.mentions
        if m.kind != "person"
    }
    described = describe(profiles, case.reports, case.extractions, things)
    known = known_of(described, model, policy)
    with database(1, "500MB") as connection:
        load_described(connection, described, known, ())
        find_candidates(connection, policy)
        bulk = score_candidates(connection, described, known, model, policy)
    assert len(bulk) > 3
    scorer = PairScorer(model, 1 / (1 + 2**known.prior_bits))
    rows = list(profile_rows(profiles, described.facts, known.wide))
    single = scorer.weigh(rows, [(p.left, p.right, p.match_key) for p in bulk])
    assert sorted(single, key=lambda p: (p.left, p.right)) == sorted(
        bulk, key=lambda p: (p.left, p.right)
    )


def test_numbers_stay_when_reports_are_added():
    """A subject that grows keeps its number, also where an earlier report comes in late; whoever
    is told of a change is told the same as the whole."""
    case = _case()
    index = _index(case, "R1", "R2")
    before = _numbers(index)
    for late in ("R3", "R0", "R4"):
        change = index.add([case.reports[late]], case.extractions)
        now = _numbers(index)
        told = {m: s.person_id for s in change.subjects for m in s.mention_ids}
        assert told.items() <= now.items()
        for mention, number in before.items():
            assert now[mention] == index.redirects.get(number, number)
        before = now
    assert before[case.mention("R0", "Ifeoma Eze")] == before[case.mention("R1", "Ifeoma Eze")]


def test_a_report_that_is_here_is_left_as_it_stands():
    """Handed in twice, it counts once."""
    case = _case()
    index = _index(case, "R0", "R1")
    before = index.joining()
    assert index.add([case.reports["R0"]], case.extractions).subjects == ()
    assert index.joining() == before


def test_a_report_with_nobody_in_it_changes_nothing():
    """Empty reports, and reports of which nothing was extracted, go in and stop nothing."""
    case = _case()
    index = _index(case, "R0")
    empty = Report("X1", "", agency="")
    assert index.add([empty, Report("X2", "Rain.")], {"X2": Extraction("X2")}).subjects == ()
    assert len(index.joining().subjects) == 3


def test_an_index_can_begin_with_nothing():
    """The first report of a new case makes its subjects."""
    case = _case()
    index = JoinIndex.build({}, {}, policy=shipped(), threads=1)
    change = index.add([case.reports["R0"]], case.extractions)
    assert {s.names for s in change.subjects} == {("Ifeoma Eze",), ("Tia",)}


def test_a_file_that_is_opened_again_holds_reports_words_and_numbers(tmp_path: Path):
    """Everything but what refreshing changes is there again; the file is its owner's alone."""
    case, file = _case(), tmp_path / "index.duckdb"
    index = _index(case, "R0", "R1", "R2", file=file)
    index.add([case.reports["R3"], case.reports["R4"]], case.extractions)
    pair = case.mention("R2", "Marek Zielinski"), case.mention("R4", "Zielinski")
    index.judge([Judgement(*pair, Judged.DIFFERENT, at="2020-01-01", reason="another")])
    index.refresh()
    before = index.joining()
    index.close()
    assert file.stat().st_mode & 0o077 == 0
    again = JoinIndex.open(file, policy=shipped())
    assert again.joining().subjects == before.subjects
    again.close()


def test_what_is_no_index_is_refused(tmp_path: Path):
    """In words, whatever the file is."""
    with pytest.raises(UsageError):
        JoinIndex.open(tmp_path / "none.duckdb", policy=shipped())
    other = tmp_path / "other.duckdb"
    other.write_text("not a database", "utf-8")
    with pytest.raises(UsageError):
        JoinIndex.open(other, policy=shipped())
