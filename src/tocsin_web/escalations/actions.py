"""The clock is run; a question is raised, answered, sent outside."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tocsin.escalations import Crossing as Crossed
from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.actions import open_due
from tocsin_web.attention.models import Attention, Recusal
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.escalations.engine import (
    Clock,
    Standing,
    due_at_level,
    says_nothing,
    standing,
    with_moments,
)
from tocsin_web.escalations.models import (
    ClockRun,
    Crossing,
    Notice,
    Raising,
    Recipient,
    Response,
    Sending,
)
from tocsin_web.escalations.notices import send_due
from tocsin_web.escalations.queries import Directory, answers_at, last_run
from tocsin_web.ledger.chain import append
from tocsin_web.ledger.once import append_once
from tocsin_web.policies.engine import policy_on
from tocsin_web.reports.models import Compartment

_LOOK_BACK = timedelta(days=7)
_EVERY = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of the clock did."""

    opened: int
    crossed: int
    sent: int


def run_clock(now: datetime) -> Ran:
    """Open what is due to be asked, record every crossing up to `now`, and tell those asked.

    Safe to run twice, to miss a day, on several machines at once, and with a clock set back: what
    was crossed follows from moments alone, and each crossing is written by whoever comes first.
    """
    opened = sum(len(open_due(c, now=now)) for c in Compartment.objects.order_by("id"))
    clock, directory = Clock.read(), Directory.read()
    crossed = 0
    for attention in with_moments(_in_question()).iterator(chunk_size=1000):
        found = clock.standing(attention, now)
        crossed += _record(found, attention.crossings.values_list("level", flat=True), directory)
    sent = send_due(now)
    ClockRun.objects.create(as_of=now, opened=opened, crossed=crossed, sent=sent)
    return Ran(opened, crossed, sent)


def run_clock_if_due(now: datetime) -> Ran | None:
    """The same, for a worker that looks all the time: every few minutes."""
    last = last_run()
    if last is not None and timedelta(0) <= now - last.ran_at < _EVERY:
        return None
    return run_clock(now)


@transaction.atomic
def raise_question(
    *,
    attention: Attention,
    to_level: int,
    reason: str,
    by: User,
    now: datetime,
    is_in_danger: bool = False,
    is_confidential: bool = False,
    complained_of: Iterable[User | Agency] = (),
) -> Raising:
    """Send a question up by hand: to the next level, or to any where somebody is in danger.

    Raises:
        PermissionDenied: their roles do not allow it.
        ValidationError: the level is not above the present one, or not the next without danger.
    """
    require(by, Permission.RAISE_ESCALATION)
    before = standing(attention, now)
    if not before.is_open:
        raise ValidationError("A decision has settled this question; a later report asks again.")
    if not before.level < to_level < len(before.ladder.rungs):
        raise ValidationError("Choose a level above the one that is asked now.")
    if to_level > before.level + 1 and not is_in_danger:
        raise ValidationError("Without danger a question goes to the next level.")
    of = list(complained_of)
    raising = Raising(
        attention=attention,
        to_level=to_level,
        reason=reason,
        complained_of=[str(one.pk) for one in of],
        is_in_danger=is_in_danger,
        is_confidential=is_confidential,
        raised_at=now,
        raised_by=by,
    )
    append(raising, "escalation")
    for one in of:
        kind = {"user": one} if isinstance(one, User) else {"agency": one}
        append(Recusal(attention=attention, noted_at=now, **kind), "recusal")
    record(Event.ALTERED, about=f"attention:{attention.pk}", by=by, note="raised")
    again = Attention.objects.get(pk=attention.pk)
    known = again.crossings.values_list("level", flat=True)
    _record(standing(again, now), known, Directory.read())
    return raising


