"""Pairs of stored profiles: a table made in bulk, and what came since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.people.scoring import ScoredPair
from tocsin.records import Evidence

_MOST_READ = 20_000
"""Profiles whose pairs are kept at hand."""
Kind = tuple[tuple[int, ...], str]
"""What comparing found: the level of each comparison, and of the names."""


@dataclass(slots=True)
class PairTable:
    """Pairs in columns, each with its place: thirty bytes a pair in place of six hundred."""

    left: NDArray[np.int32] = field(default_factory=lambda: np.array([], np.int32))
    right: NDArray[np.int32] = field(default_factory=lambda: np.array([], np.int32))
    weight: NDArray[np.float64] = field(default_factory=lambda: np.array([], np.float64))
    probability: NDArray[np.float64] = field(default_factory=lambda: np.array([], np.float64))
    kind: NDArray[np.int32] = field(default_factory=lambda: np.array([], np.int32))
    kinds: Sequence[Kind] = ()
    further: Mapping[int, tuple[Evidence, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, pairs: Iterable[ScoredPair]) -> PairTable:
        """Pairs as they come."""
        kinds: dict[Kind, int] = {}
        rows, further = [], {}
        for i, p in enumerate(pairs):
            kind = kinds.setdefault((p.gammas, p.match_key), len(kinds))
            rows.append((p.left, p.right, p.weight, p.probability, kind))
            if p.further:
                further[i] = p.further
        columns = list(zip(*rows, strict=True)) or [()] * 5
        return cls(
            np.array(columns[0], np.int32),
            np.array(columns[1], np.int32),
            np.array(columns[2], np.float64),
            np.array(columns[3], np.float64),
            np.array(columns[4], np.int32),
            list(kinds),
            further,
        )

    def at(self, row: int) -> ScoredPair:
        """One pair."""
        gammas, key = self.kinds[self.kind[row]]
        return ScoredPair(
            int(self.left[row]),
            int(self.right[row]),
            float(self.weight[row]),
            float(self.probability[row]),
            gammas,
            key,
            self.further.get(row, ()),
        )


class Links:
    """Pairs, found from both their ends."""

    def __init__(self, table: PairTable | None = None) -> None:
        self._table = table or PairTable()
        self._by_left = np.argsort(self._table.left, kind="stable")
        self._by_right = np.argsort(self._table.right, kind="stable")
        self._lefts = self._table.left[self._by_left]
        self._rights = self._table.right[self._by_right]
        self._own: dict[int, dict[int, ScoredPair]] = {}
        """Profiles whose pairs have changed since: all their pairs."""
        self._read: dict[int, dict[int, ScoredPair]] = {}

    def of(self, slot: int) -> Mapping[int, ScoredPair]:
        """With whom a profile is paired, and how."""
        found = self._own.get(slot)
        if found is None:
            found = self._read.get(slot)
        if found is None:
            if len(self._read) > _MOST_READ:
                self._read.clear()
            found = self._read[slot] = self._from_table(slot)
        return found

    def put(self, pair: ScoredPair) -> None:
        """Remember a pair."""
        self._owned(pair.left)[pair.right] = pair
        self._owned(pair.right)[pair.left] = pair

    def drop(self, left: int, right: int) -> None:
        """Forget a pair."""
        self._owned(left).pop(right, None)
        self._owned(right).pop(left, None)

    def all(self) -> Iterator[ScoredPair]:
        """Every pair once."""
        table, own = self._table, self._own
        changed = np.array(sorted(own), np.int32)
        stays = ~(np.isin(table.left, changed) | np.isin(table.right, changed))
        for row in np.flatnonzero(stays).tolist():
            yield table.at(row)
        for slot in sorted(own):
            for other, pair in own[slot].items():
                if slot < other or other not in own:
                    yield pair

    def table(self) -> PairTable:
        """All pairs in columns."""
        return PairTable.of(self.all()) if self._own else self._table

    def _owned(self, slot: int) -> dict[int, ScoredPair]:
        found = self._own.get(slot)
        if found is None:
            found = self._own[slot] = self._read.pop(slot, {}) or self._from_table(slot)
        return found

    def _from_table(self, slot: int) -> dict[int, ScoredPair]:
        table = self._table
        found = {}
        for values, order in ((self._lefts, self._by_left), (self._rights, self._by_right)):
            low, high = np.searchsorted(values, [slot, slot + 1], "left").tolist()
            for row in order[low:high].tolist():
                pair = table.at(row)
                found[pair.right if pair.left == slot else pair.left] = pair
        return found
