"""Drawings: the same each time, readable without colour, with words for whoever does not see."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree

import numpy as np
from tests.support.made_up_networks import AS_OF, told

from tocsin.pictures.networks import draw_ego, draw_group, groups_of, network_of, years_of
from tocsin.pictures.networks.layout import apart, spread
from tocsin.policies import shipped
from tocsin.records import RelationKind, Sightings

POLICY = shipped()
_SVG = "{http://www.w3.org/2000/svg}"
_TEXT = "\n".join(
    [f"A{n}: P1 P2 V1 H1 T1 A1" for n in range(5)] + ["B1: P1 P3", "B2': P2 P4", "B3: P1 P2"]
)
_TIES = [("P1", "V1", RelationKind.DRIVES, "A0")]


def _network():
    return network_of(told(_TEXT, ties=_TIES), as_of=AS_OF, policy=POLICY)


def test_a_drawing_is_the_same_each_time_and_is_sound_xml():
    """Bytes equal, one root, a title and a description."""
    network = _network()
    names = {"P1": "Liam <O'Shea> & Co", "P2": "Rukhsana Begum"}
    one, two = (draw_ego(network, "P1", names=names, policy=POLICY) for _ in range(2))
    assert one == two
    root = ElementTree.fromstring(one)
    assert root.find(f"{_SVG}title").text == "Named with Liam <O'Shea> & Co"
    assert "says nothing of what two have to do with each other" in root.find(f"{_SVG}desc").text
    assert root.get("role") == "img"


def test_kinds_are_told_by_shape_and_retellings_by_broken_lines():
    """Nothing hangs on colour: the key names every sign that is drawn."""
    network = _network()
    (group, *_) = groups_of(network, policy=POLICY).groups
    drawn = draw_group(network, group, names={}, policy=POLICY)
    for noun in ("person", "place", "vehicle", "phone", "address", "stated", "one voice"):
        assert f">{noun}</text>" in drawn
    ego = draw_ego(network, "P2", names={}, policy=POLICY)
    assert 'stroke-dasharray="4 4"' in ego
    assert "style=" not in drawn + ego  # the page forbids styles in the text


def test_size_says_nothing_of_importance():
    """All people are drawn alike, however often they are named."""
    root = ElementTree.fromstring(draw_ego(_network(), "P1", names={}, policy=POLICY))
    assert {circle.get("r") for circle in root.iter(f"{_SVG}circle")} == {"9.0"}


def test_a_subject_with_many_ties_is_drawn_with_the_strongest_and_says_so():
    """No hairball: the rest is in the table."""
    text = "\n".join(f"R{n}: P0 P{n}" for n in range(1, 60))
    network = network_of(told(text), as_of=AS_OF, policy=POLICY)
    drawn = draw_ego(network, "P0", names={}, policy=POLICY)
    assert "35 more stand in the table" in drawn
    assert drawn.count("<line") < 40


def test_a_subject_named_with_nobody_is_drawn_alone():
    """One sign, and words that say so."""
    network = network_of(told("R1: P1"), as_of=AS_OF, policy=POLICY)
    assert "named with nobody and nothing else" in draw_ego(network, "P1", names={}, policy=POLICY)


def test_a_line_is_laid_out_as_a_line():
    """Distances on paper follow the number of steps."""
    places = spread(5, np.arange(4), np.arange(1, 5), 100.0)
    first, last = np.array(places[0]), np.array(places[4])
    assert 380 < float(np.linalg.norm(first - last)) < 420
    assert spread(1, np.zeros(0, int), np.zeros(0, int), 100.0) == [(0.0, 0.0)]


def test_labels_are_moved_off_one_another():
    """Four on one spot come apart."""
    places = apart([(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (0.0, 1.0)], [60.0] * 4, 20.0)
    for one in range(4):
        for other in range(one):
            across = abs(places[one][0] - places[other][0])
            down = abs(places[one][1] - places[other][1])
            assert across > 58 or down > 18


def test_a_network_is_told_year_by_year():
    """New subjects, new ties and reports of each year add up to the whole."""
    network = _network()
    years = years_of(network)
    assert sum(y.subjects for y in years) == len(network.nodes)
    assert sum(y.ties for y in years) == network.ties
    assert sum(y.reports for y in years) == len(network.sources)
    assert years_of(network_of(Sightings((), ()), as_of=AS_OF, policy=POLICY)) == ()
