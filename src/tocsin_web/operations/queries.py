"""Operations as somebody may see them: who owns them, what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tocsin_web.accounts.models import User
from tocsin_web.decisions.queries import can_know_of
from tocsin_web.operations.models import Handover, Operation, Part, PlanLine, Strand
from tocsin_web.people.models import SubjectWall
from tocsin_web.reports.models import COMMON


def operations_visible_to(user: User) -> QuerySet[Operation]:
    """Operations of the common case and of compartments they are a member of, without those that
    are about somebody the conflict wall keeps them from."""
    mine = Q(compartment=COMMON) | Q(compartment__in=user.compartments.all())
    found: QuerySet[Operation] = Operation.objects.filter(mine)
    walled = SubjectWall.objects.filter(user=user)
    for wall in walls_of(walled):
        found = found.exclude(compartment_id=wall[0], parts__number=wall[1])
    return found.select_related("compartment", "first_owner__agency").order_by("-made_at", "id")


def walls_of(walls: QuerySet[SubjectWall]) -> list[tuple[UUID, str]]:
    """(compartment, number) pairs."""
    return list(walls.values_list("compartment_id", "number"))


def operation_for(user: User, operation_id: UUID) -> Operation:
    """An operation, for somebody who may know of it and of everybody in it.

    Raises:
        Http404: there is none, or none for them.
    """
    found = operations_visible_to(user).filter(id=operation_id).first()
    if found is None or not may_know_of(user, found):
        raise Http404
    return found


def may_know_of(user: User, operation: Operation) -> bool:
    """Whether no wall keeps somebody from any subject in it, under any of its numbers."""
    numbers = operation.parts.values_list("number", flat=True)
    return all(can_know_of(user, operation.compartment, n) for n in numbers)


def owner_of(operation: Operation) -> User:
    """Who owns it now: the last receiver who accepted, or who owned it first."""
    accepted: Handover | None = (
        operation.handovers.filter(answer__is_accepted=True)
        .select_related("to__agency")
        .order_by("answer__made_at")
        .last()
    )
    owner: User = accepted.to if accepted else operation.first_owner
    return owner


def pending_handover(operation: Operation) -> Handover | None:
    """The handover that nobody has answered."""
    found: Handover | None = operation.handovers.filter(answer__isnull=True).last()
    return found


def next_review_on(operation: Operation) -> date:
    """The day it is looked at again."""
    last = operation.reviews.order_by("made_at", "id").last()
    day: date = last.next_review_on if last else operation.first_review_on
    return day


def is_closed(operation: Operation) -> bool:
    """Whether it has ended."""
    return hasattr(operation, "closing")


def overdue_reviews(user: User, *, as_of: date) -> list[Operation]:
    """Open operations whose day of review is past, for those who may know of them."""
    still = operations_visible_to(user).filter(closing__isnull=True).prefetch_related("reviews")
    return [o for o in still if _due(o) < as_of]


def _due(operation: Operation) -> date:
    reviews = sorted(operation.reviews.all(), key=lambda r: (r.made_at, str(r.pk)))
    return reviews[-1].next_review_on if reviews else operation.first_review_on


def children_without_plan(operation: Operation) -> list[str]:
    """Numbers of the children in it for whom the support plan has no line."""
    planned = set(
        PlanLine.objects.filter(operation=operation, strand=Strand.SUPPORT).values_list(
            "child", flat=True
        )
    )
    children: Iterable[Part] = operation.parts.filter(is_child=True).order_by("number")
    return [c.number for c in children if c.number not in planned]
