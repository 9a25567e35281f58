"""html: the text a browser would show; what it hides is set aside."""

from __future__ import annotations

import re
from collections.abc import Iterator

import lxml.html
from lxml import etree

from tocsin.errors import UnreadableFileError
from tocsin.records import Notice, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.documents import accounts_of_document
from tocsin.reports.options import ReadingOptions
from tocsin.reports.texts import decode

_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tr",
        "ul",
        "title",
        "br",
    ]
)
_NOT_TEXT = frozenset(
    ["script", "style", "template", "noscript", "head", "iframe", "object", "svg"]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d])")


def read_html(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a web page."""
    content, encoding = decode(source.content(options))
    if encoding not in {"utf-8", "utf-8-sig"}:
        yield Notice(source.name, "", f"Not UTF-8: read as {encoding}.")
    text, hidden = text_of_html(content)
    for words in hidden:
        yield SetAside(source.name, "", "hidden on the page", words)
    if not text.strip():
        raise UnreadableFileError("this page has no text.", remedy="Print it to pdf and add that.")
    yield from accounts_of_document(source, text, options)


def text_of_html(content: str) -> tuple[str, list[str]]:
    """The text shown, and the passages hidden."""
    content = re.sub(r"^\s*<\?xml[^>]*\?>", "", content.replace("\x00", ""))
    try:
        root = lxml.html.document_fromstring(content)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return "", []
    pieces: list[str] = []
    hidden: list[str] = []
    _walk(root, pieces, hidden)
    text = re.sub(r"[ \t\xa0]+", " ", "".join(pieces))
    return re.sub(r"\n{3,}", "\n\n", re.sub(r" *\n *", "\n", text)).strip(), hidden


def _walk(root: lxml.html.HtmlElement, pieces: list[str], hidden: list[str]) -> None:
    """Depth first without recursion: hostile pages nest deeper than Python may."""
    events = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in events:
        if event in {"comment", "pi"}:
            pieces.append(_folded(element.tail))
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in _NOT_TEXT or _is_hidden(element):
                if tag not in _NOT_TEXT:
                    words = " ".join("".join(element.itertext()).split())
                    hidden.extend([words] if words else [])
                events.skip_subtree()
                continue
            if tag in _BLOCKS:
                pieces.append("\n")
            pieces.append(element.text or "" if tag == "pre" else _folded(element.text))
        else:
            if tag in _BLOCKS and tag != "br":
                pieces.append("\n")
            elif tag in {"td", "th"}:
                pieces.append("\t")
            pieces.append(_folded(element.tail))


def _folded(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _is_hidden(element: lxml.html.HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(
        _HIDDEN.search((element.get("style") or "").lower())
    )
