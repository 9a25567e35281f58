"""Lawful disposal of a report: its words go from every table, its leaves stay and tell nothing."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from tocsin_web.accounts.models import User
from tocsin_web.intake.models import DraftReport, Fingerprint
from tocsin_web.ledger.disposal import backups_with, dispose
from tocsin_web.ledger.models import AppendOnly, Backup, Leaf
from tocsin_web.people.models import Join, Placement
from tocsin_web.reports.fulltext import forget
from tocsin_web.reports.models import Extraction, Mending, Report
from tocsin_web.reports.rejoining import ask_for_joining


@transaction.atomic
def dispose_report(report: Report, *, reason: str, by: User) -> list[Backup]:
    """Dispose of a report and of everything read off it or written about its words.

    Decisions that rest on it stay, with their reasons: they are records of their own. Lists are
    joined anew without it.

    Returns:
        Copies of the store that still hold it, and must go too.
    """
    backups = list(backups_with(report))
    mentions = list(Placement.objects.filter(report=report).values_list("mention_id", flat=True))
    for row in list(_told(report)):
        dispose(row, reason=reason, by=by)
    forget(report.pk)
    for start in range(0, len(mentions), 500):
        part = mentions[start : start + 500]
        Join.objects.filter(left__in=part).delete()
        Join.objects.filter(right__in=part).delete()
    Placement.objects.filter(report=report).delete()
    Extraction.objects.filter(report=report).delete()
    Fingerprint.objects.filter(report=report).delete()
    DraftReport.objects.filter(report=report).update(read={}, extra={}, reference="")
    ask_for_joining(report.compartment)
    return backups


def _told(report: Report) -> Iterator[AppendOnly]:
    """The report and every append-only row that holds words of it."""
    yield report
    if hasattr(report, "provenance"):
        yield report.provenance
    for rows in (
        Mending.objects.filter(report=report),
        report.item_grades.all(),
        report.sanitised.all(),
    ):
        yield from (row for row in rows if _has_leaf(row))


def _has_leaf(row: AppendOnly) -> bool:
    return Leaf.objects.filter(record=f"{row._meta.label}:{row.pk}").exists()
