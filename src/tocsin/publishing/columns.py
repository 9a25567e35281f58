"""The parquet files: what other programs read, and what pictures are drawn from.

They hold texts and names as read, because offsets count code points of that text; the folder is
for its owner alone. Nothing in them depends on the clock, the machine or the number of workers.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.records import Case, Extraction, JoinStatus, Kind, Mention, Report, Sighting
from tocsin.values.dates import PartialDate

_TEXT, _FLAG, _WHOLE, _REAL = pa.string(), pa.bool_(), pa.int64(), pa.float64()
_TEXTS = pa.list_(pa.string())
_EVIDENCE = pa.list_(
    pa.struct(
        [("comparison", _TEXT), ("level", _WHOLE), ("weight_bits", _REAL), ("sentence", _TEXT)]
    )
)

REPORTS = pa.schema(
    [
        ("report_id", _TEXT),
        ("text", _TEXT),
        ("received", _TEXT),
        ("received_known_by", _TEXT),
        ("occurred", _TEXT),
        ("occurred_known_by", _TEXT),
        ("agency", _TEXT),
        ("author", _TEXT),
        ("channel", _TEXT),
        ("grade", _TEXT),
        ("handling", _TEXT),
        ("restricted", _FLAG),
        ("cites", _TEXTS),
        ("quoted_in", _TEXT),
        ("is_forward", _FLAG),
        ("source_file", _TEXT),
        ("place", _TEXT),
        ("agency_known_by", _TEXT),
    ]
)
MENTIONS = pa.schema(
    [
        ("mention_id", _TEXT),
        ("report_id", _TEXT),
        ("start", _WHOLE),
        ("end", _WHOLE),
        ("text", _TEXT),
        ("kind", _TEXT),
        ("role", _TEXT),
        ("concern", _TEXT),
        ("negated", _FLAG),
        ("hearsay", _FLAG),
        ("person_id", _TEXT),
        ("join_probability", _REAL),
        ("join_status", _TEXT),
        ("value", _TEXT),
        ("is_partial", _FLAG),
        ("indicators", _TEXTS),
        ("found_by", _TEXT),
        ("score", _REAL),
    ]
)
PERSONS = pa.schema(
    [
        ("person_id", _TEXT),
        ("kind", _TEXT),
        ("names", _TEXTS),
        ("identifiers", _TEXTS),
        ("founding_mention", _TEXT),
        ("mention_ids", _TEXTS),
        ("cores", pa.list_(_TEXTS)),
        ("is_child", _FLAG),
        ("masked", _FLAG),
        ("set_apart", _TEXT),
    ]
)
JOINS = pa.schema(
    [
        ("left", _TEXT),
        ("right", _TEXT),
        ("match_weight", _REAL),
        ("match_probability", _REAL),
        ("status", _TEXT),
        ("evidence", _EVIDENCE),
    ]
)
ECHOES = pa.schema(
    [
        ("report_id", _TEXT),
        ("parent_id", _TEXT),
        ("type", _TEXT),
        ("probability", _REAL),
        ("evidence", _TEXTS),
    ]
)
SIGHTINGS = pa.schema(
    [
        ("person_id", _TEXT),
        ("kind", _TEXT),
        ("role", _TEXT),
        ("report_id", _TEXT),
        ("agency", _TEXT),
        ("teller", _TEXT),
        ("received", _TEXT),
        ("occurred", _TEXT),
        ("concerns", _TEXTS),
        ("spans", pa.list_(pa.list_(_WHOLE))),
        ("is_child", _FLAG),
        ("is_shielded", _FLAG),
        ("opens_voice", _FLAG),
        ("counts", _FLAG),
        ("is_certain", _FLAG),
    ]
)
STATED_TIES = pa.schema([("left", _TEXT), ("right", _TEXT), ("kind", _TEXT), ("report_id", _TEXT)])


TOO_COMMON = pa.schema([("kind", _TEXT), ("value", _TEXT), ("count", _WHOLE)])


def write_tables(folder: Path, case: Case, protected: frozenset[str]) -> None:
    """Write the parquet files."""
    _write(folder / "reports.parquet", REPORTS, map(_report, case.reports.values()))
    _write(folder / "mentions.parquet", MENTIONS, _mentions(case))
    _write(folder / "persons.parquet", PERSONS, _persons(case, protected))
    _write(folder / "joins.parquet", JOINS, _joins(case))
    common = ((kind, clean(value), count) for kind, value, count in case.joining.too_common)
    _write(folder / "too_common.parquet", TOO_COMMON, common)
    _write(
        folder / "echoes.parquet",
        ECHOES,
        (
            (e.report_id, e.parent_id, e.type.value, e.probability, list(e.evidence))
            for e in case.echoes
        ),
    )
    _write(folder / "sightings.parquet", SIGHTINGS, map(_sighting, case.sightings.rows))
    _write(
        folder / "stated_ties.parquet",
        STATED_TIES,
        ((t.left, t.right, t.kind.value, t.report_id) for t in case.sightings.ties),
    )


def _report(report: Report) -> tuple[Any, ...]:
    return (
        report.report_id,
        clean(report.text),
        _iso(report.received),
        report.received_known_by,
        _iso(report.occurred),
        report.occurred_known_by,
        clean(report.agency),
        clean(report.author),
        clean(report.channel),
        report.grade.as_written if report.grade else "",
        report.handling,
        report.restricted,
        list(report.cites),
        report.quoted_in,
        report.is_forward,
        clean(report.source_file),
        report.place,
        clean(report.agency_known_by),
    )


def _mentions(case: Case) -> Iterable[tuple[Any, ...]]:
    subject_of = case.joining.subject_of()
    status_of, probability_of = case.joining.status_of, case.joining.probability_of
    for report_id in case.reports:
        found = case.extractions.get(report_id, Extraction(report_id))
        for mention in found.mentions:
            subject = subject_of.get(mention.mention_id)
            yield (
                *_mention(mention),
                subject.person_id if subject else None,
                probability_of.get(mention.mention_id, 1.0),
                status_of.get(mention.mention_id, JoinStatus.ALONE).value,
                clean(mention.value),
                mention.is_partial,
                list(mention.indicators),
                mention.found_by,
                mention.score,
            )


def _mention(mention: Mention) -> tuple[Any, ...]:
    return (
        mention.mention_id,
        mention.report_id,
        mention.start,
        mention.end,
        clean(mention.text),
        mention.kind.value,
        mention.role.value,
        mention.concern,
        mention.negated,
        mention.hearsay,
    )


def _persons(case: Case, protected: frozenset[str]) -> Iterable[tuple[Any, ...]]:
    children = {entry.person_id for entry in case.entries if entry.is_child}
    for subject in case.joining.subjects:
        yield (
            subject.person_id,
            subject.kind.value,
            list(subject.names),
            list(subject.identifiers),
            subject.mention_ids[0] if subject.mention_ids else "",
            list(subject.mention_ids),
            [list(core) for core in subject.cores],
            subject.person_id in children,
            subject.kind is Kind.PERSON and subject.person_id in protected,
            subject.set_apart,
        )


def _joins(case: Case) -> Iterable[tuple[Any, ...]]:
    for join in case.joining.joins:
        evidence = [
            (piece.comparison, piece.level, piece.weight_bits, clean(piece.sentence))
            for piece in join.evidence
        ]
        yield (
            join.left,
            join.right,
            join.match_weight,
            join.match_probability,
            join.status.value,
            evidence,
        )


def _sighting(row: Sighting) -> tuple[Any, ...]:
    return (
        row.person_id,
        row.kind.value,
        row.role.value,
        row.report_id,
        clean(row.agency),
        clean(row.teller),
        _iso(row.received),
        _iso(row.occurred),
        list(row.concerns),
        row.spans,
        row.is_child,
        row.is_shielded,
        row.opens_voice,
        row.counts,
        row.is_certain,
    )


def clean(text: str) -> str:
    """Text that can be written as UTF-8: a lone half of a surrogate pair becomes `?`."""
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


_BATCH = 20_000
"""Rows held as Python objects at a time: bounds memory, and fixes the row groups."""


def _write(path: Path, schema: pa.Schema, rows: Iterable[Sequence[Any]]) -> None:
    with pq.ParquetWriter(path, schema, compression="zstd", store_schema=False) as writer:
        batch: list[Sequence[Any]] = []
        for row in rows:
            batch.append(row)
            if len(batch) == _BATCH:
                writer.write_table(_table(schema, batch))
                batch = []
        if batch:
            writer.write_table(_table(schema, batch))


def _table(schema: pa.Schema, rows: list[Sequence[Any]]) -> pa.Table:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(c, type=f.type) for c, f in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)


def _iso(on: PartialDate | None) -> str | None:
    return on.iso() if on else None
