"""Reports week by week and stream by stream, and the weeks that are out of line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from tocsin.pictures.trends.ears import ears
from tocsin.pictures.trends.farrington import YEAR_WEEKS, farrington_flexible
from tocsin.pictures.trends.found import Stream
from tocsin.pictures.trends.material import Material, Told
from tocsin.policies import Policy

Floats = NDArray[np.float64]

_YEARS_KEPT = 6
_MOST_YEARS = 5
_LEAST_YEARS = 3
_HALF_WINDOW = 3
_LEAST_WEEKS = 10
"""EARS C2 asks for nine weeks before the one it looks at."""
_FEW_WEEKS = 4
_UNUSUAL = 8
"""How many times its usual interval between weeks with a report a silence must be to be a gap."""
FARRINGTON, EARS = "farrington_flexible", "ears_c2"


@dataclass(frozen=True)
class Weeks:
    """Counts of every stream in the last years, up to the last week that is over."""

    first: int
    """Number of the first week."""
    streams: tuple[Stream, ...]
    counts: Floats
    """Shape (weeks, streams); NaN before the stream's agency began and in its gaps."""
    report_ids: Mapping[tuple[Stream, int], tuple[str, ...]]
    """(stream, week) → the reports counted."""
    supplied: Mapping[str, int]
    """Agency → its first week; empty: all agencies."""
    gaps: Mapping[str, tuple[tuple[int, int], ...]]
    """Agency → first and last week of each stretch taken for not supplied."""

    @property
    def last(self) -> int:
        """Number of the last week."""
        return self.first + len(self.counts) - 1

    def column(self, stream: Stream) -> Floats:
        """The weeks of one stream."""
        column: Floats = self.counts[:, self.streams.index(stream)]
        return column


@dataclass(frozen=True)
class Judged:
    """What was expected of each stream in each week looked at; NaN where nothing can be said."""

    expected: Floats
    limit: Floats
    alarm: NDArray[np.bool_]
    method: tuple[str, ...]
    """Per stream."""
    looks: int
    """Weeks of streams that could have rung."""


def count_weeks(material: Material, policy: Policy) -> Weeks:
    """Count reports by week, agency, concern and area."""
    first = max(material.first_week, material.last_week + 1 - round(_YEARS_KEPT * YEAR_WEEKS))
    ids: dict[tuple[Stream, int], list[str]] = {}
    active: dict[str, set[int]] = {}
    for told in material.told:
        week = told.week
        for agency in (told.agency, ""):
            active.setdefault(agency, set()).add(week)
        if first <= week <= material.last_week:
            for stream in _streams(told, several=len(material.agencies) > 1):
                ids.setdefault((stream, week), []).append(told.report_id)
    streams = tuple(sorted({s for s, _ in ids}, key=lambda s: (s.agency, s.concern, s.area)))
    counts = np.zeros((material.last_week + 1 - first, len(streams)))
    position = {stream: i for i, stream in enumerate(streams)}
    for (stream, week), found in ids.items():
        counts[week - first, position[stream]] = len(found)
    supplied = {agency: min(weeks) for agency, weeks in active.items()}
    gaps = {a: _gaps(sorted(weeks), int(policy["trends.gap_weeks"])) for a, weeks in active.items()}
    for i, stream in enumerate(streams):
        counts[: max(supplied[stream.agency] - first, 0), i] = np.nan
        for start, end in gaps[stream.agency]:
            counts[max(start - first, 0) : max(end + 1 - first, 0), i] = np.nan
    kept = {key: tuple(found) for key, found in ids.items()}
    return Weeks(first, streams, counts, kept, supplied, gaps)


def _streams(told: Told, *, several: bool) -> Iterator[Stream]:
    """What a report counts for: its agency and all, each concern it tells of, each area."""
    agencies = (told.agency, "") if several else (told.agency,)
    for agency in agencies:
        yield Stream(agency)
        for concern in told.concerns:
            yield Stream(agency, concern)
    for area in told.areas:
        yield Stream(area=area)
        for concern in told.concerns:
            yield Stream(concern=concern, area=area)


