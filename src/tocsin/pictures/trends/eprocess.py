"""Evidence that more comes than expected, valid however often one looks: e-processes."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy import special

Floats = NDArray[np.float64]

SHAPE = 1.0
RATE = 1.0
"""The prior of the relative risk, a gamma kept above 1."""
_TINY = 1e-290
"""Below it a chance is too small for a number."""


def log_e_value(
    seen: Floats | float, expected: Floats | float, *, shape: float = SHAPE, rate: float = RATE
) -> Floats:
    """Logarithm of the evidence that counts run above what was expected.

    Args:
        seen: how many came so far, echoes left out.
        expected: how many were expected so far, reckoned from what was known before each count,
            with echoes left out in the same way.
        shape: of the gamma that spreads the relative risk, which is taken to lie above 1.
        rate: of the same.

    An alarm at `1 / alpha` is false with a chance of at most `alpha`, however often one looks, if
    counts are no more scattered than Poisson and their mean is no higher than expected.

    Source: Ville's inequality; Vovk and Wang (2021), Annals of Statistics 49, 1736-1754.

    >>> bool(log_e_value(0, 0) == 0), bool(math.exp(log_e_value(12, 3)) > 20)
    (True, True)
    """
    s, u = np.asarray(seen, dtype=float), np.asarray(expected, dtype=float)
    log = shape * math.log(rate) - math.lgamma(shape)
    log = log + special.gammaln(shape + s) - (shape + s) * np.log(rate + u) + u
    found: Floats = (
        log
        + _log_above_one(shape + s, rate + u)
        - _log_above_one(np.asarray(shape), np.asarray(rate))
    )
    return found


def _log_above_one(shape: Floats, rate: Floats) -> Floats:
    """Logarithm of the chance that a gamma lies above 1.

    Where the chance is too small for a number its leading term stands for it, which is close so
    far out.
    """
    above = special.gammaincc(shape, rate)
    with np.errstate(divide="ignore", invalid="ignore"):
        lead = (shape - 1) * np.log(rate) - rate - special.gammaln(shape)
        lead = lead - np.log1p(-(shape - 1) / rate)
    found: Floats = np.where(above > _TINY, np.log(np.maximum(above, _TINY)), lead)
    return found


def limit(expected: float, alpha: float) -> int:
    """The smallest count that would be an alarm, given what was expected.

    >>> limit(3.0, 0.05), limit(0.0, 0.05)
    (10, 4)
    """
    most = math.ceil(expected + 10 * math.sqrt(expected + 1) + 10 - 3 * math.log(alpha))
    counts = np.arange(most + 1.0)
    ringing = log_e_value(counts, expected) >= -math.log(alpha)
    return int(counts[np.argmax(ringing & (counts > expected))])


def benjamini_hochberg(log_e: Sequence[float], alpha: float, *, of: int = 0) -> list[bool]:
    """Which of many e-values stand out, with at most a share `alpha` of them by chance.

    Whatever hangs together between them: the rule holds without independence. `of` counts all
    that were looked at, where those that cannot stand out are not given.

    Source: Wang and Ramdas (2022), JRSS B 84, 822-852.

    >>> benjamini_hochberg([math.log(v) for v in (100.0, 1.0, 45.0)], 0.05)
    [True, False, True]
    """
    m = max(len(log_e), of)
    order = sorted(range(len(log_e)), key=lambda i: -log_e[i])
    kept = 0
    for k, i in enumerate(order, start=1):
        if log_e[i] >= math.log(m / (k * alpha)):
            kept = k
    chosen = set(order[:kept])
    return [i in chosen for i in range(len(log_e))]


def doubled(seen: Sequence[float], expected: Sequence[float]) -> list[float]:
    """Logarithm of the evidence, after each count, that twice as many come as expected.

    The sequential test of one fixed ratio, as the inquiry into Harold Shipman's practice drew it.

    Source: Wald (1947); Spiegelhalter et al. (2003), International Journal for Quality in Health
    Care 15, 7-13.

    >>> [round(v, 2) for v in doubled([2, 9], [2.04, 3.9])]
    [-0.65, 1.68]
    """
    log = np.cumsum(np.asarray(seen) * math.log(2.0) - np.asarray(expected))
    return [float(v) for v in log]
