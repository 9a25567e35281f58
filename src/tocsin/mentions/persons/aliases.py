# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""Names behind a cue: "known as Y", "aka Y", 'X ("Y")', "goes by Y", "calls himself Y"."""

from __future__ import annotations

from bisect import bisect_left

from tocsin.mentions.persons.candidates import Candidate
from tocsin.mentions.persons.lexicon import (
    ACRONYM,
    ALIAS,
    HEAD,
    KIN,
    LEFT,
    LETTER,
    LOWER,
    NEVER,
    NO_WORD,
    PLACE,
    RANK,
    RELATION,
    RIGHT,
    TITLE,
)
from tocsin.mentions.persons.scan import ALL_LOWER, MIXED_CASE, Scan

_QUOTES = frozenset("\"'“”‘’«»")
_HIM = frozenset(
    (
        "him her them me himself herself themselves themself hisself theirselves us he she they"
    ).split()
)
_CALLS = frozenset("called calls call calling".split())
_BETWEEN = frozenset(
    ("only to the as simply just locally or by also better now mainly i it").split()
)
_NOT_CALLED = frozenset(
    (
        "for in on at to by off out into back round around over when and from with about "
        "up after before again me us it this that today tonight yesterday police "
        "ambulance 999 101"
    ).split()
)
_LEAD_WORDS = frozenset("the a an his her their my our your some no any one".split())
_SORTS_OF_PEOPLE = frozenset(
    (
        "male males man lad bloke guy female woman girl boy driver dealer suspect named nickname "
        "someone somebody"
    ).split()
)
_PEOPLE_DO = frozenset(
    (
        "drives drove says said tells told gave gives picks picked brings brought buys bought "
        "texts texted rings rang phoned lives wants wanted asked"
    ).split()
)
_MOST_WORDS = 3


_NO_NICKNAME = NEVER | TITLE | RANK | HEAD | ACRONYM


def find_aliases(scan: Scan) -> list[Candidate]:
    """Names that a cue announces, and quoted nicknames inside or behind a name."""
    found: list[Candidate] = []
    for i in range(scan.size):
        if scan.word[i].marks & RELATION and i + 1 < scan.size and scan.raw[i + 1] in _QUOTES:
            quoted = _quoted(scan, i + 1)
            if quoted and quoted.last - quoted.first < 2 and _is_called(scan, quoted.first):
                found.append(quoted)
        elif scan.raw[i] in _QUOTES and _is_quoted_name(scan, i):
            found.append(Candidate(i + 1, i + 1, "alias", "cue", 0.85))
        if scan.word[i].marks & ALIAS and not scan.blocked[i]:
            at, strong, links = _behind_cue(scan, i)
            if at:
                candidate = _name_at(scan, at, strong)
                if candidate:
                    candidate.alias = links
                    candidate.cue = i
                    found.append(candidate)
    return found


def _is_quoted_name(scan: Scan, i: int) -> bool:
    """`MALE 'BOWES' SEEN`, `'Wozza' drives`: one odd word in quotation marks, with a word on one
    side that a person stands beside."""
    k = i + 2
    if k >= scan.size or scan.raw[k] not in _QUOTES or scan.blocked[i + 1]:
        return False
    if scan.start[i + 1] != scan.end[i] or scan.start[k] != scan.end[i + 1]:
        return False
    word = scan.word[i + 1]
    if word.shape in (LOWER, NO_WORD, LETTER) or word.dictionary or word.marks & _NO_NICKNAME:
        return False
    before = scan.word[i - 1] if i and scan.near(i - 1) else None
    if before is not None and before.low in _SORTS_OF_PEOPLE:
        return True
    if word.marks & PLACE:
        return False
    behind = k + 1 if k + 1 < scan.size and scan.near(k) else -1
    if behind >= 0 and scan.word[behind].low in _PEOPLE_DO:
        return True
    return bool(before and behind >= 0 and scan.raw[i - 1] == "," and scan.raw[behind] == ",")


