"""The profile likelihood of the total, for one chosen model.

Put n0 people into the never-seen cell, fit the whole table, and see how likely that is: the best
n0 is the multinomial estimate, and the interval is all that is nearly as likely. The interval
takes the model as given, so it is too short wherever the model was chosen from the same table.

Source: Cormack (1992), Biometrics 48, 567-576; Baillargeon and Rivest (2007), JSS 19(5).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial

import numpy as np
from scipy.special import gammaln
from scipy.stats import chi2

from tocsin.pictures.scale.loglinear import Model, Reals, design_of, fit, one, table

_POINTS = 33
_ROUNDS = 7
_FARTHEST = 1_000.0
"""No upper limit is said to exist beyond this many times what is seen and estimated."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The most likely total, and its interval; `high` is None where there is no upper limit."""

    estimate: float
    low: float
    high: float | None


def profile(
    counts: Iterable[tuple[int, int]], model: Model, size: int, level: float = 0.95
) -> Profile:
    """The multinomial estimate of the total under a model, with its profile interval."""
    rows = tuple(counts)
    seen = sum(n for _, n in rows)
    fits, _ = one(rows, model, size)
    curve = partial(_loglik, table(rows, design_of(size, model, unseen=True)), model, size)
    far = np.log1p(_FARTHEST * max(seen, min(float(fits.unseen()[0]), 1e9)))
    top = _highest(curve, 0.0, far)
    floor = float(curve(np.array([top]))[0]) - float(chi2.ppf(level, 1)) / 2
    low = _crossing(curve, 0.0, top, floor)
    high = _crossing(curve, far, top, floor)
    return Profile(
        seen + float(np.expm1(top)),
        seen + float(np.expm1(0.0 if low is None else low)),
        None if high is None else seen + float(np.expm1(high)),
    )


def _loglik(counts: Reals, model: Model, size: int, logs: Reals) -> Reals:
    """The multinomial log-likelihood at each log(1 + n0)."""
    frame = design_of(size, model, unseen=True)
    unseen = np.expm1(logs)
    full = np.repeat(counts[None, :], len(logs), axis=0)
    full[:, 0] = unseen
    fits = fit(full, np.repeat(frame.active([model]), len(logs), axis=0), frame)
    total = full.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        parts = np.where(full > 0, full * np.log(fits.mu / total[:, None]), 0.0)
    return np.asarray(gammaln(total + 1) - gammaln(unseen + 1) + parts.sum(axis=1))


def _highest(curve: Callable[[Reals], Reals], low: float, high: float) -> float:
    """Where a curve with one peak is highest."""
    for _ in range(_ROUNDS):
        points = np.linspace(low, high, _POINTS)
        best = int(np.argmax(curve(points)))
        low, high = points[max(best - 1, 0)], points[min(best + 1, _POINTS - 1)]
    return float((low + high) / 2)


def _crossing(
    curve: Callable[[Reals], Reals], outside: float, inside: float, floor: float
) -> float | None:
    """Where the curve falls to the floor on the way out; None where it never does."""
    if float(curve(np.array([outside]))[0]) >= floor:
        return None
    for _ in range(_ROUNDS):
        points = np.linspace(inside, outside, _POINTS)
        below = int(np.argmax(curve(points) < floor))
        inside, outside = points[max(below - 1, 0)], points[below]
    return float((inside + outside) / 2)
