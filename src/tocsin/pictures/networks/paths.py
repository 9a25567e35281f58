"""The shortest path of evidence between two subjects: which reports lead from one to the other."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from tocsin.errors import UsageError
from tocsin.pictures.networks.records import Flag, Network, Tie

_LEAST = 1e-3
"""Strengths below this all count as equally weak when two paths are equally short."""
_WEIGHT = 1e-7
"""How little weakness adds to a step: fewer steps always win over stronger ones."""


@dataclass(frozen=True, slots=True)
class Step:
    """One tie of a path, read in its direction."""

    start: str
    end: str
    tie: Tie


@dataclass(frozen=True, slots=True)
class EvidencePath:
    """How reports lead from one subject to another, or why they do not."""

    start: str
    end: str
    steps: tuple[Step, ...]
    statement: str
    by_retelling: bool = False
    """Whether a step rests on no voice of its own: on echoes, hearsay or suspected false alone."""


def shortest_evidence(
    network: Network, start: str, end: str, *, avoiding: Collection[str] = ()
) -> EvidencePath:
    """The path with fewest steps, and among those the one of strongest ties.

    Ties that at least one voice stands behind come first; only where they do not connect the two
    are the others used, and `by_retelling` says so. `avoiding` names subjects not to pass through,
    such as a place where everybody is.

    A path says which reports to read. It does not say that anything passed along it.

    Raises:
        NotFoundError: one of the subjects is not in the network.
        UsageError: the two are one, or an end is to be avoided.
    """
    one, other = network.position(start), network.position(end)
    barred = {network.position(person_id) for person_id in avoiding}
    if one == other:
        raise UsageError("A path leads from one subject to another.", remedy="Give two numbers.")
    if barred & {one, other}:
        raise UsageError("A path cannot avoid its own ends.", remedy="Leave them out of it.")
    passable = np.array([n not in barred for n in range(len(network.nodes))], bool)
    for by_retelling in (False, True):
        told = network.strength > 0 if not by_retelling else np.ones(network.ties, bool)
        found = _found(network, one, other, told & passable[network.left] & passable[network.right])
        if found:
            return EvidencePath(start, end, found, "", by_retelling)
    beside = ", without passing through those named" if barred else ""
    return EvidencePath(
        start, end, (), f"No chain of reports here leads from {start} to {end}{beside}. That says "
        "nothing of whether they know each other."
    )  # fmt: skip


def _found(network: Network, one: int, other: int, usable: Flag) -> tuple[Step, ...]:
    left, right = network.left[usable], network.right[usable]
    numbers = np.nonzero(usable)[0]
    if not len(left):
        return ()
    cost = 1 + _WEIGHT / np.maximum(network.strength[usable], _LEAST)
    count = len(network.nodes)
    ways = coo_array((cost, (left, right)), shape=(count, count)).tocsr()
    distance, before = dijkstra(ways, directed=False, indices=one, return_predecessors=True)
    if not np.isfinite(distance[other]):
        return ()
    places = [other]
    while places[-1] != one:
        places.append(int(before[places[-1]]))
    places.reverse()
    at = {
        (int(a), int(b)): int(n)
        for a, b, n in zip(left, right, numbers, strict=True)
        if int(a) in places
    }
    return tuple(
        Step(
            network.nodes[a].person_id,
            network.nodes[b].person_id,
            network.tie(at[min(a, b), max(a, b)]),
        )
        for a, b in pairwise(places)
    )
