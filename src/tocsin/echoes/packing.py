"""The most sets of which no two share a member."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_EXACT_STEPS = 20_000


def largest_packing(sets: Sequence[frozenset[str]]) -> int:
    """How many of `sets` can be chosen so that no two share a member.

    A set of one member is always worth choosing, and of two sets one within the other the smaller;
    what is left falls into small groups, each searched in full.

    >>> largest_packing([frozenset("a"), frozenset("ab"), frozenset("bc")])
    2
    """
    distinct = sorted(set(sets), key=lambda s: (len(s), sorted(s)))
    single = {member for s in distinct if len(s) == 1 for member in s}
    rest = [s for s in distinct if not s & single]
    smallest = [s for i, s in enumerate(rest) if not any(t <= s for t in rest[:i])]
    return len(single) + sum(_search(group) for group in _components(smallest))


def _components(sets: Iterable[frozenset[str]]) -> list[list[frozenset[str]]]:
    groups: list[tuple[set[str], list[frozenset[str]]]] = []
    for one in sets:
        touching = [g for g in groups if g[0] & one]
        members, held = set(one), [one]
        for group in touching:
            members |= group[0]
            held = [*group[1], *held]
            groups.remove(group)
        groups.append((members, held))
    return [held for _, held in groups]


def _search(sets: list[frozenset[str]]) -> int:
    """Take or leave each set in turn; give up the rest of a branch that cannot win."""
    best, steps = 0, 0
    stack: list[tuple[int, frozenset[str], int]] = [(0, frozenset(), 0)]
    while stack and steps < _EXACT_STEPS:
        steps += 1
        at, used, count = stack.pop()
        best = max(best, count)
        if at == len(sets) or count + len(sets) - at <= best:
            continue
        stack.append((at + 1, used, count))
        if not sets[at] & used:
            stack.append((at + 1, used | sets[at], count + 1))
    return best
