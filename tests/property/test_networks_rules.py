"""The rules a network must never break, over random sightings."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.made_up_networks import AS_OF, sighting

from tocsin.pictures.networks import (
    between_others,
    draw_group,
    groups_of,
    network_of,
    shortest_evidence,
)
from tocsin.policies import shipped
from tocsin.publishing.networks import network_json
from tocsin.publishing.networks.rows import Told
from tocsin.records import Role, Sighting, Sightings

POLICY = shipped().with_values({"networks.runs": 5, "networks.between_draws": 8})
_SUBJECTS = [f"P{n}" for n in range(1, 9)] + ["H1", "V1", "T1"]
_ROLES = [Role.ALLEGED, Role.ALLEGED, Role.AFFECTED, Role.WITNESS, Role.OTHER, Role.UNKNOWN]
_ROLES += [Role.PROFESSIONAL, Role.REPORTER]


@st.composite
def cases(draw: st.DrawFn) -> Sightings:
    """Up to fourteen reports naming up to six subjects each, in any role, of any standing."""
    children = draw(st.sets(st.sampled_from(_SUBJECTS[:8]), max_size=4))
    rows: list[Sighting] = []
    for number in range(draw(st.integers(0, 14))):
        named = draw(st.lists(st.sampled_from(_SUBJECTS), min_size=1, max_size=6, unique=True))
        for place, person in enumerate(named):
            role = draw(st.sampled_from(_ROLES)) if person[0] == "P" else Role.UNKNOWN
            rows.append(
                sighting(
                    person,
                    f"R{number:02d}",
                    role=role,
                    spans=((30 * place, 30 * place + 5),),
                    is_child=person in children,
                    is_shielded=person in children,
                    opens_voice=draw(st.booleans()),
                    counts=draw(st.booleans()),
                )
            )
    return Sightings(tuple(rows), ())


def _shielded(sightings: Sightings) -> set[str]:
    return {r.person_id for r in sightings.rows if r.is_shielded or r.role is Role.AFFECTED}


@settings(max_examples=60, deadline=None)
@given(cases())
def test_rule_9_no_rank_no_centrality_and_no_sureness_for_a_child_or_anyone_affected(
    sightings: Sightings,
):
    """In no group, order, drawing or JSON does a figure stand beside them."""
    network = network_of(sightings, as_of=AS_OF, policy=POLICY)
    groups = groups_of(network, policy=POLICY)
    between = between_others(network, policy=POLICY)
    shielded = _shielded(sightings)
    # What makes somebody shielded may stand in a row that is itself left out of the network.
    drawn = {n.person_id for n in network.nodes if n.is_shielded}
    assert drawn == shielded & {n.person_id for n in network.nodes}
    assert not shielded & {row.person_id for row in between.rows}
    for group in groups.groups:
        for member in group.members:
            if member.person_id in shielded:
                assert (member.sure, member.at_edge) == (None, False)
        drawing = draw_group(network, group, names={}, policy=POLICY)
        edge = sum(member.at_edge for member in group.members)
        assert drawing.count('stroke-dasharray="2.5 2.5"') == edge + (1 if edge else 0)
    told = Told(network, groups, {}, "", "", False)
    text = network_json(told, between)
    assert not shielded & {row["person_id"] for row in text["between_others"]["rows"]}
    fields = {"person_id", "kind", "name", "never_rank", "reports", "voices", "first_on", "last_on"}
    assert all(set(row) == fields | {"group"} for row in text["nodes"])


@settings(max_examples=60, deadline=None)
@given(cases())
def test_rule_8_professionals_and_reporters_are_never_subjects(sightings: Sightings):
    """Whoever is named in these roles alone is not there; only adults named are ever ordered."""
    network = network_of(sightings, as_of=AS_OF, policy=POLICY)
    others = {
        r.person_id for r in sightings.rows if r.role not in (Role.PROFESSIONAL, Role.REPORTER)
    }
    assert {node.person_id for node in network.nodes} == others
    alleged = {r.person_id for r in sightings.rows if r.role is Role.ALLEGED and r.counts}
    assert {row.person_id for row in between_others(network, policy=POLICY).rows} <= alleged


@settings(max_examples=40, deadline=None)
@given(cases(), st.integers(0, 1000))
def test_rule_4_the_order_of_the_rows_changes_nothing(sightings: Sightings, seed: int):
    """Shuffled sightings give the same ties, groups and intervals."""
    rows = list(sightings.rows)
    random.Random(seed).shuffle(rows)
    told = []
    for some in (sightings, Sightings(tuple(rows), ())):
        network = network_of(some, as_of=AS_OF, policy=POLICY)
        found = groups_of(network, policy=POLICY), between_others(network, policy=POLICY)
        told.append((found, [network.tie(n) for n in range(network.ties)], network.nodes))
    assert told[0] == told[1]


@settings(max_examples=40, deadline=None)
@given(cases())
def test_rule_2_a_retelling_changes_no_strength_no_group_and_no_path_of_voices(
    sightings: Sightings,
):
    """A report that only repeats all the others is kept, and moves nothing."""
    named = {r.person_id: r for r in sightings.rows}
    echo = [
        sighting(p, "Z99", spans=((9 * n, 9 * n + 5),), opens_voice=False)
        for n, p in enumerate(sorted(named))
    ]
    before = network_of(sightings, as_of=AS_OF, policy=POLICY)
    known = {node.person_id for node in before.nodes}
    echo = [row for row in echo if row.person_id in known]
    after = network_of(Sightings((*sightings.rows, *echo), ()), as_of=AS_OF, policy=POLICY)
    strengths = []
    for network in (before, after):
        ties = (network.tie(n) for n in range(network.ties))
        strengths.append({(t.left, t.right): t.strength for t in ties if t.strength > 0})
    assert strengths[0] == strengths[1]
    one, other = groups_of(before, policy=POLICY), groups_of(after, policy=POLICY)
    assert [g.person_ids for g in one.groups] == [g.person_ids for g in other.groups]


@settings(max_examples=60, deadline=None)
@given(cases(), st.data())
def test_rule_10_every_step_of_a_path_opens_to_reports_that_name_both(
    sightings: Sightings, data: st.DataObject
):
    """A path leads from its start to its end, and each step's reports name both its ends."""
    network = network_of(sightings, as_of=AS_OF, policy=POLICY)
    ids = [node.person_id for node in network.nodes]
    if len(ids) < 2:
        return
    start, end = data.draw(st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True))
    path = shortest_evidence(network, start, end)
    named = {(r.report_id, r.person_id) for r in sightings.rows}
    assert bool(path.steps) != bool(path.statement)
    at = start
    for step in path.steps:
        assert step.start == at
        at = step.end
        for report_id in step.tie.report_ids:
            assert {(report_id, step.start), (report_id, step.end)} <= named
    assert at == (end if path.steps else start)
