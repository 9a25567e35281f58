"""`tocsin explain [OUT] SUBJECT FIELD`: open a figure down to its words."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.cli.folders import console, opened
from tocsin.publishing.explaining import explain as open_figure


def explain(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[OUT] SUBJECT FIELD", help="Output folder; T-ABCDEFG; a field of people.json."
        ),
    ],
    list_name: Annotated[str, typer.Option("--list", help="The list whose figure is meant.")] = "",
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
) -> None:
    """Open a figure down to the words it rests on."""
    saved, (number, field) = opened(words, "SUBJECT", "FIELD")
    open_figure(saved, console(), number, field, list_name=list_name, show_sources=show_sources)
