"""Names of a case compared by the thousand: what `NameComparer.key` finds, for many pairs at once.

Most names are a given name and a family name, or one word. Those are compared as numbers of words
in arrays, each different pair of words once. Names of more words are compared one by one.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from tocsin.people.names import NameComparer, NameKey, NameSet
from tocsin.people.words_at_once import Ints, Words
from tocsin.values.names import Comparison, Name, Part, compare_names
from tocsin.values.names.compare import GOOD_ENOUGH, WORTH

_CHUNK = 500_000
_WORTHS = np.array(WORTH)
_GENERATIONS = {"junior": 1, "senior": -1}


class NamesAtOnce:
    """Sets of names, each known by a number, and the outcomes of comparing them."""

    def __init__(self, comparer: NameComparer) -> None:
        self.keys: list[NameKey] = []
        """Each different outcome once; `compare` answers with places in this list."""
        self._place: dict[NameKey, int] = {}
        self._comparer = comparer
        self._words = Words()
        self._sets: dict[NameSet, int] = {}
        self._names: dict[Name, int] = {}
        self._held: list[Name] = []
        self._members: list[tuple[int, ...]] = []
        self._full_sets: list[bool] = []
        self._rows: list[tuple[int, int, int, int]] = []
        self._full: list[bool] = []
        self._single: list[bool] = []
        self._generations: list[int] = []
        self._reached: dict[int, tuple[int, float]] = {}
        self._steps: dict[tuple[str, int], int] = {}

    def number(self, names: NameSet) -> int:
        """The number of a set of names."""
        found = self._sets.get(names)
        if found is None:
            found = self._sets[names] = len(self._members)
            self._members.append(tuple(self._name(n) for n in names.names))
            self._full_sets.append(names.is_full)
        return found

    def numbers(self, sets: Iterable[NameSet]) -> Ints:
        """The numbers of sets of names."""
        return np.fromiter((self.number(s) for s in sets), np.int64)

    def compare(self, lefts: Ints, rights: Ints) -> Ints:
        """What comparing each pair of sets found: a place in `keys`, or -1 where nothing speaks
        for one person."""
        if not len(lefts):
            return np.zeros(0, np.int64)
        size = len(self._members)
        packed, where = np.unique(lefts * size + rights, return_inverse=True)
        found = np.concatenate(
            [
                self._compared(packed[i : i + _CHUNK] // size, packed[i : i + _CHUNK] % size)
                for i in range(0, len(packed), _CHUNK)
            ]
        )
        return found[where]

    def bits(self) -> NDArray[np.float64]:
        """The weight of each of `keys`."""
        return np.array([self._comparer.bits(k) for k in self.keys], np.float64)

    def _name(self, name: Name) -> int:
        found = self._names.get(name)
        if found is None:
            found = self._names[name] = len(self._held)
            self._held.append(name)
            self._rows.append(self._row(name))
            self._full.append(name.is_full)
            self._single.append(len(name.tokens) == 1)
            self._generations.append(_GENERATIONS.get(name.generation, 0))
        return found

    def _row(self, name: Name) -> tuple[int, int, int, int]:
        """The words of a name's readings: given and family of the first, and of the second.

        -1 is no word, -2 no such reading; -3 is a name of several given names.
        """
        row: list[int] = []
        for givens, family in name.readings:
            if len(givens) > 1:
                return (-3, -3, -3, -3)
            row.append(self._words.number(givens[0]) if givens else -1)
            row.append(self._words.number(family) if family else -1)
        a, b, c, d = (*row, -2, -2)[:4]
        return (a, b, c, d)

    def _compared(self, lefts: Ints, rights: Ints) -> Ints:
        """The outcome for each pair of sets: of all pairs of their names, the strongest."""
        pair, one, other = self._name_pairs(lefts, rights)
        size = len(self._held)
        packed, where = np.unique(one * size + other, return_inverse=True)
        place, bits, extra, conflict, generation = self._outcomes(packed // size, packed % size)
        full = np.array(self._full, bool)
        both_full = full[one] & full[other]
        full_sets = np.array(self._full_sets, bool)
        refuted = full_sets[lefts] & full_sets[rights]
        refuted[pair[both_full & ~conflict[where]]] = False
        bits = bits[where] - np.where(extra[where], 0.5, 0.0)
        heard = np.flatnonzero(~generation[where])
        # The first of the strongest: `lexsort` keeps the order of pairs that weigh alike.
        order = heard[np.lexsort((-bits[heard], pair[heard]))]
        firsts = order[np.r_[True, pair[order][1:] != pair[order][:-1]]] if len(order) else order
        found = np.full(len(lefts), -1, np.int64)
        found[pair[firsts]] = place[where[firsts]]
        return self._judged(found, refuted)

    def _judged(self, found: Ints, refuted: NDArray[np.bool_]) -> Ints:
        """Without what speaks for nobody; a nickname shared by full names that differ is two
        people with one nickname."""
        weak = [max(k.given, k.family) < Part.INITIAL for k in self.keys]
        found[(found >= 0) & np.array([*weak, False], bool)[found]] = -1
        for at in np.unique(found[(found >= 0) & refuted]).tolist():
            key = self.keys[at]
            if not key.is_full:
                key = NameKey(key.given, key.given_rarity, Part.CONFLICT, 0, True)
                found[(found == at) & refuted] = self._place_of(key)
        return found

    def _name_pairs(self, lefts: Ints, rights: Ints) -> tuple[Ints, Ints, Ints]:
        """Every name of the one set beside every name of the other, pair of sets by pair."""
        sizes = np.array([len(m) for m in self._members], np.int64)
        starts = np.cumsum(sizes) - sizes
        flat = np.fromiter((n for m in self._members for n in m), np.int64, int(sizes.sum()))
        counts = sizes[lefts] * sizes[rights]
        pair = np.repeat(np.arange(len(lefts)), counts)
        nth = np.arange(len(pair)) - np.repeat(np.cumsum(counts) - counts, counts)
        wide = np.maximum(sizes[rights], 1)[pair]
        one = flat[starts[lefts][pair] + nth // wide]
        return pair, one, flat[starts[rights][pair] + nth % wide]

    def _outcomes(
        self, lefts: Ints, rights: Ints
    ) -> tuple[Ints, NDArray[np.float64], NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Of distinct pairs of names: place of the key, its weight, whether words of both found no
        partner, whether the names speak against one person, whether the generations do."""
        rows = np.array(self._rows, np.int64).reshape(-1, 4)
        generations = np.array(self._generations, np.int64)
        generation = generations[lefts] * generations[rights] == -1
        single = np.array(self._single, bool)
        enough = np.where(single[lefts] | single[rights], WORTH[Part.EQUAL], GOOD_ENOUGH)
        full = np.array(self._full, bool)
        codes = self._by_words(rows[lefts], rows[rights], enough, full[lefts] & full[rights])
        extra = np.zeros(len(lefts), bool)
        for i in np.flatnonzero((rows[lefts, 0] == -3) | (rows[rights, 0] == -3)).tolist():
            found = compare_names(self._held[lefts[i]], self._held[rights[i]])
            codes[i] = self._code_of(found, bool(full[lefts[i]] and full[rights[i]]))
            extra[i] = bool(found.extra)
        distinct, where = np.unique(codes, return_inverse=True)
        reached = [self._key_of(int(code)) for code in distinct]
        place = np.array([p for p, _ in reached], np.int64)[where]
        bits = np.array([b for _, b in reached], np.float64)[where]
        given, family = codes // 36 // 6 % 6, codes // 6 % 6
        conflict = (given == Part.CONFLICT) | (family == Part.CONFLICT) | generation
        return place, bits, extra, conflict, generation

    def _by_words(
        self, one: Ints, other: Ints, enough: NDArray[np.float64], full: NDArray[np.bool_]
    ) -> Ints:
        """`compare_names` for names of one given name at most, as a packed outcome."""
        best = np.full(len(one), -np.inf)
        codes = np.zeros(len(one), np.int64)
        for i in (0, 2):
            for j in (0, 2):
                asked = np.flatnonzero((one[:, i] > -2) & (other[:, j] > -2) & (best < enough))
                givens, theirs = one[asked, i], other[asked, j]
                given = self._words.compare(givens, theirs)
                given[(givens == theirs) & (givens >= 0)] = Part.EQUAL
                surnames, their_surnames = one[asked, i + 1], other[asked, j + 1]
                family = self._words.compare(surnames, their_surnames)
                merit = _WORTHS[given] + _WORTHS[family]
                better = merit > best[asked]
                at = asked[better]
                best[at] = merit[better]
                given_step = self._rarity("given", given, givens, theirs)[better]
                family_step = self._rarity("family", family, surnames, their_surnames)[better]
                codes[at] = _packed(
                    given[better], given_step, family[better], family_step, full[at]
                )
        return codes

    def _rarity(self, what: str, part: Ints, lefts: Ints, rights: Ints) -> Ints:
        """How rare the word that agrees is: the commoner of the two ways to write it."""
        found = np.zeros(len(part), np.int64)
        agree = np.flatnonzero(part >= Part.SIMILAR)
        words, where = np.unique(np.r_[lefts[agree], rights[agree]], return_inverse=True)
        steps = np.array([self._step(what, w) for w in words.tolist()], np.int64)[where]
        found[agree] = np.minimum(steps[: len(agree)], steps[len(agree) :])
        return found

    def _step(self, what: str, word: int) -> int:
        found = self._steps.get((what, word))
        if found is None:
            found = self._steps[what, word] = self._comparer.step(what, self._words.text(word))
        return found

    def _code_of(self, found: Comparison, is_full: bool) -> int:
        given, given_step, family, family_step, full = self._comparer.reached(found, is_full)
        return (((int(full) * 6 + given) * 6 + given_step) * 6 + family) * 6 + family_step

    def _key_of(self, code: int) -> tuple[int, float]:
        known = self._reached.get(code)
        if known is None:
            rest, family_step = divmod(code, 6)
            rest, family = divmod(rest, 6)
            rest, given_step = divmod(rest, 6)
            full, given = divmod(rest, 6)
            reached = (Part(given), given_step, Part(family), family_step, bool(full))
            key, bits = self._comparer.surely(reached)
            known = self._reached[code] = self._place_of(key), bits
        return known

    def _place_of(self, key: NameKey) -> int:
        found = self._place.get(key)
        if found is None:
            found = self._place[key] = len(self.keys)
            self.keys.append(key)
        return found


def _packed(
    given: Ints, given_step: Ints, family: Ints, family_step: Ints, full: NDArray[np.bool_]
) -> Ints:
    return (((full.astype(np.int64) * 6 + given) * 6 + given_step) * 6 + family) * 6 + family_step
