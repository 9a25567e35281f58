"""Sealed compartments: opened by those who need one, seen by their members alone."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.reports.models import Compartment, Seal


@transaction.atomic
def open_compartment(*, name: str, seal: Seal, by: User) -> Compartment:
    """Open a sealed compartment with `by` as its first member.

    Raises:
        PermissionDenied: `by` may not.
        ValidationError: the seal is the common one, or the name is taken.
    """
    require(by, Permission.SEAL)
    if seal is Seal.COMMON:
        raise ValidationError("The common case is there already.")
    made = Compartment(name=name, seal=seal)
    made.validate_unique()
    made.save()
    made.members.add(by)
    record(Event.ALTERED, about=f"compartment:{made.pk}", by=by, note="opened")
    return made


@transaction.atomic
def let_in(compartment: Compartment, user: User, *, reason: str, by: User) -> None:
    """Make somebody a member.

    Raises:
        PermissionDenied: `by` is no member, or may not; or the user could read no report at all.
    """
    _require_member(compartment, by)
    if not user.may(Permission.READ_REPORTS):
        raise PermissionDenied(Permission.READ_REPORTS.value)
    compartment.members.add(user)
    record(
        Event.DISCLOSED, about=f"compartment:{compartment.pk}", by=by, note=f"{user.pk}: {reason}"
    )


@transaction.atomic
def let_out(compartment: Compartment, user: User, *, by: User) -> None:
    """End a membership; the last member stays, so that nothing sealed is lost.

    Raises:
        PermissionDenied: `by` is no member, or may not.
        ValidationError: nobody would be left.
    """
    _require_member(compartment, by)
    if not compartment.members.exclude(pk=user.pk).exists():
        raise ValidationError("Somebody must stay: let another in first.")
    compartment.members.remove(user)
    record(Event.ALTERED, about=f"compartment:{compartment.pk}", by=by, note=f"{user.pk} let out")


def _require_member(compartment: Compartment, by: User) -> None:
    require(by, Permission.SEAL)
    if not compartment.members.filter(pk=by.pk).exists():
        raise PermissionDenied(Permission.SEAL.value)
