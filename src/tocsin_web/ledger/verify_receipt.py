#!/usr/bin/env python3
"""Check a receipt of a Tocsin record. One file, Python's standard library alone, no network.

    python3 verify_receipt.py receipt.json
    python3 verify_receipt.py receipt.json --key "tocsin/...+1a2b3c4d+AbCd..."
    python3 verify_receipt.py receipt.json --checkpoint the-message-you-kept.txt

Needs Python 3.9 or newer. It shows that the record in the receipt is what was committed to, that
this commitment is a leaf of the log, and that the log was signed with the key. Compare the key with
the one that was handed to you on another way (`--key`), and the checkpoint with one kept elsewhere
(`--checkpoint`): without either, a host who rewrote everything at once could still give a receipt
that fits.

The tree is RFC 9162's (SHA-256), the signature Ed25519 (RFC 8032), the note as C2SP writes them.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import hmac
import json
import re
import sys
from typing import Any

Point = tuple[int, int, int, int]
Signed = tuple[str, list[tuple[str, bytes, bytes]]]

NOTE = re.compile(r"^[^\n]+\n\d+\n[A-Za-z0-9+/=]+\n\n(?:\u2014 [^\n]+\n)+", re.M)

# --- Ed25519, RFC 8032, section 5.1; verification only -----------------------------------------
P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_MINUS_1 = pow(2, (P - 1) // 4, P)


def recover_x(y: int, sign: int) -> int | None:
    """The x of a point from its y and the sign bit; None where there is none."""
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * SQRT_MINUS_1 % P
    if (x * x - x2) % P:
        return None
    return P - x if (x & 1) != sign else x


def point(encoded: bytes) -> Point | None:
    """A point from its 32 bytes, in extended coordinates."""
    y = int.from_bytes(encoded, "little")
    x = recover_x(y & ((1 << 255) - 1), y >> 255)
    y &= (1 << 255) - 1
    return None if x is None else (x, y, 1, x * y % P)


def add(a: Point, b: Point) -> Point:
    """Sum of two points."""
    e1, e2 = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    e3, e4 = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = e2 - e1, e4 - e3, e4 + e3, e2 + e1
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def times(n: int, a: Point) -> Point:
    """A multiple of a point."""
    total: Point = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, a)
        a, n = add(a, a), n >> 1
    return total


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recover_x(BASE_Y, 0) or 0
BASE: Point = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def signed_by(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the key made the signature over the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = point(public), point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    digest = hashlib.sha512(signature[:32] + public + message).digest()
    left, right = times(s, BASE), add(r, times(int.from_bytes(digest, "little") % Q, a))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# --- the tree, RFC 9162, section 2.1.3.2 --------------------------------------------------------
def root_of(leaf: bytes, index: int, size: int, proof: list[bytes]) -> bytes | None:
    """The root that a leaf's hash and its proof lead to; None where they cannot fit."""
    if not 0 <= index < size:
        return None
    node, last = index, size - 1
    found = leaf
    for part in proof:
        if last == 0:
            return None
        if node & 1 or node == last:
            found = hashlib.sha256(b"\x01" + part + found).digest()
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = hashlib.sha256(b"\x01" + found + part).digest()
        node, last = node >> 1, last >> 1
    return found if last == 0 else None


# --- notes ---------------------------------------------------------------------------------------
def read_note(text: str) -> Signed:
    """(text that is signed, [(name, key hash, signature), ...])."""
    signed, gap, tail = text.strip("\n").rpartition("\n\n")
    if not gap:
        raise ValueError("the checkpoint is no signed note")
    lines = []
    for line in tail.split("\n"):
        name, _, both = line.removeprefix("\u2014 ").partition(" ")
        raw = base64.b64decode(both, validate=True)
        lines.append((name, raw[:4], raw[4:]))
    return signed + "\n", lines


def read_key(text: str) -> tuple[str, bytes, bytes]:
    """(name, key hash, 32 bytes) of a key written `name+hash+key`."""
    name, wanted, keyed = text.strip().split("+", 2)
    raw = base64.b64decode(keyed, validate=True)
    public = raw[1:]
    found = hashlib.sha256(name.encode() + b"\n\x01" + public).digest()[:4]
    if raw[:1] != b"\x01" or len(public) != 32 or found.hex() != wanted:
        raise ValueError("the key is not written as an Ed25519 key of a log")
    return name, found, public


