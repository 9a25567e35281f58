"""All rules over one text, in order: what has a title, what has a form, what the words say."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.capitals import capital_row, small_name
from tocsin.mentions.persons.caseless import caseless
from tocsin.mentions.persons.lexicon import (
    LETTER,
    LOWER,
    NO_WORD,
    RANK,
    TITLE,
    TITLE_CASE,
    UPPER,
)
from tocsin.mentions.persons.ordered import surname_comma, surname_given, with_initials
from tocsin.mentions.persons.scan import ALL_LOWER, MIXED_CASE, Scan
from tocsin.mentions.persons.titles import titled

_LEAST = 0.15
SUFFIXES = frozenset(("jnr", "snr", "jr", "sr"))


def find_candidates(scan: Scan) -> list[Candidate]:
    """Candidates in order of place, not overlapping, sure and unsure alike."""
    found: list[Candidate] = []
    i = 0
    while i < scan.size:
        word = scan.word[i]
        if word.shape == NO_WORD or scan.blocked[i]:
            i += 1
            continue
        if word.low == "st" and _is_saint(scan, i):
            i += 2
            continue
        candidate: Candidate | None = None
        if word.marks & (TITLE | RANK):
            candidate = titled(scan, i)
        if candidate is None and word.shape == TITLE_CASE and scan.raw[i + 1 : i + 2] == [","]:
            candidate = surname_comma(scan, i)
        if candidate is None and word.shape in (UPPER, LETTER):
            candidate = surname_comma(scan, i) or surname_given(scan, i) or with_initials(scan, i)
        if candidate is not None:
            i = candidate.last + 1
        elif scan.style[i] == ALL_LOWER and word.shape == TITLE_CASE and not scan.starts[i]:
            candidate, i = capital_row(scan, i)
        elif scan.style[i] != MIXED_CASE:
            candidate, i = caseless(scan, i)
        elif word.shape == LOWER:
            candidate, i = small_name(scan, i) if word.first else (None, i + 1)
        else:
            candidate, i = capital_row(scan, i)
        if candidate is not None and candidate.score > _LEAST:
            i = _with_suffix(scan, candidate, i)
            found.append(candidate)
    return found


def _is_saint(scan: Scan, i: int) -> bool:
    """`St John attended`, `St Aidan's`: a church or a school, unless a name goes before."""
    if not scan.near(i) or scan.word[i + 1].shape == NO_WORD or scan.word[i].shape == LOWER:
        return False
    return not (i and scan.near(i - 1) and scan.word[i - 1].first >= 0.5)


def _with_suffix(scan: Scan, candidate: Candidate, i: int) -> int:
    """Take in `jnr` and the like; the next token to look at."""
    after = candidate.last + 1
    if after < scan.size and scan.word[after].low in SUFFIXES and scan.near(candidate.last):
        candidate.last = after
        return max(i, after + 1)
    return i
