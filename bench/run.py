"""`make bench`: everything measured here and now, in one table with ratios.

    python bench/run.py [PART ...]     parts: extraction joining towns written_case articles
                                       networks covert scale

Results go to bench/results/, which is not kept; published figures stand in
docs/reference/measured.md with their date.
"""

from __future__ import annotations

import importlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from table import Row, plain, shown

PARTS = (
    "extraction",
    "joining",
    "joining_names",
    "joining_mentions",
    "joining_evenness",
    "incremental",
    "live",
    "pages",
    "written_case",
    "articles",
    "networks",
    "covert",
    "scale",
    "trends",
    "towns",
)
_RESULTS = Path(__file__).with_name("results")


def main(parts: list[str]) -> None:
    """Run the parts asked for, all by default."""
    unknown = sorted(set(parts) - set(PARTS))
    if unknown:
        raise SystemExit(f"no such part: {', '.join(unknown)}. Parts: {', '.join(PARTS)}")
    console = Console(width=None if sys.stdout.isatty() else 150)
    rows: list[Row] = []
    failed = False
    for part in parts or PARTS:
        console.print(f"[dim]measuring {part} ...[/dim]")
        try:
            rows += importlib.import_module(part).measure()
        except Exception as error:  # one part that breaks must not hide the figures of the others
            failed = True
            rows.append(Row(part, "all", "failed", note=str(error)))
    shown(rows, console)
    _RESULTS.mkdir(exist_ok=True)
    now = datetime.now(UTC)
    kept = {
        "measured_at": now.isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "rows": plain(rows),
    }
    path = _RESULTS / f"{now:%Y%m%d-%H%M%S}.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, indent=1) + "\n", "utf-8")
    console.print(f"{len(rows)} figures, kept in {path.name}")
    if failed:
        raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
