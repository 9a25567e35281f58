"""How a row comes into the chain: in the transaction of the act, or not at all."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from tocsin.ledger import Frontier, commitment, leaf_hash, node_hash
from tocsin.ledger.commitments import KEY_BYTES
from tocsin_web.ledger.models import AppendOnly, Head, Leaf, LeafKey, Node


def reference(row: models.Model) -> str:
    """`app.Model:primary key`."""
    return f"{row._meta.label}:{row.pk}"


def committed(row: AppendOnly) -> dict[str, Any]:
    """The columns of a row in the one form that is committed to, as they stand in the database."""
    return {
        field.attname: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if field.name not in row.not_committed
    }


def append(row: AppendOnly, kind: str) -> Leaf:
    """Save a new row and its leaf in one transaction.

    Appending is one at a time: the head is locked until the transaction ends.
    """
    with transaction.atomic():
        row.save(force_insert=True)
        row.refresh_from_db()  # commit to what the database holds, not to what it was handed
        Head.objects.get_or_create(id=1)
        head = Head.objects.select_for_update().get(id=1)
        key = secrets.token_bytes(KEY_BYTES)
        sealed = commitment(committed(row), key)
        leaf = Leaf.objects.create(
            number=head.size,
            kind=kind,
            record=reference(row),
            commitment=sealed,
            recorded_at=timezone.now(),
        )
        LeafKey.objects.create(leaf=leaf, key=key)
        _grow(head, leaf_of(leaf))
    return leaf


def leaf_of(leaf: Leaf) -> bytes:
    """The bytes that the tree holds for a leaf: its kind, moment and commitment."""
    at = leaf.recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    return f"{leaf.kind}\n{at}\n{bytes(leaf.commitment).hex()}\n".encode()


def _grow(head: Head, data: bytes) -> None:
    frontier = Frontier(head.size, tuple(bytes.fromhex(h) for h in head.frontier))
    grown = frontier.grown(leaf_hash(data))
    _keep_nodes(frontier, leaf_hash(data))
    head.size, head.frontier = grown.size, [peak.hex() for peak in grown.peaks]
    head.save(update_fields=["size", "frontier"])


def _keep_nodes(before: Frontier, leaf: bytes) -> None:
    """Keep the root of every subtree that this leaf makes full, from above the leaf upwards."""
    full, peaks, node, level = before.size, list(before.peaks), leaf, 0
    made = []
    while full % 2:
        node, level, full = node_hash(peaks.pop(), node), level + 1, full // 2
        made.append(Node(level=level, place=full, hash=node))
    Node.objects.bulk_create(made)


def _plain(value: Any) -> Any:
    match value:
        case None | bool() | int() | str():
            return value
        case datetime():
            return value.astimezone(UTC).isoformat(timespec="microseconds")
        case date():
            return value.isoformat()
        case bytes() | memoryview():
            return bytes(value).hex()
        case list() | tuple():
            return [_plain(part) for part in value]
        case dict():
            return {str(k): _plain(v) for k, v in value.items()}
    return str(value)
