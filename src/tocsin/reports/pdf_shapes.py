"""Dark shapes on a pdf page: filled boxes, thick lines, and boxes laid over it as annotations."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

_DARK = 60
_SOLID = 200
_LEAST_SIDE = 3.0
"""Points: thinner boxes are rules and underlines."""
_THICK = 5.0
"""Points: a line this wide hides what it crosses."""
_MOST_OBJECTS = 200_000
_MOST_SEGMENTS = 2_000
_MOST_NESTED = 50
_BAND = 20.0
_FILLED = frozenset(
    (pdfium_c.FPDF_ANNOT_SQUARE, pdfium_c.FPDF_ANNOT_POLYGON, pdfium_c.FPDF_ANNOT_REDACT)
)
_MARKED = pdfium_c.FPDF_ANNOT_HIGHLIGHT
Matrix = tuple[float, float, float, float, float, float]
Rect = tuple[float, float, float, float]
Path = Sequence[tuple[float, float]]
Raw = Any


@dataclass(frozen=True, slots=True)
class Box:
    """A dark box, and its place in the order of drawing."""

    left: float
    bottom: float
    right: float
    top: float
    order: int

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return self.left <= x <= self.right and self.bottom <= y <= self.top


@dataclass(slots=True)
class Drawn:
    """What is drawn on a page."""

    boxes: list[Box] = field(default_factory=list)
    order_of: dict[int, int] = field(default_factory=dict)
    """Address of an object → its place in the order of drawing."""
    count: int = 0
    _bands: dict[int, list[Box]] = field(default_factory=dict)

    def holding(self, x: float, y: float) -> list[Box]:
        """The boxes a point lies in."""
        if not self._bands:
            for box in self.boxes:
                low, high = int(max(box.bottom, -1e4) // _BAND), int(min(box.top, 1e5) // _BAND)
                for band in range(low, high + 1):
                    self._bands.setdefault(band, []).append(box)
        return [box for box in self._bands.get(int(y // _BAND), ()) if box.holds(x, y)]


def drawn_on(page: pdfium.PdfPage) -> Drawn:
    """All dark boxes of a page, those of annotations last."""
    drawn = Drawn()
    for item in page.get_objects():
        drawn.count += 1
        if drawn.count > _MOST_OBJECTS:
            break
        drawn.order_of[address(item.raw)] = drawn.count
        if item.type == pdfium_c.FPDF_PAGEOBJ_PATH:
            drawn.boxes += [Box(*rect, drawn.count) for rect in _dark_rects(item)]
    over = drawn.count + 1
    drawn.boxes += [Box(*rect, over) for rect in _annotated(page)]
    return drawn


def address(pointer: Raw) -> int:
    """Where an object lies in memory, to know it again."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0


def is_dark(raw: Raw) -> bool:
    """Whether an object's ink is dark."""
    return _is_dark(pdfium_c.FPDFPageObj_GetFillColor, raw)


def annotations_on(page: pdfium.PdfPage) -> Iterator[tuple[Raw, int]]:
    """Each annotation with its kind."""
    for index in range(min(pdfium_c.FPDFPage_GetAnnotCount(page.raw), 10_000)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page.raw, index)
        if annotation:
            try:
                yield annotation, pdfium_c.FPDFAnnot_GetSubtype(annotation)
            finally:
                pdfium_c.FPDFPage_CloseAnnot(annotation)


def _is_dark(ask: Any, raw: Raw, *kind: int) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not ask(raw, *kind, red, green, blue, alpha):
        return False
    return max(red.value, green.value, blue.value) < _DARK and alpha.value >= _SOLID


def _dark_rects(item: pdfium.PdfObject) -> Iterator[Rect]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not pdfium_c.FPDFPath_GetDrawMode(item.raw, fill, stroke):
        return
    is_filled = fill.value != 0 and is_dark(item.raw)
    is_stroked = stroke.value != 0 and _is_dark(pdfium_c.FPDFPageObj_GetStrokeColor, item.raw)
    if not is_filled and not is_stroked:
        return
    matrix = _matrix_of(item)
    paths = [[_moved(point, matrix) for point in path] for path in _subpaths(item.raw)]
    if is_filled:
        yield from _solid(paths, even_odd=fill.value == pdfium_c.FPDF_FILLMODE_ALTERNATE)
    if is_stroked:
        yield from _lines(item.raw, paths, matrix)


