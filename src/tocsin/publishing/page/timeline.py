"""A small drawing of when a subject was named; the chronology beside it says the same in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup, escape

WIDTH, HEIGHT = 320, 34
_MIDDLE, _EDGE = 12, 8


def timeline(
    chronology: Sequence[Mapping[str, Any]],
    together_on: str | None,
    first: date,
    last: date,
    label: str,
) -> Markup:
    """An SVG from the first to the last day of the case.

    A full dot is a voice, a ring an echo of one, a square a decision, the upright line the day on
    which all agencies together would have met the policy.
    """
    days = max((last - first).days, 1)

    def across(iso: str) -> str:
        share = (_day(iso) - first).days / days
        return f"{_EDGE + min(max(share, 0), 1) * (WIDTH - 2 * _EDGE):.1f}"

    marks = [
        f'<line x1="{_EDGE}" y1="{_MIDDLE}" x2="{WIDTH - _EDGE}" y2="{_MIDDLE}" class="axis"/>',
        *(_tick(year, across) for year in _years(first, last)),
    ]
    if together_on:
        at = across(together_on)
        marks.append(f'<line x1="{at}" y1="1" x2="{at}" y2="23" class="rings"/>')
    marks += [_mark(line["what"], across(line["on"])) for line in chronology if line["on"]]
    return Markup(
        f'<svg class="timeline" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-label="{escape(label)}">{"".join(marks)}</svg>'
    )


def _mark(what: str, at: str) -> str:
    if what == "decision":
        return (
            f'<rect x="{float(at) - 4:.1f}" y="{_MIDDLE - 4}" width="8" height="8" class="done"/>'
        )
    if what == "points_away":
        return ""
    kind = "voice" if what == "report" else "echo"
    return f'<circle cx="{at}" cy="{_MIDDLE}" r="4.2" class="{kind}"/>'


def _tick(year: int, across: Any) -> str:
    at = across(f"{year}-01-01")
    return (
        f'<line x1="{at}" y1="{_MIDDLE - 3}" x2="{at}" y2="{_MIDDLE + 3}" class="axis"/>'
        f'<text x="{at}" y="32" text-anchor="middle">{year}</text>'
    )


def _years(first: date, last: date) -> list[int]:
    """At most six years to write below the axis, evenly apart."""
    years = range(first.year + 1, last.year + 1)
    step = max(1, -(-len(years) // 6))
    return list(years[::step])


def _day(iso: str) -> date:
    """The first day a written date can be."""
    parts = [int(part) for part in iso.partition("/")[0].split("-")]
    year, month, day = [*parts, 1, 1][:3]
    return date(year, month, day)
