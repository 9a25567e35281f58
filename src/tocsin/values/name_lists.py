"""What the shipped lists know of a word: as a first name, as a surname, as an ordinary word.

The file `names_data/names.zz` is built by `python -m tocsin.mentions.persons.build_lists`; where
its figures come from stands in docs/reference/names.md. Counts are kept to half an octave, so they
tell common from rare, not one name from its neighbour.
"""

from __future__ import annotations

import unicodedata
import zlib
from array import array
from functools import cache
from importlib import resources

FIRST_BITS = 0x3F
SURNAME_SHIFT = 6
ZIPF_SHIFT = 12
LEVEL = 0x3F
IS_WORD = 1 << 18
"""An ordinary English word in a dictionary, written small."""
IS_PLACE = 1 << 19
OPENS_PLACE = 1 << 20
"""First word of a place of several words."""
IS_NICKNAME = 1 << 21

_LETTERS = str.maketrans("łŁıİđĐøØßæÆœŒ’", "lLiIdDoOsaAoO'")


def fold(word: str) -> str:
    """Lower case, without accents: the form under which the lists keep a word.

    >>> fold("Łukasz"), fold("NGUYỄN"), fold("O’Shea")
    ('lukasz', 'nguyen', "o'shea")
    """
    if word.isascii():
        return word.lower()
    plain = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).lower()


@cache
def entries() -> dict[str, int]:
    """Folded word (a place may have several) → packed levels and marks. Do not change it."""
    packed = resources.files("tocsin.values").joinpath("names_data/names.zz").read_bytes()
    words, _, levels = zlib.decompress(packed).partition(b"\0")
    figures = array("I")
    figures.frombytes(levels)
    if array("I", [1]).tobytes()[0] != 1:
        figures.byteswap()
    return dict(zip(words.decode().split("\n"), figures.tolist(), strict=True))


def _count(level: int) -> int:
    return round(2 ** (level / 2)) if level else 0


def first_name_count(name: str) -> int:
    """About how often the lists have seen this first name (0: not in the lists).

    >>> first_name_count("James") > first_name_count("Gurpreet") > 0
    True
    """
    return _count(entries().get(fold(name), 0) & LEVEL)


def surname_count(name: str) -> int:
    """About how often the lists have seen this surname, on a scale of its own (0: not in them).

    >>> surname_count("Smith") > surname_count("Hardcastle") > 0
    True
    """
    return _count(entries().get(fold(name), 0) >> SURNAME_SHIFT & LEVEL)
