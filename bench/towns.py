"""The whole job on simulated towns: time, memory, growth, and two workers against one."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path

from jobs import Job, run_job
from table import Row

from tocsin.synthetic.simulating import World, simulate

SIZES = (1_000, 10_000, 100_000)
_COMPARED = 10_000
"""The size at which two workers run against one."""
_SECONDS, _MEGABYTES = 600, 4096


def measure() -> list[Row]:
    """Each size with all workers; the middle one again with a single worker."""
    sizes = [int(n) for n in os.environ.get("TOCSIN_BENCH_SIZES", "").split()] or list(SIZES)
    rows: list[Row] = []
    before: tuple[int, Job] | None = None
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            town = Path(folder) / f"town-{size}"
            simulate(World(seed=1, reports=size), town, lambda *_: None)
            job = _run(town, workers=2)
            rows += _rows(size, job, before, town)
            if size == _COMPARED:
                rows.append(_workers(job, _run(town, workers=1)))
            before = (size, job)
    return rows


def _run(town: Path, *, workers: int) -> Job:
    out = str(town / f"out-{workers}")
    day = "--as-of=2024-01-01"
    return run_job("run", str(town / "input"), "--out", out, day, f"--workers={workers}")


def _rows(size: int, job: Job, before: tuple[int, Job] | None, town: Path) -> list[Row]:
    part = f"town of {size:,}"
    largest = size == SIZES[-1]
    timings = json.loads((town / "out-2" / "run.json").read_text("utf-8")).get("timings") or {}
    note = ", ".join(f"{stage} {seconds:.1f}" for stage, seconds in timings.items())
    goal = f"< {_SECONDS}" if largest else ""
    rows = [
        Row(part, "whole job, two workers", job.seconds, "s", goal=goal, note=note),
        Row(part, "reports a second", size / job.seconds, ""),
        Row(part, "peak memory", job.peak_mb, "MB", goal=f"< {_MEGABYTES}" if largest else ""),
    ]
    if before:
        per, smaller = job.seconds / size * 1e3, before[1].seconds / before[0] * 1e3
        peer = f"{before[0]:,} reports"
        goal = "about 1 or above"
        rows.append(Row(part, "ms a report", per, "ms", peer, smaller, smaller / per, goal))
    return rows


def _workers(two: Job, one: Job) -> Row:
    ratio = one.seconds / two.seconds
    part = f"town of {_COMPARED:,}"
    return Row(part, "two workers", two.seconds, "s", "one worker", one.seconds, ratio, "> 1")
