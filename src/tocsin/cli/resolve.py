"""`tocsin resolve TABLE --out FILE`: structured records joined into people."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.mapping import pairs_of
from tocsin.errors import UsageError
from tocsin.people.model import read_model
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.record_files import write_pairs, write_people
from tocsin.people.resolving import record_model, resolve_records
from tocsin.people.table import read_table
from tocsin.policies import shipped
from tocsin.reports.inputs import read_judgements

_REJECTED = 3


def resolve(
    table: Annotated[Path, typer.Argument(help="A csv or parquet file, one row a record.")],
    out: Annotated[
        Path,
        typer.Option("--out", help="Where to write record_id, person_id, status: csv or parquet."),
    ],
    pairs: Annotated[
        Path | None, typer.Option("--pairs", help="Also write the scored pairs here.")
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="A column's name here: theirs=ours.")
    ] = None,
    judgements: Annotated[
        Path | None,
        typer.Option("--judgements", help="Human words on pairs of record ids; they bind."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option("--model", help="A model file that `tocsin train` made.")
    ] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="For the database.")] = 2,
) -> None:
    """Join structured records: which rows are one person, and how surely."""
    records, left_out = read_table(table, pairs_of(mapping))
    if left_out:
        typer.echo(f"Columns not compared: {', '.join(left_out)}", err=True)
    for note in records.notes:
        typer.echo(note, err=True)
    chosen = record_model()
    if model:
        if not model.is_file():
            raise UsageError("There is no such file.", where=model.name, remedy="Check --model.")
        chosen = read_model(model.read_text("utf-8"), where=model.name, specs=RECORD_SPECS)
    said, refused = read_judgements(judgements) if judgements else ((), ())
    for refusal in refused:
        typer.echo(f"{refusal.source_file}, {refusal.place}: {refusal.what}", err=True)
    found = resolve_records(records, policy=shipped(), threads=threads, model=chosen, said=said)
    write_people(out, found)
    if pairs:
        write_pairs(pairs, found)
    typer.echo(f"{len(records)} records, {found.people} people.", err=True)
    for note in found.notes:
        typer.echo(note, err=True)
    if refused:
        raise typer.Exit(_REJECTED)
