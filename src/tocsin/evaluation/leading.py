"""Lead time: replaying a case month by month, when would each subject have stood on a list?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from statistics import median
from typing import Any

from tocsin.evaluation.found import Found
from tocsin.evaluation.listing import above_line
from tocsin.evaluation.matching import match_mentions, match_subjects
from tocsin.evaluation.truth import Truth, day_of
from tocsin.records import ListName

Replay = Callable[[date], Found | None]
"""What a run finds as of a day; None before the first report."""

Progress = Callable[[str, int, int], None]

_LISTS = (
    ListName.ADULTS_NAMED.value,
    ListName.CHILDREN_AT_RISK.value,
    ListName.PLACES.value,
    ListName.VEHICLES.value,
)


def lead_figures(truth: Truth, replay: Replay, progress: Progress | None = None) -> dict[str, Any]:
    """For each subject that ends unheeded: the month it first stands above the line.

    A lead below 0 means the run would have rung before the third true voice; above 0, after it.
    `unheeded_for_days` says how long it then still went unheeded, up to the last report.
    """
    wanted = _wanted(truth)
    days = month_ends(truth)
    first: dict[str, date] = {}
    for done, day in enumerate(days, start=1):
        # A month without a new report cannot lift anybody above the line.
        found = replay(day) if _has_news(truth, day) else None
        if found is not None:
            for subject in _standing(truth, found, wanted):
                first.setdefault(subject, day)
        if progress:
            progress("Replay", done, len(days))
    rows = {subject: _row(truth, subject, first.get(subject), days) for subject in wanted}
    leads = [r["lead_days"] for r in rows.values() if r["lead_days"] is not None]
    return {
        "months": len(days),
        "subjects": len(wanted),
        "rung": len(first),
        "median_lead_days": median(leads) if leads else None,
        "by_subject": rows,
    }


def _has_news(truth: Truth, day: date) -> bool:
    month = day.isoformat()[:7]
    return any(report.received_on.startswith(month) for report in truth.reports.values())


def month_ends(truth: Truth) -> list[date]:
    """The last day of every month from the first report to the last."""
    received = [day for r in truth.reports.values() if (day := day_of(r.received_on))]
    if not received:
        return []
    first, last = min(received), max(received)
    months = range(first.year * 12 + first.month, last.year * 12 + last.month + 1)
    return [_day_before(month // 12, month % 12 + 1) for month in months]


def _day_before(year: int, month: int) -> date:
    """The last day of the month before this one (`month` 1 to 12)."""
    return date.fromordinal(date(year, month, 1).toordinal() - 1)


def _wanted(truth: Truth) -> list[str]:
    lists: Mapping[str, Any] = truth.lists
    keys = ("adults_unheeded", "children_unsupported", "places", "vehicles")
    ids: Sequence[str] = [str(i) for key in keys for i in lists.get(key) or ()]
    counts = lists.get("counts") or {}
    return [i for i in ids if day_of(str(counts.get(i, {}).get("third_voice_on") or ""))]


def _standing(truth: Truth, found: Found, wanted: Sequence[str]) -> list[str]:
    chosen = match_subjects(match_mentions(truth, found))
    listed = {p for name in _LISTS for p in above_line(found.entries, name)}
    return [subject for subject in wanted if chosen.get(subject, "") in listed]


def _row(truth: Truth, subject: str, first: date | None, days: Sequence[date]) -> dict[str, Any]:
    third = str(truth.lists["counts"][subject]["third_voice_on"])
    due = day_of(third)
    return {
        "third_voice_on": third,
        "rung_on": first.isoformat() if first else "",
        "lead_days": (first - due).days if first and due else None,
        "unheeded_for_days": (days[-1] - first).days if first else None,
    }
