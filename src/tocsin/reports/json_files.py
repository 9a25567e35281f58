"""json and jsonl: an object is a row."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from typing import Any

from tocsin.errors import TooLargeError, UnreadableFileError
from tocsin.records import Notice, Rejection
from tocsin.reports.accounts import Found, Source, encoding_told
from tocsin.reports.options import ReadingOptions
from tocsin.reports.tables import ROWS_LOOKED_AT, Row, accounts_of_rows, cells_of
from tocsin.reports.texts import decode

_MENDING = "Check it with any json tool, and export it again."
Record = dict[str, Any]


def read_json_lines(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a jsonl file, one object a line; a broken line is refused."""
    encoding, notices = encoding_told(source, options)
    yield from notices
    with source.open() as raw:
        text = io.TextIOWrapper(raw, encoding, "replace", newline="\n")
        yield from _accounts(source, _parse_lines(source, text, options), options)


def read_json(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a json file: a list of objects, one object, or an object that holds such a list."""
    text, encoding = decode(source.content(options))
    if encoding not in {"utf-8", "utf-8-sig"}:
        yield Notice(source.name, "", f"Not UTF-8: read as {encoding}.")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n{" in text.strip():  # one object a line, under the other ending
            yield from read_json_lines(source, options)
            return
        raise UnreadableFileError("this is not valid json.", remedy=_MENDING) from error
    records = _records_in(value)
    if records is None:
        raise UnreadableFileError(
            "this json holds no list of objects.", remedy="A report is an object with its fields."
        )
    yield from _accounts(source, _checked(source, records), options)


def _records_in(value: Any) -> list[Any] | None:
    """The longest list of objects within two levels, or the object itself."""
    if isinstance(value, list):
        return value if any(isinstance(item, dict) for item in value) else None
    if not isinstance(value, dict):
        return None
    lists = [
        item
        for item in value.values()
        if isinstance(item, list) and item and all(isinstance(part, dict) for part in item)
    ]
    return max(lists, key=len) if lists and not _has_text(value) else [value]


def _has_text(value: Record) -> bool:
    return any(isinstance(value.get(name), str) for name in ("text", "body", "narrative"))


def _checked(source: Source, records: list[Any]) -> Iterator[tuple[int, Record] | Rejection]:
    for number, record in enumerate(records, start=1):
        yield _row(source, number, record, "")


def _parse_lines(
    source: Source, text: io.TextIOWrapper, options: ReadingOptions
) -> Iterator[tuple[int, Record] | Rejection]:
    longest, most = options.limit("report_characters") * 2, options.limit("broken_rows")
    number = refused = 0
    while line := text.readline(longest):
        number += 1
        if len(line) >= longest:
            raise TooLargeError(f"line {number} has more than {longest:,} characters.")
        if not line.strip():
            continue
        try:
            row = _row(source, number, json.loads(line), line)
        except (ValueError, RecursionError):
            row = _refused(source, number, "This line is not valid json.", line)
        refused += isinstance(row, Rejection)
        yield row
        if refused >= most:
            raise UnreadableFileError(
                f"{refused:,} lines are broken: the rest is not read.", remedy=_MENDING
            )


def _row(source: Source, number: int, record: Any, line: str) -> tuple[int, Record] | Rejection:
    if isinstance(record, dict):
        return number, record
    return _refused(source, number, "This is not an object with fields.", line or str(record))


def _refused(source: Source, number: int, what: str, line: str) -> Rejection:
    return Rejection(source.name, f"row {number}", what, _MENDING, line[:10_000])


def _accounts(
    source: Source, records: Iterator[tuple[int, Record] | Rejection], options: ReadingOptions
) -> Iterator[Found]:
    """Records whose fields differ are read in stretches that share a header."""
    header: dict[str, None] = {}
    seen: list[tuple[int, Record] | Rejection] = []
    for item in records:
        seen.append(item)
        if not isinstance(item, Rejection):
            header.update(dict.fromkeys(item[1]))
        if len(seen) >= ROWS_LOOKED_AT:
            break
    names = list(header)
    late: dict[str, None] = {}

    def rows() -> Iterator[Row | Rejection]:
        for item in _chain(seen, records):
            if isinstance(item, Rejection):
                yield item
                continue
            number, record = item
            if len(record) > len(names) or not record.keys() <= header.keys():
                late.update(dict.fromkeys(key for key in record if key not in header))
            yield number, cells_of(record, names)

    yield from accounts_of_rows(source, names, rows(), options)
    if late:
        yield Notice(
            source.name,
            "",
            f"Fields first met after row {ROWS_LOOKED_AT}, not read: {', '.join(list(late)[:20])}.",
        )


def _chain(
    seen: list[tuple[int, Record] | Rejection], rest: Iterator[tuple[int, Record] | Rejection]
) -> Iterator[tuple[int, Record] | Rejection]:
    yield from seen
    seen.clear()
    yield from rest
