"""Signing in and out are on record too."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record


@receiver(user_logged_in)
def signed_in(user: User, **_: Any) -> None:
    """Somebody came in."""
    record(Event.SIGNED_IN, about=f"user:{user.pk}", by=user)


@receiver(user_logged_out)
def signed_out(user: User | None, **_: Any) -> None:
    """Somebody left."""
    if user is not None:
        record(Event.SIGNED_OUT, about=f"user:{user.pk}", by=user)
