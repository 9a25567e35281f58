"""Rules of the house that trends carry, on random worlds."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.told import World, day_of

from tocsin.pictures.trends import Trends, trends_of
from tocsin.pictures.trends.material import concern_labels, material_of
from tocsin.pictures.trends.watching import watches
from tocsin.pictures.trends.weekly import count_weeks
from tocsin.policies import Policy, shipped

LAST = 700

tellings = st.lists(
    st.tuples(
        st.integers(0, LAST),
        st.sets(st.sampled_from(["P1", "P2", "P3", "P4", "L1", "L2", "V1", "F1"]), min_size=1),
        st.sampled_from(["Police", "School", "Clinic"]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["exploitation", "drugs", "theft", ""]),
        st.none() | st.integers(0, 90),
    ),
    min_size=1,
    max_size=60,
)
shields = st.sets(st.sampled_from(["P1", "P2", "L1", "V1"]))


def _easy() -> Policy:
    """Thresholds at which small worlds say something."""
    return shipped().with_values(
        {
            "trends.few_reports": 1,
            "trends.pair_reports": 1,
            "trends.pair_ratio": 0.1,
            "trends.new_things": 1,
            "trends.new_words": 1,
            "trends.compared_subjects": 1,
            "trends.stopped_expected": 0.1,
        }
    )


def _world(told: list[tuple[Any, ...]], shielded: Collection[str] = ()) -> World:
    world = World()
    for day, subjects, agency, teller, concern, late in sorted(told, key=lambda t: t[0]):
        world.tell(
            day, *sorted(subjects), agency=agency, teller=teller, concern=concern, late=late,
            shielded=shielded, text="told again of the corner",
        )  # fmt: skip
    return world


def _trends(world: World) -> Trends:
    return trends_of(world.sightings, world.reports, as_of=day_of(LAST + 10), policy=_easy())


@settings(max_examples=40, deadline=None)
@given(tellings, shields)
def test_no_child_and_nobody_affected_stands_in_any_order(told: list, shielded: set[str]):
    """Rule 9: whoever is shielded is in no flow, pair, alarm, timeline or list of the new."""
    found = _trends(_world(told, shielded))
    named = {f.person_id for f in found.flows} | {a.person_id for a in found.alarms}
    named |= {n.person_id for n in (*found.new, *found.stopped, *found.timelines)}
    named |= {side for p in found.pairs for side in (p.left, p.right)}
    assert named.isdisjoint({f"T-{name}" for name in shielded})


@settings(max_examples=40, deadline=None)
@given(tellings)
def test_echoing_every_report_raises_no_evidence(told: list):
    """Rule 2: copies add to no flow, watch or weekly count, and ring nothing."""
    world = _world(told)
    plain, echoed = _trends(world), _trends(world.doubled())
    before = {f.person_id: f.log_e for f in plain.flows}
    assert all(f.log_e <= before[f.person_id] for f in echoed.flows)
    assert echoed.alarms == plain.alarms
    assert [s.counts for s in echoed.series] == [s.counts for s in plain.series]
    assert _watch_evidence(world.doubled()) == _watch_evidence(world)


def _watch_evidence(world: World) -> list[list[float]]:
    policy = _easy()
    material = material_of(world.sightings, world.reports, day_of(LAST + 10), policy)
    weeks = count_weeks(material, policy)
    watched = watches(material, weeks, concern_labels(policy), policy)
    return [watch.log_e.tolist() for watch in (*watched.volumes, *watched.places)]


@settings(max_examples=40, deadline=None)
@given(tellings)
def test_every_count_opens_to_as_many_reports(told: list):
    """Rule 10: what is seen is as many as the reports it names, and each of them exists."""
    world = _world(told)
    found = _trends(world)
    for row in (*found.alarms, *found.pairs, *found.new):
        assert row.seen == len(set(row.report_ids))
        assert set(row.report_ids) <= world.reports.keys()
        assert sum(count for _, count in row.agencies) == row.seen
    for flow in found.flows:
        assert flow.seen == len(set(flow.report_ids)) - 1
    for gone in found.stopped:
        assert gone.before == len(set(gone.report_ids))


@settings(max_examples=30, deadline=None)
@given(tellings, st.randoms(use_true_random=False))
def test_the_order_of_reports_changes_nothing(told: list, order):
    """Rule 4: the mapping of reports may be in any order."""
    world = _world(told)
    shuffled = list(world.reports.items())
    order.shuffle(shuffled)
    other = trends_of(world.sightings, dict(shuffled), as_of=day_of(LAST + 10), policy=_easy())
    assert other == _trends(world)


@settings(max_examples=30, deadline=None)
@given(tellings, st.integers(0, LAST))
def test_the_past_does_not_see_the_future(told: list, day: int):
    """Rule 12: a view of a day is that of a world that ended there, but for what is said of it."""
    world = _world(told)
    ended = World(
        {k: r for k, r in world.reports.items() if r.received and r.received.last <= day_of(day)},
        [row for row in world.rows if row.received and row.received.last <= day_of(day)],
    )
    policy = _easy()
    whole = trends_of(world.sightings, world.reports, as_of=day_of(day), policy=policy)
    past = trends_of(ended.sightings, ended.reports, as_of=day_of(day), policy=policy)
    for part in ("series", "alarms", "flows", "pairs", "new", "stopped", "timelines", "delays"):
        assert getattr(whole, part) == getattr(past, part)
