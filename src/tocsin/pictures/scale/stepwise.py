"""Models grown one pair of lists at a time: the rules of two published estimates.

`grow` adds the pair whose overlap is least expected (Chan, Silverman and Vincent 2021, JASA 116,
1297-1306, the SparseMSE method), for one table or for a thousand resampled ones at once.
`grow_by_aic` adds the pair that lowers AIC most (Bales, Hesketh and Silverman 2015, Significance
12(3), 16-21: the figure of the Home Office).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from scipy.special import pdtr, pdtrc
from scipy.stats import norm

from tocsin.pictures.scale.existence import identifiable
from tocsin.pictures.scale.loglinear import (
    Design,
    Fits,
    Flags,
    Model,
    Reals,
    design,
    errors,
    fit,
    margins,
    table,
)

THRESHOLD = 0.02
"""The published rule's p-value for an overlap to be unexpected."""


def grow(counts: Reals, frame: Design, threshold: float = THRESHOLD) -> tuple[Flags, Reals]:
    """Choose a model for each table of a batch.

    Args:
        counts: shape (tables, rows).

    Returns:
        The columns of each table's model, and its estimate of the never-seen.

    A pair is passed over where adding it leaves no finite or no single best fit.
    """
    active = frame.active([()] * len(counts))
    fits = fit(counts, active, frame)
    unseen, mu = np.where(fits.settled, fits.unseen(), np.inf), fits.mu.copy()
    growing = np.arange(len(counts))
    while len(growing):
        grew = _step(counts, active, unseen, mu, growing, frame, threshold)
        growing = growing[grew]
    return active, unseen


def _step(
    counts: Reals,
    active: Flags,
    unseen: Reals,
    mu: Reals,
    growing: np.ndarray,
    frame: Design,
    threshold: float,
) -> Flags:
    """Add one pair to each table that asks for one; say which grew. Changes its arguments."""
    chances = surprise(counts[growing], mu[growing], frame)
    chances[active[growing][:, frame.size + 1 :]] = 1.0
    order = np.argsort(chances, axis=1, kind="stable")
    grew = np.zeros(len(growing), dtype=bool)
    asking = np.arange(len(growing))
    for rank in range(chances.shape[1]):
        pair = order[asking, rank]
        asking = asking[chances[asking, pair] < threshold]
        if not len(asking):
            break
        tried = active[growing[asking]].copy()
        tried[np.arange(len(asking)), order[asking, rank] + frame.size + 1] = True
        fits = fit(counts[growing[asking]], tried, frame)
        good = fits.settled & identifiable(counts[growing[asking]], tried, frame)
        rows = growing[asking[good]]
        active[rows], unseen[rows], mu[rows] = tried[good], fits.unseen()[good], fits.mu[good]
        grew[asking[good]] = True
        asking = asking[~good]
    return grew


def surprise(counts: Reals, mu: Reals, frame: Design) -> Reals:
    """Of each table and pair: the chance of an overlap so far from the fitted one."""
    pairs = slice(frame.size + 1, None)
    seen = margins(counts, frame)[:, pairs]
    fitted = mu @ frame.matrix[:, pairs]
    upper = np.where(seen > 0, pdtrc(np.maximum(seen - 1, 0), fitted), 1.0)
    return np.asarray(np.minimum(pdtr(seen, fitted), upper))


def grow_by_aic(counts: Iterable[tuple[int, int]], size: int, wald: float = 0.05) -> Model:
    """Add pairs while AIC falls and the new term's Wald test is below `wald`.

    As published: where the pair that lowers AIC most never overlaps, its Wald p-value is near 1
    and the search stops there.
    """
    frame = design(size)
    row = table(counts, frame)[None, :]
    model: Model = ()
    pairs = frame.terms[size + 1 :]
    best = float(fit(row, frame.active([model]), frame).aic()[0])
    while absent := [pair for pair in pairs if pair not in model]:
        tried = [tuple(sorted((*model, pair))) for pair in absent]
        fits = fit(np.repeat(row, len(tried), axis=0), frame.active(tried), frame)
        aic = np.round(fits.aic(), 6)
        at = int(np.argmin(aic))
        if aic[at] >= round(best, 6) or _wald(fits, at, absent[at], frame) > wald:
            break
        model, best = tried[at], float(aic[at])
    return model


def _wald(fits: Fits, at: int, term: int, frame: Design) -> float:
    """The p-value of one term of one fit; 1 where it has no finite value."""
    column = frame.terms.index(term)
    if not fits.settled[at] or not np.isfinite(fits.beta[at, column]):
        return 1.0
    error = errors(fits, frame)[at, column]
    return float(2 * norm.sf(abs(fits.beta[at, column]) / error)) if error else 1.0
