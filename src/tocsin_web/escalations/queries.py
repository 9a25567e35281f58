"""Who is asked at a level, what was recorded, and what should have been sent and was not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import QuerySet

from tocsin.escalations import Ladder
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission, Role
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import is_recused, is_walled, owner_of
from tocsin_web.escalations.models import (
    ClockRun,
    Crossing,
    Notice,
    NoticeState,
    Raising,
    Recipient,
)
from tocsin_web.reports.models import COMMON


@dataclass(slots=True)
class Directory:
    """Who is asked at each level: read once for many questions."""

    named: dict[int, list[User]] = field(default_factory=dict)
    by_permission: dict[Permission, list[User]] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Directory:
        """As it stands now."""
        found = cls()
        rows = Recipient.objects.filter(user__is_active=True).select_related("user__agency")
        for row in rows:
            found.named.setdefault(row.level, []).append(row.user)
        for permission in (Permission.DECIDE, Permission.KEEP_REGISTER, Permission.SEND_OUTWARD):
            holders = User.objects.filter(
                is_active=True, groups__permissions__codename=permission.value
            )
            found.by_permission[permission] = list(
                holders.distinct().select_related("agency").order_by("username")
            )
        return found

    def at(self, level: int, ladder: Ladder) -> list[User]:
        """Those named for a level; where nobody is, whoever holds the matching role."""
        if named := self.named.get(level):
            return named
        return self.by_permission[_who(level, ladder)]

    def asked(self, attention: Attention, level: int, ladder: Ladder) -> list[User]:
        """Who is asked about one question: never those it complains of, nor whom a wall or a
        sealed compartment keeps from it."""
        if level == 0:
            owner = owner_of(attention)
            people = [owner] if owner else self.by_permission[Permission.DECIDE]
        else:
            people = self.at(level, ladder)
        inside = None
        if attention.compartment_id != COMMON:
            inside = set(attention.compartment.members.values_list("pk", flat=True))
        return [
            user
            for user in people
            if (inside is None or user.pk in inside)
            and not is_recused(user, attention)
            and not is_walled(user, attention)
        ]


def _who(level: int, ladder: Ladder) -> Permission:
    if level == len(ladder.rungs) - 1:
        return Permission.SEND_OUTWARD
    if ladder.rungs[level].is_independent:
        return Permission.KEEP_REGISTER
    return Permission.DECIDE


def answers_at(user: User, attention: Attention, ladder: Ladder) -> int:
    """The highest level at which this person's reply counts for a question; 0: none above the
    owner's. Who owns it, or ever did, cannot hold the clock on their own silence."""
    if not user.may(Permission.ANSWER_ESCALATION) or is_recused(user, attention):
        return 0
    if attention.takings.filter(owner=user).exists():
        return 0
    directory = Directory.read()
    levels = range(len(ladder.rungs) - 1, 0, -1)
    outside = len(ladder.rungs) - 1
    for level in levels:
        if level == outside and Role.OVERSIGHT not in user.roles:
            continue  # sending outward is no answer from outside
        if level == outside or user in directory.asked(attention, level, ladder):
            return level
    return 0


def sees_raiser(user: User, raising: Raising) -> bool:
    """Whether somebody may know who raised it: from independent scrutiny up, if confidential."""
    if not raising.is_confidential or raising.raised_by_id == user.pk:
        return True
    return Role.OVERSIGHT in user.roles


def due_not_sent(attentions: QuerySet[Attention], last_level: int) -> QuerySet[Crossing]:
    """Questions that came to the last level and that nobody has sent outside since."""
    found: QuerySet[Crossing] = Crossing.objects.filter(
        attention__in=attentions, level=last_level, attention__sendings__isnull=True
    )
    return found.select_related("attention").order_by("crossed_at")


def notices_not_sent(attentions: QuerySet[Attention], now: datetime) -> QuerySet[Notice]:
    """Notices that were due and have not gone out."""
    found: QuerySet[Notice] = Notice.objects.filter(
        crossing__attention__in=attentions, due_at__lte=now
    ).exclude(state=NoticeState.SENT)
    return found.select_related("crossing", "to__agency").order_by("due_at")


def last_run() -> ClockRun | None:
    """When the clock was last run."""
    return ClockRun.objects.first()


def empty_levels(ladder: Ladder, directory: Directory) -> list[int]:
    """Levels at which nobody would be asked."""
    return [r.level for r in ladder.rungs[1:] if not directory.at(r.level, ladder)]


def recorded(attentions: Iterable[Attention]) -> dict[object, list[Crossing]]:
    """Attention id → its recorded crossings, oldest first."""
    found: dict[object, list[Crossing]] = {}
    for crossing in Crossing.objects.filter(attention__in=[a.pk for a in attentions]):
        found.setdefault(crossing.attention_id, []).append(crossing)
    return found
