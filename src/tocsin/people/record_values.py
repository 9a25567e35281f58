"""Values of a table's cells, each kind folded to the one way it is compared."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable

from tocsin.values.identifiers import STREET_SHORT, phone_digits, plate_key
from tocsin.values.name_lists import first_name_count, surname_count
from tocsin.values.names import fold, parse_name

NOTHING = frozenset(
    {"", "nan", "none", "null", "na", "n a", "nil", "unknown", "not known", "not given", "nat"}
)
FIRST_NAMES_LISTED = 350_000_000
SURNAMES_LISTED = 9_000_000
_LEAST_DIGITS = 5
_OLDEST = 120
_NAMES_OF_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTHS = {name: number for number, name in enumerate(_NAMES_OF_MONTHS.split(), start=1)}
_THREE = re.compile(r"(\d{1,2})\D+(\d{1,2})\D+(\d{4}|\d{2})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})\D?(\d{1,2})\D?(\d{1,2})(?!\d)")
_WORDED = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?\W*([a-z]{3})[a-z]*\W*(\d{4})", re.IGNORECASE)
_WORDED_MONTH_FIRST = re.compile(r"([a-z]{3})[a-z]*\W*(\d{1,2})\W+(\d{4})", re.IGNORECASE)
_ANY_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_THIS_CENTURY = 30
"""A year of two digits up to this is of this century."""
_POSTCODE = re.compile(r"\b([a-z]{1,2}\d[a-z\d]?) ?(\d[a-z]{2})\b")
_HOUSE = re.compile(r"(?:flat \d+\w? )?(\d+[a-z]?)\b")

Names = tuple[str | None, str | None, str | None]
"""Given name, middle names, family name."""


def flat(text: str) -> str | None:
    """Folded, or nothing."""
    folded = fold(text)
    return None if folded in NOTHING else folded


def joined(text: str) -> str | None:
    """Folded, without blanks."""
    folded = flat(text)
    return folded.replace(" ", "") if folded else None


def full_name(text: str) -> Names:
    """A whole name taken apart."""
    if flat(text) is None:
        return (None, None, None)
    name = parse_name(text)
    givens = [g.replace("-", "") for g in name.givens]
    return (
        givens[0] if givens else None,
        " ".join(givens[1:]) or None,
        name.family.replace("-", " ") or None,
    )


def first_names(text: str) -> tuple[str | None, str | None]:
    """The first of some given names, and the others."""
    folded = flat(text)
    if not folded:
        return (None, None)
    first, _, rest = folded.partition(" ")
    return (first, rest or None)


def sex(text: str) -> str | None:
    """`m` or `f` where the words say so, else the first letter."""
    folded = flat(text) or ""
    if folded in {"woman", "girl", "lady"}:
        return "f"
    if folded in {"man", "boy"}:
        return "m"
    return folded[:1] or None


def age(text: str) -> str | None:
    """Whole years."""
    found = re.match(r"\s*(\d{1,3})(?:\.\d*)?\b", text)
    return found.group(1) if found and int(found.group(1)) <= _OLDEST else None


def phone(text: str) -> str | None:
    """Digits, where there are enough of them; the first number of several."""
    digits = phone_digits(re.split(r"[;,/]| or ", _whole_number(text))[0])
    return digits if len(digits) >= _LEAST_DIGITS else None


def email(text: str) -> str | None:
    """Small letters; nothing without an @."""
    folded = text.strip().casefold()
    return folded if "@" in folded[1:-1] else None


def identifier(text: str) -> str | None:
    """Letters and digits alone."""
    return joined(_whole_number(text))


def vehicle(text: str) -> str | None:
    """A plate in capitals, without blanks."""
    key = plate_key(text)
    return key if len(key) > 1 and fold(text) not in NOTHING else None


def postcode(text: str) -> str | None:
    """Without blanks."""
    return joined(_whole_number(text))


def address(text: str) -> tuple[str | None, str | None, str | None]:
    """The address in one spelling, the house number that opens it, and the postcode it ends on."""
    folded = flat(text)
    if not folded:
        return (None, None, None)
    code = _POSTCODE.search(folded)
    if code:
        folded = (folded[: code.start()] + folded[code.end() :]).strip()
    words = [STREET_SHORT.get(w, w) if i else w for i, w in enumerate(folded.split())]
    folded = " ".join(words)
    house = _HOUSE.match(folded)
    return (
        folded or None,
        house.group(1) if house else None,
        code.group(1) + code.group(2) if code else None,
    )


def _whole_number(text: str) -> str:
    """`7700900111.0`, as a table kept in floating point writes a number, without its end."""
    return text[:-2] if re.fullmatch(r"\d+\.0", text) else text


def is_month_first(texts: Iterable[str]) -> bool:
    """Whether a column writes the month before the day: more of its dates need that order."""
    votes: Counter[bool] = Counter()
    for text in texts:
        found = _THREE.match(text.strip())
        if found:
            a, b = int(found.group(1)), int(found.group(2))
            if a <= 12 < b <= 31:
                votes[True] += 1
            elif b <= 12 < a <= 31:
                votes[False] += 1
    return votes[True] > votes[False]


def date_reader(texts: Iterable[str]) -> Callable[[str], tuple[str | None, str | None]]:
    """A reader of dates in the order in which this column writes them."""
    month_first = is_month_first(texts)

    def read(text: str) -> tuple[str | None, str | None]:
        return born(text, month_first=month_first)

    return read


def born(text: str, *, month_first: bool = False) -> tuple[str | None, str | None]:
    """A date as ISO writes it and its year; the year alone where no more is told.

    >>> born("03/02/1990"), born("12 Dec 1963"), born("about 1971"), born("19721502")
    (('1990-02-03', '1990'), ('1963-12-12', '1963'), (None, '1971'), ('1972-15-02', '1972'))
    """
    text = text.strip()
    found = _YEAR_FIRST.match(text)
    if found:
        year, month, day = (int(g) for g in found.groups())
        return _iso(year, month, day)
    found = _THREE.match(text)
    if found:
        a, b, year = (int(g) for g in found.groups())
        if len(found.group(3)) == 2:
            year += 2000 if year <= _THIS_CENTURY else 1900
        day, month = (b, a) if month_first else (a, b)
        if month > 12 >= day:
            day, month = month, day
        return _iso(year, month, day)
    found = _WORDED.match(text)
    if found and found.group(2).lower() in _MONTHS:
        return _iso(int(found.group(3)), _MONTHS[found.group(2).lower()], int(found.group(1)))
    found = _WORDED_MONTH_FIRST.match(text)
    if found and found.group(1).lower() in _MONTHS:
        return _iso(int(found.group(3)), _MONTHS[found.group(1).lower()], int(found.group(2)))
    found = _ANY_YEAR.search(text)
    return (None, found.group(1)) if found else (None, None)


def _iso(year: int, month: int, day: int) -> tuple[str, str]:
    return f"{year:04d}-{month:02d}-{day:02d}", str(year)


def two_digits(text: str) -> str | None:
    """A day or a month."""
    found = re.fullmatch(r"\s*(\d{1,2})(?:\.0)?\s*", text)
    return f"{int(found.group(1)):02d}" if found else None


def leans_to_first(text: str) -> bool | None:
    """Whether the lists know a word better as a first name than as a surname."""
    word = fold(text)
    first = first_name_count(word) / FIRST_NAMES_LISTED
    last = surname_count(word) / SURNAMES_LISTED
    if max(first, last) == 0:
        return None
    return first > last
