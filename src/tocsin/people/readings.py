"""From scored pairs to cores and readings, with what stands against a join checked at each step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from tocsin.people.clusters import Groups
from tocsin.people.names import NameSet
from tocsin.people.profiles import Profile
from tocsin.people.scoring import ScoredPair
from tocsin.values.names import Name, compare_names

_MOST_NAMES = 12
_DAYS_APART = 730
_AT_WORK_SURE = 2
_MANY_SAY_OTHERWISE = 3
_MOST_PORTRAITS = 1 << 31
_MOST_REMEMBERED = 1_000_000
"""Answers kept at a time; to forget them costs time alone."""


@dataclass(slots=True)
class Portrait:
    """What is known of a group: enough to see that two groups cannot be one person."""

    names: dict[Name, None] = field(default_factory=dict)
    parts: set[str] = field(default_factory=set)
    born: tuple[date, date] | None = None
    at_work: int = field(init=False)
    """In how many reports at work."""
    size: int = field(init=False)
    """How many reports it is made of."""

    def __post_init__(self) -> None:
        self.at_work = int("W" in self.parts)
        self.size = int(bool(self.parts))

    def add(self, other: Portrait) -> None:
        """Take in another group."""
        for name in other.names:
            if len(self.names) < _MOST_NAMES:
                self.names[name] = None
        self.parts |= other.parts
        self.at_work += other.at_work
        self.size += other.size
        if other.born and self.born:
            low, high = max(self.born[0], other.born[0]), min(self.born[1], other.born[1])
            self.born = (low, high) if low <= high else self.born
        else:
            self.born = self.born or other.born

    def known(self) -> tuple[object, ...]:
        """All that `conflicts` asks of a group."""
        at_work, size = min(self.at_work, _AT_WORK_SURE), min(self.size, _MANY_SAY_OTHERWISE)
        return (tuple(self.names), frozenset(self.parts), self.born, at_work, size)

    def conflicts(self, other: Portrait) -> bool:
        """Whether names, ages or parts speak against one person."""
        if self.born and other.born:
            gap = max(self.born[0], other.born[0]) - min(self.born[1], other.born[1])
            if gap.days > _DAYS_APART:
                return True
        if _work_against(self, other) or _work_against(other, self):
            return True
        ours = [n for n in self.names if n.is_full]
        theirs = [n for n in other.names if n.is_full]
        return bool(ours and theirs) and all(_differ(a, b) for a in ours for b in theirs)


def _work_against(ours: Portrait, theirs: Portrait) -> bool:
    """Whether one is known at work alone and the other as involved. A single report that says so
    may be misread where many say otherwise: against that one the weights speak."""
    if "W" not in ours.parts or ours.parts & {"A", "C"} or not theirs.parts & {"A", "C"}:
        return False
    return ours.at_work >= _AT_WORK_SURE or theirs.size < _MANY_SAY_OTHERWISE


def _differ(left: Name, right: Name) -> bool:
    found = compare_names(left, right)
    return found.is_conflict or bool(found.extra)


@dataclass
class Reader:
    """Groups profiles, strongest pairs first."""

    profiles: Sequence[Profile]
    sets: Sequence[NameSet]
    set_of: Sequence[int]
    parts: Sequence[str]
    forbidden: Iterable[tuple[int, int]]
    rival_bits: float
    joined: list[ScoredPair] = field(default_factory=list)
    tied: set[int] = field(default_factory=set)
    """Items in a certain join. What only a human called the same is no core that would keep the
    rest of either person away: the human tied them."""

    def cores(self, sames: Iterable[tuple[int, int]], certain: Iterable[ScoredPair]) -> Groups:
        """Groups tied by human judgements and by certain joins."""
        groups = Groups(len(self.profiles), self.forbidden)
        self._portraits = [self._portrait(i) for i in range(len(self.profiles))]
        self._signature_of: dict[int, int] = {}
        self._signatures: dict[tuple[object, ...], int] = {}
        self._conflicts: dict[int, bool] = {}
        for left, right in sames:
            self._join(groups, left, right)
        for pair in certain:
            a, b = groups.find(pair.left), groups.find(pair.right)
            if a == b:
                self.tied |= {pair.left, pair.right}
            elif not self.conflict(a, b) and self._join(groups, a, b):
                self.tied |= {pair.left, pair.right}
                self.joined.append(pair)
        return groups

    def readings(self, cores: Groups, possible: Sequence[ScoredPair]) -> Groups:
        """Hang what is alone on to cores and to each other; two cores are never tied.

        Extends `cores` in place. Where two groups that cannot be one person fit nearly as well,
        neither is taken.
        """
        has_core = dict.fromkeys((cores.find(i) for i in range(len(self.profiles))), False)
        for i in self.tied:
            has_core[cores.find(i)] = True
        links: dict[int, list[ScoredPair]] = {}
        for pair in possible:
            links.setdefault(pair.left, []).append(pair)
            links.setdefault(pair.right, []).append(pair)
        for pair in possible:
            a, b = cores.find(pair.left), cores.find(pair.right)
            if a == b or (has_core[a] and has_core[b]):
                continue
            if self.conflict(a, b):
                continue
            if self._has_rival(cores, pair, links):
                continue
            if self._join(cores, a, b):
                has_core[cores.find(a)] = has_core[a] or has_core[b]
                self.joined.append(pair)
        return cores

    def conflict(self, left: int, right: int) -> bool:
        """Whether two groups, by the item that stands for each, cannot be one person."""
        asked = self._signature(left) * _MOST_PORTRAITS + self._signature(right)
        found = self._conflicts.get(asked)
        if found is None:
            if len(self._conflicts) >= _MOST_REMEMBERED:
                self._conflicts.clear()
            found = self._portraits[left].conflicts(self._portraits[right])
            self._conflicts[asked] = found
        return found

    def _signature(self, root: int) -> int:
        """One number for groups of which the same is known: most are a name and a part."""
        found = self._signature_of.get(root)
        if found is None:
            known = self._portraits[root].known()
            found = self._signatures.setdefault(known, len(self._signatures))
            self._signature_of[root] = found
        return found

    def hang(self, groups: Groups, left: int, right: int, pair: ScoredPair) -> bool:
        """Join two groups by a pair, unless they cannot be one person."""
        if self.conflict(left, right) or not self._join(groups, left, right):
            return False
        self.joined.append(pair)
        return True

    def tie(self, groups: Groups, pair: ScoredPair) -> bool:
        """Join two groups for certain, unless they cannot be one person."""
        if not self.hang(groups, groups.find(pair.left), groups.find(pair.right), pair):
            return False
        self.tied |= {pair.left, pair.right}
        return True

    def _has_rival(
        self, groups: Groups, pair: ScoredPair, links: dict[int, list[ScoredPair]]
    ) -> bool:
        for item, target in ((pair.left, pair.right), (pair.right, pair.left)):
            chosen = groups.find(target)
            for other in links[item]:
                if other.weight < pair.weight - self.rival_bits:
                    break
                rival = groups.find(other.right if other.left == item else other.left)
                if rival in (chosen, groups.find(item)):
                    continue
                apart = not groups.may_join(chosen, rival)
                if apart or self.conflict(chosen, rival):
                    return True
        return False

    def _join(self, groups: Groups, left: int, right: int) -> bool:
        a, b = groups.find(left), groups.find(right)
        if not groups.join(a, b):
            return False
        root = groups.find(a)
        self._portraits[root].add(self._portraits[b if root == a else a])
        self._signature_of.pop(root, None)
        return True

    def _portrait(self, index: int) -> Portrait:
        profile = self.profiles[index]
        names = dict.fromkeys(self.sets[self.set_of[index]].names)
        return Portrait(names, {self.parts[index]}, profile.birth)
