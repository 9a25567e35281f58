"""Numbers of record systems: strong evidence of who somebody is, and the way back to the record."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.mentions.found import Found
from tocsin.mentions.words import Tokens
from tocsin.records import Kind
from tocsin.values.identifiers import (
    identifier_key,
    is_nhs_number,
    is_police_number,
    is_pupil_number,
)

_TEN = re.compile(r"(?<![\w/£+.-])\d{3}[\s-]?\d{3}[\s-]?\d{4}(?![\w/-]|\.\d|\s\d)")
_UPN = re.compile(r"(?<!\w)[A-HJ-NP-RT-Z]\d{11}[\dA-Z](?!\w)")
_PNC = re.compile(r"(?<![\w/])(?:\d{2}|(?:19|20)\d{2})/\d{1,7}[A-Z](?!\w)")
_LABELLED = re.compile(
    r"\b(?P<system>PNC(?:\s?ID)?|CRO|NHS|UPN|ULN|Niche|nominal|person|client|service user|pupil|"
    r"patient|hospital|MRN|LCS|Liquid\s?logic|Mosaic|Care\s?First|SWIFT|SystmOne|social care|SSD|"
    r"URN|unique reference)"
    r"(?:\s(?:ID|no|number|num|ref|record|nominal))?\.?\s*[:#]?\s*"
    r"(?P<number>(?=[A-Z]{0,3}[/-]?\d)[A-Z]{0,3}[/-]?\d[\dA-Z/-]{3,14})(?![\w])",
    re.IGNORECASE,
)


_NAMES_OF_SYSTEMS = (
    "pnc cro nhs upn uln niche nominal person client service pupil patient hospital mrn lcs"
    " liquid liquidlogic mosaic care carefirst swift systmone social ssd urn unique"
)
_SYSTEMS = frozenset(_NAMES_OF_SYSTEMS.split())


def find_numbers(text: str, tokens: Tokens) -> Iterator[Found]:
    """NHS, pupil and PNC numbers by their check characters, others by the system's name."""
    for match in _TEN.finditer(text):
        digits = identifier_key(match[0])
        spaced = not match[0].isdigit()
        named = "nhs" in text[max(0, match.start() - 20) : match.start()].lower()
        if is_nhs_number(digits) and digits[0] != "0" and (spaced or named):
            yield _found(match, f"nhs:{digits}", "nhs number")
    for match in _UPN.finditer(text):
        if is_pupil_number(match[0]):
            yield _found(match, f"upn:{match[0]}", "pupil number")
    for match in _PNC.finditer(text):
        if is_police_number(match[0]):
            yield _found(match, f"pnc:{identifier_key(match[0])}", "police number")
    for match in _LABELLED.finditer(text) if not tokens.present.isdisjoint(_SYSTEMS) else ():
        system = re.sub(r"\W|id$", "", match["system"].lower())
        start, end = match.span("number")
        value = f"{system}:{identifier_key(match['number'])}"
        yield Found(start, end, Kind.IDENTIFIER, value, "labelled number", False, 0.9)


def _found(match: re.Match[str], value: str, found_by: str) -> Found:
    return Found(match.start(), match.end(), Kind.IDENTIFIER, value, found_by)
