"""`tocsin worker`: read drafts, take reports in, keep lists up to date."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from tocsin_web.commands.starting import start_django


def worker(
    once: Annotated[
        bool, typer.Option("--once", help="Do what waits, then end: for a scheduled task.")
    ] = False,
) -> None:
    """Do the casework store's background work; `tocsin serve` starts one by itself."""
    os.umask(0o077)  # what is made here is for its owner alone, the database too
    start_django()
    from tocsin_web.intake.running import run_worker

    run_worker(once=once)
