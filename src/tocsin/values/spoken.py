"""Counts, rows of words and months as they are read aloud."""

from __future__ import annotations

from collections.abc import Sequence

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def counted(count: int, one: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "voice"), counted(3, "agency", "agencies")
    ('1 voice', '3 agencies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def joined(words: Sequence[str]) -> str:
    """Words in a row.

    >>> joined(["a", "b", "c"]), joined(["a"]), joined([])
    ('a, b and c', 'a', '')
    """
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)
