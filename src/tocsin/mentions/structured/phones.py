"""Telephone numbers, whole, short and by their last digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tocsin.mentions.found import Found
from tocsin.records import Kind
from tocsin.values.identifiers import is_whole_phone, phone_digits

_WHOLE = re.compile(
    r"(?<![\w/£.])(?:\+\s?44[\s-]?(?:\(0\))?[\s-]?|0044[\s-]?|\(0|0)\d(?:[\s().-]{0,2}\d){7,10}"
    r"(?![\w£]|[./-]\d)"
)
_MASKED = re.compile(r"(?<![\w/£.])0\d{3,4}[\s-]?(?:[\s-]?[\dxX*?]){5,7}(?!\w)")
_TAIL = re.compile(
    r"\b(?:(?:number|no\.?|mobile|mob|phone|tel|line|digits|one|sim)\b[^.\n\d]{0,14}?)"
    r"(?:ending|ends|finishing|finishes|ended|last (?:three|four|3|4)(?: digits)?)"
    r"(?:\s(?:in|with|on|are|is|being|was))?\s*[:\"“'-]?\s*(\d{3,6})(?![\w/:]|[.]\d)",
    re.IGNORECASE,
)
_SHORT = re.compile(r"(?<![\w/£#.:-])\d{3}\s?\d{3}(?![\w/%:]|[.,-]\d|\s\d)")
_SHORT_CUE = re.compile(
    r"\b(?:phones?|mob(?:ile)?s?|tel|telephone|numbers?|rang|rings?|ringing|texts?|texted|dialled|"
    r"calls?\sfrom|handsets?|sim|contact)\b",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"(?:\b(?:log|ref|refs|reference|crime|case|collar|badge|account|acct|a/c|urn|upn|cad|incident|"
    r"invoice|receipt|id|nhs|pnc|serial|imei|file|book|lp|fleet|licence|license|permit|job|order|"
    r"ticket|claim|policy|card|docket|room|population|grid)"
    r"(?:\s(?:no|number|num|ref|id))?\.?\s*[:#]?\s*|[£#])$",
    re.IGNORECASE,
)


def find_phones(text: str) -> Iterator[Found]:
    """Every number written out, then tails (`number ending 442`) and short forms (`900152`)."""
    for match in _WHOLE.finditer(text):
        digits = phone_digits(match[0])
        if is_whole_phone(digits) and not _REFERENCE.search(
            text, max(0, match.start() - 32), match.start()
        ):
            yield Found(match.start(), match.end(), Kind.PHONE, digits, "phone")
    lowered = text.lower()
    if "end" in lowered or "last" in lowered or "finish" in lowered:
        for match in _TAIL.finditer(text):
            yield Found(match.start(1), match.end(1), Kind.PHONE, match[1], "phone tail", True)
    if "x" in lowered or "*" in text:
        yield from _masked(text)
    yield from _short(text)


def _masked(text: str) -> Iterator[Found]:
    for match in _MASKED.finditer(text):
        value = re.sub(r"[xX*]", "?", re.sub(r"[\s-]", "", match[0]))
        if "?" in value and len(value) == 11:
            yield Found(match.start(), match.end(), Kind.PHONE, value, "phone masked", True)


def _short(text: str) -> Iterator[Found]:
    """Six digits are a phone only where somebody rings, and never a log or a crime number."""
    for match in _SHORT.finditer(text):
        before = text[max(0, match.start() - 32) : match.start()]
        around = text[max(0, match.start() - 120) : match.end() + 120]
        if _SHORT_CUE.search(around) and not _REFERENCE.search(before):
            digits = phone_digits(match[0])
            yield Found(match.start(), match.end(), Kind.PHONE, digits, "phone short", True, 0.8)
