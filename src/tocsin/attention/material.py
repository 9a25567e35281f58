"""What the lists are made from, looked up by mention, report and subject."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tocsin.records import (
    Detail,
    Extraction,
    Joining,
    Kind,
    Mention,
    Relation,
    Report,
    Role,
    Subject,
)

UNLISTED = frozenset({Role.REPORTER, Role.PROFESSIONAL})
"""Never subjects of lists or networks: who tells, and whose work it is."""

ASKED_ABOUT = frozenset({Role.ALLEGED, Role.AFFECTED})
"""The roles that ask what is being done."""


@dataclass(frozen=True, slots=True)
class Material:
    """The reports in view and what was found in them, each looked up in one step."""

    reports: Mapping[str, Report]
    extractions: Mapping[str, Extraction]
    subjects: Mapping[str, Subject]
    mentions: Mapping[str, Mention]
    subject_of: Mapping[str, str]
    """mention_id → person_id."""
    details: Mapping[str, tuple[Detail, ...]]
    """mention_id → what is said of that person."""
    relations: Mapping[str, tuple[Relation, ...]]
    """mention_id → what ties it to other mentions, from either side."""
    concerns: Mapping[str, frozenset[str]]
    """report_id → what it says of anybody alleged or affected."""

    @classmethod
    def of(
        cls,
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
        joining: Joining,
    ) -> Material:
        """Look through everything once."""
        found = looked_through(reports, extractions)
        mentions = found[0]
        return cls(
            reports,
            extractions,
            {s.person_id: s for s in joining.subjects},
            mentions,
            {m: s.person_id for s in joining.subjects for m in s.mention_ids if m in mentions},
            *found[1:],
        )

    def mentions_of(self, subject: Subject) -> list[Mention]:
        """The subject's mentions in the reports in view, in the subject's order."""
        return [self.mentions[m] for m in subject.mention_ids if m in self.mentions]

    def concerns_of(self, mention: Mention) -> frozenset[str]:
        """What a mention is about; where it does not say, what its report says of anybody.

        A name in a sentence of its own ("It was Idris again.") is about what its report is about.
        """
        if mention.concern:
            return frozenset({mention.concern})
        if mention.kind is not Kind.PERSON:
            return frozenset()
        return self.concerns.get(mention.report_id, frozenset())


Found = tuple[
    dict[str, Mention],
    dict[str, tuple[Detail, ...]],
    dict[str, tuple[Relation, ...]],
    dict[str, frozenset[str]],
]
"""Mentions, details and relations by mention_id; concerns by report_id."""


def looked_through(report_ids: Iterable[str], extractions: Mapping[str, Extraction]) -> Found:
    """What was found in some reports, to be looked up in one step."""
    details: dict[str, list[Detail]] = {}
    relations: dict[str, list[Relation]] = {}
    mentions: dict[str, Mention] = {}
    concerns: dict[str, frozenset[str]] = {}
    for report_id in report_ids:
        extraction = extractions.get(report_id)
        if extraction is None:
            continue
        mentions.update((m.mention_id, m) for m in extraction.mentions)
        concerns[report_id] = frozenset(
            m.concern
            for m in extraction.mentions
            if m.concern and not m.negated and m.role in ASKED_ABOUT
        )
        for detail in extraction.details:
            details.setdefault(detail.of, []).append(detail)
        for relation in extraction.relations:
            relations.setdefault(relation.left, []).append(relation)
            relations.setdefault(relation.right, []).append(relation)
    return (
        mentions,
        {key: tuple(rows) for key, rows in details.items()},
        {key: tuple(rows) for key, rows in relations.items()},
        concerns,
    )
