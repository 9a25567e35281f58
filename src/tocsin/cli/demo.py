"""`tocsin demo DIR`: the bundled fictional case, to try everything on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.evaluation.marked import unmark
from tocsin.evaluation.unmarking import truth_of_rows, write_truth
from tocsin.synthetic.demo import cast, reports
from tocsin.synthetic.demo.rendering import write_demo


def demo(
    folder: Annotated[Path, typer.Argument(help="New folder for the files of the case.")],
    truth: Annotated[
        Path | None, typer.Option("--truth", help="Also write what is really so, elsewhere.")
    ] = None,
) -> None:
    """Write the bundled case: what many agencies of an invented town wrote down in twelve years."""
    count = write_demo(folder)
    if truth is not None:
        marked = [unmark(report.row()) for report in reports()]
        whole = truth_of_rows(marked, cast(), {})
        write_truth(whole, truth / "truth", reports=whole.reports.values())
    told = Console(stderr=True)
    told.print(f"{count} made-up reports of the invented town of Culverport are in {folder}.")
    told.print(f"Next: tocsin run {folder} --out demo-out")
