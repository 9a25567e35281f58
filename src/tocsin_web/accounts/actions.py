"""Making accounts, giving roles, declaring conflicts, and the second factor."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import Group
from django.contrib.auth.tokens import default_token_generator
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction
from django.dispatch import Signal
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import Agency, Declaration, User
from tocsin_web.accounts.permissions import Permission, Role
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record

_CODES = 8

conflicts_changed = Signal()
"""Sent with `user` in the transaction in which a declaration was made or ended."""


@transaction.atomic
def open_account(
    *, username: str, full_name: str, email: str, agency: Agency, roles: Collection[Role], by: User
) -> User:
    """Make an account without a password: its owner sets one by an invitation.

    Raises:
        PermissionDenied: `by` may not.
        ValidationError: the roles do not go together.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    user = User(username=username, email=email, agency=agency)
    user.first_name, _, user.last_name = full_name.strip().partition(" ")
    user.set_unusable_password()
    user.save()
    give_roles(user, roles, by=by)
    return user


@transaction.atomic
def give_roles(user: User, roles: Collection[Role], *, by: User) -> None:
    """Give somebody these roles and no others.

    Raises:
        PermissionDenied: `by` may not.
        ValidationError: oversight with another role: nobody oversees what they do themselves.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    set_roles(user, roles)
    told = ", ".join(sorted(role.value for role in roles)) or "none"
    record(Event.ALTERED, about=f"user:{user.pk}", by=by, note=f"roles: {told}")


def set_roles(user: User, roles: Collection[Role]) -> None:
    """The roles themselves; for first run, when there is nobody yet who may give them.

    Raises:
        ValidationError: oversight with another role.
    """
    if Role.OVERSIGHT in roles and len(roles) > 1:
        raise ValidationError(
            "Oversight stands alone: whoever oversees may hold no other role here."
        )
    user.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    user.forget_roles()


@transaction.atomic
def close_account(user: User, *, by: User) -> None:
    """Let somebody in no longer; what they did stays under their name.

    Raises:
        PermissionDenied: `by` may not.
        ValidationError: it is the last administrator's own.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    others = User.objects.filter(is_active=True, groups__name=Role.ADMINISTRATOR).exclude(
        pk=user.pk
    )
    if Role.ADMINISTRATOR in user.roles and not others.exists():
        raise ValidationError("This is the last administrator: give somebody else the role first.")
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    record(Event.ALTERED, about=f"user:{user.pk}", by=by, note="account closed")


def end_sessions(user: User) -> None:
    """Sign somebody out everywhere."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(user.pk):
            session.delete()


def invitation(user: User) -> tuple[str, str]:
    """The two parts of an address by which somebody sets their own password, once."""
    return urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)


@transaction.atomic
def declare(user: User, *, closeness: str, name: str, phone: str, address: str) -> Declaration:
    """Declare somebody close: what names them is kept from this user, and nobody is told why."""
    made = Declaration.objects.create(
        user=user, closeness=closeness, name=name, phone=phone, address=address
    )
    record(Event.ALTERED, about=f"user:{user.pk}", by=user, note="declared a conflict")
    conflicts_changed.send(User, user=user)
    return made


@transaction.atomic
def withdraw(declaration: Declaration, *, by: User) -> None:
    """End a declaration; somebody independent does it, never the user who made it.

    Raises:
        PermissionDenied: `by` does not oversee.
    """
    require(by, Permission.READ_AUDIT)
    declaration.withdrawn_at, declaration.withdrawn_by = timezone.now(), by
    declaration.save(update_fields=["withdrawn_at", "withdrawn_by"])
    record(Event.ALTERED, about=f"user:{declaration.user_id}", by=by, note="conflict withdrawn")
    conflicts_changed.send(User, user=declaration.user)


def device_to_confirm(user: User) -> TOTPDevice:
    """The second factor somebody is setting up; one at a time."""
    found, _made = TOTPDevice.objects.get_or_create(user=user, confirmed=False, name="app")
    return found


def has_second_factor(user: User) -> bool:
    """Whether somebody set one up."""
    return bool(TOTPDevice.objects.filter(user=user, confirmed=True).exists())


@transaction.atomic
def confirm_device(device: TOTPDevice) -> list[str]:
    """Make a device the second factor of its owner, in place of an earlier one.

    Returns:
        Codes to keep on paper, each good once, for the day the device is lost.
    """
    TOTPDevice.objects.filter(user=device.user, confirmed=True).delete()
    device.confirmed = True
    device.save()
    StaticDevice.objects.filter(user=device.user).delete()
    kept = StaticDevice.objects.create(user=device.user, name="paper")
    codes = [StaticToken.random_token() for _ in range(_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=kept, token=code) for code in codes)
    record(Event.ALTERED, about=f"user:{device.user_id}", by=device.user, note="second factor set")
    return codes


@transaction.atomic
def set_clearance(user: User, may_read_restricted: bool, *, by: User) -> None:
    """Say whether somebody meets the conditions of restricted handling everywhere.

    Raises:
        PermissionDenied: `by` may not.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if user.may_read_restricted == may_read_restricted:
        return
    user.may_read_restricted = may_read_restricted
    user.save(update_fields=["may_read_restricted"])
    note = f"restricted handling: {'may' if may_read_restricted else 'may not'} read"
    record(Event.ALTERED, about=f"user:{user.pk}", by=by, note=note)
