"""`tocsin simulate`: a made-up town with its truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.cli.progress import Bars
from tocsin.synthetic.simulating import World
from tocsin.synthetic.simulating import simulate as write_world


def simulate(
    out: Annotated[Path, typer.Option("--out", help="New folder: input/ and truth/ go there.")],
    reports: Annotated[int, typer.Option("--reports", help="How many.")] = 1000,
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same town.")] = 1,
    years: Annotated[int, typer.Option("--years", help="How long it goes on.")] = 12,
    agencies: Annotated[int, typer.Option("--agencies", help="How many write reports.")] = 10,
    everyday: Annotated[
        float, typer.Option("--everyday", help="Share of reports about other things.")
    ] = 0.5,
    namesakes: Annotated[
        float, typer.Option("--namesakes", help="Share of people with a stranger's full name.")
    ] = 0.0,
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Also write the decisions as confirmed ones.")
    ] = False,
) -> None:
    """Write the reports of a made-up town, and the truth about them, at any size."""
    world = World(seed, reports, years, agencies, everyday, namesakes, decisions)
    with Bars() as progress:
        write_world(world, out, progress)
    Console(stderr=True).print(f"{reports} reports: input in {out / 'input'}, truth beside it")
