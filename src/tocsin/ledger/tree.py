"""The Merkle tree of RFC 9162, section 2.1, with SHA-256.

A log of n leaves has one root. Two proofs of about log2(n) hashes let somebody who keeps nothing
but a root check that an entry stands in the log (inclusion), and that a later log still begins
with every entry of an earlier one, in its order (consistency).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of one entry: its own prefix keeps a leaf from passing for a node."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Frontier:
    """What is needed to append: the roots of the full subtrees, largest first.

    >>> Frontier().grown(leaf_hash(b"")).root().hex()[:8]
    '6e340b9c'
    """

    size: int = 0
    peaks: tuple[bytes, ...] = ()

    def grown(self, leaf: bytes) -> Frontier:
        """The frontier after one more leaf, given its hash."""
        peaks = [*self.peaks, leaf]
        full = self.size
        while full % 2:
            right = peaks.pop()
            peaks[-1] = node_hash(peaks[-1], right)
            full //= 2
        return Frontier(self.size + 1, tuple(peaks))

    def root(self) -> bytes:
        """The root of all leaves so far."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root


def tree_root(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, in their order."""
    if not leaves:
        return EMPTY_ROOT
    level = list(leaves)
    while len(level) > 1:
        pairs = [node_hash(*level[i : i + 2]) for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(level) - len(level) % 2 :]
    return level[0]


def inclusion_proof(leaves: Sequence[bytes], index: int, size: int) -> list[bytes]:
    """The hashes that lead from leaf `index` to the root of the first `size` leaves.

    Raises:
        IndexError: there is no such leaf in a log of that size.
    """
    if not 0 <= index < size <= len(leaves):
        raise IndexError(f"no leaf {index} in the first {size} of {len(leaves)}")
    return _path(leaves, index, 0, size)


def _path(leaves: Sequence[bytes], index: int, start: int, end: int) -> list[bytes]:
    if end - start == 1:
        return []
    split = start + _largest_power_below(end - start)
    if index < split:
        return [*_path(leaves, index, start, split), tree_root(leaves[split:end])]
    return [*_path(leaves, index, split, end), tree_root(leaves[start:split])]


def consistency_proof(leaves: Sequence[bytes], first: int, second: int) -> list[bytes]:
    """The hashes that show the first `second` leaves to begin with the first `first`.

    Raises:
        IndexError: unless 0 < first <= second <= number of leaves.
    """
    if not 0 < first <= second <= len(leaves):
        raise IndexError(f"no proof from {first} to {second} in a log of {len(leaves)}")
    return _shown(leaves, first, 0, second, is_known=True)


def _shown(
    leaves: Sequence[bytes], first: int, start: int, end: int, *, is_known: bool
) -> list[bytes]:
    """`is_known`: the verifier holds the root of this very subtree, so it need not be sent."""
    if first == end - start:
        return [] if is_known else [tree_root(leaves[start:end])]
    split = _largest_power_below(end - start)
    if first <= split:
        shown = _shown(leaves, first, start, start + split, is_known=is_known)
        return [*shown, tree_root(leaves[start + split : end])]
    shown = _shown(leaves, first - split, start + split, end, is_known=False)
    return [*shown, tree_root(leaves[start : start + split])]


def _largest_power_below(size: int) -> int:
    """The largest power of two less than `size` (at least 2)."""
    return 1 << (size - 1).bit_length() - 1


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Whether `proof` leads from a leaf hash at `index` to the `root` of a log of `size` leaves.

    Source: RFC 9162, section 2.1.3.2.
    """
    if not 0 <= index < size or any(len(step) != HASH_BYTES for step in (leaf, root, *proof)):
        return False
    place, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if place % 2 or place == last:
            found = node_hash(step, found)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            found = node_hash(found, step)
        place, last = place // 2, last // 2
    return last == 0 and found == root


def verify_consistency(
    first: int, second: int, first_root: bytes, second_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Whether `proof` shows that a log of `second` leaves begins with that of `first`.

    An empty log is consistent with anything and proves nothing: `first` of 0 is refused.

    Source: RFC 9162, section 2.1.4.2.
    """
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if not proof or any(len(step) != HASH_BYTES for step in (first_root, second_root, *proof)):
        return False
    steps = [first_root, *proof] if first & (first - 1) == 0 else list(proof)
    place, last = first - 1, second - 1
    while place % 2:
        place, last = place // 2, last // 2
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if place % 2 or place == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while place and not place % 2:
                place, last = place // 2, last // 2
        else:
            new = node_hash(new, step)
        place, last = place // 2, last // 2
    return last == 0 and old == first_root and new == second_root
