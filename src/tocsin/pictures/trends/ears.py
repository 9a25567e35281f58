"""Weeks out of line with the few before them: EARS, for when there are no earlier years."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy import stats

Floats = NDArray[np.float64]

_WEEKS = 7


def ears(counts: Floats, method: str = "C2", *, alpha: float = 0.001) -> tuple[Floats, Floats]:
    """Expected count and limit of each week, from the seven weeks before it.

    Args:
        counts: shape (weeks,) or (weeks, streams).
        method: `C1` looks at the last seven weeks; `C2` leaves the last two out, so that a rise
            over two weeks does not hide itself; `C3` adds up what the last three C2 weeks had over.
        alpha: one-sided chance of an alarm in a quiet week (0.025 is usual for C3).

    Returns:
        (expected, limit), NaN for weeks with too little before them. A count above its limit is
        an alarm.

    It takes counts for normal, so that with fewer than about five reports a week it rings too
    often, and a stretch without a report makes the limit 0.

    Source: Hutwagner et al. (2003), Journal of Urban Health 80, i89-i96; Fricker, Hegler and
    Dunfee (2008), Statistics in Medicine 27, 3407-3429.
    """
    lag = 0 if method == "C1" else 2
    mean, spread = (np.full(counts.shape, np.nan) for _ in range(2))
    for week in range(_WEEKS + lag, len(counts)):
        before = counts[week - lag - _WEEKS : week - lag]
        mean[week], spread[week] = before.mean(axis=0), before.std(axis=0, ddof=1)
    wide = stats.norm.ppf(1 - alpha)
    if method != "C3":
        return mean, mean + wide * spread
    with np.errstate(invalid="ignore", divide="ignore"):
        over = np.maximum((counts - mean) / spread - 1, 0.0)
    carried = np.full(counts.shape, np.nan)
    carried[2:] = over[1:-1] + over[:-2]
    return mean, np.maximum(counts + spread * (wide - carried), 0.0)
