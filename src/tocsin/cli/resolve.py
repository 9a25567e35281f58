"""`tocsin resolve TABLE --out FILE`: structured records joined into people."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.mapping import pairs_of
from tocsin.errors import OutputError
from tocsin.people.model import read_model
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.resolving import record_model, resolve_records
from tocsin.people.table import read_table
from tocsin.policies import shipped


def resolve(
    table: Annotated[Path, typer.Argument(help="A csv or parquet file, one row a record.")],
    out: Annotated[
        Path, typer.Option("--out", help="Where to write record_id, person_id, status.")
    ],
    pairs: Annotated[
        Path | None, typer.Option("--pairs", help="Also write the scored pairs here.")
    ] = None,
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="A column's name here: theirs=ours.")
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
    chosen = record_model()
    if model:
        chosen = read_model(model.read_text("utf-8"), where=model.name, specs=RECORD_SPECS)
    found = resolve_records(records, policy=shipped(), threads=threads, model=chosen)
    _write(out, ("record_id", "person_id", "status"), ((r, p, s.value) for r, p, s in found.rows))
    if pairs:
        _write(pairs, ("left", "right", "match_weight", "match_probability"), found.pairs)
    people = len({person for _, person, _ in found.rows})
    typer.echo(f"{len(records)} records, {people} people.", err=True)
    if found.too_common:
        typer.echo(
            f"{found.too_common} values are too common to join on alone; records that share them "
            "were compared with their neighbours only.",
            err=True,
        )


def _write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header)
            writer.writerows(rows)
    except OSError as error:
        raise OutputError(
            "The file cannot be written.", where=path.name, remedy="Give another with --out."
        ) from error
