"""The one way a row comes into the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tocsin_web.audit.models import Entry, Event

if TYPE_CHECKING:
    from tocsin_web.accounts.models import User


def record(
    event: Event, *, about: str, by: User | None, purpose: str = "", note: str = ""
) -> Entry:
    """Note that `by` did or read something.

    Call it within the transaction of the act, so that there is no act without its row; a refused
    read is recorded on its own.
    """
    return Entry.objects.create(
        event=event, about=about, by=by, purpose=purpose[:200], note=note[:300]
    )
