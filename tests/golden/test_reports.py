"""A report goes in, JSON comes out: what is found in a few written reports, kept to be read.

`make golden` rewrites the JSON; the diff is then read by a human before it is committed.
"""

from __future__ import annotations

import json
import os
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tocsin.decisions import told_decisions
from tocsin.mentions import Extractor
from tocsin.records import Extraction, Report
from tocsin.values.dates import PartialDate

FOLDER = Path(__file__).parent / "reports"
REPORTS = sorted(FOLDER.glob("*.txt"))


@cache
def _extractor() -> Extractor:
    return Extractor()


def _report(path: Path) -> Report:
    head, _, text = path.read_text("utf-8").partition("\n\n")
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    received = PartialDate.of_day(date.fromisoformat(fields["received"]))
    return Report(
        path.stem, text.strip(), received, agency=fields["agency"], author=fields.get("author", "")
    )


def _shown(report: Report, found: Extraction) -> dict[str, Any]:
    words = {m.mention_id: m.text for m in found.mentions}
    return {
        "mentions": [
            f"{m.start}-{m.end} {m.kind.value}: {m.text} = {m.value} | {m.role.value}"
            f" | {m.concern or 'no concern'}"
            f"{' | negated' if m.negated else ''}{' | hearsay' if m.hearsay else ''}"
            for m in found.mentions
        ],
        "details": [f"{words[d.of]}: {d.kind} {d.text}" for d in found.details if d.of in words],
        "relations": [f"{words[r.left]} {r.kind.value} {words[r.right]}" for r in found.relations],
        "read_now": [f"{why}: {report.text[a:b]}" for why, a, b in found.read_now],
        "decisions": [
            f"{d.kind.value} on {d.on.iso() if d.on else 'no date'} about"
            f" {', '.join(words.get(a, a) for a in d.about)}"
            for d in told_decisions(report, found)
        ],
    }


@pytest.mark.parametrize("path", REPORTS, ids=lambda p: p.stem)
def test_what_is_found_in_a_report(path: Path):
    """The report gives what its golden file says, to the letter."""
    report = _report(path)
    shown = _shown(report, _extractor().extract(report))
    golden = path.with_suffix(".json")
    if os.environ.get("TOCSIN_GOLDEN") == "rewrite":
        golden.write_text(json.dumps(shown, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert json.loads(golden.read_text("utf-8")) == shown
