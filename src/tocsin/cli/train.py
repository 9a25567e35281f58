"""`tocsin train TABLE... --out MODEL`: a model of structured records from tables with truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.mapping import pairs_of
from tocsin.errors import UsageError
from tocsin.people.table import RecordRow, read_column, read_table
from tocsin.people.training import train as make_model
from tocsin.people.training import write_model
from tocsin.policies import shipped


def train(
    tables: Annotated[
        list[Path], typer.Argument(help="csv or parquet files with a column of the truth.")
    ],
    out: Annotated[Path, typer.Option("--out", help="The model file to write.")],
    truth: Annotated[
        str, typer.Option("--truth", help="The column that says which person a row is of.")
    ] = "entity_id",
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="A column's name here: theirs=ours.")
    ] = None,
) -> None:
    """Make a model file. Runs never train: they use the shipped file, or the one made here."""
    if out.exists():
        raise UsageError("The model file is there already.", where=out.name, remedy="Name another.")
    read: list[tuple[list[RecordRow], list[str]]] = []
    for table in tables:
        records, _ = read_table(table, pairs_of(mapping))
        read.append((records, read_column(table, truth)))
    write_model(make_model(read, policy=shipped(), version=out.stem), out)
    typer.echo(f"{sum(len(r) for r, _ in read)} records read, {out.name} written.", err=True)
