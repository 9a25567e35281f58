"""`tocsin run PATH...`: reports in; lists, page and data files out."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from tocsin.cli.progress import Bars
from tocsin.errors import UsageError
from tocsin.pipeline import Settings, run_case
from tocsin.policies import shipped
from tocsin.publishing import OutputOptions, people_json, write_output
from tocsin.publishing.terminal import print_summary
from tocsin.records import Reading, Rejection
from tocsin.reports import ReadingOptions, read_paths
from tocsin.reports.inputs import (
    read_decisions,
    read_judgements,
    read_mended,
    read_names,
    read_settings,
)

_REJECTED = 3
"""Exit code: done, but some input was rejected."""


def run(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders with reports.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write; new, or one of Tocsin's.")],
    as_of: Annotated[
        str, typer.Option("--as-of", help="Look at the case as it stood on this day; default today.")
    ] = "",
    held_by: Annotated[
        str, typer.Option("--held-by", help="Only what this agency held by itself.")
    ] = "",
    previous: Annotated[
        Path | None, typer.Option("--previous", help="An earlier output: carry its numbers over.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="theirs=ours: read a table's column as one of ours. Repeatable."),
    ] = None,
    no_split: Annotated[
        bool, typer.Option("--no-split", help="Do not split files at dated entries.")
    ] = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="Rules and lists only: about three times as fast.")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", help="Processes; default one for each core, at most four.")
    ] = 0,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print people.json on standard output.")
    ] = False,
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
    share: Annotated[
        bool, typer.Option("--share", help="For others: initials, no texts, small numbers hidden.")
    ] = False,
    purpose: Annotated[
        str, typer.Option("--purpose", help="Why this is run; printed on every page.")
    ] = "",
    operator: Annotated[str, typer.Option("--operator", help="Who runs it; kept in run.json.")] = "",
    decisions: Annotated[Path | None, typer.Option("--decisions", help="A decisions.csv.")] = None,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", help="A judgements.csv.")
    ] = None,
    names: Annotated[Path | None, typer.Option("--names", help="A names.csv.")] = None,
    mended: Annotated[Path | None, typer.Option("--mended", help="A mended.csv.")] = None,
    settings: Annotated[Path | None, typer.Option("--settings", help="A tocsin.yaml.")] = None,
) -> None:
    """Read reports and show who keeps being mentioned, and what answer is recorded.

    Exit codes: 0 done; 1 nothing could be read; 2 the call is wrong; 3 done, but some input
    was rejected (see rejected.csv).
    """
    day = _day(as_of)
    console = Console(stderr=as_json)
    with Bars() as progress:
        reading = read_paths(paths, ReadingOptions(mapping=_pairs(mapping), split=not no_split))
        given = {
            "decisions.csv": decisions,
            "judgements.csv": judgements,
            "names.csv": names,
            "mended.csv": mended,
            "tocsin.yaml": settings,
        }
        found = {**reading.settings_files, **{k: v for k, v in given.items() if v}}
        chosen, refused = _beside(found)
        case = run_case(
            _with_rejected(reading, refused),
            Settings(
                as_of=day,
                held_by=held_by or chosen.pop("held_by", ""),
                previous=previous,
                mode="fast" if fast else "full",
                workers=workers or min(os.cpu_count() or 1, 4),
                operator=operator,
                purpose=purpose,
                **chosen,
            ),
            progress,
        )
        progress("Writing", 0, 0)
        options = OutputOptions(show_sources=show_sources, share=share)
        write_output(case, out, options)
    print_summary(case, out, console, options)
    if as_json:
        sys.stdout.write(people_json(case, options))
    if case.reading.rejected:
        raise typer.Exit(_REJECTED)


def _day(text: str) -> date:
    if not text:
        return date.today()  # noqa: DTZ011 — the analyst's own day, printed with the result
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"--as-of {text} is not a date.", remedy="Write it as 2026-03-09."
        ) from None


def _pairs(mapping: list[str] | None) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in mapping or []]
    for theirs, equals, ours in pairs:
        if not (theirs and equals and ours):
            raise UsageError(
                f"--map {theirs}{equals}{ours} cannot be read.",
                remedy="Write the file's column, '=', and ours: --map 'Date in=received_on'.",
            )
    return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}


def _beside(files: dict[str, Path]) -> tuple[dict[str, Any], tuple[Rejection, ...]]:
    """Read the files that lie beside the reports: settings by name, and the rows refused."""
    readers: dict[str, tuple[str, Callable[[Path], tuple[tuple[Any, ...], tuple[Rejection, ...]]]]]
    readers = {
        "decisions.csv": ("decisions", read_decisions),
        "judgements.csv": ("judgements", read_judgements),
        "names.csv": ("names", read_names),
        "mended.csv": ("mended", read_mended),
    }
    chosen: dict[str, Any] = {}
    refused: list[Rejection] = []
    for file in sorted(readers.keys() & files.keys()):
        key, reader = readers[file]
        chosen[key], bad = reader(files[file])
        refused += bad
    if "tocsin.yaml" in files:
        values = read_settings(files["tocsin.yaml"])
        chosen["held_by"] = str(values.get("held_by", ""))
        chosen["policy"] = shipped().with_values(values.get("policy", {}))
    return chosen, tuple(refused)


def _with_rejected(reading: Reading, refused: tuple[Rejection, ...]) -> Reading:
    return replace(reading, rejected=(*reading.rejected, *refused)) if refused else reading
