"""Drafts made, approved, discarded; a report taken in; what waits decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from tocsin.records import Report as EngineReport
from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.intake import files
from tocsin_web.intake.engine import as_json, report_of_form
from tocsin_web.intake.models import Draft, DraftReport, Refusal, Rejoin
from tocsin_web.intake.receiving import (
    ask_for_all_anew,
    ask_for_lists,
    receive_anew,
    receive_row,
)
from tocsin_web.intake.tasks import read_draft, take_in
from tocsin_web.reports.models import COMMON, Compartment, Report

Chunks = Iterable[bytes]


def start_draft(
    *,
    kind: str,
    compartment: Compartment,
    sent: Iterable[tuple[str, Chunks]],
    agency: str,
    by: User,
) -> Draft:
    """Keep files (or a pasted mail as one) as a draft that the worker is to read.

    Raises:
        PermissionDenied: this person may not import, or not into this compartment.
        OSError: the disk is full; nothing stays.
    """
    require(by, Permission.IMPORT_REPORTS)
    require_inside(by, compartment)
    kept: list[files.Kept] = []
    try:
        kept = [files.keep(name, chunks) for name, chunks in sent]
        with transaction.atomic():
            draft = Draft.objects.create(
                kind=kind, compartment=compartment, agency=agency, made_by=by
            )
            files.note(draft, kept)
            record(Event.COLLECTED, about=f"draft:{draft.pk}", by=by, note="draft")
            read_draft.enqueue(str(draft.pk))
    except BaseException:
        files.forget(kept)
        raise
    return draft


@transaction.atomic
def start_form_draft(
    *, told: Mapping[str, str], extra: Mapping[str, str], compartment: Compartment, by: User
) -> Draft:
    """A report typed in by somebody who imports: shown before it is taken in."""
    require(by, Permission.IMPORT_REPORTS)
    require_inside(by, compartment)
    draft = Draft.objects.create(kind=Draft.Kind.FORM, compartment=compartment, made_by=by, of=1)
    _put(draft, report_of_form(told), extra)
    record(Event.COLLECTED, about=f"draft:{draft.pk}", by=by, note="draft")
    read_draft.enqueue(str(draft.pk))
    return draft


@transaction.atomic
def submit(
    *, told: Mapping[str, str], extra: Mapping[str, str], compartment: Compartment, by: User
) -> Report:
    """Take one typed report in at once; the same one sent twice by one person is one report."""
    require(by, Permission.SUBMIT_REPORTS)
    require_inside(by, compartment)
    report = receive_anew(report_of_form(told), extra, compartment=compartment, by=by)
    ask_for_lists(compartment)
    return report


@transaction.atomic
def approve(draft: Draft, *, by: User) -> None:
    """Have everything in a draft taken in; what looks like a stored report waits in its queue.

    Raises:
        PermissionDenied: not theirs to approve, or no longer to be approved.
    """
    _settle(draft, by=by, becomes=Draft.State.APPROVED, of={Draft.State.READY})
    record(Event.COLLECTED, about=f"draft:{draft.pk}", by=by, note="approved")
    take_in.enqueue(str(draft.pk))


def discard(draft: Draft, *, by: User) -> None:
    """Take nothing of a draft in; its files and words go."""
    with transaction.atomic():
        open_states = {Draft.State.READY, Draft.State.FAILED, Draft.State.WAITING}
        _settle(draft, by=by, becomes=Draft.State.DISCARDED, of=open_states)
        draft.reports.all().delete()
        Refusal.objects.filter(draft=draft).delete()
        record(Event.ERASED, about=f"draft:{draft.pk}", by=by, note="discarded")
    files.remove(draft)


@transaction.atomic
def decide_duplicate(row: DraftReport, *, is_same: bool, by: User) -> None:
    """Say of a report that looks like a stored one that it is the same, or that both stay.

    Raises:
        PermissionDenied: not theirs to say, or said already.
    """
    require(by, Permission.IMPORT_REPORTS)
    require_inside(by, row.draft.compartment)
    waiting = DraftReport.objects.select_for_update().filter(
        pk=row.pk, state=DraftReport.State.DUPLICATE
    )
    held = waiting.select_related("draft__compartment", "draft__made_by").first()
    if held is None:
        raise PermissionDenied("somebody decided already")
    held.decided_at, held.decided_by = timezone.now(), by
    if is_same:
        held.state, held.read = DraftReport.State.LEFT_OUT, {}
        held.save()
    else:
        receive_row(held, by=by, keep_both=True)
        ask_for_lists(held.draft.compartment)
    note = "the same as a stored one" if is_same else "kept beside the stored one"
    record(Event.COMBINED, about=f"draft:{row.draft_id}", by=by, note=note)


@transaction.atomic
def settle_rejoin(rejoin: Rejoin, *, is_taken: bool, by: User) -> None:
    """Take over what joining everything anew would change, or leave all as it stands.

    Raises:
        PermissionDenied: not theirs to say, or said already.
    """
    require(by, Permission.JUDGE_IDENTITIES)
    require_inside(by, rejoin.compartment)
    state = Rejoin.State.TAKEN if is_taken else Rejoin.State.DISMISSED
    proposed = Rejoin.objects.filter(pk=rejoin.pk, state=Rejoin.State.PROPOSED)
    if proposed.update(state=state, settled_at=timezone.now(), settled_by=by) != 1:
        raise PermissionDenied("somebody decided already")
    if is_taken:
        ask_for_all_anew(rejoin.compartment)
    note = "joined anew" if is_taken else "left as it stands"
    record(Event.COMBINED, about=f"rejoin:{rejoin.pk}", by=by, note=note)


def require_inside(user: User, compartment: Compartment) -> None:
    """Refuse whoever is not a member of a sealed compartment.

    Raises:
        PermissionDenied: they are not.
    """
    if compartment.pk == COMMON:
        return
    if not user.compartments.filter(pk=compartment.pk).exists():
        raise PermissionDenied("not a member")


def _settle(draft: Draft, *, by: User, becomes: str, of: set[Draft.State]) -> None:
    require(by, Permission.IMPORT_REPORTS)
    require_inside(by, draft.compartment)
    moved = Draft.objects.filter(pk=draft.pk, state__in=of).update(
        state=becomes, settled_by=by, settled_at=timezone.now(), done=0
    )
    if moved != 1:
        raise PermissionDenied("the draft is not open any more")
    draft.refresh_from_db()


def _put(draft: Draft, report: EngineReport, extra: Mapping[str, Any]) -> None:
    DraftReport.objects.create(
        draft=draft,
        place=0,
        reference=report.report_id,
        read=as_json(report),
        extra=dict(extra),
    )
