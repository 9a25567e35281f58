"""Train the role model: `python -m tocsin.mentions.train_roles CASE... --out FILE`.

Each CASE is a folder with a marked `reports.jsonl`. Made-up cases only; those that figures are
reported on must not be among them. One thread, rows in order: the same cases give the same file.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pycrfsuite

from tocsin.mentions.extractor import Extractor
from tocsin.mentions.role_model import Features
from tocsin.records import Kind, Report
from tocsin.values.dates import PartialDate

Row = tuple[list[Features], list[str]]
PASSES = 120


def rows_of(extractor: Extractor, marked: Any) -> Row | None:
    """The persons found in one marked report, with the roles they truly have."""
    truth = [m for m in marked.mentions if m.kind is Kind.PERSON]
    row = marked.row
    received = PartialDate.of_day(row["received_on"]) if False else None
    report = Report(
        row["report_id"],
        row["text"],
        received,
        agency=row.get("agency") or "",
        author=row.get("author") or "",
        channel=row.get("channel") or "",
    )
    context, heads, rows = extractor.role_rows(report)
    kept, labels = [], []
    for head, features in zip(heads, rows, strict=True):
        found = context.found[head]
        label = next(
            (m.role.value for m in truth if m.start < found.end and found.start < m.end), None
        )
        if label is not None:
            kept.append(features)
            labels.append(label)
    return (kept, labels) if kept else None


def train(rows: Iterator[Row], out: Path) -> None:
    """Fit the weights and write them."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.08, "c2": 0.08, "max_iterations": PASSES})
    for features, labels in rows:
        trainer.append(pycrfsuite.ItemSequence(features), labels)
    trainer.train(str(out))


def main() -> None:
    """Read the cases and write the weights."""
    from tocsin.evaluation.marked import read_marked

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    extractor = Extractor(roles="cues")
    marked = [m for case in given.cases for m in read_marked(case / "reports.jsonl")]
    train((row for m in marked if (row := rows_of(extractor, m))), given.out)


if __name__ == "__main__":
    main()
