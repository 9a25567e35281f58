"""Records as plain lists and back: only what joining reads of them."""

from __future__ import annotations

from typing import Any

from tocsin.records import (
    Detail,
    Echo,
    EchoType,
    Extraction,
    Judged,
    Judgement,
    Kind,
    Mended,
    Mention,
    Relation,
    RelationKind,
    Report,
    Role,
)
from tocsin.values.dates import PartialDate

_Row = list[Any]


def report_row(report: Report) -> _Row:
    """A report as joining reads it: what it says, from whom, when."""
    received = report.received.iso() if report.received else None
    return [report.report_id, report.text, received, report.agency]


def report_of(row: _Row) -> Report:
    """The reverse of `report_row`."""
    report_id, text, received, agency = row
    return Report(
        report_id, text, PartialDate.from_iso(received) if received else None, agency=agency
    )


def extraction_row(found: Extraction) -> _Row:
    """Mentions, details and relations of one report."""
    return [
        found.report_id,
        [
            [m.start, m.end, m.text, m.kind.value, m.role.value, m.concern, m.value, m.is_partial]
            for m in found.mentions
        ],
        [[d.kind, d.of, d.value, d.birth.iso() if d.birth else None] for d in found.details],
        [[r.left, r.right, r.kind.value, r.word] for r in found.relations],
    ]


def extraction_of(row: _Row) -> Extraction:
    """The reverse of `extraction_row`."""
    report_id, mentions, details, relations = row
    return Extraction(
        report_id,
        tuple(
            Mention(
                report_id, start, end, text, Kind(kind), Role(role), concern,
                value=value, is_partial=partial,
            )
            for start, end, text, kind, role, concern, value, partial in mentions
        ),
        tuple(
            Detail(
                report_id, 0, 0, "", kind, of, value,
                PartialDate.from_iso(birth) if birth else None,
            )
            for kind, of, value, birth in details
        ),
        tuple(
            Relation(report_id, left, right, RelationKind(kind), 0, 0, word)
            for left, right, kind, word in relations
        ),
    )  # fmt: skip


def echo_row(echo: Echo) -> _Row:
    """An echo without its evidence."""
    return [echo.report_id, echo.parent_id, echo.type.value, echo.probability]


def echo_of(row: _Row) -> Echo:
    """The reverse of `echo_row`."""
    report_id, parent_id, kind, probability = row
    return Echo(report_id, parent_id, EchoType(kind), probability)


def judgement_row(said: Judgement) -> _Row:
    """A judgement."""
    return [said.left, said.right, said.judgement.value, said.by, said.at, said.reason]


def judgement_of(row: _Row) -> Judgement:
    """The reverse of `judgement_row`."""
    left, right, word, by, at, reason = row
    return Judgement(left, right, Judged(word), by, at, reason)


def mended_row(row: Mended) -> _Row:
    """A corrected mention that says who it is."""
    kind = row.kind.value if row.kind else None
    return [row.report_id, row.start, row.end, kind, row.person_id, row.by, row.at]


def mended_of(row: _Row) -> Mended:
    """The reverse of `mended_row`."""
    report_id, start, end, kind, person_id, by, at = row
    return Mended(
        report_id, start, end, kind=Kind(kind) if kind else None, person_id=person_id, by=by, at=at
    )
