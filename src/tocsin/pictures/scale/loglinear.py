"""Log-linear models of who is on which lists, fitted many at a time.

log mu_w = sum over the terms inside pattern w; the intercept is the never-seen cell, so that the
total is n + exp(intercept). A term is a bit mask of lists: 0 the intercept, one bit a main
effect, two bits an interaction. All models of a batch share one design; each says which columns
and which rows it uses.

Source: Bishop, Fienberg and Holland (1975); for empty overlaps Fienberg and Rinaldo (2012),
Annals of Statistics 40, 996-1023, and Chan, Silverman and Vincent (2021), JASA 116, 1297-1306.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import gammaln

Reals = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]
Wholes = npt.NDArray[np.int64]
Model = tuple[int, ...]
"""The interaction terms, in order; main effects are always there."""

_ROUNDS = 60
_STILL = 1e-9
"""A fit has settled when no fitted logarithm moves by more than this."""
_BATCH = 512
"""Models fitted at once. Fixed: a batch of another size may differ in the last digit."""
_RIDGE = 1e-13
_FALLS = 0.5
"""Without a finite maximum some cell falls by about 1 on the log scale in every round."""
_BOTTOM = 25
"""Rounds after which a cell that still falls is taken to fall for ever."""


@dataclass(frozen=True)
class Design:
    """The columns (terms) and rows (patterns) that a batch of models shares."""

    size: int
    terms: tuple[int, ...]
    """Bit masks: the intercept, the main effects, then the interactions."""
    rows: Wholes
    columns: Wholes
    matrix: Reals
    outer: Reals
    """Row by row the products of all columns, so that a normal matrix is one multiplication."""

    def active(self, models: Sequence[Model]) -> Flags:
        """Which columns each model uses."""
        at = {term: i for i, term in enumerate(self.terms)}
        flags = np.zeros((len(models), len(self.terms)), dtype=bool)
        flags[:, : self.size + 1] = True
        for row, model in zip(flags, models, strict=True):
            row[[at[term] for term in model]] = True
        return flags

    def model(self, active: Flags) -> Model:
        """The interaction terms of one row of flags."""
        return tuple(t for t, on in zip(self.terms, active, strict=True) if on and t & (t - 1))


@lru_cache(maxsize=64)
def design(size: int, order: int = 2) -> Design:
    """All terms of up to `order` lists."""
    orders = range(2, order + 1)
    sets = [s for k in orders for s in combinations(range(size), k)]
    return design_of(size, tuple(sum(1 << i for i in s) for s in sets))


@lru_cache(maxsize=256)
def design_of(size: int, model: Model, *, unseen: bool = False) -> Design:
    """The main effects and the terms of one model; `unseen` adds the never-seen cell as a row."""
    terms = (0, *(1 << i for i in range(size)), *model)
    rows = np.arange(0 if unseen else 1, 1 << size, dtype=np.int64)
    columns = np.array(terms, dtype=np.int64)
    matrix = (rows[:, None] & columns == columns).astype(float)
    outer = (matrix[:, :, None] * matrix[:, None, :]).reshape(len(rows), -1)
    return Design(size, terms, rows, columns, matrix, outer)


@dataclass(frozen=True)
class Fits:
    """A batch of fitted models, one a row."""

    beta: Reals
    """Coefficients; -inf for a term whose lists never overlap, 0 for one not in the model."""
    mu: Reals
    """Fitted counts; 0 in the cells that an empty overlap takes out."""
    loglik: Reals
    terms: Wholes
    """Number of coefficients, the -inf ones too."""
    settled: Flags
    """False where no finite maximum was reached."""
    used: Flags
    """Columns in use: in the model and not -inf."""

    def unseen(self) -> Reals:
        """The never-seen cell."""
        return np.asarray(np.exp(np.minimum(self.beta[:, 0], 700.0)))

    def aic(self) -> Reals:
        """Akaike's criterion."""
        return np.asarray(-2 * self.loglik + 2 * self.terms)

    def bic(self, seen: Reals | float) -> Reals:
        """Schwarz's criterion, on people (not on cells)."""
        return np.asarray(-2 * self.loglik + self.terms * np.log(seen))


def table(counts: Iterable[tuple[int, int]], frame: Design) -> Reals:
    """One row of counts in the order of the design."""
    row = np.zeros(len(frame.rows))
    first = int(frame.rows[0])
    for pattern, count in counts:
        row[pattern - first] = count
    return row


