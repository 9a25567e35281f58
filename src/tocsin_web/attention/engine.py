"""Entries of the engine as rows of the lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from tocsin.records import Entry, Figure
from tocsin.values.dates import PartialDate
from tocsin_web.attention.models import Row
from tocsin_web.reports.models import Compartment


def plain(value: Any) -> Any:
    """A record of the engine as JSON: records by field, figures as their rows, dates as text."""
    match value:
        case PartialDate():
            return value.iso()
        case Figure():
            return list(value.rows)
        case date():
            return value.isoformat()
        case Mapping():
            return {str(k): plain(v) for k, v in value.items()}
        case list() | tuple():
            return [plain(part) for part in value]
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name)) for f in fields(value) if f.name[0] != "_"}
    return value


def row_of(entry: Entry, *, compartment: Compartment, as_of: date) -> Row:
    """An entry as the row that pages are made from; not saved yet."""
    figure = entry.figures
    since = entry.unheeded_since
    return Row(
        compartment=compartment,
        list_name=entry.list.value,
        number=entry.person_id,
        kind=entry.kind.value,
        name=(entry.names or entry.identifiers or ("",))[0][:300],
        is_child=entry.is_child,
        voices=figure["voices"].value,
        voices_certain=figure["voices_certain"].value,
        unheeded_voices=figure["unheeded_voices"].value,
        unheeded_since=since.last if since else None,
        first_on=entry.first_on.first if entry.first_on else None,
        last_on=entry.last_on.last if entry.last_on else None,
        continually_mentioned=entry.continually_mentioned,
        below_the_line=entry.below_the_line,
        is_answered_before=any(d.counts for d in entry.decisions),
        entry=plain(entry),
        made_as_of=as_of,
    )
