"""A network as plain rows: what every file and the page are written from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tocsin.pictures.networks import BetweenOthers, Group, Groups, Network, Tie, years_of
from tocsin.pictures.networks.marks import NOUNS
from tocsin.records import RelationKind

Row = dict[str, Any]

STATED_WORDS = {
    RelationKind.RELATIVE: "relative of",
    RelationKind.DRIVES: "drives",
    RelationKind.LIVES_AT: "lives at",
    RelationKind.USES_PHONE: "uses this phone",
    RelationKind.USES_HANDLE: "uses this online name",
    RelationKind.WORKS_AT: "works at",
    RelationKind.WITH: "with",
}
CAUTION = (
    "Standing in one report says nothing of what two have to do with each other. Groups are of "
    "reports, not of conduct. Nothing here ranks a child or anyone affected."
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is drawn from, and what stands above it."""

    network: Network
    groups: Groups
    names: Mapping[str, str]
    marking: str
    purpose: str
    show_sources: bool
    events: bool = False
    """Whether reports stand in the files as events, beside the ties."""

    def name(self, person_id: str) -> str:
        """What a subject is called."""
        return self.names.get(person_id, person_id)

    def about(self) -> Row:
        """Marking, day, purpose and caution, for beside a file."""
        return {
            "program": "tocsin",
            "marking": self.marking,
            "as_of": self.network.as_of,
            "purpose": self.purpose or "not stated",
            "names": "in full" if self.show_sources else "children and sources by initials",
            "subjects": len(self.network.nodes),
            "ties": self.network.ties,
            "caution": CAUTION,
        }

    def nodes(self) -> Iterator[Row]:
        """One row a subject."""
        for node in self.network.nodes:
            yield {
                "person_id": node.person_id,
                "kind": NOUNS[node.kind],
                "name": self.name(node.person_id),
                "never_rank": node.is_shielded,
                "reports": node.reports,
                "voices": node.voices,
                "first_on": node.first_on,
                "last_on": node.last_on,
                "group": self.groups.of.get(node.person_id),
            }

    def ties(self) -> Iterator[Row]:
        """One row a tie."""
        for number in range(self.network.ties):
            yield tie_row(self.network.tie(number))

    def happenings(self) -> Iterator[Row]:
        """One row a report that is a voice on some tie, with the subjects it ties."""
        network = self.network
        named: dict[int, set[int]] = {}
        evidence = network.evidence
        for tie, report, heard in zip(
            evidence.tie.tolist(), evidence.report.tolist(), evidence.is_voice.tolist(), strict=True
        ):
            if heard:
                ends = int(network.left[tie]), int(network.right[tie])
                named.setdefault(report, set()).update(ends)
        for report in sorted(named):
            source = network.sources[report]
            yield {
                "report_id": source.report_id,
                "on": source.on,
                "agency": source.agency,
                "named": [network.nodes[n].person_id for n in sorted(named[report])],
            }


def tie_row(tie: Tie) -> Row:
    """A tie as plain data."""
    return {
        "left": tie.left,
        "right": tie.right,
        "stated": [STATED_WORDS[kind] for kind in tie.stated],
        "strength": tie.strength,
        "voices": tie.voices,
        "voices_certain": tie.voices_certain,
        "tellers": tie.tellers,
        "agencies": list(tie.agencies),
        "first_on": tie.first_on,
        "last_on": tie.last_on,
        "report_ids": list(tie.report_ids),
    }


def group_row(group: Group, told: Told) -> Row:
    """A group as plain data."""
    return {
        "group": group.number,
        "members": [
            {
                "person_id": m.person_id,
                "name": told.name(m.person_id),
                "kind": NOUNS[m.kind],
                "sure": m.sure,
                "at_edge": m.at_edge,
            }
            for m in group.members
        ],
        "may_not_belong": group.may_not_belong,
        "ties": group.ties,
        "ties_out": group.ties_out,
        "reports": group.reports,
        "voices": group.voices,
        "agencies": list(group.agencies),
        "first_on": group.first_on,
        "last_on": group.last_on,
    }


def between_row(between: BetweenOthers, told: Told) -> Row:
    """Who is most often reported between others, with what one must know to read it."""
    return {
        "statement": between.statement,
        "adults_named": between.people,
        "subjects_looked_at": between.subjects,
        "subjects_tied": between.of_subjects,
        "draws": between.draws,
        "follows_reports": between.follows_reports,
        "rows": [
            {
                "person_id": row.person_id,
                "name": told.name(row.person_id),
                "share": row.share,
                "low": row.low,
                "high": row.high,
                "reports": row.reports,
                "voices": row.voices,
            }
            for row in between.rows
        ],
    }


def network_json(told: Told, between: BetweenOthers) -> Row:
    """All of it for `--json`."""
    return {
        **told.about(),
        "undated_left_out": told.network.undated,
        "received_later": told.network.later,
        "nodes": list(told.nodes()),
        "ties_found": list(told.ties()),
        "groups": [group_row(group, told) for group in told.groups.groups],
        "runs": told.groups.runs,
        "ungrouped": told.groups.ungrouped,
        "may_not_belong": told.groups.may_not_belong,
        "between_others": between_row(between, told),
        "years": [
            {"year": y.year, "subjects": y.subjects, "ties": y.ties, "reports": y.reports}
            for y in years_of(told.network)
        ],
    }
