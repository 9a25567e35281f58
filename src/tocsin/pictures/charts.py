"""Charts as SVG: plain shapes and words that read the same on a page, in print and without colour.

Everything is drawn in the colour of the text around it; what must be told apart differs in dash,
hatch or shape. No font is asked for by name and nothing is measured, so that the same numbers give
the same bytes on any machine.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from markupsafe import escape

Scale = Callable[[float], float]

LINE = 16
"""Height of a line of words."""
_LETTER = 7
"""Width of a letter at most, in pixels: no font is measured."""
_SIGN = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Frame:
    """A drawing and the room inside it that the marks stand in, in pixels."""

    width: int = 720
    height: int = 240
    left: int = 48
    right: int = 16
    top: int = 16
    bottom: int = 40

    @property
    def across(self) -> tuple[float, float]:
        """Left and right edge of the marks."""
        return self.left, self.width - self.right

    @property
    def upward(self) -> tuple[float, float]:
        """Lower and upper edge of the marks."""
        return self.height - self.bottom, self.top


def drawing(
    frame: Frame, title: str, told: str, marks: Iterable[str], *, hatched: bool = False
) -> str:
    """A whole SVG: `title` names it and `told` says in words all that it shows."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {frame.width} '
        f'{frame.height}" width="{frame.width}" height="{frame.height}" '
        f'aria-label="{escape(title)}. {escape(told)}" fill="currentColor" stroke="none" '
        'font-family="sans-serif" font-size="12">',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>",
    ]
    body = "".join(marks)
    if hatched:
        sign = hatch_of(title)
        parts.append(
            f'<defs><pattern id="{sign}" width="5" height="5" patternUnits="userSpaceOnUse">'
            '<path d="M0 5L5 0" stroke="currentColor" stroke-width="1"/></pattern></defs>'
        )
    return "".join([*parts, body, "</svg>"])


def hatch_of(title: str) -> str:
    """The id of a drawing's hatching: its title in letters, so that two on a page differ."""
    return "hatch-" + _SIGN.sub("-", title.casefold()).strip("-")


def straight(domain: tuple[float, float], pixels: tuple[float, float]) -> Scale:
    """A scale along which equal steps are equally long."""
    low, high = domain
    start, end = pixels
    size = (high - low) or 1.0
    return lambda value: start + (value - low) / size * (end - start)


def logarithmic(domain: tuple[float, float], pixels: tuple[float, float]) -> Scale:
    """A scale along which equal ratios are equally long; its domain lies above 0."""
    low, high = (math.log(v) for v in domain)
    inner = straight((low, high), pixels)
    return lambda value: inner(math.log(value))


