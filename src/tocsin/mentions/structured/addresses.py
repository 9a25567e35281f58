"""Addresses with a number, postcodes, and streets (which are no mention by themselves)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.mentions.found import Found
from tocsin.records import Kind
from tocsin.values.identifiers import STREET_SHORT, address_key, postcode_key

_ENDINGS = (
    "road|street|lane|avenue|crescent|close|drive|row|court|terrace|place|gardens|grove|way|walk|hill|"
    "view|croft|square|parade|rise|mount|bank|green|fold|mews|yard|bridge|cottages|house|gate|wharf|"
    "park|villas|buildings|estate|flats|heights|towers?|point|garth|dale|mead|meadows?|vale|chase|"
    "parkway|embankment|quay|ridge|business park|industrial estate|trading estate|lodge|"
    "promenade|esplanade|circus|bottom|brow|lea|wynd|broadway"
)
_SHORT_ENDINGS = "|".join(sorted(STREET_SHORT, key=len, reverse=True))
_STOP = (
    "on|at|in|of|and|the|to|for|from|with|by|near|off|am|pm|hrs|hours|mins|minutes|yrs|years|old|"
    "days|weeks|months|girls?|boys?|men|women|males?|females?|youths?|january|february|march|april|"
    "may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|oct|"
    "nov|dec|mon|tues?|weds?|thurs?|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|"
    "sunday|was|were|is|are|had|has|outside|along|up|down|into|opposite|behind|st"
)
_NAME = rf"(?!(?:{_STOP})\b)[A-Za-z][A-Za-z'’-]+\.?"
_FLAT = (
    r"(?:(?:flat|unit|apartment|apt|room|plot)\.?\s?(?:no\.?\s?)?\d{1,3}[a-z]?,?\s(?:at\s|in\s)?)"
)
_ENDING = rf"(?:{_ENDINGS}|(?:{_SHORT_ENDINGS})\b\.?)"
_ADDRESS = re.compile(
    rf"(?<![\w£/:.,-])(?<!\d\s)(?:{_FLAT}(?:\d{{1,4}}[a-z]?,?\s)?|(?:no\.?\s?)?\d{{1,4}}[a-z]?(?:-\d{{1,4}})?,?\s)"
    rf"(?:the\s|st\.?\s)?(?:{_NAME}\s){{0,2}}{_NAME}\s{_ENDING}(?![\w'’-])",
    re.IGNORECASE,
)
_FLAT_IN = re.compile(
    rf"(?<!\w){_FLAT}(?:st\.?\s)?(?:[A-Z][\w'’-]+\s){{0,2}}(?:[A-Z][\w'’-]+)(?!\w)"
)
_NUMBER_ONLY = re.compile(
    r"(?<!\w)(?:(?:no\.\s?|number\s)(\d{1,4}[a-z]?))(?![\w/:]|[.,]\d|\s\d|\sbus)", re.I
)
_PLOT = re.compile(r"(?<!\w)(?:plot|pitch|bay)\s\d{1,3}[a-z]?(?!\w)", re.IGNORECASE)
_POSTCODE = re.compile(r"(?<![\w/])[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}(?!\w)")
_STREET = re.compile(
    rf"(?<![\w'’])(?:[A-Z][\w'’]+\s){{1,2}}(?:{_ENDINGS}|(?:{_SHORT_ENDINGS})\b)(?![\w'’])", re.I
)
_NOT_HOUSE = re.compile(
    r"(?:\b(?:year|yr|room|item|stall|bus|route|junction|j|age|aged|log|page|platform|table|day|"
    r"phone|tel|mobile|ring|ringing|ending|digits|week|chapter|route|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|"
    r"oct|nov|dec)\.?)\s$",
    re.IGNORECASE,
)
_TOP_LEVEL = re.compile(
    r"\b(?:lives?|living|resident|address|home|neighbours?|next door|house|at|of|for|outside|tenant)\b",
    re.I,
)


def find_postcodes(text: str) -> Iterator[Found]:
    """Postcodes of areas that exist, with or without the space, in any case."""
    for match in _POSTCODE.finditer(text):
        key = postcode_key(match[0])
        if key:
            yield Found(match.start(), match.end(), Kind.ADDRESS, key, "postcode", True)


def find_streets(text: str) -> list[tuple[int, int]]:
    """Named streets, whether numbered or not; they only block names and complete `no. 61`."""
    return [
        match.span()
        for match in _STREET.finditer(text)
        if match[0][0].isupper() and not _starts_with_stop(match[0])
    ]


def find_addresses(text: str, streets: Sequence[tuple[int, int]]) -> Iterator[Found]:
    """Numbered houses and flats; `no. 61` where one street is named beside it."""
    for match in _ADDRESS.finditer(text):
        if not _NOT_HOUSE.search(text, max(0, match.start() - 12), match.start()) and _is_named(
            match[0]
        ):
            yield Found(match.start(), match.end(), Kind.ADDRESS, address_key(match[0]), "address")
    for match in _FLAT_IN.finditer(text):
        value = address_key(match[0])
        yield Found(match.start(), match.end(), Kind.ADDRESS, value, "flat", score=0.8)
    for match in _PLOT.finditer(text):
        value = match[0].lower()
        yield Found(match.start(), match.end(), Kind.ADDRESS, value, "plot", True, 0.7)
    yield from _numbers_only(text, streets)


def _numbers_only(text: str, streets: Sequence[tuple[int, int]]) -> Iterator[Found]:
    for match in _NUMBER_ONLY.finditer(text):
        near = text[max(0, match.start() - 60) : match.end() + 20]
        named = {_street_key(text[start:end]) for start, end in streets}
        if not named or not _TOP_LEVEL.search(near + " "):
            continue
        closest = min(streets, key=lambda span: (abs(span[0] - match.start()), span))
        value = f"{match[1].lower()} {_street_key(text[closest[0] : closest[1]])}"
        score = 0.8 if len(named) == 1 else 0.6
        yield Found(match.start(), match.end(), Kind.ADDRESS, value, "house number", True, score)


def _street_key(written: str) -> str:
    return address_key(written)


def _is_named(written: str) -> bool:
    """A street's name is capitalised, or all of it is in lower case (a quick note)."""
    words = [word for word in re.findall(r"[A-Za-z][\w'’]+", written)]
    return written.islower() or any(word[0].isupper() for word in words)


def _starts_with_stop(written: str) -> bool:
    return bool(re.match(rf"(?:{_STOP})\b", written, re.IGNORECASE))
