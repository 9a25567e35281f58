"""Numbers, dates and names of streams as people read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from tocsin.pictures.trends.found import Stream

_MONTHS = "January February March April May June July August September October November December"


def day_words(day: date) -> str:
    """A day as it is read aloud.

    >>> day_words(date(2003, 4, 5))
    '5 April 2003'
    """
    return f"{day.day} {_MONTHS.split()[day.month - 1]} {day.year}"


def counted(count: int, one: str, many: str = "") -> str:
    """A count and what it counts.

    >>> counted(1, "report"), counted(1200, "agency", "agencies")
    ('1 report', '1,200 agencies')
    """
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def share_words(value: float) -> str:
    """An expected count with one decimal, fewer where they say nothing.

    >>> share_words(0.02), share_words(3.26), share_words(41.7)
    ('fewer than 0.1', '3.3', '42')
    """
    if value < 0.05:
        return "fewer than 0.1"
    return f"{value:,.0f}" if value >= 20 else f"{value:.1f}".removesuffix(".0")


def among(names: Sequence[str]) -> str:
    """Names in a row: the first three, and how many more.

    >>> among(["a", "b"]), among(["a", "b", "c", "d", "e"])
    ('a and b', 'a, b, c and 2 more')
    """
    if len(names) > 3:
        return f"{', '.join(names[:3])} and {len(names) - 3} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def stream_words(stream: Stream, labels: Mapping[str, str]) -> str:
    """What a stream counts, in words.

    >>> stream_words(Stream("Police", "drugs", ""), {"drugs": "drugs or carrying"})
    'reports by Police about drugs or carrying'
    """
    parts = ["reports" if stream.agency else "all reports"]
    if stream.agency:
        parts.append(f"by {stream.agency}")
    if stream.concern:
        parts.append(f"about {labels.get(stream.concern, stream.concern)}")
    if stream.area:
        parts.append(f"that name an address in {stream.area}")
    return " ".join(parts)
