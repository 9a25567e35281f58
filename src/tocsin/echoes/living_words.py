"""Words in common in a case that grows: worked out for one report when it is asked about."""

from __future__ import annotations

from array import array
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set

import numpy as np
from rensa import RMinHash  # type: ignore[import-untyped]

from tocsin.echoes.account import Account
from tocsin.echoes.overlap import (
    FEWEST_WORDS,
    LATEST,
    LEAST_SHARED,
    MOST,
    PERMUTATIONS,
    ROWS,
    SEED,
    SLOTS,
    runs,
)
from tocsin.echoes.standing import Standing

_SLOT_BITS = SLOTS.bit_length() - 1
_CHUNK = 4_000


class LivingOverlaps:
    """Rare runs of words, as `Overlaps` finds them, of reports that can be added to.

    The runs of the reports there at first are kept in sorted arrays (a hundred thousand reports
    hold some eight million), those of later ones in a mapping.
    """

    def __init__(self, boilerplate: int) -> None:
        self._boilerplate = boilerplate
        self._held = bytearray(SLOTS)
        self._words: dict[int, Sequence[str]] = {}
        self._first: list[int] = []
        """Positions of the reports in the arrays."""
        self._runs = np.zeros(0, np.uint32)
        self._owners = np.zeros(0, np.uint32)
        self._later: dict[int, dict[int, list[int]]] = {}
        """Slot → run → positions."""
        self._last: tuple[int, int, Mapping[int, int]] | None = None

    def load(self, texts: Mapping[int, Sequence[str]]) -> None:
        """Take in many reports at once, into a case that holds none."""
        self._words = dict(texts)
        self._first = list(texts)
        hashes = [array("I", map(_by_slot, runs(words))) for words in texts.values()]
        sizes = [len(row) for row in hashes]
        found = np.concatenate(
            [np.frombuffer(row, np.uint32) for row in hashes if row] or [self._runs]
        )
        owners = np.repeat(np.arange(len(sizes), dtype=np.uint32), sizes)
        order = np.argsort(found, kind="stable")
        self._runs, self._owners = found[order], owners[order]
        slots, counts = np.unique(self._runs >> 8, return_counts=True)
        held = np.frombuffer(self._held, np.uint8)
        held[slots] = np.minimum(counts, MOST)

    def add(self, position: int, words: Sequence[str]) -> set[int]:
        """Take in one report; the others of which a run is no longer rare."""
        self._last = None
        crossed: set[int] = set()
        own = sorted(map(_by_slot, runs(words)))
        for run in own:
            slot = run >> 8
            if self._held[slot] == self._boilerplate:
                crossed.update(self._holders_of_slot(slot))
            if self._held[slot] < MOST:
                self._held[slot] += 1
        for run in own:
            insort(self._later.setdefault(run >> 8, {}).setdefault(run, []), position)
        self._words[position] = words
        return crossed

    def sharing(self, position: int) -> Set[int]:
        """Other reports with at least two rare runs in common."""
        return self._asked(position)[2].keys()

    def containment(self, child: int, parent: int) -> float:
        """The share of the child's rare runs that the parent holds; 0 where they do not share."""
        _, rare, shared = self._asked(child)
        found = shared.get(parent, 0)
        return found / rare if found else 0.0

    def _asked(self, position: int) -> tuple[int, int, Mapping[int, int]]:
        if self._last is None or self._last[0] != position:
            self._last = (position, *self._look(position))
        return self._last

    def _look(self, position: int) -> tuple[int, dict[int, int]]:
        """How many of its runs are rare, and how many of those each other report holds."""
        held = self._held
        rare = [
            run
            for run in map(_by_slot, runs(self._words[position]))
            if held[run >> 8] <= self._boilerplate
        ]
        wanted = [run for run in rare if held[run >> 8] > 1]
        shared: Counter[int] = Counter()
        for run in wanted:
            found = self._later.get(run >> 8)
            if found:
                shared.update(found.get(run, ()))
        shared.update(self._first[owner] for owner in self._owners_of(wanted))
        shared.pop(position, None)
        return len(rare), {o: count for o, count in shared.items() if count >= LEAST_SHARED}

    def _owners_of(self, wanted: Sequence[int]) -> Iterator[int]:
        asked = np.array(wanted, np.uint32)
        low = np.searchsorted(self._runs, asked, "left")
        high = np.searchsorted(self._runs, asked, "right")
        for start, end in zip(low.tolist(), high.tolist(), strict=True):
            if end > start:
                yield from self._owners[start:end].tolist()

    def _holders_of_slot(self, slot: int) -> Iterator[int]:
        low, high = np.searchsorted(
            self._runs, np.array([slot << 8, (slot << 8) | 255], np.uint32), "left"
        ).tolist()
        high += int(np.searchsorted(self._runs[high:], (slot << 8) | 255, "right"))
        yield from (self._first[owner] for owner in self._owners[low:high].tolist())
        for found in self._later.get(slot, {}).values():
            yield from found


