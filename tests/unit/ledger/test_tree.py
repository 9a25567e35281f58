"""The tree against published vectors, and against every way of changing a log."""

from __future__ import annotations

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.ledger import (
    Checkpoint,
    Frontier,
    commitment,
    consistency_proof,
    inclusion_proof,
    key_hash,
    leaf_hash,
    opens,
    read_note,
    sign,
    tree_root,
    verified,
    verify_consistency,
    verify_inclusion,
)

_DATA = Path(__file__).parents[2] / "data" / "crypto"


def _vectors(name: str) -> list[dict[str, Any]]:
    lines = (_DATA / f"merkle_{name}_vectors.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines]


@pytest.mark.parametrize("case", _vectors("inclusion"), ids=lambda case: case["name"])
def test_inclusion_is_judged_as_published(case: dict[str, Any]) -> None:
    """98 published proofs, good and spoilt."""
    found = verify_inclusion(
        b64decode(case["leafHash"] or ""),
        case["leafIdx"],
        case["treeSize"],
        [b64decode(step) for step in case["proof"] or ()],
        b64decode(case["root"] or ""),
    )
    assert found is not case["wantErr"]


@pytest.mark.parametrize("case", _vectors("consistency"), ids=lambda case: case["name"])
def test_consistency_is_judged_as_published(case: dict[str, Any]) -> None:
    """98 published proofs, good and spoilt."""
    found = verify_consistency(
        case["size1"],
        case["size2"],
        b64decode(case["root1"] or ""),
        b64decode(case["root2"] or ""),
        [b64decode(step) for step in case["proof"] or ()],
    )
    assert found is not case["wantErr"]


_entries = st.lists(st.binary(max_size=12), min_size=1, max_size=40)


@given(_entries)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_growing_leaf_by_leaf_gives_the_root_of_the_whole(entries: list[bytes]) -> None:
    """The few hashes kept for appending are enough."""
    leaves = [leaf_hash(entry) for entry in entries]
    frontier = Frontier()
    for size, leaf in enumerate(leaves, 1):
        frontier = frontier.grown(leaf)
        assert frontier.root() == tree_root(leaves[:size])
        assert len(frontier.peaks) == size.bit_count()


@given(_entries, st.data())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_every_entry_is_proved_and_no_other_in_its_place(
    entries: list[bytes], data: st.DataObject
) -> None:
    """A proof holds for its own entry, place, size and root; a flipped bit breaks it."""
    leaves = [leaf_hash(entry) for entry in entries]
    size = data.draw(st.integers(1, len(leaves)))
    index = data.draw(st.integers(0, size - 1))
    proof, root = inclusion_proof(leaves, index, size), tree_root(leaves[:size])
    assert verify_inclusion(leaves[index], index, size, proof, root)
    for spoilt in _spoilt([leaves[index], root, *proof], data):
        assert not verify_inclusion(spoilt[0], index, size, spoilt[2:], spoilt[1])


@given(_entries, st.data())
@settings(max_examples=80, deadline=None, derandomize=True)
def test_a_log_that_only_grew_is_proved_and_a_rewritten_past_is_not(
    entries: list[bytes], data: st.DataObject
) -> None:
    """Changing, dropping or swapping an entry an old checkpoint covers is always seen."""
    leaves = [leaf_hash(entry) for entry in entries]
    second = len(leaves)
    first = data.draw(st.integers(1, second))
    old, new = tree_root(leaves[:first]), tree_root(leaves)
    assert verify_consistency(first, second, old, new, consistency_proof(leaves, first, second))
    place = data.draw(st.integers(0, first - 1))
    rewritten = [*leaves]
    rewritten[place] = leaf_hash(b"another" + entries[place])
    proof = consistency_proof(rewritten, first, second)
    assert not verify_consistency(first, second, old, tree_root(rewritten), proof)


def _spoilt(hashes: list[bytes], data: st.DataObject) -> list[list[bytes]]:
    """Copies with one bit of one hash flipped."""
    which = data.draw(st.integers(0, len(hashes) - 1))
    bit = data.draw(st.integers(0, 255))
    changed = bytearray(hashes[which])
    changed[bit // 8] ^= 1 << bit % 8
    return [[*hashes[:which], bytes(changed), *hashes[which + 1 :]]]


def test_what_is_not_there_has_no_proof() -> None:
    """Asked for a leaf or a size that the log does not have, the answer is an error."""
    leaves = [leaf_hash(bytes([n])) for n in range(3)]
    for index, size in ((3, 3), (0, 4), (-1, 2)):
        with pytest.raises(IndexError):
            inclusion_proof(leaves, index, size)
    for first, second in ((0, 2), (3, 2), (1, 9)):
        with pytest.raises(IndexError):
            consistency_proof(leaves, first, second)


_records = st.dictionaries(st.text(max_size=8), st.one_of(st.text(max_size=9), st.integers()))


@given(_records, st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_a_commitment_opens_with_its_own_key_alone(
    record: dict[str, object], key: bytes, other: bytes
) -> None:
    """Without the key of a record its leaf tells nothing of it; order of fields does not matter."""
    committed = commitment(record, key)
    assert opens(dict(reversed(record.items())), key, committed)
    assert not opens({**record, "more": 1}, key, committed)
    assert opens(record, other, committed) == (key == other)


def test_a_short_key_is_refused() -> None:
    """A key that could be guessed would betray the record."""
    with pytest.raises(ValueError, match="32 bytes"):
        commitment({"report": "R1"}, b"short")


def _toy_key(secret: bytes) -> tuple[Any, Any]:
    """A stand-in for a signature scheme: the format is under test here, not the scheme."""
    return (lambda text: commitment({"t": text.decode()}, secret)), (
        lambda signature, text: opens({"t": text.decode()}, secret, signature)
    )


def test_a_checkpoint_is_read_back_and_holds_for_its_signers() -> None:
    """Origin, size and root come back; each signer's line is checked with that signer's key."""
    signer, verifier = _toy_key(b"k" * 32)
    witness, witness_verifier = _toy_key(b"w" * 32)
    public = {"tocsin.example/hub": b"p" * 32, "witness.example": b"q" * 32}
    (name, one), (other, two) = public.items()
    checkpoint = Checkpoint("tocsin.example/hub", 7, tree_root([leaf_hash(b"x")] * 7))
    note = read_note(sign(checkpoint, [(name, one, signer), (other, two, witness)]).encoded())
    assert Checkpoint.from_text(note.text) == checkpoint
    assert verified(note, name, one, verifier)
    assert verified(note, other, two, witness_verifier)
    assert not verified(note, other, two, verifier)
    assert not verified(note, name, two, verifier)
    assert len(key_hash(name, one)) == 4


@pytest.mark.parametrize(
    "text",
    ["", "a\n", "origin\n007\nAAAA\n\n\u2014 n AAAAAAAA\n", "origin\n7\n***\n\n\u2014 n AAAAAAAA\n",
     "origin\n7\nAAAA\n\n- n AAAAAAAA\n", "origin\n7\nAAAA\n\n\u2014 n AAAA\n"],
)  # fmt: skip
def test_what_is_no_checkpoint_is_refused(text: str) -> None:
    """A spoilt note is an error, never an empty checkpoint."""
    with pytest.raises(ValueError, match=r"note|checkpoint|base64|signature"):
        Checkpoint.from_text(read_note(text).text)
