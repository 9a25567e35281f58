"""What a run found, as evaluation needs it: from an output folder, or from a case in memory."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from tocsin.errors import NotFoundError
from tocsin.records import Case, Entry, JoinStatus


@dataclass(frozen=True, slots=True)
class FoundMention:
    """A mention a run found, and the subject it was joined into."""

    mention_id: str
    report_id: str
    start: int
    end: int
    kind: str
    role: str
    person_id: str


@dataclass(frozen=True, slots=True)
class FoundDecision:
    """A decision a run shows for a subject."""

    kind: str
    on: str
    report_id: str
    confirmed: bool
    counts: bool


@dataclass(frozen=True, slots=True)
class FoundEntry:
    """One subject on one list."""

    list: str
    person_id: str
    kind: str
    voices: int
    voices_certain: int
    unheeded_voices: int
    unheeded_since: str
    continually: bool
    decisions: tuple[FoundDecision, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """All that evaluation reads of a run."""

    mentions: tuple[FoundMention, ...]
    echoes: tuple[tuple[str, str, str], ...] = ()
    """(report_id, parent_id, type)."""
    joins: tuple[tuple[str, str, str], ...] = ()
    """(left, right, status)."""
    entries: tuple[FoundEntry, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    """report_id → the text offsets count in."""


def read_found(out: Path) -> Found:
    """Read an output folder.

    Raises:
        NotFoundError: a file of the folder is missing.
    """
    people = out / "people.json"
    if not people.is_file():
        raise NotFoundError(
            "This is not the output of a run.", where=out.name, remedy="Run `tocsin run` first."
        )
    told = json.loads(people.read_text("utf-8"))
    entries = told["entries"] if isinstance(told, dict) else told
    wanted = ["mention_id", "report_id", "start", "end", "kind", "role", "person_id"]
    return Found(
        mentions=tuple(FoundMention(**row) for row in _rows(out / "mentions.parquet", wanted)),
        echoes=_triples(out / "echoes.parquet", ("report_id", "parent_id", "type")),
        joins=_triples(out / "joins.parquet", ("left", "right", "status")),
        entries=tuple(map(_entry_from_row, entries)),
        texts={str(report): str(text) for report, text in _texts(out / "reports.parquet")},
    )


def found_in(case: Case) -> Found:
    """The same from a case that was not written out."""
    subject = {m: s.person_id for s in case.joining.subjects for m in s.mention_ids}
    mentions = (m for extraction in case.extractions.values() for m in extraction.mentions)
    return Found(
        mentions=tuple(
            FoundMention(
                m.mention_id,
                m.report_id,
                m.start,
                m.end,
                m.kind.value,
                m.role.value,
                subject.get(m.mention_id, ""),
            )
            for m in mentions
        ),
        echoes=tuple((e.report_id, e.parent_id, e.type.value) for e in case.echoes),
        joins=tuple((j.left, j.right, j.status.value) for j in case.joining.joins),
        entries=tuple(map(_entry_from_record, case.entries)),
        texts={report.report_id: report.text for report in case.reports.values()},
    )


def certain_cores(found: Found) -> dict[str, str]:
    """mention_id → a name for the group of mentions it is tied to by certain joins."""
    lead = {m.mention_id: m.mention_id for m in found.mentions}

    def top(mention_id: str) -> str:
        while lead[mention_id] != mention_id:
            lead[mention_id] = lead[lead[mention_id]]
            mention_id = lead[mention_id]
        return mention_id

    for left, right, status in found.joins:
        if status == JoinStatus.CERTAIN.value and left in lead and right in lead:
            one, other = sorted((top(left), top(right)))
            lead[other] = one
    return {mention_id: top(mention_id) for mention_id in lead}


def _rows(path: Path, columns: list[str]) -> Iterable[dict[str, Any]]:
    if not path.is_file():
        raise NotFoundError("A file is missing.", where=path.name, remedy="Run it again.")
    rows: list[dict[str, Any]] = pq.read_table(path, columns=columns).to_pylist()
    return rows


def _triples(path: Path, columns: tuple[str, str, str]) -> tuple[tuple[str, str, str], ...]:
    one, two, three = columns
    return tuple((row[one], row[two], row[three]) for row in _rows(path, list(columns)))


def _texts(path: Path) -> Iterable[tuple[str, str]]:
    return ((row["report_id"], row["text"] or "") for row in _rows(path, ["report_id", "text"]))


def _entry_from_row(row: Mapping[str, Any]) -> FoundEntry:
    return FoundEntry(
        list=row["list"],
        person_id=row["person_id"],
        kind=row.get("kind") or "person",
        voices=_number(row.get("voices")),
        voices_certain=_number(row.get("voices_certain")),
        unheeded_voices=_number(row.get("unheeded_voices")),
        unheeded_since=row.get("unheeded_since") or "",
        continually=bool(row.get("continually_mentioned")),
        decisions=tuple(map(_decision_from_row, row.get("decisions") or ())),
    )


def _decision_from_row(row: Mapping[str, Any]) -> FoundDecision:
    confirmed = bool(row.get("confirmed"))
    return FoundDecision(
        kind=row.get("kind") or "",
        on=row.get("on") or "",
        report_id=row.get("report_id") or "",
        confirmed=confirmed,
        counts=bool(row.get("counts", confirmed)),
    )


def _number(value: object) -> int:
    """A count; small numbers may be suppressed in a shared folder and then stand as words."""
    return value if isinstance(value, int) else 0


def _entry_from_record(entry: Entry) -> FoundEntry:
    def count(name: str) -> int:
        figure = entry.figures.get(name)
        return figure.value if figure else 0

    return FoundEntry(
        list=entry.list.value,
        person_id=entry.person_id,
        kind=entry.kind.value,
        voices=count("voices"),
        voices_certain=count("voices_certain"),
        unheeded_voices=count("unheeded_voices"),
        unheeded_since=entry.unheeded_since.iso() if entry.unheeded_since else "",
        continually=entry.continually_mentioned,
        decisions=tuple(
            FoundDecision(
                attached.decision.kind.value,
                attached.decision.on.iso() if attached.decision.on else "",
                attached.decision.report_id,
                attached.decision.confirmed,
                attached.counts,
            )
            for attached in entry.decisions
        ),
    )
