"""Dates as people write them, read with the precision they were written with.

Day comes before month (`03/04/05` is 3 April 2005) unless `month_first` is asked for. A year of
two digits is the latest one that does not lie in the future of `reference`; without a reference
`00` to `30` are this century.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from tocsin.values.dates import PartialDate, Precision

_LAST_SHORT_YEAR = 30
_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("january", "jan"),
            ("february", "febuary", "feb"),
            ("march", "mar"),
            ("april", "apr"),
            ("may",),
            ("june", "jun"),
            ("july", "jul"),
            ("august", "aug"),
            ("september", "sept", "sep"),
            ("october", "oct"),
            ("november", "nov"),
            ("december", "dec"),
        ),
        start=1,
    )
    for name in names
}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
_PARTS = {"early": 0, "beginning of": 0, "start of": 0, "mid": 1, "middle of": 1, "late": 2,
          "end of": 2}  # fmt: skip

_MONTH = r"(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>\d{1,2})(?:\s?(?:st|nd|rd|th)\b)?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})(?!\d)"
_WEEKDAY = r"(?:(?:mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)\.?|"
_WEEKDAY += r"(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
_CLOCK = r"(?:\d{1,2}[:.]\d{2}(?::\d{2}(?:[.,]\d+)?)?\s?(?:am|pm|hrs|hours|h)?"
_CLOCK += r"|\d{4}\s?(?:hrs|hours|h)\b|\d{1,2}\s?(?:am|pm))"
_ZONE = r"(?:\s?(?:z|utc|gmt|bst|[+-]\d{2}:?\d{2}))?(?:\s?\([a-z ]{2,30}\))?"
_LEAD = re.compile(
    rf"^(?:(?:on|dated?|the|about|around|approx(?:imately)?\.?|c\.|circa|c|abt)\s+|{_CLOCK}"
    rf"(?:\s?on)?[\s,]+|{_WEEKDAY}\b[\s,]*(?:the\s)?)+",
    re.IGNORECASE,
)
_TAIL = re.compile(rf"(?:[\s,t]+(?:at\s+)?{_CLOCK}{_ZONE}|[\s,]+\(?{_WEEKDAY}\)?)+$", re.IGNORECASE)
_PART = r"(?P<part>" + "|".join(p.replace(" ", r"\s") for p in _PARTS) + r")[\s-]+(?:the\s)?"


class NotADateError(ValueError):
    """The words are no date, or one that no calendar has (31 February)."""


def parse_written_date(
    text: str, *, reference: date | None = None, month_first: bool = False
) -> PartialDate:
    """Read the whole of `text` as one date or stretch of dates.

    Args:
        text: `2003-04-05`, `03/04/05`, `Mon 3 Feb 03`, `April 2003`, `spring 2003`, `early 2004`,
            `2003`, `3-5 Feb 2003`, `between May 2003 and June 2004`; a time of day is dropped.
        reference: no two-digit year is read as lying after this day.
        month_first: read `3/4/05` as 4 March 2005.

    Raises:
        NotADateError: the words are no date, or an impossible one.

    >>> parse_written_date("Mon 3rd Feb 03").iso()
    '2003-02-03'
    >>> parse_written_date("spring 2003").iso()
    '2003-03-01/2003-05-31'
    """
    return _parse(text, reference, month_first)


@lru_cache(maxsize=65_536)
def _parse(text: str, reference: date | None, month_first: bool) -> PartialDate:
    if len(text) > 120:
        raise NotADateError("too long for a date")
    plain = re.sub(r"\s+", " ", text.strip(" .,;[]\t\n")).replace("–", "-").replace("—", "-")
    bare = _TAIL.sub("", _LEAD.sub("", plain)) or plain
    reading = _Reading(reference, month_first)
    for candidate in dict.fromkeys((plain, bare)):
        found = reading.whole(candidate) or reading.span(candidate)
        if found:
            first, last, precision = found
            return PartialDate(first, last, precision, text.strip())
    raise NotADateError("not a date")


Span = tuple[date, date, Precision]


class _Reading:
    """The patterns, tried in order; a match that no calendar has is an error, not a miss."""

    def __init__(self, reference: date | None, month_first: bool) -> None:
        self.reference = reference
        self.month_first = month_first

    def whole(self, text: str) -> Span | None:
        for pattern, build in _PATTERNS:
            match = pattern.fullmatch(text)
            if match:
                return build(self, match)
        return None

    def span(self, text: str) -> Span | None:
        """Two dates with a word or a dash between them; the first may lean on the second."""
        for pattern in _SPANS:
            match = pattern.fullmatch(text)
            if not match:
                continue
            right = self._end(match["right"])
            left = right and self._start(match["left"], right[1])
            if left and right and left[0] <= right[1]:
                return left[0], right[1], Precision.RANGE
        return None

    def _end(self, words: str) -> Span | None:
        return self.whole(_TAIL.sub("", _LEAD.sub("", words)))

    def _start(self, words: str, end: date) -> Span | None:
        bare = _TAIL.sub("", _LEAD.sub("", words))
        for filled in (bare, f"{bare} {end.year}", f"{bare} {end:%B} {end.year}"):
            found = self.whole(filled)
            if found:
                return found
        return None

    def year(self, written: str, month: int = 1, day: int = 1) -> int:
        digits = written.lstrip("'’")
        year = int(digits)
        if len(digits) == 4:
            if not _FIRST_YEAR <= year <= _LAST_YEAR:
                raise NotADateError("no such year")
            return year
        if self.reference is None:
            return 2000 + year if year <= _LAST_SHORT_YEAR else 1900 + year
        is_future = (2000 + year, month, day) > (
            self.reference.year,
            self.reference.month,
            self.reference.day,
        )
        return 1900 + year if is_future else 2000 + year

    def day(self, year: str, month: int, day: int) -> Span:
        try:
            on = date(self.year(year, month, day), month, day)
        except ValueError as error:
            raise NotADateError("no such day") from error
        return on, on, Precision.DAY

    def month(self, year: str, month: int) -> Span:
        if not 1 <= month <= 12:
            raise NotADateError("no such month")
        first = date(self.year(year, month), month, 1)
        return first, _month_end(first), Precision.MONTH


def _month_end(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def _year_month_day(r: _Reading, m: re.Match[str]) -> Span:
    return r.day(m["year"], int(m["m"]), int(m["day"]))


def _numbers(r: _Reading, m: re.Match[str]) -> Span:
    day, month = int(m["day"]), int(m["m"])
    if r.month_first:
        day, month = month, day
    return r.day(m["year"], month, day)


def _named_month_day(r: _Reading, m: re.Match[str]) -> Span:
    return r.day(m["year"], _MONTHS[m["month"].lower()], int(m["day"]))


def _named_month(r: _Reading, m: re.Match[str]) -> Span:
    return r.month(m["year"], _MONTHS[m["month"].lower()])


def _numbered_month(r: _Reading, m: re.Match[str]) -> Span:
    return r.month(m["year"], int(m["m"]))


def _season(r: _Reading, m: re.Match[str]) -> Span:
    month = _SEASONS[m["season"].lower()]
    year = r.year(m["year"], month)
    first = date(year, month, 1)
    end_year, end_month = (year + 1, 2) if month == 12 else (year, month + 2)
    return first, _month_end(date(end_year, end_month, 1)), Precision.SEASON


def _part_of_year(r: _Reading, m: re.Match[str]) -> Span:
    year = r.year(m["year"])
    start = 1 + 4 * _part(m)
    first = date(year, start, 1)
    return first, _month_end(date(year, start + 3, 1)), Precision.RANGE


def _part_of_month(r: _Reading, m: re.Match[str]) -> Span:
    first, last, _ = _named_month(r, m)
    start = first + timedelta(days=10 * _part(m))
    end = last if _part(m) == 2 else start + timedelta(days=9)
    return start, end, Precision.RANGE


def _part(m: re.Match[str]) -> int:
    return _PARTS[re.sub(r"\s+", " ", m["part"].lower())]


def _quarter(r: _Reading, m: re.Match[str]) -> Span:
    year, start = r.year(m["year"]), 3 * int(m["quarter"]) - 2
    return date(year, start, 1), _month_end(date(year, start + 2, 1)), Precision.RANGE


def _year(r: _Reading, m: re.Match[str]) -> Span:
    year = r.year(m["year"])
    return date(year, 1, 1), date(year, 12, 31), Precision.YEAR


def _decade(r: _Reading, m: re.Match[str]) -> Span:
    start = r.year(m["year"])
    low, high = {None: (0, 9), 0: (0, 3), 1: (4, 6), 2: (7, 9)}[_part(m) if m["part"] else None]
    return date(start + low, 1, 1), date(start + high, 12, 31), Precision.RANGE


def _two_years(r: _Reading, m: re.Match[str]) -> Span:
    year = r.year(m["year"])
    if int(m["next"]) != (year + 1) % 100:
        return r.month(m["year"], int(m["next"]))
    start = {"school": 9, "academic": 9, "financial": 4}.get((m["kind"] or "").lower(), 1)
    last = date(year + 1, start, 1) - timedelta(days=1) if start > 1 else date(year + 1, 12, 31)
    return date(year, start, 1), last, Precision.RANGE


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_Builder = Callable[[_Reading, "re.Match[str]"], Span]
_SEASON_YEAR = rf"(?P<season>{'|'.join(_SEASONS)})(?:\sof)?[\s,]+{_YEAR}"
_PATTERNS: tuple[tuple[re.Pattern[str], _Builder], ...] = (
    (
        _compile(
            r"(?P<year>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<day>\d{1,2})"
            rf"(?:[t\s]+\d{{1,2}}:\d{{2}}(?::\d{{2}}(?:[.,]\d+)?)?{_ZONE})?"
        ),
        _year_month_day,
    ),
    (
        _compile(r"(?P<day>\d{1,2})\s?[-/.]\s?(?P<m>\d{1,2})\s?[-/.]\s?(?P<year>\d{4}|\d{2})"),
        _numbers,
    ),
    (_compile(r"(?P<year>(?:19|20)\d{2})(?P<m>\d{2})(?P<day>\d{2})"), _year_month_day),
    (_compile(rf"{_DAY}(?:\sof)?[\s.,/-]*{_MONTH}[\s.,/-]*{_YEAR}"), _named_month_day),
    (_compile(rf"{_MONTH}[\s-]*(?:the\s)?{_DAY}[\s,]+{_YEAR}"), _named_month_day),
    (_compile(rf"(?P<year>\d{{4}})[\s,/-]+{_MONTH}[\s/-]+{_DAY}"), _named_month_day),
    (_compile(rf"{_MONTH}[\s,/-]*(?:of\s)?{_YEAR}"), _named_month),
    (_compile(rf"(?P<year>\d{{4}})[\s,/-]+{_MONTH}"), _named_month),
    (_compile(r"(?P<year>\d{4})-(?P<m>\d{1,2})"), _numbered_month),
    (_compile(r"(?P<m>\d{1,2})[/.-](?P<year>\d{4})"), _numbered_month),
    (
        _compile(
            r"(?:(?P<kind>school|academic|financial)\syear\s)?(?P<year>\d{4})/(?P<next>\d{2})"
        ),
        _two_years,
    ),
    (_compile(_SEASON_YEAR), _season),
    (_compile(rf"{_PART}{_MONTH}[\s,]*(?P<year>\d{{4}}|['’]\d{{2}})"), _part_of_month),
    (_compile(rf"{_PART}(?P<year>\d{{4}})"), _part_of_year),
    (_compile(r"q(?P<quarter>[1-4])[\s/-]+(?P<year>\d{4})"), _quarter),
    (_compile(rf"(?:the\s)?(?:{_PART})?(?P<year>\d{{3}}0|['’]?\d0)['’]?s"), _decade),
    (_compile(r"(?:in\s)?(?P<year>\d{4})"), _year),
)
_SPANS = (
    _compile(r"between\s(?P<left>.+?)\sand\s(?P<right>.+)"),
    _compile(r"(?:from\s)?(?P<left>.+?)\s(?:to|until|till)\s(?P<right>.+)"),
    _compile(r"(?P<left>.+?)\s-\s(?P<right>.+)"),
    _compile(r"(?P<left>\d{4}[^/]*)/(?P<right>\d{4}.*)"),
    _compile(r"(?P<left>[^-]+)-(?P<right>[^-]+)"),
)
