"""The total averaged over all decomposable graphs of dependence (DGA).

Bayes' rule over graphs and totals at once; the prior on the total is 1/N and needs a cut, so it
is run with three, and where they disagree the answer rests on the prior.

Source: Madigan and York (1997), Biometrika 84, 19-31.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from scipy.special import gammaln, logsumexp

from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.graphs import graphs
from tocsin.pictures.scale.loglinear import Reals, Wholes

MOST_LISTS = 5
CUTS = (5, 10, 30)
"""The largest number unseen that the prior allows, in times those seen."""
_GRID = 250_000
"""Above so many totals they are taken in equal steps."""
_PART = 4096
_QUANTILES = (0.5, 0.025, 0.975, 0.1, 0.9)


@dataclass(frozen=True, slots=True)
class Averaged:
    """The posterior of the total under one cut of the prior."""

    cut: int
    median: int
    low: int
    high: int
    low80: int
    high80: int
    mode: int
    mean: float
    top: tuple[int, ...]
    """Cliques of the graph with the largest weight."""
    top_share: float


def average(captures: Captures, cuts: Sequence[int] = CUTS) -> tuple[Averaged, ...]:
    """The posterior of the total for each cut, the prior being 1/N up to the cut.

    Deterministic. For up to five lists: six have 18,154 graphs.
    """
    seen = captures.seen
    farthest = max(cuts) * seen
    step = -(-farthest // _GRID)
    unseen = np.arange(0, farthest + 1, step, dtype=float)
    ends = np.array([np.count_nonzero(unseen <= cut * seen) for cut in cuts])
    by_total = np.empty(len(unseen))
    by_graph = np.full((len(cuts), len(graphs(len(captures.lists)))), -np.inf)
    for part in _parts(len(unseen), ends):
        joint = _weights(captures, unseen[part], 2.0 ** -len(captures.lists))
        joint -= np.log(seen + unseen[part])
        by_total[part] = logsumexp(joint, axis=0)
        inside = part.stop <= ends
        by_graph[inside] = np.logaddexp(by_graph[inside], logsumexp(joint, axis=1))
    found = zip(cuts, ends, by_graph, strict=True)
    return tuple(_read(captures, unseen[:e], by_total[:e], g, cut) for cut, e, g in found)


def _parts(size: int, ends: Wholes) -> Iterator[slice]:
    """The grid in pieces that fit in memory, broken at each cut."""
    stops = sorted({*range(_PART, size, _PART), *(int(e) for e in ends), size})
    return (slice(a, b) for a, b in pairwise([0, *stops]))


def posterior(captures: Captures, unseen: Reals, delta: float, prior: Reals) -> Reals:
    """The posterior of each number unseen, for a prior (in logs) and a delta of one's own."""
    total = logsumexp(_weights(captures, unseen, delta), axis=0) + prior
    return np.asarray(np.exp(total - logsumexp(total)))


def _weights(captures: Captures, unseen: Reals, delta: float) -> Reals:
    """Log weights without the prior, by graph and number unseen."""
    size = len(captures.lists)
    scores = np.stack([_score(captures, s, unseen, delta) for s in range(1 << size)])
    total = captures.seen + unseen
    return np.asarray(_plan(size) @ scores + (gammaln(total + 1) - gammaln(unseen + 1)))


@cache
def _plan(size: int) -> Reals:
    """Of each graph: how often the score of each set of lists is added or taken off."""
    found = graphs(size)
    plan = np.zeros((len(found), 1 << size))
    for row, graph in zip(plan, found, strict=True):
        for clique in graph.cliques:
            row[clique] += 1
        for separator in graph.separators:
            row[separator] -= 1
        row[0] = len(graph.separators) - len(graph.cliques)
    return plan


def _score(captures: Captures, lists: int, unseen: Reals, delta: float) -> Reals:
    """How well the table of some lists alone is foreseen, by number unseen."""
    cells: dict[int, int] = {}
    for pattern, count in captures.counts:
        cells[pattern & lists] = cells.get(pattern & lists, 0) + count
    weight = delta * 2 ** (len(captures.lists) - lists.bit_count())
    fixed = sum(gammaln(n + weight) - gammaln(weight) for cell, n in cells.items() if cell)
    open_ = cells.get(0, 0) + unseen
    return np.asarray(fixed + gammaln(open_ + weight) - gammaln(weight))


def _read(
    captures: Captures, unseen: Reals, by_total: Reals, by_graph: Reals, cut: int
) -> Averaged:
    share = np.exp(by_total - logsumexp(by_total))
    sums = np.cumsum(share)
    totals = captures.seen + unseen
    at = [min(int(np.searchsorted(sums, q)), len(totals) - 1) for q in _QUANTILES]
    median, low, high, low80, high80 = (int(totals[i]) for i in at)
    best = int(np.argmax(by_graph))
    return Averaged(
        cut,
        median,
        low,
        high,
        low80,
        high80,
        mode=int(totals[int(np.argmax(share))]),
        mean=round(float(share @ totals), 2),
        top=graphs(len(captures.lists))[best].cliques,
        top_share=round(float(np.exp(by_graph[best] - logsumexp(by_graph))), 4),
    )
