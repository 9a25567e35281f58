"""`tocsin list [OUT] [LIST]`: the lists of an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.folders import DEFAULT, console
from tocsin.errors import UsageError
from tocsin.publishing.saved import open_output
from tocsin.publishing.showing import show_lists
from tocsin.records import ListName


def list_subjects(
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[OUT] [LIST]", help="Output folder (default ./out); one list."),
    ] = None,
    most: Annotated[int, typer.Option("--most", help="Subjects shown of each list.")] = 25,
    below: Annotated[
        bool, typer.Option("--below", help="Those below the line: named; pass on.")
    ] = False,
) -> None:
    """Show who stands on the lists, most pressing first."""
    given = list(words or [])
    name = given.pop() if given and given[-1] in set(ListName) else ""
    if len(given) > 1:
        raise UsageError(
            f"There is no list '{given[-1]}'.", remedy=f"Lists: {', '.join(ListName)}."
        )
    saved = open_output(Path(given[0]) if given else DEFAULT)
    show_lists(saved, console(), name, most=most, below=below)
