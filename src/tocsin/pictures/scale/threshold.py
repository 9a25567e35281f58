"""The Bayesian threshold estimate: keep the pairs of lists that clearly depend, and fit again.

Pairs have a Normal(0, 1) prior, main effects a flat one. Pairs whose posterior mean is at least
two standard deviations from 0 are kept; the posterior under those gives the total. Random-walk
Metropolis, started at the posterior's peak with steps in its own shape.

Source: Silverman (2020), JRSS A 183(3), 691-736.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.loglinear import Model, Reals, design_of, table

_CHAINS = 40
_BURN, _STEPS = 500, 2_500
_ROUNDS = 100
_KEEP = 2.0
_STEP = 2.38


@dataclass(frozen=True, slots=True)
class Thresholded:
    """The posterior of the total, and the pairs that were kept."""

    median: float
    low: float
    high: float
    kept: Model


def thresholded(captures: Captures, *, seed: int) -> Thresholded:
    """Sample with all pairs, keep those that matter, sample again."""
    pairs = captures.pairs()
    draws = _sample(captures, pairs, seed, 1)
    effects = draws[:, len(captures.lists) + 1 :]
    ratio = np.abs(effects.mean(axis=0)) / effects.std(axis=0)
    kept = tuple(p for p, r in zip(pairs, ratio, strict=True) if r >= _KEEP)
    totals = captures.seen + np.exp(_sample(captures, kept, seed, 2)[:, 0])
    low, median, high = np.quantile(totals, [0.025, 0.5, 0.975])
    return Thresholded(float(median), float(low), float(high), kept)


def _sample(captures: Captures, model: Model, seed: int, stage: int) -> Reals:
    """Draws of all coefficients, one a row."""
    size = len(captures.lists)
    frame = design_of(size, model)
    counts = table(captures.counts, frame)
    precision = np.array([0.0] * (size + 1) + [1.0] * len(model))
    peak, curve = _peak(counts, frame.matrix, precision)
    width = len(peak)
    shape = np.linalg.cholesky(np.linalg.inv(curve))
    generator = np.random.Generator(np.random.PCG64([seed, 11, stage]))
    now = peak + generator.standard_normal((_CHAINS, width)) @ shape.T
    level = _density(now, counts, frame.matrix, precision)
    kept = np.empty((_STEPS, _CHAINS, width))
    for step in range(-_BURN, _STEPS):
        jump = generator.standard_normal((_CHAINS, width)) @ shape.T
        tried = now + jump * (_STEP / np.sqrt(width))
        fresh = _density(tried, counts, frame.matrix, precision)
        taken = np.log(generator.random(_CHAINS)) < fresh - level
        now, level = np.where(taken[:, None], tried, now), np.where(taken, fresh, level)
        if step >= 0:
            kept[step] = now
    return kept.reshape(-1, width)


def _density(beta: Reals, counts: Reals, matrix: Reals, precision: Reals) -> Reals:
    """The log posterior of each row of coefficients, up to a constant."""
    eta = np.minimum(beta @ matrix.T, 60.0)
    return np.asarray(eta @ counts - np.exp(eta).sum(axis=1) - 0.5 * (beta**2) @ precision)


def _peak(counts: Reals, matrix: Reals, precision: Reals) -> tuple[Reals, Reals]:
    """Where the posterior is highest, and its curvature there (Newton's method)."""
    weight = counts + 0.5
    beta = np.linalg.lstsq(
        matrix * np.sqrt(weight)[:, None], np.sqrt(weight) * np.log(weight), rcond=None
    )[0]
    for _ in range(_ROUNDS):
        mu = np.exp(np.minimum(matrix @ beta, 60.0))
        curve = (matrix.T * mu) @ matrix + np.diag(precision)
        curve += np.diag(1e-9 * np.diag(curve) + 1e-12)
        step = np.linalg.solve(curve, matrix.T @ (counts - mu) - precision * beta)
        beta = beta + step * min(1.0, 3.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < 1e-9:
            break
    return beta, curve
