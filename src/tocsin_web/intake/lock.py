"""One worker alone runs the engine: a row with a heartbeat, asked again in each transaction."""

from __future__ import annotations

import os
import socket
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import DatabaseError, close_old_connections, connection
from django.db.models import Q
from django.utils import timezone

from tocsin_web.intake.models import EngineLock

STALE_AFTER = timedelta(seconds=45)
BEAT_SECONDS = 5.0


class LockLostError(Exception):
    """Another worker took over: what this one was about to write it must not write."""


class Holder:
    """This process as a worker."""

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:20]} {os.getpid()} {uuid.uuid4().hex[:8]}"

    def take(self, *, now: datetime) -> bool:
        """Take the lock if it is free, ours, its holder is no more, or silent for too long."""
        held, _made = EngineLock.objects.get_or_create(id=1)
        free = Q(holder="") | Q(holder=self.name) | Q(beat_at__lt=now - STALE_AFTER)
        if _is_no_more(held.holder):
            free |= Q(holder=held.holder)
        taken = EngineLock.objects.filter(free, id=1).update(holder=self.name, beat_at=now)
        return taken == 1

    def beat(self, *, now: datetime) -> bool:
        """Say that we are alive; False if somebody else holds the lock."""
        return EngineLock.objects.filter(id=1, holder=self.name).update(beat_at=now) == 1

    def free(self) -> None:
        """Give it back."""
        EngineLock.objects.filter(id=1, holder=self.name).update(holder="", beat_at=None)

    def guard(self) -> None:
        """Within a transaction: hold the row until it ends, so that nobody takes over meanwhile.

        Raises:
            LockLostError: somebody did.
        """
        if not self.beat(now=timezone.now()):
            raise LockLostError


@contextmanager
def beating(holder: Holder) -> Iterator[None]:
    """Beat from a thread of its own while the block runs; a lost lock ends the process.

    A database that is away for a while is no reason to end: guards decide about each write.
    """
    stop = threading.Event()

    def run() -> None:
        while not stop.wait(BEAT_SECONDS):
            try:
                close_old_connections()
                if not holder.beat(now=timezone.now()):
                    os._exit(75)
            except DatabaseError:
                connection.close()
        connection.close()

    thread = threading.Thread(target=run, name="heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=BEAT_SECONDS)


def _is_no_more(holder: str) -> bool:
    """Whether a holder ran on this machine and its process has ended."""
    host, _space, rest = holder.rpartition(" ")[0].rpartition(" ")
    if not rest.isdigit() or host != socket.gethostname()[:20]:
        return False
    try:
        os.kill(int(rest), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False
