"""Words of names compared by the thousand: the same outcome as word by word, in arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler
from rapidfuzz.process import cpdist

from tocsin.values.names import Part, roots, sound_keys

Ints = NDArray[np.int64]
_CUTOFF = 3
"""As `compare_tokens`: words further apart than this are merely far apart."""


class Words:
    """Words of names, each known by a number."""

    def __init__(self) -> None:
        self._number: dict[str, int] = {}
        self._texts: list[str] = []
        self._lengths: list[int] = []
        self._roots: list[frozenset[str]] = []

    def number(self, word: str) -> int:
        """The number of a word."""
        found = self._number.get(word)
        if found is None:
            found = self._number[word] = len(self._texts)
            self._texts.append(word)
            self._lengths.append(len(word))
            self._roots.append(roots(word))
        return found

    def text(self, number: int) -> str:
        """The word of a number."""
        return self._texts[number]

    def compare(self, lefts: Ints, rights: Ints) -> Ints:
        """How far each pair of words agrees, as `compare_tokens` says; -1 is no word at all.

        Args:
            lefts: numbers of words.
            rights: as many.
        """
        found = np.full(len(lefts), int(Part.SILENT), np.int64)
        told = np.flatnonzero((lefts >= 0) & (rights >= 0))
        if not len(told):
            return found
        size = len(self._texts)
        packed, where = np.unique(lefts[told] * size + rights[told], return_inverse=True)
        found[told] = self._outcome(packed // size, packed % size)[where]
        return found

    def _outcome(self, lefts: Ints, rights: Ints) -> Ints:
        """`compare_tokens` of distinct pairs; its steps, each for the pairs no earlier one told."""
        texts = np.array(self._texts, dtype=object)
        one, other = texts[lefts], texts[rights]
        lengths = np.array(self._lengths, np.int64)
        short = (lengths[lefts] == 1) | (lengths[rights] == 1)
        found = np.full(len(lefts), int(Part.CONFLICT), np.int64)
        for i in np.flatnonzero(short).tolist():
            found[i] = Part.INITIAL if one[i][0] == other[i][0] else Part.CONFLICT
        same = ~short & (lefts == rights)
        found[same] = Part.EQUAL
        left = np.flatnonzero(~short & ~same)
        forms = _meet(self._roots, lefts, rights, left)
        found[left[forms]] = Part.VARIANT
        left = left[~forms]
        alike = self._alike(one[left], other[left], lefts[left], rights[left], lengths)
        found[left[alike]] = Part.SIMILAR
        return found

    def _alike(
        self,
        one: NDArray[np.object_],
        other: NDArray[np.object_],
        lefts: Ints,
        rights: Ints,
        lengths: Ints,
    ) -> NDArray[np.bool_]:
        longer = np.maximum(lengths[lefts], lengths[rights])
        distance = _distances(one, other)
        alike = (distance <= 1) & (longer >= 5)
        by_sound = (longer >= 4) & (distance <= 1 + longer // 5)
        by_letters = (distance <= 2) & (longer >= 8)
        asked = np.flatnonzero(~alike & (by_sound | by_letters))
        sounds = _sounds(self._texts, lefts[asked], rights[asked])
        alike[asked] = np.where(sounds, by_sound[asked], by_letters[asked])
        for i in np.flatnonzero(~alike & (longer >= 7) & (distance <= 2)).tolist():
            alike[i] = JaroWinkler.similarity(one[i], other[i]) >= 0.94
        return alike


def _distances(one: NDArray[np.object_], other: NDArray[np.object_]) -> Ints:
    if not len(one):
        return np.zeros(0, np.int64)
    found = cpdist(
        one.tolist(),
        other.tolist(),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=_CUTOFF,
        dtype=np.int32,
    )
    return np.asarray(found, np.int64)


def _meet(
    held: Sequence[frozenset[str]], lefts: Ints, rights: Ints, asked: Ints
) -> NDArray[np.bool_]:
    """Whether the two words of each asked pair have a root in common.

    A word is a root of its own, so two different words that have no other root share none.
    """
    several = np.array([len(h) > 1 for h in held], bool)
    found = np.zeros(len(asked), bool)
    a, b = lefts[asked], rights[asked]
    some = np.flatnonzero(several[a] | several[b])
    found[some] = [
        not held[i].isdisjoint(held[k])
        for i, k in zip(a[some].tolist(), b[some].tolist(), strict=True)
    ]
    return found


def _sounds(texts: Sequence[str], lefts: Ints, rights: Ints) -> NDArray[np.bool_]:
    return np.array(
        [
            not sound_keys(texts[a]).isdisjoint(sound_keys(texts[b]))
            for a, b in zip(lefts.tolist(), rights.tolist(), strict=True)
        ],
        bool,
    )
