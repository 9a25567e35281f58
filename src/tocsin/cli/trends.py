"""`tocsin trends [OUT]`: what changes over time in the reports of an output folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.folders import DEFAULT, console
from tocsin.policies import shipped
from tocsin.publishing.saved import open_output
from tocsin.publishing.trends import show_trends, trends_in, trends_row, write_drawings


def trends(
    out: Annotated[Path, typer.Argument(metavar="[OUT]", help="Output folder.")] = DEFAULT,
    as_json: Annotated[bool, typer.Option("--json", help="All of it as JSON.")] = False,
    charts: Annotated[
        Path | None, typer.Option("--charts", metavar="DIR", help="Write the drawings as SVG.")
    ] = None,
) -> None:
    """Show weeks out of line, what is new, what stopped, and who is named again and again."""
    saved = open_output(out)
    found = trends_in(saved, shipped())
    if charts is not None:
        number = write_drawings(found, charts)
        typer.echo(f"{number} drawings written to {charts.name}", err=True)
    if as_json:
        typer.echo(json.dumps(trends_row(found), ensure_ascii=False))
    else:
        show_trends(saved, found, console())
