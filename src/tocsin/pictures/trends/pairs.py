"""Who with what more often than chance has it: shrunk ratios of pairs (EBGM)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, special, stats

Floats = NDArray[np.float64]

_HALVINGS = 40
_CLOSELY = {"maxiter": 2000, "maxfun": 20000, "ftol": 1e-10, "gtol": 1e-8}
"""The surface is flat: a looser stop moves the third digit."""
_BIN = 50
_KEPT_APART = 100
_FEW = 500
"""Pairs seen once, up to which each speaks for itself."""
_MANY = 5_000
"""The same for pairs seen more often, which differ more."""


@dataclass(frozen=True, slots=True)
class Prior:
    """How ratios of seen to expected spread over all pairs: a mixture of two gammas."""

    shape1: float
    rate1: float
    shape2: float
    rate2: float
    share1: float


USUAL = Prior(0.2, 0.1, 2.0, 4.0, 1 / 3)
"""DuMouchel's starting values, for when there are too few pairs to learn from."""


@dataclass(frozen=True, slots=True)
class Ratios:
    """Seen over expected after shrinkage, one value a pair."""

    ebgm: Floats
    low: Floats
    """The lower 5 % point (EB05), by which pairs are ordered."""
    high: Floats


def fit_prior(seen: Floats, expected: Floats) -> Prior:
    """Learn the prior from all pairs seen at least once.

    Args:
        seen: how often each pair was seen, 1 or more.
        expected: how often it would be if the two had nothing to do with one another.

    Pairs never seen are not listed, so each part of the likelihood is that of counts above 0.
    Many pairs seen once differ little and are laid together in bins by their expected number.

    Source: DuMouchel (1999), The American Statistician 53, 177-190; DuMouchel and Pregibon
    (2001), KDD, for the bins.
    """
    counts, at, weights = _binned(seen, expected)

    def lost(free: Floats) -> float:
        prior = _prior(free)
        first = _chance_if_seen(counts, at, prior.shape1, prior.rate1)
        second = _chance_if_seen(counts, at, prior.shape2, prior.rate2)
        mixed = prior.share1 * first + (1 - prior.share1) * second
        return float(-(weights * np.log(np.maximum(mixed, 1e-300))).sum())

    start = np.array([*np.log([0.2, 0.1, 2.0, 4.0]), special.logit(1 / 3)])
    bounds = [(-7.0, 7.0)] * 5
    found = optimize.minimize(lost, start, method="L-BFGS-B", bounds=bounds, options=_CLOSELY)
    return _prior(found.x)


def ratios(seen: Floats, expected: Floats, prior: Prior) -> Ratios:
    """Shrink each pair's ratio of seen to expected towards what pairs usually show.

    A ratio of 2 means: twice as often together as if they had nothing to do with one another. A
    report that names many things makes many pairs, and none of them says who did what.
    """
    first = stats.nbinom.pmf(seen, prior.shape1, prior.rate1 / (prior.rate1 + expected))
    second = stats.nbinom.pmf(seen, prior.shape2, prior.rate2 / (prior.rate2 + expected))
    share = prior.share1 * first
    share = share / (share + (1 - prior.share1) * second)
    shapes = prior.shape1 + seen, prior.shape2 + seen
    rates = prior.rate1 + expected, prior.rate2 + expected
    ebgm = np.exp(
        share * (special.digamma(shapes[0]) - np.log(rates[0]))
        + (1 - share) * (special.digamma(shapes[1]) - np.log(rates[1]))
    )
    low, high = (_quantile(p, share, shapes, rates) for p in (0.05, 0.95))
    return Ratios(ebgm, low, high)


def _binned(seen: Floats, expected: Floats) -> tuple[Floats, Floats, Floats]:
    """(seen, expected, how many pairs that stands for); the largest of each number stay apart."""
    parts = [_bins(n, np.sort(expected[seen == n])) for n in np.unique(seen)]
    counts, at, weights = (np.concatenate(column) for column in zip(*parts, strict=True))
    return counts, at, weights


def _bins(count: float, expected: Floats) -> tuple[Floats, Floats, Floats]:
    many = max(len(expected) - _KEPT_APART, 0) // _BIN * _BIN
    if many <= (_FEW if count == 1 else _MANY):
        return np.full(len(expected), count), expected, np.ones(len(expected))
    means, rest = expected[:many].reshape(-1, _BIN).mean(axis=1), expected[many:]
    at = np.concatenate([means, rest])
    weights = np.concatenate([np.full(len(means), float(_BIN)), np.ones(len(rest))])
    return np.full(len(at), count), at, weights


def _prior(free: Floats) -> Prior:
    shape1, rate1, shape2, rate2 = (float(v) for v in np.exp(free[:4]))
    return Prior(shape1, rate1, shape2, rate2, float(special.expit(free[4])))


def _chance_if_seen(seen: Floats, expected: Floats, shape: float, rate: float) -> Floats:
    never = shape * np.log(rate / (rate + expected))
    chance: Floats = _chance(seen, expected, shape, rate) / -np.expm1(np.minimum(never, -1e-12))
    return chance


def _chance(seen: Floats, expected: Floats, shape: float, rate: float) -> Floats:
    """The negative binomial that a gamma-spread ratio makes of a Poisson count."""
    log = special.gammaln(shape + seen) - special.gammaln(shape) - special.gammaln(seen + 1)
    log += shape * np.log(rate / (rate + expected)) + seen * np.log(expected / (rate + expected))
    chance: Floats = np.exp(log)
    return chance


def _quantile(
    p: float, share: Floats, shapes: tuple[Floats, Floats], rates: tuple[Floats, Floats]
) -> Floats:
    """The `p` point of each pair's mixture of two gammas, by halving."""
    ends = [special.gammaincinv(a, p) / b for a, b in zip(shapes, rates, strict=True)]
    low, high = np.minimum(*ends), np.maximum(*ends)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        below = share * special.gammainc(shapes[0], rates[0] * middle)
        below += (1 - share) * special.gammainc(shapes[1], rates[1] * middle)
        low, high = np.where(below < p, middle, low), np.where(below < p, high, middle)
    return np.asarray((low + high) / 2, dtype=np.float64)
