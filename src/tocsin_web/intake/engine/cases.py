"""A compartment as a case of the engine; LiveCase comes in here and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from tocsin.pipeline import Settings, run_case
from tocsin.records import Case, Judged, Judgement, Reading
from tocsin.records import Report as EngineReport
from tocsin_web.decisions.engine import engine_decisions
from tocsin_web.decisions.models import Decision
from tocsin_web.people.judging import kept_out_and_allowed
from tocsin_web.people.models import Judgement as JudgementRow
from tocsin_web.people.models import Placement
from tocsin_web.policies.engine import policy_on
from tocsin_web.reports.engine import engine_mended, engine_report
from tocsin_web.reports.models import COMMON, Compartment, Mending, Report


def case_of(
    compartment: Compartment, *, as_of: date, further: tuple[EngineReport, ...] = ()
) -> Case:
    """Join and count everything a compartment is made of: the common reports and its own.

    Numbers that subjects were given stay theirs, however often it is joined anew. `further` are
    reports that are not stored (yet): how the case would look with them.

    Raises:
        NothingReadError: there is no report in it.
    """
    stored = tuple(reports_of(compartment))
    return run_case(Reading(reports=(*stored, *further)), settings_of(compartment, as_of=as_of))


def settings_of(compartment: Compartment, *, as_of: date) -> Settings:
    """What the engine is told beside the reports: judgements, mendings, decisions, numbers."""
    worlds = {COMMON, compartment.pk}
    judged = JudgementRow.objects.filter(compartment__in=worlds)
    mended = Mending.objects.filter(report__compartment__in=worlds).select_related("report")
    decided = Decision.objects.filter(compartment__in=worlds).select_related(
        "owner__agency", "countersignature"
    )
    kept_out, let_in = kept_out_and_allowed(compartment)
    return Settings(
        as_of=as_of,
        policy=policy_on(datetime.combine(as_of, time.max, tzinfo=UTC)).with_words(
            "people", {"set_apart": kept_out, "never_set_apart": let_in}
        ),
        numbers=numbers_of(compartment),
        judgements=tuple(engine_judgement(row) for row in judged.order_by("judged_at", "id")),
        mended=tuple(engine_mended(mended.order_by("mended_at", "id"))),
        decisions=tuple(engine_decisions(decided.order_by("decided_at", "id"))),
    )


def reports_of(compartment: Compartment) -> Iterator[EngineReport]:
    """Every report a compartment is made of; of one disposed of no word is left."""
    worlds = {COMMON, compartment.pk}
    rows = Report.objects.filter(compartment__in=worlds).exclude(text="")
    rows = rows.select_related("held_by", "provenance")
    return map(engine_report, rows.iterator(2000))


def engine_judgement(row: JudgementRow) -> Judgement:
    """A human's word as the engine takes it."""
    return Judgement(
        left=row.left,
        right=row.right,
        judgement=Judged(row.judgement),
        by=str(row.judged_by_id),
        at=row.judged_at.isoformat(),
        reason=row.reason,
    )


def numbers_of(compartment: Compartment) -> dict[str, str]:
    """mention_id → the public number it stands under; a new world takes over the common ones."""
    rows = Placement.objects.filter(compartment__in={COMMON, compartment.pk}).exclude(subject="")
    common = rows.filter(compartment=COMMON).values_list("mention_id", "subject")
    own = rows.filter(compartment=compartment).values_list("mention_id", "subject")
    return dict(common.iterator(5000)) | dict(own.iterator(5000))
