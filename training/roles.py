"""Train the role model: `python training/roles.py CASE... --out FILE`.

Each CASE is a folder with a marked `reports.jsonl`, made up for this purpose. Cases on which
figures are reported must not be among them. One thread, rows in order: the same cases give the
same file.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable
from pathlib import Path

import pycrfsuite

from tocsin.evaluation.marked import MarkedReport, read_marked, unmark
from tocsin.mentions.extractor import Extractor
from tocsin.mentions.role_model import Features
from tocsin.records import Kind, Report
from tocsin.reports import read_paths
from tocsin.synthetic.demo import source as bundled

ANSWERS = {"origin_of", "decision", "compiled_from"}
PASSES = 150


def read_case(case: Iterable[MarkedReport]) -> list[tuple[Report, MarkedReport]]:
    """The reports of a case as a run would read them, each with its marks."""
    marked = {m.row["report_id"]: m for m in case}
    with tempfile.TemporaryDirectory() as folder:
        rows = [{k: v for k, v in m.row.items() if k not in ANSWERS} for m in marked.values()]
        lines = "\n".join(json.dumps(row) for row in rows)
        (Path(folder) / "reports.jsonl").write_text(lines, "utf-8")
        reports = read_paths([Path(folder)]).reports
    return [(report, marked[report.report_id]) for report in reports]


def rows_of(
    extractor: Extractor, report: Report, marked: MarkedReport
) -> tuple[list[Features], list[str]]:
    """The persons found in one report, with the roles they truly have in it."""
    truth = [m for m in marked.mentions if m.kind is Kind.PERSON]
    kept: list[Features] = []
    labels: list[str] = []
    for start, end, features in extractor.role_rows(report):
        label = next((m.role.value for m in truth if m.start < end and start < m.end), None)
        if label is not None:
            kept.append(features)
            labels.append(label)
    return kept, labels


def main() -> None:
    """Read the cases, fit the weights and write them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--bundled", action="store_true", help="the bundled case as well")
    given = parser.parse_args()
    extractor = Extractor()
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 3.0, "max_iterations": PASSES})
    cases = [read_marked(case / "reports.jsonl") for case in sorted(given.cases)]
    if given.bundled:
        cases.append([unmark(report.row()) for report in bundled.reports()])
    for case in cases:
        for report, marked in read_case(case):
            features, labels = rows_of(extractor, report, marked)
            if labels:
                trainer.append(pycrfsuite.ItemSequence(features), labels)
    trainer.train(str(given.out))


if __name__ == "__main__":
    main()
