"""Who is most often reported between others: adults named only, with an interval."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from tocsin.pictures.networks.records import Flag, Network, Real, Whole
from tocsin.policies import Policy
from tocsin.records import Kind

_WORTH_SAYING = 0.01
_LOW, _HIGH = 5, 95
"""Percentiles of the draws: a 90 % interval."""


@dataclass(frozen=True, slots=True)
class Between:
    """One adult named, and how many of the shortest ways between two others run through them."""

    person_id: str
    share: float
    """Of the pairs of other people that any way connects, 0 to 1."""
    low: float
    high: float
    """5th and 95th percentile when the reports are drawn anew."""
    reports: int
    voices: int


@dataclass(frozen=True, slots=True)
class BetweenOthers:
    """An order of adults named, and all one must know to read it."""

    rows: tuple[Between, ...]
    """None where there is too little to say anything; then `statement` says so."""
    statement: str
    people: int
    """Adults named who are tied to anybody."""
    subjects: int
    """Subjects looked at."""
    of_subjects: int
    """Subjects with any tie: more than `subjects` where only those with most voices were taken."""
    draws: int
    follows_reports: float | None
    """How closely the order follows how often somebody is reported: 1 exactly, 0 not at all."""


def betweenness(left: Whole, right: Whole, ends: Flag) -> tuple[Real, Real]:
    """How many shortest ways between two others run through each node, ties counting one step.

    Args:
        left, right: the ties, positions below `len(ends)`, each once.
        ends: of each node whether ways begin and end there (people do, places are passed).

    Returns:
        Of each node the number of pairs of others it stands between (a pair joined by several
        shortest ways counts in parts), and the number of pairs of others that are connected.

    Source: Brandes (2001), Journal of Mathematical Sociology 25, 163-177.
    """
    count = len(ends)
    ties = csr_array(
        (np.ones(2 * len(left)), (np.concatenate([left, right]), np.concatenate([right, left]))),
        shape=(count, count),
    )
    between, reached = np.zeros(count), np.zeros(count)
    starts = np.nonzero(ends)[0]
    for first in range(0, len(starts), _BATCH):
        part = starts[first : first + _BATCH]
        through, seen = _from(ties, part, ends)
        between += through
        reached[part] = seen
    pairs = np.sum(reached) / 2 - np.where(ends, reached, 0)
    return between / 2, pairs


_BATCH = 512


def _from(ties: csr_array, starts: Whole, ends: Flag) -> tuple[Real, Real]:
    """Ways from some starts to all ends: what passes through each node, and how many they reach."""
    columns = np.arange(len(starts))
    step = np.full((len(ends), len(starts)), -1, np.int16)
    ways = np.zeros((len(ends), len(starts)))
    step[starts, columns] = 0
    ways[starts, columns] = 1
    front, depth = ways, 0
    while True:
        reached = (ties @ front) * (step < 0)
        if not reached.any():
            break
        depth += 1
        step[reached > 0] = depth
        ways += reached
        front = reached
    wanted = ends[:, None].astype(np.float64)
    owed = np.zeros_like(ways)
    for level in range(depth, 0, -1):
        here = step == level
        handed = np.divide(wanted + owed, ways, out=np.zeros_like(ways), where=here)
        owed += (ties @ handed) * ways * (step == level - 1)
    owed[starts, columns] = 0
    reach = np.sum((step > 0) & ends[:, None], axis=0)
    return owed.sum(axis=1), reach.astype(np.float64)


def between_others(network: Network, *, policy: Policy, seed: int = 1) -> BetweenOthers:
    """Adults named who are most often reported between other people.

    Args:
        network: ties below `networks.floor`, and those no voice stands behind, are left out.
        policy: the settings `networks.*`.
        seed: the same seed gives the same intervals.

    A child, and anyone affected, can lie on a way between others but never has a figure or a
    place in the order. The interval comes from drawing the reports anew; it does not hold the
    reports that were never written. Where it misleads: whoever is watched, or works at a counter,
    stands between many; whoever keeps others at a distance stands between few.
    """
    view = _View(network, policy)
    if len(view.ordered) < policy["networks.between_least"]:
        return view.nothing(
            f"{len(view.ordered)} adults named are tied to others here: too few for an order."
        )
    as_read = view.shares(network.strength)
    drawn = view.drawn(seed, policy["networks.between_draws"])
    low, high = np.percentile(drawn, [_LOW, _HIGH], axis=0, method="inverted_cdf")
    rows = [
        _row(network, int(n), as_read[n], min(low[n], as_read[n]), max(high[n], as_read[n]), view)
        for n in view.ordered
    ]
    rows = [row for row in rows if row.share >= _WORTH_SAYING]
    rows.sort(key=lambda r: (-r.share, r.person_id))
    if not rows:
        return view.nothing("No adult named stands between others in these reports.")
    follows = _follows(
        as_read[view.ordered], [network.nodes[view.kept[n]].reports for n in view.ordered]
    )
    return BetweenOthers(
        tuple(rows[: policy["networks.between_shown"]]),
        "",
        len(view.ordered),
        len(view.kept),
        view.tied,
        policy["networks.between_draws"],
        follows,
    )


class _View:
    """The part of a network that is looked at: tied subjects, those with most voices first."""

    def __init__(self, network: Network, policy: Policy) -> None:
        self._network = network
        self._floor: float = policy["networks.floor"]
        strong = network.strength >= self._floor
        tied = np.unique(np.concatenate([network.left[strong], network.right[strong]]))
        self.tied = len(tied)
        voices = np.array([network.nodes[int(n)].voices for n in tied], np.int64)
        order = np.lexsort((tied, -voices))[: policy["networks.between_subjects"]]
        self.kept = np.sort(tied[order])
        place = np.full(len(network.nodes), -1, np.int64)
        place[self.kept] = np.arange(len(self.kept))
        inside = strong & (place[network.left] >= 0) & (place[network.right] >= 0)
        self._ties = np.nonzero(inside)[0]
        self._left, self._right = place[network.left[inside]], place[network.right[inside]]
        nodes = [network.nodes[int(n)] for n in self.kept]
        self._people = np.array([node.kind is Kind.PERSON for node in nodes], bool)
        self.ordered = [n for n, node in enumerate(nodes) if node.may_be_ordered]

    def shares(self, strength: Real) -> Real:
        """Of each subject looked at the share of pairs it stands between, at these strengths."""
        seen = np.round(strength[self._ties], 6) >= self._floor
        between, pairs = betweenness(self._left[seen], self._right[seen], self._people)
        shares: Real = np.round(between / np.maximum(pairs, 1), 4)
        return shares

    def drawn(self, seed: int, draws: int) -> Real:
        """The shares with the reports drawn anew, shape (draws, subjects)."""
        evidence, network = self._network.evidence, self._network
        number = np.full(network.ties, -1, np.int64)
        number[self._ties] = self._ties
        kept = np.nonzero((number[evidence.tie] >= 0) & evidence.is_voice)[0]
        tie, report = evidence.tie[kept], evidence.report[kept]
        found = []
        for draw in range(draws):
            chance = np.random.default_rng([seed, draw, 2])
            times = chance.poisson(1.0, len(network.sources))
            added = evidence.strength[kept] * times[report]
            strength: Real = np.bincount(tie, added, network.ties).astype(np.float64)
            found.append(self.shares(strength))
        return np.stack(found)

    def nothing(self, why: str) -> BetweenOthers:
        """No order, and why."""
        return BetweenOthers((), why, len(self.ordered), len(self.kept), self.tied, 0, None)


def _row(
    network: Network, position: int, share: float, low: float, high: float, view: _View
) -> Between:
    node = network.nodes[int(view.kept[position])]
    return Between(node.person_id, float(share), float(low), float(high), node.reports, node.voices)


def _follows(shares: Real, reports: list[int]) -> float | None:
    """Spearman's correlation of the order with how often each is reported."""
    one, other = _ranks(shares), _ranks(np.array(reports, np.float64))
    if np.ptp(one) == 0 or np.ptp(other) == 0:
        return None
    return round(float(np.corrcoef(one, other)[0, 1]), 2)


def _ranks(values: Real) -> Real:
    """The place of each value, from 1; equal values share the middle of theirs."""
    _, which, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    middle: Real = (last - (counts - 1) / 2)[which]
    return middle
