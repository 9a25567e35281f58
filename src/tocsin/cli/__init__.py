"""The command line: arguments in, exit codes out; commands are found through entry points."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from tocsin import __version__
from tocsin.errors import TocsinError, UsageError


def build(only: str = "") -> typer.Typer:
    """The `tocsin` command with every command registered under `tocsin.commands`.

    Where `only` names one of them the others are not loaded: a command starts in the time its
    own imports take, and a broken plug-in breaks nothing but itself.
    """
    app = typer.Typer(
        name="tocsin",
        help="Who keeps being mentioned, by how many voices, and what answer is recorded.",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
    )

    @app.callback(invoke_without_command=True)
    def top(
        version: bool = typer.Option(False, "--version", help="Print the version and leave."),
    ) -> None:
        if version:
            typer.echo(__version__)
            raise typer.Exit

    points = sorted(entry_points(group="tocsin.commands"), key=lambda p: p.name)
    for point in [p for p in points if p.name == only] or points:
        try:
            app.command(name=point.name)(point.load())
        except UsageError as error:  # an extra that is not installed says how to install it
            typer.echo(str(error), err=True)
    return app


def main() -> None:
    """Run the command line; a known error is one plain line, never a traceback."""
    try:
        build(only=sys.argv[1] if len(sys.argv) > 1 else "")()
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(error.exit_code)
