"""What a leaf holds: a commitment to a record, which tells nothing without the record's own key.

Destroying the key of one record makes its leaf meaningless while the log stays whole: lawful
disposal leaves a tombstone and no personal data.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping

KEY_BYTES = 32


def commitment(record: Mapping[str, object], key: bytes) -> bytes:
    """HMAC-SHA-256, with the record's key, over its fields in one fixed form (sorted JSON).

    Raises:
        ValueError: the key is not 32 bytes: a short key could be guessed from a guessed record.
    """
    if len(key) != KEY_BYTES:
        raise ValueError(f"a record's key has {KEY_BYTES} bytes, not {len(key)}")
    fixed = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hmac.new(key, fixed.encode("utf-8"), hashlib.sha256).digest()


def opens(record: Mapping[str, object], key: bytes, committed: bytes) -> bool:
    """Whether a record and its key are what was committed to."""
    return hmac.compare_digest(commitment(record, key), committed)
