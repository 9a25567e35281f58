"""A watch over agencies, places and volumes that may be looked at every day: e-processes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from tocsin.pictures.trends.eprocess import benjamini_hochberg, limit, log_e_value
from tocsin.pictures.trends.explaining import Explainer
from tocsin.pictures.trends.found import Alarm, Stream
from tocsin.pictures.trends.material import PLACES, Material, monday
from tocsin.pictures.trends.weekly import Weeks
from tocsin.pictures.trends.wording import among, day_words, share_words, stream_words
from tocsin.policies import Policy

Floats = NDArray[np.float64]

LEAST_BASELINE = 26
"""Weeks before the watch, below which nothing is known of what is usual."""
_LEAST_TO_RING = 3
"""No watch rings at fewer, however little was expected."""
_PLACE_STRENGTH = 0.5
"""Reports a place must have had before its own share outweighs that of places in general."""


@dataclass(frozen=True, slots=True)
class Watch:
    """Reports week by week since the watch began, beside what was expected."""

    about: str
    stream: Stream
    person_id: str
    first: int
    """Week the watch began."""
    seen: tuple[int, ...]
    """Reports so far, after each week."""
    expected: tuple[float, ...]
    scatter: float
    """How much more than by chance alone weeks differed before; both counts are divided by it."""
    report_ids: tuple[tuple[str, ...], ...]
    """Per week."""

    @property
    def log_e(self) -> Floats:
        """Logarithm of the evidence after each week."""
        return log_e_value(
            np.array(self.seen) / self.scatter, np.array(self.expected) / self.scatter
        )


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched."""

    volumes: tuple[Watch, ...]
    places: tuple[Watch, ...]
    """Those with reports enough that they could ring."""
    places_looked_at: int

    def __bool__(self) -> bool:
        return bool(self.volumes or self.places_looked_at)


def expected_rate(seen: float, weeks: float) -> float:
    """What to expect a week after `seen` in so many weeks, leaning to the cautious side.

    A rate learnt from few reports is uncertain, and an e-process that trusts one that is too low
    rings at nothing: one report and half a standard error are added.
    """
    return (seen + 1 + 0.5 * math.sqrt(seen)) / weeks


def watches(material: Material, weeks: Weeks, labels: Mapping[str, str], policy: Policy) -> Watched:
    """Watch the volume of all, of each agency, and every place."""
    long, wide = (int(policy[f"trends.watch{w}weeks"]) for w in ("_", "_baseline_"))
    start = max(len(weeks.counts) - long, 0)
    baseline = slice(max(start - wide, 0), start)
    found = []
    for i, stream in enumerate(weeks.streams):
        if stream.concern or stream.area:
            continue
        if watch := _volume(weeks, i, start, baseline, labels):
            found.append(watch)
    places, looked_at = _places(material, weeks, start, baseline)
    return Watched(tuple(found), places, looked_at)


def _volume(
    weeks: Weeks, column: int, start: int, baseline: slice, labels: Mapping[str, str]
) -> Watch | None:
    counts = weeks.counts[:, column]
    before = counts[baseline][np.isfinite(counts[baseline])]
    if before.size < LEAST_BASELINE:
        return None
    rate = expected_rate(float(before.sum()), before.size)
    now = counts[start:]
    stream = weeks.streams[column]
    supplied = np.isfinite(now)
    return Watch(
        about=stream_words(stream, labels),
        stream=stream,
        person_id="",
        first=weeks.first + start,
        seen=tuple(int(v) for v in np.cumsum(np.nan_to_num(now))),
        expected=tuple(float(v) for v in np.cumsum(supplied * rate)),
        scatter=_scatter(before),
        report_ids=tuple(
            weeks.report_ids.get((stream, weeks.first + row), ())
            for row in range(start, len(counts))
        ),
    )


def _scatter(counts: Floats) -> float:
    mean = float(counts.mean())
    return max(float(counts.var(ddof=1)) / mean, 1.0) if mean > 0 and counts.size > 1 else 1.0


