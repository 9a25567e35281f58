"""All models up to an order, ranked by BIC, and the best few carried through the bootstrap.

Source: Silverman, Chan and Vincent (2024), Statistics and Computing 34:44.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, combinations

import numpy as np

from tocsin.pictures.scale.existence import identifiable
from tocsin.pictures.scale.loglinear import Design, Model, Reals, design, fit, table

MOST_LISTS = 6
"""With seven lists there are two million models of pairs alone."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """One model with its criterion and its estimate of the total."""

    model: Model
    bic: float
    estimate: float


@lru_cache(maxsize=8)
def models(size: int, order: int = 2) -> tuple[Model, ...]:
    """Every hierarchical model with terms of up to `order` (2 or 3) lists.

    >>> len(models(4)), len(models(5)), len(models(3, 3))
    (64, 1024, 9)
    """
    pairs = [1 << i | 1 << j for i, j in combinations(range(size), 2)]
    graphs = chain.from_iterable(combinations(pairs, k) for k in range(len(pairs) + 1))
    if order == 2:
        return tuple(tuple(sorted(graph)) for graph in graphs)
    triples = [sum(1 << i for i in three) for three in combinations(range(size), 3)]
    found = []
    for graph in graphs:
        held = set(graph)
        open_ = [t for t in triples if all(p in held for p in pairs if p & t == p)]
        for k in range(len(open_) + 1):
            found += [tuple(sorted((*graph, *some))) for some in combinations(open_, k)]
    return tuple(found)


def search(
    counts: Iterable[tuple[int, int]], size: int, order: int = 2, most: int = 60
) -> tuple[Ranked, ...]:
    """The `most` best models by BIC among those with one finite best fit, best first."""
    rows = tuple(counts)
    seen = sum(n for _, n in rows)
    frame = design(size, order)
    every = models(size, order)
    row = table(rows, frame)
    bic, unseen, settled = (np.empty(len(every)) for _ in range(3))
    for at in range(0, len(every), 4096):
        part = every[at : at + 4096]
        fits = fit(np.repeat(row[None, :], len(part), axis=0), frame.active(part), frame)
        span = slice(at, at + len(part))
        bic[span], unseen[span] = np.round(fits.bic(seen), 6), fits.unseen()
        settled[span] = fits.settled
    best: list[Ranked] = []
    for at in np.lexsort((np.arange(len(every)), bic)):
        if not settled[at]:
            continue
        if identifiable(row[None, :], frame.active([every[at]]), frame)[0]:
            best.append(Ranked(every[at], float(bic[at]), seen + float(unseen[at])))
        if len(best) == most:
            break
    return tuple(best)


def best_of(counts: Reals, choices: Sequence[Model], frame: Design) -> Reals:
    """For each table of a batch, the never-seen by whichever of the models has the lowest BIC."""
    tables, width = len(counts), len(choices)
    active = np.tile(frame.active(choices), (tables, 1))
    repeated = np.repeat(counts, width, axis=0)
    fits = fit(repeated, active, frame)
    seen = repeated.sum(axis=1)
    bic = np.where(fits.settled, np.round(fits.bic(seen), 6), np.inf).reshape(tables, width)
    unseen = fits.unseen().reshape(tables, width)
    chosen = np.full(tables, np.inf)
    order = np.argsort(bic, axis=1, kind="stable")
    asking = np.arange(tables)
    for rank in range(width):
        at = order[asking, rank]
        asking, at = (x[np.isfinite(bic[asking, at])] for x in (asking, at))
        if not len(asking):
            break
        flat = asking * width + at
        good = identifiable(repeated[flat], active[flat], frame)
        chosen[asking[good]] = unseen[asking[good], at[good]]
        asking = asking[~good]
    return chosen
