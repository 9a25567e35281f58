"""Decomposable graphs on a few lists, with their cliques and separators.

A graph says which lists depend on each other. It is decomposable where every ring of four or more
has a chord; maximum cardinality search finds out, and yields the cliques.

Source: Tarjan and Yannakakis (1984), SIAM J. Computing 13, 566-579; Blair and Peyton (1993).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from itertools import combinations


@dataclass(frozen=True, slots=True)
class Graph:
    """Cliques and separators as masks of lists; separators of no list are left out."""

    cliques: tuple[int, ...]
    separators: tuple[int, ...]


@cache
def graphs(size: int) -> tuple[Graph, ...]:
    """Every decomposable graph on so many lists.

    >>> [len(graphs(size)) for size in (2, 3, 4, 5)]
    [2, 8, 61, 822]
    """
    pairs = list(combinations(range(size), 2))
    found = []
    for chosen in range(1 << len(pairs)):
        beside = [0] * size
        for at, (i, j) in enumerate(pairs):
            if chosen >> at & 1:
                beside[i] |= 1 << j
                beside[j] |= 1 << i
        if graph := _decomposed(beside):
            found.append(graph)
    return tuple(found)


def _decomposed(beside: list[int]) -> Graph | None:
    """The cliques and separators of a graph, or None where a ring has no chord."""
    size = len(beside)
    numbered, cliques, separators = 0, [], []
    clique = last = 0
    for _ in range(size):
        waiting = [v for v in range(size) if not numbered >> v & 1]
        vertex = max(waiting, key=lambda v: ((beside[v] & numbered).bit_count(), -v))
        earlier = beside[vertex] & numbered
        if any((earlier & ~beside[v]) != 1 << v for v in range(size) if earlier >> v & 1):
            return None
        if numbered and earlier.bit_count() <= last:
            cliques.append(clique)
            separators.append(earlier)
            clique = earlier
        clique |= earlier | 1 << vertex
        last = earlier.bit_count()
        numbered |= 1 << vertex
    cliques.append(clique)
    return Graph(tuple(cliques), tuple(s for s in separators if s))
