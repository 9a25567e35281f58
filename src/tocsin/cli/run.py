"""`tocsin run PATH...`: reports in; lists, page and data files out."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from tocsin.cli.mapping import pairs_of
from tocsin.cli.progress import Bars
from tocsin.cli.settings import day_of, settings_of
from tocsin.errors import NothingReadError, UsageError
from tocsin.people import model_text
from tocsin.pipeline import Settings, run_case
from tocsin.policies import Policy
from tocsin.publishing import OutputOptions, people_json, write_output
from tocsin.publishing.folder import check_free
from tocsin.publishing.options import MARKING
from tocsin.publishing.terminal import print_summary
from tocsin.records import Case, Reading, Rejection
from tocsin.reports import ReadingOptions, read_paths
from tocsin.reports.inputs import (
    read_checks,
    read_decisions,
    read_judgements,
    read_mended,
    read_names,
)

if TYPE_CHECKING:
    from tocsin.publishing.picture import Picture

_MOST_WORKERS = 4
_REJECTED = 3
"""Exit code: done, but some input was rejected."""


def run(
    paths: Annotated[list[Path], typer.Argument(help="Files and folders with reports.")],
    out: Annotated[Path, typer.Option("--out", help="Folder to write; new, or one of Tocsin's.")],
    as_of: Annotated[
        str,
        typer.Option("--as-of", help="Look at the case as of this day; default today."),
    ] = "",
    held_by: Annotated[
        str, typer.Option("--held-by", help="Only what this agency held by itself.")
    ] = "",
    agency: Annotated[
        str, typer.Option("--agency", help="Whose reports these are, where they do not say it.")
    ] = "",
    previous: Annotated[
        Path | None, typer.Option("--previous", help="An earlier output: carry its numbers over.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="theirs=ours: what a table's column is. Repeatable."),
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
    no_pictures: Annotated[
        bool, typer.Option("--no-pictures", help="Leave scale, trends and groups off the page.")
    ] = False,
    marking: Annotated[
        str, typer.Option("--marking", help="The marking on every page and print.")
    ] = MARKING,
    purpose: Annotated[
        str, typer.Option("--purpose", help="Why this is run; printed on every page.")
    ] = "",
    operator: Annotated[str, typer.Option("--operator", help="Who runs it; in run.json.")] = "",
    decisions: Annotated[Path | None, typer.Option("--decisions", help="A decisions.csv.")] = None,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", help="A judgements.csv.")
    ] = None,
    names: Annotated[Path | None, typer.Option("--names", help="A names.csv.")] = None,
    mended: Annotated[Path | None, typer.Option("--mended", help="A mended.csv.")] = None,
    settings: Annotated[Path | None, typer.Option("--settings", help="A tocsin.yaml.")] = None,
    model: Annotated[
        Path | None, typer.Option("--model", help="A model file that `tocsin train --on` made.")
    ] = None,
) -> None:
    """Read reports and show who keeps being mentioned, and what answer is recorded.

    Exit codes: 0 done; 1 nothing could be read; 2 the call is wrong; 3 done, but some input
    was rejected (see rejected.csv).
    """
    for flag in (decisions, judgements, names, mended, settings, model):
        if flag and not flag.is_file():
            raise UsageError("There is no such file.", where=str(flag), remedy="Check the path.")
    chosen = settings_of(paths, settings)
    day = day_of(as_of or chosen.as_of, date.today())  # noqa: DTZ011 — the analyst's own day
    reading_options = ReadingOptions(
        split=chosen.split and not no_split,
        mapping={**chosen.mapping, **pairs_of(mapping)},
        agency=agency or chosen.agency,
        policy=chosen.policy,
    )
    options = OutputOptions(
        show_sources=show_sources,
        share=share,
        marking=marking,
        purpose=purpose or chosen.purpose,
        operator=operator or chosen.operator,
        model=model.read_text("utf-8") if model else model_text(),
        policy=chosen.policy,
    )
    check_free(out)
    with Bars() as progress:
        progress("Reading", 0, 0)
        reading = read_paths(paths, reading_options)
        given = {
            "decisions.csv": decisions,
            "judgements.csv": judgements,
            "names.csv": names,
            "mended.csv": mended,
        }
        found = {**reading.settings_files, **{k: v for k, v in given.items() if v}}
        beside, refused = _beside(found)
        reading = replace(reading, rejected=(*reading.rejected, *refused))
        _stop_if_empty(reading)
        case = run_case(
            reading,
            Settings(
                as_of=day,
                policy=chosen.policy,
                held_by=held_by or chosen.held_by,
                previous=previous,
                model=options.model if model else "",
                mode="fast" if fast else "full",
                workers=workers or min(os.cpu_count() or 1, _MOST_WORKERS),
                operator=options.operator,
                purpose=options.purpose,
                **beside,
            ),
            progress,
        )
        picture = None
        if not (share or no_pictures):
            case, picture = _pictured(case, chosen.policy, progress)
        progress("Writing", 0, 0)
        write_output(case, out, options, picture)
    print_summary(case, out, Console(stderr=as_json), options)
    if as_json:
        sys.stdout.write(people_json(case, options))
    if case.reading.rejected:
        raise typer.Exit(_REJECTED)


def _pictured(case: Case, policy: Policy, progress: Bars) -> tuple[Case, Picture]:
    """The case with the time its pictures took, and the pictures."""
    from tocsin.publishing.picture import picture_of  # a second to import: for this alone

    began = time.perf_counter()
    picture = picture_of(case, policy, progress)
    seconds = round(time.perf_counter() - began, 3)
    return replace(case, timings={**case.timings, "pictures": seconds}), picture


def _stop_if_empty(reading: Reading) -> None:
    """Say why nothing could be read, since no rejected.csv will.

    Raises:
        NothingReadError: there is not one report.
    """
    if reading.reports:
        return
    for refused in reading.rejected:
        place = ", ".join(filter(None, (refused.source_file, refused.place)))
        typer.echo(f"{place}: {refused.what} {refused.remedy}", err=True)
    raise NothingReadError(
        "No report could be read.", remedy="See docs/reference/formats.md for what can be."
    )


def _beside(files: dict[str, Path]) -> tuple[dict[str, Any], tuple[Rejection, ...]]:
    """Read the files that lie beside the reports: what they hold by name, and the rows refused."""
    readers: dict[str, tuple[str, Callable[[Path], tuple[tuple[Any, ...], tuple[Rejection, ...]]]]]
    readers = {
        "decisions.csv": ("decisions", read_decisions),
        "judgements.csv": ("judgements", read_judgements),
        "names.csv": ("names", read_names),
        "mended.csv": ("mended", read_mended),
        "checks.csv": ("checks", read_checks),
    }
    chosen: dict[str, Any] = {}
    refused: list[Rejection] = []
    for file in sorted(readers.keys() & files.keys()):
        key, reader = readers[file]
        chosen[key], bad = reader(files[file])
        refused += bad
    return chosen, tuple(refused)
