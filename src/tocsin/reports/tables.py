"""Rows of a table to accounts: a row is a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice

from tocsin.errors import TooLargeError
from tocsin.records import Notice, Rejection
from tocsin.reports.accounts import Account, Found, Source, Told
from tocsin.reports.columns import LEFT_OUT, LINE, Column, TableSeen, is_row_of_values, recognise
from tocsin.reports.options import ReadingOptions

ROWS_LOOKED_AT = 200

Row = tuple[int, Sequence[str]]
"""Number of the row as the user counts it, and its cells."""


def accounts_of_rows(
    source: Source,
    header: Sequence[str],
    rows: Iterator[Row | Rejection],
    options: ReadingOptions,
    *,
    place: str = "",
    first_row: int = 1,
) -> Iterator[Found]:
    """One account for each row; refused rows pass through.

    `place` stands before the row's own ("sheet Calls, row 7").
    """
    check_columns(len(header), options)
    if is_row_of_values(header, options):
        yield Notice(source.name, place, "The first row is no header: its columns are numbered.")
        first = (first_row, tuple(header))
        header = [f"column {number}" for number in range(1, len(header) + 1)]
        rows = chain([first], rows)
    seen = list(islice(rows, ROWS_LOOKED_AT))
    sample = [item[1] for item in seen if not isinstance(item, Rejection)]
    columns = recognise(header, sample, options)
    yield TableSeen(place, tuple(columns))
    yield from _said_of(source, columns, place)
    reader = RowReader(columns, place)
    for item in chain(seen, rows):
        if isinstance(item, Rejection):
            yield item
            continue
        account = reader.account(*item)
        if account is not None:
            yield account


def check_columns(count: int, options: ReadingOptions) -> None:
    """Refuse tables wider than any table of reports."""
    widest = options.limit("columns")
    if count > widest:
        raise TooLargeError(
            f"{count:,} columns are more than the {widest:,} a table may have.",
            remedy="Keep the columns that matter, and send it again.",
        )


def _said_of(source: Source, columns: Sequence[Column], place: str) -> Iterator[Notice]:
    fields = {c.reads_as for c in columns}
    if "text" not in fields:
        yield Notice(
            source.name,
            place,
            "No column of text was recognised: each row is read as labelled lines. "
            f"See 'tocsin columns', and name one with --map.{_names(columns, LINE)}",
        )
    left_out = _names(columns, LEFT_OUT)
    if left_out:
        yield Notice(source.name, place, f"Columns not read:{left_out}")


def _names(columns: Sequence[Column], reads_as: str) -> str:
    names = [c.name for c in columns if c.reads_as == reads_as and c.name.strip()]
    return f" {', '.join(names[:20])}." if names else ""


class RowReader:
    """Reads rows of one table, its columns once recognised."""

    def __init__(self, columns: Sequence[Column], place: str = "") -> None:
        self._place = f"{place}, row" if place else "row"
        self._fields = [
            (i, c.reads_as, f"column '{c.name}'", c.name)
            for i, c in enumerate(columns)
            if c.reads_as not in {"text", LINE, LEFT_OUT}
        ]
        texts = [(i, c.name) for i, c in enumerate(columns) if c.reads_as == "text"]
        self._main = texts[0][0] if texts else None
        lines = {i for i, _ in texts[1:]} | {i for i, c in enumerate(columns) if c.reads_as == LINE}
        self._lines = [(i, columns[i].name) for i in sorted(lines)]

    def account(self, number: int, cells: Sequence[str]) -> Account | None:
        """The account of one row; none where every cell is empty.

        The main text comes first and unchanged, so that places in it are places in the report.
        """
        width = len(cells)
        text = cells[self._main] if self._main is not None and self._main < width else ""
        lines = [
            f"{name}: {cells[i].strip()}"
            for i, name in self._lines
            if i < width and cells[i].strip()
        ]
        if lines:
            text = "\n".join([text.rstrip(), *lines] if text.strip() else lines)
        fields = {
            field: Told(cells[i], known_by, number, name)
            for i, field, known_by, name in self._fields
            if i < width and cells[i].strip()
        }
        if not text.strip() and not any(cell.strip() for cell in cells):
            return None
        return Account(text, f"{self._place} {number}", fields)


def cells_of(record: Mapping[str, object], header: Sequence[str]) -> list[str]:
    """The values of a record in the order of the header, as text."""
    return [as_text(record.get(name)) for name in header]


def as_text(value: object) -> str:
    """A value of json or a spreadsheet as a person would write it."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, list | tuple):
        return ", ".join(as_text(item) for item in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {as_text(item)}" for key, item in value.items())
    return str(value)
