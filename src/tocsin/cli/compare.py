"""`tocsin compare OLD NEW`: what changed between two outputs, and why."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from tocsin.cli.folders import console
from tocsin.publishing.comparing import HEADINGS, Change, compare
from tocsin.publishing.saved import open_output
from tocsin.publishing.showing import head
from tocsin.publishing.terminal import number, say
from tocsin.publishing.wording import LISTS, harmless


def compare_outputs(
    old: Annotated[Path, typer.Argument(help="The earlier output folder.")],
    new: Annotated[Path, typer.Argument(help="The later output folder.")],
) -> None:
    """Say who rose, fell, joined, split, is new or gone between two outputs, and why."""
    before, after = open_output(old), open_output(new)
    screen = console()
    head(after, screen)
    differences = compare(before, after)
    if not differences:
        say(screen, "Nothing changed on any list.")
    told: Change | None = None
    for found in differences:
        if found.change is not told:
            told = found.change
            screen.print()
            screen.print(Text(HEADINGS[told], "bold"))
        was = f"{number(found.was)} → " if found.was is not None and found.now is not None else ""
        last = found.now if found.now is not None else found.was
        place = f"{LISTS[found.list]}: {was}{number(last)} voice{'' if last == 1 else 's'}"
        say(screen, f"{found.person_id}  {harmless(found.name)}  {place}", indent=2)
        for reason in found.why:
            say(screen, reason, indent=4)
