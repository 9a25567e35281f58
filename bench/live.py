"""Adding one report to a stored case: everything, from its text to its entries on the lists.

Towns are simulated and read from their text. Beside the milliseconds by stage stand the time to
build the case, its memory, and what working out the whole case anew takes for one report more.
TOCSIN_BENCH_LIVE lists sizes in reports.
"""

from __future__ import annotations

import os
import random
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from statistics import quantiles

from table import Row

from tocsin.live import LiveCase
from tocsin.pipeline import Settings
from tocsin.records import Report
from tocsin.reports import read_paths
from tocsin.synthetic.simulating import World, simulate

SIZES = (1_000, 10_000, 100_000)
_ADDED = 300
_LATE = 0.1
"""The share of reports that were received long before the newest."""
_AS_OF = date(2026, 11, 1)


def measure() -> list[Row]:
    """Each size: build, then reports one by one."""
    sizes = [int(n) for n in os.environ.get("TOCSIN_BENCH_LIVE", "").split()] or list(SIZES)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            town = Path(folder) / f"town-{size}"
            simulate(World(seed=1, reports=size + _ADDED), town, lambda *_: None)
            rows += _measured(size, list(read_paths([town / "input"]).reports))
    return rows


def _measured(size: int, reports: Sequence[Report]) -> list[Row]:
    part = f"adding to {size:,} reports"
    ordered = sorted(
        reports, key=lambda r: (r.received.last if r.received else _AS_OF, r.report_id)
    )
    late = random.Random(1).sample(ordered[:-_ADDED], int(_ADDED * _LATE))
    fresh = [*ordered[-_ADDED + len(late) :], *late]
    random.Random(2).shuffle(fresh)
    apart = {r.report_id for r in fresh}
    began = time.perf_counter()
    case = LiveCase.build(
        (r for r in ordered if r.report_id not in apart), Settings(_AS_OF, workers=2)
    )
    built = time.perf_counter() - began
    stages: dict[str, list[float]] = {}
    for report in fresh:
        for stage, seconds in _added(case, report).items():
            stages.setdefault(stage, []).append(seconds)
    began = time.perf_counter()
    case.refresh()
    anew = time.perf_counter() - began
    case.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [
        Row(part, "build", built, "s"),
        *(row for stage, found in stages.items() for row in _spread(part, stage, found)),
        Row(part, "working the case out anew, mentions known", anew, "s"),
        Row(part, "peak memory", peak, "MB"),
    ]


def _added(case: LiveCase, report: Report) -> Mapping[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    update = case.add(report)
    found = {"all, wall": time.perf_counter() - wall, "all, processor": time.process_time() - cpu}
    return {**found, **update.timings}


def _spread(part: str, what: str, seconds: Sequence[float]) -> list[Row]:
    cuts = quantiles([s * 1000 for s in seconds], n=20)
    goal = "<= 300" if what.startswith("all") else ""
    return [
        Row(part, f"{what}, median", cuts[9], "ms"),
        Row(part, f"{what}, 95 in 100 below", cuts[18], "ms", goal=goal),
    ]
