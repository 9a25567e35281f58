"""An append-only log an outsider can check: RFC 9162 trees, commitments, signed checkpoints.

Pure functions: what is stored where, which key signs and who witnesses is for the application.
"""

from tocsin.ledger.checkpoints import (
    Checkpoint,
    Note,
    Signature,
    key_hash,
    read_note,
    sign,
    verified,
)
from tocsin.ledger.commitments import commitment, opens
from tocsin.ledger.tree import (
    Frontier,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    tree_root,
    verify_consistency,
    verify_inclusion,
)

__all__ = [
    "Checkpoint",
    "Frontier",
    "Note",
    "Signature",
    "commitment",
    "consistency_proof",
    "inclusion_proof",
    "key_hash",
    "leaf_hash",
    "node_hash",
    "opens",
    "read_note",
    "sign",
    "tree_root",
    "verified",
    "verify_consistency",
    "verify_inclusion",
]
