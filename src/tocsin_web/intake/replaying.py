"""The worker works out what proposed changes of policy would have done."""

from __future__ import annotations

import logging

from django.utils import timezone
from django_tasks import task

from tocsin.errors import TocsinError
from tocsin_web.intake.engine.replaying import replayed
from tocsin_web.policies.models import PolicyChange, Replay

logger = logging.getLogger("tocsin.worker")


@task()
def replay_changes() -> None:
    """Work out every proposed change that waits for it; done twice it says the same."""
    replay_waiting()


def replay_waiting() -> int:
    """The same, at once; how many were worked out."""
    waiting = Replay.objects.filter(made_at__isnull=True, failed_because="")
    changes = [row.change for row in waiting.select_related("change")]
    for change in changes:
        _replay(change)
    return len(changes)


def ask_for_replay(change: PolicyChange) -> None:
    """Have a change worked out (again)."""
    Replay.objects.update_or_create(change=change, defaults={"made_at": None, "failed_because": ""})
    replay_changes.enqueue()


def _replay(change: PolicyChange) -> None:
    now = timezone.now()
    rows = Replay.objects.filter(change=change)
    try:
        found = replayed(change.setting, change.value, now=now, as_of=timezone.localdate(now))
    except TocsinError as error:
        logger.error("A change of policy could not be worked out: %s", type(error).__name__)
        rows.update(failed_because=type(error).__name__)
        return
    rows.update(
        rings_before=found.rings_before,
        rings_after=found.rings_after,
        a_week_before=found.a_week_before,
        a_week_after=found.a_week_after,
        differences=[list(row) for row in found.differences],
        made_at=now,
    )
