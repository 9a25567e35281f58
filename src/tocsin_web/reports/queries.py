"""The one door to a report."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404

from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.reports.models import COMMON, Compartment, Report, Seal, Wall


def report_for(user: User, report_id: UUID, *, purpose: str = "") -> Report:
    """A report, for somebody who may open it; the reading is audited.

    Raises:
        Http404: there is none, or none for them: sealed and absent look alike.
    """
    found: Report | None = (
        Report.objects.visible_to(user)
        .select_related("held_by", "compartment", "recorded_by")
        .filter(id=report_id)
        .first()
    )
    event = Event.READ if found else Event.READ_REFUSED
    record(event, about=f"report:{report_id}", by=user, purpose=purpose)
    if found is None:
        if Wall.objects.filter(report=report_id, user=user).exists():
            record(Event.WALLED, about=f"report:{report_id}", by=user)
        raise Http404
    return found


def common() -> Compartment:
    """The compartment of everybody's lists; made on first use."""
    found, _made = Compartment.objects.get_or_create(
        id=COMMON, defaults={"name": "Common case", "seal": Seal.COMMON}
    )
    return found


def compartment_for(user: User, compartment_id: UUID | None = None) -> Compartment:
    """The common case, or a sealed one this person is a member of.

    Raises:
        Http404: there is none, or none for them.
    """
    if compartment_id in (None, COMMON):
        return common()
    found = user.compartments.filter(id=compartment_id).first()
    if found is None:
        raise Http404
    return found
