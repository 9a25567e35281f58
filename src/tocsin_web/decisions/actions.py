"""Answers are given, countersigned, confirmed and refused: each act at once with all it needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import is_recused, row_of_today
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.decisions.engine import questioned, settles
from tocsin_web.decisions.models import (
    Countersignature,
    Decision,
    NoSupportReason,
    OptionConsidered,
    Settlement,
    SupportDecision,
    WordingKept,
)
from tocsin_web.decisions.queries import (
    Child,
    can_know_of,
    is_second_person_available,
    known_children,
    may_be_contacted,
    may_sign,
    open_attentions,
    preference_of,
    reports_naming,
    subject_for,
)
from tocsin_web.ledger.chain import append
from tocsin_web.reports.models import Compartment

NFA = "no_further_action"


@dataclass(frozen=True)
class ForChild:
    """What is decided for a child beside a decision about an adult: support, or why none."""

    support: str = ""
    owner: User | None = None
    due_on: date | None = None
    no_support: str = ""


@dataclass(frozen=True)
class Answer:
    """A decision as somebody wrote it."""

    kind: str
    reason: str
    owner: User
    due_on: date | None = None
    concern: str = ""
    option: str = ""
    contacts_them: bool = False
    """It means contacting somebody who was a child then."""
    for_children: Mapping[str, ForChild] = field(default_factory=dict)
    """Child's number → what is decided for them."""
    read_from: str = ""
    taken_on: date | None = None
    """Where it was taken before today: the day that the report tells of."""


@transaction.atomic
def decide(
    *,
    compartment: Compartment,
    number: str,
    answer: Answer,
    by: User,
    attention: Attention | None = None,
) -> Decision:
    """Record an answer with everything that belongs to it, and settle what it answers.

    Raises:
        PermissionDenied: roles do not allow it, or the question complains of this person.
        ValidationError: something without which it cannot be saved is missing.
    """
    require(by, Permission.DECIDE)
    if attention is not None and is_recused(by, attention):
        raise PermissionDenied("the question complains of this person")
    subject = subject_for(by, compartment, number)
    children = [] if answer.read_from else children_asked_about(by, compartment, subject.number)
    if wrong := what_is_missing(answer, compartment, subject.number, children):
        raise ValidationError(wrong)
    decision = _save(answer, compartment, subject.number, attention, by)
    for child in children:
        _help(child, decision, answer.for_children.get(child.number), by)
    if answer.option:
        consider(
            compartment=compartment,
            number=subject.number,
            option=answer.option,
            outcome=OptionConsidered.CHOSEN,
            reason=answer.reason,
            by=by,
            attention=attention,
            decision=decision,
        )
    return decision


def children_asked_about(by: User, compartment: Compartment, number: str) -> list[Child]:
    """The known children beside an adult; a decision about a child, place or thing asks none."""
    subject = subject_for(by, compartment, number)
    if subject.kind != "person" or subject.is_child:
        return []
    return known_children(by, compartment, number)


def what_is_missing(
    answer: Answer, compartment: Compartment, number: str, children: Sequence[Child]
) -> dict[str, str]:
    """Field → why an answer cannot be saved as it is; nothing where it can.

    A decision that was taken before and is only confirmed here asks for no support: what is still
    owed to a child is asked by the child's own question.
    """
    wrong: dict[str, str] = {}
    if not answer.reason.strip():
        wrong["reason"] = "Give the reason. A decision without one cannot be saved."
    if not can_know_of(answer.owner, compartment, number) or not answer.owner.may(
        Permission.DECIDE
    ):
        wrong["owner"] = "Choose an owner who may decide about this subject."
    if answer.contacts_them and not may_be_contacted(preference_of(compartment, number)):
        wrong["contacts_them"] = (
            "No cold contact: first record how they wish to be reached, asked through somebody"
            " they already know."
        )
    for child in children:
        given = answer.for_children.get(child.number, ForChild())
        if not child.is_settled and not (given.support.strip() or given.no_support.strip()):
            wrong[f"child_{child.number}"] = (
                f"Decide support for the child {child.number}, or say why there is none."
            )
    return wrong


