"""Words in common: runs of three words that few reports share, uncommon words, and MinHash.

A run of words that stands in many reports is a form's heading or a phrase of the trade and counts
for nothing. How many reports hold a run is kept in one byte for each hash, so that a hundred
thousand reports fit in a few megabytes; only runs that are shared, and rarely, are indexed.
"""

from __future__ import annotations

import zlib
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rensa import RMinHash  # type: ignore[import-untyped]

_RUN = 3
_LEAST_SHARED = 2
_SLOTS = 1 << 24
_MOST = 255
_PERMUTATIONS = 32
_ROWS = 2
_SEED = 1
_CHUNK = 4_000
_LATEST = 8
_FEWEST_WORDS = 8


class Overlaps:
    """Which earlier reports share rare runs of words with a report, and how much of it."""

    def __init__(self, texts: Sequence[Sequence[str]], boilerplate: int) -> None:
        self._texts = texts
        self._boilerplate = boilerplate
        self._held = bytearray(_SLOTS)
        for words in texts:
            for run in runs(words):
                slot = run % _SLOTS
                if self._held[slot] < _MOST:
                    self._held[slot] += 1
        shared_runs = [
            [run for run in self._rare(words) if self._held[run % _SLOTS] > 1] for words in texts
        ]
        holders: dict[int, list[int]] = {}
        for position, held in enumerate(shared_runs):
            for run in held:
                holders.setdefault(run, []).append(position)
        self._sharing = {
            position: found
            for position, held in enumerate(shared_runs)
            if (found := _sharing(position, held, holders))
        }

    def sharing(self, position: int) -> frozenset[int]:
        """Other reports with at least two rare runs in common."""
        return self._sharing.get(position, frozenset())

    def containment(self, child: int, parent: int) -> float:
        """The share of the child's rare runs that the parent holds."""
        own = frozenset(self._rare(self._texts[child]))
        if not own:
            return 0.0
        return len(own & runs(self._texts[parent])) / len(own)

    def _rare(self, words: Sequence[str]) -> Iterator[int]:
        return (run for run in runs(words) if self._held[run % _SLOTS] <= self._boilerplate)


def _sharing(
    position: int, held: Sequence[int], holders: Mapping[int, Sequence[int]]
) -> frozenset[int]:
    shared = Counter(other for run in held for other in holders[run] if other != position)
    return frozenset(other for other, count in shared.items() if count >= _LEAST_SHARED)


def runs(words: Sequence[str]) -> frozenset[int]:
    """Hashes of the runs of three words."""
    return frozenset(
        zlib.crc32(" ".join(words[i : i + _RUN]).encode()) for i in range(len(words) - _RUN + 1)
    )


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
            matrix = RMinHash.digest_matrix_from_token_sets(chunk, _PERMUTATIONS, _SEED)
            for offset, row in enumerate(matrix.to_rows()):
                self._add(start + offset, row, enough=len(chunk[offset]) >= _FEWEST_WORDS)

    def _add(self, position: int, row: Sequence[int], *, enough: bool) -> None:
        keys = tuple((band, *row[band : band + _ROWS]) for band in range(0, len(row), _ROWS))
        self._keys.append(keys if enough else ())
        for key in self._keys[-1]:
            self._buckets.setdefault(key, []).append(position)

    def before(self, position: int) -> frozenset[int]:
        """The latest earlier reports in each bucket of one report."""
        found: set[int] = set()
        for key in self._keys[position]:
            held = self._buckets[key]
            at = bisect_left(held, position)
            found.update(held[max(0, at - _LATEST) : at])
        return frozenset(found)
