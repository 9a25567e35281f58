"""Entries of the register: added, superseded, never changed."""

from __future__ import annotations

from django.db import transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.oversight.models import Allegation, Finding, OfficerLink, Recommendation


@transaction.atomic
def enter(row: Allegation | OfficerLink | Finding | Recommendation, *, by: User) -> None:
    """Add one entry, with its leaf.

    Raises:
        PermissionDenied: their roles do not allow it.
    """
    require(by, Permission.KEEP_REGISTER)
    append(row, "register")
    record(Event.ALTERED, about=f"register:{row.pk}", by=by, note=type(row).__name__)


@transaction.atomic
def note_download(what: str, *, by: User) -> None:
    """A list left the store.

    Raises:
        PermissionDenied: their roles do not allow it.
    """
    require(by, Permission.READ_LEDGER)
    record(Event.DISCLOSED, about=f"download:{what}", by=by, purpose="Oversight")
