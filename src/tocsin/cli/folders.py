"""`[OUT] THING...`: an output folder that may be left out, then what to show of it."""

from __future__ import annotations

import sys
from pathlib import Path

from rich.console import Console

from tocsin.errors import UsageError
from tocsin.publishing.saved import Saved, open_output

DEFAULT = Path("out")


def opened(words: list[str], *things: str) -> tuple[Saved, list[str]]:
    """The output folder and the things named after it; the folder is ./out where it is left out.

    Raises:
        UsageError: too few or too many words.
        NotFoundError: the folder is not one of Tocsin's.
    """
    if len(words) == len(things):
        return open_output(DEFAULT), words
    if len(words) == len(things) + 1:
        return open_output(Path(words[0])), words[1:]
    wanted = " ".join(["[OUT]", *things])
    raise UsageError(f"{len(words)} word(s) were given.", remedy=f"Write: {wanted}")


def console() -> Console:
    """Standard output, without colour where it is asked for or not a terminal."""
    return Console(file=sys.stdout, highlight=False)
