"""Running `tocsin run` as a user does: the seconds and the memory it takes, workers included."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

TOCSIN = str(Path(sys.executable).with_name("tocsin"))
_OK = {0, 3}


@dataclass(frozen=True, slots=True)
class Job:
    """What one command took."""

    seconds: float
    peak_mb: float
    """Resident memory of the command and its workers together, at its highest."""


def run_job(*arguments: str) -> Job:
    """Run a command of tocsin to its end."""
    began = time.perf_counter()
    process = subprocess.Popen(
        [TOCSIN, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    peak = 0.0
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(0.2):
            peak = max(peak, _resident_mb(process.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    _, errors = process.communicate()
    over.set()
    watcher.join()
    if process.returncode not in _OK:
        raise RuntimeError(f"tocsin {arguments[0]} failed: {errors.decode()[-600:]}")
    return Job(time.perf_counter() - began, peak)


def _resident_mb(session: int) -> float:
    """Resident memory of every process of a session."""
    total = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    pages = int((entry / "statm").read_text().split()[1])
                    total += pages * os.sysconf("SC_PAGE_SIZE")
            except OSError:
                continue
    return total / 1e6
