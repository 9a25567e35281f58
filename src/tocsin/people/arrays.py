"""Sets of many groups held in arrays, and what pairs of groups share, counted for all at once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Holdings:
    """What each of many groups holds: items by number, each once, in order."""

    def __init__(self, owners: Ints, items: Ints, groups: int, kinds: int) -> None:
        self._kinds = max(kinds, 1)
        self._packed = np.unique(owners * self._kinds + items)
        self.owners = self._packed // self._kinds
        self.items = self._packed % self._kinds
        self.counts = np.bincount(self.owners, minlength=groups)
        self._starts = np.cumsum(self.counts) - self.counts

    def shared(self, lefts: Ints, rights: Ints, others: Holdings | None = None) -> Ints:
        """For each pair of groups, how many items of the left the right holds.

        Args:
            lefts: groups of these holdings.
            rights: groups, as many.
            others: the holdings of the right ones; these where left out.
        """
        theirs = self if others is None else others
        counts = self.counts[lefts]
        pair = np.repeat(np.arange(len(lefts)), counts)
        nth = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
        items = self.items[self._starts[lefts][pair] + nth]
        wanted = rights[pair] * theirs._kinds + items
        at = np.searchsorted(theirs._packed, wanted)
        at[at == len(theirs._packed)] = 0
        held = theirs._packed[at] == wanted if len(theirs._packed) else np.zeros(len(wanted), bool)
        return np.bincount(pair[held], minlength=len(lefts))


class Numbered:
    """Texts by number, in the order of their letters."""

    def __init__(self, rows: Sequence[Iterable[str]], texts: Sequence[str] | None = None) -> None:
        self.texts = sorted({t for row in rows for t in row}) if texts is None else texts
        place = {text: i for i, text in enumerate(self.texts)}
        sizes = []
        items: list[int] = []
        for row in rows:
            before = len(items)
            items.extend(place[text] for text in row)
            sizes.append(len(items) - before)
        self.rows = np.repeat(np.arange(len(rows)), np.array(sizes, np.int64))
        self.items = np.array(items, np.int64)

    def held(self, group_of: Ints, groups: int) -> Holdings:
        """What groups hold, from what their members (the rows) hold."""
        return Holdings(group_of[self.rows], self.items, groups, len(self.texts))


def pairs_within(owners: Ints, keys: Ints, most: int) -> tuple[Ints, Ints]:
    """All pairs of owners that share a key which at most `most` share, the smaller first.

    Args:
        owners: who holds each key; each owner once a key.
        keys: the keys, as many.
        most: keys that more share make no pairs.
    """
    order = np.lexsort((owners, keys))
    owners, keys = owners[order], keys[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if len(keys) else keys
    sizes = np.diff(np.r_[starts, len(keys)])
    found: list[Ints] = []
    size_of = owners.max(initial=0) + 1
    for size in range(2, most + 1):
        first = starts[sizes == size]
        members = owners[first[:, None] + np.arange(size)]
        left, right = np.triu_indices(size, 1)
        found.append((members[:, left] * size_of + members[:, right]).ravel())
    packed = np.unique(np.concatenate(found)) if found else np.zeros(0, np.int64)
    return packed // size_of, packed % size_of


def rounded(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Values rounded to four decimals as Python rounds them."""
    distinct, where = np.unique(values, return_inverse=True)
    return np.array([round(v, 4) for v in distinct.tolist()], np.float64)[where]
