"""Rows of the one table that `make bench` prints.

Each module of this folder has `measure() -> list[Row]`; bench/run.py calls them all. A ratio is
given only where ours and the peer were measured in this very run.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

NOT_RUN = "not run here"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of ours, beside its peer's where there is one."""

    part: str
    what: str
    ours: float | str | None
    unit: str = ""
    peer: str = ""
    """What a user would otherwise pick, or the smaller or slower run of our own."""
    theirs: float | None = None
    ratio: float | None = None
    """How many times better than the peer; above 1 is better."""
    goal: str = ""
    note: str = ""


def shown(rows: list[Row], console: Console) -> None:
    """Print the table."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column, justify in (
        ("part", "left"),
        ("what", "left"),
        ("ours", "right"),
        ("peer", "left"),
    ):
        table.add_column(column, justify=justify)  # type: ignore[arg-type]
    for column in ("theirs", "ratio", "goal"):
        table.add_column(column, justify="right")
    table.add_column("note")
    part = ""
    for row in rows:
        if row.part != part:
            table.add_section()
        ours = f"{figure(row.ours)} {row.unit}".strip()
        theirs = "" if row.theirs is None else f"{figure(row.theirs)} {row.unit}".strip()
        ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
        first = row.part if row.part != part else ""
        table.add_row(first, row.what, ours, row.peer, theirs, ratio, row.goal, row.note)
        part = row.part
    console.print(table)


def figure(value: float | str | None) -> str:
    """A figure as short as it is exact enough."""
    if value is None:
        return "–"
    if isinstance(value, str):
        return value
    if isinstance(value, int):
        return f"{value:,}"
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3f}"


def plain(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows for a file."""
    return [asdict(row) for row in rows]
