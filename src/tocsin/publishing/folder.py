"""An output folder: written beside and renamed, for its owner alone, never over others' files.

A run that is cut short leaves the old folder, or none; never half of a new one.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tocsin.errors import OutputError

FILES = (
    "index.html",
    "people.json",
    "people.csv",
    "reports.parquet",
    "mentions.parquet",
    "persons.parquet",
    "joins.parquet",
    "echoes.parquet",
    "sightings.parquet",
    "too_common.parquet",
    "stated_ties.parquet",
    "rejected.csv",
    "model.json",
    "run.json",
)
"""All that Tocsin writes into an output folder."""

PROGRAM = "tocsin"


def is_ours(folder: Path) -> bool:
    """Whether a folder is a Tocsin output: its run.json says so."""
    try:
        run = json.loads((folder / "run.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(run, dict) and run.get("program") == PROGRAM


def strangers(folder: Path) -> list[Path]:
    """What lies in a folder that Tocsin did not write."""
    return sorted(path for path in folder.iterdir() if path.name not in FILES)


def check_free(out: Path) -> None:
    """Refuse a place where writing would destroy something of the user's.

    Raises:
        OutputError: `out` is a file, or a folder that is neither empty nor Tocsin's own.
    """
    if not out.exists():
        return
    advice = "Give --out a new folder, or one that Tocsin wrote."
    if not out.is_dir():
        raise OutputError("This is a file, not a folder.", where=out.name, remedy=advice)
    if not any(out.iterdir()):
        return
    if not is_ours(out):
        raise OutputError(
            "This folder holds files that Tocsin did not write.", where=out.name, remedy=advice
        )
    if others := strangers(out):
        raise OutputError(
            f"This output folder also holds {len(others)} other file(s), which would be lost.",
            where=out.name,
            remedy="Move them elsewhere and run again.",
        )


@contextmanager
def replaced(out: Path) -> Iterator[Path]:
    """A new folder to write into, which takes the place of `out` once all is written.

    Raises:
        OutputError: see `check_free`; or the place cannot be written to.
    """
    out = out.resolve()
    check_free(out)
    fresh = out.parent / f".{out.name}.unfinished"
    before = out.parent / f".{out.name}.before"
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _recover(out, before)
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
    except OSError as error:
        raise _unwritable(out, error) from None
    try:
        yield fresh
        _close(fresh)
        if out.exists():
            out.rename(before)
        fresh.rename(out)
    except OSError as error:
        raise _unwritable(out, error) from None
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        _recover(out, before)


def _recover(out: Path, before: Path) -> None:
    """Put the old folder back if a run was cut short between its two renames; else remove it."""
    if before.exists():
        if out.exists():
            shutil.rmtree(before)
        else:
            before.rename(out)


def _close(folder: Path) -> None:
    """Let only the owner read what was written, and see it onto the disk before the rename."""
    for path in sorted(folder.iterdir()):
        path.chmod(0o600)
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    folder.chmod(0o700)


def _unwritable(out: Path, error: OSError) -> OutputError:
    reason = error.strerror or "it cannot be written"
    return OutputError(
        f"The output folder cannot be written: {reason}.",
        where=out.name,
        remedy="Choose another place with --out, or make room.",
    )
