"""Ages, dates of birth and school years, and the days between which that makes somebody born."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from tocsin.mentions.words import Tokens
from tocsin.values.dates import PartialDate, Precision

_UP_TO_TWENTY = (
    "nought one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
)
_WORDS = {word: number for number, word in enumerate(_UP_TO_TWENTY.split())} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
}
_NUMBER = r"(?:\d{1,2}|" + "|".join(sorted(_WORDS, key=len, reverse=True)) + ")"
_DECADES = {
    "teens": 13, "twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60,
    "seventies": 70, "20s": 20, "30s": 30, "40s": 40, "50s": 50, "60s": 60, "70s": 70,
}  # fmt: skip
_MONTH_NAMES = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES.split(), start=1)}
_ROUGH = (
    r"(?:about|approx(?:imately)?\.?|around|roughly|maybe|perhaps|like|looks?(?:\slike)?|c\.?|circa|"
    r"some|nearly|almost|over|only|just|or so|no more than|under|at least)"
)
_SAID_AGE = (
    r"aged?(?:\s(?:assessed|believed|estimated|given|recorded|stated)(?:\s(?:as|at|to\sbe))?)?"
)
_AGE = re.compile(
    rf"\b(?:{_SAID_AGE}|is|was|are|were|am|'s|’s|females?|males?|girls?|boys?|lads?|youths?|lass(?:es)?|pupils?|both|all|now|only|just|turned|turns|turning|be|looked|looks|{_ROUGH})"
    rf"\s(?:{_ROUGH}\s){{0,2}}(?P<low>{_NUMBER})"
    rf"(?:\s?(?:-|–|/|or|to|and|going on)\s?(?P<high>{_NUMBER}))?"
    r"(?![\w:£%/]|\.\d|-\w|\s(?:am|pm|per|percent|weeks?|months?|days?|hours?|hrs|minutes|mins|miles|"
    r"of|girls?|boys?|men|people|times|pounds?|others?|nights?|more|calls?|bags?|phones?|children|"
    r"handsets|cars?|lads?|doors?|mile|in|hundred|thousand|points|and\sa)\b)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    rf"\b(?P<low>{_NUMBER})(?:\s?(?:-|–|/|or|to)\s?(?P<high>{_NUMBER}))?[\s-]?(?:yrs?|years?|y/?o|yo)\b"
    r"\.?(?:[\s-](?:old|of\sage))?(?!\s(?:ago|later|since|before|now|in|at|on|and|of|running|or))",
    re.IGNORECASE,
)
_DECADE = re.compile(
    rf"\b(?P<part>early|mid|late)?[\s-]?(?:to\slate\s)?(?P<decade>{'|'.join(_DECADES)})\b(?!\sand\s)",
    re.IGNORECASE,
)
_ODD = re.compile(
    r"\b(?P<tens>twenty|thirty|forty|fifty)[\s-](?:odd|something|summat)\b", re.IGNORECASE
)
_LIMIT = re.compile(rf"\bunder[\s-](?P<limit>{_NUMBER})\b(?!s)", re.IGNORECASE)
_LIKE_OR = re.compile(
    rf"\bold,?\slike\s(?P<low>{_NUMBER})\sor\s(?P<high>{_NUMBER})\b", re.IGNORECASE
)
_BORN = re.compile(
    r"\b(?:b\.?|born|d\.?o\.?b\.?|date of birth)\s?:?\s?(?:on\s|in\s)?"
    r"(?:(?P<full>\d{1,2}[./\s-]+(?:\d{1,2}|[a-z]{3,9})[./\s-]+\d{2,4})"
    r"|(?:(?P<month>[a-z]{3,9})\s)?(?P<year>(?:19|20)\d{2}|(?<=[b.B]\s)\d{2}(?!\d)))(?!\w)",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"(?P<day>\d{1,2})(?:st|nd|rd|th)?[./\s-]+(?P<month>\d{1,2}|[a-z]{3,9})[./\s-]+(?P<year>\d{4}|\d{2})",
    re.IGNORECASE,
)
_BARE_DATE = re.compile(
    r"\s?[,(]\s?(?P<full>\d{1,2}(?:st|nd|rd|th)?[./\s-](?:\d{1,2}|[a-z]{3,9})[./\s-](?:19|20)?\d{2})(?!\d)",
    re.IGNORECASE,
)
_YEAR_GROUP = re.compile(
    r"\b(?:year|yr|y)\.?\s?(?P<year>1[0-3]|[1-9])(?P<form>[a-z]{1,2})?s?\b(?!\s(?:in|old|ago|of\s(?:age|the)))",
    re.IGNORECASE,
)
_FORM = re.compile(r"(?<![\w/£.-])(?P<year>1[0-3]|[7-9])(?P<form>[A-HJ-NP-Z]{1,2})(?![\w/-])")
BARE_AGE = re.compile(
    rf"\s?[,(]\s?(?:aged?\s|now\s|about\s|approx\.?\s|c\.?\s?|only\s|just\s)?(?P<low>{_NUMBER})"
    rf"(?:\s?(?:-|–|/|or|to)\s?(?P<high>{_NUMBER}))?(?=\s?(?:yrs?|years?|y/?o|yo)\b|\s?[,.;)]|\s?$|"
    r"\s(?:and|or|was|who|is|of|with|missing|has|had|says|said|attended|reported|seen|told|years)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Age:
    """An age, birth date or school year as written, with what it says."""

    start: int
    end: int
    kind: str
    """`age`, `date_of_birth` or `school_year`."""
    low: int | None
    high: int | None
    birth: PartialDate | None


_SAYS_AGE = re.compile(r"age|is\b|was\b|['’]s\b|am\b|now\b|turn|about\b|only\b|just\b")
_FIGURES = frozenset(_WORDS)
_BIRTH = frozenset({"b", "born", "dob", "d.o.b", "birth"})
_SCHOOL = re.compile(r"(?:y|yr|year)\d{0,2}[a-z]{0,2}$|(?:1[0-3]|[7-9])[a-z]{1,2}$")


def find_ages(text: str, tokens: Tokens, on: PartialDate | None) -> Iterator[Age]:
    """Every age in a text, read at the date of what it tells; dates of birth come first."""
    low, starts = tokens.low, tokens.start
    if not tokens.present.isdisjoint(_BIRTH):
        for i, word in enumerate(low):
            match = _BORN.match(text, starts[i]) if word in _BIRTH or word == "date" else None
            birth = _born(match) if match else None
            if match and birth:
                yield _from_birth(match.start(), match.end(), birth, on)
    for i, word in enumerate(low):
        if word[0].isdigit() or word in _FIGURES:
            yield from _at_figure(text, tokens, i, on)
        elif word in _DECADES:
            yield from _at_decade(text, tokens, i, on)
        elif word in ("early", "mid", "late", "under"):
            yield from _at_part(text, starts[i], on)
        if word[0] in "y1789" and _SCHOOL.match(word):
            yield from _school_year(text, starts[i], on)


def _at_figure(text: str, tokens: Tokens, i: int, on: PartialDate | None) -> Iterator[Age]:
    """An age by the words before a figure (`is about 25`) or after it (`14 yrs`)."""
    here = tokens.start[i]
    for back in range(1, min(5, i + 1)):
        match = _AGE.match(text, tokens.start[i - back])
        if match and match.start("low") == here:
            yield from _stated(match, on)
            return
    if i >= 2 and tokens.low[i - 1] == "like":
        match = _LIKE_OR.search(
            text, max(0, here - 12), tokens.end[min(i + 2, len(tokens.low) - 1)]
        )
        if match:
            yield of_age(
                match.start(), match.end(), number(match["low"]), number(match["high"]), on
            )
    match = _YEARS.match(text, here)
    if match:
        low = number(match["low"])
        high = number(match["high"]) if match["high"] else low
        if 0 < low <= high < 100:
            yield of_age(match.start(), match.end(), low, high, on)
        return
    match = _DECADE.match(text, here) or _ODD.match(text, here)
    if match:
        yield from _decade(match, on)


def _at_decade(text: str, tokens: Tokens, i: int, on: PartialDate | None) -> Iterator[Age]:
    if i and tokens.low[i - 1] in ("early", "mid", "late"):
        return  # read with its first word
    match = _DECADE.match(text, tokens.start[i])
    if match:
        yield from _decade(match, on)


def _at_part(text: str, start: int, on: PartialDate | None) -> Iterator[Age]:
    match = _DECADE.match(text, start)
    if match:
        yield from _decade(match, on)
    match = _LIMIT.match(text, start)
    if match:
        limit = number(match["limit"])
        yield of_age(match.start(), match.end(), max(0, limit - 6), limit - 1, on)


def _decade(match: re.Match[str], on: PartialDate | None) -> Iterator[Age]:
    """`mid twenties` is 23 to 27, `twenty odd` 20 to 29."""
    known = match.groupdict()
    base = _WORDS[known["tens"].lower()] if "tens" in known else _DECADES[known["decade"].lower()]
    part = (known.get("part") or "").lower()
    low, high = {"early": (0, 4), "mid": (3, 7), "late": (6, 10)}.get(part, (0, 9))
    high = min(high, 6) if base == 13 else high
    yield of_age(match.start(), match.end(), base + low, base + high, on)


def _stated(match: re.Match[str], on: PartialDate | None) -> Iterator[Age]:
    words = match[0].lower()
    low = number(match["low"])
    high = number(match["high"]) if match["high"] else low
    if not match["high"]:
        slack = 1 if low < 18 else 3
        if re.search(r"no more than|nearly|almost", words):
            low = max(low - slack, 18 if low > 20 else 0)
        elif "over" in words or "at least" in words:
            high = low + 10
        elif "under" in words:
            low, high = max(0, low - 6), low - 1
        elif re.search(r"about|approx|around|roughly|maybe|perhaps|like|look|circa", words):
            low, high = low - slack, high + slack
    if low < 10 and not _SAYS_AGE.match(words):
        return  # "there were four", "all three"
    if 0 < low <= high < 100 and (high > 3 or "age" in words):
        yield of_age(match.start("low"), match.end(), low, high, on)


def _school_year(text: str, start: int, on: PartialDate | None) -> Iterator[Age]:
    """`Year 9`, `Y8`, `9C`: children who turn 14, 13, 14 in that school year."""
    match = _YEAR_GROUP.match(text, start) or _FORM.match(text, start)
    if match:
        year = int(match["year"])
        birth = _born_for_school_year(year, on)
        yield Age(match.start(), match.end(), "school_year", year + 4, year + 5, birth)


def date_after_name(text: str, end: int, on: PartialDate | None) -> Age | None:
    """`Name (01/01/2007)`: a full date beside a name is a birth where that gives a likely age."""
    match = _BARE_DATE.match(text, end)
    birth = _full_date(match["full"]) if match else None
    if not match or not birth:
        return None
    age = _from_birth(match.start("full"), match.end("full"), birth, on)
    likely = age.low is None or 4 <= age.low <= 100
    return age if likely else None


def of_age(start: int, end: int, low: int, high: int, on: PartialDate | None) -> Age:
    """An age in years and the days it allows for a birth."""
    birth = None
    if on is not None:
        first = _years_before(on.first, high + 1) + timedelta(days=1)
        birth = PartialDate(first, _years_before(on.last, low), Precision.RANGE)
    return Age(start, end, "age", low, high, birth)


def number(written: str) -> int:
    """`14` or `fourteen` as a number."""
    return int(written) if written.isdigit() else _WORDS[written.lower()]


def _born_for_school_year(year: int, on: PartialDate | None) -> PartialDate | None:
    """English school years run from September; pupils of year 9 turn 14 in it."""
    if on is None:
        return None
    starts = on.first.year if on.first.month >= 9 else on.first.year - 1
    ends = on.last.year if on.last.month >= 9 else on.last.year - 1
    return PartialDate(date(starts - year - 5, 9, 1), date(ends - year - 4, 8, 31), Precision.RANGE)


def _born(match: re.Match[str]) -> PartialDate | None:
    if match["full"]:
        return _full_date(match["full"])
    year = int(match["year"])
    year += 0 if year > 100 else (1900 if year > 15 else 2000)
    month = _MONTHS.get((match["month"] or "")[:3].lower())
    if month:
        last = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
        return PartialDate(date(year, month, 1), last, Precision.MONTH)
    return PartialDate(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)


def _full_date(written: str) -> PartialDate | None:
    match = _DATE.fullmatch(written.strip())
    if not match:
        return None
    year = int(match["year"])
    year += 0 if year > 100 else (1900 if year > 25 else 2000)
    month = match["month"]
    try:
        day = date(
            year, int(month) if month.isdigit() else _MONTHS[month[:3].lower()], int(match["day"])
        )
    except (KeyError, ValueError):
        return None
    return PartialDate.of_day(day)


def _from_birth(start: int, end: int, birth: PartialDate, on: PartialDate | None) -> Age:
    low = high = None
    if on is not None:
        low, high = _age_at(birth.last, on.first), _age_at(birth.first, on.last)
        if low < 0:
            low = high = None
    return Age(start, end, "date_of_birth", low, high, birth)


def _age_at(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=max(1, day.year - years))
    except ValueError:  # 29 February
        return day.replace(year=max(1, day.year - years), day=28)
