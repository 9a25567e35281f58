"""Short ways to write reports, mentions, echoes and subjects for tests of echoes and voices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from tocsin.evaluation.marked import unmark
from tocsin.records import (
    Echo,
    EchoType,
    Extraction,
    Grade,
    Joining,
    Kind,
    Mention,
    Report,
    Role,
    Subject,
)
from tocsin.values.dates import PartialDate
from tocsin.values.written_dates import parse_written_date

Reports = dict[str, Report]
Extractions = dict[str, Extraction]


def day(written: str) -> PartialDate:
    """`2003-04-05`, `2003-04` or `2003`."""
    return parse_written_date(written)


def report(
    report_id: str,
    received: str | None = "2003-04-05",
    *,
    text: str = "",
    occurred: str | None = None,
    agency: str = "Hill School",
    author: str = "Tutor",
    channel: str = "",
    grade: Grade | None = None,
    **fields: Any,
) -> Report:
    """A report with little in it."""
    return Report(
        report_id,
        text,
        received=day(received) if received else None,
        occurred=day(occurred) if occurred else None,
        agency=agency,
        author=author,
        channel=channel,
        grade=grade,
        **fields,
    )


def by_id(*reports: Report) -> Reports:
    """As the engine takes them."""
    return {r.report_id: r for r in reports}


def naming(report_id: str, *people: str, role: Role = Role.ALLEGED, **fields: Any) -> Extraction:
    """An extraction with one mention of each person."""
    return Extraction(
        report_id,
        tuple(
            Mention(report_id, 10 * i, 10 * i + 5, who, Kind.PERSON, role, **fields)
            for i, who in enumerate(people)
        ),
    )


def subjects(extractions: Mapping[str, Extraction]) -> dict[str, Subject]:
    """One subject for each name, certain."""
    found: dict[str, list[Mention]] = {}
    for key in sorted(extractions):
        for mention in extractions[key].mentions:
            found.setdefault(mention.text, []).append(mention)
    return {
        who: Subject(who, ms[0].kind, ids := tuple(m.mention_id for m in ms), (ids,))
        for who, ms in found.items()
    }


def joining(found: Mapping[str, Subject]) -> Joining:
    """The subjects as the engine hands them on."""
    return Joining(tuple(found[who] for who in sorted(found)))


def echo(child: str, parent: str, kind: EchoType = EchoType.RETELLING) -> Echo:
    """An echo nobody doubts."""
    return Echo(child, parent, kind, 1.0)


def written_cases() -> dict[str, Sequence[Mapping[str, Any]]]:
    """The written cases of tests/unit/echoes/cases.yaml."""
    path = Path(__file__).parents[1] / "unit" / "echoes" / "cases.yaml"
    loaded: dict[str, Sequence[Mapping[str, Any]]] = yaml.safe_load(path.read_text("utf-8"))
    return loaded


def written_case(
    rows: Iterable[Mapping[str, Any]],
) -> tuple[Reports, Extractions, dict[str, str], set[tuple[str, str]]]:
    """Reports, true mentions, who is who, and the true (report, source) pairs of one case."""
    reports: Reports = {}
    extractions: Extractions = {}
    subject_of: dict[str, str] = {}
    truth: set[tuple[str, str]] = set()
    for row in rows:
        key = row["id"]
        marked = unmark({"report_id": key, "text": row["text"]})
        agency, author, channel = row["h"]
        reports[key] = report(
            key,
            _iso(row["r"]),
            text=marked.row["text"],
            occurred=_iso(row["o"]) if row["o"] else None,
            agency=agency,
            author=author,
            channel=channel,
            is_forward=row.get("is_forward", False),
        )
        extractions[key] = Extraction(key, marked.mentions)
        subject_of |= marked.subject_of
        sources = row.get("echo_of", [])
        truth |= {(key, s) for s in ([sources] if isinstance(sources, str) else sources)}
    return reports, extractions, subject_of, truth


def _iso(written: date | str) -> str:
    return written.isoformat() if isinstance(written, date) else written
