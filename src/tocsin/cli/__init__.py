"""The command line: arguments in, exit codes out; commands are found through entry points."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import typer

from tocsin import __version__
from tocsin.errors import TocsinError, UsageError


def build() -> typer.Typer:
    """The `tocsin` command with every command registered under `tocsin.commands`."""
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

    for point in sorted(entry_points(group="tocsin.commands"), key=lambda p: p.name):
        try:
            app.command(name=point.name)(point.load())
        except UsageError as error:  # an extra that is not installed says how to install it
            typer.echo(str(error), err=True)
    return app


def main() -> None:
    """Run the command line; a known error is one plain line, never a traceback."""
    try:
        build()(standalone_mode=True)
    except TocsinError as error:
        typer.echo(f"tocsin: {error}", err=True)
        sys.exit(error.exit_code)
