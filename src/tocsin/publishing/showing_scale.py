"""An estimate of the scale on a terminal: the sentence first, then what it rests on."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.pictures.scale import Grade, Method, Scale
from tocsin.publishing.terminal import say
from tocsin.publishing.wording import counted, harmless, joined

_BAR = 24
_LINES, _PLAIN = ("├", "─", "┤", "●", "▶"), ("[", "-", "]", "o", ">")
_CRITICS = (
    "No table can test how its lists depend on each other, and every total rests on that. "
    "Critics: Whitehead et al. 2021; Binette and Steorts 2022; Aleshin-Guendel et al. 2024."
)


def show_scale(scale: Scale, console: Console) -> None:
    """Print an estimate: what may be quoted, the grade, the panel, and how far it moves."""
    console.print()
    console.print(Text(harmless(scale.statement), "bold"))
    say(console, f"Grade {scale.grade.value}.")
    for reason in scale.reasons:
        say(console, f"- {reason}", indent=2)
    console.print()
    console.print(_lists(scale))
    if scale.methods:
        console.print()
        console.print(Text(f"Every method: {scale.what} in all, seen and unseen", "bold"))
        console.print(_panel(scale, console))
        _show_notes(scale, console)
    for show in (_show_odds, _show_pairs, _show_variations, _show_checks):
        show(scale, console)
    console.print()
    for note in scale.notes:
        say(console, note)
    if not scale.is_complete and scale.methods and scale.grade is not Grade.C:
        say(console, "Run again with --full for the methods that have not run.")
    say(console, _CRITICS, "dim")


def _lists(scale: Scale) -> Text:
    sizes = [
        f"{name} {'few' if size is None else f'{size:,}'}"
        for name, size in zip(scale.lists, scale.sizes, strict=True)
    ]
    seen = "Few" if scale.seen is None else f"{scale.seen:,}"
    on = f" on {counted(len(sizes), 'list')}: {joined(sizes)}" if sizes else " on any list"
    return Text(harmless(f"{seen} {scale.what} seen{on}."))


def _panel(scale: Scale, console: Console) -> Table:
    table = _table(("method", "left"), ("estimate", "right"), ("95 % interval", "right"))
    table.add_column("", no_wrap=True, min_width=_BAR)
    low, high = _ends(scale.methods)
    signs = _LINES if "utf" in console.encoding.lower() else _PLAIN
    for method in scale.methods:
        if not method.ran:
            continue
        table.add_row(
            method.name,
            _number(method.estimate),
            _interval(method),
            _bar(method, low, high, signs),
        )
    return table


def _show_notes(scale: Scale, console: Console) -> None:
    for method in scale.methods:
        if method.note:
            say(console, f"{method.name}: {method.note}.", "dim")


def _ends(methods: Sequence[Method]) -> tuple[float, float]:
    values = [v for m in methods for v in (m.estimate, m.low, m.high) if v is not None]
    return min(values, default=0.0), max(values, default=1.0)


def _bar(method: Method, low: float, high: float, signs: Sequence[str]) -> str:
    """The interval drawn on one line, its estimate marked.

    >>> _bar(Method("", "", 5, 0, 10), 0, 20, _PLAIN)
    '[-----o-----]           '
    """
    start, line, end, mark, onward = signs

    def place(value: float) -> int:
        return round((value - low) / max(high - low, 1e-9) * (_BAR - 1))

    cells = [" "] * _BAR
    if method.low is not None:
        left = place(method.low)
        right = _BAR - 1 if method.high is None else place(method.high)
        cells[left : right + 1] = [line] * (right + 1 - left)
        cells[left] = start
        cells[right] = onward if method.high is None else end
    if method.estimate is not None:
        cells[place(method.estimate)] = mark
    return "".join(cells)


def _show_odds(scale: Scale, console: Console) -> None:
    if not scale.odds_ratios:
        return
    console.print()
    console.print(Text("What the total would be, if", "bold"))
    table = _table(("odds ratio", "right"), ("total", "right"), ("meaning", "left"))
    for row in scale.odds_ratios:
        total = "no limit" if row.total is None else _number(row.total)
        table.add_row(f"{row.odds:g}", total, row.words)
    console.print(table)
    say(console, "Which row holds is not in the table: ask the two sectors.", "dim")


def _show_pairs(scale: Scale, console: Console) -> None:
    if not scale.pairs:
        return
    console.print()
    console.print(Text("To ask each pair: refer, exclude, or neither?", "bold"))
    table = _table(
        ("pair", "left"), ("on both", "right"), ("if independent", "right"), ("answer", "left")
    )
    for pair in scale.pairs:
        on_both = "few" if pair.shared is None else f"{pair.shared:,}"
        expected = "-" if pair.expected is None else f"{pair.expected:,.0f}"
        names = harmless(f"{pair.left} and {pair.right}")
        table.add_row(Text(names), on_both, expected, pair.answer or "not answered")
    console.print(table)
    for pair in scale.pairs:
        if pair.answer:
            say(console, f"{pair.left} and {pair.right}: {pair.meaning}")


def _show_variations(scale: Scale, console: Console) -> None:
    if not scale.variations:
        return
    console.print()
    console.print(Text("The same with the lists changed", "bold"))
    table = _table(
        ("change", "left"), ("independent", "right"), ("stepwise", "right"), ("by BIC", "right")
    )
    ways = {"without": "without {}", "merged": "{} as one", "linkage": "{}"}
    for row in scale.variations:
        name = Text(harmless(ways[row.kind].format(row.name)))
        table.add_row(name, *(_number(v) for v in (row.independence, row.stepwise, row.bic)))
    console.print(table)


def _show_checks(scale: Scale, console: Console) -> None:
    rows = [c for c in scale.checks if c.size is not None and c.estimate is not None]
    if not rows:
        return
    console.print()
    console.print(Text("Asked for sizes that are known: each list, from the others", "bold"))
    table = _table(("list", "left"), ("true", "right"), ("method", "left"), ("found", "right"))
    table.add_column("95 % interval", justify="right")
    for row in rows:
        limits = (
            "-" if row.low is None or row.high is None else f"{row.low:,.0f} to {row.high:,.0f}"
        )
        missed = "" if row.covers else " missed"
        name = Text(harmless(row.name))
        table.add_row(name, _number(row.size), row.method, _number(row.estimate), limits + missed)
    console.print(table)


def _table(*columns: tuple[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    for name, side in columns:
        table.add_column(name, justify="right" if side == "right" else "left")
    return table


def _number(value: float | None) -> str:
    return "-" if value is None else f"{value:,.0f}"


def _interval(method: Method) -> str:
    if method.low is None:
        return "-"
    return f"{method.low:,.0f} to {'no limit' if method.high is None else f'{method.high:,.0f}'}"
