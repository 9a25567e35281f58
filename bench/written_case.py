"""Written cases: all of `tocsin evaluate` on the repository's own and on town-a."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from jobs import run_job
from rich.console import Console
from table import NOT_RUN, Row

from tocsin.evaluation.evaluating import evaluate
from tocsin.evaluation.found import read_found
from tocsin.evaluation.showing import print_figures
from tocsin.evaluation.truth import read_truth
from tocsin.evaluation.unmarking import unmark_case

CASES = Path(__file__).parents[1] / "tests" / "data" / "cases"
UNSEEN = ("harrowmere", "saltby")


def measure() -> list[Row]:
    """The figures the goals speak of; all others are printed above the table."""
    rows = [row for case in UNSEEN for row in _unseen(case)] + _bundled()
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        unset = "TOCSIN_REFERENCE_DATA is unset"
        return [*rows, Row("town-a", "all of evaluate", NOT_RUN, note=unset)]
    case = Path(data) / "cases" / "town-a"
    with tempfile.TemporaryDirectory() as folder:
        plain = _marked(case, Path(folder) / "plain", with_decisions=False)
        decided = _marked(case, Path(folder) / "decided", with_decisions=True)
    _print("town-a, nothing confirmed", plain)
    return [*rows, *_rows("town-a", plain), *_decided_rows(decided)]


def _unseen(case: str) -> list[Row]:
    """A case of tests/data/cases: nothing was tuned or trained on it."""
    with tempfile.TemporaryDirectory() as folder:
        figures = _marked(CASES / case, Path(folder) / case, with_decisions=False)
    _print(case, figures)
    return _rows(case, figures)


def _bundled() -> list[Row]:
    """The bundled case, in the formats it is written in, its decisions confirmed."""
    with tempfile.TemporaryDirectory() as folder:
        given, truth = Path(folder) / "case", Path(folder) / "truth"
        run_job("demo", str(given), "--truth", str(truth))
        figures = _figures(given, truth, Path(folder) / "out", "2017-12-31")
    _print("the bundled case", figures)
    return _rows("bundled case", figures)


def _marked(case: Path, folder: Path, *, with_decisions: bool) -> dict[str, Any]:
    unmark_case(case, folder, with_decisions=with_decisions)
    return _figures(folder / "input", folder, folder / "out", "2016-12-31")


def _figures(given: Path, truth: Path, out: Path, day: str) -> dict[str, Any]:
    run_job("run", str(given), "--out", str(out), "--as-of", day)
    return evaluate(read_truth(truth), read_found(out))


def _print(title: str, figures: dict[str, Any]) -> None:
    console = Console(width=None if sys.stdout.isatty() else 130)
    console.rule(title)
    print_figures(figures, console)


def _rows(part: str, figures: dict[str, Any]) -> list[Row]:
    person = figures["mentions"]["person"]
    people = figures["people"]
    told = figures["decisions"]

    def row(what: str, value: float | None, goal: str = "") -> Row:
        return Row(part, what, value, goal=goal)

    rows = [
        row("wrongly heeded (silenced), share", told["wrongly_heeded_counting_share"], "0"),
        row("wrongly heeded if all told were confirmed", told["wrongly_heeded_shown_share"]),
        row("persons, overlap F1", person["overlap"]["f1"], "≥ .92"),
        row("persons, exact F1", person["exact"]["f1"], "≥ .87"),
        row("persons, overlap recall", person["overlap"]["recall"], "≥ .93"),
        row("recall gap by origin of name", figures["names"]["recall_gap"]),
        row("roles right", figures["roles"]["accuracy"]),
    ]
    for kind in ("copy", "forward", "retelling", "compilation", "any"):
        score = figures["echoes"][kind]
        rows += [
            row(f"echoes, {kind}: precision", score["precision"]),
            row(f"echoes, {kind}: recall", score["recall"]),
        ]
    rows += [
        row("people, B-cubed F1 (best reading)", people["best_reading"]["f1"]),
        row("people, B-cubed F1 (all true mentions)", people["best_reading_all"]["f1"]),
        row("people, B-cubed precision (certain)", people["certain"]["precision"]),
        row("certain joins, precision", people["joins_certain"]["precision"]),
        row("voices of listed, mean absolute error", figures["voices"]["listed"]["mean_absolute"]),
        row("unheeded since, exact", figures["unheeded_since"]["exact"]),
    ]
    for name in ("adults_named", "children_at_risk", "places", "vehicles"):
        score = figures["lists"][name]
        label = name.replace("_", " ")
        rows += [
            row(f"list {label}: precision", score["precision"]),
            row(f"list {label}: recall", score["recall"]),
        ]
    return rows


def _decided_rows(figures: dict[str, Any]) -> list[Row]:
    told, adults = figures["decisions"], figures["lists"]["adults_named"]
    part = "town-a, decisions.csv"
    return [
        Row(part, "wrongly heeded (silenced), share", told["wrongly_heeded_counting_share"]),
        Row(part, "list adults named: precision", adults["precision"]),
        Row(part, "list adults named: recall", adults["recall"]),
    ]
