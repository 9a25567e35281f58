"""What was read and what was not: shown above every list, so that silence is not misread."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import pairwise
from statistics import median

from tocsin.records import AgencyCoverage, Coverage, Decision, Joining, Judgement, Notice, Report
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


def unused(
    decisions: Iterable[Decision],
    judgements: Iterable[Judgement],
    unattached: Iterable[Decision],
    joining: Joining,
    as_of: date,
) -> tuple[Notice, ...]:
    """What humans laid beside the reports and this view makes no use of, each kind in a notice."""
    day = as_of.isoformat()
    judgements = list(judgements)
    in_time = [j for j in judgements if j.at[:10] <= as_of.isoformat()]
    known = {s.person_id for s in joining.subjects}.union(joining.redirects, joining.subject_of())
    astray = sum(j.left not in known or j.right not in known for j in in_time)
    found = (
        (
            "judgements.csv",
            len(judgements) - len(in_time),
            "judgement is dated after",
            "judgements are dated after",
            f" {day} and not in this view. A later --as-of takes it in.",
        ),
        (
            "judgements.csv",
            astray,
            "judgement names a mention or number that",
            "judgements name a mention or number that",
            " this case does not hold, and changes nothing.",
        ),
        (
            "decisions.csv",
            sum(d.on is not None and d.on.last > as_of for d in decisions),
            "decision is dated after",
            "decisions are dated after",
            f" {day} and not in this view. A later --as-of takes it in.",
        ),
        (
            "decisions.csv",
            sum(d.source == "decisions.csv" for d in unattached),
            "decision fits nobody named in the reports",
            "decisions fit nobody named in the reports",
            " and answers nothing. Check the name, or give the number (T-...) in `about`.",
        ),
    )
    return tuple(
        Notice(file, "", f"{count} {one if count == 1 else many}{rest}")
        for file, count, one, many, rest in found
        if count
    )