def margins(counts: Reals, frame: Design) -> Reals:
    """Of each table and term: how many are on all its lists."""
    return np.asarray(counts @ frame.matrix)


def reduce(counts: Reals, active: Flags, frame: Design) -> tuple[Flags, Flags]:
    """Which columns and rows remain once each empty overlap's term is set to -inf."""
    empty = active & (margins(counts, frame) <= 0)
    empty[:, 0] = False
    kept = (empty.astype(float) @ frame.matrix.T) == 0
    return active & ~empty, kept


def fit(counts: Reals, active: Flags, frame: Design) -> Fits:
    """Fit every model of a batch by Poisson regression (iterated least squares).

    Args:
        counts: shape (models, rows), zeros included.
        active: shape (models, columns): which terms each model holds.

    An empty overlap takes its term (to -inf) and its cells out before the fit; terms are counted
    all the same. Rank is not checked here (see `existence`): a model that is not identifiable
    settles on one of its many solutions.
    """
    parts = [
        _fit(counts[i : i + _BATCH], active[i : i + _BATCH], frame)
        for i in range(0, len(counts), _BATCH)
    ]
    if len(parts) == 1:
        return parts[0]
    fields = ("beta", "mu", "loglik", "terms", "settled", "used")
    joined: dict[str, Any] = {f: np.concatenate([getattr(p, f) for p in parts]) for f in fields}
    return Fits(**joined)


def _fit(counts: Reals, active: Flags, frame: Design) -> Fits:
    used, kept = reduce(counts, active, frame)
    size = len(counts)
    beta = np.zeros(used.shape)
    settled = np.zeros(size, dtype=bool)
    eta = np.where(kept, np.log(counts + 0.1), 0.0)
    moved = np.full(size, np.inf)
    open_ = np.arange(size)
    for turn in range(_ROUNDS):
        step = _round(counts[open_], used[open_], kept[open_], eta[open_], frame)
        fresh = np.where(kept[open_], step @ frame.matrix.T, 0.0)
        fresh = np.clip(fresh, -60.0, 60.0)
        moved[open_] = np.abs(fresh - eta[open_]).max(axis=1) if turn else np.inf
        eta[open_], beta[open_] = fresh, step
        done = moved[open_] < _STILL
        settled[open_[done]] = True
        gone = (turn >= _BOTTOM) & (moved[open_] > _FALLS)
        open_ = open_[~done & ~gone]
        if not len(open_):
            break
    mu = np.where(kept, np.exp(eta), 0.0)
    loglik = (np.where(kept, counts * eta, 0.0) - mu - gammaln(counts + 1)).sum(axis=1)
    beta[active & ~used] = -np.inf
    return Fits(beta, mu, loglik, active.sum(axis=1), settled, used)


def _round(counts: Reals, used: Flags, kept: Flags, eta: Reals, frame: Design) -> Reals:
    """One round of weighted least squares for all models at once."""
    mu = np.where(kept, np.exp(eta), 0.0)
    target = mu * eta + np.where(kept, counts, 0.0) - mu
    right = np.where(used, target @ frame.matrix, 0.0)
    normal = _normal(mu, used, frame)
    return np.asarray(np.linalg.solve(normal, right[:, :, None])[:, :, 0])


def _normal(mu: Reals, used: Flags, frame: Design) -> Reals:
    """The normal matrices; columns not in use are ones on the diagonal."""
    width = used.shape[1]
    normal = (mu @ frame.outer).reshape(-1, width, width)
    normal *= used[:, :, None] & used[:, None, :]
    diagonal = np.einsum("bii->bi", normal)
    diagonal *= 1 + _RIDGE
    diagonal += np.where(used, 1e-300, 1.0)
    return np.asarray(normal)


def errors(fits: Fits, frame: Design) -> Reals:
    """Standard errors of the coefficients in use; 0 elsewhere."""
    inverse = np.linalg.inv(_normal(fits.mu, fits.used, frame))
    spread = np.einsum("bii->bi", inverse).copy()
    return np.where(fits.used, np.sqrt(np.maximum(spread, 0.0)), 0.0)


def one(counts: Iterable[tuple[int, int]], model: Model, size: int) -> tuple[Fits, Design]:
    """Fit one model to one table."""
    frame = design_of(size, model)
    return fit(table(counts, frame)[None, :], frame.active([model]), frame), frame
