"""Is this week out of line with the same season of earlier years? Farrington, 1996 and flexible."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]
Counts = NDArray[np.float64]
"""Shape (weeks, streams); NaN where nothing was supplied."""

YEAR_WEEKS = 52.1775
_ROUNDS = 25
_AT_ONCE = 6
_FLAT = 1e-9
"""A ridge this small moves no limit, and keeps a season without a report solvable."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What was expected in one week, and how far a count may go; one value a stream."""

    expected: Floats
    limit: Floats
    """NaN where fewer than a handful of reports came in the last weeks: no alarm is meant then."""
    alarm: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class _Fit:
    """A quasi-Poisson fit of many streams over one design."""

    beta: Floats
    mean: Floats
    covariance: Floats
    """Shape (streams, terms, terms), without the dispersion."""
    dispersion: Floats
    """Never below 1: counts are not steadier than chance makes them."""
    pearson: Floats
    """The same as estimated, which the test of the trend goes by."""
    free: Floats


def farrington_1996(
    counts: Counts,
    week: int,
    *,
    years: int = 3,
    half_window: int = 3,
    alpha: float = 0.01,
    few: tuple[int, int] = (5, 4),
    year_weeks: float = 52.0,
) -> Limits:
    """Compare a week with the same weeks of earlier years.

    Args:
        counts: shape (weeks, streams).
        week: row of the week looked at.
        years: how many years back; the trend is kept from three.
        half_window: weeks on either side of the same week.
        alpha: two-sided chance of an alarm in a quiet week.
        few: no alarm with fewer than this many reports in this many weeks.
        year_weeks: weeks in a year.

    Source: Farrington, Andrews, Beale and Catchpole (1996), JRSS A 159, 547-563.
    """
    back = [week - round(year_weeks * y) for y in range(years, 0, -1)]
    rows = np.concatenate([np.arange(b - half_window, b + half_window + 1) for b in back])
    plain = np.ones((rows.size, 1))
    trend = np.column_stack([plain, rows - week])
    past = counts[rows]
    with_trend, at_end = _weighted(past, trend, 1.0), np.array([1.0, 0.0])
    scale = np.sqrt(with_trend.pearson * with_trend.covariance[:, 1, 1])
    chance = 2 * stats.t.sf(np.abs(with_trend.beta[:, 1]) / scale, with_trend.free)
    keep = (chance < 0.05) & (years >= 3)
    keep &= np.exp(with_trend.beta @ at_end) <= np.nanmax(past, axis=0)
    without = _weighted(past, plain, 1.0)
    found = [_predicted(with_trend, at_end), _predicted(without, at_end[:1])]
    mean, variance, phi = (np.where(keep, a, b) for a, b in zip(*found, strict=True))
    wide = np.sqrt(4 / 9 * np.cbrt(mean) * (phi + variance / mean))
    limit = (mean ** (2 / 3) + stats.norm.ppf(1 - alpha / 2) * wide) ** 1.5
    return _judged(counts, week, mean, limit, few)


def farrington_flexible(
    counts: Counts,
    week: int,
    *,
    years: int = 4,
    half_window: int = 3,
    seasons: int = 10,
    threshold: float = 2.58,
    left_out: int = 26,
    alpha: float = 0.01,
    few: tuple[int, int] = (5, 4),
    year_weeks: float = 52.0,
) -> Limits:
    """Compare a week with all of the last years, season by season, along their trend.

    Past outbreaks weigh less (`threshold`, in standard residuals), and the last `left_out` weeks
    are not learnt from, so that a slow rise does not become its own measure. The other arguments
    are those of `farrington_1996`, but `alpha` is one-sided. The limit is a quantile of the
    negative binomial with the fitted mean and dispersion.

    Weeks not supplied (NaN) are left out. Weeks of one stream count as independent given season
    and trend; a slow drift of practice looks like a rise.

    Source: Noufaily et al. (2013), Statistics in Medicine 32, 1206-1222.
    """
    rows, season = _seasons(week, years, half_window, seasons, left_out, year_weeks)
    # The current season is the reference, so that its prediction needs no season term.
    dummies = (season[:, None] == np.arange(seasons - 1)).astype(float)
    plain = np.column_stack([np.ones(rows.size), dummies[:, dummies.any(axis=0)]])
    trend = np.column_stack([plain, (rows - week) / year_weeks])
    past = counts[rows]
    at_end = np.zeros(trend.shape[1])
    at_end[0] = 1.0
    with_trend = _weighted(past, trend, threshold)
    without = _weighted(past, plain, threshold)
    most = np.nanmax(np.nan_to_num(past), axis=0)
    keep = (years >= 3) & (np.exp(with_trend.beta @ at_end) <= most)
    found = [_predicted(with_trend, at_end), _predicted(without, at_end[:-1])]
    mean, _, phi = (np.where(keep, a, b) for a, b in zip(*found, strict=True))
    return _judged(counts, week, mean, negative_binomial_limit(mean, phi, alpha), few)


def negative_binomial_limit(mean: Floats, phi: Floats, alpha: float) -> Floats:
    """The upper `alpha` quantile of counts of this mean whose variance is `phi` times it."""
    spread = np.maximum(phi, 1 + 1e-9)
    wide = stats.nbinom.ppf(1 - alpha, np.maximum(mean, 1e-9) / (spread - 1), 1 / spread)
    narrow = stats.poisson.ppf(1 - alpha, np.maximum(mean, 1e-9))
    limit: Floats = np.where(phi > 1, wide, narrow)
    return limit


