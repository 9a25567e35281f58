"""`tocsin judge A B same|different|unsure`: a human's word on who is who, appended to a file."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tocsin.errors import NotFoundError, OutputError, UsageError
from tocsin.people.judgements import undone
from tocsin.records import Judged, Judgement
from tocsin.reports.inputs import read_judgements
from tocsin.values.subject_numbers import is_number

_HEADER = ("left", "right", "judgement", "by", "at", "reason")
_MENTION = re.compile(r".+:\d+-\d+:[a-z]+")


def judge(
    left: Annotated[str, typer.Argument(help="A mention_id or a person_id.")] = "",
    right: Annotated[str, typer.Argument(help="Another.")] = "",
    judgement: Annotated[Judged | None, typer.Argument(help="Your word on the two.")] = None,
    reason: Annotated[str, typer.Option("--reason", help="Why: it is kept with the word.")] = "",
    by: Annotated[str, typer.Option("--by", help="Who says so.")] = "",
    undo: Annotated[
        bool,
        typer.Option("--undo", help="Take the last word back: of all, or on the two named."),
    ] = False,
    file: Annotated[Path, typer.Option("--file", help="Where to append.")] = Path("judgements.csv"),
) -> None:
    """Say that two are the same, different, or that it cannot be told.

    The next run heeds it. Nothing is ever rewritten: `unsure` takes an earlier word back, and
    `--undo` gives the two back the word they had before the last one. A word on two numbers is
    about all that stands in the two.
    """
    for given in filter(None, (left, right)):
        if not is_number(given) and not _MENTION.fullmatch(given):
            raise UsageError(
                "This is neither a mention nor a person.",
                where=given[:40],
                remedy="Copy the id from `tocsin subject` or from mentions.parquet.",
            )
    if left and left == right:
        raise UsageError("The two are one id.", remedy="Name two.")
    row = _taken_back(file, left, right, judgement) if undo else None
    if row is None:
        if not (left and right and judgement):
            raise UsageError(
                "A judgement is about two.", remedy="Write: tocsin judge A B same --reason WHY."
            )
        if not reason.strip():
            raise UsageError("A judgement needs a reason.", remedy="Add --reason.")
        row = Judgement(left, right, judgement, reason=reason)
    at = datetime.now(UTC).isoformat(timespec="seconds")
    _append(file, (row.left, row.right, row.judgement.value, by, at, row.reason))
    word = f"Taken back; {row.left} and {row.right} are '{row.judgement}' again. " if undo else ""
    typer.echo(f"{word}Written to {file.name}; the next run heeds it.", err=True)


def _taken_back(file: Path, left: str, right: str, judgement: Judged | None) -> Judgement:
    """The row that takes the last word back.

    Raises:
        UsageError: a word is given too, or only one of two.
        NotFoundError: there is nothing to take back.
    """
    if judgement is not None or bool(left) != bool(right):
        raise UsageError(
            "--undo takes the last word back.", remedy="Name no word, and two ids or none."
        )
    rows = read_judgements(file)[0] if file.is_file() else ()
    row = undone(rows, (left, right) if left else None)
    if row is None:
        raise NotFoundError(
            "There is no judgement to take back.", where=file.name, remedy="Check --file."
        )
    return row


def _append(file: Path, row: tuple[str, ...]) -> None:
    try:
        fresh = not file.exists() or file.stat().st_size == 0
        with file.open("a", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if fresh:
                writer.writerow(_HEADER)
            writer.writerow(row)
    except OSError as error:
        raise OutputError("The file cannot be written.", where=file.name) from error
