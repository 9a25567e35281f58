"""Lawful disposal: the words go, the key of the leaf is destroyed, a tombstone stays."""

from __future__ import annotations

from typing import Any

from django.db import models, transaction
from django.db.models import QuerySet

from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append, reference
from tocsin_web.ledger.models import AppendOnly, Backup, Leaf, LeafKey, Tombstone


@transaction.atomic
def dispose(row: AppendOnly, *, reason: str, by: User) -> Tombstone:
    """Blank a row, destroy the key of its leaf and leave a tombstone.

    The row's number and what others point to stay, so that nothing hangs in the air. The log stays
    whole; that leaf can never be opened again. Copies elsewhere are not reached: `backups_with`
    names them.
    """
    leaf = Leaf.objects.get(record=reference(row))
    LeafKey.objects.filter(leaf=leaf).delete()
    blank = {f.attname: _blank(f, leaf) for f in row._meta.concrete_fields if _is_told(f)}
    models.QuerySet(type(row)).filter(pk=row.pk).update(**blank)
    tomb = Tombstone(
        record=leaf.record, leaf_number=leaf.number, reason=reason, disposed_by=str(by.pk)
    )
    append(tomb, "disposal")
    record(Event.ERASED, about=f"leaf:{leaf.number}", by=by, note=reason)
    return tomb


def backups_with(row: AppendOnly) -> QuerySet[Backup]:
    """Copies of the store that still hold this row, and must go too."""
    leaf = Leaf.objects.get(record=reference(row))
    return Backup.objects.filter(size__gt=leaf.number, gone_at=None).order_by("made_at")


def _is_told(field: models.Field[Any, Any]) -> bool:
    """Whether the column can hold what somebody told; keys and moments of recording stay."""
    is_told = isinstance(
        field, (models.CharField, models.TextField, models.JSONField, models.DateField)
    )
    return is_told and not field.primary_key and not isinstance(field, models.DateTimeField)


def _blank(field: models.Field[Any, Any], leaf: Leaf) -> Any:
    if field.unique:
        return f"disposed-{leaf.number}"
    if field.null:
        return None
    return field.default() if isinstance(field, models.JSONField) else ""
