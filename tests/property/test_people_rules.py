"""What holds for joining whatever the case: small random worlds of reports."""

from __future__ import annotations

import random
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.people_case import Case, certain, together

from tocsin.people import join
from tocsin.people.clusters import Groups
from tocsin.people.names import rarity
from tocsin.people.readings import Portrait
from tocsin.policies import shipped
from tocsin.records import Joining, Judged, Judgement, Kind
from tocsin.values.names import compare_names, parse_name

NAMES = (
    "Abena Sarpong", "SARPONG Abena", "Abena", "Aina", "Tomasz Lis", "T. Lis", "Lis", "Tomek",
    "Farah Aden", "Farhia Aden", "Gordon Pryce", "Gordy", "Viet Hoang", "Hoang Viet",
)  # fmt: skip
THINGS = (
    "[phone|unknown|07700 900111]",
    "[vehicle|unknown|KX05 ABC]",
    "[premises|unknown|Elm Bar]",
    "",
)
ROLES = ("alleged", "affected", "other", "professional")

telling = st.tuples(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(ROLES)), min_size=1, max_size=2),
    st.sampled_from(THINGS),
    st.sampled_from(("Police", "School", "Clinic")),
    st.integers(2001, 2012),
)
worlds = st.lists(telling, min_size=2, max_size=6)
few = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)


def case_of(world: list[Any], things: bool = True) -> Case:
    case = Case()
    for number, (people, thing, agency, year) in enumerate(world):
        said = ". ".join(
            f"[person|{role}|{name}] {thing if things else ''}" for name, role in people
        )
        case.report(f"R{number}", said, agency=agency if things else "", on=f"{year}-03-04")
    return case


def persons(case: Case) -> list[str]:
    return [
        m.mention_id for e in case.extractions.values() for m in e.mentions if m.kind is Kind.PERSON
    ]


def grouping(joining: Joining) -> set[tuple[str, tuple[str, ...]]]:
    return {(s.person_id, s.mention_ids) for s in joining.subjects}


@few
@given(worlds)
def test_a_name_alone_is_never_certain(world: list[Any]):
    """Rule 6: where reports share nothing but names, no certain join crosses reports."""
    found = case_of(world, things=False).join()
    for subject in found.subjects:
        for core in subject.cores:
            assert len({m.split(":")[0] for m in core}) == 1


@few
@given(worlds, st.randoms(use_true_random=False))
def test_the_order_of_reports_is_nothing(world: list[Any], rng: random.Random):
    """Rule 4: the same reports in another order give the same joining, to the last join."""
    case = case_of(world)
    before = case.join()
    order = list(case.reports)
    rng.shuffle(order)
    again = join(
        {r: case.reports[r] for r in order},
        {r: case.extractions[r] for r in reversed(order)},
        policy=shipped(),
        threads=2,
    )
    assert again == before


@few
@given(worlds, st.data())
def test_a_judgement_taken_back_leaves_no_trace(world: list[Any], data: st.DataObject):
    """Rule 5: what is judged binds, and taken back restores exactly what was there."""
    case = case_of(world)
    ids = persons(case)
    pair = data.draw(st.tuples(st.sampled_from(ids), st.sampled_from(ids)))
    if pair[0] == pair[1]:
        return
    word = data.draw(st.sampled_from((Judged.SAME, Judged.DIFFERENT)))
    before = case.join()
    judged = [Judgement(*pair, word, at="2020-01-01")]
    after = case.join(judged)
    if word is Judged.SAME:
        assert certain(after, *pair)
    else:
        assert not together(after, *pair)
    assert case.join([*judged, Judgement(*pair, Judged.UNSURE, at="2020-01-02")]) == before


@few
@given(worlds)
def test_every_mention_stands_once_and_two_cores_are_never_tied(world: list[Any]):
    """Subjects part the mentions, and no subject holds two cores that each span reports."""
    case = case_of(world)
    found = case.join()
    ids = sorted(m for s in found.subjects for m in s.mention_ids)
    assert ids == sorted(m.mention_id for e in case.extractions.values() for m in e.mentions)
    for subject in found.subjects:
        wide = [c for c in subject.cores if len({m.split(":")[0] for m in c}) > 1]
        if subject.kind is Kind.PERSON:
            assert len(wide) <= 1


@few
@given(worlds)
def test_every_weight_can_be_added_up(world: list[Any]):
    """Rule 10: the bits of every join between reports, the prior among them, make its weight."""
    for tie in case_of(world).join().joins:
        total = sum(e.weight_bits for e in tie.evidence)
        assert abs(total - tie.match_weight) < 0.001, tie


edges = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=20)


@given(edges, edges)
def test_what_is_forbidden_never_meets(joins: list[tuple[int, int]], apart: list[tuple[int, int]]):
    """Whatever is joined, in whatever order, no forbidden pair ends in one group."""
    forbidden = [(a, b) for a, b in apart if a != b]
    groups = Groups(10, forbidden)
    for a, b in joins:
        groups.join(a, b)
    for a, b in forbidden:
        assert groups.find(a) != groups.find(b)
    assert sorted(i for g in groups.groups() for i in g) == list(range(10))


words = st.text("abcdefghijklmnopqrstuvwxyzéłş -.,'", min_size=1, max_size=24)


@given(words, words)
def test_comparing_names_is_the_same_both_ways(left: str, right: str):
    """Which name is left says nothing: conflicts and agreement are the same both ways."""
    a, b = parse_name(left), parse_name(right)
    if not a.tokens or not b.tokens:
        return
    one, other = compare_names(a, b), compare_names(b, a)
    assert one.is_conflict == other.is_conflict


@given(words)
def test_a_name_agrees_with_itself(written: str):
    """No name conflicts with itself, however odd."""
    name = parse_name(written)
    if name.tokens:
        assert not compare_names(name, name).is_conflict


@given(st.floats(1e-9, 1.0), st.floats(1e-9, 1.0))
def test_a_rarer_name_never_weighs_less(left: float, right: float):
    """Steps of rarity follow the share of people who have the name."""
    if left < right:
        assert rarity(left) >= rarity(right)


def test_a_portrait_conflicts_with_another_name():
    """Groups with full names that differ cannot be one person."""
    ours = Portrait(dict.fromkeys([parse_name("Iona Reid")]), {"A"})
    theirs = Portrait(dict.fromkeys([parse_name("Efe Danjuma")]), {"A"})
    assert ours.conflicts(theirs)
