"""A receipt: what an outsider needs to see that a row was recorded, and when, without our help."""

from __future__ import annotations

import base64
from typing import Any

from django.db import transaction

from tocsin.ledger import leaf_hash, node_hash
from tocsin_web.ledger.chain import committed, leaf_of, reference
from tocsin_web.ledger.checkpoints import make_checkpoint
from tocsin_web.ledger.keys import log_key
from tocsin_web.ledger.models import AppendOnly, Checkpoint, Leaf, LeafKey, Node

FORMAT = "tocsin-receipt-1"


class NoReceiptError(Exception):
    """There is none to give: the row was disposed of, or never recorded."""


@transaction.atomic
def receipt_of(row: AppendOnly) -> dict[str, Any]:
    """The receipt of one row, as JSON.

    It holds the row and the key of its leaf, so it is for those who may read the row. The rest is
    the proof: the leaf's place in the tree, the hashes from it to the root, the signed checkpoint.

    Raises:
        NoReceiptError: the row was disposed of, or never recorded.
    """
    leaf = Leaf.objects.filter(record=reference(row)).first()
    key = LeafKey.objects.filter(leaf=leaf).first() if leaf else None
    if leaf is None or key is None:
        raise NoReceiptError(reference(row))
    checkpoint = Checkpoint.objects.filter(size__gt=leaf.number).order_by("size").first()
    checkpoint = checkpoint or make_checkpoint()
    return {
        "format": FORMAT,
        "record": committed(row),
        "key": bytes(key.key).hex(),
        "leaf": {
            "number": leaf.number,
            "kind": leaf.kind,
            "data": base64.b64encode(leaf_of(leaf)).decode(),
        },
        "proof": [part.hex() for part in _proof(leaf.number, checkpoint.size)],
        "checkpoint": checkpoint.note,
        "log_key": log_key().verifier(),
    }


def _proof(number: int, size: int) -> list[bytes]:
    """The hashes from a leaf to the root over the first `size` leaves, lowest first (RFC 9162,
    2.1.3.1): about twice as many rows are read as the tree has levels."""
    found: list[bytes] = []
    start, count = 0, size
    while count > 1:
        split = 1 << (count - 1).bit_length() - 1
        if number < start + split:
            found.append(_root(start + split, count - split))
            count = split
        else:
            found.append(_root(start, split))
            start, count = start + split, count - split
    return found[::-1]


def _root(start: int, count: int) -> bytes:
    """Root over `count` leaves from `start`, put together from subtrees that are full."""
    if count == 1:
        return leaf_hash(leaf_of(Leaf.objects.get(number=start)))
    if count & (count - 1) == 0:
        level = count.bit_length() - 1
        return bytes(Node.objects.get(level=level, place=start >> level).hash)
    split = 1 << count.bit_length() - 1
    return node_hash(_root(start, split), _root(start + split, count - split))
