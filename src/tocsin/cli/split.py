"""`tocsin split FILE`: the accounts a file would be read as."""

from __future__ import annotations

from itertools import compress
from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
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
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    rows = [
        (e.place or "all of it", e.received or "unknown", e.known_by, e.author, e.begins)
        for e in entries
    ]
    held = [any(cells) for cells in zip(*rows, strict=True)]
    for heading in compress(("Where", "Received", "Known by", "Author", "Begins"), held):
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*map(Text, compress(row, held)))
    console.print(table)
    count = len(entries)
    console.print(f"{count} {'account' if count == 1 else 'accounts'}.")
