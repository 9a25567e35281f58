"""What is done in an operation; who owns it does it, and a handover counts once accepted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.decisions.queries import subject_for
from tocsin_web.ledger.chain import append
from tocsin_web.operations.models import (
    Act,
    Closing,
    Handover,
    HandoverAnswer,
    Membership,
    Operation,
    Part,
    PlanLine,
    PlanLineDone,
    ResourceAnswer,
    ResourceAsked,
    Review,
    Strand,
)
from tocsin_web.operations.queries import is_closed, may_know_of, owner_of, pending_handover
from tocsin_web.reports.models import Compartment

_Row = TypeVar("_Row", bound=Act)


@transaction.atomic
def open_operation(
    *,
    compartment: Compartment,
    name: str,
    objective: str,
    baseline: str,
    first_review_on: date,
    numbers: Iterable[str],
    agencies: Iterable[Agency],
    by: User,
) -> Operation:
    """Begin: what it is for, how things stand, whom it is about, who takes part."""
    require(by, Permission.RUN_OPERATIONS)
    subjects = [subject_for(by, compartment, number) for number in dict.fromkeys(numbers)]
    if not subjects:
        raise ValidationError({"numbers": "Name at least one subject by its number."})
    operation = Operation(
        compartment=compartment,
        name=name.strip(),
        objective=objective.strip(),
        baseline=baseline.strip(),
        first_owner=by,
        first_review_on=first_review_on,
        made_by=by,
    )
    _append(operation, operation, by, "operation")
    for subject in {s.number: s for s in subjects}.values():
        row = Part(
            operation=operation, number=subject.number, is_child=subject.is_child, made_by=by
        )
        _append(row, operation, by, "operation_part")
    for agency in agencies:
        _append(Membership(operation=operation, agency=agency, made_by=by), operation, by)
    return operation


@transaction.atomic
def add_subject(operation: Operation, *, number: str, by: User) -> Part:
    """Bring a subject or a child in."""
    _require_owner(operation, by)
    subject = subject_for(by, operation.compartment, number)
    if operation.parts.filter(number=subject.number).exists():
        raise ValidationError({"number": "That subject is in it already."})
    row = Part(operation=operation, number=subject.number, is_child=subject.is_child, made_by=by)
    return _append(row, operation, by)


@transaction.atomic
def ask_for_resource(operation: Operation, *, by: User, **given: Any) -> ResourceAsked:
    """Ask somebody for people, money or time."""
    _require_owner(operation, by)
    return _append(ResourceAsked(operation=operation, made_by=by, **given), operation, by)


@transaction.atomic
def answer_resource(asked: ResourceAsked, *, by: User, **given: Any) -> ResourceAnswer:
    """What was given, or who refused it and why."""
    _require_owner(asked.operation, by)
    if hasattr(asked, "answer"):
        raise ValidationError("It is answered already; ask again as a new request.")
    return _append(ResourceAnswer(asked=asked, made_by=by, **given), asked.operation, by)


@transaction.atomic
def plan(operation: Operation, *, by: User, **given: Any) -> PlanLine:
    """Add a line to the plan; a line of support is for one child of the operation."""
    _require_owner(operation, by)
    is_support, child = given["strand"] == Strand.SUPPORT, given.get("child", "")
    if is_support and not operation.parts.filter(number=child, is_child=True).exists():
        raise ValidationError({"child": "Say which child of the operation it is for."})
    if not is_support:
        given["child"] = ""
    return _append(PlanLine(operation=operation, made_by=by, **given), operation, by)


@transaction.atomic
def finish_line(line: PlanLine, *, by: User, **given: Any) -> PlanLineDone:
    """What came of a line: by its owner, or the operation's."""
    if by != line.owner:
        _require_owner(line.operation, by)
    require(by, Permission.RUN_OPERATIONS)
    if hasattr(line, "done"):
        raise ValidationError("It is done already.")
    return _append(PlanLineDone(line=line, made_by=by, **given), line.operation, by)


@transaction.atomic
def review(operation: Operation, *, by: User, today: date, **given: Any) -> Review:
    """Look at it, and name the day of the next look."""
    _require_owner(operation, by)
    if given["next_review_on"] <= today:
        raise ValidationError({"next_review_on": "Give a day after today."})
    return _append(Review(operation=operation, made_by=by, **given), operation, by)


@transaction.atomic
def offer(operation: Operation, *, to: User, area: str, reason: str, by: User) -> Handover:
    """Offer it to somebody else; it stays with its owner until they accept."""
    _require_owner(operation, by)
    if to == by:
        raise ValidationError({"to": "It is yours already."})
    if not to.may(Permission.RUN_OPERATIONS) or not may_know_of(to, operation):
        raise ValidationError({"to": "Choose somebody who may run it."})
    if pending_handover(operation) is not None:
        raise ValidationError("It is offered to somebody who has not answered yet.")
    row = Handover(operation=operation, to=to, area=area, reason=reason, made_by=by)
    return _append(row, operation, by)


@transaction.atomic
def answer_handover(
    handover: Handover, *, is_accepted: bool, reason: str, by: User
) -> HandoverAnswer:
    """The receiver accepts it, or says why not; nobody else can."""
    require(by, Permission.RUN_OPERATIONS)
    if by != handover.to:
        raise PermissionDenied("only the receiver answers")
    if hasattr(handover, "answer"):
        raise ValidationError("It is answered already.")
    if not is_accepted and not reason.strip():
        raise ValidationError({"reason": "Say why you do not accept it."})
    row = HandoverAnswer(
        handover=handover, is_accepted=is_accepted, reason=reason.strip(), made_by=by
    )
    return _append(row, handover.operation, by)


@transaction.atomic
def close(
    operation: Operation, *, achieved: str, not_achieved: str, assessment: str, by: User
) -> Closing:
    """End it, with what was achieved and what was not."""
    _require_owner(operation, by)
    given = {"achieved": achieved, "not_achieved": not_achieved, "assessment": assessment}
    wrong = {k: "Say it; none is an answer." for k, v in given.items() if not v.strip()}
    if wrong:
        raise ValidationError(wrong)
    if pending_handover(operation) is not None:
        raise ValidationError("It is offered to somebody who has not answered yet.")
    row = Closing(operation=operation, made_by=by, **{k: v.strip() for k, v in given.items()})
    return _append(row, operation, by)


def _require_owner(operation: Operation, by: User) -> None:
    require(by, Permission.RUN_OPERATIONS)
    if by != owner_of(operation):
        raise PermissionDenied("only the owner acts in an operation")
    if is_closed(operation):
        raise ValidationError("It is closed.")


def _append(row: _Row, operation: Operation, by: User, kind: str = "") -> _Row:
    append(row, kind or f"operation_{row._meta.model_name}")
    record(
        Event.ALTERED, about=f"operation:{operation.pk}", by=by, note=str(row._meta.verbose_name)
    )
    return row
