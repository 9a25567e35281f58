"""Timelines with their bursts: stretches in which reports came thick and fast."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tocsin.pictures.trends.bursts import bursts
from tocsin.pictures.trends.found import Stretch, Timeline
from tocsin.pictures.trends.material import Material
from tocsin.pictures.trends.wording import counted, day_words

_LEAST = 5
"""Fewer reports have no rhythm."""
_MOST = 2000
"""Of a longer timeline the last so many are read."""
_SPEED = 2.0
_LEAST_IN_BURST = 3


def timelines_of(
    material: Material, labels: Mapping[str, str], subjects: Iterable[str]
) -> tuple[Timeline, ...]:
    """The timeline of each concern and of the subjects given."""
    by_concern: dict[str, list[str]] = {}
    for told in material.told:
        for concern in told.concerns:
            by_concern.setdefault(concern, []).append(told.report_id)
    found = [_timeline(labels.get(c, c), "", by_concern[c], material) for c in sorted(by_concern)]
    for person_id in subjects:
        ids = list(dict.fromkeys(row.report_id for row in material.voices[person_id]))
        found.append(_timeline("", person_id, ids, material))
    return tuple(t for t in found if len(t.days) >= _LEAST)


def _timeline(label: str, person_id: str, ids: Sequence[str], material: Material) -> Timeline:
    ids = ids[-_MOST:]
    days = [material.by_id[r].day for r in ids]
    stretches = _stretches(days)
    return Timeline(
        label=label,
        person_id=person_id,
        days=tuple(map(date.fromordinal, days)),
        stretches=stretches,
        report_ids=tuple(ids),
        sentence=_words(days, stretches) if days else "",
    )


def _stretches(days: Sequence[int]) -> tuple[Stretch, ...]:
    if len(set(days)) < _LEAST:
        return ()
    found = []
    for burst in bursts(days, s=_SPEED):
        first, last = math.floor(burst.start), math.floor(burst.end)
        inside = sum(first <= day <= last for day in days)
        if burst.level > 1 and inside >= _LEAST_IN_BURST:
            found.append(
                Stretch(
                    _SPEED ** (burst.level - 1),
                    date.fromordinal(first),
                    date.fromordinal(last),
                    inside,
                )
            )
    # A burst within a burst over the same days says it twice: the fastest is kept.
    fastest = {(s.first_on, s.last_on): s for s in sorted(found, key=lambda s: s.times)}
    return tuple(sorted(fastest.values(), key=lambda s: (s.first_on, s.last_on, s.times)))


def _words(days: Sequence[int], stretches: Sequence[Stretch]) -> str:
    first, last = (day_words(date.fromordinal(d)) for d in (days[0], days[-1]))
    whole = f"{counted(len(days), 'report')} from {first} to {last}"
    if not stretches:
        return f"{whole}, at no time much faster than at others."
    most = max(stretches, key=lambda s: (s.times, s.reports, s.first_on))
    return (
        f"{whole}; fastest from {day_words(most.first_on)} to {day_words(most.last_on)}, with "
        f"{counted(most.reports, 'report')}."
    )
