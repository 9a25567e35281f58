"""`tocsin shred DIR`: overwrite and remove an output folder."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.errors import UsageError
from tocsin.publishing.shredding import HONESTLY
from tocsin.publishing.shredding import shred as shred_folder
from tocsin.publishing.wording import counted


def shred(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder that Tocsin wrote.")],
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
) -> None:
    """Overwrite and remove what Tocsin wrote into a folder; nothing else is touched."""
    if not yes and not typer.confirm(f"Remove {folder.name} for good?", default=False):
        raise UsageError("Nothing was removed.")
    removed, others = shred_folder(folder)
    typer.echo(f"{counted(removed, 'file')} overwritten and removed.")
    if others:
        left = counted(others, "file or folder", "files or folders")
        typer.echo(f"{left} in it did not come from Tocsin and were left.")
    typer.echo(HONESTLY)
