"""How late reports come: the last weeks are not quiet, their reports are still on the way."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from tocsin.pictures.trends.farrington import YEAR_WEEKS
from tocsin.pictures.trends.found import Delay, LateWeek
from tocsin.pictures.trends.material import Material, Told, monday, week_of
from tocsin.pictures.trends.wording import counted
from tocsin.policies import Policy

Floats = NDArray[np.float64]

_SHOWN = 26
_COMPLETE = 0.9
_LOW, _HIGH = 0.05, 0.95


def share_by_delay(delays: Floats, could_be: Floats, longest: int) -> Floats:
    """The share of reports that have come in by each number of weeks.

    Args:
        delays: weeks from what each report tells of to its receipt, 0 to `longest`.
        could_be: the longest delay each could have had and still be here (weeks since then).
        longest: delays beyond are left out.

    Returns:
        Shape (longest + 1,), ending at 1. What happened last week can only be known by reports
        that came within a week, so the share is built backwards, from those that could have been
        later but were not.

    Source: Lawless (1994), Canadian Journal of Statistics 22, 15-31.

    >>> share_by_delay(np.array([0.0, 0.0, 1.0]), np.array([5.0, 5.0, 5.0]), 1).round(3).tolist()
    [0.667, 1.0]
    """
    share = np.ones(longest + 1)
    for week in range(longest, 0, -1):
        could_show = could_be >= week
        at = float(((delays == week) & could_show).sum())
        by_then = float(((delays <= week) & could_show).sum())
        share[week - 1] = share[week] * (1 - at / by_then if by_then else 1.0)
    return share


def delays_of(material: Material, policy: Policy) -> tuple[Delay, ...]:
    """Delays of all agencies together and of each that has enough reports with both dates."""
    found = [_delay("", material.told, material, policy)]
    if len(material.agencies) > 1:
        for agency in material.agencies:
            told = [t for t in material.told if t.agency == agency]
            delay = _delay(agency, told, material, policy)
            if delay.median_days is not None:
                found.append(delay)
    return tuple(found)


def _delay(agency: str, told: Sequence[Told], material: Material, policy: Policy) -> Delay:
    longest = int(policy["trends.delay_weeks"])
    since = material.looked_on.toordinal() - round(policy["trends.delay_years"] * YEAR_WEEKS * 7)
    dated = [
        (t.occurred, t.day) for t in told if t.occurred is not None and since <= t.occurred <= t.day
    ]
    least = int(policy["trends.delay_reports"])
    if len(dated) < least:
        who = f"by {agency} " if agency else ""
        sentence = (
            f"How late reports {who}come cannot be told: "
            f"{counted(len(dated), 'report')} of the last years say on which day things happened, "
            f"and {least} are needed. The last weeks may look quieter than they were."
        )
        return Delay(agency, len(dated), None, None, None, (), sentence)
    weeks = np.array([week_of(day) - week_of(occurred) for occurred, day in dated], dtype=float)
    age = np.array([material.last_week - week_of(occurred) for occurred, _ in dated], dtype=float)
    near = (weeks <= longest) & (age >= weeks)
    share = share_by_delay(weeks[near], np.minimum(age[near], longest), longest)
    late = _late_weeks(dated, share, material.last_week)
    days = sorted(day - occurred for occurred, day in dated)
    late_weeks = sum(week.share < _COMPLETE for week in late)
    return Delay(
        agency=agency,
        reports=len(dated),
        median_days=days[len(days) // 2],
        nine_in_ten_days=days[len(days) * 9 // 10],
        late_weeks=late_weeks,
        weeks=late,
        sentence=_words(agency, days, late_weeks, int((weeks > longest).sum()), longest),
    )


def _late_weeks(
    dated: Sequence[tuple[int, int]], share: Floats, last_week: int
) -> tuple[LateWeek, ...]:
    reported: dict[int, int] = {}
    for occurred, day in dated:
        if week_of(day) <= last_week:
            reported[week_of(occurred)] = reported.get(week_of(occurred), 0) + 1
    found = []
    for week in range(last_week + 1 - _SHOWN, last_week + 1):
        here = reported.get(week, 0)
        part = float(share[min(last_week - week, len(share) - 1)])
        part = max(part, 0.01)
        low, high = (float(stats.nbinom.ppf(p, here + 1, part)) + here for p in (_LOW, _HIGH))
        complete = part >= 1.0
        found.append(
            LateWeek(
                week=monday(week),
                reported=here,
                share=round(part, 4),
                in_the_end=round(here / part, 1),
                low=float(here) if complete else low,
                high=float(here) if complete else high,
            )
        )
    return tuple(found)


def _words(agency: str, days: list[int], late_weeks: int, old: int, longest: int) -> str:
    who = f"reports by {agency}" if agency else "reports"
    half = counted(days[len(days) // 2], "day")
    nine = counted(days[len(days) * 9 // 10], "day")
    weeks = timedelta(weeks=longest).days // 7
    sentence = f"Half of {who} come within {half} of what they tell of, nine in ten within {nine}."
    if late_weeks:
        last = "week is" if late_weeks == 1 else f"{late_weeks} weeks are"
        sentence += f" The last {last} not quiet but late: more reports of them are to come."
    if old:
        sentence += f" {counted(old, 'report')} came after more than {weeks} weeks."
    return sentence
