"""Diaries, logs, minutes and chats: where one file holds many dated entries.

A file is split only when several headings of one shape stand at the starts of lines and follow
the calendar, forwards or backwards.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from tocsin.reports.options import ReadingOptions
from tocsin.values.dates import PartialDate
from tocsin.values.written_dates import NotADateError, parse_written_date

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_WEEKDAY = (
    r"(?:(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)\b\.?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
)
_NTH = r"(?:\s?(?:st|nd|rd|th)\b)?(?:\sof)?"
_YEAR = r"(?:\d{4}|['’]?\d{2})(?![\d:])"
_DATE = (
    rf"(?:{_WEEKDAY}[\s,]+(?:the\s)?)?(?:"
    r"\d{4}[-/.]\d{1,2}[-/.]\d{1,2}"
    r"|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?!\d)"
    rf"|\d{{1,2}}{_NTH}[\s,./-]{{1,2}}{_MONTH}[\s,./-]{{1,2}}{_YEAR}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}"
    rf"|{_MONTH}\s\d{{4}}"
    rf"|\d{{1,2}}{_NTH}\s{_MONTH}(?!\s\d)"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?(?!\d)"
    r")"
    rf"|{_WEEKDAY}[\s,]+\d{{1,2}}[/.]\d{{1,2}}(?![/.\d])"
)
_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\s?[ap]\.?m\.?)?(?:\s?(?:hrs|hours|h))?|\d{4}\s?hrs"
_NUMBER = rf"(?:\s(?:no\.?\s?)?\d{{1,4}}\b(?!\s?{_MONTH}|[/.-]\d))"
_LABEL = (
    r"(?:(?:date|dated|entry|log entry|note|diary|week commencing|w/c|meeting|contact|session|"
    rf"visit|call){_NUMBER}?(?:\s(?:of|on|held|held on|date))?\s*[:.,–-]?\s+)"
)
_HEADING = re.compile(
    rf"^(?P<lead>[ \t#>*_•(\[-]{{0,20}}+)(?P<label>{_LABEL}){{0,2}}(?P<date>{_DATE})"
    rf"(?P<clock>[\s,]*(?:at\s)?(?:{_CLOCK}))?(?P<rest>.*)$",
    re.IGNORECASE,
)
_CHAT = re.compile(r"^\s*[\])]?\s*(?:[-–]\s+)?(?P<author>[^\s:][^:\n]{0,38}):\s")
_GOES_ON = re.compile(r"^\s*(?:,|and\b|or\b|to\b|[a-z]|[-–]\s?\d)")
_WRAPPED_AT = 45
_MANY = 4
_YEAR_ALONE = re.compile(r"\b(?:19|20)\d{2}\b")
_LABEL_AT_START = re.compile(r"^\s*[*_]{0,2}[A-Za-z][A-Za-z /]{1,30}:\s*\S")


@dataclass(frozen=True, slots=True)
class DatedEntry:
    """One entry of a file that holds many."""

    text: str
    line: int
    """Of the file, from 1."""
    written: str = ""
    """Its date as written, with the year where that was carried over."""
    known_by: str = ""
    author: str = ""


@dataclass(frozen=True, slots=True)
class _Heading:
    line: int
    shape: str
    words: str
    on: PartialDate | None
    month_day: tuple[int, int]
    author: str
    is_alone: bool
    """Nothing else stands on its line."""


def split_entries(text: str, name: str, options: ReadingOptions) -> list[DatedEntry]:
    """The entries of a text, or none where it is one account."""
    lines = text.split("\n")
    headings = _best_shape(_headings(lines), options)
    if not headings:
        return []
    years = _years(headings, lines, name)
    starts = [_block_start(lines, h.line) for h in headings]
    if all(start == h.line for start, h in zip(starts[1:], headings[1:], strict=True)):
        starts[0] = headings[0].line  # label lines above the first only are the file's own
    entries = []
    before = "\n".join(lines[: starts[0]]).strip()
    if _tells_something(before):
        entries.append(DatedEntry(before, 1))
    for at, (heading, start) in enumerate(zip(headings, starts, strict=True)):
        end = starts[at + 1] if at + 1 < len(starts) else len(lines)
        written, known_by = _dated(heading, years[at])
        body = "\n".join(lines[start:end]).strip("\n").rstrip()
        entries.append(DatedEntry(body, start + 1, written, known_by, heading.author))
    return entries


def _headings(lines: Sequence[str]) -> list[_Heading]:
    found = []
    for number, line in enumerate(lines):
        if not any(c.isdigit() for c in line[:60]):
            continue
        match = _HEADING.match(line[:400])
        if match and _stands_alone(lines, number, match):
            heading = _heading(number, match)
            if heading:
                found.append(heading)
    return found


def _stands_alone(lines: Sequence[str], number: int, match: re.Match[str]) -> bool:
    """Not the middle of a sentence that was wrapped at this place."""
    if _GOES_ON.match(match["rest"]):
        return False
    if number == 0 or match["lead"].strip() or match["label"]:
        return True
    previous = lines[number - 1].rstrip()
    return len(previous) < _WRAPPED_AT or previous[-1] in ".!?:;)\"'”’]"


def _heading(number: int, match: re.Match[str]) -> _Heading | None:
    words = match["date"]
    chat = _CHAT.match(match["rest"]) if match["clock"] else None
    label = re.sub(r"\d+", "9", match["label"] or "").strip().lower()
    shape = f"{match['lead'].strip()}|{label}|{_signature(words)}"
    shape += "|chat" if chat else ""
    author = chat["author"].strip() if chat else ""
    alone = not match["rest"].strip(" \t:.,;-–*_#)]")
    try:
        on = parse_written_date(words)
        return _Heading(number, shape, words, on, (on.first.month, on.first.day), author, alone)
    except NotADateError:
        pass
    try:
        leap = parse_written_date(f"{words}/2000" if "/" in words else f"{words} 2000")
    except NotADateError:
        return None
    return _Heading(number, shape, words, None, (leap.first.month, leap.first.day), author, alone)


def _signature(words: str) -> str:
    """The shape of a written date: `Mon 3rd Feb 2003` and `12 March 2003` are `9 M 9`."""
    plain = re.sub(_WEEKDAY + r"[\s,]*(?:the\s)?", "", words, flags=re.IGNORECASE)
    plain = re.sub(_MONTH, "M", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(?<=\d)\s?(?:st|nd|rd|th)\b(?:\sof)?", "", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\d+", "9", plain)
    return re.sub(r"[\s,.]+", " ", plain)


def _best_shape(found: Sequence[_Heading], options: ReadingOptions) -> list[_Heading]:
    """The shape with most headings that follow the calendar."""
    by_shape: dict[str, list[_Heading]] = defaultdict(list)
    for heading in found:
        by_shape[heading.shape].append(heading)
    fewest = options.limit("entry_headings")
    for shape in sorted(by_shape, key=lambda s: (-len(by_shape[s]), s)):
        headings = by_shape[shape]
        if headings[0].is_alone and not any(h.is_alone for h in headings[1:]):
            headings = headings[1:]  # the date of a letter, above the list it tells
        # a letter's date and a sentence that begins with one are no pair of headings
        alike = len(headings) >= _MANY or len({h.is_alone for h in headings}) == 1
        if len(headings) >= fewest and alike and _in_order(headings, options):
            return headings
    return []


def _in_order(headings: Sequence[_Heading], options: ReadingOptions) -> bool:
    keys = [_key(heading) for heading in headings]
    pairs = list(pairwise(keys))
    share = float(options.policy["reading.entries_in_order"])
    up = sum(a <= b for a, b in pairs)
    down = sum(a >= b for a, b in pairs)
    if headings[0].on is None:  # December may be followed by January
        up += sum(a[1] - b[1] >= 10 for a, b in pairs)
        if len(set(keys)) == 1:
            return False
    return max(up, down) >= share * len(pairs)


def _key(heading: _Heading) -> tuple[int, int, int]:
    if heading.on is not None:
        return (heading.on.first.year, heading.on.first.month, heading.on.first.day)
    return (0, *heading.month_day)


def _years(headings: Sequence[_Heading], lines: Sequence[str], name: str) -> list[int | None]:
    """For headings without a year: that of a heading line above, of the title, of the file name."""
    if headings[0].on is not None:
        return [None] * len(headings)
    title = " ".join(lines[: headings[0].line + 1][:5])
    given = _YEAR_ALONE.search(title) or _YEAR_ALONE.search(name.rsplit("/", 1)[-1])
    year = int(given.group()) if given else None
    years: list[int | None] = []
    last_line, last = 0, (0, 0)
    for heading in headings:
        for line in lines[last_line : heading.line]:
            alone = line.strip(" \t#*_-:=")
            if len(alone) == 4 and _YEAR_ALONE.fullmatch(alone):
                year, last = int(alone), (0, 0)
        if year is not None and last[0] - heading.month_day[0] >= 10:
            year += 1
        years.append(year)
        last_line, last = heading.line, heading.month_day
    return years


def _dated(heading: _Heading, year: int | None) -> tuple[str, str]:
    if heading.on is not None:
        return heading.words, "entry heading"
    if year is None:
        return "", ""
    joint = "/" if "/" in heading.words else " "
    return (
        f"{heading.words}{joint}{year}",
        "entry heading, year carried over",
    )


def _block_start(lines: Sequence[str], line: int) -> int:
    """Label lines just above a heading belong to its entry."""
    start = line
    while start > 0 and _LABEL_AT_START.match(lines[start - 1]):
        start -= 1
    return start


def _tells_something(before: str) -> bool:
    """Whether the lines before the first entry are more than a title."""
    lines = [line for line in before.split("\n") if line.strip()]
    rest = [line for line in lines[1:] if not _LABEL_AT_START.match(line)]
    return sum(map(len, rest)) >= 40 or (len(lines) == 1 and len(before) >= 120)
