"""The second look at the few people whom a new report concerns, over the whole stored case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2
from typing import Generic, TypeVar

from tocsin.people.circles import Circle, SecondLook
from tocsin.people.clusters import Groups
from tocsin.people.facts import word_rows
from tocsin.people.profiles import Profile
from tocsin.people.readings import Portrait
from tocsin.people.scoring import ScoredPair

_V = TypeVar("_V")
_MOST_MEMBERS = 12
"""By so many reports of a person others are looked for."""
_MOST_IN_COMPANY = 40
"""Of so many reports of one companion it is asked who else stands in them."""


class _Lazily(dict[int, _V], Generic[_V]):
    """Values worked out when they are asked for, once."""

    def __init__(self, make: Callable[[int], _V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: int) -> _V:
        found = self[key] = self._make(key)
        return found


@dataclass
class LivingGroups(Groups):
    """Groups of stored profiles that can be taken apart again."""

    root_of: list[int] = field(default_factory=list)
    held: dict[int, list[int]] = field(default_factory=dict)
    enemies: dict[int, set[int]] = field(default_factory=dict)
    """Profile → profiles that are another person."""

    def __post_init__(self) -> None:
        """Nothing to prepare: all is given."""

    def find(self, item: int) -> int:
        """The item that stands for the group of `item`: its first."""
        return self.root_of[item]

    def members(self, item: int) -> list[int]:
        """All items of the group of `item`."""
        return self.held[self.root_of[item]]

    def may_join(self, left: int, right: int) -> bool:
        """Whether the two groups hold no forbidden pair between them."""
        theirs = set(self.members(right))
        return not any(self.enemies.get(i, _NOBODY) & theirs for i in self.members(left))

    def join(self, left: int, right: int) -> bool:
        """Make one group of two; False when they are one already, or may not be."""
        a, b = sorted((self.find(left), self.find(right)))
        if a == b or not self.may_join(a, b):
            return False
        self.form([*self.held.pop(a), *self.held.pop(b)])
        return True

    def form(self, items: Sequence[int]) -> int:
        """Make one group of these items, which have left theirs."""
        root = min(items)
        self.held[root] = sorted(items)
        for item in items:
            self.root_of[item] = root
        return root


_NOBODY: set[int] = set()


@dataclass
class LivingReader:
    """What a second look asks of groups: whether two can be one person, and to tie them."""

    profiles: Sequence[Profile]
    portrait_of: Callable[[int], Portrait]
    rival_bits: float
    groups: LivingGroups
    joined: list[ScoredPair] = field(default_factory=list)
    tied: set[int] = field(default_factory=set)
    _portraits: dict[int, Portrait] = field(default_factory=dict)

    def portrait(self, root: int) -> Portrait:
        """What is known of a group."""
        found = self._portraits.get(root)
        if found is None:
            found = Portrait()
            for item in self.groups.members(root):
                found.add(self.portrait_of(item))
            self._portraits[root] = found
        return found

    def forget(self, roots: Iterable[int]) -> None:
        """Groups that have changed."""
        for root in roots:
            self._portraits.pop(root, None)

    def conflict(self, left: int, right: int) -> bool:
        """Whether two groups cannot be one person."""
        return self.portrait(left).conflicts(self.portrait(right))

    def hang(self, groups: LivingGroups, left: int, right: int, pair: ScoredPair) -> bool:
        """Join two groups by a pair, unless they cannot be one person."""
        if self.conflict(left, right) or not groups.join(left, right):
            return False
        self.forget((left, right))
        self.joined.append(pair)
        return True


@dataclass
class LivingLook(SecondLook):
    """A second look at chosen groups; all else of the case is read where it stands."""

    groups: LivingGroups = field(default_factory=lambda: LivingGroups(0))
    by_word: Mapping[str, Sequence[int]] = field(default_factory=dict)
    """Profiles by the words of their names."""
    words: Sequence[frozenset[str]] = ()
    """The words of each profile's names, by sound."""
    sharing: Callable[[Iterable[int]], Iterable[tuple[int, ...]]] = lambda _: ()
    """For profiles, those who share a word of a name and something around it, key by key."""

    def look_at(self, chosen: Iterable[int]) -> list[ScoredPair]:
        """Join chosen groups by what all their reports say, round by round.

        Returns:
            The joins made.
        """
        groups = self.groups
        before = len(self.reader.joined)
        roots = set(chosen)
        for _ in range(int(self.policy["people.circle_rounds"])):
            roots = {groups.find(r) for r in roots}
            if not self._round(groups, sorted(roots)):
                break
        return self.reader.joined[before:]

    def _round(self, groups: LivingGroups, roots: Sequence[int]) -> int:
        circles: _Lazily[Circle] = _Lazily(lambda r: self._circle(groups, r, groups.members(r)))
        choices = _Lazily(lambda r: self._choices(groups, circles, {}, r, circles[r]))
        alone = dict.fromkeys(r for r in roots if not self._has_core(groups, r))
        least = log2(self._least / (1 - self._least)) - self._only_one - self._company
        for root in roots:
            for choice in choices[root][0]:
                if choice.weight >= least and not self._has_core(groups, choice.root):
                    alone[choice.root] = None
        found = (self._proposal(groups, circles, choices, root) for root in alone)
        proposals = [proposal for proposal in found if proposal is not None]
        proposals.sort(key=lambda p: (-p[0].weight, p[0].left, p[0].right))
        return sum(self._take(groups, *proposal) for proposal in proposals)

    def _has_core(self, groups: Groups, root: int) -> bool:
        return any(i in self.reader.tied for i in groups.members(root))

    def _candidates(
        self,
        index: Mapping[str, list[int]],  # noqa: ARG002 — as inherited
        root: int,
        circle: Circle,
    ) -> tuple[dict[int, None], bool]:
        groups = self.groups
        found: dict[int, None] = {}
        few = True
        for _, code in word_rows(root, circle.names):
            named = self._first_groups(groups, self.by_word.get(code, ()))
            if len(named) <= self._most:
                found.update(named)
                continue
            few = False
            near = self._in_company(groups, code, circle)
            if len(near) <= self._most:
                found.update(near)
        for sharers in () if few else self.sharing(circle.members[:_MOST_MEMBERS]):
            near = self._first_groups(groups, sharers)
            if len(near) <= self._most:
                found.update(near)
        found.pop(root, None)
        return found, few

    def _first_groups(self, groups: LivingGroups, items: Iterable[int]) -> dict[int, None]:
        """The groups of these profiles; one more than are looked at is enough to know."""
        found: dict[int, None] = {}
        for item in items:
            found[groups.find(item)] = None
            if len(found) > self._most:
                break
        return found

    def _in_company(self, groups: LivingGroups, code: str, circle: Circle) -> dict[int, None]:
        """Who has this word in a name and is named with somebody of this circle's company."""
        found: dict[int, None] = {}
        for other in sorted(circle.company):
            for item in groups.held.get(other, ())[:_MOST_IN_COMPANY]:
                for beside in self.profiles[item].associates:
                    if code in self.words[beside]:
                        found[groups.find(beside)] = None
        return found
