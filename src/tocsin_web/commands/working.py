"""The worker as a process of its own: `python -m tocsin_web.commands.working`."""

from __future__ import annotations

import os
import signal
import sys
import threading

from tocsin_web.commands.worker import worker


def _end_with_whoever_started_this() -> None:
    """Wait until the other end of standard input is gone, however it ended, and stop too."""
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    threading.Thread(target=_end_with_whoever_started_this, daemon=True).start()
    worker(once=False)
