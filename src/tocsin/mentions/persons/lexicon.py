"""What a word can be: a name, an ordinary word, a title, a cue."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from tocsin.values.name_lists import (
    IS_NICKNAME,
    IS_PLACE,
    IS_WORD,
    LEVEL,
    OPENS_PLACE,
    SURNAME_SHIFT,
    ZIPF_SHIFT,
    entries,
    fold,
)

_BITS_PER_ZIPF = 3.3219
_UNSEEN_ZIPF = 2.0
_SURNAME_OFFSET = 5.0
_CACHE_LIMIT = 40_000
_CONTRACTIONS = frozenset(("ve", "ll", "re", "d", "m", "t"))

NEVER = 1
TITLE = 2
RANK = 4
RELATION = 8
PARTICLE = 16
HEAD = 32
LEFT = 64
RIGHT = 128
PLACE_LEFT = 256
ALIAS = 512
ACRONYM = 1024
MONTH = 2048
KIN = 4096
BEFORE_INITIALS = 8192
AFTER_INITIALS = 16384
PLACE = 32768
EXTRA = 65536
"""Named in the user's names.csv."""
NICKNAME = 131072
OPENER = 262144
WEAK_LEFT = 524288
SURE_BEFORE = 1048576

LOWER, TITLE_CASE, UPPER, LETTER, MIXED, NO_WORD = range(6)