@transaction.atomic
def respond(
    *,
    attention: Attention,
    outcome: str,
    reason: str,
    by: User,
    now: datetime,
    by_when: date | None = None,
) -> Response:
    """Reply to a question that was sent on. "Noted" is kept, and holds no clock.

    Raises:
        PermissionDenied: their roles do not allow it, or the question complains of them.
        ValidationError: an outcome without a day, or one too far off.
    """
    require(by, Permission.ANSWER_ESCALATION)
    found = standing(attention, now)
    if attention.recusals.filter(user=by).exists() or (
        by.agency_id and attention.recusals.filter(agency=by.agency_id).exists()
    ):
        record(Event.REFUSED, about=f"attention:{attention.pk}", by=by, note="complained of")
        raise PermissionDenied("the question complains of this person or their agency")
    if not says_nothing(outcome, found.ladder):
        _check_promise(found, by_when, now)
    response = Response(
        attention=attention,
        level=answers_at(by, attention, found.ladder),
        outcome=outcome[:200],
        reason=reason,
        by_when=by_when,
        responded_at=now,
        responded_by=by,
    )
    append(response, "response")
    record(Event.ALTERED, about=f"attention:{attention.pk}", by=by, note="answered")
    return response


@transaction.atomic
def send_outward(
    *,
    attention: Attention,
    to_name: str,
    to_address: str,
    how: str,
    sheet_sha256: str,
    by: User,
    now: datetime,
) -> Sending:
    """Record that a named person sent the question to a body outside.

    Raises:
        PermissionDenied: their roles do not allow it.
    """
    require(by, Permission.SEND_OUTWARD)
    sending = Sending(
        attention=attention,
        to_name=to_name,
        to_address=to_address,
        how=how,
        sheet_sha256=sheet_sha256,
        sent_at=now,
        sent_by=by,
    )
    append(sending, "disclosure")
    record(Event.DISCLOSED, about=f"attention:{attention.pk}", by=by, purpose="Sent outside")
    return sending


@transaction.atomic
def name_recipients(*, level: int, users: Sequence[User], by: User) -> None:
    """Say who is asked at a level; nobody: whoever holds the matching role."""
    require(by, Permission.MANAGE_ACCOUNTS)
    Recipient.objects.filter(level=level).exclude(user__in=users).delete()
    known = set(Recipient.objects.filter(level=level).values_list("user_id", flat=True))
    Recipient.objects.bulk_create(
        Recipient(level=level, user=user) for user in users if user.pk not in known
    )
    record(Event.ALTERED, about=f"level:{level}", by=by, note="who is asked")


def _in_question() -> QuerySet[Attention]:
    """Questions that are open, and those settled since the clock last ran: what was crossed before
    the decision stays on record also where the clock had missed a day."""
    last = ClockRun.objects.order_by("-as_of").first()
    found = Attention.objects.filter(settlement__isnull=True)
    late = Attention.objects.filter(settlement__isnull=False)
    if last is not None:
        late = late.filter(settlement__settled_at__gte=last.as_of - _LOOK_BACK)
    rows: QuerySet[Attention] = (found | late).order_by("opened_at", "id")
    return rows


def _record(found: Standing, known: Iterable[int], directory: Directory) -> int:
    there = set(known)
    new = [c for c in found.crossings if c.level not in there]
    return sum(_cross(found, crossing, directory) for crossing in new)


@transaction.atomic
def _cross(found: Standing, crossed: Crossed, directory: Directory) -> bool:
    """Write down one crossing with its notices; False where somebody else did."""
    row = Crossing(
        attention=found.attention,
        level=crossed.level,
        crossed_at=crossed.at,
        due_at=due_at_level(crossed, found.ladder),
        is_by_hand=crossed.by_hand,
    )
    if not append_once(row, "crossing"):
        return False
    told = directory.asked(found.attention, crossed.level, found.ladder)
    Notice.objects.bulk_create(Notice(crossing=row, to=user, due_at=crossed.at) for user in told)
    return True


def _check_promise(found: Standing, by_when: date | None, now: datetime) -> None:
    if by_when is None:
        raise ValidationError("Say by which day it is done: the clock waits until then.")
    asked = found.crossings[-1].at if found.crossings else found.attention.opened_at
    days = int(policy_on(now)["escalations.promise_days"])
    latest = timezone.localdate(asked) + timedelta(days=days)
    if by_when < timezone.localdate(now) or by_when > latest:
        raise ValidationError(
            f"Choose a day from today to {latest:%d %B %Y}, {days} days after this level was asked."
        )
