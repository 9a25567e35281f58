"""Write the tables of docs/reference/measured-joining.md from a whole run of `make bench-join`.

python bench/joining_note.py bench/results/NAMED.json [MORE.json ...]
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

_MEASURES = ("pairwise P", "pairwise R", "pairwise F1", "B-cubed P", "B-cubed R", "B-cubed F1")


def tables(rows: list[dict[str, Any]]) -> str:
    """All tables, as Markdown."""
    by_part: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        by_part[row["part"]].append(row)
    lines = ["## Tables of records, side by side", "", *_head()]
    for part, found in by_part.items():
        if part.startswith("records"):
            lines += _systems(part.removeprefix("records: "), found)
    lines += ["", "## What else was measured on them", "", "| set | what | ours | goal |",
              "|---|---|---:|---:|"]  # fmt: skip
    for part, found in by_part.items():
        if part.startswith("records"):
            lines += _further(part.removeprefix("records: "), found)
    lines += ["", "## Reliability", "", "| set | given, on average | pairs | came true |",
              "|---|---:|---:|---:|"]  # fmt: skip
    for part, found in by_part.items():
        lines += _reliability(part.removeprefix("records: "), found)
    lines += ["", "## Names alone, and the written case", "",
              "| part | what | ours | peer | theirs |", "|---|---|---:|---|---:|"]  # fmt: skip
    for part, found in by_part.items():
        if not part.startswith("records"):
            lines += [
                f"| {part} | {r['what']} | {_cut(r['ours'])} | {r['peer']} | {_cut(r['theirs'])} |"
                for r in found
            ]
    return "\n".join(lines) + "\n"


def _head() -> list[str]:
    heads = ["set", "system", *_MEASURES, "s", "MB"]
    return ["| " + " | ".join(heads) + " |", "|---|---" + "|---:" * (len(heads) - 2) + "|"]


def _systems(part: str, rows: list[dict[str, Any]]) -> list[str]:
    figures: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        what, peer = row["what"], row["peer"]
        if peer:
            figures[peer][what] = row["theirs"]
            if what in _MEASURES:
                figures["Tocsin, best reading"][what] = row["ours"]
        elif what.startswith(("best reading, ", "certain, ")):
            kind, _, measure = what.partition(", ")
            figures[f"Tocsin, {kind}"][measure] = row["ours"]
        elif what in ("time", "peak memory"):
            figures["Tocsin, best reading"][what] = row["ours"]
    return [
        f"| {part} | {name} | "
        + " | ".join(_cut(found.get(m)) for m in _MEASURES)
        + f" | {_whole(found.get('time'))} | {_whole(found.get('peak memory'))} |"
        for name, found in sorted(figures.items(), key=lambda f: not f[0].startswith("Tocsin"))
    ]


def _further(part: str, rows: list[dict[str, Any]]) -> list[str]:
    skip = ("best reading, ", "certain, ", "of ")
    return [
        f"| {part} | {r['what']} | {_cut(r['ours'], 4)} | {r['goal']} |"
        for r in rows
        if not r["peer"] and not r["what"].startswith(skip)
        and r["what"] not in ("time", "peak memory")
    ]  # fmt: skip


def _reliability(part: str, rows: list[dict[str, Any]]) -> list[str]:
    found = []
    for row in rows:
        if row["what"].startswith("of "):
            pairs, _, given = row["what"].removeprefix("of ").partition(" pairs given ")
            said = given.partition(",")[0]
            found.append(f"| {part} | {said} | {pairs} | {_cut(row['ours'])} |")
    return found


def _cut(value: float | str | None, places: int = 3) -> str:
    if value is None or isinstance(value, str):
        return value or ""
    return f"{value:.{places}f}"


def _whole(value: float | None) -> str:
    return "" if value is None else f"{value:.0f}"


if __name__ == "__main__":
    every: list[dict[str, Any]] = []
    for name in sys.argv[1:]:
        every += json.loads(Path(name).read_text("utf-8"))["rows"]
    sys.stdout.write(tables(every))
