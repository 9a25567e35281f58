"""A stored case opened again: as it stood, to the byte; what made it otherwise is told."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.support.people_case import Case, together

from tocsin.people import join
from tocsin.people.index import JoinIndex
from tocsin.people.index_scoring import PairScorer
from tocsin.people.model import shipped_model
from tocsin.policies import shipped
from tocsin.records import Echo, EchoType, Judged, Judgement
from tocsin.values.subject_numbers import number_of

_SAID = (
    "[person|alleged|Ifeoma Eze] [phone|unknown|07700 900601] with [person|affected|Tia].",
    "[person|alleged|Ifeoma Eze] [phone|unknown|07700 900601].",
    "[person|alleged|Marek Zielinski] at [premises|unknown|Elm Bar] with [person|affected|Tia].",
    "[person|alleged|Marek Zielinski] at [premises|unknown|Elm Bar], [person|alleged|I. Eze].",
    "[person|other|Eze] [phone|unknown|07700 900601] and [person|alleged|Zielinski].",
    "[person|alleged|Hodan Warsame] drove [vehicle|unknown|KX05 ABC] to [premises|unknown|Elm].",
    "[person|affected|Tia Grant] was met by [person|alleged|Hodan Warsame] and her brother.",
)


def _case() -> Case:
    case = Case()
    for i, said in enumerate(_SAID):
        case.report(f"R{i}", said, agency=("Police", "School")[i % 2], on=f"{2010 + i}-03-04")
    return case


def _built(case: Case, ids: str, file: Path | None) -> JoinIndex:
    reports = {f"R{i}": case.reports[f"R{i}"] for i in ids}
    return JoinIndex.build(reports, case.extractions, policy=shipped(), threads=1, file=file)


def test_opening_gives_the_same_joining_to_the_byte(tmp_path: Path):
    """Whatever was built, added and judged stands again, without joining anew, and goes on alike:
    an index that was closed and one that never was stay equal."""
    case, file = _case(), tmp_path / "index.duckdb"
    index, never_closed = _built(case, "0124", file), _built(case, "0124", None)
    pair = case.mention("R2", "Marek Zielinski"), case.mention("R4", "Zielinski")
    echo = Echo("R5", "R4", EchoType.RETELLING, 1.0)
    for report_id, echoes in (("R3", []), ("R5", [echo]), ("R6", [])):
        for one in (index, never_closed):
            one.add([case.reports[report_id]], case.extractions, echoes)
            one.judge([Judgement(*pair, Judged.DIFFERENT, at="2020-01-01", reason="another")])
        before = index.joining()
        index.close()
        index = JoinIndex.open(file, policy=shipped())
        assert index.told == ""
        assert index.joining() == before == never_closed.joining()
        assert index.redirects == never_closed.redirects
    index.close()


def test_a_file_written_whole_on_closing_is_the_same(tmp_path: Path, monkeypatch):
    """After many batches nothing is left to be added again."""
    monkeypatch.setattr("tocsin.people.index._MOST_REPLAYED", 1)
    case, file = _case(), tmp_path / "index.duckdb"
    index = _built(case, "012", file)
    for report_id in ("R3", "R4", "R5", "R6"):
        index.add([case.reports[report_id]], case.extractions)
    before = index.joining()
    index.close()
    with duckdb.connect(str(file)) as connection:
        assert connection.execute("SELECT count(*) FROM journal").fetchall() == [(0,)]
    again = JoinIndex.open(file, policy=shipped())
    assert again.joining() == before
    again.close()


def test_another_policy_is_told_and_joined_anew(tmp_path: Path):
    """What was added since is not lost by it."""
    case, file = _case(), tmp_path / "index.duckdb"
    index = _built(case, "0123", file)
    index.add([case.reports["R4"]], case.extractions)
    index.close()
    policy = shipped().with_words("people", {"set_apart": ["07700 900601"]})
    again = JoinIndex.open(file, policy=policy)
    assert again.told == "The index was made with another policy: joined anew."
    wanted = {f"R{i}": case.reports[f"R{i}"] for i in range(5)}
    anew = join(wanted, {r: case.extractions[r] for r in wanted}, policy=policy, threads=1)
    cores = {frozenset(c) for s in anew.subjects for c in s.cores}
    assert {frozenset(c) for s in again.joining().subjects for c in s.cores} == cores
    again.close()
    third = JoinIndex.open(file, policy=policy)
    assert third.told == ""
    third.close()


def _by_number(case: Case, index: JoinIndex) -> Judgement:
    number = {m: s.person_id for s in index.joining().subjects for m in s.mention_ids}
    ends = (
        number[case.mention("R5", "Hodan Warsame")],
        number[case.mention("R2", "Marek Zielinski")],
    )
    return Judgement(*ends, Judged.SAME, at="2021-01-01", reason="one person, two names")


def test_same_between_two_numbers_ties_all_that_stands_in_them(tmp_path: Path):
    """As joining all at once does; also after a further report, and after opening again."""
    case, file = _case(), tmp_path / "index.duckdb"
    index = _built(case, "012345", file)
    said = _by_number(case, index)
    wholes = {s.person_id: set(s.mention_ids) for s in index.joining().subjects}
    index.judge([said])
    found = {frozenset(s.mention_ids) for s in index.joining().subjects}
    both = wholes[said.left] | wholes[said.right]
    assert any(both <= members for members in found)
    anew = join(
        {r: case.reports[r] for r in sorted(case.reports)[:6]},
        case.extractions, judgements=[said], policy=shipped(), threads=1,
    )  # fmt: skip
    assert found == {frozenset(s.mention_ids) for s in anew.subjects}
    index.add([case.reports["R6"]], case.extractions)
    index.close()
    index = JoinIndex.open(file, policy=shipped())
    assert any(both <= set(s.mention_ids) for s in index.joining().subjects)
    index.refresh()
    assert any(both <= set(s.mention_ids) for s in index.joining().subjects)
    index.close()


def test_taking_back_what_was_said_of_two_numbers_restores_both():
    """Rule 5, through the index: the same subjects, with the same numbers."""
    case = _case()
    index = _built(case, "0123456", None)
    before = index.joining()
    said = _by_number(case, index)
    index.judge([said])
    assert index.joining() != before
    index.judge([Judgement(said.left, said.right, Judged.UNSURE, at="2021-01-02")])
    assert index.joining().subjects == before.subjects
    assert index.redirects == {}


def test_a_number_judged_the_same_means_both_in_all_later_joins():
    """Once one, two subjects bear one number; the judgement still names the founding mentions."""
    case = _case()
    first = case.join()
    number = {m: s.person_id for s in first.subjects for m in s.mention_ids}
    ends = case.mention("R0", "Ifeoma Eze"), case.mention("R2", "Marek Zielinski")
    assert [number[m] for m in ends] == [number_of(m) for m in ends]
    said = Judgement(number[ends[0]], number[ends[1]], Judged.SAME, at="2021-01-01")
    index = JoinIndex.build(
        case.reports, case.extractions, judgements=[said], policy=shipped(), threads=1
    )
    for _ in range(2):
        index.refresh()
        assert together(index.joining(), *ends)


@pytest.mark.parametrize("most", [0, 3])
def test_a_long_chain_is_grouped_around_the_change_alone(most: int):
    """No rule of cores is broken by it, and refreshing makes all as joining at once."""
    case = _case()
    index = _built(case, "01", None)
    index._people.grouping.most_anew = most
    for i in range(2, 7):
        index.add([case.reports[f"R{i}"]], case.extractions)
    anew = case.join()
    found = index.joining()
    assert {m for s in found.subjects for m in s.mention_ids} == {
        m for s in anew.subjects for m in s.mention_ids
    }
    index.refresh()
    cores = {frozenset(c) for s in anew.subjects for c in s.cores}
    assert {frozenset(c) for s in index.joining().subjects for c in s.cores} == cores


def test_weighing_a_thousand_times_is_no_slower_for_it():
    """The database of the statement is made anew before rows deleted pile up, and says the same."""
    scorer = PairScorer(shipped_model(), 1 / 1000)
    row = ("Police", 733000, "A", "", None, None, ["phone:1"], ["phone:1"], [], [], [], [], [])
    rows = [(0, *row), (1, *row)]
    first = scorer.weigh(rows, [(0, 1, "5353-")])
    for _ in range(401):
        assert scorer.weigh(rows, [(0, 1, "5353-")]) == first
