"""What may be done with reports."""

from __future__ import annotations

from django.db import transaction

from tocsin.records import Report as EngineReport
from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.reports.engine import rows_of
from tocsin_web.reports.fulltext import remember
from tocsin_web.reports.models import Compartment, Report


@transaction.atomic
def receive(
    read: EngineReport,
    *,
    compartment: Compartment,
    by: User | None,
    is_backlog: bool = False,
    how_known: str = "",
    contact: str = "",
) -> Report:
    """Take a report in: the row, who told it, their leaves and the audit, or nothing."""
    report, told = rows_of(read, compartment=compartment, by=by)
    report.is_backlog = is_backlog
    report.how_known, told.contact = how_known, contact
    append(report, "report")
    append(told, "provenance")
    remember(report)
    record(Event.COLLECTED, about=f"report:{report.pk}", by=by)
    return report
