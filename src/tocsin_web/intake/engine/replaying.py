"""What a changed policy would have done to the common lists: the engine run with each, compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tocsin.escalations import ladder_of
from tocsin.pipeline import Settings, run_case
from tocsin.policies import Policy
from tocsin.records import Case, Entry, Reading
from tocsin_web.intake.engine.cases import settings_of
from tocsin_web.policies.engine import policy_on, with_value
from tocsin_web.reports.engine import engine_report
from tocsin_web.reports.models import COMMON, Report
from tocsin_web.reports.queries import common

_WEEKS = 52
_CLOCKS_ONLY = "escalations."
"""Settings of the clocks move no subject on any list."""

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Replayed:
    """Two runs on the same reports, set side by side."""

    rings_before: int
    rings_after: int
    a_week_before: float
    a_week_after: float
    differences: tuple[tuple[str, str, str], ...]
    """(what, list, number): `appears`, `disappears`, `earlier` or `later`."""


def replayed(setting: str, value: object, *, now: datetime, as_of: date) -> Replayed:
    """Run the common case with the policy in force and with one setting changed.

    Reports of sealed compartments are never part of it, so that no difference can tell of one.

    Raises:
        NothingReadError: there is no report.
        UsageError: the setting cannot have that value.
    """
    present = policy_on(now)
    changed = with_value(present, setting, value)
    ladder_of(changed)  # a ladder that cannot be climbed is refused here
    rows = Report.objects.filter(compartment=COMMON).exclude(text="")
    rows = rows.select_related("held_by", "provenance")
    reading = Reading(reports=tuple(engine_report(row) for row in rows))
    settings = settings_of(common(), as_of=as_of)
    before = _run(reading, settings, present)
    after = before if setting.startswith(_CLOCKS_ONLY) else _run(reading, settings, changed)
    return compared(before, after, as_of=as_of)


def compared(before: Case, after: Case, *, as_of: date) -> Replayed:
    """Who appears, who disappears, and who would have rung earlier or later."""
    was, would_be = _ringing(before), _ringing(after)
    return Replayed(
        rings_before=len(was),
        rings_after=len(would_be),
        a_week_before=_a_week(before, as_of),
        a_week_after=_a_week(after, as_of),
        differences=tuple(sorted(_differences(was, would_be))),
    )


def _run(reading: Reading, settings: Settings, policy: Policy) -> Case:
    return run_case(reading, replace(settings, policy=policy))


def _ringing(case: Case) -> dict[Key, Entry]:
    return {(e.list.value, e.person_id): e for e in case.entries if not e.below_the_line}


def _differences(
    was: dict[Key, Entry], would_be: dict[Key, Entry]
) -> Iterator[tuple[str, str, str]]:
    for where, number in was.keys() | would_be.keys():
        old, new = was.get((where, number)), would_be.get((where, number))
        if old is None or new is None:
            yield ("appears" if old is None else "disappears", where, number)
            continue
        then, now = _first_rang(old), _first_rang(new)
        if then != now:
            earlier = then is None or (now is not None and now < then)
            yield ("earlier" if earlier else "later", where, number)


def _first_rang(entry: Entry) -> date | None:
    together = entry.date_line.together_on
    return together.last if together else None


def _a_week(case: Case, as_of: date) -> float:
    """How many subjects first rang, a week, over the last year."""
    begins = as_of - timedelta(weeks=_WEEKS)
    days = [_first_rang(entry) for entry in case.entries]
    return round(sum(day is not None and begins < day <= as_of for day in days) / _WEEKS, 2)
