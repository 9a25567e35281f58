"""xlsx: each sheet a table; hidden sheets, rows and columns and comments are set aside."""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from datetime import datetime, time
from typing import Any

import openpyxl
from lxml import etree

from tocsin.errors import UnreadableFileError
from tocsin.records import Notice, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.archives import open_archive, part
from tocsin.reports.options import ReadingOptions
from tocsin.reports.sheets import Sheet, accounts_of_sheet
from tocsin.reports.tables import as_text

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_MOST_ROWS = 1_048_576


def read_xlsx(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a workbook."""
    with open_archive(source, options) as archive:
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                part(archive, name)
        yield from _comments(source, archive)
        workbook = _open(source, options)
        try:
            empty = True
            for worksheet in workbook.worksheets:
                sheet = Sheet(
                    worksheet.title,
                    _rows(worksheet),
                    worksheet.sheet_state != "visible",
                    *_hidden(archive, worksheet),
                )
                for item in accounts_of_sheet(source, sheet, options):
                    empty = False
                    yield item
        finally:
            workbook.close()
    if empty:
        raise UnreadableFileError("the workbook is empty.", remedy="Leave it out.")


def _open(source: Source, options: ReadingOptions) -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return openpyxl.load_workbook(
                io.BytesIO(source.content(options)),
                read_only=True,
                data_only=True,
                keep_links=False,
            )
    except Exception as error:  # the library raises whatever the broken part causes
        raise UnreadableFileError(
            "the workbook is broken or of another kind.", remedy="Open it, save it again as xlsx."
        ) from error


def _rows(worksheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    worksheet.reset_dimensions()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rows = worksheet.iter_rows(values_only=True, max_row=_MOST_ROWS)
        for number, values in enumerate(rows, start=1):
            yield number, [_cell(value) for value in values]


def _cell(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time(0):
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return as_text(value)


def _hidden(archive: zipfile.ZipFile, worksheet: Any) -> tuple[frozenset[int], frozenset[int]]:
    """Numbers of the hidden rows (from 1) and columns (from 0)."""
    path = str(getattr(worksheet, "_worksheet_path", "")).lstrip("/")
    rows: set[int] = set()
    columns: set[int] = set()
    number = 0
    content = io.BytesIO(part(archive, path))
    tags = (f"{_S}col", f"{_S}row")
    for _, element in etree.iterparse(content, events=("end",), tag=tags, resolve_entities=False):
        hidden = element.get("hidden") in {"1", "true"}
        if element.tag == f"{_S}row":
            number = int(element.get("r") or number + 1)
            if hidden:
                rows.add(number)
        elif hidden:
            first, last = int(element.get("min") or 1), int(element.get("max") or 1)
            columns.update(range(first - 1, min(last, 16_384)))
        element.clear()
    return frozenset(rows), frozenset(columns)


def _comments(source: Source, archive: zipfile.ZipFile) -> Iterator[Found]:
    for name in sorted(archive.namelist()):
        base = name.rsplit("/", 1)[-1].lower()
        if not ("comment" in name.lower() and base.endswith(".xml")):
            continue
        for place, words in _comments_in(part(archive, name)):
            yield SetAside(source.name, place, "comment", words)
            yield Notice(source.name, place, "A comment was set aside and not read.")


def _comments_in(content: bytes) -> Iterator[tuple[str, str]]:
    try:
        root = etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return
    for element in root.iter():
        if isinstance(element.tag, str) and element.get("ref") and _local(element) != "comments":
            words = " ".join(" ".join(str(t) for t in element.itertext()).split())
            if words:
                yield f"cell {element.get('ref')}", words


def _local(element: Any) -> str:
    return str(element.tag).rsplit("}", 1)[-1]
