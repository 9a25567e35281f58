"""Checkpoints in the C2SP note format: origin, size and root of a log, and who signs them.

A checkpoint is text that can be printed, read out and posted. Whoever keeps one can later show
that the log was rewritten. The key is the caller's: functions to sign and verify come in.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_ED25519 = b"\x01"
_DASH = "\u2014 "

Signer = Callable[[bytes], bytes]
Verifier = Callable[[bytes, bytes], bool]
"""(signature, message) → whether the key made it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The three lines that are signed.

        Raises:
            ValueError: the origin is empty or holds a line break, or the size is below 0.
        """
        if not self.origin or "\n" in self.origin or self.size < 0:
            raise ValueError("a checkpoint needs an origin of one line and a size from 0 up")
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def from_text(cls, text: str) -> Checkpoint:
        """Read the lines back; further lines are extensions and are ignored.

        Raises:
            ValueError: they are no checkpoint.
        """
        lines = text.split("\n")
        if len(lines) < 4 or not lines[0] or lines[-1]:
            raise ValueError("this is no checkpoint: origin, size and root stand on three lines")
        size = lines[1]
        if not (size.isascii() and size.isdigit()) or (size.startswith("0") and size != "0"):
            raise ValueError("the second line of a checkpoint is the size of the log")
        return cls(lines[0], int(size), _unbase64(lines[2]))


@dataclass(frozen=True, slots=True)
class Signature:
    """One signature line: who, by which key, and the signature."""

    name: str
    key_hash: bytes
    """The first four bytes of a hash over name and key: which key to try."""
    signature: bytes

    def line(self) -> str:
        """As it stands in a note."""
        both = base64.b64encode(self.key_hash + self.signature).decode()
        return f"{_DASH}{self.name} {both}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    def encoded(self) -> str:
        """The note as it is posted."""
        return self.text + "\n" + "".join(s.line() for s in self.signatures)


def key_hash(name: str, public_key: bytes) -> bytes:
    """The four bytes that tell which Ed25519 key of `name` signed."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public_key).digest()[:4]


def sign(checkpoint: Checkpoint, keys: Sequence[tuple[str, bytes, Signer]]) -> Note:
    """A note over a checkpoint, signed by each (name, public key, function that signs)."""
    text = checkpoint.text()
    signed = (
        Signature(name, key_hash(name, public), signer(text.encode()))
        for name, public, signer in keys
    )
    return Note(text, tuple(signed))


def read_note(encoded: str) -> Note:
    """Take a note apart; nothing is verified yet.

    Raises:
        ValueError: it is no note.
    """
    text, gap, tail = encoded.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise ValueError("this is no signed note: a text, an empty line, and signature lines")
    return Note(text + "\n", tuple(_signature(line) for line in tail[:-1].split("\n")))


def _signature(line: str) -> Signature:
    name, _, both = line.removeprefix(_DASH).partition(" ")
    raw = _unbase64(both)
    if not line.startswith(_DASH) or not name or len(raw) <= 4:
        raise ValueError("a line under the note is no signature")
    return Signature(name, raw[:4], raw[4:])


def verified(note: Note, name: str, public_key: bytes, verifier: Verifier) -> bool:
    """Whether this key of `name` signed the note; signatures of others are passed over."""
    wanted = key_hash(name, public_key)
    return any(
        s.name == name and s.key_hash == wanted and verifier(s.signature, note.text.encode())
        for s in note.signatures
    )


def _unbase64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError("a hash or signature is not written in base64") from error
