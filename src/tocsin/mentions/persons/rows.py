"""Which capitalised words belong to one row."""

from __future__ import annotations

from tocsin.mentions.persons.cues import (
    is_joined,
)
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    EXTRA,
    HEAD,
    KIN,
    LETTER,
    LOWER,
    MIXED,
    MONTH,
    NEVER,
    NICKNAME,
    NO_WORD,
    PARTICLE,
    PLACE,
    RANK,
    RELATION,
    RIGHT,
    TITLE,
    TITLE_CASE,
    UPPER,
)
from tocsin.mentions.persons.scan import Scan
from tocsin.mentions.persons.titles import SHORT_SURNAMES

_SHORT = 6
_CAPITAL = (TITLE_CASE, UPPER, MIXED)


def collect(scan: Scan, i: int) -> list[int]:
    """Tokens of the row that opens at `i`; words that are never names end it."""
    tokens: list[int] = []
    k = i
    while k < scan.size and not scan.blocked[k] and (not tokens or scan.near(k - 1)):
        word = scan.word[k]
        if word.shape == NO_WORD:
            if not _stop_of_initial(scan, k, tokens):
                break
            k += 1
            continue
        if word.shape == LOWER:
            if not (tokens and _joins_small(scan, k)):
                break
        elif not _joins(scan, k, tokens):
            break
        tokens.append(k)
        if word.base < len(scan.raw[k]):
            break
        k += 1
    while tokens and scan.word[tokens[-1]].shape == LOWER:
        tokens.pop()
    return tokens


def _stop_of_initial(scan: Scan, k: int, tokens: list[int]) -> bool:
    if scan.raw[k] != "." or not tokens or scan.word[k - 1].shape != LETTER or not scan.near(k):
        return False
    return (
        scan.word[k + 1].shape in _CAPITAL
        and len(tokens) < 3
        and tokens[-1] == k - 1
        and (len(tokens) == 1 or not scan.starts[k + 1] or scan.word[k + 1].last >= 0.5)
    )


def _joins_small(scan: Scan, k: int) -> bool:
    """A particle with a capitalised word behind it: `van`, `de la`."""
    word = scan.word[k]
    if not word.marks & PARTICLE or word.low in ("do", "a", "an"):
        return False
    m = k + 1
    while m < scan.size and m < k + 3 and scan.word[m].shape == LOWER:
        if not scan.word[m].marks & PARTICLE:
            return False
        m += 1
    return m < scan.size and scan.near(k) and scan.word[m].shape in _CAPITAL


def _joins(scan: Scan, k: int, tokens: list[int]) -> bool:
    word = scan.word[k]
    if tokens and scan.start[k] == scan.end[k - 1] and scan.raw[k - 1] != ".":
        return False
    if word.marks & EXTRA:
        return True
    before = scan.word[tokens[-1]] if tokens else None
    if word.shape == LETTER:
        return _joins_letter(scan, k, before is not None)
    if word.marks & PARTICLE and before is not None and word.low in ("van", "do", "von", "al"):
        return max(before.first, before.last) >= 0.5
    if before is not None and before.shape == LOWER:
        return True  # behind a particle
    if before is not None and before.marks & KIN and len(tokens) == 1:
        return True
    if word.marks & (TITLE | RANK):
        return before is not None and word.last > 0.6 and not word.marks & RANK
    if word.marks & KIN and before is None and _nickname_follows(scan, k):
        return True
    taboo = NEVER | RELATION | (ACRONYM if word.shape == UPPER else 0)
    if word.marks & taboo:
        return before is not None and _surname_all_the_same(scan, k, tokens)
    if word.marks & MONTH:
        return before is None and word.first > 0 and _surname_follows(scan, k)
    return True


def _joins_letter(scan: Scan, k: int, behind: bool) -> bool:
    """An initial: `Chloe R`; `A` and `I` only where no sentence goes on with them."""
    if is_joined(scan, k, k):
        return False
    if not behind or scan.raw[k] not in "AI":
        return True
    if k + 1 >= scan.size or not scan.near(k):
        return scan.raw[k] == "A"
    after = scan.word[k + 1]
    ends = after.shape == NO_WORD or (after.marks & RIGHT and after.low not in ("man", "girl"))
    return scan.raw[k] == "A" and bool(ends or after.low in ("and", "with", "to"))


def _surname_all_the_same(scan: Scan, k: int, tokens: list[int]) -> bool:
    """`Barry White`, `Hoa Do`: a word that is never a name but behind a first name."""
    word, before = scan.word[k], scan.word[tokens[-1]]
    if before.first < 0.6 or len(tokens) > 2:
        return False
    if word.low in SHORT_SURNAMES:
        return True
    if word.marks & ACRONYM or len(tokens) > 1:
        return False
    return word.last >= 0.3


def _nickname_follows(scan: Scan, k: int) -> bool:
    """`Big Des`, `Young Kez`, `Uncle T`."""
    if not scan.near(k) or scan.blocked[k + 1] or scan.word[k].base < len(scan.raw[k]):
        return False
    after = scan.word[k + 1]
    if scan.word[k].marks & RELATION or after.shape == LETTER:
        return after.shape == LETTER and after.low != "i"
    if after.shape not in _CAPITAL or after.marks & (HEAD | PLACE | TITLE | RANK):
        return False
    if after.first >= 0.5 or after.marks & NICKNAME or not after.known:
        return True
    return after.base <= _SHORT and not after.dictionary and not after.marks & NEVER


def _surname_follows(scan: Scan, k: int) -> bool:
    if not scan.near(k):
        return False
    after = scan.word[k + 1]
    return after.shape in _CAPITAL and after.last >= 0.5 and not after.marks & (NEVER | PLACE)
