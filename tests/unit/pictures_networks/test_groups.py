"""Groups that hold when the reports are drawn anew; who stands at the edge; children apart."""

from __future__ import annotations

import time

import pytest
from tests.support.made_up_networks import AS_OF, sighting, told

from tocsin.errors import NotFoundError
from tocsin.pictures.networks import Groups, Network, groups_of, network_of
from tocsin.policies import shipped
from tocsin.records import Kind, Sighting, Sightings
from tocsin.values.dates import PartialDate

POLICY = shipped()
_TWO = "\n".join(
    [f"A{n}: P1 P2 P3 P4" for n in range(6)]
    + [f"B{n}: P5 P6 P7 P8" for n in range(6)]
    + ["C1: P4 P5", "C2: P1 P9"]
)


def built(sightings: Sightings) -> Network:
    return network_of(sightings, as_of=AS_OF, policy=POLICY)


def grouped(text: str) -> Groups:
    return groups_of(built(told(text)), policy=POLICY)


def test_two_circles_with_one_report_between_them_are_two_groups():
    """What is named together again and again stays together; one report does not join circles."""
    found = grouped(_TWO)
    ids = [set(group.person_ids) for group in found.groups]
    assert {"P1", "P2", "P3", "P4"} <= ids[0] | ids[1]
    assert len(ids) == 2
    assert found.group_of("P1") is not found.group_of("P8")


def test_who_hangs_on_one_report_stands_at_the_edge_and_is_counted_as_doubt():
    """A membership that does not survive resampling says so; the error is a number on show."""
    found = grouped(_TWO)
    members = {m.person_id: m for group in found.groups for m in group.members}
    assert members["P9"].at_edge
    assert members["P9"].sure is not None
    assert members["P9"].sure < 0.75 < members["P2"].sure
    assert found.may_not_belong > 0
    assert found.may_not_belong == pytest.approx(sum(g.may_not_belong for g in found.groups))


def test_the_same_seed_gives_the_same_groups_whatever_the_workers():
    """Threads share the work and change nothing."""
    network = built(told(_TWO))
    one, two = (groups_of(network, policy=POLICY, seed=3, workers=n) for n in (1, 3))
    assert one == two


def test_members_stand_by_kind_and_number():
    """Their order says nothing about anybody."""
    found = grouped("\n".join(f"A{n}: V1 P2 P1 H1" for n in range(4)))
    (group,) = found.groups
    kinds = list(Kind)
    order = [(kinds.index(m.kind), m.person_id) for m in group.members]
    assert order == sorted(order)


def test_no_figure_is_given_for_a_child_or_anyone_affected():
    """They are in the group, without sureness and without an edge."""
    rows = [
        sighting(p, f"R{n}", spans=((20 * at, 20 * at + 5),), is_shielded=p == "P2")
        for n in range(4)
        for at, p in enumerate(("P1", "P2", "P3"))
    ]
    (group,) = groups_of(built(Sightings(tuple(rows), ())), policy=POLICY).groups
    shielded = next(m for m in group.members if m.person_id == "P2")
    assert (shielded.sure, shielded.at_edge) == (None, False)


@pytest.mark.parametrize("text", ["", "R1: P1", "R1: P1\nR2: P2", "R1: P1 P2", "R1': P1 P2"])
def test_of_nobody_one_or_two_there_is_no_group(text: str):
    """Nothing, one subject, two apart, two together, a retelling alone: no group, no error."""
    sightings = told(text) if text else Sightings((), ())
    found = groups_of(built(sightings), policy=POLICY)
    assert found.groups == ()
    assert found.may_not_belong == 0


def test_a_group_that_is_not_there_is_a_clear_statement():
    """Which groups there are, and how to see them."""
    with pytest.raises(NotFoundError, match="There is no group 7: 2 hold"):
        grouped(_TWO).numbered(7)


@pytest.mark.slow
def test_a_star_with_a_hundred_thousand_leaves_is_read_in_seconds():
    """One subject in 100,000 reports with another each; and one report that names 100,000."""
    on = PartialDate.of_day(AS_OF)
    rows: list[Sighting] = []
    for n in range(100_000):
        leaf = f"P{n:06d}"
        rows += [
            sighting("H1", f"R{n:06d}", received=on),
            sighting(leaf, f"R{n:06d}", received=on, spans=((10, 15),)),
            sighting(leaf, "S1", received=on, spans=((20 * n, 20 * n + 5),)),
        ]
    started = time.process_time()
    network = built(Sightings(tuple(rows), ()))
    found = groups_of(network, policy=POLICY)
    assert len(network.nodes) == 100_001
    assert network.ties < 2_000_000
    assert time.process_time() - started < 60
    assert found.may_not_belong >= 0
