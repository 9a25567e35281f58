"""Places that a case names in full somewhere, so that their short names are known everywhere.

`Sandpiper House` in one report makes `Sandpiper` a place in the others. What is learned depends on
the reports alone, not on their order.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tocsin.mentions.premises import PremisesFinder
from tocsin.mentions.words import Tokens
from tocsin.policies import Policy
from tocsin.records import Kind, Report
from tocsin.values.name_lists import first_name_count, fold, surname_count

_LEAST_LETTERS = 4
_LEAST_CAPITALS = 0.015
"""Share of the letters; below this a note is written without them, and shows nothing."""
_HEADED = frozenset({"premises head word", "food place"})


@dataclass(frozen=True, slots=True, order=True)
class ShortName:
    """The first word of a place's name, and whether it is a place wherever it stands."""

    word: str
    """In lower case."""
    is_rare: bool
    """Neither a name of people nor a word the case writes in lower case: needs no `the` before."""


def short_names(reports: Iterable[Report], policy: Policy) -> tuple[ShortName, ...]:
    """Learn the short names of the places that the reports name in full.

    A word that begins the names of two places is nobody's short name.
    """
    finder = PremisesFinder(policy.table("mentions"))
    full: dict[str, set[str]] = {}
    lower: set[str] = set()
    for report in reports:
        tokens = Tokens.of(report.text)
        lower.update(_written_small(report.text, tokens))
        for found in finder.find(report.text, tokens, ()):
            if found.kind is Kind.PREMISES and found.found_by in _HEADED:
                first, _, rest = found.value.partition(" ")
                if rest and len(first) >= _LEAST_LETTERS and "'" not in first:
                    full.setdefault(first, set()).add(rest.partition(" ")[0])
    stop = frozenset(policy.table("mentions")["not_in_names"])
    places = frozenset(policy.table("mentions")["not_places"])
    return tuple(
        ShortName(word, not (word in lower or _is_name(word)))
        for word in sorted(full)
        if len(full[word]) == 1 and word not in stop and word not in places
    )


def _written_small(text: str, tokens: Tokens) -> Iterable[str]:
    """Words written without a capital, in a text whose writer uses capitals."""
    if sum(map(str.isupper, text)) < _LEAST_CAPITALS * len(text):
        return ()
    return {
        word
        for word, start in zip(tokens.low, tokens.start, strict=True)
        if len(word) >= _LEAST_LETTERS and text[start].islower()
    }


def _is_name(word: str) -> bool:
    folded = fold(word)
    return first_name_count(folded) > 0 or surname_count(folded) > 0