def ticks(low: float, high: float, about: int = 4) -> list[float]:
    """Round numbers from `low` to `high`, about so many.

    >>> ticks(0, 17), ticks(0, 1), ticks(0, 3)
    ([0.0, 5.0, 10.0, 15.0], [0.0, 0.5, 1.0], [0.0, 1.0, 2.0, 3.0])
    """
    rough = max(high - low, 1e-9) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(s * power for s in (1, 2, 5, 10) if s * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [round(n * step, 10) for n in range(first, last + 1)]


def pixel(value: float) -> str:
    """A number of pixels as it is written: at most one decimal, never `-0`.

    >>> pixel(3.0), pixel(2.26), pixel(-0.01)
    ('3', '2.3', '0')
    """
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0").replace("-0", "0", value > -0.1)


def words(
    x: float, y: float, text: str, *, anchor: str = "start", bold: bool = False, size: int = 12
) -> str:
    """Words at a point: `anchor` is `start`, `middle` or `end`."""
    heavy = ' font-weight="bold"' if bold else ""
    sized = f' font-size="{size}"' if size != 12 else ""
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{pixel(x)}" y="{pixel(y)}"{at}{heavy}{sized}>{escape(text)}</text>'


def stroke(
    points: Sequence[tuple[float, float]],
    *,
    width: float = 1.0,
    dash: str = "",
    faint: bool = False,
) -> str:
    """A line through points, whole or dashed (`4 3`), faint for rules behind the marks."""
    path = "L".join(f"{pixel(x)} {pixel(y)}" for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    light = ' stroke-opacity="0.25"' if faint else ""
    return (
        f'<path d="M{path}" fill="none" stroke="currentColor" '
        f'stroke-width="{pixel(width)}"{dashed}{light}/>'
    )


def steps(points: Sequence[tuple[float, float]], wide: float) -> list[tuple[float, float]]:
    """The corners of a line that stays level for `wide` pixels from each point."""
    return [corner for x, y in points for corner in ((x, y), (x + wide, y))]


def bar(x: float, y: float, width: float, height: float, *, like: str = "full") -> str:
    """A bar: `full`, `pale`, `hollow`, or hatched where `like` is the id of a hatching."""
    look = {
        "full": "",
        "pale": ' fill-opacity="0.3"',
        "hollow": ' fill="none" stroke="currentColor" stroke-dasharray="2 2"',
    }.get(like, f' fill="url(#{like})" stroke="currentColor" stroke-width="0.5"')
    size = f'width="{pixel(max(width, 0))}" height="{pixel(max(height, 0))}"'
    return f'<rect x="{pixel(x)}" y="{pixel(y)}" {size}{look}/>'


def dot(x: float, y: float, *, radius: float = 3.0, filled: bool = True) -> str:
    """A round mark, filled or hollow."""
    look = "" if filled else ' fill="none" stroke="currentColor"'
    return f'<circle cx="{pixel(x)}" cy="{pixel(y)}" r="{pixel(radius)}"{look}/>'


def diamond(x: float, y: float, *, radius: float = 4.0) -> str:
    """A mark that stands out from round ones without colour."""
    corners = ((x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y))
    return f'<path d="M{"L".join(f"{pixel(a)} {pixel(b)}" for a, b in corners)}Z"/>'


def across_axis(
    frame: Frame, scale: Scale, marks: Sequence[tuple[float, str]], label: str = ""
) -> str:
    """The line below the marks with the words at each place, and what it measures."""
    low, _ = frame.upward
    left, right = frame.across
    parts = [stroke([(left, low), (right, low)])]
    for value, text in marks:
        x = scale(value)
        parts.append(stroke([(x, low), (x, low + 4)]))
        half = _LETTER * len(text) / 2  # words at an edge are kept inside the drawing
        anchor = "start" if x < half else "end" if x + half > frame.width else "middle"
        parts.append(words(x, low + LINE, text, anchor=anchor))
    if label:
        parts.append(words((left + right) / 2, low + 2 * LINE, label, anchor="middle"))
    return "".join(parts)


def upward_axis(frame: Frame, scale: Scale, marks: Sequence[tuple[float, str]]) -> str:
    """Faint rules behind the marks, with the words of each to the left."""
    left, right = frame.across
    return "".join(
        stroke([(left, scale(value)), (right, scale(value))], faint=True)
        + words(left - 6, scale(value) + 4, text, anchor="end")
        for value, text in marks
    )


def spaced(
    marks: Sequence[tuple[float, str]], scale: Scale, apart: float = 60.0
) -> list[tuple[float, str]]:
    """Those of the marks whose words do not run into one another."""
    kept: list[tuple[float, str]] = []
    for value, text in marks:
        if not kept or abs(scale(value) - scale(kept[-1][0])) >= apart:
            kept.append((value, text))
    return kept


def runs(values: Sequence[float | None]) -> list[tuple[int, int]]:
    """(start, end) of each unbroken stretch of values that are known.

    >>> runs([None, 1.0, 2.0, None, 3.0])
    [(1, 3), (4, 5)]
    """
    edges = [
        i for i, (a, b) in enumerate(pairwise([None, *values, None])) if (a is None) ^ (b is None)
    ]
    return list(zip(edges[::2], edges[1::2], strict=True))
