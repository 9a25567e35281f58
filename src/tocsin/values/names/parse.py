"""A name taken apart: given names, family name, initials, generation, title."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from tocsin.values.names.fold import fold

_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "rev",
        "fr",
        "imam",
        "sister",
        "bro",
        "pc",
        "ps",
        "pcso",
        "dc",
        "ds",
        "di",
        "dci",
        "dcs",
        "dsu",
        "supt",
        "ch",
        "insp",
        "inspector",
        "sgt",
        "sergeant",
        "constable",
        "const",
        "wpc",
        "wdc",
        "cllr",
        "councillor",
        "nurse",
        "auntie",
        "aunty",
        "uncle",
    ]
)
_FAMILY_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "pc",
        "ps",
        "dc",
        "ds",
        "di",
        "sgt",
        "cllr",
    ]
)
_JUNIOR = frozenset({"jnr", "jr", "junior", "jun", "young", "younger", "yng"})
_SENIOR = frozenset({"snr", "sr", "senior", "sen", "old", "elder", "big"})
_LINKS = frozenset(
    [
        "de",
        "del",
        "della",
        "di",
        "da",
        "van",
        "von",
        "bin",
        "ibn",
        "al",
        "el",
        "ul",
        "binti",
        "bint",
        "la",
        "las",
        "los",
        "dos",
    ]
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as written, taken apart; all parts folded.

    `family` is empty where it is not known which word is the family name: then the words stand in
    `givens`, in the order written, and comparing tries both.
    """

    givens: tuple[str, ...]
    family: str = ""
    generation: str = ""
    """`junior`, `senior` or empty."""
    sure: bool = False
    """Whether the writing itself tells which word is the family name (SURNAME, First)."""

    tokens: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """All words, family name last."""
    words: tuple[str, ...] = field(init=False, compare=False, repr=False)
    """Words longer than an initial."""
    is_full: bool = field(init=False, compare=False, repr=False)
    """Two words or more that are not initials."""
    readings: tuple[tuple[tuple[str, ...], str], ...] = field(init=False, compare=False, repr=False)
    """Ways to tell given names from the family name, the likeliest first."""
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        tokens = (*self.givens, self.family) if self.family else self.givens
        words = tuple(t for t in tokens if len(t) > 1)
        keep = object.__setattr__
        keep(self, "tokens", tokens)
        keep(self, "words", words)
        keep(self, "is_full", len(words) > 1)
        keep(self, "readings", _readings(self.givens, self.family, self.sure))
        keep(self, "_hash", hash((self.givens, self.family, self.generation, self.sure)))

    def __hash__(self) -> int:
        return self._hash

    @property
    def is_initials(self) -> bool:
        """Nothing but initials."""
        return bool(self.tokens) and not self.words


def _readings(
    givens: tuple[str, ...], family: str, sure: bool
) -> tuple[tuple[tuple[str, ...], str], ...]:
    readings = [(givens, family)]
    if family:
        if not sure and givens and len(givens[0]) > 1 and len(family) > 1:
            readings.append(((*givens[1:], family), givens[0]))
    elif len(givens) == 1 and len(givens[0]) > 1:
        readings.append(((), givens[0]))
    elif len(givens) == 2 and all(len(g) == 1 for g in givens):
        readings.append(((givens[0],), givens[1]))
    return tuple(readings)


@lru_cache(maxsize=200_000)
def parse_name(text: str, title: str = "") -> Name:
    """Take a name apart.

    Args:
        text: the name as written, with or without titles.
        title: the title written before it, where it stands outside `text`.

    >>> parse_name("HARDY, Desmond").family, parse_name("Mr Sandhu").family
    ('hardy', 'sandhu')
    >>> parse_name("K OFORI").givens, parse_name("Young Des").generation
    (('k',), 'junior')
    """
    before, comma, after = text.partition(",")
    generation = ""
    title_seen = fold(title) in _FAMILY_TITLES
    pieces: list[list[str]] = []
    for part in (before, after) if comma else (text,):
        kept: list[str] = []
        for raw in re.findall(r"[^\s.,;:()\"“”]+", part):
            word = fold(raw).replace(" ", "") if "-" not in raw else fold(raw).replace(" ", "-")
            if word in _JUNIOR:
                generation = "junior"
            elif word in _SENIOR:
                generation = "senior"
            elif word in _TITLES and not kept:
                title_seen = title_seen or word in _FAMILY_TITLES
            elif word:
                kept.append(raw)
        pieces.append(kept)
    if comma and len(pieces) == 2 and pieces[0] and pieces[1]:
        family = "".join(_words(pieces[0]))
        return Name(tuple(_given_words(pieces[1])), family, generation, sure=True)
    raw_words = [w for kept in pieces for w in kept]
    return _without_comma(raw_words, generation, title_seen)


def _without_comma(raw: list[str], generation: str, titled: bool) -> Name:
    raw = _split_initials(raw)
    words = [w for r in raw for w in _given_words([r])]
    if not words:
        return Name((), "", generation)
    if len(words) == 1:
        if titled and len(words[0]) > 1:
            return Name((), words[0], generation, sure=True)
        return Name((words[0],), "", generation)
    if all(len(w) == 1 for w in words):
        return Name(tuple(words), "", generation)
    upper = [r.isupper() and len(fold(r)) > 1 for r in raw]
    if upper[0] and not any(upper[1:]) and any(len(fold(r)) > 1 for r in raw[1:]):
        return Name(tuple(_given_words(raw[1:])), "".join(_words(raw[:1])), generation, sure=True)
    if upper[0] and all(len(fold(r)) == 1 for r in raw[1:]):
        return Name(tuple(_given_words(raw[1:])), "".join(_words(raw[:1])), generation, sure=True)
    sure = upper[-1] and not any(upper[:-1])
    middle = [r for r in raw[1:-1] if fold(r) not in _LINKS]
    givens = _given_words([raw[0], *middle])
    return Name(tuple(givens), "".join(_words(raw[-1:])), generation, sure)


def _split_initials(raw: list[str]) -> list[str]:
    """`CR` and `KB` alone are two initials; `K.B.` came apart at its full stops."""
    if len(raw) == 1 and raw[0].isupper() and 2 <= len(raw[0]) <= 3 and raw[0].isalpha():
        vowels = set("AEIOUY") & set(raw[0])
        if len(raw[0]) == 2 or not vowels:
            return list(raw[0])
    return raw


def _words(raw: list[str]) -> list[str]:
    return [w for r in raw for w in fold(r).split()]


def _given_words(raw: list[str]) -> list[str]:
    """`Hsiao-ming` is one word, written apart or not; digits at the end are no part of a name."""
    found = []
    for r in raw:
        word = fold(r).replace(" ", "").rstrip("0123456789")
        if word:
            found.append(word)
    return found
