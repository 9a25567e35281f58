"""`tocsin why [OUT] A B`: why two are taken for one, or are not."""

from __future__ import annotations

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
) -> None:
    """Say why two mentions or subjects were joined, or why one report is an echo of another."""
    saved, (left, right) = opened(words, "A", "B")
    say_why(saved, console(), left, right)
