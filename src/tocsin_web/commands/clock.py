"""`tocsin clock`: open what is due, record what was not answered in time, tell those asked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console

from tocsin.errors import UsageError
from tocsin_web.commands.starting import start_django


def clock(
    now: Annotated[
        str,
        typer.Option(
            "--now",
            help="The moment to run it for, with a zone: 2026-11-24T09:00+00:00. Default: now.",
        ),
    ] = "",
) -> None:
    """Run the clocks once: from the worker or cron, as often as wished, on any machines at once."""
    moment = _moment(now)
    start_django()
    from tocsin_web.escalations.actions import run_clock

    ran = run_clock(moment)
    Console(stderr=True).print(
        f"{ran.opened} opened, {ran.crossed} sent on, {ran.sent} notices sent.", highlight=False
    )


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(
            f"'{text}' is not a moment.", remedy="Write 2026-11-24T09:00+00:00."
        ) from None
    if moment.tzinfo is None:
        raise UsageError("A moment needs a zone.", remedy="Write 2026-11-24T09:00+00:00.")
    return moment
