"""odt and ods: what stands is read; deleted, commented and hidden passages are set aside."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from lxml import etree
from odfdo import Document

from tocsin.errors import UnreadableFileError
from tocsin.records import Notice, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.archives import open_archive, part
from tocsin.reports.documents import accounts_of_document
from tocsin.reports.options import ReadingOptions
from tocsin.reports.sheets import Sheet, accounts_of_sheet

_NS = {
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
}
_MOST_REPEATED = 2_000
"""A cell or row repeated more often is padding to the edge of the sheet."""
Xml = Any


def _q(name: str) -> str:
    prefix, local = name.split(":")
    return f"{{{_NS[prefix]}}}{local}"


_P, _H, _TAB, _BREAK = _q("text:p"), _q("text:h"), _q("text:tab"), _q("text:line-break")
_SPACE, _CELL, _ROW = _q("text:s"), _q("table:table-cell"), _q("table:table-row")
_COVERED = _q("table:covered-table-cell")
_ASIDE = {
    _q("office:annotation"): "comment",
    _q("text:hidden-text"): "hidden text",
    _q("text:hidden-paragraph"): "hidden text",
    _q("text:deletion"): "deleted in tracked changes",
}
_NOT_READ = frozenset(
    map(_q, ("text:insertion", "text:format-change", "text:sequence-decls", "text:note-citation"))
)


def read_odt(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a text document."""
    content, styles = _content(source, options)
    walk = _Walk(_hidden_styles(content, styles))
    walk.into(content)
    yield from _told(source, walk.aside)
    if not walk.text.strip():
        raise UnreadableFileError("this document has no text.", remedy="If a scan, it needs OCR.")
    yield from accounts_of_document(source, walk.text, options)


