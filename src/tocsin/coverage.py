"""What was read and what was not: shown above every list, so that silence is not misread."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise
from statistics import median

from tocsin.records import AgencyCoverage, Coverage, Report
from tocsin.values.dates import PartialDate

_GAP_DAYS = 366
"""A shorter silence of one agency is common; a longer one may be a box that was not found."""
_UNUSUAL = 4
"""How many times its usual (median) interval a silence must be: who writes every second year is
not silent in between."""
_ENOUGH = 5
"""Fewer reports show no usual interval."""


def coverage_of(reports: Mapping[str, Report], not_yet: tuple[str, ...] = ()) -> Coverage:
    """Count what each agency supplied, from when to when, and where one fell silent."""
    dates: dict[str, list[PartialDate]] = {}
    counts: dict[str, int] = {}
    for report in reports.values():
        agency = report.agency or "agency not given"
        counts[agency] = counts.get(agency, 0) + 1
        dates.setdefault(agency, [])
        if report.received:
            dates[agency].append(report.received)
    undated = tuple(r.report_id for r in reports.values() if r.received is None)
    agencies = tuple(
        _one(agency, counts[agency], sorted(dates[agency])) for agency in sorted(dates)
    )
    return Coverage(agencies, len(reports), undated, not_yet)


def _one(agency: str, count: int, days: list[PartialDate]) -> AgencyCoverage:
    if not days:
        return AgencyCoverage(agency, count, None, None)
    waits = [(right.first - left.last).days for left, right in pairwise(days)]
    longest = max(_GAP_DAYS, median(waits) * _UNUSUAL) if len(days) >= _ENOUGH else math.inf
    gaps = tuple(
        (left.last, right.first)
        for (left, right), wait in zip(pairwise(days), waits, strict=True)
        if wait > longest
    )
    return AgencyCoverage(agency, count, days[0], days[-1], gaps)
