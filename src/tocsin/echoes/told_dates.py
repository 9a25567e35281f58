"""Days that a report's words point to: `4/3`, `the 16th of November`, `yesterday`, `on the 2nd`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<name>jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?P<year>\d{4}|'?\d{2})"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\d/.])(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)",
        r"(?<![\d/.£])(?P<day>\d{1,2})(?P<sign>[/.-])(?P<month>\d{1,2})(?P=sign)"
        r"(?P<year>\d{4}|\d\d)(?![\d/])",
        r"(?<![\d/.£])(?P<day>\d{1,2})/(?P<month>\d{1,2})(?![\d/])",
        rf"(?<![\d/.£:])\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -]?{_MONTH}\b"
        rf"(?:,?[ -]{_YEAR}\b(?!:))?",
        rf"\b{_MONTH} (?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\d)(?:,? (?P<year>\d{{4}}))?",
        r"\b(?:the|on) (?P<day>\d{1,2})(?:st|nd|rd|th)\b",
    )
)
_MONTH_ONLY = re.compile(
    rf"\b(?:in|of|since|last|during|from|early|late|mid) {_MONTH}(?!\s?\d{{1,2}}\b)(?: {_YEAR}\b)?",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_WEEKDAY = re.compile(
    r"\b(mon|tues?|wed(?:nes|s)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?s?\b", re.IGNORECASE
)
_YESTERDAY = re.compile(r"\b(yesterday|last night)\b", re.IGNORECASE)
_COUNTS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "couple": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
}
_AGO = re.compile(
    rf"\b(?P<count>\d{{1,2}}|{'|'.join(_COUNTS)})(?: of)? (?P<unit>day|night|week|fortnight)s?"
    r" (?:ago|since|back)\b|\b(?P<last>last (?:week|fortnight))\b",
    re.IGNORECASE,
)
_UNITS = {"day": 1, "night": 1, "week": 7, "fortnight": 14}


@dataclass(frozen=True, slots=True)
class ToldDate:
    """A day the words at `start` to `end` can mean."""

    on: date
    start: int
    end: int
    weak: bool = False
    """True where only a day of the week is written."""


def told_dates(text: str, received: date | None) -> Iterator[ToldDate]:
    """The days written in `text`, day before month; a missing year or month is the latest one
    before `received`. Impossible days are passed over."""
    taken: list[tuple[int, int]] = []
    for pattern in _PATTERNS if _DIGIT.search(text) else ():
        for match in pattern.finditer(text):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken):
                continue
            on = _day(match, received)
            if on is not None:
                taken.append((start, end))
                yield ToldDate(on, start, end)
    if received is None:
        return
    for match in _YESTERDAY.finditer(text):
        yield ToldDate(received - timedelta(days=1), *match.span())
    yield from _ago(text, received)
    for match in _WEEKDAY.finditer(text):
        if any(start - 6 <= match.end() <= start for start, _ in taken):
            continue
        back = (received.weekday() - _DAYS.index(match.group(1)[:3].lower())) % 7
        if back == 0 and text[: match.start()].endswith("last "):
            back = 7
        yield ToldDate(received - timedelta(days=back), *match.span(), weak=True)


def _ago(text: str, received: date) -> Iterator[ToldDate]:
    """`Ten days ago`, `a fortnight since`: nobody counts them closely, so some days around too."""
    for match in _AGO.finditer(text):
        unit = match["unit"] or match["last"].split()[1]
        count = match["count"] or "one"
        number = int(count) if count.isdigit() else _COUNTS[count.lower()]
        days = number * _UNITS[unit.lower()]
        slack = 0 if days < 3 else (2 if days < 21 else 4)
        for back in range(days - slack, days + slack + 1):
            yield ToldDate(received - timedelta(days=back), *match.span(), weak=True)


def told_months(text: str, received: date | None) -> Iterator[tuple[int, int]]:
    """Months written without a day (`in March`, `of May 2006`), as (year, month); a missing year is
    the latest before `received`."""
    for match in _MONTH_ONLY.finditer(text):
        month = _MONTHS.index(match["name"][:3].lower()) + 1
        if match["year"]:
            yield _full_year(match["year"], received), month
        elif received is not None:
            yield received.year - (month > received.month), month


def _day(match: re.Match[str], received: date | None) -> date | None:
    parts = match.groupdict()
    name = parts.get("name")
    month = _MONTHS.index(name[:3].lower()) + 1 if name else int(parts.get("month") or 0)
    day, year = int(parts["day"]), parts.get("year")
    if year:
        return _real(_full_year(year, received), month, day)
    if received is None:
        return None
    if month:
        found = (_real(received.year - back, month, day) for back in (0, 1))
    else:
        found = (_months_back(received, back, day) for back in (0, 1))
    return next((on for on in found if on and on <= received), None)


def _months_back(received: date, back: int, day: int) -> date | None:
    months = received.year * 12 + received.month - 1 - back
    return _real(months // 12, months % 12 + 1, day)


def _full_year(written: str, received: date | None) -> int:
    digits = written.lstrip("'")
    if len(digits) == 4:
        return int(digits)
    latest = received.year if received else 2030
    return latest - (latest - int(digits)) % 100


def _real(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