def read_ods(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a spreadsheet."""
    content, styles = _content(source, options)
    closed = _undisplayed(content, styles)
    empty = True
    for table in content.iter(_q("table:table")):
        title = table.get(_q("table:name")) or "unnamed"
        notes: list[tuple[str, str]] = []
        hidden_rows: set[int] = set()
        rows = list(_rows(table, notes, hidden_rows))
        sheet = Sheet(
            title,
            iter(rows),
            table.get(_q("table:style-name")) in closed,
            frozenset(hidden_rows),
            _hidden_columns(table),
        )
        for item in accounts_of_sheet(source, sheet, options):
            empty = False
            yield item
        yield from _told(source, notes)
    if empty:
        raise UnreadableFileError("the spreadsheet is empty.", remedy="Leave it out.")


def _content(source: Source, options: ReadingOptions) -> tuple[Xml, Xml]:
    """The trees of content.xml and styles.xml."""
    with open_archive(source, options) as archive:
        if b"encryption-data" in part(archive, "META-INF/manifest.xml"):
            raise UnreadableFileError(
                "it is protected with a password.", remedy="Save a copy without the password."
            )
        for name in ("content.xml", "styles.xml"):
            part(archive, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        document = Document(io.BytesIO(source.content(options)))
        parts: list[Any] = [document.get_part(name) for name in ("content.xml", "styles.xml")]
        content, styles = (etree.fromstring(held.serialize(), parser) for held in parts)
    except Exception as error:  # the library raises whatever the broken part causes
        raise UnreadableFileError(
            "the document is broken or of another kind.", remedy="Open it, save it again."
        ) from error
    return content, styles


@dataclass(slots=True)
class _Walk:
    """Goes through a tree in order, without recursion."""

    hidden_styles: frozenset[str] = frozenset()
    pieces: list[str] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def into(self, root: Xml) -> None:
        body = root.find(_q("office:body"))
        events = etree.iterwalk(root if body is None else body, events=("start", "end"))
        depth = 0
        for event, element in events:
            tag = element.tag
            if event == "end":
                depth -= 1
                self._close(tag)
                if depth:
                    self.pieces.append(element.tail or "" if _is_inline(element) else "")
                continue
            depth += 1
            why = _ASIDE.get(tag, "")
            if not why and element.get(_q("text:style-name")) in self.hidden_styles:
                why = "hidden text"
            if why:
                self._set_aside(why, element)
                events.skip_subtree()
            elif tag in _NOT_READ or not isinstance(tag, str):
                events.skip_subtree()
            elif tag == _SPACE:
                self.pieces.append(" " * min(_count(element.get(_q("text:c"))), 100))
            elif tag in {_TAB, _BREAK}:
                self.pieces.append("\t" if tag == _TAB else "\n")
            elif _holds_text(element):
                self.pieces.append(element.text or "")

    def _close(self, tag: str) -> None:
        if tag in {_P, _H}:
            self.pieces.append("\n")
        elif tag == _CELL:
            while self.pieces and self.pieces[-1] in {"\n", ""}:
                self.pieces.pop()
            self.pieces.append("\t")
        elif tag == _ROW:
            while self.pieces and self.pieces[-1] in {"\t", ""}:
                self.pieces.pop()
            self.pieces.append("\n")

    def _set_aside(self, why: str, element: Xml) -> None:
        creator = element.find(f".//{_q('dc:creator')}")
        if creator is None and why.startswith("deleted"):
            creator = element.getparent().find(f".//{_q('dc:creator')}")
        by = f" by {creator.text}" if creator is not None and creator.text else ""
        told = list(element.iter(_P, _H)) or [element]
        words = " ".join("".join(p.itertext()).strip() for p in told).strip()
        words = words or element.get(_q("text:string-value")) or ""
        if words:
            self.aside.append((f"{why}{by}", words))


def _is_inline(element: Xml) -> bool:
    """Whether the words after an element belong to a paragraph, and are not layout."""
    return any(a.tag in {_P, _H} for a in element.iterancestors())


def _holds_text(element: Xml) -> bool:
    return element.tag in {_P, _H} or _is_inline(element)


def _count(written: str | None) -> int:
    return int(written) if written and written.isdecimal() and len(written) < 9 else 1


def _hidden_styles(*trees: Xml) -> frozenset[str]:
    hidden = set()
    for style in (style for tree in trees for style in tree.iter(_q("style:style"))):
        for props in style.iter(_q("style:text-properties")):
            fill, ink = props.get(_q("fo:background-color")), props.get(_q("fo:color"))
            if props.get(_q("text:display")) == "none" or (_is_dark(fill) and _is_dark(ink)):
                hidden.add(style.get(_q("style:name")) or "")
    return frozenset(hidden)


def _is_dark(colour: str | None) -> bool:
    try:
        return bool(colour) and max(bytes.fromhex((colour or "").lstrip("#"))) < 0x60
    except ValueError:
        return False


def _undisplayed(*trees: Xml) -> frozenset[str]:
    """Styles of sheets that are hidden."""
    return frozenset(
        style.get(_q("style:name")) or ""
        for tree in trees
        for style in tree.iter(_q("style:style"))
        for props in style.iter(_q("style:table-properties"))
        if props.get(_q("table:display")) == "false"
    )


def _rows(
    table: Xml, notes: list[tuple[str, str]], hidden: set[int]
) -> Iterator[tuple[int, Sequence[str]]]:
    number = 0
    for row in table.iter(_ROW):
        repeated = _count(row.get(_q("table:number-rows-repeated")))
        cells = list(_cells(row, notes))
        if not any(cells) and repeated > 1:
            number += repeated
            continue
        for _ in range(min(repeated, _MOST_REPEATED)):
            number += 1
            if row.get(_q("table:visibility")) in {"collapse", "filter"}:
                hidden.add(number)
            yield number, cells


def _cells(row: Xml, notes: list[tuple[str, str]]) -> Iterator[str]:
    for cell in row.iterchildren(_CELL, _COVERED):
        walk = _Walk()
        walk.into(cell)
        notes.extend(walk.aside)
        text = cell.get(_q("office:date-value")) or walk.text.strip()
        text = text.removesuffix("T00:00:00")
        yield from [text] * min(
            _count(cell.get(_q("table:number-columns-repeated"))), _MOST_REPEATED if text else 1_100
        )


def _hidden_columns(table: Xml) -> frozenset[int]:
    hidden: set[int] = set()
    at = 0
    for column in table.iter(_q("table:table-column")):
        repeated = _count(column.get(_q("table:number-columns-repeated")))
        if column.get(_q("table:visibility")) in {"collapse", "filter"}:
            hidden.update(range(at, at + min(repeated, _MOST_REPEATED)))
        at += repeated
    return frozenset(hidden)


def _told(source: Source, aside: Sequence[tuple[str, str]]) -> Iterator[Found]:
    for why, words in islice(aside, 10_000):
        yield SetAside(source.name, "", why, words)
        yield Notice(source.name, "", f"A passage was set aside and not read: {why}.")
