"""pdf: the text layer, page by page; what lies under black boxes is set aside."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

import pypdfium2 as pdfium

from tocsin.errors import TooLargeError, UnreadableFileError
from tocsin.records import Notice, Rejection, SetAside
from tocsin.reports.accounts import Found, Source
from tocsin.reports.documents import accounts_of_document
from tocsin.reports.options import ReadingOptions
from tocsin.reports.pdf_boxes import visible_and_covered

_PASSWORD = "assword"
_SOFT_HYPHEN = re.compile(r"(?<=[a-z])[\x02\ufffe\xad]\n?(?=[a-z])")
_HARD_HYPHEN = re.compile(r"[\x02\ufffe\xad]\n?")
_STARTS_ANEW = re.compile(r"\s*(?:[•*–·o-]\s|\d{1,4}[./) -]|\[|[A-Z][A-Za-z /]{1,30}:\s|$)")
_FULL = 0.8


def read_pdf(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a pdf; a page without text is refused by its number."""
    content = source.content(options)
    document = _open(content, options)
    pages: list[tuple[int, str]] = []
    try:
        for number in range(1, len(document) + 1):
            found = _page(source, document, number)
            for item in found:
                if isinstance(item, str):
                    pages.append((number, item))
                else:
                    yield item
    finally:
        document.close()
    if pages:
        yield from _accounts(source, pages, options)


def _open(content: bytes, options: ReadingOptions) -> pdfium.PdfDocument:
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if _PASSWORD in str(error):
            raise UnreadableFileError(
                "it is protected with a password.", remedy="Save a copy without the password."
            ) from error
        raise UnreadableFileError(
            "the pdf is broken or cut short.", remedy="Copy or download it again."
        ) from error
    if len(document) > options.limit("pages"):
        document.close()
        raise TooLargeError("it has too many pages.", remedy="Split it, and send it again.")
    return document


def _page(
    source: Source, document: pdfium.PdfDocument, number: int
) -> Iterator[str | Rejection | Notice | SetAside]:
    place = f"page {number}"
    try:
        page = document[number - 1]
    except pdfium.PdfiumError:
        yield Rejection(source.name, place, "This page is broken.", "Save the pdf again.")
        return
    try:
        text, covered, has_content = visible_and_covered(page)
    finally:
        page.close()
    for why, words in covered:
        yield SetAside(source.name, place, why, words)
        yield Notice(source.name, place, f"Text was set aside and not read: {why}.")
    if text.strip():
        yield _mended(text)
    elif has_content and not covered:
        yield Rejection(
            source.name, place, "No text on this page: it needs OCR.", "Run OCR on the file first."
        )


def _mended(text: str) -> str:
    """Lines as they were before the page broke them."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _HARD_HYPHEN.sub("-", _SOFT_HYPHEN.sub("", text))
    lines = [line.rstrip() for line in text.split("\n")]
    widest = max(map(len, lines))
    joined: list[str] = []
    before = ""
    for line in lines:
        is_wrapped = len(before) >= max(40, widest * _FULL) and before[-1] not in ".:!?"
        if is_wrapped and not _STARTS_ANEW.match(line):
            joined[-1] = f"{joined[-1]} {line.lstrip()}"
        else:
            joined.append(line)
        before = line
    return "\n".join(joined).strip("\n")


def _accounts(
    source: Source, pages: list[tuple[int, str]], options: ReadingOptions
) -> Iterator[Found]:
    starts, line = [], 1
    for _, text in pages:
        starts.append(line)
        line += text.count("\n") + 2

    def page_of(line: int) -> str:
        return f"page {pages[max(0, bisect_right(starts, line) - 1)][0]}"

    whole = "\n\n".join(text for _, text in pages)
    yield from accounts_of_document(source, whole, options, place_of=page_of)
