"""Mentions put right by a human, which the engine respects for ever."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from tocsin.mentions.normalise import value_of
from tocsin.records import Extraction, Mended, Mention, Report, Role


def apply_mended(extraction: Extraction, report: Report, mended: Iterable[Mended]) -> Extraction:
    """The extraction with every mended span of this report laid over what was found.

    Found mentions that overlap the span are taken away; an empty kind leaves the place empty.
    A role or concern left empty is kept from the mention it replaces.
    """
    rows = [row for row in mended if row.report_id == report.report_id and _fits(row, report)]
    for row in sorted(rows, key=lambda row: (row.at, row.start, row.end)):
        extraction = _apply(extraction, report, row)
    return extraction


def _fits(row: Mended, report: Report) -> bool:
    return 0 <= row.start < row.end <= len(report.text)


def _apply(extraction: Extraction, report: Report, row: Mended) -> Extraction:
    gone = [m for m in extraction.mentions if m.start < row.end and row.start < m.end]
    kept = [m for m in extraction.mentions if m not in gone]
    renamed = dict.fromkeys((m.mention_id for m in gone), "")
    if row.kind is not None:
        mention = _mended_mention(report, row, gone)
        kept.append(mention)
        renamed.update((m.mention_id, mention.mention_id) for m in gone if m.kind is mention.kind)
    return _renamed(
        replace(extraction, mentions=tuple(sorted(kept, key=lambda m: (m.start, m.end, m.kind)))),
        renamed,
    )


def _mended_mention(report: Report, row: Mended, gone: list[Mention]) -> Mention:
    assert row.kind is not None
    before = next((m for m in gone if m.kind is row.kind), None)
    text = report.text[row.start : row.end]
    role = row.role or (before.role if before else Role.UNKNOWN)
    changed = before is None or row.role is not None
    return Mention(
        report_id=report.report_id,
        start=row.start,
        end=row.end,
        text=text,
        kind=row.kind,
        role=role,
        concern=row.concern or (before.concern if before else ""),
        indicators=before.indicators if before else (),
        negated=bool(before and before.negated and not changed),
        hearsay=bool(before and before.hearsay),
        value=value_of(row.kind, text),
        found_by="mended",
    )


def _renamed(extraction: Extraction, renamed: dict[str, str]) -> Extraction:
    """Details and relations follow their mention, or go with it."""
    details = [
        replace(detail, of=renamed.get(detail.of, detail.of)) for detail in extraction.details
    ]
    relations = [
        replace(
            relation,
            left=renamed.get(relation.left, relation.left),
            right=renamed.get(relation.right, relation.right),
        )
        for relation in extraction.relations
    ]
    return replace(
        extraction,
        details=tuple(detail for detail in details if detail.of),
        relations=tuple(r for r in relations if r.left and r.right and r.left != r.right),
    )
