"""`tocsin check OUT`: how right a run is on one's own reports."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.table import Table

from tocsin.errors import NotFoundError, OutputError, UsageError
from tocsin.evaluation.checks.drawing import draw as draw_items
from tocsin.evaluation.checks.figures import Agreement, Estimate, agreements, estimates
from tocsin.evaluation.checks.planted import PlantedResult, planted_results
from tocsin.evaluation.checks.population import Population
from tocsin.evaluation.checks.sheets import Marked, read_key, read_marks, write_sheets
from tocsin.synthetic.canaries import read_planted

_COLUMNS = ("what", "measure", "share", "low", "high", "marked", "checked_on")


def check(
    out: Annotated[Path, typer.Argument(help="Folder that `tocsin run` wrote.")],
    draw: Annotated[
        Path | None, typer.Option("--draw", help="New folder for the sheets of two readers.")
    ] = None,
    marked: Annotated[
        Path | None, typer.Option("--marked", help="The folder of sheets, marked and typed in.")
    ] = None,
    planted: Annotated[
        Path | None, typer.Option("--planted", help="What `tocsin plant` wrote: was it found?")
    ] = None,
    case: Annotated[
        Path | None,
        typer.Option("--case", help="With --marked: keep the result there, in checks.csv."),
    ] = None,
    each: Annotated[int, typer.Option("--each", help="How many of each kind to draw.")] = 20,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same draw.")] = 1,
) -> None:
    """Measure a run on your own reports: by two blind readers, or by stories planted in a copy."""
    if sum(given is not None for given in (draw, marked, planted)) != 1:
        raise UsageError(
            "Say what to do.", remedy="Give one of --draw DIR, --marked DIR and --planted DIR."
        )
    console = Console()
    if draw:
        _draw(out, draw, each, seed)
    elif marked:
        _take_back(marked, case, console)
    elif planted:
        _print_planted(planted_results(out, read_planted(planted)), console)


def _draw(out: Path, folder: Path, each: int, seed: int) -> None:
    if each < 1:
        raise UsageError("Nothing would be drawn.", remedy="Give --each a number above 0.")
    try:
        run = json.loads((out / "run.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NotFoundError(
            "This is not the output of a run.", where=out.name, remedy="Run `tocsin run` first."
        ) from error
    drawn = draw_items(Population(out), each=each, seed=seed)
    about = {"as_of": run["as_of"], "marking": run.get("marking", ""), "seed": seed, "each": each}
    write_sheets(drawn, folder, about)
    console = Console(stderr=True)
    console.print(f"{len(drawn.items)} items for two readers are in {folder}.", soft_wrap=True)
    console.print(
        "Print reader-a.html and reader-b.html; each reader marks alone and types the marks into"
        " reader-a.csv or reader-b.csv. Nobody looks at key.json before both are done."
    )
    console.print(f"Then: tocsin check {out} --marked {folder} --case CASE", soft_wrap=True)


def _take_back(folder: Path, case: Path | None, console: Console) -> None:
    marked = read_marks(folder)
    found = estimates(marked, read_key(folder)["populations"])
    _print_estimates(found, console)
    _print_agreement(agreements(marked), console)
    _print_unsettled(marked, console)
    if case:
        _keep(found, case)
        console.print(f"Kept in {case / 'checks.csv'}: the next run shows it on its page.")


def _print_estimates(found: Sequence[Estimate], console: Console) -> None:
    table = Table("", "", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("share", "95 % interval", "marked"):
        table.add_column(column, justify="right")
    for row in found:
        share = "–" if row.share is None else f"{row.share:.3f}"
        span = "–" if row.low is None else f"{row.low:.3f} to {row.high:.3f}"
        table.add_row(row.what, row.measure, share, span, str(row.marked))
    console.print(table)
    console.print(
        "Recall sees only what was in the draw: pairs of mentions whose names share a sound, pairs"
        " of reports that name one person, people named in a part that asks for an answer."
    )


def _print_agreement(rows: Sequence[Agreement], console: Console) -> None:
    table = Table("Two readers", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("marked by both", "alike", "kappa"):
        table.add_column(column, justify="right")
    for row in rows:
        kappa = "–" if row.kappa is None else f"{row.kappa:.2f}"
        table.add_row(row.question.value, str(row.marked), str(row.alike), kappa)
    console.print(table)


def _print_unsettled(marked: Sequence[Marked], console: Console) -> None:
    numbers = [str(m.number) for m in marked if m.differs]
    if numbers:
        console.print(
            f"The readers differ on {', '.join(numbers)}: these are left out. Talk about them,"
            " write what you agree on into settled.csv (number, mark) beside the sheets, and run"
            " this again."
        )


def _keep(found: Sequence[Estimate], case: Path) -> None:
    if not case.is_dir():
        raise UsageError("There is no such folder.", where=case.name, remedy="Give the case.")
    path = case / "checks.csv"
    day = datetime.now(UTC).date().isoformat()
    try:
        fresh = not path.exists()
        with path.open("a", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, _COLUMNS, extrasaction="ignore", lineterminator="\n")
            if fresh:
                writer.writeheader()
            for row in found:
                if row.share is not None:
                    writer.writerow({**asdict(row), "checked_on": day})
    except OSError as error:
        raise OutputError("The file cannot be written.", where=path.name) from error


def _print_planted(results: Sequence[PlantedResult], console: Console) -> None:
    table = Table("Planted", "", "", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for result in results:
        word = "found" if result.found else "[bold]not found[/bold]"
        table.add_row(result.about, word, result.instead)
    console.print(table)
    right = sum(result.found for result in results)
    console.print(f"{right} of {len(results)} were found. They are made up: delete the copy.")
    if right < len(results):
        raise typer.Exit(_MISSED)


_MISSED = 3
