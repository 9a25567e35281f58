"""Where and when more reports fall together than their places and days alone explain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

_EARTH_KM = 6371.0088


@dataclass(frozen=True, slots=True)
class Cluster:
    """The stretch of places and days that stands out most, and how easily chance does as well."""

    places: tuple[int, ...]
    """Rows of the places in it, nearest to its centre first."""
    first_day: int
    last_day: int
    seen: int
    expected: float
    llr: float
    """Logarithm of the likelihood ratio."""
    chance: float
    """Share of shuffled data, counting this one, with something that stands out as much."""


def scan(
    latitude: Floats,
    longitude: Floats,
    place: Whole,
    day: Whole,
    *,
    most_km: float,
    most_days: int,
    still_going: bool = True,
    simulations: int = 999,
    seed: int = 1,
) -> Cluster | None:
    """Find the circle of places and run of days with the greatest surplus of cases.

    Args:
        latitude: of each place, in degrees.
        longitude: of each place, in degrees.
        place: for each case the row of its place.
        day: for each case its day, as a whole number.
        most_km: radius of the largest circle.
        most_days: length of the longest run of days.
        still_going: whether only runs up to the last day are looked at, as is right for a watch;
            otherwise all.
        simulations: how often the days are shuffled.
        seed: of the shuffling.

    Returns:
        The cluster that stands out most; None without cases.

    Needs no population: a place with many reports at all times is no cluster. A drive to report
    in one part of town is.

    Source: Kulldorff et al. (2005), PLoS Medicine 2(3), e59.
    """
    if not len(place):
        return None
    zones = _zones(latitude, longitude, most_km)
    first = int(day.min())
    days = day - first
    length = int(days.max()) + 1
    inside = np.zeros((len(zones), len(latitude)))
    for row, zone in enumerate(zones):
        inside[row, zone] = 1.0
    runs = _runs(length, most_days, still_going)
    best = _best(inside, place, days, length, runs)
    shuffler = np.random.default_rng(seed)
    as_much = sum(
        _best(inside, place, shuffler.permutation(days), length, runs)[0] >= best[0] - 1e-9
        for _ in range(simulations)
    )
    llr, seen, expected, zone_row, start, run = best
    return Cluster(
        places=tuple(zones[zone_row]),
        first_day=first + start,
        last_day=first + start + run - 1,
        seen=int(seen),
        expected=expected,
        llr=llr,
        chance=(as_much + 1) / (simulations + 1),
    )


def _zones(latitude: Floats, longitude: Floats, most_km: float) -> list[list[int]]:
    """Every different circle round a place that holds whole places, up to the largest."""
    phi, lam = np.radians(latitude), np.radians(longitude)
    found: dict[tuple[int, ...], list[int]] = {}
    for centre in range(len(phi)):
        half = np.sin((phi - phi[centre]) / 2) ** 2
        half += np.cos(phi) * np.cos(phi[centre]) * np.sin((lam - lam[centre]) / 2) ** 2
        away = 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(half, 1.0)))
        near = [int(i) for i in np.argsort(away, kind="stable") if away[i] <= most_km]
        for size in range(1, len(near) + 1):
            if size == len(near) or away[near[size]] > away[near[size - 1]]:
                found.setdefault(tuple(sorted(near[:size])), near[:size])
    return list(found.values())


def _runs(length: int, most_days: int, still_going: bool) -> list[tuple[Whole, Whole]]:
    """First days and ends (a day later) of the runs of each length."""
    found = []
    for run in range(1, min(most_days, length) + 1):
        starts = np.arange(length - run if still_going else 0, length - run + 1)
        found.append((starts, starts + run))
    return found


def _best(
    inside: Floats,
    place: Whole,
    days: Whole,
    length: int,
    runs: list[tuple[Whole, Whole]],
) -> tuple[float, float, float, int, int, int]:
    """(llr, seen, expected, row of the zone, first day, days) of the greatest surplus."""
    counts = np.zeros((inside.shape[1], length))
    np.add.at(counts, (place, days), 1.0)
    running = np.zeros((len(inside), length + 1))
    running[:, 1:] = np.cumsum(inside @ counts, axis=1)
    by_day = np.concatenate([[0.0], np.cumsum(counts.sum(axis=0))])
    total, in_zone = by_day[-1], running[:, -1]
    best = (0.0, 0.0, 0.0, 0, 0, 1)
    for starts, ends in runs:
        seen = running[:, ends] - running[:, starts]
        expected = in_zone[:, None] * (by_day[ends] - by_day[starts])[None, :] / total
        with np.errstate(divide="ignore", invalid="ignore"):
            left = total - seen
            llr = seen * np.log(seen / expected)
            llr += np.where(left > 0, left * np.log(left / (total - expected)), 0.0)
        llr = np.where(seen > expected, llr, 0.0)
        row, start = np.unravel_index(int(np.argmax(llr)), llr.shape)
        if llr[row, start] > best[0]:
            found = (float(a[row, start]) for a in (llr, seen, expected))
            first, run = int(starts[start]), int(ends[start] - starts[start])
            best = (*found, int(row), first, run)  # type: ignore[assignment]
    return best
