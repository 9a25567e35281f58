"""The worker as a process of its own: `python -m tocsin_web.commands.working`."""

from __future__ import annotations

from tocsin_web.commands.worker import worker

if __name__ == "__main__":
    worker(once=False)
