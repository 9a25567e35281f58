"""`tocsin columns FILE`: what each column of a table would be read as."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.cli.mapping import pairs_of
from tocsin.reports import FIELDS, ReadingOptions, preview_columns

_SHOWN = {"line": "joined to the text", "left_out": "not read"}


def columns(
    file: Annotated[Path, typer.Argument(help="A csv, tsv, xlsx, ods, json or jsonl file.")],
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="theirs=ours: read a column as one of ours. Repeatable."),
    ] = None,
) -> None:
    """Show what each column of a table would be read as, and why.

    What is wrong is put right with --map, here to try it and in 'tocsin run' to use it.
    """
    console = Console()
    for place, found in preview_columns(file, ReadingOptions(mapping=pairs_of(mapping))):
        table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
        if place:
            console.print(Text(place, style="bold"))
        for heading in ("Column", "Read as", "Because", "For example"):
            table.add_column(heading, overflow="fold")
        for column in found:
            reads_as = _SHOWN.get(column.reads_as, column.reads_as)
            table.add_row(*map(Text, (column.name, reads_as, column.because, column.sample)))
        console.print(table)
    console.print(Text(f"--map theirs=ours takes: {', '.join(FIELDS)}, line, left_out."))