def _gaps(weeks: Sequence[int], least: int) -> tuple[tuple[int, int], ...]:
    """Silences between two reports that are long, and unusually long for whoever is silent."""
    waits = [b - a for a, b in pairwise(weeks)]
    longest = max(least, _UNUSUAL * median(waits)) if waits else least
    return tuple((a + 1, b - 1) for a, b in pairwise(weeks) if b - a - 1 > longest)


def judge_weeks(weeks: Weeks, policy: Policy) -> Judged:
    """Hold the last weeks of every stream against what went before."""
    size = weeks.counts.shape
    expected, limit = (np.full(size, np.nan) for _ in range(2))
    alarm = np.zeros(size, dtype=bool)
    few = (int(policy["trends.few_reports"]), _FEW_WEEKS)
    rows = range(max(size[0] - int(policy["trends.weeks_looked_at"]), 0), size[0])
    busy = _busy(weeks.counts, few)
    begun = np.array([max(weeks.supplied[s.agency] - weeks.first, 0) for s in weeks.streams], int)
    method = [""] * size[1]
    looks = 0
    for row in rows:
        years = np.minimum((row - begun - _HALF_WINDOW) // YEAR_WEEKS, _MOST_YEARS)
        for back in range(_LEAST_YEARS, _MOST_YEARS + 1):
            those = np.flatnonzero((years == back) & busy[row])
            if those.size:
                found = farrington_flexible(
                    weeks.counts[:, those],
                    row,
                    years=back,
                    alpha=policy["trends.week_alpha"],
                    few=few,
                    year_weeks=YEAR_WEEKS,
                )
                expected[row, those], limit[row, those] = found.expected, found.limit
                alarm[row, those] = found.alarm
                looks += int(np.isfinite(found.limit).sum())
                for i in those:
                    method[i] = FARRINGTON
    short = (size[0] - 1 - begun - _HALF_WINDOW) // YEAR_WEEKS < _LEAST_YEARS
    active = busy[rows.start :].any(axis=0)
    those = np.flatnonzero(short & active & (size[0] - begun >= _LEAST_WEEKS))
    if those.size:
        looks += _by_ears(weeks.counts, those, rows, busy, (expected, limit, alarm), policy)
        for i in those:
            method[i] = EARS
    return Judged(expected, limit, alarm, tuple(method), looks)


def _busy(counts: Floats, few: tuple[int, int]) -> NDArray[np.bool_]:
    """Per week and stream, whether the four weeks up to it hold a handful of reports."""
    least, wide = few
    running = np.cumsum(np.vstack([np.zeros((1, counts.shape[1])), np.nan_to_num(counts)]), axis=0)
    before = np.maximum(np.arange(1, len(running)) - wide, 0)
    found: NDArray[np.bool_] = running[1:] - running[before] >= least
    return found


def _by_ears(
    counts: Floats,
    those: NDArray[np.int_],
    rows: range,
    busy: NDArray[np.bool_],
    into: tuple[Floats, Floats, NDArray[np.bool_]],
    policy: Policy,
) -> int:
    """Judge young streams by the weeks just before; returns how many weeks could ring."""
    chosen = counts[:, those]
    mean, most = ears(chosen, "C2", alpha=policy["trends.ears_alpha"])
    expected, limit, alarm = into
    looks = 0
    for row in rows:
        # A row of equal weeks has no spread, and one report more would ring.
        allowed = np.maximum(most[row], mean[row] + 1)
        known = busy[row, those] & np.isfinite(allowed)
        expected[row, those] = np.where(known, mean[row], np.nan)
        limit[row, those] = np.where(known, allowed, np.nan)
        alarm[row, those] = known & (chosen[row] > allowed)
        looks += int(known.sum())
    return looks
