"""docx: the text that stands; deleted, commented, hidden and blacked-out words are set aside."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from tocsin.errors import UnreadableFileError
from tocsin.records import Notice, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.archives import open_archive, part
from tocsin.reports.documents import accounts_of_document
from tocsin.reports.options import ReadingOptions

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PLAIN = {f"{_W}tab": "\t", f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}noBreakHyphen": "-"}
_SKIPPED = frozenset(
    {f"{_W}{n}" for n in ("instrText", "delInstrText", "sectPr", "pPr", "rPr", "tblPr", "tcPr")}
    | {f"{_MC}Fallback"}
)
_DELETED = {f"{_W}del": "deleted in tracked changes", f"{_W}moveFrom": "moved away"}
_NOTES = (("word/footnotes.xml", "footnote"), ("word/endnotes.xml", "endnote"))
_HEADER = re.compile(r"word/header\d*\.xml$")
_LIGHT = 0x60
Xml = Any


def read_docx(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a Word document."""
    with open_archive(source, options) as archive:
        parts = {n: part(archive, n) for n in archive.namelist() if n.endswith((".xml", ".rels"))}
    try:
        body = docx.Document(io.BytesIO(source.content(options))).element.body
    except (PackageNotFoundError, KeyError, ValueError, etree.XMLSyntaxError) as error:
        raise UnreadableFileError(
            "the document is broken or of another kind.", remedy="Open it, save it again as docx."
        ) from error
    walk = _Walk(_hidden_styles(parts.get("word/styles.xml", b"")))
    walk.into(body)
    for name, label in _NOTES:
        for note in _notes(parts.get(name, b""), label):
            walk.into(note)
    walk.aside.extend(_comments(parts.get("word/comments.xml", b"")))
    kinds: dict[str, int] = {}
    for why, words in walk.aside:
        yield SetAside(source.name, "", why, words)
        kinds[why.split(" by ")[0]] = kinds.get(why.split(" by ")[0], 0) + 1
    for kind, count in sorted(kinds.items()):
        yield Notice(source.name, "", f"{count} passages set aside and not read: {kind}.")
    if not walk.text.strip():
        raise UnreadableFileError(
            "this document has no text.", remedy="If it is a scan, it needs OCR."
        )
    head = "\n".join(_header_text(parts[name]) for name in sorted(parts) if _HEADER.match(name))
    yield from accounts_of_document(source, walk.text, options, head=head)


@dataclass(slots=True)
class _Walk:
    """Goes through a document in order, without recursion."""

    hidden_styles: frozenset[str]
    pieces: list[str] = field(default_factory=list)
    aside: list[tuple[str, str]] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.pieces)

    def into(self, root: Xml) -> None:
        events = etree.iterwalk(root, events=("start", "end"))
        for event, element in events:
            tag = element.tag
            if event == "end":
                self._close(tag)
            elif tag in _SKIPPED or not isinstance(tag, str):
                events.skip_subtree()
            elif tag in _DELETED:
                self._set_aside(_DELETED[tag] + _who(element), element)
                events.skip_subtree()
            elif tag == f"{_W}r":
                why = self._why_hidden(element)
                if why:
                    self._set_aside(why, element)
                    events.skip_subtree()
            elif tag == f"{_W}t":
                self.pieces.append(element.text or "")
            elif tag in _PLAIN:
                self.pieces.append(_PLAIN[tag])

    def _close(self, tag: str) -> None:
        if tag == f"{_W}p":
            self.pieces.append("\n")
        elif tag == f"{_W}tc":
            while self.pieces and self.pieces[-1] == "\n":
                self.pieces.pop()
            self.pieces.append("\t")
        elif tag == f"{_W}tr":
            while self.pieces and self.pieces[-1] == "\t":
                self.pieces.pop()
            self.pieces.append("\n")

    def _set_aside(self, why: str, element: Xml) -> None:
        tags = (f"{_W}t", f"{_W}delText")
        words = "".join(e.text or "" for e in element.iter(*tags))
        if not words.strip():
            return
        if self.aside and self.aside[-1][0] == why and why != "":
            last = self.aside.pop()[1]
            words = f"{last}{words}"
        self.aside.append((why, words))

    def _why_hidden(self, run: Xml) -> str:
        props = run.find(f"{_W}rPr")
        paragraph = next(run.iterancestors(f"{_W}p"), None)
        styles = [_value(props, "rStyle")]
        if paragraph is not None:
            styles.append(_value(paragraph.find(f"{_W}pPr"), "pStyle"))
        hidden = props is not None and _on(props.find(f"{_W}vanish"))
        if hidden or self.hidden_styles.intersection(styles):
            return "hidden text"
        ink = _value(props, "color")
        if _value(props, "highlight") == "black" and not _is_light(ink):
            return "under a black box"
        return "under a black box" if _is_dark(ink) and _is_dark(_fill(run, props)) else ""


