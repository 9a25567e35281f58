"""`tocsin grew [OUT] NUMBER`: how a subject came to be."""

from __future__ import annotations

from typing import Annotated

import typer

from tocsin.cli.folders import console, opened
from tocsin.publishing.growing import grew as say_grew


def grew(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[OUT] NUMBER", help="Output folder (default ./out); T-ABCDEFG."),
    ],
    most: Annotated[int, typer.Option("--most", help="Steps shown.")] = 40,
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
) -> None:
    """Tell how a subject came to be: mention by mention as they came in, each with its join."""
    saved, (number,) = opened(words, "NUMBER")
    say_grew(saved, console(), number, most=most, show_sources=show_sources)
