"""The state of the log, signed and handed to whoever keeps it for us."""

from __future__ import annotations

import os
import re
from pathlib import Path

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone

from tocsin.ledger import Checkpoint as State
from tocsin.ledger import Frontier, sign
from tocsin_web.ledger.keys import log_key
from tocsin_web.ledger.models import Checkpoint, Head, Posting, Witness

_NOTE = re.compile(r"^[^\n]+\n\d+\n[A-Za-z0-9+/=]+\n\n(?:\u2014 [^\n]+\n)+", re.MULTILINE)
_SUBJECT = "Checkpoint of a Tocsin record: please keep"
_BODY = (
    "Keep this message. With it anybody can show later whether the record was changed"
    " afterwards.\n\n"
)


@transaction.atomic
def make_checkpoint() -> Checkpoint:
    """Sign the log as it stands; the same size is signed once."""
    Head.objects.get_or_create(id=1)
    head = Head.objects.select_for_update().get(id=1)
    there = Checkpoint.objects.filter(size=head.size).first()
    if there:
        return there
    root = Frontier(head.size, tuple(bytes.fromhex(h) for h in head.frontier)).root()
    key = log_key()
    note = sign(
        State(key.origin, head.size, root), [(key.origin, key.public, key.private.sign)]
    ).encoded()
    return Checkpoint.objects.create(size=head.size, root=root, note=note, made_at=timezone.now())


def post(checkpoint: Checkpoint) -> list[Posting]:
    """Hand a checkpoint to every active witness that has not had it; a failure is noted.

    Safe to call again: what failed is tried again, what was posted is left alone.
    """
    made = []
    for witness in Witness.objects.filter(is_active=True):
        posting, _ = Posting.objects.get_or_create(checkpoint=checkpoint, witness=witness)
        if posting.posted_at is None:
            posting.failed_because = _handed_to(witness, checkpoint.note)
            posting.posted_at = None if posting.failed_because else timezone.now()
            posting.save()
        made.append(posting)
    return made


def notes_in(kept: str) -> list[str]:
    """The signed notes in a text somebody kept: a file we wrote to, a message as it came."""
    return _NOTE.findall(kept.replace("\r\n", "\n") + "\n")


def _handed_to(witness: Witness, note: str) -> str:
    """Empty, or why it could not be handed over."""
    try:
        if witness.file:
            with Path(witness.file).open("a", encoding="utf-8") as file:
                file.write(note + "\n")
                file.flush()
                os.fsync(file.fileno())
        if witness.address:
            send_mail(_SUBJECT, _BODY + note, None, [witness.address])
    except OSError as error:  # smtplib's errors are OSErrors too
        return f"{type(error).__name__}: {error.strerror or 'could not be reached'}"[:200]
    return ""