_MARKS = {
    "titles": TITLE, "ranks": RANK, "relations": RELATION, "particles": PARTICLE,
    "head_words": HEAD, "person_left": LEFT, "person_right": RIGHT, "place_left": PLACE_LEFT,
    "alias_cues": ALIAS, "acronyms": ACRONYM, "months": MONTH, "weekdays": NEVER,
    "kin_before_nickname": KIN, "initials_before": BEFORE_INITIALS,
    "initials_after": AFTER_INITIALS, "vehicles": NEVER, "brands": NEVER, "peoples": NEVER,
    "not_names": NEVER, "agencies": NEVER, "weak_left": WEAK_LEFT,
    "sure_before_initials": SURE_BEFORE,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """What is known of one word as written (its possessive 's taken off)."""

    low: str
    base: int
    """Length without a possessive 's."""
    shape: int
    marks: int
    first: float
    """0 to 1: how sure the word is a first name, were it written with a capital."""
    last: float
    """0 to 1: how sure it is a surname, likewise."""
    common: bool
    """An ordinary word (in the dictionary or frequent, and not known as a name above all)."""
    known: bool
    """In the lists at all, as whatever."""
    dictionary: bool
    """In the dictionary, written small."""
    given: bool
    """In the lists as a first name, however rare beside its use as a word."""


def marks_of(table: Mapping[str, Any]) -> dict[str, int]:
    """Word → marks, from policies/persons.yaml."""
    marks: dict[str, int] = {}
    for group, mark in _MARKS.items():
        for entry in table[group].split():
            word = entry.replace("~", " ").strip()
            marks[word] = marks.get(word, 0) | mark
    return marks


@cache
def _clip(value: float) -> float:
    return max(0.0, min(1.0, value))


class Lexicon:
    """Looks words up once and remembers them, up to a limit."""

    def __init__(
        self,
        table: Mapping[str, Any],
        extra: Collection[str] = (),
        without: Collection[str] = (),
    ) -> None:
        """`extra` are folded words of names.csv; `without` hides listed names (for measuring)."""
        self._entries = entries()
        self._marks = marks_of(table)
        self._extra = frozenset(extra)
        self._without = frozenset(without)
        self._seen: dict[str, Word] = {}

    def __getitem__(self, written: str) -> Word:
        word = self._seen.get(written)
        if word is None:
            if len(self._seen) >= _CACHE_LIMIT:
                self._seen.clear()
            word = self._seen[written] = self._look_up(written)
        return word

    def words(self, written: Sequence[str]) -> list[Word]:
        """Each word of a row."""
        known = self._seen.get
        return [known(raw) or self[raw] for raw in written]

    def is_place(self, folded: str) -> bool:
        """Whether the lists hold a place of this name, of one word or more."""
        return bool(self._entries.get(folded, 0) & IS_PLACE)

    def _look_up(self, written: str) -> Word:
        base = len(written)
        if base > 3 and written[-2:] in ("'s", "’s", "'S", "’S"):
            base -= 2
        stem = written[:base]
        low = fold(stem)
        if low.endswith("'"):
            low = low[:-1]
        key = low.replace("'", "")
        entry = self._entries.get(key, 0)
        if key in self._without:
            entry = 0
        if not entry and low.endswith("s") and len(low) > 4:
            entry = self._owner_entry(key[:-1])
        marks = self._marks.get(low, 0) | self._marks.get(written.lower().replace("’", "'"), 0)
        if low.rpartition("'")[2] in _CONTRACTIONS and "'" in low:
            marks |= NEVER
        if entry & IS_PLACE:
            marks |= PLACE
        if entry & OPENS_PLACE:
            marks |= OPENER
        if entry & IS_NICKNAME:
            marks |= NICKNAME
        if low in self._extra:
            marks = (marks | EXTRA) & ~NEVER & ~ACRONYM
        first, last = self._strengths(key, entry)
        if "-" in low:
            first, last, entry = self._of_parts(low, first, last, entry)
        if marks & EXTRA:
            first = last = 1.0
        zipf = (entry >> ZIPF_SHIFT & LEVEL) / 8
        common = bool(entry & IS_WORD or zipf >= 4.3) and max(first, last * 0.7) < 0.6
        dictionary = bool(entry & IS_WORD)
        shape, given = _shape(stem), bool(entry & LEVEL)
        return Word(low, base, shape, marks, first, last, common, entry != 0, dictionary, given)

    def _strengths(self, key: str, entry: int) -> tuple[float, float]:
        """Uses as a name over frequency as a word, squeezed to 0..1; a word no dictionary holds
        owes its frequency to the name."""
        zipf = max((entry >> ZIPF_SHIFT & LEVEL) / 8, _UNSEEN_ZIPF)
        first_bits = (entry & LEVEL) / 2
        last_bits = (entry >> SURNAME_SHIFT & LEVEL) / 2
        word_bits = zipf * _BITS_PER_ZIPF
        if entry & IS_WORD:
            first = _clip(0.5 + (first_bits - word_bits) / 8) if first_bits else 0.0
            last = _clip(0.5 + (last_bits + _SURNAME_OFFSET - word_bits) / 10) if last_bits else 0.0
            return first, last
        first = _clip(0.55 + (first_bits - 6) / 12) if first_bits else 0.0
        last = _clip(0.55 + (last_bits - 4) / 12) if last_bits else 0.0
        if entry & IS_PLACE and first:
            first = min(first, _clip(0.5 + (first_bits - word_bits) / 8))
        elif zipf >= 4.0 and first:  # frequent though in no dictionary: a firm, a short form
            first = min(first, _clip(0.75 + (first_bits - word_bits) / 10))
        if len(key) <= 2:
            first, last = first * 0.7, last * 0.8
        return first, last

    def _owner_entry(self, stem: str) -> int:
        """`darrens flat`: a first name with its possessive s, the apostrophe left out."""
        entry = self._entries.get(stem, 0) if stem not in self._without else 0
        sure = entry & LEVEL and not entry & (IS_WORD | IS_PLACE)
        return entry & LEVEL if sure and self._strengths(stem, entry)[0] >= 0.8 else 0

    def _of_parts(
        self, low: str, first: float, last: float, entry: int
    ) -> tuple[float, float, int]:
        """A double name is as good as its better part."""
        for part in low.split("-"):
            figure = self._entries.get(part, 0) if part not in self._without else 0
            one, two = self._strengths(part, figure)
            first, last, entry = max(first, one), max(last, two), entry | figure & ~IS_WORD
        return first, last, entry


def _shape(word: str) -> int:
    if not word[0].isalpha():
        return NO_WORD
    if len(word) == 1:
        return LETTER if word.isupper() else LOWER
    if word.isupper():
        return UPPER
    if word[0].isupper():
        return TITLE_CASE if word[1:].islower() else MIXED
    return LOWER if word.islower() else MIXED
