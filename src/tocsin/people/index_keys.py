"""By what profiles are looked for: a sorted table made in bulk, and what came since."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Place = tuple[Any, ...]
"""Where a profile stands in order of receipt."""


class KeyIndex:
    """Which profiles share a key.

    Twelve bytes a key in bulk: a dictionary of a case of a million mentions would not fit.
    """

    def __init__(
        self, keys: NDArray[np.uint64], slots: NDArray[np.int32], place: Callable[[int], Place]
    ) -> None:
        order = np.lexsort((slots, keys))
        self._keys, self._slots = keys[order], slots[order]
        self._place = place
        self._added: dict[int, list[int]] = {}
        self._gone: dict[int, set[int]] = {}
        self._crowds: dict[int, list[tuple[Place, int]]] = {}

    def members(self, key: int) -> list[int]:
        """The profiles that have the key."""
        low = int(np.searchsorted(self._keys, np.uint64(key), "left"))
        high = int(np.searchsorted(self._keys, np.uint64(key), "right"))
        found: list[int] = self._slots[low:high].tolist()
        gone = self._gone.get(key)
        if gone:
            found = [slot for slot in found if slot not in gone]
        return [*found, *self._added.get(key, ())]

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

    def sharers(self, key: int, slot: int, *, all_up_to: int, neighbours: int) -> Iterable[int]:
        """With whom a profile is compared for a key that it has: all that share it, or, where too
        many do, its next neighbours in order of receipt."""
        crowd = self._crowds.get(key)
        if crowd is None:
            found = self.members(key)
            if len(found) <= all_up_to:
                return [other for other in found if other != slot]
            crowd = self._crowds[key] = sorted((self._place(i), i) for i in found)
        return _next_to(crowd, (self._place(slot), slot), neighbours)


def _next_to(
    crowd: Sequence[tuple[Place, int]], own: tuple[Place, int], neighbours: int
) -> list[int]:
    low = bisect_left(crowd, own)
    beside = [*crowd[max(0, low - neighbours) : low], *crowd[low + 1 : low + 1 + neighbours]]
    return [slot for _, slot in beside]