def _save(
    answer: Answer, compartment: Compartment, number: str, attention: Attention | None, by: User
) -> Decision:
    basis = [r.reference for r in reports_naming(by, compartment, number)]
    today = timezone.localdate()
    decision = Decision(
        compartment=compartment,
        attention=attention,
        number=number,
        kind=answer.kind,
        concern=answer.concern,
        option=answer.option,
        reason=answer.reason.strip(),
        owner=answer.owner,
        due_on=answer.due_on,
        basis=[] if answer.taken_on else basis,
        read_from=answer.read_from,
        taken_on=answer.taken_on or today,
        needs_countersign=answer.kind == NFA,
        decided_by=by,
    )
    append(decision, "decision")
    record(Event.DECIDED, about=f"subject:{number}", by=by, note=f"decision:{decision.pk}")
    for phrase in dict.fromkeys(q.phrase for q in questioned(answer.reason)):
        append(WordingKept(decision=decision, phrase=phrase, kept_by=by), "wording_kept")
    settle(decision, now=timezone.now())
    return decision


def _help(child: Child, beside: Decision, given: ForChild | None, by: User) -> None:
    """Put what is decided for a child beside a decision about an adult."""
    number = child.number
    if given is not None and given.support.strip():
        first = open_attentions(beside.compartment, number).order_by("opened_at").first()
        answer = Answer("support", given.support, given.owner or beside.owner, given.due_on)
        support: Decision | None = _save(answer, beside.compartment, number, first, by)
    else:
        support = child.support
    if support is not None:
        row = SupportDecision(beside=beside, child=number, decision=support, linked_by=by)
        append(row, "support_decision")
        return
    reason = given.no_support.strip() if given else ""
    if not reason and child.no_support is not None:
        reason = child.no_support.reason
    append(
        NoSupportReason(beside=beside, child=number, reason=reason, given_by=by),
        "no_support_reason",
    )


def settle(decision: Decision, *, now: datetime) -> list[Attention]:
    """Settle what a decision answers, each question once: whoever comes first inserts the row."""
    settled = []
    for attention in open_attentions(decision.compartment, decision.number):
        row = row_of_today(attention)
        if settles(decision, attention, row, as_of=timezone.localdate(now)):
            Settlement.objects.bulk_create(
                [Settlement(attention=attention, decision=decision, settled_at=now)],
                ignore_conflicts=True,
            )
            if Settlement.objects.filter(attention=attention, decision=decision).exists():
                settled.append(attention)
    return settled


@transaction.atomic
def countersign(
    *, decision: Decision, by: User, on_paper_by: str = "", note: str = "", now: datetime
) -> Countersignature:
    """Give a second person's word: one's own, or that of somebody outside who signed on paper.

    Raises:
        PermissionDenied: this person cannot be the second.
        ValidationError: it is not asked for, or paper will not do here.
    """
    if not decision.needs_countersign or hasattr(decision, "countersignature"):
        raise ValidationError("Nothing is to be signed here.")
    if on_paper_by.strip():
        _refuse_paper(decision, by, on_paper_by)
    elif not may_sign(by, decision):
        raise PermissionDenied("not somebody who can be the second person")
    row = Countersignature(
        decision=decision, on_paper_by=on_paper_by.strip(), note=note[:300], signed_by=by
    )
    append(row, "countersignature")
    record(Event.DECIDED, about=f"subject:{decision.number}", by=by, note="countersigned")
    settle(Decision.objects.get(pk=decision.pk), now=now)
    return row


def _refuse_paper(decision: Decision, by: User, on_paper_by: str) -> None:
    """Paper is for where there is only one worker, and never the decider's own name."""
    require(by, Permission.DECIDE)
    if decision.attention and is_recused(by, decision.attention):
        raise PermissionDenied("the question complains of this person")
    if is_second_person_available(decision):
        raise ValidationError(
            "Somebody here can countersign: a signature on paper is for where there is nobody."
        )
    inside = {decision.decided_by, decision.owner, by}
    names = {u.get_full_name().casefold() or u.username.casefold() for u in inside}
    if on_paper_by.split(",")[0].strip().casefold() in names:
        raise ValidationError("Give the name of somebody else, from outside.")


@transaction.atomic
def consider(
    *,
    compartment: Compartment,
    number: str,
    option: str,
    outcome: str,
    reason: str,
    by: User,
    rests_on: Iterable[str] = (),
    attention: Attention | None = None,
    decision: Decision | None = None,
) -> OptionConsidered:
    """Record that an option was thought of, and why it was chosen or rejected."""
    require(by, Permission.DECIDE)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it was chosen or rejected."})
    row = OptionConsidered(
        compartment=compartment,
        attention=attention,
        number=number,
        option=option,
        outcome=outcome,
        reason=reason.strip(),
        rests_on=sorted(rests_on),
        decision=decision,
        considered_by=by,
    )
    append(row, "option_considered")
    record(Event.DECIDED, about=f"subject:{number}", by=by, note=f"option {option} {outcome}")
    return row
