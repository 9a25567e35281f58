"""The first account: made by whoever started the server, and by nobody else."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.crypto import constant_time_compare

from tocsin_web.accounts.actions import set_roles
from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Role
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.intake import fictional
from tocsin_web.policies.models import Site, site

_FILE = "first-run.token"


@dataclass(frozen=True, slots=True)
class First:
    """What first run asks."""

    username: str
    full_name: str
    agency: str
    password: str
    roles: frozenset[Role]
    countersign: str
    outside_name: str = ""
    outside_address: str = ""
    go_live_on: date | None = None
    is_fictional: bool = False


def is_due() -> bool:
    """Nobody has an account, and nobody ever had one."""
    return not site().is_set_up and not User.objects.exists()


def new_token() -> str:
    """A word for the address that the terminal prints; the former one is worth nothing."""
    path = Path(settings.HOME) / _FILE
    path.unlink(missing_ok=True)
    token = secrets.token_urlsafe(24)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(token)
    return token


def is_token(given: str) -> bool:
    """Whether it is the word that the terminal printed."""
    try:
        known = (Path(settings.HOME) / _FILE).read_text(encoding="ascii")
    except OSError:
        return False
    return bool(known) and constant_time_compare(given, known)


def begin(first: First) -> User:
    """Make the first account and set the place up, once; then its word is worth nothing.

    Raises:
        PermissionDenied: somebody was first.
    """
    with transaction.atomic():
        site()
        place = Site.objects.select_for_update().get(id=1)
        if place.is_set_up or User.objects.exists():
            raise PermissionDenied("somebody was first")
        agency = Agency.objects.get_or_create(name=first.agency)[0]
        given, _space, family = first.full_name.strip().partition(" ")
        user = User.objects.create_user(
            first.username, password=first.password, agency=agency,
            first_name=given, last_name=family,
        )  # fmt: skip
        set_roles(user, first.roles | {Role.ADMINISTRATOR})
        place.countersign = first.countersign
        place.outside_name = first.outside_name
        place.outside_address = first.outside_address
        place.go_live_on = first.go_live_on
        place.is_set_up = True
        place.save()
        record(Event.ALTERED, about=f"user:{user.pk}", by=user, note="first account")
        if first.is_fictional:
            fictional.mark_as_fictional(place, by=user)
    (Path(settings.HOME) / _FILE).unlink(missing_ok=True)
    return user
