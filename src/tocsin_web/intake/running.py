"""The worker process: takes the lock, does what waits, looks again, until it is told to stop."""

from __future__ import annotations

import logging
import signal
import threading
from datetime import datetime, timedelta
from types import FrameType

from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django_tasks.base import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from tocsin_web.escalations.actions import run_clock_if_due
from tocsin_web.intake import files
from tocsin_web.intake.lock import Holder, LockLostError, beating
from tocsin_web.intake.replaying import replay_waiting
from tocsin_web.intake.working import Work, holding

logger = logging.getLogger("tocsin.worker")
LOOK_SECONDS = 0.5
_KEPT_FOR = timedelta(days=7)
_PAUSE_SECONDS = 30.0


def run_worker(*, once: bool = False) -> None:
    """Work until a signal; with `once`, until nothing waits.

    A second worker waits for the lock and takes over where the first ends.
    """
    stop = threading.Event()
    _stop_on_signals(stop)
    holder = Holder()
    while not holder.take(now=timezone.now()):
        if stop.wait(LOOK_SECONDS * 4):
            return
    try:
        with beating(holder), holding(holder) as work:
            _begin()
            while True:
                _round(work, stop)
                if once or stop.wait(LOOK_SECONDS):
                    return
    finally:
        holder.free()


def _begin() -> None:
    """What a worker that was ended left behind: tasks nobody runs, files nobody knows of."""
    DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).delete()
    files.sweep()


def _round(work: Work, stop: threading.Event) -> None:
    close_old_connections()
    try:
        _queue().run()
        work.leftovers()
        work.nightly()
        run_clock_if_due(work.now())
        replay_waiting()
        _forget_tasks(work.now())
    except LockLostError:
        stop.set()  # whoever watches this process starts another, which looks at what is there
    except DatabaseError as error:
        logger.error("The database did not answer (%s); trying again.", type(error).__name__)
        close_old_connections()
        stop.wait(_PAUSE_SECONDS / 10)


def _queue() -> Worker:
    return Worker(
        queue_names=["default"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="tocsin",
        excluded_queue_names=[],
    )


def _forget_tasks(now: datetime) -> None:
    done = (TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED)
    DBTaskResult.objects.filter(status__in=done, finished_at__lt=now - _KEPT_FOR).delete()


def _stop_on_signals(stop: threading.Event) -> None:
    def ask(_number: int, _frame: FrameType | None) -> None:
        stop.set()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, ask)
        signal.signal(signal.SIGINT, ask)
