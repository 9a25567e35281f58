"""Probabilities that mean what they say: weights in bits → calibrated probabilities, monotone.

Comparisons are not independent, so the sum of their weights is too sure of itself. What the sum is
worth was found on pairs whose truth is known and stands in the model file as knots: weight in bits
→ log2 of the odds that the pair is one person. Between knots the line is straight, outside them it
runs on with slope one. Nothing of it is fitted in a run.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

Knots = tuple[tuple[float, float], ...]
_LEAST_PAIRS = 40.0
"""A knot rests on at least so many pairs, and on so few at the ends that nothing is sure."""
_KNOTS = 24
_SMOOTH = 0.5
_LEAST_SLOPE = 0.05


def calibrated_bits(knots: Knots, bits: ArrayLike) -> NDArray[np.float64]:
    """Log2 of the odds that pairs of these weights are one person; without knots, the weight."""
    weights = np.asarray(bits, np.float64)
    if not knots:
        return weights
    x, y = (np.asarray(column, np.float64) for column in zip(*knots, strict=True))
    found = np.interp(weights, x, y)
    found = np.where(weights < x[0], y[0] + (weights - x[0]), found)
    return np.where(weights > x[-1], y[-1] + (weights - x[-1]), found)


def calibrated(knots: Knots, bits: ArrayLike) -> NDArray[np.float64]:
    """The probabilities of pairs of these weights, rounded to 4 decimals.

    >>> calibrated(((0.0, -1.0), (10.0, 5.0)), [0.0, 10.0]).tolist()
    [0.3333, 0.9697]
    """
    odds = np.clip(calibrated_bits(knots, bits), -60, 60)
    return np.round(1 / (1 + np.exp2(-odds)), 4)


def fit_knots(
    bits: ArrayLike, truth: ArrayLike, counts: ArrayLike | None = None, *, most: int = _KNOTS
) -> Knots:
    """Knots for which the pairs' probabilities come true.

    Args:
        bits: what each pair weighs.
        truth: 1 where it is one person, 0 where it is two.
        counts: how much each pair counts; alike where left out.
        most: how many knots at most.

    Pairs are put in order of weight and into bins of like count; the shares of true pairs are made
    monotone (pool adjacent violators), and a knot stands at the mean weight of each bin.
    """
    x, t = np.asarray(bits, np.float64), np.asarray(truth, np.float64)
    n = np.ones(len(x)) if counts is None else np.asarray(counts, np.float64)
    if not len(x):
        return ()
    order = np.argsort(x, kind="stable")
    x, t, n = x[order], t[order], n[order]
    # Bins of like information: where either outcome is rare, more pairs are needed to tell.
    spread = np.cumsum(n) / n.sum()
    hits, misses = np.cumsum(n * t), np.cumsum(n * (1 - t))
    spread = (spread + hits / max(hits[-1], 1) + misses / max(misses[-1], 1)) / 3
    cells = np.minimum((spread * most).astype(int), most - 1)
    found: list[list[float]] = []
    for cell in np.unique(cells).tolist():
        inside = cells == cell
        total = n[inside].sum()
        if total < _LEAST_PAIRS and found:
            continue
        found.append([(n * x)[inside].sum() / total, (n * t)[inside].sum(), total])
    return _monotone(found)


def _monotone(found: Sequence[Sequence[float]]) -> Knots:
    pooled: list[list[float]] = []
    for mean, hits, total in found:
        pooled.append([mean, hits, total])
        while len(pooled) > 1 and _share(pooled[-2]) >= _share(pooled[-1]):
            last, before = pooled.pop(), pooled.pop()
            both = before[2] + last[2]
            mean = (before[0] * before[2] + last[0] * last[2]) / both
            pooled.append([mean, before[1] + last[1], both])
    knots: list[tuple[float, float]] = []
    for block in pooled:
        share = _share(block)
        y = float(np.log2(share / (1 - share)))
        if knots and block[0] - knots[-1][0] < 1e-3:
            continue
        if knots:
            y = max(y, knots[-1][1] + _LEAST_SLOPE * (block[0] - knots[-1][0]))
        knots.append((round(block[0], 4), round(y, 4)))
    return tuple(knots)


def _share(block: Sequence[float]) -> float:
    return (block[1] + _SMOOTH) / (block[2] + 2 * _SMOOTH)


def calibration_error(
    probability: ArrayLike, truth: ArrayLike, *, bins: int = 10
) -> tuple[float, list[tuple[float, float, int]]]:
    """Expected calibration error, and the reliability table behind it.

    Returns:
        The mean distance between what was said and what came true, each pair counting alike; and
        for each bin of probability that holds pairs: mean said, share that came true, pairs.
    """
    p, t = np.asarray(probability, np.float64), np.asarray(truth, np.float64)
    cells = np.minimum((p * bins).astype(int), bins - 1)
    table = []
    for cell in np.unique(cells).tolist():
        inside = cells == cell
        table.append((float(p[inside].mean()), float(t[inside].mean()), int(inside.sum())))
    total = max(len(p), 1)
    return sum(abs(said - came) * n for said, came, n in table) / total, table
