"""Words in common: runs of three words that few reports share, uncommon words, and MinHash.

A run of words that stands in many reports is a form's heading or a phrase of the trade and counts
for nothing. How many reports hold a run is kept in one byte for each hash, so that a hundred
thousand reports fit in a few megabytes; only runs that are shared, and rarely, are indexed.
"""

from __future__ import annotations

import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set

from rensa import RMinHash  # type: ignore[import-untyped]

LEAST_SHARED = 2
SLOTS = 1 << 24
MOST = 255
PERMUTATIONS = 32
ROWS = 2
SEED = 1
_CHUNK = 4_000
LATEST = 8
FEWEST_WORDS = 8
_NOBODY: Mapping[int, int] = {}


class Overlaps:
    """Which earlier reports share rare runs of words with a report, and how much of it."""

    def __init__(self, texts: Iterable[Sequence[str]], boilerplate: int) -> None:
        # Hashes are kept in arrays: as sets, those of 100,000 reports would fill half a gigabyte.
        hashes = [array("L", runs(words)) for words in texts]
        held = bytearray(SLOTS)
        for row in hashes:
            for run in row:
                slot = run % SLOTS
                if held[slot] < MOST:
                    held[slot] += 1
        self._rare = [sum(held[run % SLOTS] <= boilerplate for run in row) for row in hashes]
        shared = [[run for run in row if 1 < held[run % SLOTS] <= boilerplate] for row in hashes]
        holders: dict[int, list[int]] = {}
        for position, runs_shared in enumerate(shared):
            for run in runs_shared:
                holders.setdefault(run, []).append(position)
        self._sharing = {
            position: found
            for position, runs_shared in enumerate(shared)
            if (found := _sharing(position, runs_shared, holders))
        }

    def sharing(self, position: int) -> Set[int]:
        """Other reports with at least two rare runs in common."""
        return self._sharing.get(position, _NOBODY).keys()

    def containment(self, child: int, parent: int) -> float:
        """The share of the child's rare runs that the parent holds; 0 where they do not share."""
        shared = self._sharing.get(child, _NOBODY).get(parent, 0)
        return shared / self._rare[child] if shared else 0.0


def _sharing(
    position: int, held: Sequence[int], holders: Mapping[int, Sequence[int]]
) -> dict[int, int]:
    """How many rare runs each other report shares, where it is more than one."""
    shared = Counter(other for run in held for other in holders[run] if other != position)
    return {other: count for other, count in shared.items() if count >= LEAST_SHARED}


def runs(words: Sequence[str]) -> frozenset[int]:
    """Hashes of the runs of three words."""
    threes = zip(words, words[1:], words[2:], strict=False)
    return frozenset([zlib.crc32(" ".join(three).encode()) for three in threes])


class Lookalikes:
    """Earlier reports whose uncommon words look alike: candidates for retellings in other words.

    MinHash with locality-sensitive hashing at a low threshold: with two rows in sixteen bands a
    pair with a third of its words in common is found five times in six. Of each bucket the latest
    few are looked at.
    """

    def __init__(self, word_sets: Sequence[frozenset[str]]) -> None:
        self._keys: list[tuple[tuple[int, ...], ...]] = []
        self._buckets: dict[tuple[int, ...], list[int]] = {}
        for start in range(0, len(word_sets), _CHUNK):
            chunk = [sorted(words) for words in word_sets[start : start + _CHUNK]]
            matrix = RMinHash.digest_matrix_from_token_sets(chunk, PERMUTATIONS, SEED)
            for offset, row in enumerate(matrix.to_rows()):
                self._add(start + offset, row, enough=len(chunk[offset]) >= FEWEST_WORDS)

    def _add(self, position: int, row: Sequence[int], *, enough: bool) -> None:
        keys = tuple((band, *row[band : band + ROWS]) for band in range(0, len(row), ROWS))
        self._keys.append(keys if enough else ())
        for key in self._keys[-1]:
            self._buckets.setdefault(key, []).append(position)

    def before(self, position: int) -> frozenset[int]:
        """The latest earlier reports in each bucket of one report."""
        found: set[int] = set()
        for key in self._keys[position]:
            held = self._buckets[key]
            at = bisect_left(held, position)
            found.update(held[max(0, at - LATEST) : at])
        return frozenset(found)
