"""Renders docs/reference/commands.md from the commands themselves, so that it cannot go stale."""

from __future__ import annotations

import sys
from pathlib import Path

import typer
from typer.core import TyperArgument, TyperCommand, TyperGroup

from tocsin.cli import build


def render() -> str:
    """One section a command: what it does, its arguments and its options."""
    top = typer.main.get_command(build())
    assert isinstance(top, TyperGroup)
    parts = [
        "# Commands",
        "",
        "Rendered from the commands themselves by `make spec`; a test fails when it is stale.",
        "",
        "Exit codes: 0 done; 1 nothing could be read; 2 the call is wrong; 3 done, but some input"
        " was rejected (listed in `rejected.csv`).",
    ]
    for name in sorted(top.commands):
        parts += ["", f"## `tocsin {name}`", "", *_about(top.commands[name])]
    return "\n".join(parts) + "\n"


def _about(command: object) -> list[str]:
    assert isinstance(command, TyperCommand)
    words = " ".join((command.help or "").split())
    rows = ["| | |", "|---|---|"]
    for parameter in command.params:
        if parameter.name == "help":
            continue
        if isinstance(parameter, TyperArgument):
            label = parameter.metavar or (parameter.name or "").upper()
        else:
            label = ", ".join(parameter.opts)
        about = " ".join((getattr(parameter, "help", "") or "").split())
        rows.append(f"| `{label}` | {about} |")
    return [words, "", *rows] if len(rows) > 2 else [words]


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), "utf-8")
