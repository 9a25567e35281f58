"""`tocsin report [OUT] NUMBER`: one report, with everybody it names."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.cli.folders import console, opened
from tocsin.publishing.showing import show_report


def report(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[OUT] NUMBER", help="Output folder (default ./out); R001."),
    ],
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
    conditions_met: Annotated[
        bool,
        typer.Option("--conditions-met", help="The handling conditions are met: show the words."),
    ] = False,
) -> None:
    """Show one report, what it repeats and whom it names."""
    saved, (number,) = opened(words, "NUMBER")
    show_report(saved, console(), number, show_sources=show_sources, conditions_met=conditions_met)
