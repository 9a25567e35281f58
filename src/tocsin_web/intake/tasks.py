"""What the one worker does. Rows say what is to be done; the queue only wakes it.

Each task may be ended at any moment and begun again: what was written stays, once.
"""

from __future__ import annotations

from uuid import UUID

from django_tasks import task

from tocsin_web.intake.working import work_for


@task()
def read_draft(draft_id: str) -> None:
    """Read what was sent, and what it would do to the stored case."""
    work_for().read(UUID(draft_id))


@task()
def take_in(draft_id: str) -> None:
    """Receive every report of an approved draft."""
    work_for().take_in(UUID(draft_id))


@task()
def bring_up_to_date(compartment_id: str) -> None:
    """Join and count a compartment anew, as often as it was asked for in the meantime: once."""
    work_for().bring_up_to_date(UUID(compartment_id))
