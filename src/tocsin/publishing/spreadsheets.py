"""CSV that is safe to open in a spreadsheet: nothing in it can act as a formula."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tocsin.records import Rejection

_ACTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""First characters that make a spreadsheet read a cell as a formula; the last four are wide."""

_UNPRINTABLE = dict.fromkeys(
    (*range(9), *range(11, 32), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
)

PEOPLE_COLUMNS = (
    "list",
    "person_id",
    "kind",
    "names",
    "identifiers",
    "role_counts",
    "concerns",
    "reports",
    "voices",
    "voices_certain",
    "unknown_voices",
    "sources_min",
    "sources_max",
    "agencies",
    "agency_names",
    "first_on",
    "last_on",
    "unheeded_voices",
    "unheeded_since",
    "unheeded_days",
    "decisions",
    "continually_mentioned",
    "below_the_line",
    "reason",
    "report_ids",
)


def cell(value: Any) -> str:
    """A value as it stands in a cell: harmless, with lists joined by `; `.

    >>> [cell(v) for v in ("=1+1", ["a", "b"], None, True, 7)]
    ["'=1+1", 'a; b', '', 'true', '7']
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, Mapping):
        value = [f"{name}: {count}" for name, count in value.items()]
    written = "; ".join(map(str, value)) if isinstance(value, (list, tuple)) else str(value)
    if not written.isprintable():
        written = written.translate(_UNPRINTABLE)
    return f"'{written}" if written.lstrip(" \u00a0").startswith(_ACTS) else written


@contextmanager
def people_table(path: Path) -> Iterator[Callable[[Mapping[str, Any]], None]]:
    """people.csv: people.json as a table, decisions as one sentence each, row by row."""
    with _table(path) as writer:
        writer.writerow(PEOPLE_COLUMNS)
        yield lambda row: writer.writerow([cell(_flat(row, name)) for name in PEOPLE_COLUMNS])


def write_rejected(path: Path, rejected: Iterable[Rejection]) -> None:
    """rejected.csv: what was refused, where, and what to do."""
    with _table(path) as writer:
        writer.writerow(("source_file", "place", "what", "remedy", "text"))
        for r in rejected:
            writer.writerow([cell(v) for v in (r.source_file, r.place, r.what, r.remedy, r.text)])


def _flat(row: Mapping[str, Any], name: str) -> Any:
    if name == "decisions":
        return [_decision(d) for d in row["decisions"]]
    return row[name]


def _decision(decision: Mapping[str, Any]) -> str:
    state = "confirmed" if decision["confirmed"] else "not confirmed"
    return f"{decision['on'] or 'undated'} {decision['kind']} ({state})"


@contextmanager
def _table(path: Path) -> Iterator[Any]:
    with path.open("w", encoding="utf-8", errors="replace", newline="") as file:
        yield csv.writer(file, lineterminator="\r\n")
