"""A compartment as a case of the engine."""

from __future__ import annotations

from datetime import date

from tocsin.pipeline import Settings, run_case
from tocsin.records import Case, Judged, Judgement, Reading
from tocsin_web.decisions.engine import engine_decisions
from tocsin_web.decisions.models import Decision
from tocsin_web.people.models import Judgement as JudgementRow
from tocsin_web.reports.engine import engine_mended, engine_report
from tocsin_web.reports.models import COMMON, Compartment, Mending, Report


def case_of(compartment: Compartment, *, as_of: date) -> Case:
    """Join and count everything a compartment is made of: the common reports and its own.

    Raises:
        NothingReadError: there is no report in it.
    """
    worlds = {COMMON, compartment.pk}
    reports = Report.objects.filter(compartment__in=worlds).select_related("held_by", "provenance")
    read = Reading(reports=tuple(engine_report(row) for row in reports))
    return run_case(read, settings_of(compartment, as_of=as_of))


def settings_of(compartment: Compartment, *, as_of: date) -> Settings:
    """What the engine is told beside the reports: judgements, mended mentions and decisions."""
    worlds = {COMMON, compartment.pk}
    judged = JudgementRow.objects.filter(compartment__in=worlds)
    mended = Mending.objects.filter(report__compartment__in=worlds).select_related("report")
    decided = Decision.objects.filter(compartment__in=worlds).select_related(
        "owner__agency", "countersignature"
    )
    return Settings(
        as_of=as_of,
        judgements=tuple(
            Judgement(
                left=row.left,
                right=row.right,
                judgement=Judged(row.judgement),
                by=str(row.judged_by_id),
                at=row.judged_at.isoformat(),
                reason=row.reason,
            )
            for row in judged.order_by("judged_at", "id")
        ),
        mended=tuple(engine_mended(mended.order_by("mended_at", "id"))),
        decisions=tuple(engine_decisions(decided.order_by("decided_at", "id"))),
    )
