"""Ties: what makes one, how strong it is, and what it rests on."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.made_up_networks import AS_OF, sighting, told

from tocsin.errors import NotFoundError
from tocsin.pictures.networks import Network, Tie, network_of
from tocsin.policies import shipped
from tocsin.records import Kind, RelationKind, Role, Sightings
from tocsin.values.dates import PartialDate

POLICY = shipped()


def built(sightings: Sightings, as_of: date = AS_OF) -> Network:
    return network_of(sightings, as_of=as_of, policy=POLICY)


def tie(network: Network, one: str, other: str) -> Tie:
    (found,) = (t for t in network.ties_of(one) if other in (t.left, t.right))
    return found


def test_two_named_in_one_report_are_tied_with_its_date_and_number():
    """A tie holds its reports, voices, tellers and dates."""
    network = built(told("R1: P1 P2\nR2: P1 P2\nR2': P1 P2"))
    found = tie(network, "P1", "P2")
    assert found.report_ids == ("R1", "R2", "R2'")
    assert (found.voices, found.tellers) == (2, 2)
    assert (found.first_on, found.last_on) == ("2019-03-01", "2019-04-30")


def test_nearer_in_the_text_is_stronger():
    """Of three in one report the two that stand side by side are tied most."""
    network = built(told("R1: P1 P2 P3"))
    assert tie(network, "P1", "P2").strength > tie(network, "P1", "P3").strength > 0


def test_what_a_report_states_is_stronger_than_any_standing_side_by_side():
    """Drives, lives at, brother of: stated ties are the strongest."""
    text = "R1: P1 P2 P3 V1"
    network = built(told(text, ties=[("V1", "P1", RelationKind.DRIVES, "R1")]))
    stated = tie(network, "P1", "V1")
    assert stated.stated == (RelationKind.DRIVES,)
    others = [t.strength for t in network.ties_of("P2")]
    assert stated.strength > max(others)


def test_a_list_of_forty_names_is_no_clique_of_equal_ties():
    """A compilation ties each of them less than a report of two, and only to those close by."""
    names = " ".join(f"P{n:02d}" for n in range(40))
    network = built(told(f"R1: {names}\nR2: P00 P39"))
    assert network.ties < 40 * 39 / 2
    close = tie(network, "P00", "P01").strength
    assert close < tie(network, "P00", "P39").strength / 10
    assert sum(t.strength for t in network.ties_of("P20")) < 1


def test_an_echo_is_kept_and_adds_no_strength():
    """A retelling stands behind the tie and makes it no stronger; so does hearsay alone."""
    once = tie(built(told("R1: P1 P2")), "P1", "P2")
    again = tie(built(told("R1: P1 P2\nR1': P1 P2\nR2?: P1 P2")), "P1", "P2")
    assert again.strength == once.strength
    assert (len(again.reports), again.voices) == (3, 1)


def test_a_retelling_that_names_somebody_new_ties_that_one():
    """The tie to whoever the sources did not name is a voice; the retold one is not."""
    rows = (
        sighting("P1", "R2", opens_voice=False),
        sighting("P2", "R2", opens_voice=False, spans=((20, 25),)),
        sighting("P3", "R2", spans=((40, 45),)),
    )
    network = built(Sightings(rows, ()))
    assert tie(network, "P1", "P2").voices == 0
    assert tie(network, "P1", "P3").voices == 1


def test_whoever_is_only_said_not_to_be_involved_is_no_voice_on_a_tie():
    """Denied, excluded, bystander: kept, without strength. A place stays a place."""
    rows = (
        sighting("P1", "R1"),
        sighting("P2", "R1", role=Role.OTHER, spans=((20, 25),)),
        sighting("H1", "R1", role=Role.OTHER, spans=((40, 45),)),
    )
    network = built(Sightings(rows, ()))
    assert tie(network, "P1", "P2").voices == 0
    assert tie(network, "P1", "H1").voices == 1


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.REPORTER])
def test_professionals_and_reporters_are_never_in_it(role: Role):
    """Even should a sighting name them."""
    rows = (sighting("P1", "R1"), sighting("P2", "R1", role=role))
    network = built(Sightings(rows, ()))
    assert [node.person_id for node in network.nodes] == ["P1"]
    assert network.ties == 0


def test_organisations_and_record_numbers_are_not_in_it():
    """A school would tie together all whom it looks after."""
    rows = (
        sighting("P1", "R1"),
        sighting("O1", "R1", kind=Kind.ORGANISATION),
        sighting("O2", "R1", kind=Kind.IDENTIFIER),
    )
    assert len(built(Sightings(rows, ())).nodes) == 1


def test_a_past_day_sees_neither_later_reports_nor_undated_ones():
    """A report without a known date of receipt is absent from every past view, and counted."""
    rows = (*told("R1: P1 P2\nR2: P1 P3").rows, sighting("P4", "R3", received=None))
    whole = built(Sightings(rows, ()))
    assert (whole.later, whole.undated, len(whole.nodes)) == (0, 0, 4)
    past = built(Sightings(rows, ()), date(2019, 3, 2))
    assert (past.later, past.undated) == (1, 1)
    assert [node.person_id for node in past.nodes] == ["P1", "P2"]


def test_a_report_of_an_unknown_month_counts_from_its_end():
    """Whether something had reached us by a day asks for the last day it can have."""
    month = PartialDate.from_iso("2019-05")
    rows = (sighting("P1", "R1", received=month), sighting("P2", "R1", received=month))
    assert not built(Sightings(rows, ()), date(2019, 5, 20)).nodes
    assert built(Sightings(rows, ()), date(2019, 5, 31)).ties == 1


def test_all_unnamed_tellers_of_a_tie_are_one():
    """Unnamed accounts together add at most one origin."""
    rows = tuple(
        sighting(person, report, teller="") for report in ("R1", "R2") for person in ("P1", "P2")
    )
    found = tie(built(Sightings(rows, ())), "P1", "P2")
    assert (found.voices, found.tellers) == (2, 1)


def test_a_tie_between_subjects_a_report_does_not_name_is_not_made():
    """A stated tie needs both ends named in that report."""
    text = "R1: P1 P2\nR2: P3"
    network = built(told(text, ties=[("P1", "P3", RelationKind.WITH, "R2")]))
    assert network.ties == 1


def test_an_unknown_number_is_a_clear_statement():
    """Not in the network: what that may mean, and what to do."""
    with pytest.raises(NotFoundError, match="No subject P9 stands in this network"):
        built(told("R1: P1 P2")).node("P9")


def test_nothing_makes_an_empty_network():
    """No sightings, or one subject alone: no ties, and no error."""
    assert built(Sightings((), ())).ties == 0
    alone = built(told("R1: P1"))
    assert (len(alone.nodes), alone.ties, alone.ties_of("P1")) == (1, 0, ())


def test_whoever_is_masked_is_never_ranked():
    """Somebody who bears a child's name may be that child, misread: treated like one affected."""
    sightings = told("R1: P1 P2")
    network = network_of(sightings, as_of=AS_OF, policy=POLICY, shielded={"P2"})
    assert [node.may_be_ordered for node in network.nodes] == [True, False]
