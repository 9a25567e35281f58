"""What is grouped: records, their copies, and what humans said of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tocsin.people.record_groups import LEAST_BITS, Ints, Weighed, components
from tocsin.people.record_scoring import Bools, Pairs
from tocsin.records import Judged, Judgement

SAME_BITS, DIFFERENT_BITS = 1e6, -1e12
"""What a human's word weighs: more than all else, and `different` more than any `same`."""
_MOST_COPIES = 30
"""Copies too thin to be one person each meet the others up to this many."""


@dataclass(frozen=True, slots=True)
class Said:
    """Human words on pairs (left < right): of rows, or of the items they belong to."""

    same: tuple[tuple[int, int], ...] = ()
    different: tuple[tuple[int, int], ...] = ()
    unknown: int = 0
    """Words on ids that the table does not hold."""

    @classmethod
    def read(cls, judgements: Sequence[Judgement], rows: Mapping[str, int]) -> Said:
        """The latest word on each pair of record ids; `unsure` takes a word back."""
        latest: dict[tuple[int, int], Judged] = {}
        unknown = 0
        for _, word in sorted(enumerate(judgements), key=lambda w: (w[1].at, w[0])):
            left, right = rows.get(word.left), rows.get(word.right)
            if left is None or right is None or left == right:
                unknown += 1
                continue
            latest[(min(left, right), max(left, right))] = word.judgement
        found = {
            judged: tuple(sorted(pair for pair, said in latest.items() if said is judged))
            for judged in (Judged.SAME, Judged.DIFFERENT)
        }
        return cls(found[Judged.SAME], found[Judged.DIFFERENT], unknown)

    def of_items(self, item_of_row: Ints) -> Said:
        """The same, of items."""

        def lift(pairs: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
            found = {
                (min(a, b), max(a, b))
                for a, b in ((int(item_of_row[i]), int(item_of_row[j])) for i, j in pairs)
                if a != b
            }
            return tuple(sorted(found))

        return Said(lift(self.same), lift(self.different), self.unknown)

    def contradictions(self, size: int) -> int:
        """Pairs said to be different that words of `same` make one, link by link."""
        if not self.same or not self.different:
            return 0
        left, right = (np.array(side, np.int64) for side in zip(*self.same, strict=True))
        home = components(size, left, right)
        return sum(int(home[a] == home[b]) for a, b in self.different)


NOTHING_SAID = Said()


@dataclass(frozen=True)
class Items:
    """What is grouped: a record with its copies where these are one person, else each of them."""

    copies: Ints
    """Of each profile."""
    as_one: Bools
    first: Ints
    """The first item of each profile."""

    @classmethod
    def of(cls, copies: Ints, scored: Pairs, apart: Iterable[int] = ()) -> Items:
        """`apart` are records of which humans said that two copies are two people."""
        as_one = copies == 1
        own = scored.left == scored.right
        as_one[scored.left[own & (scored.bits > 0)]] = True
        as_one[list(apart)] = False
        as_one |= copies == 1
        counts = np.where(as_one, 1, copies)
        return cls(copies, as_one, np.cumsum(counts) - counts)

    @property
    def counts(self) -> Ints:
        return np.where(self.as_one, 1, self.copies)

    def of_rows(self, different: Ints) -> Ints:
        """The item of each row."""
        order = np.argsort(different, kind="stable")
        ordered = different[order]
        starts = np.searchsorted(ordered, ordered)
        nth = np.arange(len(ordered)) - starts
        found = np.empty(len(different), np.int64)
        found[order] = self.first[ordered] + np.where(self.as_one[ordered], 0, nth)
        return found

    def spread(self, scored: Pairs, chosen: Ints) -> tuple[Ints, Ints, Ints]:
        """Pairs of items for some scored pairs: left, right, and which pair each came from."""
        left, right = scored.left[chosen], scored.right[chosen]
        n, m = self.counts[left], self.counts[right]
        lefts, rights, whence = [], [], []
        plain = (n == 1) & (m == 1) & (left != right)
        lefts.append(self.first[left[plain]])
        rights.append(self.first[right[plain]])
        whence.append(chosen[plain])
        few = ~plain & (n <= _MOST_COPIES) & (m <= _MOST_COPIES)
        for i in np.flatnonzero(few).tolist():
            a = self.first[left[i]] + np.arange(n[i])
            b = self.first[right[i]] + np.arange(m[i])
            one, other = np.meshgrid(a, b, indexing="ij")
            keep = one < other if left[i] == right[i] else np.ones(one.shape, bool)
            lefts.append(one[keep])
            rights.append(other[keep])
            whence.append(np.full(keep.sum(), chosen[i]))
        return np.concatenate(lefts), np.concatenate(rights), np.concatenate(whence)

    def weighed(self, scored: Pairs, said: Said = NOTHING_SAID) -> Weighed:
        """What `average_groups` reads; what humans said comes last, and weighs most."""
        left, right, whence = self.spread(scored, np.arange(len(scored.left)))
        counts = self.counts
        copies = np.repeat(np.where(self.as_one, self.copies, 1), counts)
        bits = np.maximum(scored.bits[whence], LEAST_BITS)
        for pairs, weight in ((said.same, SAME_BITS), (said.different, DIFFERENT_BITS)):
            left = np.concatenate([left, np.array([a for a, _ in pairs], np.int64)])
            right = np.concatenate([right, np.array([b for _, b in pairs], np.int64)])
            bits = np.concatenate([bits, np.full(len(pairs), weight)])
        return Weighed(int(counts.sum()), left, right, bits, copies)