def read_state(signed: str) -> tuple[str, int, bytes]:
    """(origin, size, root) of a checkpoint's text."""
    origin, size, root = signed.split("\n")[:3]
    return origin, int(size), base64.b64decode(root, validate=True)


def check(receipt: dict[str, Any], key: str = "", kept: str = "") -> list[str]:
    """What is wrong with a receipt, as sentences; none: it holds."""
    wrong = []
    fixed = json.dumps(receipt["record"], ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    seal = hmac.new(bytes.fromhex(receipt["key"]), fixed.encode("utf-8"), hashlib.sha256).digest()
    data = base64.b64decode(receipt["leaf"]["data"], validate=True)
    if not hmac.compare_digest(data.decode("ascii").split("\n")[2], seal.hex()):
        wrong.append("The record is not what was committed to.")
    name, key_hash, public = read_key(key or receipt["log_key"])
    signed, signatures = read_note(receipt["checkpoint"])
    origin, size, root = read_state(signed)
    if not any(
        (n, h) == (name, key_hash) and signed_by(public, signed.encode(), s)
        for n, h, s in signatures
    ):
        wrong.append("The checkpoint is not signed with the key of the log.")
    leaf = hashlib.sha256(b"\x00" + data).digest()
    proof = [bytes.fromhex(part) for part in receipt["proof"]]
    if root_of(leaf, receipt["leaf"]["number"], size, proof) != root:
        wrong.append("The commitment is not a leaf of the log that was signed.")
    if kept:
        wrong += against(kept, name, key_hash, public, (origin, size, root))
    return wrong


def against(
    kept: str, name: str, key_hash: bytes, public: bytes, state: tuple[str, int, bytes]
) -> list[str]:
    """What checkpoints kept elsewhere say against the one in the receipt."""
    notes = NOTE.findall(kept.replace("\r\n", "\n") + "\n")
    if not notes:
        return ["There is no checkpoint in the file you kept."]
    sizes = []
    for note in notes:
        signed, signatures = read_note(note)
        if not any(
            (n, h) == (name, key_hash) and signed_by(public, signed.encode(), s)
            for n, h, s in signatures
        ):
            return ["A checkpoint you kept is not signed with this key."]
        _, size, root = read_state(signed)
        sizes.append(size)
        if size == state[1] and root != state[2]:
            return ["The log was rewritten: your checkpoint of the same size has another root."]
    if state[1] not in sizes:
        print(
            f"The checkpoints you kept count {max(sizes)} leaves at most, or not {state[1]} as the"
            " receipt's does: have the holder run `tocsin ledger verify --against` with your file."
        )
    return []


def main() -> int:
    """Read the receipt, say what holds."""
    parser = argparse.ArgumentParser(description="Check a receipt of a Tocsin record.")
    parser.add_argument("receipt")
    parser.add_argument("--key", default="", help="the log's key, as it was handed to you")
    parser.add_argument("--checkpoint", default="", help="file with a checkpoint kept elsewhere")
    args = parser.parse_args()
    try:
        with open(args.receipt, encoding="utf-8") as file:
            receipt = json.load(file)
        kept = ""
        if args.checkpoint:
            with open(args.checkpoint, encoding="utf-8") as file:
                kept = file.read()
        wrong = check(receipt, args.key, kept)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError) as error:
        print(f"This is no receipt that can be checked: {error}")
        return 2
    if wrong:
        print("\n".join(wrong))
        return 1
    data = base64.b64decode(receipt["leaf"]["data"]).decode("ascii").split("\n")
    print(f"It holds: a record of kind '{data[0]}' is leaf {receipt['leaf']['number']} of the log,")
    print(f"recorded {data[1]}, signed by {receipt['log_key'].split('+', 2)[0]}.")
    if not args.key:
        print("The key came with the receipt; compare it with one you got on another way (--key).")
    return 0


if __name__ == "__main__":
    sys.exit(main())
