"""Train the role model: `python training/roles.py CASE... --out FILE`.

Without --out each case is left out in turn, and the share of roles right in it is printed.

Each CASE is a folder with a marked `reports.jsonl`, made up for this purpose. Cases on which
figures are reported must not be among them. One thread, rows in order: the same cases give the
same file.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterable, Sequence
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
Rows = tuple[list[Features], list[str]]


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


def train(cases: Iterable[Sequence[Rows]], out: Path) -> None:
    """Fit the weights and write them."""
    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 3.0, "max_iterations": PASSES})
    for case in cases:
        for features, labels in case:
            if labels:
                trainer.append(pycrfsuite.ItemSequence(features), labels)
    trainer.train(str(out))


def right_of(case: Sequence[tuple[Report, MarkedReport]], model: Path) -> tuple[int, int]:
    """(persons found whose role is right, persons found) by another model."""
    extractor = Extractor(role_model=model)
    right = found = 0
    for report, marked in case:
        truth = [m for m in marked.mentions if m.kind is Kind.PERSON]
        for said in extractor.extract(report).mentions:
            if said.kind is not Kind.PERSON:
                continue
            true = next((m for m in truth if m.start < said.end and said.start < m.end), None)
            if true is not None:
                right, found = right + (said.role == true.role), found + 1
    return right, found


def main() -> None:
    """Read the cases, fit the weights and write them; or leave out each case in turn."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cases", nargs="+", type=Path)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--bundled", action="store_true", help="the bundled case as well")
    given = parser.parse_args()
    extractor = Extractor()
    names = [case.name for case in sorted(given.cases)]
    marked = [read_marked(case / "reports.jsonl") for case in sorted(given.cases)]
    if given.bundled:
        names.append("bundled")
        marked.append([unmark(report.row()) for report in bundled.reports()])
    cases = [read_case(case) for case in marked]
    rows = [[rows_of(extractor, *told) for told in case] for case in cases]
    if given.out:
        train(rows, given.out)
        return
    right = found = 0
    with tempfile.TemporaryDirectory() as folder:
        for at, name in enumerate(names):
            model = Path(folder) / f"without {name}"
            train([case for i, case in enumerate(rows) if i != at], model)
            good, among = right_of(cases[at], model)
            right, found = right + good, found + among
            sys.stdout.write(f"{name}: {good / among:.3f} of {among}\n")
    sys.stdout.write(f"all: {right / found:.3f} of {found}\n")


if __name__ == "__main__":
    main()
