"""Questions are opened, taken and given; nothing here closes one: only a decision does."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention, Row, Taking
from tocsin_web.attention.queries import (
    Asked,
    is_recused,
    is_walled,
    recent_references,
    ringing,
    unheeded_references,
)
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.ledger.once import append_once
from tocsin_web.policies.engine import policy_on
from tocsin_web.policies.models import site
from tocsin_web.reports.models import COMMON, Compartment, Report

_WEEK = timedelta(days=7)


def open_due(compartment: Compartment, *, now: datetime) -> list[Attention]:
    """Open a question for every row that asks for an answer and has none open.

    Safe on any number of workers: each question has its place in a row of questions about one
    subject, and the first who writes it has written it. Before the go-live date nothing opens by
    itself. Afterwards what only old reports ring opens a few a week, most pressing first.
    """
    if is_before_go_live(now):
        return []
    asked = Asked.of(compartment)
    due = [row for row in ringing(compartment) if _is_asked_anew(row, asked, compartment)]
    new = recent_references(r for row in due for r in unheeded_references(row))
    fresh = [row for row in due if asked.about(row) or not new.isdisjoint(_basis(row))]
    known = {row.pk for row in fresh}
    old = [row for row in due if row.pk not in known]
    allowed = _backlog_room(compartment, now) if old else 0
    opened = (_open(row, asked, now=now) for row in (*fresh, *islice(old, allowed)))
    return [attention for attention in opened if attention is not None]


def is_before_go_live(now: datetime) -> bool:
    """Whether this place has said that it starts later."""
    starts_on = site().go_live_on
    return starts_on is not None and timezone.localdate(now) < starts_on


@transaction.atomic
def open_from_backlog(row: Row, *, by: User, now: datetime) -> Attention | None:
    """Ask now about somebody whom only old reports name; None where it is asked already."""
    require(by, Permission.DECIDE)
    asked = Asked.of(row.compartment)
    if row.below_the_line or not _is_asked_anew(row, asked, row.compartment):
        return None
    opened = _open(row, asked, now=now)
    if opened is not None:
        record(Event.ALTERED, about=f"attention:{opened.pk}", by=by, note="from the backlog")
    return opened


@transaction.atomic
def take(*, attention: Attention, owner: User, by: User, reason: str = "") -> Taking:
    """Make somebody the owner of a question: oneself, or a colleague who may decide.

    Raises:
        PermissionDenied: roles do not allow it, or the question complains of one of the two.
    """
    require(by, Permission.DECIDE)
    require(owner, Permission.DECIDE)
    require_not_recused(by, attention)
    require_not_recused(owner, attention)
    if is_walled(owner, attention) or not _may_know(owner, attention.compartment):
        raise PermissionDenied("that person cannot own this question")
    taking = Taking(attention=attention, owner=owner, taken_by=by, reason=reason[:300])
    append(taking, "taking")
    record(Event.ALTERED, about=f"attention:{attention.pk}", by=by, note="taken")
    return taking


def require_not_recused(user: User, attention: Attention) -> None:
    """Whoever a question complains of neither closes nor gives it away.

    Raises:
        PermissionDenied: it complains of this person, or of their agency.
    """
    if is_recused(user, attention):
        record(Event.REFUSED, about=f"attention:{attention.pk}", by=user, note="complained of")
        raise PermissionDenied("the question complains of this person or their agency")


def _open(row: Row, asked: Asked, *, now: datetime) -> Attention | None:
    before = asked.about(row)
    attention = Attention(
        compartment=row.compartment,
        number=row.number,
        list_name=row.list_name,
        opened_at=now,
        why=str(row.entry.get("reason", ""))[:300],
        basis=list(_basis(row)),
        ordinal=max((a.ordinal for a in before), default=0) + 1,
    )
    return attention if append_once(attention, "attention") else None


def _is_asked_anew(row: Row, asked: Asked, compartment: Compartment) -> bool:
    """Whether a row asks something that no question about it asks already.

    Two subjects that became one may bring two open questions along: both stay, and none is added.
    After the last was settled, a voice that came later asks again, and so does what the decision
    left unanswered. A row made before the decision was taken knows nothing of it and asks nothing.
    """
    if compartment.pk != COMMON and not _own(compartment, _basis(row)):
        return False  # the common case asks this one
    before = asked.about(row)
    if not before:
        return True
    if any(not hasattr(attention, "settlement") for attention in before):
        return False
    last = max((a.settlement for a in before), key=lambda settlement: settlement.settled_at)
    if str(last.decision_id) in set(_decisions_in(row)):
        return True
    if row.made_as_of > timezone.localdate(last.settled_at):
        return True
    return bool(
        Report.objects.filter(reference__in=_basis(row), recorded_at__gt=last.settled_at).exists()
    )


def _basis(row: Row) -> tuple[str, ...]:
    """The reports whose voices ask; of what is read now, those that say why."""
    hits = tuple(dict.fromkeys(hit[1] for hit in row.entry.get("read_now", ())))
    return unheeded_references(row) or hits


def _decisions_in(row: Row) -> Iterator[str]:
    for attached in row.entry.get("decisions", ()):
        yield str(attached["decision"]["decision_id"])


def _own(compartment: Compartment, references: tuple[str, ...]) -> bool:
    return bool(compartment.reports.filter(reference__in=references).exists())


def _backlog_room(compartment: Compartment, now: datetime) -> int:
    """How many more questions about old reports may open this week."""
    a_week = int(policy_on(now)["escalations.backlog_a_week"])
    lately = Attention.objects.filter(compartment=compartment, opened_at__gt=now - _WEEK, ordinal=1)
    new = recent_references(r for attention in lately for r in attention.basis)
    return max(0, a_week - sum(new.isdisjoint(attention.basis) for attention in lately))


def _may_know(user: User, compartment: Compartment) -> bool:
    return compartment.pk == COMMON or user.compartments.filter(pk=compartment.pk).exists()
