"""One report in, its mentions out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from tocsin.mentions.found import Found
from tocsin.mentions.normalise import value_of
from tocsin.mentions.premises import PremisesFinder
from tocsin.mentions.structured import StructuredFinder
from tocsin.mentions.structured.addresses import find_streets
from tocsin.policies import Policy, shipped
from tocsin.records import ExtraName, Extraction, Kind, Mention, Report

try:
    from tocsin.mentions.persons import PersonFinder
except ImportError:  # until the room is built
    PersonFinder = None  # type: ignore[assignment,misc]


class Extractor:
    """Finds what a report mentions; made once, used for every report."""

    def __init__(
        self,
        extra_names: Sequence[ExtraName] = (),
        mode: Literal["full", "fast"] = "full",
        policy: Policy | None = None,
    ) -> None:
        self.policy = policy or shipped()
        self._structured = StructuredFinder()
        self._premises = PremisesFinder(self.policy.table("mentions"), extra_names)
        self._persons: Any = PersonFinder(extra_names, mode) if PersonFinder else None

    def extract(self, report: Report) -> Extraction:
        """Every mention of one report, with role, concern, details and relations."""
        streets = find_streets(report.text)
        things = self._structured.find(report.text, streets)
        things += self._premises.find(report.text, [(thing.start, thing.end) for thing in things])
        blocked = sorted([(thing.start, thing.end) for thing in things] + streets)
        people = self._people(report.text, blocked)
        mentions = [_mention(report, found) for found in [*things, *people]]
        return Extraction(
            report.report_id,
            tuple(sorted(mentions, key=lambda m: (m.start, m.end, m.kind))),
        )

    def _people(self, text: str, blocked: list[tuple[int, int]]) -> list[Found]:
        if self._persons is None:
            return []
        return [
            Found(s.start, s.end, Kind.PERSON, value_of(Kind.PERSON, s.text), s.found_by)
            for s in self._persons.find(text, blocked)
        ]


def _mention(report: Report, found: Found) -> Mention:
    return Mention(
        report_id=report.report_id,
        start=found.start,
        end=found.end,
        text=report.text[found.start : found.end],
        kind=found.kind,
        value=found.value,
        is_partial=found.is_partial,
        found_by=found.found_by,
        score=found.score,
    )
