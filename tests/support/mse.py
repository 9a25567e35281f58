"""The capture tables and reference figures of tests/data/mse, which are about nobody here."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path

from tocsin.pictures.scale import Captures, make_captures, read_table

FOLDER = Path(__file__).parents[1] / "data" / "mse"
NAMES = sorted(p.stem for p in FOLDER.glob("*.csv") if p.stem not in ("oracle", "published"))


@cache
def captures(name: str) -> Captures:
    """One of the published tables."""
    return read_table(FOLDER / f"{name}.csv")


def up_to(lists: int) -> list[str]:
    """The tables of at most so many lists."""
    return [name for name in NAMES if len(captures(name).lists) <= lists]


@cache
def _oracle() -> dict[tuple[str, str], dict[str, str]]:
    with (FOLDER / "oracle.csv").open(encoding="utf-8") as file:
        return {(row["dataset"], row["method"]): row for row in csv.DictReader(file)}


def oracle(name: str, method: str) -> dict[str, float | None]:
    """What the reference programs print for a table and a method."""
    row = _oracle()[name, method]
    columns = ("estimate", "lo95", "hi95", "lo80", "hi80")
    return {column: float(row[column]) if row[column] else None for column in columns}


def oracle_note(name: str, method: str) -> str:
    """The remark beside that figure."""
    return _oracle()[name, method]["note"]


def has_oracle(name: str, method: str) -> bool:
    """Whether the reference programs were run so."""
    return (name, method) in _oracle()


def small(counts: dict[str, int], *, what: str = "children") -> Captures:
    """A table written by hand: `{"A": 40, "AB": 6}`, lists being single letters."""
    names = sorted({sign for pattern in counts for sign in pattern})
    rows = [(sum(1 << names.index(s) for s in p), n) for p, n in counts.items()]
    return make_captures(names, rows, what=what)
