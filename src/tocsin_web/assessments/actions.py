"""An assessment is given, a third is asked, a task is set and done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.assessments.engine import Finding, who_is_tasked
from tocsin_web.assessments.models import Assessment, Task, TaskDone, ThirdAsked
from tocsin_web.assessments.queries import differ, own_assessment
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import is_recused
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.decisions.queries import can_know_of
from tocsin_web.ledger.chain import append


@transaction.atomic
def assess(
    *,
    attention: Attention,
    verdict: str,
    reason: str,
    given: Mapping[str, str],
    found: list[Finding],
    by: User,
) -> Assessment:
    """Record one person's answer; where it differs from another's, a third is asked.

    Raises:
        PermissionDenied: roles do not allow it, or the question complains of this person.
        ValidationError: they have answered already.
    """
    require(by, Permission.ASSESS)
    if is_recused(by, attention):
        raise PermissionDenied("the question complains of this person")
    if own_assessment(by, attention) is not None:
        raise ValidationError("You have assessed this already. What was said then stands.")
    answers = {f.criterion: {**f.plain(), "given": given.get(f.criterion, f.state)} for f in found}
    row = Assessment(
        attention=attention,
        verdict=verdict,
        reason=reason.strip(),
        answers=answers,
        assessed_by=by,
    )
    append(row, "assessment")
    record(Event.DECIDED, about=f"attention:{attention.pk}", by=by, note="assessed")
    _ask_a_third(attention)
    return row


def _ask_a_third(attention: Attention) -> None:
    given = differ(attention)
    if not given or ThirdAsked.objects.filter(attention=attention).exists():
        return
    row = ThirdAsked(attention=attention, between=[str(a.pk) for a in given])
    try:
        with transaction.atomic():
            append(row, "third_asked")
    except IntegrityError:
        return  # another assessor's request came first: asked once is asked


@transaction.atomic
def set_task(
    *,
    attention: Attention,
    criterion: str,
    words: str,
    held_by: str,
    owner: User,
    due_on: date,
    by: User,
    adviser: str = "",
    advice: str = "",
) -> Task:
    """Ask a professional for what they already hold.

    Raises:
        ValidationError: the words name somebody who must not be sent to find things out, and
            nobody named has advised that it may be asked all the same.
    """
    require(by, Permission.ASSESS)
    if not can_know_of(owner, attention.compartment, attention.number):
        raise ValidationError({"owner": "Choose somebody who may know of this subject."})
    stopped_by = who_is_tasked(f"{words}\n{held_by}", attention)
    own_names = {by.get_full_name().casefold(), by.username.casefold()}
    if stopped_by and not (adviser.strip() and advice.strip()):
        raise ValidationError({"adviser": "Do not ask them to find out; take advice."})
    if stopped_by and adviser.split(",")[0].strip().casefold() in own_names:
        raise ValidationError({"adviser": "Take advice from somebody else."})
    row = Task(
        attention=attention,
        criterion=criterion,
        words=words.strip(),
        held_by=held_by.strip(),
        owner=owner,
        due_on=due_on,
        stopped_by=stopped_by,
        adviser=adviser.strip() if stopped_by else "",
        advice=advice.strip() if stopped_by else "",
        made_by=by,
    )
    append(row, "task")
    record(Event.ALTERED, about=f"attention:{attention.pk}", by=by, note=f"task:{row.pk}")
    return row


@transaction.atomic
def finish_task(task: Task, *, came_of_it: str, by: User) -> TaskDone:
    """Say what came of a task."""
    require(by, Permission.ASSESS)
    if hasattr(task, "done"):
        raise ValidationError("It is done already.")
    row = TaskDone(task=task, came_of_it=came_of_it.strip(), done_by=by)
    append(row, "task_done")
    record(Event.ALTERED, about=f"attention:{task.attention_id}", by=by, note=f"done:{task.pk}")
    return row
