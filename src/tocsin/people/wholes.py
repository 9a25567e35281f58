"""Subjects that a human called the same, tied with all that stood in them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tocsin.people.clustering import Clustered, cluster
from tocsin.people.clusters import Groups
from tocsin.people.judgements import Bound
from tocsin.people.model import Model
from tocsin.people.persons import Compared
from tocsin.people.profiles import Profile
from tocsin.policies import Policy


@dataclass(frozen=True, slots=True)
class Stood:
    """How two subjects stood that a human called the same."""

    ties: tuple[tuple[int, int], ...]
    """Ties their largest cores to the mentions that the human's word names."""
    members: tuple[int, ...]
    """All that stood in either."""


def how_stood(
    pair: tuple[int, int], groups: Iterable[Sequence[int]], core_of: Sequence[int]
) -> Stood:
    """How the two groups stand that hold these two.

    Args:
        pair: one of each.
        groups: those that hold them, and any others, each in order.
        core_of: for each profile, what stands for its certain core.
    """
    found = {end: members for members in groups for end in pair if end in members}
    ties = []
    for end in pair:
        core = largest_core(found[end], core_of)
        if core[0] != end:
            ties.append((min(end, core[0]), max(end, core[0])))
    return Stood(tuple(ties), tuple(dict.fromkeys((*found[pair[0]], *found[pair[1]]))))


def tied_whole(
    profiles: Sequence[Profile],
    compared: Compared,
    apart: Sequence[tuple[int, int]],
    sames: Sequence[tuple[int, int]],
    differents: Sequence[tuple[int, int]],
    bound: Bound,
    home: Mapping[str, int],
    model: Model,
    policy: Policy,
) -> Clustered:
    """Group again, each two subjects that a human called the same being tied as they stood.

    How they stood is what joining finds without that word. Their cores become one core; what
    possibly belonged to either stays a possible part of the one.
    """
    wholes = {
        (min(home[a], home[b]), max(home[a], home[b]))
        for a, b in bound.wholes
        if a in home and b in home
    }
    rest = [pair for pair in sames if pair not in wholes]
    stood = cluster(profiles, compared, apart, rest, differents, model, policy)
    stood_as = {pair: how_stood(pair, stood.groups, stood.core_of) for pair in sorted(wholes)}
    more = dict.fromkeys((*sames, *(p for found in stood_as.values() for p in found.ties)))
    again = cluster(profiles, compared, apart, list(more), differents, model, policy)
    groups = Groups(len(profiles), [*(p for p in apart if p not in more), *differents])
    for members in again.groups:
        for other in members[1:]:
            groups.join(members[0], other)
    for a, b in sorted(wholes):
        if groups.find(a) == groups.find(b):
            for other in stood_as[a, b].members:
                groups.join(a, other)
    return replace(again, groups=groups.groups())


def largest_core(members: Sequence[int], core_of: Sequence[int]) -> list[int]:
    """The profiles of a group's largest core, in order."""
    cores: dict[int, list[int]] = {}
    for i in members:
        cores.setdefault(core_of[i], []).append(i)
    return max(cores.values(), key=lambda core: (len(core), -core[0]))
