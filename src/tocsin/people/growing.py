"""Cores grown: what all reports of two groups say together can be certain where no pair of them is.

Five reports of one man and four of another of his name share little report by report; together
they name the same three companions and the same yard. Groups are compared as single profiles are,
by what is pooled, in a bounded number of rounds. Where somebody else fits nearly as well, nothing
is tied for certain.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.people.clusters import Groups
from tocsin.people.comparisons import SPECS
from tocsin.people.model import Model, gamma_of
from tocsin.people.names import NameKey, NameSet
from tocsin.people.persons import Compared
from tocsin.people.pooled_levels import keeps_level, part_level, setting_level, sex_level
from tocsin.people.profiles import Profile
from tocsin.people.readings import Reader
from tocsin.people.scoring import ScoredPair
from tocsin.people.verdicts import pooled_beyond_name
from tocsin.policies import Policy

_MOST_POOLED = 60
"""Of a larger group the first reports speak: it is known by then who it is."""


@dataclass(frozen=True, slots=True)
class Pool:
    """What the reports of one group say together."""

    names: NameSet
    part: str
    agencies: frozenset[str]
    days: tuple[int, int] | None
    own: frozenset[str]
    near: frozenset[str]
    places: frozenset[str]
    companions: frozenset[str]
    acquaintances: frozenset[str]
    sex: str

    def shared_people(self, other: Pool) -> int:
        """How many people both are named with; who is named in full is counted once."""
        in_full = len(self.companions & other.companions)
        return len(self.acquaintances & other.acquaintances) - in_full


@dataclass(frozen=True, slots=True)
class Tie:
    """Two groups that may be one person."""

    weight: float
    left: int
    right: int
    """What stands for each group in this round."""
    seen: ScoredPair
    """The strongest pair between them."""
    key: NameKey | None
    levels: Mapping[str, str]
    sure: bool


def _as_it_was(a: int, b: int, pair: ScoredPair) -> Tie:
    """Of two single reports nothing is pooled: they were weighed already, rivals at most."""
    return Tie(pair.weight, a, b, pair, None, {}, False)


_Found = tuple[int, int, ScoredPair]


class _Between:
    """Pairs of profiles of different groups: for each two groups the strongest alone."""

    def __init__(self, pairs: Sequence[ScoredPair]) -> None:
        self._pairs = pairs
        self._left = np.fromiter((p.left for p in pairs), np.int64, len(pairs))
        self._right = np.fromiter((p.right for p in pairs), np.int64, len(pairs))
        self._kept = np.arange(len(pairs))

    def by_size(
        self, roots: NDArray[np.int64]
    ) -> tuple[list[_Found], Callable[[Set[int]], list[_Found]]]:
        """Groups of several reports with whom they may be; and those of single reports, where one
        of some groups is among them."""
        one, other = roots[self._left[self._kept]], roots[self._right[self._kept]]
        low, high = np.minimum(one, other), np.maximum(one, other)
        _, first = np.unique(low * len(roots) + high, return_index=True)
        first = np.sort(first)
        first = first[low[first] != high[first]]
        self._kept, low, high = self._kept[first], low[first], high[first]
        sizes = np.bincount(roots, minlength=len(roots))
        alone = (sizes[low] == 1) & (sizes[high] == 1)

        def found(asked: NDArray[np.bool_]) -> list[_Found]:
            places = zip(
                low[asked].tolist(), high[asked].tolist(), self._kept[asked].tolist(), strict=True
            )
            return [(a, b, self._pairs[i]) for a, b, i in places]

        def single(ends: Set[int]) -> list[_Found]:
            wanted = np.fromiter(sorted(ends), np.int64, len(ends))
            return found(alone & (np.isin(low, wanted) | np.isin(high, wanted)))

        return found(~alone), single


@dataclass
class Growing:
    """Ties groups for certain by what all their reports say together."""

    profiles: Sequence[Profile]
    compared: Compared
    reader: Reader
    model: Model
    policy: Policy
    _pools: dict[int, tuple[int, Pool]] = field(default_factory=dict)
    _keys: dict[tuple[NameSet, NameSet], NameKey | None] = field(default_factory=dict)
    _known: dict[tuple[int, int], tuple[int, int, Tie | None]] = field(default_factory=dict)
    """Two groups → how large they were when they were weighed, and what came of it."""

    def grow(self, groups: Groups, pairs: Sequence[ScoredPair]) -> None:
        """Tie what is certain, round by round, until a round ties nothing or the last is done.

        Args:
            groups: certain cores so far; extended in place.
            pairs: possible pairs of profiles, strongest first.
        """
        between = _Between([pair for pair in pairs if pair.match_key[4] == "-"])
        for _ in range(int(self.policy["people.core_rounds"])):
            ties = self._ties(groups, between)
            by_group: dict[int, list[Tie]] = {}
            for tie in ties:
                by_group.setdefault(tie.left, []).append(tie)
                by_group.setdefault(tie.right, []).append(tie)
            sure = [t for t in ties if t.sure and not self._has_rival(groups, t, by_group)]
            if not sum(self._take(groups, tie) for tie in sure):
                return

    def _ties(self, groups: Groups, between: _Between) -> list[Tie]:
        """Pairs of groups that are one for certain or rivals of those, strongest first.

        Only beside what is sure is it asked who else fits: of two single reports little is asked.
        """
        pooled, single = between.by_size(groups.roots())
        found = [tie for a, b, pair in pooled if (tie := self._tie(groups, a, b, pair)) is not None]
        ends = {end for tie in found if tie.sure for end in (tie.left, tie.right)}
        near = [tie for tie in found if tie.left in ends or tie.right in ends]
        near += [
            _as_it_was(a, b, pair)
            for a, b, pair in single(ends)
            if groups.may_join(a, b) and not self.reader.conflict(a, b)
        ]
        return sorted(near, key=lambda t: (-t.weight, t.left, t.right))

    def _tie(self, groups: Groups, a: int, b: int, pair: ScoredPair) -> Tie | None:
        """What two groups have in common; groups only grow, and two that have not are known."""
        left, right = len(groups.members(a)), len(groups.members(b))
        known = self._known.get((a, b))
        if known is not None and known[:2] == (left, right):
            return known[2]
        tie = None
        if groups.may_join(a, b) and not self.reader.conflict(a, b):
            tie = self._weigh(groups, a, b, pair)
        self._known[a, b] = left, right, tie
        return tie

    def _weigh(self, groups: Groups, a: int, b: int, pair: ScoredPair) -> Tie | None:
        one, other = self._pool(groups, a), self._pool(groups, b)
        if (one.names, other.names) not in self._keys:
            self._keys[one.names, other.names] = self.compared.comparer.key(one.names, other.names)
        key = self._keys[one.names, other.names]
        if key is None or "c" in key.text:
            return None
        people = one.shared_people(other)
        levels = _levels(one, other, people)
        bits = self.compared.comparer.bits(key) - self.compared.prior_bits
        bits += sum(self.model.weight_bits(name, level) for name, level in levels.items())
        weight = round(bits, 4)
        chance = round(1 / (1 + 2**-weight), 4) if weight > -60 else 0.0
        certain = chance >= float(self.policy["people.certain"])
        sure = certain and pooled_beyond_name(key.text[0], key.text[2], levels, people)
        return Tie(weight, a, b, pair, key, levels, sure)

    def _has_rival(self, groups: Groups, tie: Tie, by_group: Mapping[int, list[Tie]]) -> bool:
        """Whether somebody else, who cannot be the same person, fits either side nearly as well."""
        least = tie.weight - float(self.policy["people.core_rival_bits"])
        for here, there in ((tie.left, tie.right), (tie.right, tie.left)):
            for other in by_group[here]:
                if other.weight < least:
                    break
                rival = other.right if other.left == here else other.left
                if rival != there and (
                    not groups.may_join(there, rival) or self.reader.conflict(there, rival)
                ):
                    return True
        return False

    def _take(self, groups: Groups, tie: Tie) -> bool:
        if tie.key is None:
            return False
        if groups.find(tie.left) != tie.left or groups.find(tie.right) != tie.right:
            return False  # one of them has grown since: weighed anew in the next round
        levels = {**tie.levels, **self.compared.comparer.levels(tie.key)}
        gammas = tuple(gamma_of(s, levels.get(s.name, "silent")) for s in SPECS)
        chance = round(1 / (1 + 2**-tie.weight), 4)
        left, right = tie.seen.left, tie.seen.right
        pair = ScoredPair(left, right, tie.weight, chance, gammas, tie.key.text + "-")
        return self.reader.tie(groups, pair)

    def _pool(self, groups: Groups, root: int) -> Pool:
        members = groups.members(root)
        size, pool = self._pools.get(root, (0, None))
        if pool is None or size != len(members):
            pool = self._pooled(sorted(members)[:_MOST_POOLED])
            self._pools[root] = (len(members), pool)
        return pool

    def _pooled(self, members: list[int]) -> Pool:
        profiles = [self.profiles[i] for i in members]
        facts = [self.compared.facts[i] for i in members]
        wide = self.compared.wide
        days = [p.on.toordinal() for p in profiles if p.on]
        sexes = {p.sex for p in profiles if p.sex}
        parts = sorted(f.part for f in facts if f.part != "U") or ["U"]
        sets = [self.compared.sets[self.compared.set_of[i]] for i in members]
        return Pool(
            sets[0] if len(sets) == 1 else NameSet.of(n for s in sets for n in s.names),
            max(dict.fromkeys(parts), key=parts.count),
            frozenset(p.agency for p in profiles if p.agency),
            (min(days), max(days)) if days else None,
            frozenset(t for f in facts for t in f.own if t not in wide),
            frozenset(t for f in facts for t in f.near if t not in wide),
            frozenset(t for f in facts for t in f.places),
            frozenset(c for f in facts for c in f.companions),
            frozenset(c for f in facts for c in (*f.acquaintances, *f.surnames)),
            sexes.pop() if len(sexes) == 1 else "",
        )


def _levels(one: Pool, other: Pool, people: int) -> dict[str, str]:
    found = {
        "keeps": keeps_level(one, other),
        "circle": _circle(one, other, people),
        "setting": setting_level(one, other),
        "part": part_level(one.part, other.part, bool(one.agencies & other.agencies)),
        "sex": sex_level(one.sex, other.sex),
    }
    return {name: level for name, level in found.items() if level}


def _circle(one: Pool, other: Pool, people: int) -> str:
    place = bool(one.places & other.places)
    in_full = bool(one.companions & other.companions)
    if in_full and place:
        return "companion_and_place"
    if people >= 2:
        return "company"
    if in_full:
        return "companion"
    if people:
        return "acquaintance_and_place" if place else "acquaintance"
    if place:
        return "place"
    return "none" if all(p.acquaintances or p.places for p in (one, other)) else ""
