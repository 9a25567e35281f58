"""Words that put on a child what was done to the child: found, questioned, never blocked."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.policies import Policy

_QUOTED = re.compile(r"\"[^\"]*\"|“[^”]*”|‘[^’]*’|«[^»]*»")


@dataclass(frozen=True, slots=True)
class Questioned:
    """Words in a text, what could stand there instead, and why they are asked about."""

    phrase: str
    start: int
    end: int
    instead: str
    why: str


def questioned_words(text: str, policy: Policy) -> tuple[Questioned, ...]:
    """Find words that blame a child, in order of place; each stretch of text once, the longest.

    What stands in quotation marks is what somebody said, and is left alone.

    >>> from tocsin.policies import shipped
    >>> [q.phrase for q in questioned_words('She said "boyfriend". A lifestyle choice.', shipped())]
    ['lifestyle choice']
    """
    phrases = policy.table("wording")["phrases"]
    quoted = [m.span() for m in _QUOTED.finditer(text)]
    found: list[Questioned] = []
    for match in whole_words(phrases).finditer(text):
        if any(start <= match.start() < end for start, end in quoted):
            continue
        phrase = " ".join(match.group().lower().split())
        row = phrases[phrase]
        found.append(Questioned(phrase, *match.span(), row["instead"], row["why"]))
    return tuple(found)


def whole_words(words: Iterable[str]) -> re.Pattern[str]:
    """Any of these words, whole, in any case, with any space between; the longest first."""
    longest_first = sorted(words, key=lambda w: (-len(w), w))
    either = "|".join(r"\s+".join(map(re.escape, word.split())) for word in longest_first)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)", re.IGNORECASE)
