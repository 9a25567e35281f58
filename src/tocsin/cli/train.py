"""`tocsin train`: a model file from tables or cases with truth, or from a case of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.mapping import pairs_of
from tocsin.errors import UsageError
from tocsin.evaluation.teaching import found_case, marked_case, simulated_case
from tocsin.people.mention_training import train_mentions
from tocsin.people.model import model_text, read_model
from tocsin.people.own_case import train_on
from tocsin.people.own_table import train_on_table
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.resolving import record_model
from tocsin.people.table import holds_names, read_column, read_table
from tocsin.people.training import train as make_model
from tocsin.people.training import write_model
from tocsin.policies import shipped
from tocsin.reports.inputs import read_judgements


def train(
    tables: Annotated[
        list[Path] | None, typer.Argument(help="csv or parquet files with a column of the truth.")
    ] = None,
    out: Annotated[Path, typer.Option("--out", help="The model file to write.")] = Path(
        "model.json"
    ),
    truth: Annotated[
        str, typer.Option("--truth", help="The column that says which person a row is of.")
    ] = "entity_id",
    mapping: Annotated[
        list[str] | None, typer.Option("--map", help="A column's name here: theirs=ours.")
    ] = None,
    on: Annotated[
        Path | None, typer.Option("--on", help="Your own reports: no truth is needed.")
    ] = None,
    judgements: Annotated[
        Path | None, typer.Option("--judgements", help="With --on: a judgements.csv to learn from.")
    ] = None,
    cases: Annotated[
        list[Path] | None, typer.Option("--case", help="A marked case, or one with its truth.")
    ] = None,
    towns: Annotated[
        list[str] | None, typer.Option("--town", help="A simulated town, as SEED:REPORTS.")
    ] = None,
    start: Annotated[
        Path | None, typer.Option("--from", help="The model whose weights are moved.")
    ] = None,
) -> None:
    """Make a model file. Runs never train: they use the shipped file, or the one made here.

    From tables of records with their truth; from cases of reports with theirs (--case, --town); or
    from your own reports (--on), and then the pair that it would help most to judge is named.
    """
    if out.exists():
        raise UsageError("The model file is there already.", where=out.name, remedy="Name another.")
    if sum(map(bool, (tables, on, cases or towns))) != 1:
        raise UsageError(
            "Give tables, or cases and towns, or your own reports with --on: one of the three."
        )
    if tables:
        _from_tables(tables, out, truth, mapping)
    elif on is not None:
        _from_own(on, judgements, out, start, mapping)
    else:
        _from_cases(cases or [], towns or [], out, start)


def _from_tables(tables: list[Path], out: Path, truth: str, mapping: list[str] | None) -> None:
    read = [
        (read_table(table, pairs_of(mapping))[0], read_column(table, truth)) for table in tables
    ]
    write_model(make_model(read, policy=shipped(), version=out.stem), out)
    typer.echo(
        f"{sum(len(people) for _, people in read)} records read, {out.name} written.", err=True
    )


def _from_cases(cases: list[Path], towns: list[str], out: Path, start: Path | None) -> None:
    policy = shipped()
    labelled = [marked_case(case, policy) for case in sorted(cases, key=lambda c: c.name)]
    labelled += [simulated_case(*_town(town), policy) for town in sorted(towns)]
    text = train_mentions(
        labelled,
        policy=policy,
        version=out.stem,
        start=read_model(_text(start), where=_name(start)),
    )
    _write(text, out)
    typer.echo(f"{len(labelled)} cases read, {out.name} written.", err=True)


def _from_own(
    on: Path,
    judgements: Path | None,
    out: Path,
    start: Path | None,
    mapping: list[str] | None,
) -> None:
    if _is_table(on):
        _from_own_table(on, judgements, out, start, mapping)
        return
    policy = shipped()
    beside = on / "judgements.csv" if on.is_dir() else on
    file = judgements or (beside if beside.is_file() and beside.suffix == ".csv" else None)
    rows = read_judgements(file)[0] if file else ()
    model = read_model(_text(start), where=_name(start))
    case = found_case(on, policy)
    text, first = train_on(case, rows, model=model, policy=policy, version=out.stem)
    _write(text, out)
    typer.echo(f"{len(case.reports)} reports read, {out.name} written.", err=True)
    if first is not None:
        typer.echo("It would help most to judge this pair first:", err=True)
        typer.echo(f"tocsin judge {first[0]} {first[1]} same --reason ...")


def _is_table(on: Path) -> bool:
    """Whether this is one table of records, and no folder or file of reports."""
    if not on.is_file() or on.suffix.lower() not in {".csv", ".parquet", ".pq"}:
        return False
    return holds_names(on)


def _from_own_table(
    on: Path,
    judgements: Path | None,
    out: Path,
    start: Path | None,
    mapping: list[str] | None,
) -> None:
    records, _ = read_table(on, pairs_of(mapping))
    model = record_model()
    if start:
        model = read_model(_text(start), where=_name(start), specs=RECORD_SPECS)
    rows = read_judgements(judgements)[0] if judgements else ()
    text, first = train_on_table(records, rows, model=model, policy=shipped(), version=out.stem)
    write_model(text, out)
    typer.echo(f"{len(records)} records read, {out.name} written.", err=True)
    if first is not None:
        typer.echo("It would help most to judge these two records first:", err=True)
        typer.echo(f"{first[0]},{first[1]}")


def _town(told: str) -> tuple[int, int]:
    seed, _, reports = told.partition(":")
    if not (seed.isdecimal() and reports.isdecimal()):
        raise UsageError("A town is a seed and a number of reports.", remedy="Write 11:2000.")
    return int(seed), int(reports)


def _text(start: Path | None) -> str:
    if start is None:
        return model_text()
    if not start.is_file():
        raise UsageError("There is no such file.", where=str(start), remedy="Check the path.")
    return start.read_text("utf-8")


def _name(start: Path | None) -> str:
    return start.name if start else "the shipped model"


def _write(text: str, out: Path) -> None:
    read_model(text, where=out.name)
    out.write_text(text, "utf-8")
