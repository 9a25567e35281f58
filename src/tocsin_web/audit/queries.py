"""Who looked at what."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet

from tocsin_web.audit.models import Entry, Event


def acts_on(abouts: Iterable[str]) -> QuerySet[Entry]:
    """Every act on any of these, newest first."""
    return Entry.objects.filter(about__in=list(abouts)).select_related("by__agency")


def acts_of(user_id: UUID) -> QuerySet[Entry]:
    """Every act of one person, newest first."""
    return Entry.objects.filter(by=user_id).select_related("by__agency")


def refused() -> QuerySet[Entry]:
    """What somebody asked for and was refused, or was kept from by the conflict wall."""
    events = (Event.READ_REFUSED, Event.REFUSED, Event.WALLED)
    return Entry.objects.filter(event__in=events).select_related("by__agency")
