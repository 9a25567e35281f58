"""A join's evidence drawn step by step: bars on the terminal, and a picture with its words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from rich.console import Console
from rich.text import Text

from tocsin.publishing.terminal import say
from tocsin.publishing.wording import harmless

_BAR = 20
_ROW, _TOP, _WIDTH, _LEFT, _DRAWN = 26, 64, 900, 470, 330
_FOR, _AGAINST, _SUM = "#00703c", "#b3341f", "#1d3557"


@dataclass(frozen=True, slots=True)
class Step:
    """One comparison: what it says, what it weighs, and the values on both sides."""

    sentence: str
    bits: float
    values: str = ""


def span_of(steps: Sequence[Step]) -> tuple[float, float]:
    """The least and the most that the sum reaches on its way."""
    total, low, high = 0.0, 0.0, 0.0
    for step in steps:
        total += step.bits
        low, high = min(low, total), max(high, total)
    return low, high


def print_bars(console: Console, steps: Sequence[Step], total: float) -> None:
    """A line for each step, with a bar from where the sum stood to where it stands."""
    low, high = span_of(steps)
    unit = _BAR / ((high - low) or 1)
    plain = not (console.encoding or "utf-8").lower().startswith("utf")
    at = 0.0
    for step in steps:
        start, end = sorted((at, at + step.bits))
        at += step.bits
        before = round((start - low) * unit)
        length = max(1, round((end - start) * unit))
        mark = ("#" if step.bits >= 0 else "-") if plain else ("█" if step.bits >= 0 else "░")
        bar = (" " * before + mark * length)[:_BAR].ljust(_BAR)
        line = Text(f"  {step.bits:+7.2f}  {bar}  ")
        line.append(harmless(step.sentence))
        console.print(line)
        if step.values:
            say(console, step.values, "dim", indent=33)
    say(console, f"{total:+7.2f}  bits together", "bold", indent=2)


def picture(title: str, steps: Sequence[Step], total: float, outcome: str) -> str:
    """The waterfall as SVG: the same steps give the same bytes.

    Its words stand in the picture and, for whoever cannot see it, in its description.
    """
    low, high = span_of(steps)
    unit = _DRAWN / ((high - low) or 1)
    zero = _LEFT + -low * unit
    height = _TOP + _ROW * (len(steps) + 1) + 24
    told = "; ".join(f"{s.bits:+.2f} bits: {s.sentence}" for s in steps)
    rows: list[str] = []
    at = 0.0
    for i, step in enumerate(steps):
        start, end = sorted((at, at + step.bits))
        at += step.bits
        rows.append(_row(i, step.sentence, step.bits, start, end, zero, unit))
    start, end = sorted((0.0, total))
    rows.append(_row(len(steps), outcome, total, start, end, zero, unit, _SUM))
    bottom = _TOP + _ROW * (len(steps) + 1)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}"'
        f' width="{_WIDTH}" height="{height}" role="img" aria-labelledby="t d"'
        ' font-family="sans-serif" font-size="13">\n'
        f'<title id="t">{escape(title)}</title>\n'
        f'<desc id="d">{escape(told)}; together {total:+.2f} bits: {escape(outcome)}</desc>\n'
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>\n'
        f'<text x="16" y="28" font-size="16" font-weight="bold">{escape(title)}</text>\n'
        '<text x="16" y="48" fill="#505a5f">Each bit to the right doubles the odds that the two '
        "are one; each to the left halves them.</text>\n"
        f'<line x1="{zero:.1f}" y1="{_TOP - 6}" x2="{zero:.1f}" y2="{bottom}" stroke="#505a5f"/>\n'
        + "".join(rows)
        + "</svg>\n"
    )


def _row(
    place: int,
    sentence: str,
    bits: float,
    start: float,
    end: float,
    zero: float,
    unit: float,
    colour: str = "",
) -> str:
    y = _TOP + _ROW * place
    colour = colour or (_FOR if bits >= 0 else _AGAINST)
    width = max((end - start) * unit, 1.0)
    words = sentence if len(sentence) <= 66 else sentence[:65] + "…"
    return (
        f'<text x="16" y="{y + 16}"><title>{escape(sentence)}</title>{escape(words)}</text>\n'
        f'<rect x="{zero + start * unit:.1f}" y="{y + 4}" width="{width:.1f}" height="16"'
        f' fill="{colour}"/>\n'
        f'<text x="{_WIDTH - 16}" y="{y + 16}" text-anchor="end">{bits:+.2f}</text>\n'
    )
