"""The most sets of which no two share a member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MOST_STEPS = 20_000


class Packing:
    """Counts, one set at a time, how many of the sets so far can be chosen without overlap."""

    def __init__(self) -> None:
        self._sets: list[frozenset[str]] = []
        self._single: set[str] = set()
        self._size = 0

    def grows_by(self, one: frozenset[str]) -> bool:
        """Take in one more set; whether one more can now be chosen."""
        if one <= self._single or one in self._sets:
            return False
        self._sets.append(one)
        if len(one) == 1:
            self._single |= one
        before, self._size = self._size, largest_packing(self._sets)
        return self._size > before


def largest_packing(sets: Sequence[frozenset[str]]) -> int:
    """How many of `sets` can be chosen so that no two share a member.

    A set of one member is always worth choosing, and of two sets one within the other the smaller;
    what is left falls into small groups, each searched in full. (The problem is hard in general;
    above 20,000 steps a group's best so far is taken, which no real case comes near.)

    >>> largest_packing([frozenset("a"), frozenset("ab"), frozenset("bc")])
    2
    """
    distinct = sorted(set(sets), key=lambda s: (len(s), sorted(s)))
    single = {member for s in distinct if len(s) == 1 for member in s}
    rest = [s for s in distinct if not s & single]
    smallest = [s for i, s in enumerate(rest) if not any(t <= s for t in rest[:i])]
    groups: dict[str, list[frozenset[str]]] = {}
    group_of = connected(smallest)
    for one in smallest:
        groups.setdefault(group_of[min(one)], []).append(one)
    return len(single) + sum(_search(group) for group in groups.values())


def connected(sets: Iterable[frozenset[str]]) -> dict[str, str]:
    """For each member, the one that stands for all it is tied to by sets that overlap."""
    leader: dict[str, str] = {}

    def find(member: str) -> str:
        while leader[member] != member:
            leader[member] = leader[leader[member]]
            member = leader[member]
        return member

    for one in sets:
        first = min(one)
        for member in sorted(one):
            leader.setdefault(member, member)
            left, right = sorted((find(first), find(member)))
            leader[right] = left
    return {member: find(member) for member in leader}


def _search(sets: list[frozenset[str]]) -> int:
    """Take or leave each set in turn; give up a branch that can no longer win."""
    best, steps = 0, 0
    stack: list[tuple[int, frozenset[str], int]] = [(0, frozenset(), 0)]
    while stack and steps < _MOST_STEPS:
        steps += 1
        at, used, count = stack.pop()
        best = max(best, count)
        if at == len(sets) or count + len(sets) - at <= best:
            continue
        stack.append((at + 1, used, count))
        if not sets[at] & used:
            stack.append((at + 1, used | sets[at], count + 1))
    return best