def _value(props: Xml, name: str) -> str:
    found = props.find(f"{_W}{name}") if props is not None else None
    return (found.get(f"{_W}val") or "") if found is not None else ""


def _fill(run: Xml, props: Xml) -> str:
    """The shade behind a run: its own, else its paragraph's, else its cell's."""
    holders = [props]
    for tag, inner in ((f"{_W}p", f"{_W}pPr"), (f"{_W}tc", f"{_W}tcPr")):
        above = next(run.iterancestors(tag), None)
        holders.append(above.find(inner) if above is not None else None)
    for holder in holders:
        shade = holder.find(f"{_W}shd") if holder is not None else None
        if shade is not None and _levels(shade.get(f"{_W}fill") or ""):
            return str(shade.get(f"{_W}fill"))
    return ""


def _header_text(content: bytes) -> str:
    """What stands at the head of each page: read for its label lines only."""
    root = _parsed(content)
    if root is None:
        return ""
    walk = _Walk(frozenset())
    walk.into(root)
    return walk.text


def _on(flag: Xml) -> bool:
    return flag is not None and (flag.get(f"{_W}val") or "1") not in {"0", "false", "off"}


def _is_dark(colour: str) -> bool:
    levels = _levels(colour)
    return bool(levels) and max(levels) < _LIGHT


def _is_light(colour: str) -> bool:
    levels = _levels(colour)
    return bool(levels) and max(levels) >= _LIGHT


def _levels(colour: str) -> tuple[int, ...]:
    try:
        return tuple(bytes.fromhex(colour)) if len(colour) == 6 else ()
    except ValueError:
        return ()


def _who(change: Xml) -> str:
    author = " ".join((change.get(f"{_W}author") or "").split())
    on = (change.get(f"{_W}date") or "")[:10]
    return f"{f' by {author}' if author else ''}{f' on {on}' if on else ''}"


def _parsed(content: bytes) -> Xml:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        return etree.fromstring(content, parser) if content else None
    except etree.XMLSyntaxError:
        return None


@lru_cache(maxsize=16)
def _hidden_styles(content: bytes) -> frozenset[str]:
    root = _parsed(content) if b"vanish" in content else None
    if root is None:
        return frozenset()
    return frozenset(
        style.get(f"{_W}styleId") or ""
        for style in root.iter(f"{_W}style")
        if _on(style.find(f"{_W}rPr/{_W}vanish"))
    )


def _comments(content: bytes) -> Iterator[tuple[str, str]]:
    root = _parsed(content)
    if root is None:
        return
    for comment in root.iter(f"{_W}comment"):
        words = " ".join(e.text or "" for e in comment.iter(f"{_W}t")).strip()
        if words:
            yield f"comment{_who(comment)}", words


def _notes(content: bytes, label: str) -> Iterator[Xml]:
    root = _parsed(content)
    if root is None:
        return
    for note in root.iter(f"{_W}{label}"):
        if note.get(f"{_W}type") not in {"separator", "continuationSeparator"}:
            yield note
