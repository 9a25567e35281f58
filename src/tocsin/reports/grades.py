"""Grades as written: 3x5x2 (`2CP`), the older 5x5x5 (`B22`), or only kept."""

from __future__ import annotations

import re
from functools import lru_cache

from tocsin.records import Grade

_GAP = r"[\s/.,|x-]*"
_5X5X5 = re.compile(rf"^([A-E]){_GAP}([1-5])(?:{_GAP}([1-5]))?\b", re.IGNORECASE)
_3X5X2 = re.compile(rf"^([1-3]){_GAP}([A-E])(?:{_GAP}([PC]))?(?![a-z])", re.IGNORECASE)
_SCHEME = re.compile(r"^\s*(3\s?x\s?5\s?x\s?2|5\s?x\s?5\s?x\s?5)\s*[:=-]?\s*", re.IGNORECASE)
_WORDS = re.compile(r"\b(?:source|information|info|intel(?:ligence)?|handling|code|grade|grading|"
                    r"evaluation)\b\s*[:=]?", re.IGNORECASE)  # fmt: skip


@lru_cache(maxsize=4096)
def parse_grade(written: str) -> Grade | None:
    """Read a grade; one that fits no scheme keeps only its words.

    >>> parse_grade("B 2 2").handling
    '2'
    >>> parse_grade("2/C/P").scheme
    '3x5x2'
    """
    text = " ".join(written.split())
    if not text:
        return None
    bare = _WORDS.sub(" ", _SCHEME.sub("", text)).strip(" :()[]")
    for scheme, pattern in (("5x5x5", _5X5X5), ("3x5x2", _3X5X2)):
        match = pattern.match(bare)
        if match:
            source, information, handling = (
                part.upper() if part else "" for part in match.groups()
            )
            return Grade(text, scheme, source, information, handling)
    return Grade(text)


def compose_grade(source: str, information: str, handling: str) -> Grade | None:
    """A grade whose parts stand in columns of their own."""
    parts = [part.strip() for part in (source, information, handling)]
    if not any(parts):
        return None
    grade = parse_grade("/".join(part.split(" ")[0] for part in parts if part))
    if grade is None or not grade.scheme:
        return Grade("/".join(part for part in parts if part))
    return grade
