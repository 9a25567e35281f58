"""`--map theirs=ours`: the user's names of columns to ours."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.errors import UsageError


def pairs_of(mapping: Sequence[str] | None) -> dict[str, str]:
    """Take `theirs=ours` apart.

    Raises:
        UsageError: there is no '=' or nothing on one side of it.
    """
    pairs = [pair.rpartition("=") for pair in mapping or []]
    for theirs, equals, ours in pairs:
        if not (theirs.strip() and equals and ours.strip()):
            raise UsageError(
                f"--map {theirs}{equals}{ours} cannot be read.",
                remedy="Write the file's column, '=', and ours: --map 'Date in=received'.",
            )
    return {theirs.strip(): ours.strip() for theirs, _, ours in pairs}
