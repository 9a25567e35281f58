"""Addresses with a number, postcodes, and streets (which are no mention by themselves)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from tocsin.mentions.found import Found
from tocsin.mentions.words import Tokens
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
_FLATS = frozenset({"flat", "unit", "apartment", "apt", "room", "plot"})
_PLOTS = frozenset({"plot", "pitch", "bay"})
_STOP_WORDS = frozenset(_STOP.replace("?", "").split("|")) - {"st"}
_ENDING_WORDS = frozenset(re.sub(r"[?]", "", _ENDINGS).split("|")) | frozenset(STREET_SHORT)
_POSTCODE = re.compile(r"(?<![\w/])[A-Za-z]{1,2}\d[A-Za-z\d]?\s?\d[A-Za-z]{2}(?!\w)")
_NOT_HOUSE = re.compile(
    r"(?:\b(?:year|yr|room|item|stall|bus|route|junction|j|age|aged|log|page|platform|table|day|"
    r"phone|tel|mobile|ring|ringing|ending|digits|week|chapter|route|january|february|march|april|"
    r"may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul|aug|sept?|"
    r"oct|nov|dec)\.?)\s$",
    re.IGNORECASE,
)
_TOP_LEVEL = re.compile(
    r"\b(?:lives?|living|resident|address|home|neighbours?|next door|house|at|of|for|outside"
    r"|tenant)\b",
    re.I,
)


def find_postcodes(text: str) -> Iterator[Found]:
    """Postcodes of areas that exist, with or without the space, in any case."""
    for match in _POSTCODE.finditer(text):
        key = postcode_key(match[0])
        if key:
            yield Found(match.start(), match.end(), Kind.ADDRESS, key, "postcode", True)


def find_streets(text: str, tokens: Tokens) -> list[tuple[int, int]]:
    """Named streets, whether numbered or not; they only block names and complete `no. 61`."""
    if tokens.present.isdisjoint(_ENDING_WORDS):
        return []
    streets = []
    for i, word in enumerate(tokens.low):
        if word in _ENDING_WORDS and i:
            first = _street_start(text, tokens, i)
            if first < i:
                streets.append((tokens.start[first], tokens.end[i]))
    return streets


def _street_start(text: str, tokens: Tokens, i: int) -> int:
    """The first of the one or two capitalised words before `Road`."""
    first = i
    for j in range(i - 1, max(-1, i - 3), -1):
        together = text[tokens.end[j] : tokens.start[first]] == " "
        if not together or not text[tokens.start[j]].isupper() or tokens.low[j] in _STOP_WORDS:
            break
        first = j
    return first


def find_addresses(
    text: str, tokens: Tokens, streets: Sequence[tuple[int, int]]
) -> Iterator[Found]:
    """Numbered houses and flats; `no. 61` where one street is named beside it."""
    if tokens.present.isdisjoint(_ENDING_WORDS):
        return
    end = 0
    for i, word in enumerate(tokens.low):
        if not (word[0].isdigit() or word in _FLATS or word == "no") or tokens.start[i] < end:
            continue
        start = tokens.start[i]
        match = _ADDRESS.match(text, start)
        if match and not _NOT_HOUSE.search(text, max(0, start - 12), start) and _is_named(match[0]):
            end = match.end()
            yield Found(start, end, Kind.ADDRESS, address_key(match[0]), "address")
    for match in _FLAT_IN.finditer(text) if not tokens.present.isdisjoint(_FLATS) else ():
        value = address_key(match[0])
        yield Found(match.start(), match.end(), Kind.ADDRESS, value, "flat", score=0.8)
    for match in _PLOT.finditer(text) if not tokens.present.isdisjoint(_PLOTS) else ():
        value = match[0].lower()
        yield Found(match.start(), match.end(), Kind.ADDRESS, value, "plot", True, 0.7)
    if streets and not tokens.present.isdisjoint(("no", "number")):
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
    return written.islower() or bool(re.search(r"(?<![\w'’])[A-Z][\w'’]", written))
