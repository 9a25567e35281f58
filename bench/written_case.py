"""The written case: all of `tocsin evaluate`, on a run without and with confirmed decisions."""

from __future__ import annotations

import os
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

_DAY = "2012-12-31"


def measure() -> list[Row]:
    """The figures of town-a that the goals speak of; all others are printed above the table."""
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        return [Row("town-a", "all of evaluate", NOT_RUN, note="TOCSIN_REFERENCE_DATA is unset")]
    case = Path(data) / "cases" / "town-a"
    with tempfile.TemporaryDirectory() as folder:
        plain = _figures(case, Path(folder) / "plain", with_decisions=False)
        decided = _figures(case, Path(folder) / "decided", with_decisions=True)
    console = Console()
    console.rule("town-a, nothing confirmed")
    print_figures(plain, console)
    return [*_rows(plain), *_decided_rows(decided)]


def _figures(case: Path, folder: Path, *, with_decisions: bool) -> dict[str, Any]:
    unmark_case(case, folder, with_decisions=with_decisions)
    out = folder / "out"
    run_job("run", str(folder / "input"), "--out", str(out), "--as-of", _DAY)
    return evaluate(read_truth(folder), read_found(out))


def _rows(figures: dict[str, Any]) -> list[Row]:
    person = figures["mentions"]["person"]
    people = figures["people"]
    told = figures["decisions"]

    def row(what: str, value: float | None, goal: str = "") -> Row:
        return Row("town-a", what, value, goal=goal)

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
