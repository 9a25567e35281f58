"""Adding one report to a casework store: received, joined, and its rows on the desk.

A store of a simulated town, on SQLite, or on PostgreSQL where TOCSIN_TEST_POSTGRES names the folder
of its socket (`python -m tests.support.postgres ...`). Measured is the work, not the waiting of the
worker between two looks. TOCSIN_BENCH_CASEWORK lists sizes in reports.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from table import Row

from tocsin.records import Report
from tocsin.reports import read_paths
from tocsin.synthetic.simulating import World, simulate

SIZES = (1_000, 10_000, 100_000)
_ADDED = 50


def measure() -> list[Row]:
    """Each size: a store filled, opened by the worker, then reports one by one."""
    sizes = [int(n) for n in os.environ.get("TOCSIN_BENCH_CASEWORK", "").split()] or list(SIZES)
    rows: list[Row] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            town = Path(folder) / "town"
            simulate(World(seed=1, reports=size + _ADDED), town, lambda *_: None)
            reports = list(read_paths([town / "input"]).reports)
            _open(Path(folder) / "home")
            rows += _measured(size, reports)
            _drop()
    return rows


def _open(home: Path) -> None:
    socket = os.environ.get("TOCSIN_TEST_POSTGRES", "")
    os.environ["TOCSIN_HOME"] = str(home)
    os.environ["TOCSIN_DATABASE"] = f"postgres://tocsin@/tocsin?host={socket}" if socket else ""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tocsin_web.project.settings")
    import django
    from django.core.management import call_command

    django.setup()
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"] = str(home / "tocsin.sqlite3")
        home.mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)


def _drop() -> None:
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor == "postgresql":
        call_command("flush", interactive=False, verbosity=0)
    connection.close()


def _measured(size: int, reports: Sequence[Report]) -> list[Row]:
    from django.db import connection, transaction
    from django.utils import timezone

    from tocsin_web.intake.lock import Holder
    from tocsin_web.intake.receiving import ask_for_lists
    from tocsin_web.intake.working import Work
    from tocsin_web.reports.actions import receive
    from tocsin_web.reports.queries import common

    part = f"{connection.vendor}, a store of {size:,} reports"
    stored, fresh = reports[:-_ADDED], reports[-_ADDED:]
    world, holder = common(), Holder()
    holder.take(now=timezone.now())
    work = Work(holder)
    began = time.perf_counter()
    for start in range(0, len(stored), 500):
        with transaction.atomic():
            for report in stored[start : start + 500]:
                receive(report, compartment=world, by=None)
    received = time.perf_counter() - began
    ask_for_lists(world)
    began = time.perf_counter()
    work.bring_up_to_date(world.pk)
    opened = time.perf_counter() - began
    times = [_added(work, world, report) for report in fresh]
    return [
        Row(part, "received", received, "s"),
        Row(part, "joined whole and all rows written", opened, "s"),
        *_spread(part, "receive, wall", [t[0] for t in times]),
        *_spread(part, "join, count, write rows, wall", [t[1] for t in times]),
        *_spread(part, "all, wall", [t[0] + t[1] for t in times], goal="<= 300"),
        *_spread(part, "all, processor of the worker", [t[2] for t in times]),
    ]


def _added(work: Any, world: Any, report: Report) -> tuple[float, float, float]:
    from tocsin_web.intake.receiving import ask_for_lists
    from tocsin_web.reports.actions import receive

    cpu, began = time.process_time(), time.perf_counter()
    receive(report, compartment=world, by=None)
    ask_for_lists(world)
    between = time.perf_counter()
    work.bring_up_to_date(world.pk)
    ended = time.perf_counter()
    return between - began, ended - between, time.process_time() - cpu


def _spread(part: str, what: str, seconds: Sequence[float], goal: str = "") -> list[Row]:
    cuts = quantiles([s * 1000 for s in seconds], n=20)
    return [
        Row(part, f"{what}, median", cuts[9], "ms"),
        Row(part, f"{what}, 95 in 100 below", cuts[18], "ms", goal=goal),
    ]


if __name__ == "__main__":
    for row in measure():
        sys.stdout.write(f"{row.part}: {row.what}: {row.ours:,.1f} {row.unit}\n")
