"""The key this log signs with: made on first use, kept in the store's folder for its owner."""

from __future__ import annotations

import base64
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from tocsin.ledger import key_hash

_PRIVATE = 0o600


@dataclass(frozen=True, slots=True)
class LogKey:
    """The name and key of a log."""

    origin: str
    private: Ed25519PrivateKey

    @property
    def public(self) -> bytes:
        """32 bytes."""
        return self.private.public_key().public_bytes(
            serialization.Encoding.Raw, serialization.PublicFormat.Raw
        )

    def verifier(self) -> str:
        """`name+hash+key`, as C2SP signed notes write a public key: what an outsider is handed."""
        keyed = base64.b64encode(b"\x01" + self.public).decode()
        return f"{self.origin}+{key_hash(self.origin, self.public).hex()}+{keyed}"


@cache
def log_key() -> LogKey:
    """The key of this store.

    Whoever holds this file can sign as this log, so a copy of the latest checkpoint kept elsewhere
    is what shows that the past was rewritten, not the signature alone.
    """
    path = Path(settings.HOME) / "ledger.key"
    if not path.exists():
        _write_once(path, Ed25519PrivateKey.generate())
    private = serialization.load_pem_private_key(path.read_bytes(), password=None)
    assert isinstance(private, Ed25519PrivateKey)
    public = private.public_key().public_bytes_raw()
    # The name holds a part of the key: two stores never carry one name.
    return LogKey(f"tocsin/{public[:6].hex()}", private)


def _write_once(path: Path, key: Ed25519PrivateKey) -> None:
    """Write the key whole or not at all; where two come at once, the first stays."""
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    beside = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _PRIVATE), "wb") as file:
        file.write(pem)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(beside, path)
    except FileExistsError:
        pass
    finally:
        beside.unlink()