def _seasons(
    week: int, years: int, half_window: int, seasons: int, left_out: int, year_weeks: float
) -> tuple[NDArray[np.int_], NDArray[np.int_]]:
    """Rows to learn from and the season of each; the last season is that of the week itself."""
    marks = [week - round(year_weeks * y) for y in range(years, -1, -1)]
    season = np.full(week + 1, -1)
    for start, end in pairwise(marks):
        between = np.arange(start + half_window + 1, end - half_window)
        for number, part in enumerate(np.array_split(between, seasons - 1)):
            season[part] = number
    for mark in marks:
        season[max(mark - half_window, 0) : mark + half_window + 1] = seasons - 1
    season[max(week - left_out, 0) :] = -1
    rows = np.flatnonzero(season >= 0)
    return rows, season[rows]


def _weighted(past: Counts, design: Floats, threshold: float) -> _Fit:
    """Fit, weigh down what lies far above the fit, and fit again."""
    known = np.isfinite(past)
    first = _fit(past, design, known.astype(float))
    leverage = np.einsum("np,bpq,nq->nb", design, first.covariance, design) * first.mean * known
    scale = np.sqrt(first.dispersion * np.maximum(1 - leverage, 1e-9))
    counts = np.where(known, past, 0.0)
    far = 1.5 * (np.cbrt(counts) ** 2 * first.mean ** (-1 / 6) - np.sqrt(first.mean)) / scale
    weights = np.where(far > threshold, 1 / np.maximum(far, 1e-9) ** 2, 1.0) * known
    weights *= known.sum(axis=0) / np.maximum(weights.sum(axis=0), 1e-9)
    return _fit(past, design, weights)


def _fit(past: Counts, design: Floats, weights: Floats) -> _Fit:
    """Quasi-Poisson regression with a log link, all streams at once."""
    counts = np.where(np.isfinite(past), past, 0.0)
    terms = design.shape[1]
    squares = (design[:, :, None] * design[:, None, :]).reshape(len(design), -1)
    mean = counts + 0.1
    eta = np.log(mean)
    beta = np.zeros((counts.shape[1], terms))
    before = np.full(counts.shape[1], np.inf)
    full = (counts * np.log(np.maximum(counts, 1e-300)) - counts) * weights
    ridge = np.eye(terms) * _FLAT
    moving = np.arange(counts.shape[1])
    for _ in range(_ROUNDS):
        seen, weight, here = counts[:, moving], weights[:, moving], mean[:, moving]
        working = weight * here
        target = working * eta[:, moving] + weight * (seen - here)
        inner = _times(working.T, squares).reshape(-1, terms, terms) + ridge
        beta[moving] = np.linalg.solve(inner, _times(target.T, design)[:, :, None])[:, :, 0]
        eta[:, moving] = np.clip(_times(beta[moving], design.T).T, -20.0, 20.0)
        mean[:, moving] = np.exp(eta[:, moving])
        fitted = weight * (mean[:, moving] - seen * eta[:, moving])
        deviance = 2 * (full[:, moving] + fitted).sum(axis=0)
        settled = np.abs(deviance - before[moving]) < 1e-8 * (np.abs(deviance) + 0.1)
        before[moving] = deviance
        moving = moving[~settled]
        if not moving.size:
            break
    inner = _times((weights * mean).T, squares).reshape(-1, terms, terms) + ridge
    free = np.maximum((weights > 0).sum(axis=0) - terms, 1).astype(float)
    pearson = (weights * (counts - mean) ** 2 / mean).sum(axis=0) / free
    covariance = np.asarray(np.linalg.inv(inner), dtype=np.float64)
    return _Fit(beta, mean, covariance, np.maximum(pearson, 1.0), pearson, free)


def _times(left: Floats, right: Floats) -> Floats:
    """A matrix product a few rows at a time.

    Small ones run faster on one core than shared out among all, and are the same to the last bit
    however many cores there are.
    """
    rows = len(left)
    padded = np.zeros((-(-rows // _AT_ONCE) * _AT_ONCE, left.shape[1]))
    padded[:rows] = left
    product = padded.reshape(-1, _AT_ONCE, left.shape[1]) @ right
    found: Floats = product.reshape(-1, right.shape[1])[:rows]
    return found


def _predicted(fit: _Fit, at_end: Floats) -> tuple[Floats, Floats, Floats]:
    """Mean, variance of the mean and dispersion at the week looked at."""
    mean = np.exp(fit.beta @ at_end)
    spread = np.einsum("p,bpq,q->b", at_end, fit.covariance, at_end)
    return mean, mean**2 * spread * fit.dispersion, fit.dispersion


def _judged(counts: Counts, week: int, mean: Floats, limit: Floats, few: tuple[int, int]) -> Limits:
    least, weeks = few
    lately = np.nansum(counts[max(week - weeks + 1, 0) : week + 1], axis=0)
    enough = lately >= least
    seen = np.nan_to_num(counts[week])
    return Limits(
        np.where(enough, mean, np.nan),
        np.where(enough, limit, np.nan),
        enough & (seen > limit) & (seen > 0),
    )
