"""Reports added one by one beside the same reports joined all at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.people_case import Case

from tocsin.people import join
from tocsin.people.index import JoinIndex
from tocsin.policies import shipped
from tocsin.records import Echo, EchoType, Joining, Judged, Judgement, Kind, Mended
from tocsin.values.subject_numbers import number_of

NAMES = (
    "Amina Noor", "Amina", "A. Noor", "Noor", "Piotr Wrona", "Wrona", "Piotrek", "Comfort Asante",
    "Asante Comfort", "Comfort", "Liam Keogh", "Liam Kehoe", "Viet Hoang", "Tariq Mahmood",
    "Tariq Mahmud", "Mahmood", "Keogh",
)  # fmt: skip
ROLES = ("alleged", "affected", "other", "professional", "relative")
THINGS = (
    "[phone|unknown|07700 900222]", "[phone|unknown|900222]", "[vehicle|unknown|KX05 ABC]",
    "[vehicle|unknown|KX05 A8C]", "[premises|unknown|Elm Bar]", "[premises|unknown|Elm]",
    "[address|unknown|4 Mill Lane]", "", "",
)  # fmt: skip
telling = st.tuples(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ROLES)), min_size=1, max_size=4),
    st.sampled_from(THINGS),
    st.sampled_from(("Police", "School", "Clinic")),
    st.integers(2001, 2012),
    st.integers(0, 9),
)
worlds = st.lists(telling, min_size=4, max_size=14)
few = settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def world_of(tellings: Sequence[Any]) -> tuple[Case, list[Echo]]:
    """A case, and which of its reports repeat an earlier one."""
    case, echoes = Case(), []
    for i, (people, thing, agency, year, repeats) in enumerate(tellings):
        said = " met ".join(f"[person|{role}|{name}]" for name, role in people)
        case.report(f"R{i:02}", f"{said} at {thing}.", agency=agency, on=f"{year}-03-04")
        if repeats >= 8 and i:
            kind = EchoType.COPY if repeats == 8 else EchoType.RETELLING
            echoes.append(Echo(f"R{i:02}", f"R{i - 1:02}", kind, 1.0))
    return case, echoes


def index_of(case: Case, ids: Sequence[str], echoes: Sequence[Echo], **more: Any) -> JoinIndex:
    """The index of some of the reports."""
    known = set(ids)
    return JoinIndex.build(
        {r: case.reports[r] for r in ids},
        {r: case.extractions[r] for r in ids},
        echoes=[e for e in echoes if {e.report_id, e.parent_id} <= known],
        policy=shipped(),
        threads=1,
        **more,
    )


def add_all(index: JoinIndex, case: Case, known: set[str], ids: Sequence[str],
            echoes: Sequence[Echo]) -> None:  # fmt: skip
    """Add reports one at a time, each with the echoes that are news."""
    for report_id in ids:
        known.add(report_id)
        news = [
            e for e in echoes
            if report_id in (e.report_id, e.parent_id) and {e.report_id, e.parent_id} <= known
        ]  # fmt: skip
        index.add([case.reports[report_id]], case.extractions, news)


def parted(joining: Joining) -> set[frozenset[str]]:
    """Mentions by subject."""
    return {frozenset(s.mention_ids) for s in joining.subjects}


def cores(joining: Joining) -> set[frozenset[str]]:
    """Mentions by certain core."""
    return {frozenset(core) for s in joining.subjects for core in s.cores}


def made(joining: Joining) -> Mapping[tuple[str, str], float]:
    """The weights of all pairs that were compared between people."""
    return {
        (j.left, j.right): j.match_weight
        for j in joining.joins
        if j.left.endswith("person") and len(j.evidence) > 1
    }


WORDS = st.sampled_from(list(Judged))


@settings(few, max_examples=3)
@given(worlds, st.data())
def test_a_human_is_heeded_alike_one_by_one_and_all_at_once(
    tellings: list[Any], data: st.DataObject
) -> None:
    """Judgements, what takes them back, corrected mentions and reports that come late: the cores of
    an index that heard them one by one, closed and opened between, are those of joining all."""
    case, echoes = world_of(tellings)
    ids = sorted(case.reports)
    people = sorted(
        m.mention_id for e in case.extractions.values() for m in e.mentions if m.kind is Kind.PERSON
    )
    late = data.draw(st.lists(st.sampled_from(ids), max_size=3, unique=True))
    base = [r for r in ids if r not in late] or ids
    late = [r for r in ids if r not in base]
    mentions = st.sampled_from(people)
    pairs = st.tuples(mentions, mentions, WORDS).filter(lambda pair: pair[0] != pair[1])
    said = [
        Judgement(a, b, word, at=f"2020-01-01T00:00:{i:02}")
        for i, (a, b, word) in enumerate(data.draw(st.lists(pairs, max_size=4)))
    ]
    mended = [corrected(*data.draw(st.tuples(st.sampled_from(people), st.sampled_from(people))))]
    with TemporaryDirectory() as folder:
        file = Path(folder) / "index.duckdb"
        index = index_of(case, base, echoes, mended=mended, file=file)
        known = set(base)
        for i in range(max(len(late), len(said))):
            add_all(index, case, known, late[i : i + 1], echoes)
            index.judge(said[i : i + 1])
        before = index.joining()
        index.close()
        index = JoinIndex.open(file, policy=shipped())
        assert index.joining() == before
        whole = index_of(
            case, ids, echoes, judgements=said, mended=mended, numbers={}, standing=index
        )
        assert cores(before) == cores(whole.joining())
        index.close()


def corrected(mention_id: str, person: str) -> Mended:
    """A mention that a human gave the number of another."""
    report_id, span, kind = mention_id.rsplit(":", 2)
    start, end = map(int, span.split("-"))
    return Mended(report_id, start, end, kind=Kind(kind), person_id=number_of(person))


@few
@given(worlds, st.data())
def test_adding_gives_the_cores_of_joining_all_at_once(
    tellings: list[Any], data: st.DataObject
) -> None:
    """With the count of people and shares of names standing, cores and things are the same
    whichever reports came later, in whatever order."""
    case, echoes = world_of(tellings)
    ids = sorted(case.reports)
    late = data.draw(st.lists(st.sampled_from(ids), min_size=1, max_size=5, unique=True))
    base = [r for r in ids if r not in late]
    if not base:
        return
    index = index_of(case, base, echoes)
    whole = index_of(case, ids, echoes, standing=index).joining()
    add_all(index, case, set(base), late, echoes)
    found = index.joining()
    assert cores(found) == cores(whole)
    things = {s.mention_ids for s in whole.subjects if s.kind is not Kind.PERSON}
    assert {s.mention_ids for s in found.subjects if s.kind is not Kind.PERSON} == things
    index.refresh()
    anew = join(case.reports, case.extractions, echoes=echoes, policy=shipped(), threads=1)
    assert parted(index.joining()) == parted(anew)
    assert cores(index.joining()) == cores(anew)
    assert made(index.joining()) == made(anew)
