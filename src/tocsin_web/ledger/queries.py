"""The state of the record, as it is shown to oversight."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tocsin.ledger import Frontier
from tocsin_web.ledger.keys import log_key
from tocsin_web.ledger.models import Checkpoint, Head, Posting, Witness


@dataclass(frozen=True, slots=True)
class State:
    """How long the record is, what it comes to, and who keeps its checkpoints."""

    size: int
    root: str
    """64 hex digits."""
    key: str
    """What outsiders check signatures with."""
    last: Checkpoint | None
    witnesses: tuple[tuple[str, datetime | None, str], ...]
    """(name, when a checkpoint last reached them, why the latest did not)."""

    @property
    def since_last(self) -> int:
        """Leaves that no checkpoint vouches for yet."""
        return self.size - (self.last.size if self.last else 0)


def state() -> State:
    """As it stands now."""
    head = Head.objects.filter(id=1).first() or Head()
    peaks = tuple(bytes.fromhex(peak) for peak in head.frontier)
    return State(
        size=head.size,
        root=Frontier(head.size, peaks).root().hex(),
        key=log_key().verifier(),
        last=Checkpoint.objects.first(),
        witnesses=tuple(_reached(w) for w in Witness.objects.filter(is_active=True)),
    )


def _reached(witness: Witness) -> tuple[str, datetime | None, str]:
    postings = Posting.objects.filter(witness=witness)
    reached = postings.filter(posted_at__isnull=False).order_by("-posted_at").first()
    failed = postings.filter(posted_at=None).order_by("-checkpoint").first()
    why = failed.failed_because if failed else ""
    return witness.name, reached.posted_at if reached else None, why
