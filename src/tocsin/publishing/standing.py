"""Which of a subject's entries speaks for it."""

from __future__ import annotations

from collections.abc import Sequence

from tocsin.publishing.entries import Row
from tocsin.records import ListName


def main_row(rows: Sequence[Row]) -> Row:
    """The entry whose figures stand for a subject on several lists.

    Above a line before below it, then where it has most voices; `read_now` only where it stands
    on no other list.
    """
    return min(rows, key=_weight)


def weightiest_first(rows: Sequence[Row]) -> list[Row]:
    """All entries of a subject: `read_now`, then what speaks for it, then the others."""
    return sorted(rows, key=lambda row: (row["list"] != ListName.READ_NOW, *_weight(row)))


def _weight(row: Row) -> tuple[bool, bool, int]:
    return (row["list"] == ListName.READ_NOW, row["below_the_line"], -(row["voices"] or 0))
