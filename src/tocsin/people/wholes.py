"""Subjects that a human called the same, tied with all that stood in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.people.clustering import Clustered, cluster
from tocsin.people.clusters import Groups
from tocsin.people.judgements import Bound
from tocsin.people.model import Model
from tocsin.people.persons import Compared
from tocsin.people.profiles import Profile
from tocsin.policies import Policy


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
    group_at = {i: members for members in stood.groups for i in members}
    more: dict[tuple[int, int], None] = dict.fromkeys(sames)
    for pair in sorted(wholes):
        for founding in pair:
            core = largest_core(group_at[founding], stood.core_of)
            if core[0] != founding:
                more[min(founding, core[0]), max(founding, core[0])] = None
    again = cluster(profiles, compared, apart, list(more), differents, model, policy)
    groups = Groups(len(profiles), [*(p for p in apart if p not in more), *differents])
    for members in again.groups:
        for other in members[1:]:
            groups.join(members[0], other)
    for a, b in sorted(wholes):
        if groups.find(a) == groups.find(b):
            for other in (*group_at[a], *group_at[b]):
                groups.join(a, other)
    return replace(again, groups=groups.groups())


def largest_core(members: Sequence[int], core_of: Sequence[int]) -> list[int]:
    """The profiles of a group's largest core, in order."""
    cores: dict[int, list[int]] = {}
    for i in members:
        cores.setdefault(core_of[i], []).append(i)
    return max(cores.values(), key=lambda core: (len(core), -core[0]))
