"""Most often reported between others, and the shortest path of evidence."""

from __future__ import annotations

import networkx
import numpy as np
import pytest
from tests.support.made_up_networks import AS_OF, sighting, told

from tocsin.errors import NotFoundError, UsageError
from tocsin.pictures.networks import (
    Network,
    between_others,
    betweenness,
    network_of,
    shortest_evidence,
)
from tocsin.policies import shipped
from tocsin.records import Kind, Sightings

POLICY = shipped()
_BRIDGE = "\n".join(
    [f"A{n}: P1 P2\nA{n}x: P1 P3\nA{n}y: P2 P3" for n in range(4)]
    + [f"B{n}: P4 P5\nB{n}x: P4 P6\nB{n}y: P5 P6" for n in range(4)]
    + [f"C{n}: P3 P7\nD{n}: P7 P4" for n in range(4)]
)


def built(sightings: Sightings) -> Network:
    return network_of(sightings, as_of=AS_OF, policy=POLICY)


def test_betweenness_is_what_another_library_counts():
    """On random graphs, with all nodes as ends, to nine digits."""
    for seed in range(12):
        graph = networkx.gnp_random_graph(24, 0.04 + seed / 60, seed=seed)
        left, right = np.array(sorted(graph.edges), np.int64).reshape(-1, 2).T
        ours, _ = betweenness(left, right, np.ones(24, bool))
        theirs = networkx.betweenness_centrality(graph, normalized=False)
        assert ours == pytest.approx([theirs[n] for n in range(24)], abs=1e-9)


def test_places_are_passed_but_ways_begin_and_end_with_people():
    """Three people at one place: the place stands between three pairs, they between none."""
    left, right = np.array([0, 0, 0]), np.array([1, 2, 3])
    ours, pairs = betweenness(left, right, np.array([False, True, True, True]))
    assert ours.tolist() == [3, 0, 0, 0]
    assert pairs.tolist() == [3, 1, 1, 1]


def test_whoever_joins_two_circles_is_reported_between_others():
    """The one through whom all ways run stands first, with an interval around the figure."""
    found = between_others(built(told(_BRIDGE)), policy=POLICY)
    first = found.rows[0]
    assert first.person_id == "P7"
    assert first.share == pytest.approx(9 / 15)
    assert first.low <= first.share <= first.high
    assert found.draws == 100
    assert found.follows_reports is not None


def test_the_same_seed_gives_the_same_interval():
    """Chance is seeded."""
    network = built(told(_BRIDGE))
    one, two = (between_others(network, policy=POLICY, seed=5) for _ in range(2))
    assert one == two


def test_a_child_between_others_has_no_figure_and_no_place():
    """The way runs through the child; the order does not name it."""
    rows = tuple(
        sighting(row.person_id, row.report_id, spans=row.spans, is_child=row.person_id == "P7")
        for row in told(_BRIDGE).rows
    )
    found = between_others(built(Sightings(rows, ())), policy=POLICY)
    assert found.rows
    assert all(row.person_id != "P7" for row in found.rows)


def test_too_few_adults_make_no_order_and_it_says_so():
    """Two people: a statement, not an order."""
    found = between_others(built(told("R1: P1 P2")), policy=POLICY)
    assert found.rows == ()
    assert "too few" in found.statement


def test_a_path_names_the_reports_of_each_step():
    """From one circle to the other by the reports that lead there."""
    path = shortest_evidence(built(told(_BRIDGE)), "P1", "P5")
    assert [(s.start, s.end) for s in path.steps] == [
        ("P1", "P3"),
        ("P3", "P7"),
        ("P7", "P4"),
        ("P4", "P5"),
    ]
    assert path.steps[1].tie.report_ids == ("C0", "C1", "C2", "C3")


def test_of_two_short_paths_the_stronger_is_shown():
    """Equally many steps: the one more voices stand behind."""
    path = shortest_evidence(
        built(told("R1: P1 P2\nR2: P2 P4\nR3: P1 P3\nR4: P3 P4\nR5: P1 P3\nR6: P3 P4")), "P1", "P4"
    )
    assert path.steps[0].end == "P3"


def test_a_path_takes_voices_before_retellings():
    """A retelling joins the two directly; the longer way by voices is shown."""
    network = built(told("R1': P1 P3\nR2: P1 P2\nR3: P2 P3"))
    path = shortest_evidence(network, "P1", "P3")
    assert len(path.steps) == 2
    assert not path.by_retelling
    only = shortest_evidence(built(told("R1': P1 P3")), "P1", "P3")
    assert only.by_retelling


def test_a_place_where_everybody_is_can_be_left_out():
    """`avoiding` looks for another way, or says that there is none."""
    network = built(told("R1: P1 H1\nR2: P2 H1"))
    assert len(shortest_evidence(network, "P1", "P2").steps) == 2
    around = shortest_evidence(network, "P1", "P2", avoiding=["H1"])
    assert around.steps == ()
    assert "without passing through" in around.statement


def test_no_path_says_what_that_does_not_mean():
    """Nothing of whether they know each other."""
    path = shortest_evidence(built(told("R1: P1 P2\nR2: P3 P4")), "P1", "P4")
    assert path.steps == ()
    assert "says nothing of whether they know each other" in path.statement


def test_wrong_ends_are_said_plainly():
    """An unknown number, one subject twice, an end to be avoided."""
    network = built(told("R1: P1 P2"))
    with pytest.raises(NotFoundError):
        shortest_evidence(network, "P1", "P8")
    with pytest.raises(UsageError):
        shortest_evidence(network, "P1", "P1")
    with pytest.raises(UsageError):
        shortest_evidence(network, "P1", "P2", avoiding=["P1"])


def test_other_kinds_than_people_never_stand_in_the_order():
    """Places, vehicles and phones are passed, not ordered."""
    text = "\n".join(f"R{n}: P{n} H1" for n in range(8))
    network = built(told(text))
    assert network.node("H1").kind is Kind.PREMISES
    assert between_others(network, policy=POLICY).rows == ()