def _is_called(scan: Scan, k: int) -> bool:
    """A word in quotes that can be what somebody is called, not what was said."""
    word = scan.word[k]
    if scan.style[k] == MIXED_CASE:
        return word.shape != LOWER
    return not word.common and not word.marks & (NEVER | LEFT | RIGHT)


def _behind_cue(scan: Scan, i: int) -> tuple[int, bool, bool]:
    """Where the name stands behind the cue at `i`, how strong the cue is, and whether it gives a
    second name to somebody already named; (0, False, False) where it is none."""
    low = scan.word[i].low
    after = [scan.word[k].low if k < scan.size else "" for k in range(i + 1, i + 5)]
    at, strong, links = 0, True, True
    if low in ("aka", "alias", "nicknamed", "dubbed"):
        at = i + 1
    elif low == "a" and scan.text[scan.start[i] : scan.start[i] + 6].lower() in ("a.k.a.", "a.k.a"):
        at = i + 5
    elif low == "known":
        at = _skip(scan, i + 1, _BETWEEN) if "as" in after else 0
    elif low in ("goes", "go", "going", "went", "answers", "answered", "responds"):
        at = _skip_words(scan, i + 1, (("by", "to"), ("the",), ("name", "nickname"), ("of",)))
        at = at if at > i + 1 else 0
    elif low in _CALLS:
        at, strong, links = _behind_call(scan, i)
    elif low in ("name", "nickname", "streetname", "moniker", "names"):
        at = _skip_words(scan, i + 1, (("is", "was", "of", "as"), ("only",)))
        plain = low == "name"
        strong, links = not plain, not plain
        if plain and at == i + 1 and not (at < scan.size and scan.raw[at] in _QUOTES):
            at = i + 1 if i and scan.word[i - 1].low == "street" else 0
    elif low in ("saved", "stored", "listed"):
        at = _skip_words(scan, i + 1, (("as", "under"),))
        at, links = (at if at > i + 1 else 0), False
    elif low == "named":
        at, strong, links = i + 1, False, False
    return (at, strong, links) if 0 < at < scan.size else (0, False, False)


def _behind_call(scan: Scan, i: int) -> tuple[int, bool, bool]:
    """`called Y`, `calls himself Y`, `everybody calls him Y`, `who they call Y`."""
    if i + 1 >= scan.size:
        return 0, False, False
    after = scan.word[i + 1].low
    before = scan.word[i - 1].low if i else ""
    if after in _HIM and scan.word[i].low != "called":
        return i + 2, True, True
    if after in _HIM:
        return (
            (i + 2, True, True)
            if scan.raw[min(i + 2, scan.size - 1)] in _QUOTES
            else (0, False, False)
        )
    if after in _NOT_CALLED:
        return 0, False, False
    if scan.word[i].low in ("call", "calls"):
        told = before in ("they", "she", "he", "everyone", "everybody", "people", "mates", "others")
        who = i > 1 and scan.word[i - 2].low in ("who", "whom", "somebody", "someone", "they")
        other = any(scan.word[k].low in ("who", "whom") for k in range(max(0, i - 5), i))
        return (i + 1, True, other) if told or who or other else (0, False, False)
    return i + 1, before in ("is", "was", "man", "lad", "male", "guy", "someone", "somebody"), False


def _skip(scan: Scan, k: int, words: frozenset[str]) -> int:
    while k < scan.size and scan.word[k].low in words:
        k += 1
    return k


def _skip_words(scan: Scan, k: int, steps: tuple[tuple[str, ...], ...]) -> int:
    for step in steps:
        if k < scan.size and scan.word[k].low in step:
            k += 1
    return k


