"""What may be done with a report's words beyond reading them: put right, grade, hand on, call back.

An action each: allowed, in one transaction with its leaf and its audit row.
"""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from tocsin.errors import UsageError
from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.reports.models import (
    Disclosure,
    IdentityOpening,
    ItemGrade,
    Mending,
    Provenance,
    Recall,
    Report,
    Sanitised,
    SecondReading,
)
from tocsin_web.reports.rejoining import ask_for_joining


@transaction.atomic
def mend(
    report: Report,
    *,
    start: int,
    end: int,
    kind: str,
    role: str = "",
    concern: str = "",
    subject: str = "",
    by: User,
) -> Mending:
    """Put a mention right, add one, or (without a kind) take it away; for ever.

    Raises:
        UsageError: the span does not stand in the text.
    """
    require(by, Permission.MEND_MENTIONS)
    if not 0 <= start < end <= len(report.text):
        raise UsageError("These words do not stand in the report.", remedy="Copy them from it.")
    mended = Mending(
        report=report,
        start=start,
        end=end,
        kind=kind,
        role=role if kind else "",
        concern=concern if kind else "",
        subject=subject if kind else "",
        mended_by=by,
    )
    append(mended, "mention mended")
    record(Event.ALTERED, about=f"report:{report.pk}", by=by, note="mended a mention")
    ask_for_joining(report.compartment)
    return mended


@transaction.atomic
def grade_item(
    report: Report,
    *,
    start: int,
    end: int,
    source: str,
    information: str,
    handling: str,
    by: User,
) -> ItemGrade:
    """Grade one item of a report apart from the rest.

    Raises:
        UsageError: the item does not stand in the text.
    """
    require(by, Permission.MEND_MENTIONS)
    if not 0 <= start < end <= len(report.text):
        raise UsageError("These words do not stand in the report.", remedy="Copy them from it.")
    graded = ItemGrade(
        report=report,
        start=start,
        end=end,
        source=source,
        information=information,
        handling=handling,
        graded_by=by,
    )
    append(graded, "item graded")
    record(Event.ALTERED, about=f"report:{report.pk}", by=by, note="graded an item")
    return graded


@transaction.atomic
def sanitise(report: Report, *, text: str, known_to: int, by: User) -> Sanitised:
    """Write a text of a report that may go out once a second person has read it."""
    require(by, Permission.SHARE_REPORTS)
    written = Sanitised(report=report, text=text, known_to=known_to, written_by=by)
    append(written, "sanitised text")
    record(Event.ALTERED, about=f"report:{report.pk}", by=by, note="wrote a text to share")
    return written


@transaction.atomic
def read_second(sanitised: Sanitised, *, agrees: bool, note: str, by: User) -> SecondReading:
    """Say, as another person than the writer, whether this text may go out.

    Raises:
        PermissionDenied: the writer cannot be the second reader.
        UsageError: somebody has read it already.
    """
    require(by, Permission.SHARE_REPORTS)
    if sanitised.written_by_id == by.pk:
        raise PermissionDenied("The second reader must be another person.")
    if SecondReading.objects.filter(sanitised=sanitised).exists():
        raise UsageError("Somebody has read this text already.", remedy="Write a new one.")
    reading = SecondReading(sanitised=sanitised, agrees=agrees, note=note, read_by=by)
    append(reading, "second reading")
    about = f"report:{sanitised.report_id}"
    record(Event.ALTERED, about=about, by=by, note="agreed" if agrees else "did not agree")
    return reading


@transaction.atomic
def disclose(
    sanitised: Sanitised, *, to_whom: str, body: str, purpose: str, by: User
) -> Disclosure:
    """Give a sanitised text out, and keep who received it.

    Raises:
        UsageError: no second person has agreed to this text.
    """
    require(by, Permission.SHARE_REPORTS)
    if not SecondReading.objects.filter(sanitised=sanitised, agrees=True).exists():
        raise UsageError(
            "No second person has agreed to this text.", remedy="Ask a colleague to read it."
        )
    given = Disclosure(
        sanitised=sanitised, to_whom=to_whom, body=body, purpose=purpose, disclosed_by=by
    )
    append(given, "disclosure")
    record(Event.DISCLOSED, about=f"report:{sanitised.report_id}", by=by, purpose=purpose)
    return given


@transaction.atomic
def recall(report: Report, *, reason: str, by: User) -> list[Disclosure]:
    """Call back everything given out of a report: who must be told is what comes back."""
    require(by, Permission.SHARE_REPORTS)
    out = list(Disclosure.objects.filter(sanitised__report=report, recall=None))
    for given in out:
        append(Recall(disclosure=given, reason=reason, recalled_by=by), "recall")
    if out:
        note = f"called back from {len(out)}"
        record(Event.ALTERED, about=f"report:{report.pk}", by=by, purpose=reason, note=note)
    return out


@transaction.atomic
def open_identity(report: Report, *, purpose: str, by: User) -> tuple[Provenance, datetime]:
    """Who told it, opened once for a stated purpose: a leaf and an audit row each time."""
    require(by, Permission.SEE_SEALED_IDENTITY)
    opened = IdentityOpening(report=report, purpose=purpose, opened_by=by)
    append(opened, "read of a sealed identity")
    note = "opened who told it"
    record(Event.READ, about=f"report:{report.pk}", by=by, purpose=purpose, note=note)
    return report.provenance, opened.opened_at
