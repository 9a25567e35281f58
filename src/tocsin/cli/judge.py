"""`tocsin judge A B same|different|unsure`: a human's word on who is who, appended to a file."""

from __future__ import annotations

import csv
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from tocsin.errors import OutputError, UsageError
from tocsin.people.numbers import is_number
from tocsin.records import Judged

_HEADER = ("left", "right", "judgement", "by", "at", "reason")
_MENTION = re.compile(r".+:\d+-\d+:[a-z]+")


def judge(
    left: Annotated[str, typer.Argument(help="A mention_id or a person_id.")],
    right: Annotated[str, typer.Argument(help="Another.")],
    judgement: Annotated[Judged, typer.Argument(help="Your word on the two.")],
    reason: Annotated[str, typer.Option("--reason", help="Why: it is kept with the word.")],
    by: Annotated[str, typer.Option("--by", help="Who says so.")] = "",
    file: Annotated[Path, typer.Option("--file", help="Where to append.")] = Path("judgements.csv"),
) -> None:
    """Say that two are the same, different, or that it cannot be told.

    The next run heeds it. Nothing is ever rewritten: `unsure` takes an earlier word back.
    """
    for given in (left, right):
        if not is_number(given) and not _MENTION.fullmatch(given):
            raise UsageError(
                "This is neither a mention nor a person.",
                where=given[:40],
                remedy="Copy the id from `tocsin subject` or from mentions.parquet.",
            )
    if left == right:
        raise UsageError("The two are one id.", remedy="Name two.")
    if not reason.strip():
        raise UsageError("A judgement needs a reason.", remedy="Add --reason.")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    try:
        fresh = not file.exists() or file.stat().st_size == 0
        with file.open("a", encoding="utf-8", newline="") as out:
            writer = csv.writer(out, lineterminator="\n")
            if fresh:
                writer.writerow(_HEADER)
            writer.writerow((left, right, judgement.value, by, at, reason))
    except OSError as error:
        raise OutputError("The file cannot be written.", where=file.name) from error
    typer.echo(f"Written to {file.name}; the next run heeds it.", err=True)
