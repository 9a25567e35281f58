# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Names known by their form: HARDCASTLE, Desmond; K. Ofori; WRONA Z; NGUYEN Van Thang."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.cues import is_joined
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    HEAD,
    LETTER,
    LOWER,
    MIXED,
    NEVER,
    NO_WORD,
    RANK,
    RELATION,
    RIGHT,
    TITLE,
    TITLE_CASE,
    UPPER,
    Word,
)
from tocsin.mentions.persons.scan import ALL_UPPER, MIXED_CASE, Scan

_NOT_IN_NAME = NEVER | TITLE | RANK | RELATION
_MAIL_HEADS = ("from:", "to:", "cc:", "bcc:", "sent by:", "> from:", "> to:", "> cc:")
_NUMBERED = frozenset("block flat unit class set zone plan section room".split())


def surname_comma(scan: Scan, i: int) -> Candidate | None:
    """`HARDCASTLE, Desmond`, `MURPHY, DECLAN JOHN`."""
    surname = scan.word[i]
    if surname.marks & (ACRONYM | NEVER | RANK | TITLE):
        return None
    if surname.shape != UPPER and not _in_mail_head(scan, i):
        return None
    if i + 2 >= scan.size or scan.raw[i + 1] != "," or scan.start[i + 2] - scan.end[i + 1] != 1:
        return None
    if scan.blocked[i + 2] or not _is_given(scan, i):
        return None
    given, end = scan.word[i + 2], i + 2
    for k in range(i + 3, min(i + 6, scan.size)):
        more = scan.word[k]
        fits = more.shape == given.shape and not more.marks & (_NOT_IN_NAME | HEAD)
        named = more.first >= 0.5 or (not more.known and scan.style[k] == MIXED_CASE)
        if not (scan.near(k - 1) and fits and named and not scan.blocked[k]):
            break
        end = k
    first = i
    if i and scan.near(i - 1) and not scan.blocked[i - 1] and scan.style[i] == MIXED_CASE:
        before = scan.word[i - 1]
        taboo = before.marks & (ACRONYM | NEVER | RANK | TITLE)
        if before.shape == UPPER and before.base > 1 and not taboo and before.last > 0.5:
            first = i - 1
    return Candidate(first, end, "full", "surname first", 0.96, surname_first=True)


def _in_mail_head(scan: Scan, i: int) -> bool:
    """`To: Hassan, Ruqiya; Bell, Steph`: surname first in the head of a mail."""
    if scan.word[i].last < 0.4 or i + 2 >= scan.size or scan.raw[i + 1] != ",":
        return False
    line = scan.text.rfind("\n", 0, scan.start[i]) + 1
    end = scan.text.find("\n", scan.start[i])
    head = scan.text[line : end if end >= 0 else len(scan.text)]
    if not head.lower().startswith(_MAIL_HEADS):
        return False
    return ";" in head or scan.word[i + 2].last < scan.word[i].last


def _is_given(scan: Scan, i: int) -> bool:
    """Whether the word behind the comma can be the first name."""
    surname, given = scan.word[i], scan.word[i + 2]
    if given.shape == NO_WORD or given.marks & (_NOT_IN_NAME | ACRONYM):
        return False
    if scan.style[i] == MIXED_CASE:
        if given.shape not in (TITLE_CASE, LETTER, MIXED):
            return False
        return not (given.common and given.first < 0.3)
    if given.first < 0.6 or surname.common:
        return False
    if given.shape == UPPER and surname.first >= surname.last:
        return False
    beside = i > 0 and scan.near(i - 1) and not scan.blocked[i - 1]
    return not (beside and scan.word[i - 1].first > 0.6)


