"""`tocsin letter [OUT] SUBJECT --to BODY --out FILE.docx`: a letter to the body that should act."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tocsin.cli.folders import opened
from tocsin.errors import UsageError
from tocsin.policies import shipped
from tocsin.publishing.letter import write_letter
from tocsin.publishing.letter_document import save_letter


def letter(
    words: Annotated[
        list[str],
        typer.Argument(metavar="[OUT] SUBJECT", help="Output folder (default ./out); T-ABCDEFG."),
    ],
    to: Annotated[str, typer.Option("--to", help="The body that should act.")],
    out: Annotated[
        Path | None, typer.Option("--out", help="The docx to write; default letter-T-ABCDEFG.docx.")
    ] = None,
    answer_by: Annotated[
        str, typer.Option("--answer-by", help="The day an answer is asked for, as 2026-03-09.")
    ] = "",
    name_subject: Annotated[
        bool,
        typer.Option("--name-subject", help="Write the name of a child or a person affected."),
    ] = False,
) -> None:
    """Write an editable letter: what was seen, by whom, what was done, and a date to answer by."""
    saved, (number,) = opened(words, "SUBJECT")
    found = write_letter(
        saved,
        number,
        to=to,
        policy=shipped(),
        answer_by=_day(answer_by) if answer_by else None,
        name_subject=name_subject,
    )
    path = out or Path(f"letter-{found.person_id}.docx")
    if path.suffix.lower() != ".docx":
        raise UsageError("A letter is a docx.", remedy="Write --out letter.docx")
    save_letter(found, path)
    typer.echo(f"{path}: read it, mend it, and only then send it.")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError("--answer-by is not a date.", remedy="Write it as 2026-03-09.") from None
