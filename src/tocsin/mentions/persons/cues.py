# ruff: noqa: SIM905 - rows of words read better than lists of strings
"""What stands beside a word: whether a person, a place or premises is likely there."""

from __future__ import annotations

from tocsin.mentions.persons.lexicon import (
    HEAD,
    LEFT,
    PLACE,
    PLACE_LEFT,
    RIGHT,
    TITLE_CASE,
    UPPER,
    WEAK_LEFT,
    Word,
)
from tocsin.mentions.persons.scan import MIXED_CASE, Scan

_SOFT_HEADS = frozenset(
    (
        "house flat place walk way view field point hill wood green car cars phone phones "
        "mobile mobiles police services service team unit project"
    ).split()
)
_AFTER_COMMA = frozenset("aged age who born dob then".split())
_AGE_WORDS = frozenset("aged age dob born yr".split())
_ROLE_ENDINGS = (
    "er", "or", "ist", "man", "men", "woman", "women", "ant", "ent", "ee", "ian", "ion", "ment",
    "ity", "ing", "ship", "ness", "care", "hood",
)  # fmt: skip
_AT_PEOPLE = frozenset(
    "looked looking shouted shouting swore stared laughed laughing angry".split()
)
_CAPITAL = (TITLE_CASE, UPPER)
_ODD_BEFORE = frozenset("@#/\\_")
_ODD_AFTER = frozenset("@_\\")


def left_cue(scan: Scan, i: int) -> bool:
    """A word in front that a person follows: `with`, `told`, `boyfriend`, `called`."""
    if not i:
        return False
    before = scan.word[i - 1]
    if before.marks & LEFT and not before.marks & PLACE_LEFT:
        return scan.start[i] - scan.end[i - 1] <= 1
    raw = scan.raw[i - 1]
    if raw == "&" or before.low == "and":
        return True
    return raw in ":," and i > 1 and bool(scan.word[i - 2].marks & LEFT)


def weak_left(scan: Scan, i: int) -> bool:
    """The cue in front fits places as well: `of`, `to`, `from`."""
    return i > 0 and bool(scan.word[i - 1].marks & WEAK_LEFT)


def right_cue(scan: Scan, k: int) -> bool:
    """A word behind that a person goes before: `said`, `drives`, `(14)`, `'s`."""
    if scan.word[k].base < len(scan.raw[k]):
        return True
    if k + 1 >= scan.size or scan.start[k + 1] - scan.end[k] > 1:
        return False
    if scan.word[k + 1].marks & RIGHT:
        return True
    raw = scan.raw[k + 1]
    if raw == "\n":
        return scan.starts[k]  # a line of its own: a signature
    if raw == "," and scan.starts[k] and (not k or scan.raw[k - 1] == "\n"):
        return True  # `Alan, have a look at this`
    if raw not in "(," or k + 2 >= scan.size:
        return False
    if scan.raw[k + 2].isdigit():
        return True
    return raw == "," and scan.word[k + 2].low in _AFTER_COMMA


def age_cue(scan: Scan, k: int) -> bool:
    """`(14)`, `, 14`, `, aged`, `(DOB`."""
    if k + 2 >= scan.size or scan.raw[k + 1] not in "(,":
        return False
    after = scan.word[k + 2].low
    return (scan.raw[k + 2].isdigit() and len(scan.raw[k + 2]) < 3) or after in _AGE_WORDS


def place_cue(scan: Scan, i: int) -> bool:
    """A word in front that a place follows: `at`, `outside the`."""
    if not i:
        return False
    before = scan.word[i - 1]
    if before.low == "the" and i > 1:
        before = scan.word[i - 2]
    elif scan.raw[i - 1] == "," and i > 1 and scan.word[i].marks & PLACE:
        return bool(scan.word[i - 2].marks & (HEAD | PLACE))
    return bool(before.marks & PLACE_LEFT)


def inside_cue(scan: Scan, i: int) -> bool:
    """`at`, `inside`, `outside`: a full name there is rather that of premises."""
    if not i or scan.word[i - 1].low not in ("at", "inside", "outside"):
        return False
    return i < 2 or scan.word[i - 2].low not in _AT_PEOPLE


def after_saint(scan: Scan, k: int) -> bool:
    """Straight behind `St`, with no name before that."""
    if not k or scan.word[k - 1].low != "st":
        return False
    return not (k > 1 and scan.near(k - 2) and scan.word[k - 2].first >= 0.5)


def after_the(scan: Scan, k: int) -> bool:
    """Straight behind `the`."""
    return k > 0 and scan.word[k - 1].low == "the"


def followed_by_head(scan: Scan, k: int) -> bool:
    """`Hassan's Tyres`, `Sultan's Barber Shop`, `the Wong takeaway`: premises, not a person."""
    if not scan.near(k) or scan.start[k + 1] == scan.end[k]:
        return False
    after = scan.word[k + 1]
    if scan.style[k] != MIXED_CASE:
        heads = after.marks & HEAD and not after.marks & (LEFT | RIGHT)
        return bool(heads and after.low not in _SOFT_HEADS)
    if after.shape not in _CAPITAL:
        return False
    if after.marks & HEAD:
        if scan.word[k].base < len(scan.raw[k]):
            return True
        return not (after.last >= 0.8 and scan.word[k].first >= 0.6)
    if not after.dictionary or not scan.near(k + 1):
        return False
    third = scan.word[k + 2]
    return bool(third.marks & HEAD) and third.shape in _CAPITAL


def is_role_noun(word: Word) -> bool:
    """`Trader`, `Tenants`, `Receptionist`: what somebody is, not what they are called."""
    return word.base > 4 and word.low.removesuffix("s").endswith(_ROLE_ENDINGS)


def is_joined(scan: Scan, first: int, last: int) -> bool:
    """Part of something with digits, an @ or a slash on it: a handle, a code, an address."""
    text, start, end = scan.text, scan.start[first], scan.stop(last)
    before, after = text[start - 1 : start] if start else "", text[end : end + 1]
    if (before in _ODD_BEFORE and before) or (after in _ODD_AFTER and after):
        return True
    if before.isdigit() or (after.isdigit() and scan.word[last].base < 3):
        return True
    tail = text[end : end + 2]
    return len(tail) == 2 and tail[0] in "./" and tail[1].isalnum() and scan.word[last].base > 1
