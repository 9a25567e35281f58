"""A row that several workers may be about to write: the first has written it."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from tocsin_web.ledger.chain import append
from tocsin_web.ledger.models import AppendOnly, Head


def append_once(row: AppendOnly, kind: str) -> bool:
    """Save a row and its leaf unless a constraint says that it is there; True for the first.

    The head is locked before the row is written. The other way round, a worker that holds the head
    and one that holds the row could wait for each other.
    """
    with transaction.atomic():
        Head.objects.get_or_create(id=1)
        Head.objects.select_for_update().get(id=1)
        try:
            append(row, kind)
        except IntegrityError:
            return False
    return True
