"""The table of docs/explanation/names-and-fairness.md: recall by origin of name, ours and the peer.

TOCSIN_REFERENCE_DATA=... python bench/names_by_origin.py
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import extraction
from table import NOT_RUN

_FORMS = ("full", "first only", "First SURNAME", "UPPER", "lower first")


def main() -> None:
    """Print the table as Markdown."""
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        raise SystemExit(f"{NOT_RUN}: TOCSIN_REFERENCE_DATA is unset")
    sentences = extraction._rows(Path(data) / "ner" / "fairness_half.jsonl.gz")
    people = [row for row in sentences if row["form"] in _FORMS]
    finders = {**extraction.engines(), **extraction.peers()}
    found = {
        name: extraction.recall_by_origin(people, lambda text, f=find: f([text])[0])
        for name, find in finders.items()
    }
    unlisted = {mode: extraction.unlisted_recall(sentences, mode) for mode in ("full", "fast")}
    columns = [*finders, "full mode, in no list", "fast mode, in no list"]
    lines = ["| origin of name | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    for origin in sorted(unlisted["full"]):
        cells = [" / ".join(_cut(found[name][form][origin]) for form in _FORMS) for name in finders]
        cells += [_cut(unlisted[mode][origin]) for mode in ("full", "fast")]
        lines.append(f"| {origin} | " + " | ".join(cells) + " |")
    sys.stdout.write("\n".join(lines) + "\n")


def _cut(share: float) -> str:
    return "1" if share == 1 else f"{share:.2f}".lstrip("0")


if __name__ == "__main__":
    main()
