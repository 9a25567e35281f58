"""What waits on other pages: counts that open them, for those who may go there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.queries import attentions_visible_to, unsettled
from tocsin_web.decisions.queries import not_countersigned, proposals, rows_with_proposals
from tocsin_web.escalations.engine import standings
from tocsin_web.escalations.queries import Directory
from tocsin_web.intake.models import Draft
from tocsin_web.intake.queries import undecided
from tocsin_web.people.models import ToJudge
from tocsin_web.reports.models import Compartment
from tocsin_web.reports.queries import common


@dataclass(frozen=True, slots=True)
class Part:
    """Something that waits, and where."""

    words: str
    count: int
    address: str
    is_urgent: bool = False


Counted = Callable[[User, Compartment], int]


def elsewhere(user: User, compartment: Compartment | None = None) -> list[Part]:
    """What waits for this person on other pages; what nobody waits for is left out."""
    return list(_parts(user, compartment or common()))


def _parts(user: User, compartment: Compartment) -> Iterator[Part]:
    for words, name, permission, count, is_urgent in _PLACES:
        if not user.may(permission):
            continue
        try:
            address = reverse(name)
        except NoReverseMatch:
            continue
        yield Part(words, count(user, compartment), address, is_urgent)


def _escalated(user: User, compartment: Compartment) -> int:
    directory = Directory.read()
    asked = unsettled() & attentions_visible_to(user).filter(compartment=compartment)
    return sum(
        1
        for one in standings(asked, timezone.now())
        if one.level and user in directory.asked(one.attention, one.level, one.ladder)
    )


def _to_judge(_user: User, compartment: Compartment) -> int:
    return ToJudge.objects.filter(compartment=compartment).count()


def _proposed(user: User, compartment: Compartment) -> int:
    return len(proposals(user, rows_with_proposals(user, compartment)))


def _unsigned(_user: User, _compartment: Compartment) -> int:
    return not_countersigned().count()


def _undecided(user: User, _compartment: Compartment) -> int:
    return len(undecided(user))


def _rejected(user: User, _compartment: Compartment) -> int:
    """Drafts of theirs with something that was refused."""
    mine = Draft.objects.visible_to(user).filter(made_by=user)
    return (
        mine.filter(models.Q(state=Draft.State.FAILED) | models.Q(refusals__is_notice=False))
        .distinct()
        .count()
    )


_PLACES: tuple[tuple[str, str, Permission, Counted, bool], ...] = (
    ("Escalated to me", "escalations:escalations", Permission.ANSWER_ESCALATION, _escalated, True),
    ("Joins to judge", "people:to_judge", Permission.JUDGE_IDENTITIES, _to_judge, False),
    ("Decisions to confirm", "decisions:proposals", Permission.DECIDE, _proposed, False),
    ("Not countersigned", "decisions:unsigned", Permission.COUNTERSIGN, _unsigned, True),
    ("Duplicates to settle", "intake:duplicates", Permission.IMPORT_REPORTS, _undecided, False),
    ("Drafts with rejected parts", "intake:drafts", Permission.IMPORT_REPORTS, _rejected, False),
)
"""(words, name of the address, who may go there, how many wait, whether it is urgent)."""
