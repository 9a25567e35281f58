"""Vehicle registrations, whole and partial."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.mentions.found import Found
from tocsin.records import Kind
from tocsin.values.identifiers import AREAS, plate_key

_CUE = (
    r"(?:reg(?:istration|istered|d)?s?(?:\s(?:no|number|plate|mark))?|index(?:\sno)?|vrm|vrn|vrms|"
    r"number\splate|plates?|part(?:ial)?(?:\s(?:reg|index|plate))?)"
)
_LINK = (
    r"(?:[\s:,.\"“'(-]|is|was|of|no|as|may be|maybe|possibly|written down|noted|taken|believed|"
    r"thought|to be|the|something like){0,6}"
)
_WHOLE = re.compile(
    r"(?<![\w/@#-])(?:"
    r"(?P<current>[A-Za-z]{2}\d{2}\s?[A-Za-z]{3})|"
    r"(?P<prefix>[A-HJ-NPR-TV-Y]\d{1,3}\s?[A-HJ-PR-Y]{3})|"
    r"(?P<suffix>[A-HJ-PR-Y]{3}\s?\d{1,3}[A-HJ-NPR-TV-Y])"
    r")(?![\w@]|-\d)"
)
_CUED = re.compile(
    rf"\b{_CUE}\b{_LINK}\b(?P<plate>[A-Z]{{1,3}}\s?\d{{1,4}}(?:\s?[A-Z]{{1,3}})?|\d{{1,4}}\s[A-Z]{{1,3}})"
    r"(?![\w]|[./:]\d)",
)
_STARTS = re.compile(
    rf"\b(?i:{_CUE}|car|van|vehicle|it)\b[^.\n]{{0,16}}?\b(?i:starts?|starting|begins?|beginning|first\spart)"
    r"(?:\s(?i:with|is|was|in))?[\s:\"“'-]*(?P<plate>[A-Za-z]{1,2}\d{1,3}(?:\s?[A-Z]{1,2}\b)?)(?!\w)",
)
_ENDS = re.compile(
    r"\b(?i:ends?|ending|ended|finish(?:es|ing)?|last\s(?:three|bit|part|letters?))\b"
    r"(?:\s(?i:with|is|was|in|are))?[\s:\"“'-]*(?P<plate>[A-Z]{2,3}|\d{1,2}\s?[A-Z]{2,3})(?!\w)",
)
_UNFINISHED = re.compile(
    r"(?<![\w/@#-])(?P<plate>[A-Z]{2}\d{2}(?:\s?[A-Z]{1,2})?|[A-HJ-NPR-TV-Y]\d{2,3}(?:\s[A-Z]{1,2})?)"
    r"(?P<rest>[\s-]?(?i:something|summat|blank|\?+|\.{2,}|…|\*+))"
)
_BARE = re.compile(
    r"(?<![\w/@#-])(?P<plate>[A-Z]{2}\d{2}(?:\s[A-Z]{1,2})?)(?![\w/@-]|\s?\d[A-Z]{2}\b)"
)
_MISREAD = re.compile(
    r"(?<![\w/@#-])(?P<plate>[A-Z015]{2}[\dOISZB]{2}\s?[A-Z01258]{3})(?![\w@]|-\d)"
)
"""A current plate in which a letter was taken for the digit it looks like, or the reverse."""
_AS_LETTER, _AS_DIGIT = str.maketrans("01258", "OIZSB"), str.maketrans("OISZB", "01528")
_OUTWARD_INWARD = re.compile(r"[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}")
_VEHICLE_WORD = re.compile(
    r"\b(?:cars?|vans?|vehicles?|taxis?|drives?|driving|driver|driven|reg|plate|index|saloon|estate|"
    r"hatchback|merc|mercedes|bmw|audi|golf|corsa|astra|vectra|transit|ford|vw|vauxhall|toyota|"
    r"prius|skoda|seat|peugeot|renault|citroen|fiesta|focus|mondeo|micra|ibiza|clio|passat|polo|"
    r"nissan|honda|hyundai|kia|fiat|mini|volvo|mazda|lexus|range rover|land rover|minibus|motor|"
    r"pulled|parked)\b",
    re.IGNORECASE,
)
_WORDS = (
    "THE AND FOR HRS WAS HAD HAS HIS HER NOT BUT ALL ANY ARE CAN DAY DID GOT HOW ITS MAN MEN"
    " NEW NOW OFF OLD ONE OUR OUT OWN SAT SAW SAY SHE TEN TOO TWO WAY WHO WHY YES YET YOU MON"
    " TUE WED THU FRI SUN JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC YRS BST GMT PCS LOG"
    " REF CAD URN FLT RTC INT KEY TOP END SIX RED VAN CAR BOY MUM DAD NAN LAD AGE DOB REG VIA"
    " PER NFA TEL MOB FAX OIC"
)
_NOT_LETTERS = frozenset(_WORDS.split())
"""Three letters that are a word in capitals, not the end of a plate."""


def find_vehicles(text: str) -> Iterator[Found]:
    """Whole plates of the current, prefix and suffix kinds anywhere, others only after a cue."""
    lowered = text.lower()
    for match in _WHOLE.finditer(text):
        if _is_plausible(match):
            value = plate_key(match[0])
            yield Found(match.start(), match.end(), Kind.VEHICLE, value, "plate")
    yield from _misread(text)
    if "start" in lowered or "begin" in lowered or "first part" in lowered:
        yield from _partial(_STARTS, text, "plate start", ends=False)
    if "end" in lowered or "finish" in lowered or "last" in lowered:
        yield from _partial(_ENDS, text, "plate end", ends=True)
    yield from _partial(_UNFINISHED, text, "plate unfinished", ends=False)
    if "reg" in lowered or "index" in lowered or "plate" in lowered or "vr" in lowered:
        yield from _cued(text)
    yield from _bare(text)


def _is_plausible(match: re.Match[str]) -> bool:
    """Whether a plate-shaped run is a plate: lower case only whole and current, no plain words."""
    written = match[0]
    letters = re.findall(r"[A-Za-z]{3}", written)
    if any(part.upper() in _NOT_LETTERS for part in letters) and " " in written:
        return False
    if match["current"]:
        upper = written.isupper()
        return upper or " " not in written or written[:2].isupper()
    return written.isupper()


def _partial(pattern: re.Pattern[str], text: str, found_by: str, *, ends: bool) -> Iterator[Found]:
    for match in pattern.finditer(text):
        key = plate_key(match["plate"])
        if key in _NOT_LETTERS or (found_by == "plate end" and not _near_vehicle(text, match)):
            continue
        value = ("?" * 7 + key)[-7:] if ends else _with_unknown_end(key)
        start, end = match.span("plate")
        yield Found(start, end, Kind.VEHICLE, value, found_by, True, 0.9)


def _with_unknown_end(key: str) -> str:
    """`MV51` is `MV51???`, `Y238` is `Y238???`."""
    return key + "?" * max(0, 7 - len(key))


def _near_vehicle(text: str, match: re.Match[str]) -> bool:
    around = text[max(0, match.start("plate") - 60) : match.end("plate") + 30]
    return bool(_VEHICLE_WORD.search(around))


def _cued(text: str) -> Iterator[Found]:
    pattern = re.compile(_CUED.pattern, re.IGNORECASE) if not _has_lower(text) else _CUED
    for match in pattern.finditer(text):
        key = plate_key(match["plate"])
        if key.isdigit() or key.isalpha():
            continue
        short = bool(re.fullmatch(r"[A-Z]{2}\d{2}[A-Z]{0,2}|[A-Z]\d{2,3}[A-Z]{0,2}", key))
        value = _with_unknown_end(key) if short else key
        start, end = match.span("plate")
        yield Found(start, end, Kind.VEHICLE, value, "plate after cue", short, 0.9)


def _has_lower(text: str) -> bool:
    return any(character.islower() for character in text)


def _bare(text: str) -> Iterator[Found]:
    """`MX17`, `MV51 K`: a current plate's start, near a vehicle, unless it can be a postcode."""
    for match in _BARE.finditer(text):
        written = match["plate"]
        if _could_be_outward(written) or not _near_vehicle(text, match):
            continue
        key = plate_key(written)
        value = _with_unknown_end(key)
        start, end = match.span("plate")
        yield Found(start, end, Kind.VEHICLE, value, "plate part", True, 0.7)


def _misread(text: str) -> Iterator[Found]:
    """`K052 AZ0`, near a vehicle: the plate it must be, unless it can be a postcode."""
    for match in _MISREAD.finditer(text):
        key = plate_key(match["plate"])
        mended = key[:2].translate(_AS_LETTER) + key[2:4].translate(_AS_DIGIT)
        mended += key[4:].translate(_AS_LETTER)
        letters = sum(character.isalpha() for character in key)
        if mended == key or letters < 3 or key[:4].isdigit() or key[4:] in _NOT_LETTERS:
            continue
        if letters == len(key):
            continue  # a word: SNOOKER
        if _OUTWARD_INWARD.fullmatch(match["plate"]):
            continue
        if _near_vehicle(text, match):
            start, end = match.span()
            yield Found(start, end, Kind.VEHICLE, mended, "plate misread", False, 0.8)


def _could_be_outward(written: str) -> bool:
    """`LS11` can be the first half of a postcode; `DN08` (a nought) and `MV51` cannot."""
    return " " not in written and written[:2] in AREAS and written[2] != "0"
