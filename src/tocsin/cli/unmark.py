"""`tocsin unmark CASE --out DIR`: a marked case as an input and a truth."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.evaluation.unmarking import unmark_case


def unmark(
    case: Annotated[Path, typer.Argument(help="Folder with a marked reports.jsonl.")],
    out: Annotated[Path, typer.Option("--out", help="New folder: input/ and truth/ go there.")],
    decisions: Annotated[
        bool, typer.Option("--decisions", help="Also write the decisions as confirmed ones.")
    ] = False,
) -> None:
    """Take marks and answers out of a case, so that a run can be measured on it."""
    truth = unmark_case(case, out, with_decisions=decisions)
    counts = f"{len(truth.reports)} reports, {len(truth.mentions)} mentions"
    Console(stderr=True).print(f"{counts}: input in {out / 'input'}, truth in {out / 'truth'}")
