"""`tocsin scale SOURCE`: how many were never reported, by every method, never as one number."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.folders import console
from tocsin.cli.progress import Bars
from tocsin.cli.settings import settings_of
from tocsin.errors import OutputError, UsageError
from tocsin.pictures.scale import (
    Captures,
    as_plain,
    captures_of,
    draw_panel,
    estimate_scale,
    read_answers,
    read_table,
    shared,
)
from tocsin.pictures.scale.panel import FULL, QUICK
from tocsin.pictures.scale.tables import read_sectors
from tocsin.policies import Policy
from tocsin.publishing.saved import open_output
from tocsin.publishing.showing_scale import show_scale


def scale(
    source: Annotated[
        Path, typer.Argument(help="A folder that `tocsin run` wrote, or a table (csv).")
    ],
    full: Annotated[
        bool, typer.Option("--full", help="All methods, the slow ones too: a minute or more.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same figures.")] = 1,
    also: Annotated[
        list[Path] | None,
        typer.Option("--also", help="The same people, joined at another threshold. Repeatable."),
    ] = None,
    pairs: Annotated[
        Path | None,
        typer.Option("--pairs", help="csv: left, right, answer (refer, exclude or neither)."),
    ] = None,
    sectors: Annotated[
        Path | None, typer.Option("--sectors", help="csv: agency, sector. For an output folder.")
    ] = None,
    what: Annotated[
        str, typer.Option("--what", help="Whom the lists hold, in the plural.")
    ] = "children",
    as_json: Annotated[bool, typer.Option("--json", help="Print plain values instead.")] = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Write the picture of the panel here.")
    ] = None,
    share: Annotated[
        bool, typer.Option("--share", help="For others: small numbers hidden.")
    ] = False,
    workers: Annotated[
        int, typer.Option("--workers", help="Threads; default one for each core, at most four.")
    ] = 0,
    settings: Annotated[Path | None, typer.Option("--settings", help="A tocsin.yaml.")] = None,
) -> None:
    """Estimate how many children there are in all, from who is on whose list.

    Never one number: every method with its interval, a grade, and whether a total can be
    supported at all. Of children only, from first-hand reports.

    Exit codes: 0 done, whatever the grade; 1 nothing could be read; 2 the call is wrong.
    """
    if seed < 0:
        raise UsageError("--seed must not be negative.")
    for flag in (pairs, sectors, settings, *(also or [])):
        if flag and not flag.is_file():
            raise UsageError("There is no such file.", where=str(flag), remedy="Check the path.")
    policy = settings_of([], settings).policy
    captures = _captures(source, policy, sectors)
    others = [(path.stem, read_table(path, policy)) for path in also or []]
    captures = replace(
        captures,
        what=what,
        answers=_answers(pairs, captures.lists),
        variants=(*captures.variants, *_matching(captures, others)),
    )
    with Bars() as progress:
        found = estimate_scale(
            captures,
            seed=seed,
            panel=FULL if full else QUICK,
            workers=workers or min(4, os.cpu_count() or 1),
            progress=progress,
            policy=policy,
        )
    if share:
        found = shared(found, policy["attention.small_number"])
    if svg:
        _write(svg, draw_panel(found))
    if as_json:
        typer.echo(json.dumps(as_plain(found), ensure_ascii=False, indent=1, allow_nan=False))
    else:
        show_scale(found, console())


def _captures(source: Path, policy: Policy, sectors: Path | None) -> Captures:
    if source.is_dir():
        own: Mapping[str, str] = dict(read_sectors(sectors)) if sectors else {}
        return captures_of(open_output(source).sightings(), policy, sectors=own)
    if sectors:
        raise UsageError("--sectors is for an output folder; a table has its lists already.")
    return read_table(source, policy)


def _answers(pairs: Path | None, lists: Sequence[str]) -> tuple[tuple[str, str, str], ...]:
    if not pairs:
        return ()
    found = tuple(read_answers(pairs))
    for left, right, _ in found:
        for name in (left, right):
            if name not in lists:
                raise UsageError(
                    f"There is no list '{name}'.",
                    where=pairs.name,
                    remedy=f"Lists: {', '.join(lists)}.",
                )
    return found


def _matching(
    captures: Captures, others: Sequence[tuple[str, Captures]]
) -> tuple[tuple[str, Captures], ...]:
    for name, other in others:
        if other.lists != captures.lists:
            raise UsageError(
                "This table has other lists than the first.",
                where=name,
                remedy=f"Lists: {', '.join(captures.lists)}.",
            )
    return tuple(others)


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            f"The picture cannot be written: {error.strerror}.", where=str(path)
        ) from None
