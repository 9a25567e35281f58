"""A report before its number is settled."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tocsin.records import Grade
from tocsin.values.dates import PartialDate


@dataclass(slots=True)
class Draft:
    """A report before its number is settled."""

    text: str
    source_file: str
    place: str
    reference: str = ""
    received: PartialDate | None = None
    received_known_by: str = ""
    occurred: PartialDate | None = None
    occurred_known_by: str = ""
    agency: str = ""
    agency_known_by: str = ""
    """How the agency is known where the account does not state it."""
    author: str = ""
    channel: str = ""
    grade: Grade | None = None
    handling: str = ""
    cites: tuple[str, ...] = ()
    is_forward: bool = False
    message_id: str = ""
    quoted_in: Draft | None = field(default=None, repr=False)
    content_hash: str = ""
    report_id: str = ""


def received_order(draft: Draft) -> tuple[date, str]:
    """The order of a reading: by last day of receipt, unknown last; then number."""
    return (draft.received.last if draft.received else date.max, draft.report_id)
