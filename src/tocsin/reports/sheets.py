"""A sheet of a workbook to accounts: its header found, what is hidden set aside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from tocsin.records import Notice, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.columns import names_columns
from tocsin.reports.options import ReadingOptions
from tocsin.reports.tables import Row, accounts_of_rows, check_columns

_HEADER_AMONG = 20
_HIDDEN_ROWS_TOLD = 1000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the format's reader found it."""

    title: str
    rows: Iterator[Row] = field(repr=False)
    is_hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()


def accounts_of_sheet(source: Source, sheet: Sheet, options: ReadingOptions) -> Iterator[Found]:
    """The reports of a sheet; nothing at all for an empty one."""
    place = f"sheet {' '.join(sheet.title.split())[:60]}"
    filled = (row for row in _trimmed(sheet.rows, options) if row[1])
    if sheet.is_hidden:
        yield from _set_aside(source, place, "hidden sheet", filled)
        return
    aside: list[tuple[str, Row]] = []
    shown = _without_hidden(filled, sheet, aside)
    first = list(islice(shown, _HEADER_AMONG))
    if first:
        at = _header_at([cells for _, cells in first], options)
        header = [" ".join(cell.split()) for cell in first[at][1]]
        rows = chain(first[at + 1 :], shown)
        yield from accounts_of_rows(
            source, header, iter(rows), options, place=place, first_row=first[at][0]
        )
    for why in ("hidden row", "hidden column"):
        rows_aside = iter([row for kind, row in aside if kind == why])
        yield from _set_aside(source, place, why, rows_aside)


def _trimmed(rows: Iterator[Row], options: ReadingOptions) -> Iterator[Row]:
    for number, cells in rows:
        held = list(cells)
        while held and not held[-1].strip():
            held.pop()
        check_columns(len(held), options)
        yield number, held


def _without_hidden(
    rows: Iterator[Row], sheet: Sheet, aside: list[tuple[str, Row]]
) -> Iterator[Row]:
    for number, cells in rows:
        if number in sheet.hidden_rows:
            aside.append(("hidden row", (number, cells)))
            continue
        if sheet.hidden_columns:
            hidden = [c for i, c in enumerate(cells) if i in sheet.hidden_columns and c.strip()]
            if hidden:
                aside.append(("hidden column", (number, hidden)))
            cells = [c for i, c in enumerate(cells) if i not in sheet.hidden_columns]
        if any(cell.strip() for cell in cells):
            yield number, cells


def _header_at(first: Sequence[Sequence[str]], options: ReadingOptions) -> int:
    """The row with most names we know; else the first with two cells; else the first."""
    counts = [names_columns(cells, options) for cells in first]
    best = max(counts)
    if best > 1 or counts[0]:  # further down one known word may be a value: two are a header
        return counts.index(best)
    wide = [i for i, cells in enumerate(first) if sum(bool(c.strip()) for c in cells) > 1]
    return wide[0] if wide else 0


def _set_aside(source: Source, place: str, why: str, rows: Iterator[Row]) -> Iterator[Found]:
    count = 0
    for number, cells in rows:
        count += 1
        if count <= _HIDDEN_ROWS_TOLD:
            words = "\t".join(cell for cell in cells if cell.strip())
            yield SetAside(source.name, f"{place}, row {number}", why, words)
    if count:
        yield Notice(
            source.name,
            place,
            f"{count} rows set aside and not read: {why}. Unhide to have it read.",
        )