def _name_at(scan: Scan, k: int, strong: bool) -> Candidate | None:
    """The name that starts at token `k`, in quotes or not."""
    if k < scan.size and scan.raw[k] in (":", "-", "–") and not scan.blocked[k]:
        k += 1
    if k >= scan.size or scan.blocked[k]:
        return None
    if scan.raw[k] in _QUOTES:
        return _quoted(scan, k)
    style = scan.style[k]
    last, n = k - 1, k
    while n < scan.size and n - k < _MOST_WORDS and not scan.blocked[n]:
        if n > k and (not scan.near(n - 1) or scan.word[n - 1].base < len(scan.raw[n - 1])):
            break
        if not _may_be_nickname(scan, n, k, style, strong):
            break
        last = n
        n += 1
    if last < k:
        return None
    return Candidate(k, last, "alias", "cue", 0.93 if strong else 0.82)


def _may_be_nickname(scan: Scan, n: int, first: int, style: int, strong: bool) -> bool:
    word = scan.word[n]
    if word.shape == NO_WORD or (word.shape == LETTER and n == first):
        return False
    if word.low in _LEAD_WORDS or word.low in _HIM or word.low in _NOT_CALLED:
        return False
    if style == MIXED_CASE:
        if word.shape == LOWER:
            return False
        return not word.marks & (TITLE | RANK) and not (word.marks & RELATION and n == first)
    if word.marks & (TITLE | RANK | LEFT | RIGHT):
        return False
    if n == first:
        if word.marks & (NEVER | RELATION) and not word.marks & KIN:
            return False
        return strong or not word.common
    before = scan.word[n - 1]
    if before.marks & KIN:
        return True
    if word.shape == LETTER or word.base == 1:
        return style != ALL_LOWER and word.low not in "ai"
    return not word.common and max(word.first, word.last) >= 0.5 and not word.marks & NEVER


def _quoted(scan: Scan, k: int) -> Candidate | None:
    """At most four words up to the closing quotation mark."""
    end = k + 1
    while end < scan.size and end - k <= 4 and scan.raw[end] not in _QUOTES:
        if scan.word[end].shape == NO_WORD or scan.blocked[end]:
            return None
        end += 1
    if end >= scan.size or end == k + 1 or scan.raw[end] not in _QUOTES:
        return None
    if scan.start[k + 1] != scan.end[k] or scan.word[k + 1].low in _LEAD_WORDS:
        return None
    return Candidate(k + 1, end - 1, "alias", "cue", 0.95)


def find_quoted(scan: Scan, named: list[Candidate]) -> list[Candidate]:
    """Nicknames in quotation marks or brackets straight behind a name: `X ("Y")`, `X "Y"`."""
    found = []
    for owner in named:
        k = owner.last + 1
        bracket = k < scan.size and scan.raw[k] == "("
        k += bracket
        if not (k < scan.size and scan.near(k - 1) and scan.raw[k] in _QUOTES):
            continue
        if scan.start[k] == scan.end[owner.last]:
            continue
        nickname = _quoted(scan, k)
        if nickname is None:
            continue
        words = range(nickname.first, nickname.last + 1)
        if scan.style[k] == MIXED_CASE and scan.word[nickname.first].shape == LOWER:
            continue
        if all(not scan.word[n].marks & (LEFT | RIGHT) for n in words):
            nickname.alias = True
            nickname.cue = k
            found.append(nickname)
    return found


def owner_of(scan: Scan, alias: Candidate, named: list[Candidate]) -> Candidate | None:
    """The name just before the cue in the same sentence, or just behind the alias in brackets."""
    at = bisect_left(named, alias.cue, key=lambda c: c.last) - 1
    if at >= 0 and named[at] is alias:
        at -= 1
    best = named[at] if at >= 0 else None
    if best is None or alias.cue - best.last > 9:
        return None
    between = range(best.last + 1, alias.cue)
    if any(scan.raw[n] in ".!?\n;" and scan.starts[min(n + 1, scan.size - 1)] for n in between):
        return None
    return best
