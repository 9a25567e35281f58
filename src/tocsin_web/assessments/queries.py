"""Assessments as far as somebody may see them, and tasks that wait."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from tocsin_web.accounts.models import User
from tocsin_web.assessments.models import Assessment, Task, ThirdAsked
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import attentions_visible_to


def own_assessment(user: User, attention: Attention) -> Assessment | None:
    """What this person answered."""
    found: Assessment | None = attention.assessments.filter(assessed_by=user).first()
    return found


def assessments_shown_to(user: User, attention: Attention) -> list[Assessment]:
    """Everybody's answers, to those who gave their own; nobody sees another's before."""
    if own_assessment(user, attention) is None:
        return []
    return list(attention.assessments.select_related("assessed_by__agency"))


def differ(attention: Attention) -> list[Assessment]:
    """The answers, where their verdicts are not all one."""
    given = list(attention.assessments.order_by("assessed_at", "id"))
    return given if len({a.verdict for a in given}) > 1 else []


def third_wanted(user: User) -> QuerySet[Attention]:
    """Questions on which assessors differ, that wait for a third, who may be this person."""
    asked = ThirdAsked.objects.values("attention")
    found = attentions_visible_to(user).filter(pk__in=asked)
    three = [a.pk for a in found if a.assessments.count() > 2]
    return found.exclude(pk__in=three).exclude(assessments__assessed_by=user)


def task_for(user: User, task_id: UUID) -> Task:
    """A task about a question this person may know of.

    Raises:
        Http404: there is none, or none for them.
    """
    found: Task | None = (
        Task.objects.filter(id=task_id, attention__in=attentions_visible_to(user))
        .select_related("attention__compartment", "owner__agency")
        .first()
    )
    if found is None:
        raise Http404
    return found


def overdue_tasks(user: User, *, as_of: date) -> QuerySet[Task]:
    """Tasks that are late, about questions this person may know of."""
    found: QuerySet[Task] = Task.objects.filter(
        done__isnull=True, due_on__lt=as_of, attention__in=attentions_visible_to(user)
    )
    return found
