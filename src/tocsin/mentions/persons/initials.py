"""Children in professional notes are often written by their initials: CR, K.B., AN (14)."""

from __future__ import annotations

from collections import Counter

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    AFTER_INITIALS,
    BEFORE_INITIALS,
    HEAD,
    LETTER,
    NEVER,
    RANK,
    RELATION,
    SURE_BEFORE,
    TITLE,
    UPPER,
)
from tocsin.mentions.persons.scan import ALL_UPPER, Scan

_FEW = 3
_AGE_WORDS = ("aged", "age", "yr", "year")
_BEFORE_AGE = ("now", "just", "only", "about", "nearly")
_DETERMINERS = ("the", "a", "an", "this", "that", "our", "their")


def find_initials(scan: Scan, named: list[Candidate]) -> list[Candidate]:
    """Initials with cues on the sides that they have, or repeated, or of somebody named in full."""
    capitals = [i for i, word in enumerate(scan.word) if word.shape in (UPPER, LETTER)]
    spots = [spot for spot in (_at(scan, i) for i in capitals) if spot]
    if not spots:
        return []
    times = Counter(_letters(scan, spot) for spot in spots)
    full = {_initials_of(scan, c) for c in named if c.last > c.first}
    found = []
    for first, last in spots:
        letters = _letters(scan, (first, last))
        score = _score(scan, first, last)
        if scan.lexicon[letters].marks & ACRONYM and (letters not in full or score < 0.6):
            continue
        score -= 0.2 * bool(scan.word[first].marks & (NEVER | TITLE))
        score += 0.12 * (min(times[letters], _FEW) - 1) + 0.2 * (letters in full)
        score -= 0.15 * (len(letters) > 2)
        if score >= 0.35:
            found.append(
                Candidate(first, last, "initials", "initials", min(score, 0.9), is_name=False)
            )
    strong = {_letters(scan, (c.first, c.last)) for c in found if c.score >= 0.6}
    for candidate in found:
        if _letters(scan, (candidate.first, candidate.last)) in strong:
            candidate.score = max(candidate.score, 0.6)
    return found


def _at(scan: Scan, i: int) -> tuple[int, int] | None:
    """Bounds of what may be initials at token `i`."""
    word = scan.word[i]
    if scan.blocked[i] or scan.style[i] == ALL_UPPER:
        return None
    text = scan.text
    before = text[scan.start[i] - 1 : scan.start[i]]
    if before.isalnum() or before in ("@", "#", "/", "_", "-", ".", "&", "£"):
        return None
    if word.shape == UPPER and word.base in (2, 3) and not word.marks & (RANK | HEAD):
        after = text[scan.stop(i) : scan.stop(i) + 2]
        if after[:1].isalnum() or after[:1] in ("@", "/", "_", "-", "&") or _number_near(scan, i):
            return None
        if word.dictionary and word.base == 3:
            return None
        return i, i
    if word.shape == LETTER:
        return _dotted(scan, i)
    return None


def _dotted(scan: Scan, i: int) -> tuple[int, int] | None:
    """`K.B.` or `K.B`: two or three letters, each with its stop."""
    last, k = i, i
    while k + 2 < scan.size and scan.raw[k + 1] == "." and scan.word[k + 2].shape == LETTER:
        if scan.start[k + 2] != scan.end[k] + 1:
            break
        k += 2
        last = k
    if last == i or (last - i) // 2 > 2:
        return None
    if (
        last + 1 < scan.size
        and scan.raw[last + 1] == "."
        and scan.end[last] == scan.start[last + 1]
    ):
        last += 1
        if last + 1 < scan.size and scan.word[last + 1].shape == UPPER:
            return None
    after = last + 1
    if after < scan.size and scan.near(last) and scan.raw[after][0].isupper():
        return None if not scan.starts[after] else (i, last)
    return i, last


def _number_near(scan: Scan, i: int) -> bool:
    """`DC 4411`, `12 AB`: a number on either side makes it a code, an age in brackets does not."""
    after = scan.raw[i + 1] if scan.near(i) else ""
    before = scan.raw[i - 1] if i and scan.near(i - 1) else ""
    return after[:1].isdigit() or (before[:1].isdigit() and scan.start[i] - scan.end[i - 1] <= 1)


def _letters(scan: Scan, spot: tuple[int, int]) -> str:
    return "".join(scan.word[i].low for i in range(spot[0], spot[1] + 1) if scan.raw[i] != ".")


def _initials_of(scan: Scan, named: Candidate) -> str:
    letters = [
        scan.word[i].low[0] for i in range(named.first, named.last + 1) if scan.raw[i][0].isalpha()
    ]
    if named.surname_first:
        letters = [*letters[1:], letters[0]]
    return (letters[0] + letters[-1]) if len(letters) > 1 else ""


def _score(scan: Scan, first: int, last: int) -> float:
    """What stands on the two sides speaks for a person, or not."""
    return 0.1 + _behind(scan, first, last) + _in_front(scan, first)


def _behind(scan: Scan, first: int, last: int) -> float:
    if last + 1 >= scan.size:
        signed = first and scan.raw[first - 1] in ("-", "–", "\n")
        return 0.35 if signed else 0.15
    if scan.word[last].base < len(scan.raw[last]):
        return 0.3
    if scan.word[last + 1].marks & AFTER_INITIALS:
        return 0.33
    raw = scan.raw[last + 1]
    number = last + 2 < scan.size and scan.raw[last + 2].isdigit()
    if raw == "(" and number:
        return 0.5
    if raw == "," and last + 2 < scan.size and (number or scan.word[last + 2].low in _AGE_WORDS):
        return 0.4
    if raw == "," and last + 3 < scan.size and scan.word[last + 2].low in _BEFORE_AGE:
        return 0.4 if scan.raw[last + 3].isdigit() else 0.2
    return 0.2 if raw in ".,;:?!)\n" else 0.0


def _in_front(scan: Scan, first: int) -> float:
    if first == 0 or scan.starts[first]:
        return 0.22
    before = scan.word[first - 1]
    if before.marks & BEFORE_INITIALS:
        return 0.42 if before.marks & SURE_BEFORE else 0.28
    if before.low == "of" and first > 1 and scan.word[first - 2].marks & RELATION:
        return 0.42
    if scan.raw[first - 1] in ("(", "-", ",", "–"):
        return 0.08
    return -0.4 if before.low in _DETERMINERS else -0.05
