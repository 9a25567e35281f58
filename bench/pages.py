"""Pages of the casework application: how long the desk, a subject, a search and a report take.

A simulated town is read, joined and written down as rows, past the record and its audit (which
pages do not read). Each kind of page is then asked for many times, of rows drawn at random, by
somebody who may see names. TOCSIN_BENCH_REPORTS lists sizes; TOCSIN_DATABASE names a PostgreSQL
instead of a file. The store lies in a temporary folder.
"""

from __future__ import annotations

import os
import random
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from statistics import quantiles
from typing import Any

from table import Row

SIZES = (1_000, 10_000)
_ASKED = 200


def measure() -> list[Row]:
    """One row for each size and kind of page."""
    wanted = os.environ.get("TOCSIN_BENCH_REPORTS", "")
    sizes = [int(part) for part in wanted.split(",") if part] or list(SIZES)
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            found += _measured(size, Path(folder))
    return found


def _measured(size: int, folder: Path) -> list[Row]:
    # Settings are read once a process, so each store has one of its own.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        told = pool.submit(_in_a_store, size, str(folder)).result()
    return [
        Row(
            "pages",
            f"{kind} at {size} reports, p95",
            round(p95 * 1000, 1),
            "ms",
            goal="at most 200" if size <= 100_000 else "",
            note=f"p50 {p50 * 1000:.1f} ms",
        )
        for kind, p50, p95 in told
    ]


def _in_a_store(size: int, folder: str) -> list[tuple[str, float, float]]:
    os.environ["TOCSIN_HOME"] = folder + "/home"
    os.environ["DJANGO_SETTINGS_MODULE"] = "tocsin_web.project.settings"
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    _fill(size, Path(folder) / "town")
    browser = _analyst()
    draw = random.Random(1)
    found = []
    for kind, addresses in _addresses(draw).items():
        taken = [_timed(browser, address) for address in addresses]
        found.append((kind, quantiles(taken, n=20)[9], quantiles(taken, n=20)[18]))
    return found


def _fill(size: int, town: Path) -> None:
    from datetime import date

    from tocsin.pipeline import Settings, run_case
    from tocsin.reports import read_paths
    from tocsin.synthetic.simulating import World, simulate
    from tocsin_web.intake.projecting import project
    from tocsin_web.reports.engine import rows_of
    from tocsin_web.reports.models import Provenance, Report
    from tocsin_web.reports.queries import common

    simulate(World(reports=size, seed=1), town, lambda *_: None)
    reading = read_paths([town / "input"])
    compartment = common()
    pairs = [rows_of(read, compartment=compartment, by=None) for read in reading.reports]
    Report.objects.bulk_create([report for report, _ in pairs], batch_size=1000)
    Provenance.objects.bulk_create([told for _, told in pairs], batch_size=1000)
    project(compartment, run_case(reading, Settings(as_of=date(2026, 11, 16), workers=2)))


def _analyst() -> Any:
    from django.test import Client

    from tocsin_web.accounts.actions import set_roles
    from tocsin_web.accounts.models import Agency, User
    from tocsin_web.accounts.permissions import Role

    agency = Agency.objects.get_or_create(name="Bench")[0]
    user = User.objects.create_user("bench", agency=agency, may_read_restricted=True)
    set_roles(user, [Role.ANALYST])
    browser = Client(headers={"host": "127.0.0.1"})
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    browser.post("/account/purpose/", {"purpose": "safeguard_child", "reason": "bench"})
    return browser


def _addresses(draw: random.Random) -> dict[str, list[str]]:
    from tocsin_web.attention.models import Row as ListRow
    from tocsin_web.people.models import Placement
    from tocsin_web.reports.models import Report

    shows = ("read_now", "children", "again", "unheeded", "below")
    numbers = list(ListRow.objects.values_list("number", flat=True).order_by("number"))
    reports = list(Report.objects.values_list("pk", flat=True).order_by("pk")[:5000])
    words = list(Placement.objects.values_list("text", flat=True).order_by("pk")[:20_000])
    return {
        "desk": [f"/?show={draw.choice(shows)}&page={draw.randint(1, 5)}" for _ in range(_ASKED)],
        "subject": [f"/subjects/{draw.choice(numbers)}/" for _ in range(_ASKED)],
        "search": [f"/search/?q={draw.choice(words)}" for _ in range(_ASKED)],
        "report": [f"/reports/{draw.choice(reports)}/" for _ in range(_ASKED)],
    }


def _timed(browser: Any, address: str) -> float:
    began = time.perf_counter()
    answer = browser.get(address)
    taken = time.perf_counter() - began
    if answer.status_code != 200:
        raise RuntimeError(f"{address.split('?')[0]} answered {answer.status_code}")
    return taken
