"""Small cases for tests, written as a reader would: reports with marked names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from tocsin.people import join
from tocsin.policies import shipped
from tocsin.records import (
    Detail,
    Echo,
    Extraction,
    Joining,
    Judgement,
    Kind,
    Mention,
    Relation,
    Report,
    Role,
)
from tocsin.values.dates import PartialDate

_MARK = re.compile(r"\[(\w+)\|(\w+)\|([^\]]+)\]")


class Case:
    """Reports whose mentions are marked `[kind|role|words]`, joined on demand."""

    def __init__(self) -> None:
        self.reports: dict[str, Report] = {}
        self.extractions: dict[str, Extraction] = {}

    def report(
        self,
        report_id: str,
        text: str,
        *,
        agency: str = "Town Police",
        on: str = "2010-05-01",
        relations: Sequence[Relation] = (),
        details: Sequence[Detail] = (),
    ) -> None:
        """Add a report."""
        plain, mentions, end = "", [], 0
        for mark in _MARK.finditer(text):
            plain += text[end : mark.start()]
            kind, role, words = mark.groups()
            start = len(plain)
            plain += words
            end = mark.end()
            mentions.append(
                Mention(report_id, start, len(plain), words, Kind(kind), Role(role), value=words)
            )
        plain += text[end:]
        received = PartialDate.of_day(date.fromisoformat(on))
        self.reports[report_id] = Report(report_id, plain, received, agency=agency)
        self.extractions[report_id] = Extraction(
            report_id, tuple(mentions), tuple(details), tuple(relations)
        )

    def mention(self, report_id: str, words: str, at: int = 0) -> str:
        """The mention_id of a name in a report."""
        found = [m for m in self.extractions[report_id].mentions if m.text == words]
        return found[at].mention_id

    def join(self, judgements: Sequence[Judgement] = (), echoes: Sequence[Echo] = ()) -> Joining:
        """Join the case as it stands."""
        return join(
            self.reports,
            self.extractions,
            judgements=judgements,
            echoes=echoes,
            policy=shipped(),
            threads=1,
        )


def together(joining: Joining, left: str, right: str) -> bool:
    """Whether two mentions are read as one subject."""
    subjects = joining.subject_of()
    return subjects[left].person_id == subjects[right].person_id


def certain(joining: Joining, left: str, right: str) -> bool:
    """Whether two mentions stand in one core."""
    return any(left in core and right in core for s in joining.subjects for core in s.cores)