def _places(
    material: Material, weeks: Weeks, start: int, baseline: slice
) -> tuple[tuple[Watch, ...], int]:
    """Each place beside its own share of all reports before, leaning to the share of places.

    Returns them and how many places were looked at.
    """
    volume = _all_reports(material, weeks)
    before = float(volume[baseline].sum())
    if baseline.stop - baseline.start < LEAST_BASELINE or not before:
        return (), 0
    by_week: dict[str, dict[int, list[str]]] = {}
    for person_id, rows in material.voices.items():
        if rows[0].kind in PLACES and person_id not in material.shielded:
            weekly = by_week.setdefault(person_id, {})
            for report_id in dict.fromkeys(row.report_id for row in rows):
                week = material.by_id[report_id].week - weeks.first
                weekly.setdefault(week, []).append(report_id)
    earlier = {
        place: sum(len(ids) for week, ids in weekly.items() if week in _range(baseline))
        for place, weekly in by_week.items()
    }
    usual = max(sum(earlier.values()) / max(len(by_week), 1), 0.1) / before
    found = []
    for place, weekly in by_week.items():
        now = tuple(tuple(weekly.get(week, ())) for week in range(start, len(volume)))
        if sum(map(len, now)) >= _LEAST_TO_RING:
            seen = earlier[place] + _PLACE_STRENGTH
            share = expected_rate(seen, before + _PLACE_STRENGTH / usual)
            found.append(_place(place, now, volume[start:] * share, weeks.first + start))
    return tuple(found), len(by_week)


def _range(rows: slice) -> range:
    return range(rows.start, rows.stop)


def _place(
    person_id: str, report_ids: tuple[tuple[str, ...], ...], expected: Floats, first: int
) -> Watch:
    return Watch(
        about="reports that name this place",
        stream=Stream(),
        person_id=person_id,
        first=first,
        seen=tuple(int(v) for v in np.cumsum([len(ids) for ids in report_ids])),
        expected=tuple(float(v) for v in np.cumsum(expected)),
        scatter=1.0,
        report_ids=report_ids,
    )


def _all_reports(material: Material, weeks: Weeks) -> Floats:
    counts = np.zeros(len(weeks.counts))
    for told in material.told:
        if weeks.first <= told.week <= weeks.last:
            counts[told.week - weeks.first] += 1
    return counts


def ringing(watched: Watched, explainer: Explainer, policy: Policy) -> tuple[Alarm, ...]:
    """The watches that ring, volumes and places each as one family."""
    families = (
        (watched.volumes, len(watched.volumes)),
        (watched.places, watched.places_looked_at),
    )
    alarms = []
    for family, size in families:
        last = log_e_value(
            np.array([watch.seen[-1] / watch.scatter for watch in family]),
            np.array([watch.expected[-1] / watch.scatter for watch in family]),
        )
        level = policy["trends.watch_alpha"]
        kept = benjamini_hochberg([float(v) for v in last], level, of=size)
        alpha = level * sum(kept) / max(size, 1)
        for watch, rings in zip(family, kept, strict=True):
            if rings:
                rang = int(np.argmax(watch.log_e >= -math.log(alpha)))
                alarms.append(_alarm(watch, rang, alpha, explainer))
    return tuple(alarms)


def _alarm(watch: Watch, rang: int, alpha: float, explainer: Explainer) -> Alarm:
    ids = tuple(r for week in watch.report_ids for r in week)
    over = np.concatenate([[0.0], np.array(watch.seen) - np.array(watch.expected)])
    since = monday(watch.first + int(np.argmin(over[: rang + 1])))
    most = limit(watch.expected[-1] / watch.scatter, alpha) * watch.scatter
    weeks = range(watch.first, watch.first + len(watch.seen))
    explained, cautions = explainer.explain(ids, most, watch.stream, weeks)
    shares = explainer.material.shares(ids)
    begun = day_words(monday(watch.first))
    sentence = (
        f"{watch.about[0].upper()}{watch.about[1:]}: {len(ids):,} since {begun}, where "
        f"{share_words(watch.expected[-1])} would be usual and {math.floor(most):,} the limit; "
        f"above what is usual since {day_words(since)}. From {among([a for a, _ in shares])}."
    )
    return Alarm(
        method="e_process",
        about=watch.about,
        stream=watch.stream,
        person_id=watch.person_id,
        since=since,
        until=_last_day(watch),
        rang_on=monday(watch.first + rang + 1),
        expected=round(watch.expected[-1], 2),
        seen=len(ids),
        limit=round(most, 2),
        report_ids=ids,
        agencies=shares,
        explained_by=explained,
        sentence=sentence,
        cautions=cautions,
    )


def _last_day(watch: Watch) -> date:
    return monday(watch.first + len(watch.seen)) - timedelta(days=1)
