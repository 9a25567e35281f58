"""Is the record whole? Every leaf against its row, the tree against every checkpoint."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from tocsin.ledger import Checkpoint as State
from tocsin.ledger import Frontier, leaf_hash, opens, read_note, verified
from tocsin_web.ledger.chain import committed, leaf_of, reference
from tocsin_web.ledger.keys import log_key
from tocsin_web.ledger.models import AppendOnly, Checkpoint, Head, Leaf, LeafKey, Tombstone

_BATCH = 2000


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was committed to."""

    where: str
    what: str


def append_only_models() -> list[type[AppendOnly]]:
    """Every kind of row that only ever is added, in a fixed order."""
    found = [m for m in apps.get_models() if issubclass(m, AppendOnly)]
    return sorted(found, key=lambda m: m._meta.label)


def verify(kept_elsewhere: Sequence[str] = ()) -> Iterator[Finding]:
    """Check the whole record.

    Args:
        kept_elsewhere: signed notes that somebody outside kept; the log must still lead to them.

    Yields:
        What is wrong and where: a changed column, a row or leaf that is missing, out of its order
        or without its counterpart, a root that is not what was signed. Nothing: it is whole.
    """
    checkpoints = {c.size: c for c in Checkpoint.objects.all()}
    wanted = {size: bytes(c.root) for size, c in checkpoints.items()}
    yield from _wrongly_signed(c.note for c in checkpoints.values())
    outside, wrong = _read(kept_elsewhere)
    yield from wrong
    frontier = Frontier()
    sizes = {*wanted, *(state.size for state in outside)}
    roots = {0: frontier.root()}
    for leaf, finding in _leaves():
        if finding is not None:
            yield finding
        frontier = frontier.grown(leaf_hash(leaf_of(leaf)))
        if frontier.size in sizes:
            roots[frontier.size] = frontier.root()
    yield from _head(frontier)
    yield from _roots(wanted, roots, "a checkpoint of this store")
    yield from _roots({s.size: s.root for s in outside}, roots, "a checkpoint kept elsewhere")
    yield from _rows_without_leaf()


def _leaves() -> Iterator[tuple[Leaf, Finding | None]]:
    """Leaves in their order, each with what is wrong with it."""
    tombs = set(Tombstone.objects.values_list("record", flat=True))
    expected, batch = 0, []
    for leaf in Leaf.objects.order_by("number").iterator(_BATCH):
        batch.append(leaf)
        if len(batch) == _BATCH:
            yield from _checked(batch, expected, tombs)
            expected, batch = batch[-1].number + 1, []
    yield from _checked(batch, expected, tombs)


def _checked(
    leaves: Sequence[Leaf], expected: int, tombs: set[str]
) -> Iterator[tuple[Leaf, Finding | None]]:
    keys = dict(
        LeafKey.objects.filter(leaf__in=[leaf.pk for leaf in leaves]).values_list("leaf", "key")
    )
    rows = _rows({leaf.record for leaf in leaves})
    for leaf in leaves:
        where = f"leaf {leaf.number} ({leaf.kind})"
        finding = None
        if leaf.number != expected:
            finding = Finding(where, f"leaf {expected} is missing before it")
        elif leaf.record in tombs:
            if leaf.pk in keys:
                finding = Finding(where, "a tombstone stands here, yet its key was kept")
        elif leaf.pk not in keys:
            finding = Finding(where, f"the key of {leaf.record} is gone and no tombstone says why")
        elif leaf.record not in rows:
            finding = Finding(where, f"the row {leaf.record} is gone")
        elif not opens(committed(rows[leaf.record]), bytes(keys[leaf.pk]), bytes(leaf.commitment)):
            finding = Finding(where, f"the row {leaf.record} is not what was committed to")
        expected = leaf.number + 1
        yield leaf, finding


def _rows(references: Iterable[str]) -> dict[str, AppendOnly]:
    by_label: dict[str, list[str]] = {}
    for one in references:
        label, _, pk = one.partition(":")
        by_label.setdefault(label, []).append(pk)
    known = {m._meta.label: m for m in append_only_models()}
    found: dict[str, AppendOnly] = {}
    for label in sorted(by_label.keys() & known.keys()):
        model = known[label]
        keys = [pk for pk in by_label[label] if _is_key(model, pk)]
        for start in range(0, len(keys), 500):
            for row in model._base_manager.filter(pk__in=keys[start : start + 500]):
                found[reference(row)] = row
    return found


def _is_key(model: type[models.Model], text: str) -> bool:
    try:
        model._meta.pk.to_python(text)
    except ValidationError:
        return False
    return True


def _head(frontier: Frontier) -> Iterator[Finding]:
    head = Head.objects.filter(id=1).first()
    size = head.size if head else 0
    peaks = tuple(bytes.fromhex(h) for h in head.frontier) if head else ()
    if (size, peaks) != (frontier.size, frontier.peaks):
        yield Finding("the head", f"it says {size} leaves; there are {frontier.size}, or others")


def _roots(wanted: dict[int, bytes], roots: dict[int, bytes], whose: str) -> Iterator[Finding]:
    """The first state that is not led to; the fault lies after the last one that is."""
    good = 0
    for size in sorted(wanted):
        if size not in roots:
            yield Finding(f"size {size}", f"{whose} counts more leaves than there are")
            return
        if roots[size] != wanted[size]:
            where = f"leaves {good} to {size - 1}"
            yield Finding(where, f"they are not, or not in the order, that {whose} vouches for")
            return
        good = size


def _read(notes: Iterable[str]) -> tuple[list[State], list[Finding]]:
    """The states that notes kept elsewhere vouch for, and notes that are none of ours."""
    states, wrong = [], []
    for number, text in enumerate(notes, start=1):
        problem = list(_wrongly_signed([text]))
        if problem:
            wrong.append(Finding(f"note {number} of those kept elsewhere", problem[0].what))
        else:
            states.append(State.from_text(read_note(text).text))
    return states, wrong


def _wrongly_signed(notes: Iterable[str]) -> Iterator[Finding]:
    key = log_key()
    public = key.private.public_key()

    def holds(signature: bytes, message: bytes) -> bool:
        try:
            public.verify(signature, message)
        except InvalidSignature:
            return False
        return True

    for text in notes:
        try:
            note = read_note(text)
            state = State.from_text(note.text)
        except ValueError as error:
            yield Finding("a checkpoint", str(error))
            continue
        if not verified(note, key.origin, key.public, holds):
            yield Finding(f"checkpoint of {state.size}", "it is not signed with this store's key")


def _rows_without_leaf() -> Iterator[Finding]:
    """Rows that came in past the chain."""
    for model in append_only_models():
        label = model._meta.label
        there = set(
            Leaf.objects.filter(record__startswith=f"{label}:").values_list("record", flat=True)
        )
        for pk in model._base_manager.order_by("pk").values_list("pk", flat=True).iterator(_BATCH):
            if f"{label}:{pk}" not in there:
                yield Finding(f"{label}:{pk}", "it has no leaf")
