"""The words "that is not me": who says so, why, and how it was answered; shown everywhere."""

from __future__ import annotations

from django.db import transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.people.models import Dispute, DisputeAnswer, Subject
from tocsin_web.people.queries import former_numbers, led_to
from tocsin_web.reports.models import Compartment

OUTCOMES = {
    "upheld": "It was put right",
    "partly": "It was put right in part",
    "not_upheld": "It stands, and the dispute stands beside it",
}


def disputes_of(compartment: Compartment, number: str) -> list[Dispute]:
    """All that were ever said of a subject, under whatever number it had."""
    numbers = [number, *former_numbers(compartment, number)]
    rows = Dispute.objects.filter(compartment=compartment, number__in=numbers)
    return list(rows.select_related("recorded_by", "report").prefetch_related("answers"))


def marks(compartment: Compartment) -> dict[str, str]:
    """Today's number of everybody disputed, with the mark: few, whatever the size of a case."""
    found: dict[str, bool] = {}
    for said in Dispute.objects.filter(compartment=compartment).prefetch_related("answers"):
        number = led_to(compartment, said.number)
        found[number] = found.get(number, True) and bool(said.answers.all())
    return {n: "Was disputed" if settled else "Disputed" for n, settled in found.items()}


@transaction.atomic
def dispute(subject: Subject, *, said_by: str, reason: str, by: User) -> Dispute:
    """Record that somebody says: that is not me, or that is not so."""
    require(by, Permission.READ_SUBJECTS)
    said = Dispute(
        compartment=subject.compartment,
        number=subject.number,
        said_by=said_by,
        reason=reason,
        recorded_by=by,
    )
    append(said, "dispute")
    record(Event.ALTERED, about=f"subject:{subject.number}", by=by, note="dispute recorded")
    return said


@transaction.atomic
def answer(said: Dispute, *, outcome: str, words: str, by: User) -> DisputeAnswer:
    """Record how a dispute was answered; the mark stays, with the answer beside it."""
    require(by, Permission.JUDGE_IDENTITIES)
    given = DisputeAnswer(dispute=said, outcome=outcome, answer=words, answered_by=by)
    append(given, "dispute answered")
    record(Event.ALTERED, about=f"subject:{said.number}", by=by, note="dispute answered")
    return given
