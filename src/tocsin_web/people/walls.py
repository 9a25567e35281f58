"""The conflict wall: what names somebody a user declared is not there for that user.

Rather too high than too low: a namesake of somebody declared stands behind the wall too, until
somebody independent ends the declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db import transaction
from django.dispatch import receiver

from tocsin.records import Kind
from tocsin.values.identifiers import address_key, phone_digits
from tocsin.values.names.compare import Part, compare_names
from tocsin.values.names.parse import parse_name
from tocsin_web.accounts.actions import conflicts_changed
from tocsin_web.accounts.models import Declaration, User
from tocsin_web.people.models import Placement, SubjectWall
from tocsin_web.reports.models import Wall

_FEWEST_DIGITS = 9
"""Digits from the end that make two telephone numbers one, with or without their country."""


def raise_walls(users: Iterable[User] | None = None) -> None:
    """Bring the walls of users in line with what they declared and what has been read.

    Called when a declaration is made or ended, and after every projection.
    """
    rows = Declaration.objects.filter(withdrawn_at=None).select_related("user")
    if users is None:
        users = User.objects.filter(declarations__isnull=False).distinct()
    wanted = list(users)
    by_user: dict[UUID, list[Declaration]] = {user.pk: [] for user in wanted}
    for row in rows.filter(user__in=wanted):
        by_user[row.user_id].append(row)
    for user in wanted:
        _raise(user, by_user[user.pk])


@receiver(conflicts_changed)
def _at_once(user: User, **_: Any) -> None:
    raise_walls([user])


@transaction.atomic
def _raise(user: User, declared: list[Declaration]) -> None:
    met = {m.pk: m for row in declared for m in _naming(row)}.values()
    subjects = {(m.compartment_id, m.subject) for m in met if m.subject}
    reports = {m.report_id for m in met}
    for world, number in sorted(subjects):  # also where the subject is named in other words
        told_of = Placement.objects.filter(compartment=world, subject=number)
        reports |= set(told_of.values_list("report_id", flat=True))
    Wall.objects.filter(user=user).exclude(report__in=reports).delete()
    Wall.objects.bulk_create(
        (Wall(user=user, report_id=pk) for pk in sorted(reports)), ignore_conflicts=True
    )
    SubjectWall.objects.filter(user=user).delete()
    SubjectWall.objects.bulk_create(
        SubjectWall(user=user, compartment_id=world, number=number)
        for world, number in sorted(subjects)
    )


def _naming(row: Declaration) -> Iterator[Placement]:
    """Mentions that may be of whom a declaration is about, in every compartment."""
    if row.name:
        yield from _named(row.name)
    if row.phone:
        digits = phone_digits(row.phone)[-_FEWEST_DIGITS:]
        if len(digits) == _FEWEST_DIGITS:
            yield from Placement.objects.filter(kind=Kind.PHONE.value, value__endswith=digits)
    if row.address:
        key = address_key(row.address)
        if key:
            yield from Placement.objects.filter(kind=Kind.ADDRESS.value, value=key)


def _named(written: str) -> Iterator[Placement]:
    name = parse_name(written)
    for part in sorted({*written.split()}):
        near = Placement.objects.filter(kind=Kind.PERSON.value, value__icontains=part)
        for mention in near.iterator(2000):
            found = compare_names(name, parse_name(mention.value))
            if min(found.given, found.family) >= Part.INITIAL and not found.is_conflict:
                yield mention
