"""A small conditional random field over tokens; its features are hashed, so that no word of the
text it learned from can be read in the weights."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import cache
from importlib import resources
from typing import Any
from zlib import crc32

from tocsin.mentions.persons.lexicon import LOWER, NO_WORD, Lexicon, Word
from tocsin.mentions.persons.scan import Scan

_HASH_MASK = 0xFFFFF
_MARK_BITS = tuple(1 << bit for bit in range(21) if bit != 16)
_CACHE_LIMIT = 20_000
OUTSIDE, BEGINS, INSIDE = "O", "B", "I"


def hashed(feature: str) -> str:
    """Twenty bits of a feature, as text."""
    return format(crc32(feature.encode()) & _HASH_MASK, "x")


def word_features(raw: str, word: Word, *, listed: bool = True) -> list[str]:
    """What one word says, whatever stands around it. `listed` False: as if no list held it."""
    low = word.low if word.shape != NO_WORD else ("0" * len(raw) if raw.isdigit() else raw)
    shape = word.shape
    features = [f"s{shape}", f"l{min(word.base, 9)}"]
    name = max(word.first, word.last)
    if listed or name < 0.4:
        features.append("w" + low)
    if shape != NO_WORD:
        features += [f"p{low[:2]}", f"q{low[:3]}", f"x{low[-2:]}", f"y{low[-3:]}", f"z{low[-4:]}"]
        if word.base < len(raw):
            features.append("'s")
        if "-" in raw or "'" in raw[: word.base]:
            features.append("double")
    if listed:
        features += [f"f{round(word.first * 4)}", f"t{round(word.last * 4)}"]
        features.append(f"c{int(word.common)}{int(word.known)}{int(word.dictionary)}")
        features.append(f"ft{int(word.first >= 0.5)}{int(word.last >= 0.5)}{shape}")
        features += [f"m{bit}" for bit in _MARK_BITS if word.marks & bit]
    else:
        features += ["f0", "t0", "c000", f"ft00{shape}"]
    return features


def around_features(raw: str, word: Word, *, listed: bool = True) -> list[str]:
    """What a word says about its neighbours."""
    low = word.low if word.shape != NO_WORD else ("0" if raw.isdigit() else raw)
    features = [f"s{word.shape}"]
    if not listed:
        return [*features, "f0", "t0", "c0"]
    if max(word.first, word.last) < 0.6 or word.common:
        features.append("w" + low)
    features += [f"f{round(word.first * 2)}", f"t{round(word.last * 2)}", f"c{int(word.common)}"]
    features += [f"m{bit}" for bit in _MARK_BITS if word.marks & bit]
    return features


def kind_of(scan: Scan, i: int) -> str:
    """Style of the sentence and shape of the word."""
    return f"{scan.style[i]}{scan.word[i].shape}"


def strength_of(word: Word) -> str:
    """Whether the lists hold the word as a first name, as a surname."""
    return f"{int(word.first >= 0.5)}{int(word.last >= 0.5)}"


def spot_features(kind: str, opens: bool, word: Word) -> list[str]:
    """What the place in the sentence says."""
    return [f"k{kind}", f"b{int(opens)}{word.shape}{int(word.common)}"]


def before_features(raw: str, word: Word, kind: str, strength: str) -> list[str]:
    """The neighbour in front, paired with what stands here."""
    text = word.low if word.shape != NO_WORD else raw
    return [f"bk{text}|{kind}", f"bs{word.shape}{int(word.first >= 0.5)}|{kind}{strength}"]


def after_features(raw: str, word: Word, kind: str, strength: str) -> list[str]:
    """The neighbour behind, likewise."""
    text = word.low if word.shape != NO_WORD else raw
    return [f"ak{text}|{kind}", f"as{word.shape}{int(word.last >= 0.5)}|{kind}{strength}"]


def place_features(scan: Scan, i: int, first: int, last: int) -> list[str]:
    """What the place in the sentence and pairs of neighbours say."""
    word, kind = scan.word[i], kind_of(scan, i)
    strength = strength_of(word)
    features = spot_features(kind, scan.starts[i], word)
    if i > first:
        features += before_features(scan.raw[i - 1], scan.word[i - 1], kind, strength)
    else:
        features.append("first" + kind)
    if i + 1 < last:
        features += after_features(scan.raw[i + 1], scan.word[i + 1], kind, strength)
    else:
        features.append("last" + kind)
    return features


def sentences(scan: Scan) -> list[tuple[int, int]]:
    """Token bounds of the sentences, each of at least one word."""
    bounds, first = [], 0
    for i in range(1, scan.size):
        if scan.starts[i] and not scan.starts[i - 1] and i > first:
            bounds.append((first, i))
            first = i
    if scan.size > first:
        bounds.append((first, scan.size))
    return bounds


@cache
def _shipped() -> tuple[bytes, frozenset[str]]:
    folder = resources.files("tocsin.mentions.persons").joinpath("data")
    known = array("I")
    known.frombytes(folder.joinpath("features.bin").read_bytes())
    if array("I", [1]).tobytes()[0] != 1:
        known.byteswap()
    return folder.joinpath("persons.crfsuite").read_bytes(), frozenset(f"{f:x}" for f in known)


class Model:
    """The shipped weights, and the features of words already seen."""

    def __init__(self, lexicon: Lexicon) -> None:
        import pycrfsuite

        weights, self._known = _shipped()
        self._weights = weights  # the tagger reads from this buffer
        self._tagger: Any = pycrfsuite.Tagger()
        self._tagger.open_inmemory(weights)
        self._lexicon = lexicon
        self._words: dict[str, tuple[list[str], ...]] = {}
        self._pairs: dict[tuple[Any, ...], list[str]] = {}

    def _of_word(self, raw: str, word: Word) -> tuple[list[str], ...]:
        ready = self._words.get(raw)
        if ready is None:
            if len(self._words) >= _CACHE_LIMIT:
                self._words.clear()
            own, near = word_features(raw, word), around_features(raw, word)
            ready = self._words[raw] = (
                self._hash(own),
                *(self._hash([at + f for f in near]) for at in ("<", ">", "{", "}")),
            )
        return ready

    def _hash(self, features: list[str]) -> list[str]:
        return [h for h in map(hashed, features) if h in self._known]

    def _spot(self, scan: Scan, i: int, first: int, last: int) -> list[str]:
        """The hashed features of `place_features`, each looked up by what it is made of."""
        pairs, word = self._pairs, scan.word[i]
        if len(pairs) >= 4 * _CACHE_LIMIT:
            pairs.clear()
        style, begins = scan.style[i], scan.starts[i]
        here = (style, word.shape, word.first >= 0.5, word.last >= 0.5)
        key: tuple[Any, ...] = (here, begins, word.common)
        row = pairs.get(key)
        if row is None:
            row = pairs[key] = self._hash(spot_features(kind_of(scan, i), begins, word))
        key = (0, here, scan.raw[i - 1] if i > first else "")
        front = pairs.get(key)
        if front is None:
            front = pairs[key] = self._pair(scan, i, i - 1 if i > first else -1, before_features)
        key = (1, here, scan.raw[i + 1] if i + 1 < last else "")
        back = pairs.get(key)
        if back is None:
            back = pairs[key] = self._pair(scan, i, i + 1 if i + 1 < last else -1, after_features)
        return row + front + back

    def _pair(self, scan: Scan, i: int, j: int, make: Callable[..., list[str]]) -> list[str]:
        kind = kind_of(scan, i)
        if j < 0:
            return self._hash([("first" if make is before_features else "last") + kind])
        return self._hash(make(scan.raw[j], scan.word[j], kind, strength_of(scan.word[i])))

    def features(self, scan: Scan, first: int, last: int) -> list[list[str]]:
        """Hashed features of the tokens `first` to `last - 1`, those the model knows."""
        words = [self._of_word(scan.raw[i], scan.word[i]) for i in range(first, last)]
        rows, size = [], last - first
        for k in range(size):
            row = words[k][0] + self._spot(scan, first + k, first, last)
            if k:
                row += words[k - 1][1]
                if k > 1:
                    row += words[k - 2][3]
            if k + 1 < size:
                row += words[k + 1][2]
                if k + 2 < size:
                    row += words[k + 2][4]
            rows.append(row)
        return rows

    def tag(self, scan: Scan, first: int, last: int) -> list[tuple[int, int, float]]:
        """Persons in one sentence: first and last token, and the least probability within."""
        self._tagger.set(self.features(scan, first, last))
        labels = self._tagger.tag()
        spans: list[tuple[int, int, float]] = []
        for k, label in enumerate(labels):
            if label not in (BEGINS, INSIDE):
                continue
            sure = self.person_at(k)
            if label == INSIDE and spans and spans[-1][1] == first + k - 1:
                start, _, least = spans[-1]
                spans[-1] = (start, first + k, min(least, sure))
            else:
                spans.append((first + k, first + k, sure))
        return spans

    def person_at(self, k: int) -> float:
        """Probability that token `k` of the sentence set last is part of a person's name."""
        marginal = self._tagger.marginal
        return float(round(marginal(BEGINS, k) + marginal(INSIDE, k), 4))


def is_worth_reading(scan: Scan, first: int, last: int) -> bool:
    """Whether a sentence holds a word that could be a name at all."""
    for i in range(first, last):
        word = scan.word[i]
        if word.shape == NO_WORD:
            continue
        if word.shape != LOWER and not (scan.starts[i] and word.common):
            return True
        if not word.known or max(word.first, word.last) >= 0.4:
            return True
    return False
