"""`tocsin evaluate OUT TRUTH`: how right a run is."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.cli.progress import Bars
from tocsin.errors import NothingReadError, UsageError
from tocsin.evaluation.evaluating import evaluate as measure
from tocsin.evaluation.found import Found, found_in, read_found
from tocsin.evaluation.showing import print_figures
from tocsin.evaluation.truth import read_truth

_WIDE = 120
"""Columns where the output goes to a file."""


def evaluate(
    out: Annotated[Path, typer.Argument(help="Folder that `tocsin run` wrote.")],
    truth: Annotated[Path, typer.Argument(help="A case with its truth, or a marked case.")],
    as_json: Annotated[
        bool, typer.Option("--json", help="Print the figures as JSON on standard output.")
    ] = False,
    replay: Annotated[
        Path | None,
        typer.Option("--replay", help="Also lead time: run this input again month by month."),
    ] = None,
) -> None:
    """Compare the output of a run with what is really so, and print every figure."""
    known, found = read_truth(truth), read_found(out)
    with Bars() as progress:
        again = _replay(replay) if replay else None
        figures = measure(known, found, replay=again, progress=progress)
    if as_json:
        typer.echo(json.dumps(figures, ensure_ascii=False, indent=1))
    else:
        console = Console()
        print_figures(figures, console if console.is_terminal else Console(width=_WIDE))


def _replay(folder: Path) -> Callable[[date], Found | None]:
    from tocsin.pipeline import Settings, run_case  # takes a second to import; rarely asked for
    from tocsin.reports import read_paths
    from tocsin.reports.inputs import read_decisions

    if not folder.exists():
        raise UsageError("There is no such input.", where=folder.name, remedy="Give its folder.")
    reading = read_paths([folder])
    file = reading.settings_files.get("decisions.csv")
    decisions = read_decisions(file)[0] if file else ()

    def as_of(day: date) -> Found | None:
        try:
            return found_in(run_case(reading, Settings(as_of=day, decisions=decisions)))
        except NothingReadError:
            return None

    return as_of
