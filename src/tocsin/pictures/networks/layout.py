"""Where subjects stand in a drawing: the same places for the same ties, on any machine."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from tocsin.pictures.networks.records import Real, Whole

Point = tuple[float, float]
_ROUNDS = 120
_APART = 200
"""Rounds of pushing labels apart; most drawings need a dozen."""


def around(count: int, radius: float, first: float = -90.0) -> list[Point]:
    """Places evenly on a circle, the first at the top, clockwise.

    >>> around(2, 10)
    [(0.0, -10.0), (0.0, 10.0)]
    """
    turns = [math.radians(first + 360 * n / max(count, 1)) for n in range(count)]
    return [(_even(radius * math.cos(t)), _even(radius * math.sin(t))) for t in turns]


def spread(count: int, left: Whole, right: Whole, length: float) -> list[Point]:
    """Place subjects so that distances on paper follow the number of steps between them.

    Args:
        count: how many subjects.
        left, right: the ties, positions below `count`.
        length: how far apart two tied subjects should stand.

    Stress majorization from three starts, of which the one with least stress is kept. Only sums
    of rounded numbers, so that no library's order of adding shows.

    Source: Gansner, Koren and North (2004), Graph Drawing, LNCS 3383, 239-250.
    """
    if count < 2:
        return [(0.0, 0.0)] * count
    wanted = _steps(count, left, right) * length
    starts = (_circle(range(count)), _circle(_walk(count, left, right)), _spiral(count))
    found = [_settle(start * length, wanted) for start in starts]
    best = min(range(len(found)), key=lambda n: (round(_stress(found[n], wanted), 3), n))
    places = found[best] - np.round(found[best].mean(axis=0), 3)
    return [(_even(x), _even(y)) for x, y in places]


def apart(places: Sequence[Point], widths: Sequence[float], height: float) -> list[Point]:
    """Move what would lie on one another apart, each box `width` by `height` around its place."""
    at = [list(place) for place in places]
    for _ in range(_APART):
        moved = False
        for one in range(len(at)):
            for other in range(one + 1, len(at)):
                moved |= _push(at[one], at[other], (widths[one] + widths[other]) / 2, height)
        if not moved:
            break
    return [(_even(x), _even(y)) for x, y in at]


def _push(one: list[float], other: list[float], width: float, height: float) -> bool:
    """Move two boxes apart along the shorter way, half each."""
    across, down = other[0] - one[0], other[1] - one[1]
    over_x, over_y = width - abs(across), height - abs(down)
    if over_x <= 0.5 or over_y <= 0.5:
        return False
    if over_y <= over_x:
        by = math.copysign(over_y / 2 + 0.3, down or 1)
        one[1], other[1] = round(one[1] - by, 3), round(other[1] + by, 3)
    else:
        by = math.copysign(over_x / 2 + 0.3, across or 1)
        one[0], other[0] = round(one[0] - by, 3), round(other[0] + by, 3)
    return True


def _steps(count: int, left: Whole, right: Whole) -> Real:
    """How many ties lie between each two; parts that do not hang together stand a little apart."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        beside[one].append(other)
        beside[other].append(one)
    steps = np.full((count, count), -1.0)
    for start in range(count):
        row, front, depth = steps[start], [start], 0
        row[start] = 0
        while front:
            depth += 1
            front = sorted({n for at in front for n in beside[at] if row[n] < 0})
            row[front] = depth
    most = max(float(steps.max()), 1.0)
    steps[steps < 0] = most + 1
    return steps


def _walk(count: int, left: Whole, right: Whole) -> list[int]:
    """Subjects in the order in which a walk along the ties meets them."""
    beside: list[list[int]] = [[] for _ in range(count)]
    for one, other in zip(left.tolist(), right.tolist(), strict=True):
        beside[one].append(other)
        beside[other].append(one)
    seen: dict[int, None] = {}
    for start in range(count):
        waiting = [start]
        while waiting:
            here = waiting.pop()
            if here not in seen:
                seen[here] = None
                waiting += sorted(beside[here], reverse=True)
    return list(seen)


def _circle(order: Sequence[int]) -> Real:
    places = np.zeros((len(order), 2))
    for place, node in zip(around(len(order), 1.0), order, strict=True):
        places[node] = place
    return places


def _spiral(count: int) -> Real:
    turns = [n * 2.399963 for n in range(count)]
    away = [math.sqrt(n + 0.5) / 2 for n in range(count)]
    return np.round(
        [(r * math.cos(t), r * math.sin(t)) for r, t in zip(away, turns, strict=True)], 6
    )


def _settle(places: Real, wanted: Real) -> Real:
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    total = weight.sum(axis=1)
    for _ in range(_ROUNDS):
        apart_by = places[:, None, :] - places[None, :, :]
        distance = np.sqrt((apart_by**2).sum(axis=2))
        pull = np.divide(wanted, distance, out=np.zeros_like(wanted), where=distance > 1e-6)
        target = places[None, :, :] + apart_by * pull[:, :, None]
        places = np.round((weight[:, :, None] * target).sum(axis=1) / total[:, None], 6)
    return places


def _stress(places: Real, wanted: Real) -> float:
    distance = np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2))
    weight = np.divide(1.0, wanted**2, out=np.zeros_like(wanted), where=wanted > 0)
    return float((weight * (distance - wanted) ** 2).sum())


def _even(value: float) -> float:
    """To a tenth, and never a negative nothing."""
    return round(float(value), 1) + 0.0
