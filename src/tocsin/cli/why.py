"""`tocsin why [OUT] A B`: why two are taken for one, or are not."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.folders import console, opened
from tocsin.publishing.explaining import why as say_why


def why(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[OUT] A B", help="Output folder; two mentions, subjects or reports."
        ),
    ],
    picture: Annotated[
        Path | None, typer.Option("--picture", help="Also draw it, as an SVG file.")
    ] = None,
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
) -> None:
    """Say why two were joined or were not, value by value, or why one report is an echo of another.

    Each line is one comparison: what it weighs in bits, what it says, and the values on both
    sides. Where two were not joined: what speaks against it, what is missing, what would settle it.
    """
    saved, (left, right) = opened(words, "A", "B")
    say_why(saved, console(), left, right, picture_to=picture, show_sources=show_sources)
