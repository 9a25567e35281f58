"""Networks of published cases: to the digit where digits are published, useful where not."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import networkx
import numpy as np
import pytest
from tests.support.covert import (
    DATA,
    by_influence,
    by_score,
    degree,
    katz,
    layers,
    matrix_of,
    our_betweenness,
    remaining,
    unweighted,
)
from tests.support.made_up_networks import meetings

from tocsin.evaluation.grouping import shared_information
from tocsin.pictures.networks import groups_of, network_of
from tocsin.policies import shipped

pytestmark = pytest.mark.skipif(not DATA, reason="TOCSIN_REFERENCE_DATA is not set")

_FILE = Path(__file__).parents[2] / "data/networks/montagna_curves.txt"
CURVES = [line.split() for line in _FILE.read_text("utf-8").splitlines() if line[0] != "#"]
_LAYER = {"meeting": "MEETINGS", "phone": "PHONE"}


def _weighted_betweenness(matrix: np.ndarray) -> np.ndarray:
    """Where ties have lengths another library counts: the product's ways have steps alone."""
    graph = networkx.from_numpy_array(matrix)
    found = networkx.betweenness_centrality(graph, weight="weight")
    return np.array([found[n] for n in range(len(matrix))])


_BY_CHANCE = {("meeting", "unweighted", "block", "katz"): {45}}
"""Steps that hang on how the authors' machine rounded two equal scores of Katz: 3 people or 2."""

_ORDERS = {
    ("betweenness", False): by_score(our_betweenness),
    ("betweenness", True): by_score(_weighted_betweenness),
    ("degree", False): by_score(unweighted(degree)),
    ("degree", True): by_score(degree),
    ("katz", False): by_score(unweighted(katz)),
    ("katz", True): by_score(katz),
    ("collective_influence", False): by_influence(weighted=False),
    ("collective_influence", True): by_influence(weighted=True),
}


@pytest.fixture(scope="module")
def ties() -> dict[tuple[str, str], list[tuple[str, str, float]]]:
    """All published networks."""
    return layers()


@pytest.mark.parametrize("line", CURVES, ids=[" ".join(line[:4]) for line in CURVES])
def test_the_published_removal_curves_come_out_to_the_digit(line: list[str], ties):
    """Taking people out of the Montagna networks leaves what Cavallaro et al. (2020) printed."""
    of, weighed, mode, measure, *printed = line
    order = _ORDERS[measure, weighed == "weighted"]
    curve = remaining(ties["montagna", _LAYER[of]], order, block=mode == "block")
    whole = curve[0]
    expected: dict[int, float] = {}
    changes = dict(point.split(":") for point in printed)
    share = 1.0
    for step in curve:
        share = float(changes.get(str(step), share))
        expected[step] = share
    found = {step: round(size / whole, 4) for step, size in curve.items()}
    for step in _BY_CHANCE.get((of, weighed, mode, measure), ()):
        assert abs(found.pop(step) - expected.pop(step)) * whole < 1.1
    assert found == pytest.approx(expected, abs=5.1e-5)


def test_the_montagna_networks_are_those_that_were_published(ties):
    """101 people and 256 ties in meetings, 100 and 124 on the phone."""
    sizes = {}
    for name, layer in _LAYER.items():
        matrix, names = matrix_of(ties["montagna", layer])
        sizes[name] = len(names), int((matrix > 0).sum()) // 2
    assert sizes == {"meeting": (101, 256), "phone": (100, 124)}


def test_betweenness_is_what_another_library_counts_on_every_covert_network(ties):
    """All layers of the collection agree to nine digits."""
    for name, told in ties.items():
        if len(told) > 600:  # the two largest take the other library too long
            continue
        matrix, _ = matrix_of(told)
        np.fill_diagonal(matrix, 0)
        graph = networkx.from_numpy_array((matrix > 0).astype(int))
        other = networkx.betweenness_centrality(graph, normalized=False)
        assert our_betweenness(matrix) == pytest.approx(list(other.values()), abs=1e-9), name


def _infinito(share: float) -> list[tuple[str, date, list[str]]]:
    found: dict[str, tuple[date, list[str]]] = {}
    path = Path(DATA) / "real" / "infinito" / "attendance.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            on = date.fromisoformat(row["date"])
            found.setdefault(row["meeting"], (on, []))[1].append(row["person"])
    told = sorted((on, name, people) for name, (on, people) in found.items())
    return [(name, on, people) for on, name, people in told[: round(len(told) * share)]]


def test_groups_after_half_of_the_meetings_are_mostly_those_of_all_of_them():
    """After a quarter they agree by half, after half of the meetings by more than four fifths."""
    policy, day = shipped(), date(2010, 1, 1)
    of = {}
    for share in (0.25, 0.5, 1.0):
        network = network_of(meetings(_infinito(share)), as_of=day, policy=policy)
        of[share] = groups_of(network, policy=policy).of
    assert shared_information(of[0.25], of[1.0]) > 0.45
    assert shared_information(of[0.5], of[1.0]) > 0.8
