"""Small numbers can single somebody out: in what is shared they are withheld."""

from __future__ import annotations


def suppressed(count: int, small_number: int) -> int | None:
    """The count, or None where it is above 0 and below `small_number`.

    >>> [suppressed(n, 5) for n in (0, 1, 4, 5)]
    [0, None, None, 5]
    """
    return None if 0 < count < small_number else count
