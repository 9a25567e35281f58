"""Names in text written all in capitals or all without: the lists and the neighbours decide."""

from __future__ import annotations

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.cues import (
    age_cue,
    followed_by_head,
    is_joined,
    left_cue,
    place_cue,
    right_cue,
)
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    EXTRA,
    HEAD,
    KIN,
    LEFT,
    MONTH,
    NEVER,
    NICKNAME,
    NO_WORD,
    PARTICLE,
    PLACE,
    PLACE_LEFT,
    RANK,
    RELATION,
    RIGHT,
    TITLE,
    Word,
)
from tocsin.mentions.persons.scan import ALL_LOWER, ALL_UPPER, Scan

_NOT_IN_NAME = NEVER | TITLE | RANK | RELATION
_MOST_TOKENS = 5
_LOOSE_LETTERS = frozenset("aionurxwkbc")
"""Letters that stand for a word or a kiss in notes: `me n her`, `bex x`."""
_DETERMINERS = frozenset(
    ("a", "an", "the", "his", "her", "my", "your", "our", "their", "some", "any", "no", "this")
)


def caseless(scan: Scan, i: int) -> tuple[Candidate | None, int]:
    """What the word at `i` opens, and the next token to look at."""
    word = scan.word[i]
    if word.marks & KIN and scan.near(i) and not scan.blocked[i + 1]:
        nickname = _kin(scan, i)
        if nickname:
            return nickname, nickname.last + 1
    if word.base > 2 and word.low.endswith("s") and scan.lexicon[word.low[:-1]].marks & RELATION:
        return None, i + 1  # `his nans`
    if word.base == 1 or word.marks & (_NOT_IN_NAME | ACRONYM | LEFT):
        return None, i + 1
    if word.dictionary and i and scan.word[i - 1].low in _DETERMINERS:
        return None, i + 1
    strong = word.first >= (0.72 if word.dictionary else 0.45) and not word.marks & MONTH
    if strong and word.marks & PLACE and word.first < 0.8 and not left_cue(scan, i):
        strong = False
    if not strong and not word.marks & EXTRA:
        return _other(scan, i)
    end = _last_token(scan, i)
    if (word.marks & HEAD and end == i) or followed_by_head(scan, end):
        return None, end + 1
    if is_joined(scan, i, end):
        return None, end + 1
    if end > i and scan.word[end].marks & HEAD and scan.word[end].last < 0.6:
        return None, end + 1
    return _scored(scan, i, end), end + 1


def _scored(scan: Scan, i: int, end: int) -> Candidate:
    word = scan.word[i]
    if end > i:
        score = 0.92
        if word.dictionary and scan.style[i] == ALL_LOWER and scan.word[end].dictionary:
            score -= 0.15
        return Candidate(i, end, "full", "full name", score)
    score = min(0.9, word.first) - 0.3 * word.dictionary
    if left_cue(scan, i) or right_cue(scan, i):
        score += 0.15
    if place_cue(scan, i):
        score -= 0.35
    if word.marks & EXTRA:
        return Candidate(i, i, "first", "names.csv", 0.95)
    return Candidate(i, i, "first", "first name", score)


def _kin(scan: Scan, i: int) -> Candidate | None:
    """`big mo`, `LIL T`, `young des`."""
    word, after = scan.word[i], scan.word[i + 1]
    if after.shape == NO_WORD or word.base < len(scan.raw[i]):
        return None
    if word.marks & RELATION:
        if after.base != 1 or after.low in "ai":
            return None
        return Candidate(i, i + 1, "nickname", "nickname", 0.8)
    single = after.base == 1 and after.low not in "aio"
    named = max(after.first, 0.8 * bool(after.marks & NICKNAME)) >= 0.6 and not after.dictionary
    listed = after.first >= 0.9 or after.marks & NICKNAME
    family = scan.style[i] == ALL_UPPER and word.low in ("young", "big") and _is_family(after)
    if family and followed_by_head(scan, i + 1):
        return None
    if not (single or named or listed or family) or after.marks & (
        LEFT | RIGHT | ACRONYM & ~NICKNAME
    ):
        return None
    return Candidate(i, i + 1, "nickname", "nickname", 0.75)


def _is_family(word: Word) -> bool:
    """`YOUNG BOWES`: rather a surname than anything else."""
    return (
        word.last >= 0.6 and word.base > 3 and not word.common and not word.marks & (NEVER | HEAD)
    )


def _last_token(scan: Scan, i: int) -> int:
    """The last token of the name that opens with the first name at `i`."""
    end, k = i, i + 1
    while k < scan.size and k - i < _MOST_TOKENS and scan.near(k - 1) and not scan.blocked[k]:
        if scan.word[k - 1].base < len(scan.raw[k - 1]):
            break
        word = scan.word[k]
        if word.shape == NO_WORD or word.base == 1:
            if word.base == 1 and word.shape != NO_WORD and k == i + 1 and _is_initial(scan, k):
                end = k
            break
        if word.marks & PARTICLE and not word.marks & (LEFT | RIGHT) and _is_surname(scan, k + 1):
            end = k + 1
            break
        if not _is_surname(scan, k):
            break
        end = k
        k += 1
    return end


def _is_initial(scan: Scan, k: int) -> bool:
    """`LAYLA N`, `ciaran d`: a letter that stands for a surname, not for a word."""
    loose = "aio" if scan.style[k] == ALL_UPPER else _LOOSE_LETTERS
    return scan.word[k].low not in loose


def _is_surname(scan: Scan, k: int) -> bool:
    if k >= scan.size or scan.blocked[k]:
        return False
    word = scan.word[k]
    if word.shape == NO_WORD or word.base == 1:
        return False
    if word.marks & (_NOT_IN_NAME | ACRONYM | LEFT | RIGHT | PLACE_LEFT | MONTH):
        return False
    if word.dictionary:
        return word.last >= 0.62 or word.first >= 0.9
    if word.marks & PLACE and word.last < 0.5:
        return False
    return not word.common and (not word.known or max(word.first, word.last) >= 0.4)


def _other(scan: Scan, i: int) -> tuple[Candidate | None, int]:
    """A surname or an unknown word: with a second one, or where a cue asks for a name."""
    word = scan.word[i]
    if word.common or word.dictionary or word.base < 3 or word.marks & (PLACE | RIGHT | HEAD):
        return None, i + 1
    if word.known and word.last < 0.5 and not word.marks & NICKNAME:
        return None, i + 1
    end = i
    whole = word.base == len(scan.raw[i])
    while end < i + 3 and whole and scan.near(end) and _is_surname(scan, end + 1):
        if scan.word[end + 1].dictionary:
            break
        end += 1
    if followed_by_head(scan, end) or is_joined(scan, i, end):
        return None, end + 1
    left, right, place = left_cue(scan, i), right_cue(scan, end), place_cue(scan, i)
    if end > i:
        score = (0.75 if left or right else 0.5) - 0.25 * place
        return Candidate(i, end, "full", "full name", score), end + 1
    score = (
        0.32
        + 0.16 * left
        + 0.08 * right
        + 0.15 * age_cue(scan, end)
        - 0.3 * place
        + 0.1 * bool(word.marks & NICKNAME)
    )
    form = "nickname" if word.marks & NICKNAME else "surname" if word.known else "first"
    by = "nickname" if word.marks & NICKNAME else "surname" if word.known else "unknown name"
    return Candidate(i, i, form, by, score), i + 1  # type: ignore[arg-type]
