"""Which characters of a pdf page a reader can see: dark shapes drawn over text hide it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from tocsin.reports.pdf_shapes import Drawn, address, annotations_on, drawn_on, is_dark

_COVER = "█"
_NOTED = frozenset(
    (
        pdfium_c.FPDF_ANNOT_TEXT,
        pdfium_c.FPDF_ANNOT_FREETEXT,
        pdfium_c.FPDF_ANNOT_HIGHLIGHT,
        pdfium_c.FPDF_ANNOT_UNDERLINE,
        pdfium_c.FPDF_ANNOT_STRIKEOUT,
    )
)


def visible_and_covered(page: pdfium.PdfPage) -> tuple[str, list[tuple[str, str]], bool]:
    """(text a reader sees, [(why set aside, words)], whether anything is drawn at all)."""
    drawn = drawn_on(page)
    aside = [*_comments(page)]
    text_page = page.get_textpage()
    try:
        if not drawn.boxes:
            return _all_text(text_page), aside, drawn.count > 0
        text, covered = _sorted_out(text_page, drawn)
    finally:
        text_page.close()
    return text, [*(("under a black box", words) for words in covered), *aside], drawn.count > 0


def _all_text(text_page: pdfium.PdfTextPage) -> str:
    return str(text_page.get_text_range()) if text_page.count_chars() > 0 else ""


def _sorted_out(text_page: pdfium.PdfTextPage, drawn: Drawn) -> tuple[str, list[str]]:
    seen: list[str] = []
    covered: list[list[str]] = []
    hiding = False
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page.raw, index)
        character = chr(code) if 0 < code < 0x110000 else ""
        under = _is_under(text_page, index, drawn)
        if under is None:  # a space or line end that pdfium put in
            (covered[-1] if hiding and character in " " else seen).append(character)
            continue
        if under and not hiding:
            covered.append([])
            seen.append(_COVER)
        hiding = under
        (covered[-1] if under else seen).append(character)
    return "".join(seen), ["".join(words).strip() for words in covered if "".join(words).strip()]


def _is_under(text_page: pdfium.PdfTextPage, index: int, drawn: Drawn) -> bool | None:
    """Whether a box drawn later, or dark ink on a dark box, hides a character."""
    raw = pdfium_c.FPDFText_GetTextObject(text_page.raw, index)
    if not raw:
        return None
    left, bottom, right, top = text_page.get_charbox(index)
    x, y = (left + right) / 2, (bottom + top) / 2
    holding = drawn.holding(x, y)
    if not holding:
        return False
    order = drawn.order_of.get(address(raw), 0)
    return any(box.order > order for box in holding) or is_dark(raw)


def _comments(page: pdfium.PdfPage) -> Iterator[tuple[str, str]]:
    for annotation, kind in annotations_on(page):
        if kind in _NOTED:
            words, author = _string(annotation, b"Contents"), _string(annotation, b"T")
            if words:
                yield f"comment{f' by {author}' if author else ''}", words


def _string(annotation: Any, key: bytes) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size < 1_000_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    held = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, held, size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
