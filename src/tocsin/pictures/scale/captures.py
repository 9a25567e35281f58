"""Who was seen by which lists: the table that every method reads."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from tocsin.errors import UsageError

ANSWERS = ("refer", "exclude", "neither")
"""What two sectors do with each other's cases; anything else is "not answered"."""


@dataclass(frozen=True, slots=True)
class Captures:
    """Counts of people by the lists they are on.

    A pattern is a bit mask: bit `i` is set for a person on `lists[i]`. The pattern 0 is never
    there: it is what is being estimated. Patterns without a count are observed zeros.
    """

    lists: tuple[str, ...]
    counts: tuple[tuple[int, int], ...]
    """(pattern, people), by pattern, each count above 0."""
    what: str = "children"
    """Whom the table counts, in the plural, for the sentences."""
    notes: tuple[str, ...] = ()
    """What was mended or left out while the table was read."""
    answers: tuple[tuple[str, str, str], ...] = ()
    """(list, list, refer | exclude | neither): what the sectors say of each other."""
    variants: tuple[tuple[str, Captures], ...] = field(default=(), repr=False)
    """The same people as they would be counted at other linkage thresholds."""

    @property
    def seen(self) -> int:
        """People on at least one list."""
        return sum(count for _, count in self.counts)

    def on(self, lists: int) -> int:
        """People on all lists of the mask, whatever else they are on."""
        return sum(count for pattern, count in self.counts if pattern & lists == lists)

    def names(self, lists: int, join: str = " and ") -> str:
        """The lists of a mask, by name."""
        return join.join(name for i, name in enumerate(self.lists) if lists >> i & 1)

    def pairs(self) -> tuple[int, ...]:
        """Every pair of lists, as a mask, in their order."""
        size = len(self.lists)
        return tuple(1 << i | 1 << j for i in range(size) for j in range(i + 1, size))

    def without(self, index: int) -> Captures:
        """The table as if one list had not been kept; those only on it are gone."""
        low = (1 << index) - 1
        folded = ((p & low | (p >> index + 1) << index, n) for p, n in self.counts)
        names = (*self.lists[:index], *self.lists[index + 1 :])
        return make_captures(names, folded, what=self.what)

    def merged(self, left: int, right: int) -> Captures:
        """The table with two lists laid together as one."""
        first, second = sorted((left, right))
        kept = [i for i in range(len(self.lists)) if i != second]
        rows = []
        for pattern, count in self.counts:
            if pattern >> second & 1:
                pattern |= 1 << first
            rows.append((sum((pattern >> i & 1) << at for at, i in enumerate(kept)), count))
        name = f"{self.lists[first]} + {self.lists[second]}"
        names = tuple(name if i == first else self.lists[i] for i in kept)
        return make_captures(names, rows, what=self.what)

    def among(self, index: int) -> Captures:
        """Those on one list, by the other lists: a group of known size (internal check)."""
        inside = (row for row in self.counts if row[0] >> index & 1)
        return Captures(self.lists, tuple(inside), self.what).without(index)


def make_captures(
    lists: Iterable[str],
    rows: Iterable[tuple[int, int]],
    *,
    what: str = "children",
    notes: Iterable[str] = (),
    answers: Iterable[tuple[str, str, str]] = (),
    variants: Iterable[tuple[str, Captures]] = (),
) -> Captures:
    """A table in its one order: rows added up, zeros dropped, lists by name.

    Lists and rows may come in any order: the same people give the same table, and so the same
    figures.

    >>> make_captures(["school", "clinic"], [(1, 3), (2, 4), (1, 2), (0, 9), (3, 0)]).counts
    ((1, 4), (2, 5))
    """
    given = tuple(lists)
    if len(set(given)) < len(given):
        twice = sorted(name for name, n in Counter(given).items() if n > 1)
        raise UsageError(f"Two lists are named '{twice[0]}'.", remedy="Name each list once.")
    order = sorted(range(len(given)), key=lambda i: given[i])
    total: Counter[int] = Counter()
    for pattern, count in rows:
        total[sum((pattern >> i & 1) << at for at, i in enumerate(order))] += count
    counts = tuple(sorted((p, int(n)) for p, n in total.items() if p and n > 0))
    return Captures(
        tuple(given[i] for i in order),
        counts,
        what,
        tuple(notes),
        tuple(answers),
        tuple(variants),
    )


def from_lists(members: Mapping[str, Iterable[str]], *, what: str = "children") -> Captures:
    """The table of lists given as names of people by list."""
    names = sorted(members)
    on: dict[str, int] = {}
    for at, name in enumerate(names):
        for person in members[name]:
            on[person] = on.get(person, 0) | 1 << at
    return make_captures(names, Counter(on.values()).items(), what=what)
