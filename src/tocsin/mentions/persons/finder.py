"""Find the people a text names."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Literal

from tocsin.mentions.persons.lexicon import Lexicon
from tocsin.mentions.persons.rules import Candidate, Rules
from tocsin.mentions.persons.scan import Scan
from tocsin.mentions.persons.spans import PersonSpan
from tocsin.policies import shipped
from tocsin.records import ExtraName, Kind
from tocsin.values.name_lists import fold

_LEAST = 0.5


class PersonFinder:
    """Finds names of people; made once, used for every text."""

    def __init__(
        self,
        extra_names: Sequence[ExtraName] = (),
        mode: Literal["full", "fast"] = "full",
        *,
        without: Collection[str] = (),
    ) -> None:
        """`without` hides folded names from the lists, to measure what is found without them."""
        extra = {
            fold(word)
            for row in extra_names
            if row.kind is Kind.PERSON
            for word in row.name.split()
            if len(word) > 1
        }
        self.mode = mode
        self._lexicon = Lexicon(shipped().table("persons"), extra, without)

    def find(self, text: str, blocked: Sequence[tuple[int, int]] = ()) -> list[PersonSpan]:
        """Names in order of place, not overlapping, none inside a `blocked` span."""
        scan = Scan(text, self._lexicon, blocked)
        found = [c for c in Rules(scan).find() if c.score >= _LEAST]
        return [_span(scan, candidate) for candidate in found]


def _span(scan: Scan, found: Candidate) -> PersonSpan:
    start, end = scan.start[found.first], scan.stop(found.last)
    title = found.title
    words = [
        scan.word[t].low for t in range(found.first, found.last + 1) if scan.raw[t] not in ".,"
    ]
    given = surname = ""
    text = scan.text[start:end]
    if found.surname_first:
        surname, _, given = (part.strip() for part in text.partition(","))
    elif found.form == "full" and len(words) > 1:
        given, surname = text.split()[0], text.split()[-1]
    elif found.form == "surname":
        surname = text
    else:
        given = text
    return PersonSpan(
        start, end, text, found.found_by, round(found.score, 4), True, found.form,
        scan.raw[title] if title >= 0 else "", scan.start[title] if title >= 0 else -1,
        None, given, surname,
    )  # fmt: skip
