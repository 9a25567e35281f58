"""Latent classes: people of several unknown kinds, each kind with its own chance of each list.

A Gibbs sampler on the counts of patterns, several chains side by side. Where the chains do not
agree (Rhat above 1.05) the table does not say which answer is right, and their pooled median means
nothing: then the chains' own medians are shown.

Source: Manrique-Vallier (2016), Biometrics 72, 1246-1254.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.loglinear import Reals

CLASSES = 10
_TOGETHER = 5
"""Chains in one batch. Fixed, so that no figure depends on the number of workers."""
_SHAPE = 0.25
"""Both parameters of the prior on how many classes are in use."""
_TINY = 1e-12
_REPORTED = 500
"""Sweeps between two words of progress."""
_MOST_UNSEEN = 1e12


@dataclass(frozen=True, slots=True)
class Mixed:
    """The posterior of the total over all chains, and whether they agree."""

    median: float
    low: float
    high: float
    rhat: float
    """Spread between chains against spread within them, on the log of the never-seen."""
    chain_medians: tuple[float, ...]


def mix(
    captures: Captures,
    *,
    seed: int,
    chains: int = 10,
    burn: int = 10_000,
    draws: int = 1_000,
    thin: int = 20,
    workers: int = 1,
    told: Callable[[int, int], None] | None = None,
) -> Mixed:
    """Sample the total under ten latent classes, prior 1/N."""
    groups = [(i, min(_TOGETHER, chains - i)) for i in range(0, chains, _TOGETHER)]

    def work(group: tuple[int, int]) -> Reals:
        first, size = group
        generator = np.random.Generator(np.random.PCG64([seed, 7, first]))
        heard = told if first == 0 else None
        return _Chains(captures, generator, size).run(burn, draws, thin, heard)

    with ThreadPoolExecutor(max(1, workers)) as pool:
        unseen = np.vstack(list(pool.map(work, groups)))
    totals = captures.seen + unseen
    low, median, high = np.quantile(totals, [0.025, 0.5, 0.975])
    return Mixed(
        float(median),
        float(low),
        float(high),
        rhat(np.log(np.maximum(unseen, 0.5))),
        tuple(sorted(float(m) for m in np.median(totals, axis=1))),
    )


def rhat(values: Reals) -> float:
    """Gelman and Rubin's figure: near 1 where all chains tell the same.

    >>> rhat(np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 3.0]])) < 1
    True
    """
    _, draws = values.shape
    within = values.var(axis=1, ddof=1).mean()
    between = values.mean(axis=1).var(ddof=1)
    if within <= 0:
        return 1.0 if between <= 0 else float("inf")
    return round(float(np.sqrt((draws - 1) / draws + between / within)), 4)


class _Chains:
    """Some chains, moved together; axes are (chain, list or pattern, class)."""

    def __init__(self, captures: Captures, generator: np.random.Generator, size: int) -> None:
        self._random = generator
        self._counts = np.array([n for _, n in captures.counts])
        patterns = np.array([p for p, _ in captures.counts])
        lists = np.arange(len(captures.lists))
        self._on = (patterns[:, None] >> lists & 1).astype(float)
        self._seen = captures.seen
        self._tables = np.broadcast_to(self._counts, (size, len(self._counts)))
        self._alpha = np.ones(size)
        self._chance = generator.beta(1, 1, (size, len(lists), CLASSES))
        self._share = np.full((size, CLASSES), 1.0 / CLASSES)

    def run(
        self, burn: int, draws: int, thin: int, told: Callable[[int, int], None] | None
    ) -> Reals:
        """The never-seen of each chain at each kept sweep."""
        kept = np.empty((len(self._alpha), draws))
        whole = burn + draws * thin
        for sweep in range(whole):
            unseen = self._sweep()
            if sweep >= burn and (sweep - burn) % thin == thin - 1:
                kept[:, (sweep - burn) // thin] = unseen
            if told and sweep % _REPORTED == 0:
                told(sweep, whole)
        return kept

    def _sweep(self) -> Reals:
        random, chance = self._random, np.clip(self._chance, _TINY, 1 - _TINY)
        on, off = np.log(chance), np.log1p(-chance)
        share = np.log(np.maximum(self._share, 1e-300))
        none = off.sum(axis=1) + share
        weights = np.exp(self._on @ (on - off) + none[:, None, :])
        missed = np.exp(none)
        split = random.multinomial(self._tables, weights / weights.sum(axis=2, keepdims=True))
        rate = np.clip(missed.sum(axis=1), self._seen / _MOST_UNSEEN, 1 - _TINY)
        unseen = random.negative_binomial(self._seen, np.maximum(1 - rate, 1e-9))
        lost = random.multinomial(unseen, missed / missed.sum(axis=1, keepdims=True))
        size = split.sum(axis=1) + lost
        hits = np.einsum("cpk,pl->clk", split, self._on)
        self._chance = random.beta(1 + hits, 1 + size[:, None, :] - hits)
        self._restick(size)
        return np.asarray(unseen, dtype=float)

    def _restick(self, size: Reals) -> None:
        """Draw the sizes of the classes, by breaking a stick, and how many are in use."""
        later = size[:, ::-1].cumsum(axis=1)[:, ::-1] - size
        broken = self._random.beta(1 + size[:, :-1], self._alpha[:, None] + later[:, :-1])
        left = np.log1p(-np.minimum(broken, 1 - _TINY))
        rest = np.hstack([np.zeros((len(left), 1)), left.cumsum(axis=1)])
        last = np.ones((len(left), 1))
        self._share = np.hstack([broken, last]) * np.exp(rest)
        shape = _SHAPE + CLASSES - 1
        self._alpha = np.maximum(self._random.gamma(shape, 1 / (_SHAPE - left.sum(axis=1))), 1e-6)