def _by_slot(run: int) -> int:
    """The same run, so that all runs of one slot sort together."""
    return ((run % SLOTS) << (32 - _SLOT_BITS)) | (run >> _SLOT_BITS)


class LivingWords:
    """Uncommon words, by how common they were when the case was last gone through."""

    def __init__(self, standing: Standing) -> None:
        self._standing = standing

    def uncommon(self, account: Account) -> frozenset[str]:
        """The uncommon words of one report that name nobody."""
        named = {word for key in account.fact_keys for word in key.split()[1:]}
        is_uncommon = self._standing.is_uncommon
        return frozenset(w for w in account.words if w not in named and is_uncommon(w))

    def looked_up(self, account: Account) -> frozenset[str]:
        """The words by which reports that look alike are looked for."""
        return frozenset(filter(self._standing.is_looked_up, account.words))

    def shared(self, uncommon: frozenset[str], parent: Account) -> dict[str, float]:
        """Those of the child's uncommon words that the parent holds, with their rarity."""
        rarity = self._standing.rarity_of_word
        both = sorted(uncommon.intersection(parent.words))
        return {word: bits for word in both if (bits := rarity(word)) > 0}


class LivingLookalikes:
    """Reports whose uncommon words look alike, as `Lookalikes` finds them, kept by position."""

    def __init__(self) -> None:
        self._keys: dict[int, tuple[tuple[int, ...], ...]] = {}
        self._buckets: dict[tuple[int, ...], list[int]] = {}

    def load(self, found: Iterable[tuple[int, frozenset[str]]]) -> None:
        """Take in reports with the words they are looked for by."""
        waiting = list(found)
        for start in range(0, len(waiting), _CHUNK):
            part = waiting[start : start + _CHUNK]
            tokens = [sorted(words) for _, words in part]
            rows = RMinHash.digest_matrix_from_token_sets(tokens, PERMUTATIONS, SEED).to_rows()
            for (position, words), row in zip(part, rows, strict=True):
                if len(words) >= FEWEST_WORDS:
                    self._enter(position, row)

    def _enter(self, position: int, row: Sequence[int]) -> None:
        keys = tuple((band, *row[band : band + ROWS]) for band in range(0, len(row), ROWS))
        self._keys[position] = keys
        for key in keys:
            held = self._buckets.setdefault(key, [])
            if held and position < held[-1]:
                insort(held, position)
            else:
                held.append(position)

    def before(self, position: int) -> frozenset[int]:
        """The latest earlier reports in each bucket of one report."""
        found: set[int] = set()
        for key in self._keys.get(position, ()):
            held = self._buckets[key]
            at = bisect_left(held, position)
            found.update(held[max(0, at - LATEST) : at])
        return frozenset(found)

    def after(self, position: int) -> set[int]:
        """The reports that now look at this one."""
        found: set[int] = set()
        for key in self._keys.get(position, ()):
            held = self._buckets[key]
            at = bisect_left(held, position) + 1
            found.update(held[at : at + LATEST])
        return found
