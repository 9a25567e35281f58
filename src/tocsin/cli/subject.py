"""`tocsin subject [OUT] NUMBER`: everything about one subject."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.cli.folders import console, opened
from tocsin.publishing.showing import show_subject


def subject(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[OUT] NUMBER", help="Output folder (default ./out); T-ABCDEFG."),
    ],
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
) -> None:
    """Show one subject: voices, dates, decisions, what points away, and the words."""
    saved, (number,) = opened(words, "NUMBER")
    show_subject(saved, console(), number, show_sources=show_sources)