def _subpaths(raw: Raw) -> list[list[tuple[float, float]]]:
    paths: list[list[tuple[float, float]]] = []
    for index in range(min(pdfium_c.FPDFPath_CountSegments(raw), _MOST_SEGMENTS)):
        segment = pdfium_c.FPDFPath_GetPathSegment(raw, index)
        x, y = ctypes.c_float(), ctypes.c_float()
        if not segment or not pdfium_c.FPDFPathSegment_GetPoint(segment, x, y):
            continue
        if pdfium_c.FPDFPathSegment_GetType(segment) == pdfium_c.FPDF_SEGMENT_MOVETO or not paths:
            paths.append([])
        paths[-1].append((x.value, y.value))
    return paths


def _solid(paths: Sequence[Path], *, even_odd: bool) -> Iterator[Rect]:
    """The boxes of one path, without frames: a box in a box that runs the other way is a hole."""
    rects = [(_bounds(path), _turn(path)) for path in paths]
    for rect, turn in rects:
        left, bottom, right, top = rect
        if right - left < _LEAST_SIDE or top - bottom < _LEAST_SIDE:
            continue
        nested = len(rects) <= _MOST_NESTED and any(
            (_inside(rect, other) or _inside(other, rect)) and (even_odd or turn != other_turn)
            for other, other_turn in rects
        )
        if not nested:
            yield rect


def _inside(inner: Rect, outer: Rect) -> bool:
    return (
        outer[0] < inner[0] and outer[1] < inner[1] and inner[2] < outer[2] and inner[3] < outer[3]
    )


def _turn(path: Path) -> bool:
    """Whether a path runs against the clock."""
    following = [*path[1:], path[0]]
    pairs = zip(path, following, strict=True)
    return sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs) > 0


def _lines(raw: Raw, paths: Sequence[Path], matrix: Matrix) -> Iterator[Rect]:
    width = ctypes.c_float()
    if not pdfium_c.FPDFPageObj_GetStrokeWidth(raw, width):
        return
    scale = max(abs(matrix[0]) + abs(matrix[1]), abs(matrix[2]) + abs(matrix[3]))
    half = width.value * scale / 2
    if half * 2 < _THICK:
        return
    for path in paths:
        if len(path) == 2:
            left, bottom, right, top = _bounds(path)
            yield left - half, bottom - half, right + half, top + half


def _bounds(path: Path) -> Rect:
    across, up = [x for x, _ in path], [y for _, y in path]
    return min(across), min(up), max(across), max(up)


def _matrix_of(item: pdfium.PdfObject) -> Matrix:
    """From an object's own space to the page's, through the forms it is nested in."""
    matrix: Matrix = item.get_matrix().get()
    container = item.container
    while container is not None:
        matrix = _joined(matrix, container.get_matrix().get())
        container = container.container
    return matrix


def _joined(inner: Matrix, outer: Matrix) -> Matrix:
    a, b, c, d, e, f = inner
    a2, b2, c2, d2, e2, f2 = outer
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


def _moved(point: tuple[float, float], matrix: Matrix) -> tuple[float, float]:
    x, y = point
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _annotated(page: pdfium.PdfPage) -> Iterator[Rect]:
    for annotation, kind in annotations_on(page):
        covers = (
            kind == pdfium_c.FPDF_ANNOT_REDACT
            or (kind in _FILLED and _paints_dark(annotation, inside=True))
            or (kind == _MARKED and _paints_dark(annotation, inside=False))
        )
        rect = pdfium_c.FS_RECTF()
        if covers and pdfium_c.FPDFAnnot_GetRect(annotation, rect):
            bottom, top = sorted((rect.bottom, rect.top))
            left, right = sorted((rect.left, rect.right))
            yield left, bottom, right, top


def _paints_dark(annotation: Raw, *, inside: bool) -> bool:
    kind = (
        pdfium_c.FPDFANNOT_COLORTYPE_InteriorColor if inside else pdfium_c.FPDFANNOT_COLORTYPE_Color
    )
    if pdfium_c.FPDFAnnot_HasKey(annotation, b"IC" if inside else b"C") and _is_dark(
        pdfium_c.FPDFAnnot_GetColor, annotation, kind
    ):
        return True
    for index in range(min(pdfium_c.FPDFAnnot_GetObjectCount(annotation), 100)):
        raw = pdfium_c.FPDFAnnot_GetObject(annotation, index)
        if raw and pdfium_c.FPDFPageObj_GetType(raw) == pdfium_c.FPDF_PAGEOBJ_PATH:
            fill, stroke = ctypes.c_int(), ctypes.c_int()
            pdfium_c.FPDFPath_GetDrawMode(raw, fill, stroke)
            if fill.value and is_dark(raw):
                return True
    return False
