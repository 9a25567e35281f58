"""Words of reports to search by: SQLite's FTS5 or PostgreSQL's tsvector behind the same functions.

Only which words a report holds is kept, not their order: the text itself stands in one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from django.db import connection as default_connection

from tocsin.values.names import fold
from tocsin_web.accounts.models import User
from tocsin_web.reports.models import COMMON, Compartment, Report

_PART_BYTES = 400_000
"""A tsvector holds a megabyte at most; a longer vocabulary is kept in parts."""
_LONGEST_WORD = 60
_BATCH = 500
_BEGINS = 4
"""A word of so many letters also finds what begins with it."""


def remember(report: Any, *, connection: Any = default_connection) -> None:
    """Make a report findable by its words. Call it in the transaction that takes it in."""
    world = _hex(report.compartment_id)
    for words in _parts(sorted({w[:_LONGEST_WORD] for w in fold(report.text).split()})):
        with connection.cursor() as cursor:
            if connection.vendor == "postgresql":
                cursor.execute(
                    "INSERT INTO reports_fulltext (report_id, world, words) "
                    "VALUES (%s, %s, array_to_tsvector(%s))",
                    [report.pk, report.compartment_id, words],
                )
            else:
                cursor.execute(
                    "INSERT INTO reports_fulltext (report_id, words) VALUES (%s, %s)",
                    [_hex(report.pk), f"world{world} {' '.join(words)}"],
                )


def forget(report_id: UUID) -> None:
    """Take a report's words away: lawful disposal calls it."""
    value = report_id if default_connection.vendor == "postgresql" else _hex(report_id)
    with default_connection.cursor() as cursor:
        cursor.execute("DELETE FROM reports_fulltext WHERE report_id = %s", [value])


def with_words(
    user: User, query: str, *, compartment: Compartment, most: int
) -> tuple[list[Report], bool]:
    """Reports this person may open that hold every word of `query`, the newest first, and whether
    there are more. What they may not open has no part in it, not even in where it is cut."""
    words = sorted(set(fold(query).split()))
    if not words:
        return [], False
    found: list[Report] = []
    for ids in _batches(words, [COMMON, compartment.pk]):
        seen = Report.objects.visible_to(user).select_related("held_by").in_bulk(ids)
        found += [seen[i] for i in ids if i in seen]
        if len(found) > most:
            return found[:most], True
    return found, False


def _batches(words: Sequence[str], worlds: Sequence[UUID]) -> Iterator[list[UUID]]:
    """Ids of reports that hold the words, newest first, some at a time."""
    before = 2**62
    seen: set[UUID] = set()
    while True:
        rows = _rows(words, worlds, before)
        if not rows:
            return
        before = rows[-1][0]
        ids = dict.fromkeys(i if isinstance(i, UUID) else UUID(i) for _, i in rows)
        yield [i for i in ids if i not in seen]
        seen.update(ids)


def _rows(words: Sequence[str], worlds: Sequence[UUID], before: int) -> list[tuple[int, Any]]:
    with default_connection.cursor() as cursor:
        if default_connection.vendor == "postgresql":
            asked = " & ".join(f"'{w}'{':*' if len(w) >= _BEGINS else ''}" for w in words)
            cursor.execute(
                "SELECT place, report_id FROM reports_fulltext WHERE words @@ %s::tsquery "
                "AND world = ANY(%s) AND place < %s ORDER BY place DESC LIMIT %s",
                [asked, list(worlds), before, _BATCH],
            )
        else:
            inside = " OR ".join(f'"world{_hex(w)}"' for w in worlds)
            asked = " AND ".join(f'"{w}"{"*" if len(w) >= _BEGINS else ""}' for w in words)
            cursor.execute(
                "SELECT rowid, report_id FROM reports_fulltext WHERE reports_fulltext MATCH %s "
                "AND rowid < %s ORDER BY rowid DESC LIMIT %s",
                [f"({inside}) AND {asked}", before, _BATCH],
            )
        return list(cursor.fetchall())


def _parts(words: Iterable[str]) -> Iterator[list[str]]:
    part: list[str] = []
    size = 0
    for word in words:
        size += len(word.encode()) + 4
        part.append(word)
        if size > _PART_BYTES:
            yield part
            part, size = [], 0
    if part:
        yield part


def _hex(value: UUID) -> str:
    return value.hex
