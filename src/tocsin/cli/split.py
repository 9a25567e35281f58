"""`tocsin split FILE`: the accounts a file would be read as."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.reports import preview_split


def split(
    file: Annotated[Path, typer.Argument(help="A diary, log, minutes, chat or mail.")],
) -> None:
    """Show the accounts one file would be read as, before it is read.

    A file is split at dated headings of one shape; 'tocsin run --no-split' reads it whole.
    """
    entries = preview_split(file)
    console = Console()
    table = Table(show_edge=False, pad_edge=False)
    for heading in ("Where", "Received", "Known by", "Author", "Begins"):
        table.add_column(heading, overflow="fold")
    for entry in entries:
        received = entry.received or "unknown"
        cells = (entry.place or "all of it", received, entry.known_by, entry.author, entry.begins)
        table.add_row(*map(Text, cells))
    console.print(table)
    count = len(entries)
    console.print(f"{count} {'account' if count == 1 else 'accounts'}.")
