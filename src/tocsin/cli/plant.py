"""`tocsin plant CASE --out COPY`: ten made-up stories in a copy of a case."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tocsin.synthetic.canaries import plant as plant_stories


def plant(
    case: Annotated[Path, typer.Argument(help="Folder with the reports of a case.")],
    out: Annotated[Path, typer.Option("--out", help="New folder: the copy goes to its input/.")],
    seed: Annotated[int, typer.Option("--seed", help="Same seed, same stories.")] = 1,
) -> None:
    """Copy a case and plant ten made-up stories in the copy: does a run find them?

    A nickname, a misread plate, father and son, an echo chain, a correction, strangers with one
    name, two spellings, a street name, a bystander and a first name alone.
    """
    planted = plant_stories(case, out, seed=seed)
    console = Console(stderr=True, soft_wrap=True)
    console.print(f"{planted} made-up reports stand in a copy of the case, {out / 'input'}.")
    console.print(f"Next: tocsin run {out / 'input'} --out OUT")
    console.print(f"      tocsin check OUT --planted {out}")
