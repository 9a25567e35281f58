"""Groups of stored profiles, which can be taken apart again, and what is known of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from tocsin.people.clusters import Groups
from tocsin.people.profiles import Profile
from tocsin.people.readings import Portrait
from tocsin.people.scoring import ScoredPair


@dataclass
class LivingGroups(Groups):
    """Groups of stored profiles that can be taken apart again."""

    root_of: list[int] = field(default_factory=list)
    held: dict[int, list[int]] = field(default_factory=dict)
    enemies: Callable[[int], AbstractSet[int]] = lambda _: frozenset()
    """For a profile, those that are another person."""

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
        return not any(self.enemies(i) & theirs for i in self.members(left))

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
