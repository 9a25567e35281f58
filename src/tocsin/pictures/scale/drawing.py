"""The panel as a picture: every method's interval on one line each, the seen as a rule."""

from __future__ import annotations

import math

from tocsin.pictures.charts import (
    LINE,
    Frame,
    across_axis,
    diamond,
    dot,
    drawing,
    logarithmic,
    spaced,
    straight,
    stroke,
    ticks,
    words,
)
from tocsin.pictures.charts import Scale as Axis
from tocsin.pictures.scale.records import Method, Scale

_ROW = 22
_LEFT = 190
_RIGHT = 70
_TITLE = "How many in all: every method"
_TALL = 30.0
"""Above so many times from end to end the axis counts in ratios."""


def draw_panel(scale: Scale) -> str:
    """The panel as SVG: a dot and a line a method, dashes where there is no upper limit.

    Deterministic, with no fonts and no colours of its own; all it shows stands in its text
    alternative too.
    """
    rows = [m for m in scale.methods if m.estimate is not None or m.low is not None]
    frame = Frame(
        height=2 * LINE + _ROW * len(rows) + 48, left=_LEFT, right=_RIGHT, top=2 * LINE, bottom=48
    )
    low, high = _ends(scale, rows)
    axis, marks = _axis(low, high, frame)
    parts = [across_axis(frame, axis, marks, f"{scale.what} in all")]
    x = axis(max(scale.seen or 0, low))
    parts.append(stroke([(x, frame.top - 6), (x, frame.height - frame.bottom)], dash="2 3"))
    parts.append(words(x, frame.top - 10, f"seen {scale.seen or 0:,}", anchor="middle"))
    for at, method in enumerate(rows):
        parts += _row(method, frame.top + _ROW * at + _ROW / 2, axis, high)
    return drawing(frame, _TITLE, told(scale), parts)


def told(scale: Scale) -> str:
    """All that the picture shows, in words."""
    rows = [m for m in scale.methods if m.estimate is not None or m.low is not None]
    if not rows:
        return f"{scale.statement} No method can be drawn."
    lines = [f"{m.name}: {interval(m)}" for m in rows]
    return f"{scale.statement} {scale.seen or 0:,} seen. {'; '.join(lines)}."


def interval(method: Method) -> str:
    """An estimate with its interval, in words."""
    point = "no single figure" if method.estimate is None else f"{method.estimate:,.0f}"
    if method.low is None:
        return f"{point}, no interval"
    upper = "no upper limit" if method.high is None else f"{method.high:,.0f}"
    return f"{point}, 95 % interval {method.low:,.0f} to {upper}"


def _ends(scale: Scale, rows: list[Method]) -> tuple[float, float]:
    values = [v for m in rows for v in (m.estimate, m.low, m.high) if v is not None]
    low = max(1.0, 0.9 * min([*values, scale.seen or 1]))
    return low, max(1.1 * max([*values, scale.seen or 0]), low + 1)


def _axis(low: float, high: float, frame: Frame) -> tuple[Axis, list[tuple[float, str]]]:
    if high / low <= _TALL:
        axis = straight((0.0, high), frame.across)
        places = ticks(0.0, high, 6)
    else:
        axis = logarithmic((low, high), frame.across)
        powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
        places = [d * 10.0**p for p in powers for d in (1, 3) if low <= d * 10.0**p <= high]
    return axis, spaced([(p, f"{p:,.0f}") for p in places], axis)


def _row(method: Method, y: float, axis: Axis, edge: float) -> list[str]:
    parts = [words(_LEFT - 10, y + 4, method.name, anchor="end")]
    if method.low is not None:
        left = axis(max(method.low, 1.0))
        right = axis(edge if method.high is None else method.high)
        dash = "5 3" if method.high is None else ""
        parts.append(stroke([(left, y), (right, y)], width=2, dash=dash))
        ends = [left] if method.high is None else [left, right]
        parts += [stroke([(x, y - 4), (x, y + 4)], width=1.5) for x in ends]
    if method.estimate is not None:
        x = axis(max(min(method.estimate, edge), 1.0))
        mark = diamond(x, y) if method.key == "chao" else dot(x, y, radius=4)
        parts.append(mark)
    return parts
