"""By what profiles and groups are looked for: a sorted table made in bulk, and what came since."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from hashlib import md5
from typing import Any

import numpy as np
from numpy.typing import NDArray

Place = tuple[Any, ...]
"""Where a profile stands in order of receipt."""


def key_number(text: str) -> int:
    """A key as a number: the same as `md5_number_upper` of DuckDB, without asking it.

    >>> key_number("abc")
    12704604231530709392
    """
    return int.from_bytes(md5(text.encode(), usedforsecurity=False).digest()[:8], "little")


class _Sorted:
    """Pairs (key, item), sorted. Twelve bytes a pair: a dictionary of a case of a million mentions
    would not fit."""

    def __init__(self, keys: NDArray[np.uint64], items: NDArray[np.int32]) -> None:
        if not bool(np.all(keys[:-1] <= keys[1:])):
            order = np.lexsort((items, keys))
            keys, items = keys[order], items[order]
        self.keys, self.items = keys, items

    def spans(self, keys: Sequence[int]) -> list[tuple[int, int]]:
        """Where the items of each key stand."""
        wanted = np.array(keys, np.uint64)
        low = np.searchsorted(self.keys, wanted, "left").tolist()
        high = np.searchsorted(self.keys, wanted, "right").tolist()
        return list(zip(low, high, strict=True))

    def between(self, low: int, high: int) -> list[int]:
        """The items of a span."""
        found: list[int] = self.items[low:high].tolist()
        return found


class KeyIndex:
    """Which profiles share a key."""

    def __init__(
        self, keys: NDArray[np.uint64], slots: NDArray[np.int32], place: Callable[[int], Place]
    ) -> None:
        self._bulk = _Sorted(keys, slots)
        self._place = place
        self._added: dict[int, list[int]] = {}
        self._gone: dict[int, set[int]] = {}
        self._crowds: dict[int, list[tuple[Place, int]]] = {}

    @property
    def pairs(self) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """All keys and their profiles, as they stand."""
        return _as_they_stand(
            self._bulk, self._added, ((k, s) for k, gone in self._gone.items() for s in gone)
        )

    def members(self, key: int) -> list[int]:
        """The profiles that have a key."""
        return self._members(key, *self._bulk.spans([key])[0])

    def add(self, key: int, slot: int) -> None:
        """Give a profile a key it has not."""
        gone = self._gone.get(key)
        if gone and slot in gone:
            gone.discard(slot)
        else:
            self._added.setdefault(key, []).append(slot)
        if key in self._crowds:
            insort(self._crowds[key], (self._place(slot), slot))

    def discard(self, key: int, slot: int) -> None:
        """Take a key from a profile that has it."""
        if slot in self._added.get(key, ()):
            self._added[key].remove(slot)
        else:
            self._gone.setdefault(key, set()).add(slot)
        self._crowds.pop(key, None)

    def sharers(
        self, keys: Sequence[int], slot: int, *, all_up_to: int, neighbours: int
    ) -> set[int]:
        """With whom a profile is compared for keys that it has: all that share one, or, where too
        many do, its next neighbours in order of receipt."""
        found: set[int] = set()
        for key, (low, high) in zip(keys, self._bulk.spans(keys), strict=True):
            crowd = self._crowds.get(key)
            if crowd is None:
                members = self._members(key, low, high)
                if len(members) <= all_up_to:
                    found.update(members)
                    continue
                crowd = self._crowds[key] = sorted((self._place(i), i) for i in members)
            found.update(_next_to(crowd, (self._place(slot), slot), neighbours))
        found.discard(slot)
        return found

    def _members(self, key: int, low: int, high: int) -> list[int]:
        found = self._bulk.between(low, high)
        gone = self._gone.get(key)
        if gone:
            found = [slot for slot in found if slot not in gone]
        return [*found, *self._added.get(key, ())]


class GroupKeys:
    """Which groups share a key. A group that changes leaves as a whole and comes in anew."""

    def __init__(self, keys: NDArray[np.uint64], roots: NDArray[np.int32]) -> None:
        self._bulk = _Sorted(keys, roots)
        self._left: set[int] = set()
        """Groups of the table that have changed since."""
        self._added: dict[int, list[int]] = {}
        self._keys_of: dict[int, Sequence[int]] = {}

    @property
    def pairs(self) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
        """All keys and their groups, as they stand."""
        stays = ~np.isin(self._bulk.items, np.array(sorted(self._left), np.int32))
        bulk = _Sorted(self._bulk.keys[stays], self._bulk.items[stays])
        return _as_they_stand(bulk, self._added, ())

    def enter(self, root: int, keys: Sequence[int]) -> None:
        """Let a group be found by these keys, and by no others."""
        self.leave(root)
        self._keys_of[root] = keys
        for key in keys:
            self._added.setdefault(key, []).append(root)

    def leave(self, root: int) -> None:
        """Let a group be found no more."""
        self._left.add(root)
        for key in self._keys_of.pop(root, ()):
            self._added[key].remove(root)

    def few(self, keys: Sequence[int], most: int) -> list[list[int] | None]:
        """For each key, the groups that share it; None where they are more than `most`."""
        found: list[list[int] | None] = []
        left = self._left
        for key, (low, high) in zip(keys, self._bulk.spans(keys), strict=True):
            shared = list(self._added.get(key, ()))
            while low < high and len(shared) <= most:
                # A name of thousands is not read to its end to see that it is too common.
                shared += [r for r in self._bulk.between(low, min(high, low + 64)) if r not in left]
                low += 64
            found.append(shared if len(shared) <= most else None)
        return found


def _as_they_stand(
    bulk: _Sorted, added: dict[int, list[int]], gone: Iterable[tuple[int, int]]
) -> tuple[NDArray[np.uint64], NDArray[np.int32]]:
    stays = np.ones(len(bulk.keys), bool)
    for key, item in gone:
        ((low, high),) = bulk.spans([key])
        stays[low:high] &= bulk.items[low:high] != item
    more = [(key, item) for key, items in added.items() for item in items]
    keys = np.array([key for key, _ in more], np.uint64)
    items = np.array([item for _, item in more], np.int32)
    return np.concatenate([bulk.keys[stays], keys]), np.concatenate([bulk.items[stays], items])


def _next_to(
    crowd: Sequence[tuple[Place, int]], own: tuple[Place, int], neighbours: int
) -> list[int]:
    low = bisect_left(crowd, own)
    beside = [*crowd[max(0, low - neighbours) : low], *crowd[low + 1 : low + 1 + neighbours]]
    return [slot for _, slot in beside]
