"""What became of what somebody told us, as far as its handling allows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import walled_numbers
from tocsin_web.escalations.engine import Standing, standings
from tocsin_web.people.models import Placement
from tocsin_web.reports.models import COMMON, Report
from tocsin_web.reports.queries import common


@dataclass(frozen=True, slots=True)
class Became:
    """One report of one's own, and what happened since."""

    report: Report
    is_read: bool
    """The worker has read it and joined what it names."""
    questions: tuple[Standing, ...]
    """Questions that rest on it, among other reports or alone."""

    @property
    def open_questions(self) -> tuple[Standing, ...]:
        """Those no decision has settled."""
        return tuple(s for s in self.questions if s.is_open)

    @property
    def settled_questions(self) -> tuple[Standing, ...]:
        """Those a decision has settled."""
        return tuple(s for s in self.questions if not s.is_open)


def own_reports(user: User) -> QuerySet[Report]:
    """What this person sent in, latest first; nothing of anybody else's."""
    found: QuerySet[Report] = Report.objects.visible_to(user).filter(
        recorded_by=user, compartment=COMMON
    )
    return found.order_by("-recorded_at", "reference")


def became_of(reports: Sequence[Report], user: User, now: datetime) -> Iterator[Became]:
    """The same reports with what happened since, in their order, in a fixed number of queries."""
    read = set(
        Placement.objects.filter(report__in=reports).values_list("report_id", flat=True).distinct()
    )
    references = {r.reference for r in reports}
    resting: dict[str, list[UUID]] = {}
    rows = Attention.objects.filter(compartment=COMMON).exclude(
        number__in=sorted(walled_numbers(user, common()))
    )
    for pk, basis in rows.values_list("pk", "basis").iterator(2000):
        for reference in references.intersection(basis):
            resting.setdefault(reference, []).append(pk)
    wanted = {pk for pks in resting.values() for pk in pks}
    found = {s.attention.pk: s for s in standings(Attention.objects.filter(pk__in=wanted), now)}
    for report in reports:
        questions = [found[pk] for pk in resting.get(report.reference, ())]
        questions.sort(key=lambda s: s.attention.opened_at)
        yield Became(report, report.pk in read, tuple(questions))
