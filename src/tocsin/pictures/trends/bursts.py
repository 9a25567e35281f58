"""When reports came thick and fast: bursts in a row of times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True, slots=True)
class Burst:
    """A stretch in which events came `s ** (level - 1)` times as fast as over all, or faster."""

    level: int
    """1 is the whole stretch; each burst lies within one of the level before."""
    start: float
    end: float


def bursts(times: Sequence[float], *, s: float = 2.0, gamma: float = 1.0) -> tuple[Burst, ...]:
    """Nested bursts of a row of times, by level, then start.

    Args:
        times: when each event happened, in any unit and order; equal times are told apart first.
        s: how much faster each level is.
        gamma: how dear it is to go up a level; more means fewer bursts.

    A way to read a timeline, never an alarm: it has no rate of false alarms.

    Source: Kleinberg (2002), Bursty and hierarchical structure in streams, KDD.

    >>> [b.level for b in bursts([0, 100, 200, 201, 202, 203, 204, 205, 206, 300, 400])]
    [1, 2, 3, 4, 5]
    """
    offsets = _apart(sorted(times))
    gaps = np.diff(offsets)
    if not len(gaps):
        return ()
    whole = float(gaps.sum())
    levels = max(math.ceil(1 + math.log(whole, s) + math.log(1 / gaps.min(), s)), 1)
    states = _cheapest(gaps, len(gaps) / whole * s ** np.arange(levels), gamma)
    return tuple(sorted(_nested(states, offsets), key=lambda b: (b.level, b.start)))


def _apart(times: list[float]) -> list[float]:
    """Times with ties spread evenly up to the next time, so that no gap is empty."""
    if not times:
        return []
    apart: list[float] = []
    steps = [b - a for a, b in pairwise(times) if b > a]
    least = min(steps, default=1.0)
    start = 0
    while start < len(times):
        end = start
        while end < len(times) and times[end] == times[start]:
            end += 1
        apart += [times[start] + least * n / (end - start) for n in range(end - start)]
        start = end
    return apart


def _cheapest(gaps: np.ndarray, rates: np.ndarray, gamma: float) -> list[int]:
    """The cheapest state of each gap: going up costs `gamma ln n` a level, down is free."""
    up = gamma * math.log(len(gaps)) * np.arange(len(rates))
    cost = np.full(len(rates), np.inf)
    cost[0] = 0.0
    choices = np.empty((len(gaps), len(rates)), dtype=np.int32)
    numbers = np.arange(len(rates))
    logs = np.log(rates)
    for row, gap in enumerate(gaps):
        from_below = np.minimum.accumulate(cost - up)
        below = np.maximum.accumulate(np.where(cost - up <= from_below, numbers, 0))
        above_cost = np.minimum.accumulate(cost[::-1])[::-1]
        is_least = cost <= above_cost
        above = np.minimum.accumulate(np.where(is_least, numbers, len(rates))[::-1])[::-1]
        goes_up = from_below + up <= above_cost
        choices[row] = np.where(goes_up, below, above)
        cost = np.where(goes_up, from_below + up, above_cost) - logs + rates * gap
    state = int(np.argmin(cost))
    states = [state]
    for row in range(len(gaps) - 1, 0, -1):
        state = int(choices[row, state])
        states.append(state)
    return states[::-1]


def _nested(states: list[int], offsets: list[float]) -> list[Burst]:
    found: list[Burst] = []
    opened: list[float] = []
    for state, at in zip(states, offsets, strict=False):
        while len(opened) > state + 1:
            found.append(Burst(len(opened), opened.pop(), at))
        opened += [at] * (state + 1 - len(opened))
    while opened:
        found.append(Burst(len(opened), opened.pop(), offsets[-1]))
    return found
