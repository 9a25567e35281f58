"""Which characters of a pdf page a reader can see: dark boxes drawn over text hide it."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_DARK = 60
_SOLID = 200
_LEAST_SIDE = 3.0
"""Points: thinner boxes are rules and underlines."""
_MOST_OBJECTS = 200_000
_COVER = "█"
_COMMENTS = {
    pdfium_c.FPDF_ANNOT_TEXT: "comment",
    pdfium_c.FPDF_ANNOT_FREETEXT: "comment",
    pdfium_c.FPDF_ANNOT_HIGHLIGHT: "comment",
    pdfium_c.FPDF_ANNOT_UNDERLINE: "comment",
    pdfium_c.FPDF_ANNOT_STRIKEOUT: "comment",
    pdfium_c.FPDF_ANNOT_POPUP: "",
}
_BOXES = frozenset(
    (pdfium_c.FPDF_ANNOT_SQUARE, pdfium_c.FPDF_ANNOT_POLYGON, pdfium_c.FPDF_ANNOT_REDACT)
)


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    bottom: float
    right: float
    top: float
    order: int

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.bottom <= y <= self.top


def visible_and_covered(page: pdfium.PdfPage) -> tuple[str, list[tuple[str, str]], bool]:
    """(text a reader sees, [(why set aside, words)], whether anything is drawn at all)."""
    boxes, order_of, count = _drawn(page)
    boxes += [*_annotated_boxes(page)]
    aside = [*_comments(page)]
    text_page = page.get_textpage()
    try:
        if not boxes:
            return _all_text(text_page), aside, count > 0
        text, covered = _sorted_out(text_page, boxes, order_of)
    finally:
        text_page.close()
    return text, [*(("under a black box", words) for words in covered), *aside], count > 0


def _all_text(text_page: pdfium.PdfTextPage) -> str:
    return str(text_page.get_text_range()) if text_page.count_chars() > 0 else ""


def _drawn(page: pdfium.PdfPage) -> tuple[list[_Box], dict[int, int], int]:
    """Dark filled boxes, and the place of each object in the order of drawing."""
    boxes: list[_Box] = []
    order_of: dict[int, int] = {}
    count = 0
    for drawn in page.get_objects():
        count += 1
        if count > _MOST_OBJECTS:
            break
        order_of[_address(drawn.raw)] = count
        if drawn.type == pdfium_c.FPDF_PAGEOBJ_PATH and _is_dark_fill(drawn.raw):
            left, bottom, right, top = drawn.get_bounds()
            if right - left >= _LEAST_SIDE and top - bottom >= _LEAST_SIDE:
                boxes.append(_Box(left, bottom, right, top, count))
    return boxes, order_of, count


def _address(pointer: object) -> int:
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _is_dark_fill(raw: object) -> bool:
    mode, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(raw, mode, stroke) or mode.value == 0:
        return False
    return _is_dark(raw)


def _is_dark(raw: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not pdfium_c.FPDFPageObj_GetFillColor(raw, red, green, blue, alpha):
        return False
    return max(red.value, green.value, blue.value) < _DARK and alpha.value >= _SOLID


def _sorted_out(
    text_page: pdfium.PdfTextPage, boxes: list[_Box], order_of: dict[int, int]
) -> tuple[str, list[str]]:
    seen: list[str] = []
    covered: list[list[str]] = []
    hiding = False
    for index in range(text_page.count_chars()):
        code = pdfium_c.FPDFText_GetUnicode(text_page.raw, index)
        character = chr(code) if 0 < code < 0x110000 else ""
        under = _is_under(text_page, index, boxes, order_of)
        if under is None:  # a space or line end that pdfium put in
            (covered[-1] if hiding and character in " " else seen).append(character)
            continue
        if under and not hiding:
            covered.append([])
            seen.append(_COVER)
        hiding = under
        (covered[-1] if under else seen).append(character)
    return "".join(seen), ["".join(words).strip() for words in covered if "".join(words).strip()]


def _is_under(
    text_page: pdfium.PdfTextPage, index: int, boxes: list[_Box], order_of: dict[int, int]
) -> bool | None:
    """Whether a box drawn later, or dark ink on a dark box, hides a character."""
    raw = pdfium_c.FPDFText_GetTextObject(text_page.raw, index)
    if not raw:
        return None
    left, bottom, right, top = text_page.get_charbox(index)
    x, y = (left + right) / 2, (bottom + top) / 2
    holding = [box for box in boxes if box.holds(x, y)]
    if not holding:
        return False
    drawn = order_of.get(_address(raw), 0)
    return any(box.order > drawn for box in holding) or _is_dark(raw)


def _annotations(page: pdfium.PdfPage) -> Iterator[tuple[object, int]]:
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), 10_000)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if not annotation:
            continue
        try:
            yield annotation, pdfium_c.FPDFAnnot_GetSubtype(annotation)
        finally:
            pdfium_c.FPDFPage_CloseAnnot(annotation)


def _annotated_boxes(page: pdfium.PdfPage) -> Iterator[_Box]:
    for annotation, kind in _annotations(page):
        if kind in _BOXES and (kind == pdfium_c.FPDF_ANNOT_REDACT or _paints_dark(annotation)):
            rect = pdfium_c.FS_RECTF()
            if pdfium_c.FPDFAnnot_GetRect(annotation, rect):
                bottom, top = sorted((rect.bottom, rect.top))
                yield _Box(rect.left, bottom, rect.right, top, _MOST_OBJECTS + 1)


def _paints_dark(annotation: object) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    kind = pdfium_c.FPDFANNOT_COLORTYPE_InteriorColor
    if pdfium_c.FPDFAnnot_GetColor(annotation, kind, red, green, blue, alpha):
        # an annotation without an interior colour is reported as black and transparent
        return max(red.value, green.value, blue.value) < _DARK and alpha.value >= _SOLID
    for index in range(min(pdfium_c.FPDFAnnot_GetObjectCount(annotation), 100)):
        drawn = pdfium_c.FPDFAnnot_GetObject(annotation, index)
        is_path = pdfium_c.FPDFPageObj_GetType(drawn) == pdfium_c.FPDF_PAGEOBJ_PATH
        if drawn and is_path and _is_dark_fill(drawn):
            return True
    return False


def _comments(page: pdfium.PdfPage) -> Iterator[tuple[str, str]]:
    for annotation, kind in _annotations(page):
        if _COMMENTS.get(kind):
            words, author = _string(annotation, b"Contents"), _string(annotation, b"T")
            if words:
                yield f"comment{f' by {author}' if author else ''}", words


def _string(annotation: object, key: bytes) -> str:
    size = pdfium_c.FPDFAnnot_GetStringValue(annotation, key, None, 0)
    if not 2 < size < 1_000_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    held = ctypes.cast(buffer, ctypes.POINTER(pdfium_c.FPDF_WCHAR))
    pdfium_c.FPDFAnnot_GetStringValue(annotation, key, held, size)
    return " ".join(buffer.raw[: size - 2].decode("utf-16-le", "replace").split())
