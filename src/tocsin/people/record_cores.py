"""Certain cores of records: no group holds two of them that only possible joins tie.

Records that certain pairs connect are a core. Where records are joined on average, a group may come
to hold several. Two of them are one for certain when all that their records say together does it;
else only a human may tie them, and they part.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from tocsin.people.model import Model
from tocsin.people.record_groups import UNSEEN_BITS, Ints, Weighed, average_groups, components
from tocsin.people.record_items import Items, Said
from tocsin.people.record_scoring import Bools, Pairs
from tocsin.records import JoinStatus

_ROUNDS = 3
"""A core that leaves one group may meet another; whatever is left then stands by itself."""


@dataclass(frozen=True)
class Cuts:
    """From which probability a join is certain, and from which possible."""

    certain: float
    possible: float


@dataclass(frozen=True)
class Cores:
    """The certain cores within groups."""

    of: Ints
    """For each item the number of its core."""
    is_core: Bools
    """For each item, whether its core holds more than one record for certain."""


def find_cores(items: Items, home: Ints, scored: Pairs, cut: float, said: Said) -> Cores:
    """What certain pairs, and human words, connect within each group."""
    sure = np.flatnonzero(scored.certain & (scored.probability >= cut))
    left, right, _ = items.spread(scored, sure)
    left = np.concatenate([left, np.array([a for a, _ in said.same], np.int64)])
    right = np.concatenate([right, np.array([b for _, b in said.same], np.int64)])
    same = home[left] == home[right]
    core = components(len(home), left[same], right[same])
    own = sure[scored.left[sure] == scored.right[sure]]
    copies_sure = np.zeros(len(items.copies), bool)
    copies_sure[scored.left[own]] = True
    is_core = np.bincount(core)[core] > 1
    is_core |= np.repeat(copies_sure & items.as_one, items.counts)
    return Cores(core, is_core)


def groups_of_one_core(
    items: Items, scored: Pairs, said: Said, model: Model, cuts: Cuts
) -> tuple[Ints, Said]:
    """For each item the least item of its group, of which none holds two cores.

    Returns:
        The groups, and human words with those ties between cores that are certain.
    """
    weighed = items.weighed(scored, said)
    home = average_groups(weighed)
    for_it = weighed.bits > 0
    near = components(weighed.size, weighed.left[for_it], weighed.right[for_it])
    for _ in range(_ROUNDS):
        cores = find_cores(items, home, scored, cuts.certain, said)
        several = _with_several(home, cores)
        if not len(several):
            return home, said
        said = _tied_or_apart(items, home, cores, several, scored, said, model, cuts)
        touched = np.isin(near, near[several])
        some = items.weighed(scored, said)
        kept = touched[some.left]
        part = Weighed(some.size, some.left[kept], some.right[kept], some.bits[kept], some.copies)
        home = np.where(touched, average_groups(part), home)
    return _parted(home, find_cores(items, home, scored, cuts.certain, said)), said


def _with_several(home: Ints, cores: Cores) -> Ints:
    """The groups, by founding item, that hold more than one core."""
    in_core = np.flatnonzero(cores.is_core)
    _, first = np.unique(cores.of[in_core], return_index=True)
    groups, counts = np.unique(home[in_core[first]], return_counts=True)
    return groups[counts > 1]


def _tied_or_apart(
    items: Items,
    home: Ints,
    cores: Cores,
    several: Ints,
    scored: Pairs,
    said: Said,
    model: Model,
    cuts: Cuts,
) -> Said:
    """Ties between cores that are certain, and words that keep all others apart."""
    weighed = items.weighed(scored)
    a, b = cores.of[weighed.left], cores.of[weighed.right]
    inside = np.isin(home[weighed.left], several) & (home[weighed.left] == home[weighed.right])
    inside &= cores.is_core[weighed.left] & cores.is_core[weighed.right]
    _, _, whence = items.spread(scored, np.arange(len(scored.left)))
    one_core, across = inside & (a == b), np.flatnonzero(inside & (a != b))
    low, high = np.minimum(a[across], b[across]), np.maximum(a[across], b[across])
    records = np.bincount(cores.of, weights=weighed.copies)
    keys, place = np.unique(low * len(home) + high, return_inverse=True)
    low, high = keys // len(home), keys % len(home)
    each = weighed.copies[weighed.left[across]] * weighed.copies[weighed.right[across]]
    seen = np.bincount(place, weights=each, minlength=len(keys))
    total = np.bincount(place, weights=each * weighed.bits[across], minlength=len(keys))
    cells = records[low] * records[high]
    mean = (total + (cells - seen) * UNSEEN_BITS) / np.maximum(cells, 1)
    best = np.zeros(len(keys))
    strong = scored.probability[whence[across]] * scored.beyond[whence[across]]
    np.maximum.at(best, place, strong)
    tied = (best >= cuts.certain) & (model.probabilities(mean) >= cuts.possible)
    whole = components(len(home), low[tied], high[tied])
    sure = np.flatnonzero(one_core & scored.certain[whence])
    sure = sure[scored.probability[whence[sure]] >= cuts.certain]
    founding = _founding(cores)
    same = [*_pairs(weighed.left[sure], weighed.right[sure]),
            *_pairs(founding[low[tied]], founding[high[tied]])]  # fmt: skip
    apart = _apart(home, cores, several, whole)
    return replace(said, same=_with(said.same, same), different=_with(said.different, apart))


def _founding(cores: Cores) -> Ints:
    """The least item of each core."""
    return np.asarray(np.unique(cores.of, return_index=True)[1], np.int64)


def _apart(home: Ints, cores: Cores, several: Ints, whole: Ints) -> list[tuple[int, int]]:
    """Pairs of founding items of cores that stand in one group, and are not tied for certain."""
    founding = _founding(cores)
    founding = founding[cores.is_core[founding] & np.isin(home[founding], several)]
    found: dict[int, list[int]] = {}
    for item in founding.tolist():
        found.setdefault(int(home[item]), []).append(item)
    return [
        (a, b)
        for group in found.values()
        for i, a in enumerate(group)
        for b in group[i + 1 :]
        if whole[cores.of[a]] != whole[cores.of[b]]
    ]


def _pairs(left: Ints, right: Ints) -> list[tuple[int, int]]:
    return list(
        zip(np.minimum(left, right).tolist(), np.maximum(left, right).tolist(), strict=True)
    )


def _with(
    before: tuple[tuple[int, int], ...], more: list[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({*before, *more}))


def _parted(home: Ints, cores: Cores) -> Ints:
    """The same groups, of which all cores but the first stand by themselves."""
    found = home.copy()
    founding = _founding(cores)
    for group in _with_several(home, cores).tolist():
        inside = founding[cores.is_core[founding] & (home[founding] == group)]
        for item in inside.tolist()[1:]:
            found[cores.of == cores.of[item]] = item
    # A group is known by its least item, which may have left with its core.
    _, first, back = np.unique(found, return_index=True, return_inverse=True)
    return np.asarray(first[back], np.int64)


def statuses_of(items: Items, home: Ints, cores: Cores) -> list[JoinStatus]:
    """For each item: certain in the core of its group, possible in the rest."""
    records = np.repeat(np.where(items.as_one, items.copies, 1), items.counts)
    in_group = np.bincount(home, weights=records, minlength=len(home))[home]
    found = np.where(in_group == 1, 0, np.where(cores.is_core, 2, 1))
    kinds = (JoinStatus.ALONE, JoinStatus.POSSIBLE, JoinStatus.CERTAIN)
    return [kinds[i] for i in found.tolist()]
