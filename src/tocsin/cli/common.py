"""`tocsin common [OUT]`: values too common to join on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.folders import DEFAULT, console
from tocsin.publishing.common import show_common
from tocsin.publishing.saved import open_output


def common(
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT]", help="Output folder (default ./out).")
    ] = None,
    most: Annotated[int, typer.Option("--most", help="Values shown of each kind.")] = 20,
    show_sources: Annotated[
        bool, typer.Option("--show-sources", help="Names of children and sources in full.")
    ] = False,
) -> None:
    """List what was kept out of joining: things set apart, with the reason, and names that too
    many share to be looked for by, with their counts.

    `keep_out` and `allow` in tocsin.yaml change it: the next run heeds them.
    """
    show_common(open_output(out or DEFAULT), console(), most=most, show_sources=show_sources)
