"""Groups of records from weighed pairs: joined while they weigh for one person on average.

A chain of likenesses makes no person. Small groups of candidates are joined many at a time, as
arrays; large ones one by one. Both give the same groups.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

UNSEEN_BITS = -0.7
"""What a pair weighs that shares no key at all, when two groups are weighed against each other."""
LEAST_BITS = -6.0
"""However much speaks against one pair, it weighs no more than this against a group."""
_TOGETHER = 48
"""Candidates of up to this many items are joined as arrays."""
_CELLS = 4_000_000
"""Cells of an array at a time: what bounds memory."""


@dataclass(frozen=True)
class Weighed:
    """Pairs of items with what they weigh in bits; no pair twice, left < right."""

    size: int
    left: Ints
    right: Ints
    bits: Floats
    copies: Ints
    """Of how many records each item consists."""


def average_groups(pairs: Weighed) -> Ints:
    """For each item the least item of its group.

    The strongest two groups are joined first, as long as their records weigh for one person on
    average; each pair of records counts alike, copies too.
    """
    home = np.arange(pairs.size)
    for_it = pairs.bits > 0
    near = components(pairs.size, pairs.left[for_it], pairs.right[for_it])
    within = near[pairs.left] == near[pairs.right]
    left, right = pairs.left[within], pairs.right[within]
    bits = pairs.bits[within]
    sizes = np.bincount(near, minlength=near.max(initial=-1) + 1)
    order = np.argsort(near, kind="stable")
    starts = np.concatenate(([0], np.cumsum(sizes)))[:-1]
    place = np.empty(pairs.size, np.int64)
    place[order] = np.arange(pairs.size) - starts[near[order]]
    edge_order = np.argsort(near[left], kind="stable")
    left, right, bits = left[edge_order], right[edge_order], bits[edge_order]
    component = near[left]
    for size in np.unique(sizes[sizes > 1]).tolist():
        of_size = np.flatnonzero(sizes == size)
        step = max(1, _CELLS // (size * size)) if size <= _TOGETHER else 1
        for some in (of_size[i : i + step] for i in range(0, len(of_size), step)):
            chosen = _edges_of(component, some)
            row = np.searchsorted(some, component[chosen])
            items = order[starts[some][:, None] + np.arange(size)[None, :]]
            a, b, w = place[left[chosen]], place[right[chosen]], bits[chosen]
            join = _join_together if size <= _TOGETHER else _join_one_by_one
            founding = join(row, a, b, w, pairs.copies[items])
            home[items] = np.take_along_axis(items, founding, axis=1)
    return home


def components(size: int, left: Ints, right: Ints) -> Ints:
    """For each item the number of the group that pairs connect it to."""
    matrix = coo_array((np.ones(len(left), np.int8), (left, right)), shape=(size, size))
    _, labels = connected_components(matrix.tocsr(), directed=False)
    return np.asarray(labels, np.int64)


def _edges_of(near: Ints, some: Ints) -> Ints:
    """Which pairs lie in some of the components; `near` is sorted."""
    first, last = np.searchsorted(near, some), np.searchsorted(near, some, side="right")
    lengths = last - first
    offsets = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return np.asarray(np.repeat(first, lengths) + offsets, np.int64)


def _join_together(row: Ints, a: Ints, b: Ints, bits: Floats, copies: Ints) -> Ints:
    """Average linkage in many small components at once; the founding place of each place."""
    count, size = copies.shape
    weigh = UNSEEN_BITS * copies[:, :, None] * copies[:, None, :].astype(np.float64)
    scored = bits * copies[row, a] * copies[row, b]
    weigh[row, a, b] = weigh[row, b, a] = scored
    cells = copies.astype(np.float64)
    home = np.tile(np.arange(size), (count, 1))
    dead = np.zeros((count, size), bool)
    which = np.arange(count)
    upper = np.triu(np.ones((size, size), bool), 1)
    for _ in range(size - 1):
        mean = weigh[which] / (cells[which][:, :, None] * cells[which][:, None, :])
        gone = dead[which]
        mean[gone[:, :, None] | gone[:, None, :] | ~upper] = -np.inf
        mean = np.round(mean, 9).reshape(len(which), -1)
        best = mean.argmax(axis=1)
        strong = mean[np.arange(len(which)), best] > 0
        which, best = which[strong], best[strong]
        if not len(which):
            break
        i, j = best // size, best % size
        weigh[which, i] += weigh[which, j]
        weigh[which, :, i] += weigh[which, :, j]
        cells[which, i] += cells[which, j]
        dead[which, j] = True
        moved = home[which] == j[:, None]
        home[which] = np.where(moved, i[:, None], home[which])
    return home


def _join_one_by_one(row: Ints, a: Ints, b: Ints, bits: Floats, copies: Ints) -> Ints:
    """The same in one large component, the strongest pair found by a heap."""
    del row
    sizes = dict(enumerate(copies[0].tolist()))
    members = {i: [i] for i in sizes}
    weights: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in sizes}
    for i, j, w in zip(a.tolist(), b.tolist(), bits.tolist(), strict=True):
        cells = sizes[i] * sizes[j]
        weights[i][j] = weights[j][i] = (w * cells, cells)

    def mean(i: int, j: int) -> float:
        total, cells = weights[i][j]
        every = sizes[i] * sizes[j]
        return round(float((total + (every - cells) * UNSEEN_BITS) / every), 9)

    heap = [(-mean(i, j), i, j) for i in weights for j in weights[i] if i < j]
    heap = [entry for entry in heap if entry[0] < 0]
    heapq.heapify(heap)
    while heap:
        negative, i, j = heapq.heappop(heap)
        if i not in members or j not in members or mean(i, j) != -negative:
            continue
        _merge(i, j, members, weights)
        sizes[i] += sizes.pop(j)
        for other in weights[i]:
            if (now := mean(i, other)) > 0:
                heapq.heappush(heap, (-now, min(i, other), max(i, other)))
    home = np.empty(copies.shape, np.int64)
    for i, group in members.items():
        home[0, group] = i
    return home


def _merge(
    i: int,
    j: int,
    members: dict[int, list[int]],
    weights: dict[int, dict[int, tuple[float, int]]],
) -> None:
    """Make one group of two, under the lesser number."""
    members[i] += members.pop(j)
    moved = weights.pop(j)
    moved.pop(i)
    weights[i].pop(j)
    for other, (total, cells) in moved.items():
        old_total, old_cells = weights[i].get(other, (0.0, 0))
        weights[i][other] = (total + old_total, cells + old_cells)
        weights[other].pop(j)
        weights[other][i] = weights[i][other]


def groups_of(home: Ints) -> Iterator[list[int]]:
    """The groups, each sorted, in order of their founding item."""
    order = np.lexsort((np.arange(len(home)), home))
    edges = np.flatnonzero(np.diff(home[order])) + 1
    for group in np.split(order, edges):
        yield group.tolist()