def surname_given(scan: Scan, i: int) -> Candidate | None:
    """`NGUYEN Van Thang`, `HOXHA Arben`: surname in capitals, then what is written small."""
    surname = scan.word[i]
    if scan.style[i] != MIXED_CASE or surname.shape != UPPER or surname.base < 2:
        return None
    if surname.marks & (ACRONYM | NEVER | RANK | TITLE | HEAD) or surname.last < 0.5:
        return None
    end = i
    for k in range(i + 1, min(i + 4, scan.size)):
        word = scan.word[k]
        taboo = word.marks & (TITLE | RANK | RELATION | ACRONYM)
        taboo = taboo or (word.common and word.low != "van")
        small = word.shape == TITLE_CASE and (word.low == "van" or not word.marks & NEVER)
        if not (scan.near(k - 1) and small and not taboo and not scan.blocked[k]):
            break
        end = k
        if word.base < len(scan.raw[k]):
            break
    if end == i or max(scan.word[k].first for k in range(i + 1, end + 1)) < 0.5:
        return None
    return Candidate(i, end, "full", "surname first", 0.94, surname_first=True)


def with_initials(scan: Scan, i: int) -> Candidate | None:
    """`K. Ofori`, `L CAMPBELL`, `J.P. Okafor`, `WRONA Z`."""
    if scan.word[i].shape == LETTER:
        return _initials_first(scan, i)
    if scan.word[i].shape == UPPER:
        return _initial_last(scan, i)
    return None


def _initials_first(scan: Scan, i: int) -> Candidate | None:
    k = i
    while k < scan.size and k - i < 6 and scan.word[k].shape == LETTER:
        if k + 1 < scan.size and scan.raw[k + 1] == "." and scan.end[k] == scan.start[k + 1]:
            k += 2
        elif scan.near(k):
            k += 1
        else:
            return None
    if k >= scan.size or scan.start[k] - scan.end[k - 1] > 1 or scan.blocked[k]:
        return None
    dotted = scan.raw[i + 1] == "."
    if not _closes_initials(scan.word[k], dotted) or is_joined(scan, i, i):
        return None
    if scan.raw[i] in ("I", "A", "O") and not dotted:
        return None
    before = scan.raw[i - 1] if i else ""
    if not dotted and (before.isdigit() or before.lower() in _NUMBERED):
        return None
    surname = scan.word[k]
    rather_first = surname.first >= 0.8 > 0.4 > surname.last
    if dotted and rather_first and k + 1 < scan.size and scan.word[k + 1].marks & RIGHT:
        return None  # `a card signed G. Priya says so`
    score = 0.92 if surname.last >= 0.5 or not surname.known else 0.6
    return Candidate(i, k, "full", "initials and surname", score)


def _closes_initials(surname: Word, dotted: bool) -> bool:
    if surname.shape in (LOWER, NO_WORD) or surname.base < 2:
        return False
    if surname.marks & (_NOT_IN_NAME | ACRONYM | HEAD) and surname.last < 0.9:
        return False
    if surname.common and surname.last < 0.3:
        return False
    return dotted or surname.last >= 0.4 or not surname.known


def _initial_last(scan: Scan, i: int) -> Candidate | None:
    surname = scan.word[i]
    if surname.marks & (ACRONYM | NEVER | RANK | TITLE | HEAD) or surname.common:
        return None
    if (surname.last < 0.5 and surname.known) or surname.base < 3 or not scan.near(i):
        return None
    if scan.word[i + 1].shape != LETTER or scan.start[i + 1] == scan.end[i]:
        return None
    if scan.raw[i + 1] in "AI" and scan.style[i] == ALL_UPPER and not _ends(scan, i + 1):
        return None
    if i and scan.near(i - 1) and scan.word[i - 1].first >= 0.6:
        return None
    if is_joined(scan, i + 1, i + 1) or (scan.near(i + 1) and scan.raw[i + 2].isdigit()):
        return None
    return Candidate(i, i + 1, "full", "initials and surname", 0.9, surname_first=True)


def _ends(scan: Scan, k: int) -> bool:
    return k + 1 >= scan.size or scan.word[k + 1].shape == NO_WORD or scan.word[k + 1].low == "and"
