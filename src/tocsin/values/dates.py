"""Dates as people write them: a day, a month, a season, a year or a stretch of days."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Precision(StrEnum):
    """How exactly a date is known."""

    DAY = "day"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    RANGE = "range"


@dataclass(frozen=True, slots=True, order=True)
class PartialDate:
    """A date known to a day, a month, a season or a year: the first and last day it can be.

    What is asked decides which end is used: whether something had reached us by a day asks for
    `last`, whether something may have happened on or after a day asks for `last` too, and whether
    it can have happened before a day asks for `first`.
    """

    first: date
    last: date
    precision: Precision = Precision.DAY
    as_written: str = ""

    @classmethod
    def of_day(cls, day: date, as_written: str = "") -> PartialDate:
        """A date known to the day."""
        return cls(day, day, Precision.DAY, as_written)

    def iso(self) -> str:
        """`2003-04-05`, `2003-04`, `2003`, or `first/last` (ISO 8601) for seasons and ranges."""
        if self.precision is Precision.DAY:
            return self.first.isoformat()
        if self.precision is Precision.MONTH:
            return f"{self.first:%Y-%m}"
        if self.precision is Precision.YEAR:
            return f"{self.first:%Y}"
        return f"{self.first.isoformat()}/{self.last.isoformat()}"

    @classmethod
    def from_iso(cls, text: str) -> PartialDate:
        """What `iso` wrote; a season comes back as the range of its days.

        Raises:
            ValueError: the text is none of the four forms.

        >>> PartialDate.from_iso("2003-02").last
        datetime.date(2003, 2, 28)
        """
        first, slash, last = text.partition("/")
        if slash:
            return cls(date.fromisoformat(first), date.fromisoformat(last), Precision.RANGE)
        match len(text):
            case 10:
                return cls.of_day(date.fromisoformat(text))
            case 7:
                year, month = int(text[:4]), int(text[5:])
                last_day = monthrange(year, month)[1]
                return cls(date(year, month, 1), date(year, month, last_day), Precision.MONTH)
            case 4:
                return cls(date(int(text), 1, 1), date(int(text), 12, 31), Precision.YEAR)
        raise ValueError(f"{text!r} is not a date as Tocsin writes them")

    def may_be(self, other: PartialDate) -> bool:
        """Whether both can be the same day."""
        return self.first <= other.last and other.first <= self.last
