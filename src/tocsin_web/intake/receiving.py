"""One report from a draft or a form into the store: whole, once, in a transaction of its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import F

from tocsin.records import Report as EngineReport
from tocsin_web.accounts.models import User
from tocsin_web.intake.engine import from_json
from tocsin_web.intake.models import Draft, DraftReport, Fingerprint, Pending
from tocsin_web.intake.queries import (
    free_reference,
    is_the_same,
    reference_in,
    twin_of,
    words_of,
)
from tocsin_web.policies.models import site
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import COMMON, Compartment, Report


def receive_anew(
    read: EngineReport, extra: Mapping[str, Any], *, compartment: Compartment, by: User
) -> Report:
    """A typed report, under a reference that is free.

    The same words sent again by the same person, about the same day, are the report they sent; of
    what others sent nothing is told.
    """
    mine: Report | None = Report.objects.filter(
        recorded_by=by,
        compartment=compartment,
        received=read.received.iso() if read.received else "",
        fingerprint__words=words_of(read.text),
    ).first()
    if mine is not None:
        return mine
    return _store(read, extra, compartment=compartment, by=by)


def receive_row(row: DraftReport, *, by: User | None, keep_both: bool = False) -> None:
    """One report of an approved draft, within the caller's transaction that holds the row."""
    read, draft = from_json(row.read), row.draft
    if not keep_both:
        twin, alike = twin_of(read, draft.compartment)
        if twin is not None:
            same = alike == "both" and is_the_same(read, twin)
            row.twin, row.alike = twin, alike
            row.state = DraftReport.State.LEFT_OUT if same else DraftReport.State.DUPLICATE
            row.read = {} if same else row.read
            row.save()
            return
    row.report = _store(_renamed(read, draft), row.extra, compartment=draft.compartment, by=by)
    row.state, row.read = DraftReport.State.RECEIVED, {}
    row.save()


def ask_for_all_anew(compartment: Compartment) -> None:
    """Have everything joined anew by the worker, and every row written."""
    Pending.objects.get_or_create(compartment=compartment)
    Pending.objects.filter(compartment=compartment).update(anew=True)
    ask_for_lists(compartment)


def ask_for_lists(compartment: Compartment) -> None:
    """Have a compartment's lists brought up to date; asked twice is done once.

    A sealed compartment's lists are made of the common reports too, so they follow.
    """
    from tocsin_web.intake.tasks import bring_up_to_date

    sealed = Compartment.objects.exclude(pk=COMMON).filter(reports__isnull=False).distinct()
    others = sealed if compartment.pk == COMMON else Compartment.objects.none()
    for asked in (compartment, *others):
        Pending.objects.get_or_create(compartment=asked)
        rows = Pending.objects.filter(compartment=asked)
        fresh = rows.filter(asked=F("done")).update(asked=F("asked") + 1)
        if fresh:
            bring_up_to_date.enqueue(str(asked.pk))
        else:
            rows.update(asked=F("asked") + 1)


def _store(
    read: EngineReport, extra: Mapping[str, Any], *, compartment: Compartment, by: User | None
) -> Report:
    named = replace(read, report_id=free_reference(read, compartment))
    report = receive(
        named,
        compartment=compartment,
        by=by,
        is_backlog=site().is_before_go_live(read.received.last if read.received else None),
        how_known=str(extra.get("how_known", "")),
        contact=str(extra.get("contact", "")),
    )
    Fingerprint.objects.create(report=report, words=words_of(read.text))
    return report


def _renamed(read: EngineReport, draft: Draft) -> EngineReport:
    """What a report cites within its own draft, under the references of the compartment."""
    if draft.compartment_id == COMMON or not (read.cites or read.quoted_in):
        return read
    own = set(draft.reports.values_list("reference", flat=True))

    def here(reference: str) -> str:
        return reference_in(draft.compartment, reference) if reference in own else reference

    return replace(read, cites=tuple(map(here, read.cites)), quoted_in=here(read.quoted_in))
