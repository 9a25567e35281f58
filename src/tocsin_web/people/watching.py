"""A search kept until a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.people.models import Watch
from tocsin_web.reports.models import Compartment


@transaction.atomic
def keep(
    compartment: Compartment,
    *,
    query: str,
    reason: str,
    expires_on: date,
    seen: Iterable[str],
    by: User,
) -> Watch:
    """Keep a search as a watch until a day."""
    require(by, Permission.READ_SUBJECTS)
    watch = Watch.objects.create(
        compartment=compartment,
        user=by,
        query=query,
        reason=reason,
        expires_on=expires_on,
        seen=sorted(seen),
        looked_at=timezone.now(),
    )
    record(Event.SEARCHED, about=f"watch:{watch.pk}", by=by, purpose=reason, note="watch begun")
    return watch


@transaction.atomic
def looked(watch: Watch, *, seen: Iterable[str], by: User) -> None:
    """Its owner has seen what is new."""
    Watch.objects.filter(pk=watch.pk, user=by).update(
        seen=sorted({*watch.seen, *seen}), looked_at=timezone.now()
    )


@transaction.atomic
def end(watch: Watch, *, by: User) -> None:
    """Stop looking."""
    record(Event.SEARCHED, about=f"watch:{watch.pk}", by=by, note="watch ended")
    Watch.objects.filter(pk=watch.pk, user=by).delete()
