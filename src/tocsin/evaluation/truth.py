"""The one truth format: what each report really names, repeats and decides, and who it is.

A case is a folder with `input/` (what a run reads) and `truth/`; docs/reference/evaluation.md
describes every file and field.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from tocsin.errors import UsageError
from tocsin.records import Kind, Role

_ROLES = {role.value: role for role in Role}


@dataclass(frozen=True, slots=True)
class TruthReport:
    """What counting voices needs to know of a report; `text` is the text spans refer to."""

    report_id: str
    received_on: str
    occurred_on: str
    agency: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class TruthMention:
    """A reference to a subject, with the subject it really is."""

    report_id: str
    start: int
    end: int
    kind: Kind
    subject: str
    role: Role = Role.UNKNOWN


@dataclass(frozen=True, slots=True)
class TruthEcho:
    """A report and those it repeats."""

    report_id: str
    parents: tuple[str, ...]
    type: str


@dataclass(frozen=True, slots=True)
class TruthDecision:
    """A decision a report tells of."""

    report_id: str
    about: tuple[str, ...]
    kind: str
    on: str


@dataclass(frozen=True, slots=True)
class TruthSubject:
    """Who or what a subject is; empty fields are not known."""

    id: str
    kind: str
    name_origin: str = ""
    true_name: str = ""
    born: int | None = None
    role_overall: str = ""


@dataclass(frozen=True, slots=True)
class Truth:
    """All that is known of a case."""

    reports: Mapping[str, TruthReport]
    mentions: tuple[TruthMention, ...]
    echoes: tuple[TruthEcho, ...] = ()
    decisions: tuple[TruthDecision, ...] = ()
    subjects: Mapping[str, TruthSubject] = field(default_factory=dict)
    lists: Mapping[str, Any] = field(default_factory=dict)
    has_decisions_file: bool = False
    """Whether `input/` holds a decisions.csv, so that decisions are confirmed."""


def read_truth(path: Path) -> Truth:
    """Read a case folder, its `truth/` folder, or a marked case.

    Raises:
        UsageError: the folder is none of these.
    """
    if (path / "truth" / "mentions.jsonl").is_file():
        return _read_folder(path / "truth", path / "input")
    if (path / "mentions.jsonl").is_file():
        return _read_folder(path, path.parent / "input")
    if (path / "reports.jsonl").is_file():
        from tocsin.evaluation.unmarking import truth_of_marked  # it writes this module's records

        return truth_of_marked(path)
    raise UsageError(
        "This folder holds no truth.",
        where=path.name,
        remedy="Give a case folder with truth/mentions.jsonl, or a marked case with reports.jsonl.",
    )


def _read_folder(truth: Path, supplied: Path) -> Truth:
    own = truth / "reports.jsonl"
    reports = own if own.is_file() else supplied / "reports.jsonl"
    bare = Truth(
        reports={r.report_id: r for r in map(report_from, rows_of(reports))},
        mentions=tuple(_mention_from(row) for row in rows_of(truth / "mentions.jsonl")),
        echoes=tuple(_echo_from(row) for row in rows_of(truth / "echoes.jsonl")),
        decisions=tuple(_decision_from(row) for row in rows_of(truth / "decisions.jsonl")),
        subjects=_subjects(truth / "subjects.jsonl"),
        has_decisions_file=(supplied / "decisions.csv").is_file(),
    )
    return replace(bare, lists=_lists(truth / "lists.json", bare))


def _lists(path: Path, bare: Truth) -> Mapping[str, Any]:
    if path.is_file():
        told: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
        return told
    from tocsin.evaluation.expecting import expected  # it counts this module's records

    return expected(bare, {})


def _subjects(path: Path) -> dict[str, TruthSubject]:
    """Subjects by id; a thing that is of concern once is of concern, whatever else is said."""
    known: dict[str, TruthSubject] = {}
    for subject in map(subject_from, rows_of(path)):
        if subject.id not in known or known[subject.id].role_overall != "of_concern":
            known[subject.id] = subject
    return known


def rows_of(path: Path) -> Iterator[dict[str, Any]]:
    """The rows of a JSON-lines file; none where the file is missing."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="\n") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def write_rows(path: Path, rows: Iterable[Mapping[str, Any]]) -> None:
    """Write a JSON-lines file, keys in the order given."""
    with path.open("w", encoding="utf-8", newline="\n") as out:
        for row in rows:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")


def report_from(row: Mapping[str, Any]) -> TruthReport:
    """A report as the truth needs it, from a row of reports.jsonl."""
    return TruthReport(
        report_id=str(row["report_id"]),
        received_on=_text(row, "received_on"),
        occurred_on=_text(row, "occurred_on"),
        agency=_text(row, "agency"),
        author=_text(row, "author"),
        text=_text(row, "text"),
    )


def subject_from(row: Mapping[str, Any]) -> TruthSubject:
    """A subject, from a row of subjects.jsonl or cast.json."""
    born = row.get("born")
    return TruthSubject(
        id=str(row["id"]),
        kind=_text(row, "kind") or "person",
        name_origin=_text(row, "name_origin"),
        true_name=_text(row, "true_name"),
        born=int(str(born)[:4]) if born else None,
        role_overall=_text(row, "role_overall"),
    )


def _mention_from(row: Mapping[str, Any]) -> TruthMention:
    role = _text(row, "role")
    return TruthMention(
        report_id=str(row["report_id"]),
        start=int(row["start"]),
        end=int(row["end"]),
        kind=Kind(row["kind"]),
        subject=str(row["subject"]),
        role=_ROLES.get(role, Role.UNKNOWN),
    )


def _echo_from(row: Mapping[str, Any]) -> TruthEcho:
    parents = tuple(str(parent) for parent in row["parents"])
    return TruthEcho(str(row["report_id"]), parents, _text(row, "type") or "retelling")


def _decision_from(row: Mapping[str, Any]) -> TruthDecision:
    about = tuple(str(subject) for subject in row.get("about") or ())
    return TruthDecision(_text(row, "report_id"), about, _text(row, "kind"), _text(row, "on"))


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return "" if value is None else str(value)


def day_of(written: str) -> date | None:
    """A full ISO date, or None where less is known."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None
