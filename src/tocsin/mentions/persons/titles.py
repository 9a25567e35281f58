# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Names behind a title or rank: Mr Islam, PC 1187 MURPHY, Cllr J. Bains."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    HEAD,
    LETTER,
    LOWER,
    MONTH,
    NEVER,
    NO_WORD,
    PARTICLE,
    RANK,
    RELATION,
    TITLE,
    TITLE_CASE,
)
from tocsin.mentions.persons.scan import ALL_LOWER, MIXED_CASE, Scan

_NOT_IN_NAME = NEVER | TITLE | RANK | RELATION
_SMALL_TITLES = frozenset("mr mrs ms miss dr pc dc ds di pcso sgt insp".split())
_MOST_TOKENS = 5


def titled(scan: Scan, i: int) -> Candidate | None:
    """The name behind the title at token `i`."""
    title = scan.word[i]
    if title.shape == LOWER and title.low not in _SMALL_TITLES:
        return None
    j = i + 1
    while j < scan.size and scan.near(j - 1) and j - i <= 4 and _between(scan, j):
        j += 1
    if j >= scan.size or scan.blocked[j] or not scan.near(j - 1) or scan.raw[j - 1] == "\n":
        return None
    end = _last_of_name(scan, j)
    if end < j:
        return None
    several = end > j and not scan.word[j].marks & PARTICLE
    return Candidate(j, end, "full" if several else "surname", "title", 0.97, title=i)


def _between(scan: Scan, j: int) -> bool:
    """A stop, a collar number or a second title."""
    if scan.raw[j].isdigit():
        return True
    if scan.raw[j] == ".":
        return scan.end[j - 1] == scan.start[j]
    word = scan.word[j]
    return bool(word.marks & (TITLE | RANK)) and word.first <= 0.8 and word.last < 0.9


def _last_of_name(scan: Scan, j: int) -> int:
    """Last token of the name that starts at `j`, or less than `j`."""
    end, k, style = j - 1, j, scan.style[j]
    while k < scan.size and k - j < _MOST_TOKENS and not scan.blocked[k]:
        word = scan.word[k]
        if k > j and not scan.near(k - 1):
            break
        if word.shape == NO_WORD:
            if scan.raw[k] == "." and k > j and scan.word[k - 1].shape == LETTER:
                k += 1
                continue
            break
        if word.shape == LETTER:
            if k > j and style != MIXED_CASE and not _stopped(scan, k):
                break
        elif word.marks & PARTICLE and k + 1 < scan.size and _fits(scan, k + 1):
            pass
        elif not _fits(scan, k) or (k > j and _closes(scan, k)):
            break
        end = k
        if word.base < len(scan.raw[k]) or (style == ALL_LOWER and k > j and not word.first):
            break
        k += 1
    while end > j and scan.word[end].shape == LETTER and scan.raw[end] == "I":
        end -= 1
    return end


def _stopped(scan: Scan, k: int) -> bool:
    return k + 1 < scan.size and scan.raw[k + 1] == "."


def _fits(scan: Scan, k: int) -> bool:
    """Whether a word can be part of a name behind a title."""
    word, style = scan.word[k], scan.style[k]
    if word.shape == NO_WORD:
        return False
    if word.marks & (_NOT_IN_NAME | ACRONYM) and word.last <= 0.85:
        return (
            word.base > 1
            and word.shape == TITLE_CASE
            and style == MIXED_CASE
            and (word.last > 0.1 or word.low in SHORT_SURNAMES)
        )
    if word.marks & HEAD and word.last < 0.55:
        return False
    if style == MIXED_CASE:
        return word.shape != LOWER
    return not word.common or word.last > 0.3


def _closes(scan: Scan, k: int) -> bool:
    """A later word that does not look like part of a name ends it."""
    word = scan.word[k]
    if scan.style[k] == MIXED_CASE:
        plain = word.common and word.last < 0.25 and word.first < 0.3
        return plain or bool(word.marks & (MONTH | NEVER | HEAD) and word.last < 0.6)
    return word.common or (word.known and max(word.first, word.last) < 0.5)


SHORT_SURNAMES = frozenset("do la le ma ho vo ta lo ng so an to".split())
"""Surnames that are also the smallest of words."""
