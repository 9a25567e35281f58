"""Groups from scored pairs: certain cores first, possible joins hung on to them with care.

No pair that may not be one person ever ends in one group, and no possible join ties two cores
that each rest on evidence of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Link:
    """A scored pair of items (by index), left < right."""

    left: int
    right: int
    weight: float
    probability: float


@dataclass(slots=True)
class Groups:
    """Disjoint groups of items, none of which holds a forbidden pair."""

    size: int
    forbidden: Iterable[tuple[int, int]] = ()
    _parent: list[int] = field(init=False)
    _members: dict[int, list[int]] = field(init=False)
    _enemies: dict[int, set[int]] = field(init=False)

    def __post_init__(self) -> None:
        self._parent = list(range(self.size))
        self._members = {}
        self._enemies = {}
        for left, right in self.forbidden:
            self._enemies.setdefault(left, set()).add(right)
            self._enemies.setdefault(right, set()).add(left)

    def find(self, item: int) -> int:
        """The item that stands for the group of `item`."""
        root = item
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[item] != root:
            self._parent[item], item = root, self._parent[item]
        return root

    def roots(self) -> NDArray[np.int64]:
        """For every item, the item that stands for its group."""
        found = np.array(self._parent, np.int64)
        while True:
            further = found[found]
            if np.array_equal(further, found):
                return found
            found = further

    def members(self, item: int) -> list[int]:
        """All items of the group of `item`."""
        root = self.find(item)
        return self._members.get(root, [root])

    def may_join(self, left: int, right: int) -> bool:
        """Whether the two groups hold no forbidden pair between them."""
        a, b = self.find(left), self.find(right)
        return b not in self._enemies.get(a, ())

    def join(self, left: int, right: int) -> bool:
        """Make one group of two; False when they are one already, or may not be."""
        a, b = self.find(left), self.find(right)
        if a == b or b in self._enemies.get(a, ()):
            return False
        if len(self.members(a)) < len(self.members(b)) or (
            len(self.members(a)) == len(self.members(b)) and b < a
        ):
            a, b = b, a
        # In place: to copy a group of fifty thousand at each join would take fifty thousand copies.
        self._members.setdefault(a, [a]).extend(self._members.pop(b, [b]))
        self._parent[b] = a
        for enemy in self._enemies.pop(b, set()):
            self._enemies[enemy].discard(b)
            self._enemies[enemy].add(a)
            self._enemies.setdefault(a, set()).add(enemy)
        return True

    def groups(self) -> list[list[int]]:
        """All groups, each sorted, in order of their first item."""
        found: dict[int, list[int]] = {}
        for item, root in enumerate(self.roots().tolist()):
            found.setdefault(root, []).append(item)
        return list(found.values())


def strongest_first(links: Iterable[Link]) -> list[Link]:
    """Links in the order in which they are followed: a fixed order, whatever order they came in."""
    return sorted(links, key=lambda k: (-k.weight, k.left, k.right))


def possible_groups(
    core_of: Sequence[int], links: Iterable[Link], forbidden: Iterable[tuple[int, int]]
) -> Groups:
    """Hang what is alone on to cores, or on to each other, by possible joins.

    Args:
        core_of: for each item, the number of its certain core.
        links: possible joins between items.
        forbidden: pairs of items that cannot be one.

    Returns:
        Groups of cores. At most one core of a group has two or more items: two groups of
        mentions that each rest on certain joins are never tied by possible ones.
    """
    count = max(core_of, default=-1) + 1
    sizes = [0] * count
    for core in core_of:
        sizes[core] += 1
    enemies = {(core_of[a], core_of[b]) for a, b in forbidden if core_of[a] != core_of[b]}
    groups = Groups(count, sorted(enemies))
    has_core = [size > 1 for size in sizes]
    for link in strongest_first(links):
        a, b = groups.find(core_of[link.left]), groups.find(core_of[link.right])
        if a == b or (has_core[a] and has_core[b]):
            continue
        either = has_core[a] or has_core[b]
        if groups.join(a, b):
            has_core[groups.find(a)] = either
    return groups
