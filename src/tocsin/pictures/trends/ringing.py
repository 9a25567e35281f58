"""Weekly series as they are shown, and alarms made of the weeks that rang."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np

from tocsin.pictures.trends.explaining import Explainer
from tocsin.pictures.trends.found import Alarm, Series, Stream
from tocsin.pictures.trends.material import monday
from tocsin.pictures.trends.weekly import FARRINGTON, Judged, Weeks
from tocsin.pictures.trends.wording import (
    among,
    counted,
    day_words,
    share_words,
    stream_words,
)
from tocsin.policies import Policy

_PAUSE = 3
"""Weeks that may lie between two that ring before they are two alarms."""
_COVERED = 0.8
"""A wider stream says nothing more where a narrower one holds so much of its rise."""


def series_of(
    weeks: Weeks, judged: Judged, labels: Mapping[str, str], policy: Policy
) -> tuple[Series, ...]:
    """All streams with a report in the weeks shown, all agencies first, then by name."""
    shown = min(int(policy["trends.weeks_shown"]), len(weeks.counts))
    first = len(weeks.counts) - shown
    found = []
    for i, stream in enumerate(weeks.streams):
        counts = weeks.counts[first:, i]
        if not np.nansum(counts):
            continue
        label = stream_words(stream, labels)
        known = [None if math.isnan(v) else int(v) for v in counts]
        found.append(
            Series(
                stream=stream,
                label=label,
                first_week=monday(weeks.first + first),
                counts=tuple(known),
                expected=_known(judged.expected[first:, i]),
                limit=_known(judged.limit[first:, i]),
                method=judged.method[i],
                sentence=_series_words(label, known),
            )
        )
    return tuple(found)


def _known(values: np.ndarray) -> tuple[float | None, ...]:
    return tuple(None if math.isnan(v) else round(float(v), 2) for v in values)


def _series_words(label: str, counts: Sequence[int | None]) -> str:
    given = [n for n in counts if n is not None]
    lately = sum(given[-4:])
    usual = sum(given[:-4]) / max(len(given) - 4, 1) * 4
    return (
        f"{label[0].upper()}{label[1:]}: {counted(sum(given), 'report')} in "
        f"{counted(len(given), 'week')}, {lately:,} of them in the last four, where four weeks "
        f"before had {share_words(usual)}."
    )


def alarms_of(
    weeks: Weeks, judged: Judged, labels: Mapping[str, str], explainer: Explainer
) -> tuple[Alarm, ...]:
    """One alarm a stream and stretch of weeks that ring; wider streams only where they add."""
    found = [
        _alarm(weeks, judged, i, rows, labels, explainer)
        for i in range(len(weeks.streams))
        for rows in _stretches(np.flatnonzero(judged.alarm[:, i]))
    ]
    # Narrow first, so that what is true of one agency is not told again of all.
    found.sort(key=lambda a: (-a.stream.parts, a.since, a.about))
    kept: list[Alarm] = []
    for alarm in found:
        told = {
            r for other in kept if _covers(other.stream, alarm.stream) for r in other.report_ids
        }
        if sum(r in told for r in alarm.report_ids) < _COVERED * alarm.seen:
            kept.append(alarm)
    return tuple(sorted(kept, key=lambda a: (-a.until.toordinal(), a.about)))


def _covers(narrow: Stream, wide: Stream) -> bool:
    """Whether all that the one counts the other counts too."""
    pairs = zip(
        (narrow.agency, narrow.concern, narrow.area),
        (wide.agency, wide.concern, wide.area),
        strict=True,
    )
    return all(b in ("", a) for a, b in pairs)


def _stretches(rows: np.ndarray) -> list[list[int]]:
    found: list[list[int]] = []
    for row in rows:
        if found and row - found[-1][-1] <= _PAUSE:
            found[-1].append(int(row))
        else:
            found.append([int(row)])
    return found


def _alarm(
    weeks: Weeks,
    judged: Judged,
    column: int,
    rows: list[int],
    labels: Mapping[str, str],
    explainer: Explainer,
) -> Alarm:
    stream = weeks.streams[column]
    numbers = [weeks.first + row for row in rows]
    ids = tuple(r for n in numbers for r in weeks.report_ids.get((stream, n), ()))
    expected = float(judged.expected[rows, column].sum())
    limit = float(judged.limit[rows, column].sum())
    explained, cautions = explainer.explain(ids, limit, stream, numbers)
    shares = explainer.material.shares(ids)
    about = stream_words(stream, labels)
    before = (
        "the same season of earlier years"
        if judged.method[column] == FARRINGTON
        else "the weeks just before (there are no three years to compare with)"
    )
    since = monday(numbers[0])
    spans = "in the week" if len(rows) == 1 else f"in {len(rows)} weeks"
    sentence = (
        f"{about[0].upper()}{about[1:]}: {len(ids):,} {spans} from {day_words(since)}, where "
        f"{before} would lead one to expect {share_words(expected)} and at most "
        f"{math.floor(limit):,}. From {among([a for a, _ in shares])}."
    )
    return Alarm(
        method=judged.method[column],
        about=about,
        stream=stream,
        person_id="",
        since=since,
        until=monday(numbers[-1] + 1) - timedelta(days=1),
        rang_on=monday(numbers[0] + 1),
        expected=round(expected, 2),
        seen=len(ids),
        limit=round(limit, 2),
        report_ids=ids,
        agencies=shares,
        explained_by=explained,
        sentence=sentence,
        cautions=cautions,
    )
