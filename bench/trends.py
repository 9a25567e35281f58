"""How fast trends are, and how often they ring where nothing rose and where something did."""

from __future__ import annotations

import time
from datetime import date, timedelta

import numpy as np
from table import Row

from tocsin.pictures.trends import trends_of
from tocsin.policies import shipped
from tocsin.records import Kind, Report, Role, Sighting, Sightings
from tocsin.values.dates import PartialDate

_AS_OF = date(2026, 6, 28)
_YEARS = 8
_AGENCIES = [f"Agency {n}" for n in range(1, 26)]
_CONCERNS = ["exploitation", "missing", "drugs", "violence", "neglect", "theft", "nuisance"]
_KINDS = (Kind.PERSON, Kind.PERSON, Kind.PREMISES, Kind.VEHICLE, Kind.PHONE, Kind.ADDRESS)
_TEXT = "was seen near the station with two others and later spoke of a party on the estate "


def steady(reports: int, seed: int = 1) -> tuple[dict[str, Report], Sightings]:
    """Reports at a steady rate, each naming a few subjects, some of them named often."""
    chance = np.random.default_rng(seed)
    span = _YEARS * 365
    days = np.sort(chance.integers(0, span, reports))
    agencies = chance.zipf(1.6, reports) % len(_AGENCIES)
    subjects = max(reports // 3, 50)
    weights = 1 / np.arange(1, subjects + 1) ** 0.7
    named = chance.choice(subjects, size=(reports, 5), p=weights / weights.sum())
    concerns = chance.integers(0, len(_CONCERNS), reports)
    late = chance.geometric(0.08, reports)
    many = chance.integers(2, 6, reports)
    kept: dict[str, Report] = {}
    rows: list[Sighting] = []
    start = _AS_OF - timedelta(days=span)
    seen: set[tuple[str, int]] = set()
    for i in range(reports):
        day = start + timedelta(days=int(days[i]) + 1)
        report_id = f"R{i:06d}"
        agency = _AGENCIES[int(agencies[i])]
        received = PartialDate.of_day(day)
        occurred = PartialDate.of_day(day - timedelta(days=int(late[i])))
        kept[report_id] = Report(
            report_id, _TEXT * 6, received=received, occurred=occurred, agency=agency
        )
        for number in sorted({int(n) for n in named[i, : many[i]]}):
            kind = _KINDS[number % len(_KINDS)]
            shielded = kind is Kind.PERSON and number % 4 == 0
            role = Role.AFFECTED if shielded else Role.ALLEGED
            rows.append(
                Sighting(
                    person_id=f"T-{number:06d}",
                    kind=kind,
                    role=role if kind is Kind.PERSON else Role.UNKNOWN,
                    report_id=report_id,
                    agency=agency,
                    teller=f"{agency}|{i % 40}",
                    received=received,
                    occurred=occurred,
                    concerns=(_CONCERNS[int(concerns[i])],),
                    spans=((4, 8),),
                    is_child=shielded,
                    is_shielded=shielded,
                    opens_voice=(report_id, number) not in seen,
                )
            )
    return kept, Sightings(tuple(rows), ())


_LIMIT = 10.0
"""Processor seconds that a page may wait for its trends."""


def measure() -> list[Row]:
    """Processor seconds for 10,000 and 100,000 reports, and what rings where nothing rose."""
    rows: list[Row] = []
    seconds: dict[int, float] = {}
    for reports in (10_000, 100_000):
        kept, sightings = steady(reports)
        begun = time.process_time()
        found = trends_of(sightings, kept, as_of=_AS_OF, policy=shipped())
        seconds[reports] = time.process_time() - begun
        rows.append(
            Row(
                "trends",
                f"all trends of {reports:,} reports",
                round(seconds[reports], 2),
                "s of processor",
                goal=f"< {_LIMIT:g}" if reports == 100_000 else "",
                note=f"{len(sightings.rows):,} sightings, simulated",
            )
        )
        rows.append(
            Row(
                "trends",
                f"alarms in {reports:,} reports at a steady rate",
                float(len(found.alarms)),
                "alarms",
                note=next((s for s in found.statements if "by chance alone" in s), ""),
            )
        )
    few, many = seconds.values()
    rows.append(
        Row("trends", "time of ten times the reports", round(many / few, 1), "times", goal="<= 12")
    )
    return rows
