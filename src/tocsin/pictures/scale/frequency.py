"""Estimates that look only at how many lists each person is on, and at pairs of lists.

Sources: Chao (1987), Biometrics 43, 783-791; Zelterman (1988), JSPI 18, 225-237, with the
variance of Boehning (2008), Statistical Methodology 5, 410-423; Chapman (1951).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, inf, log, sqrt

from scipy.stats import norm

from tocsin.pictures.scale.captures import Captures


@dataclass(frozen=True, slots=True)
class Range:
    """An estimate of the total with its 95 % interval; None where there is no limit."""

    estimate: float
    low: float
    high: float | None


def on_exactly(captures: Captures, lists: int) -> int:
    """People on exactly so many lists."""
    return sum(n for pattern, n in captures.counts if pattern.bit_count() == lists)


def chao(captures: Captures) -> Range | None:
    """Chao's lower bound: a floor only while no sector takes cases out of another's hands.

    None where nobody is on exactly two lists.
    """
    seen, once, twice = captures.seen, on_exactly(captures, 1), on_exactly(captures, 2)
    if not twice:
        return None
    ratio = once / twice
    unseen = once * once / (2 * twice)
    if not unseen:
        return Range(float(seen), float(seen), float(seen))
    variance = twice * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    spread = exp(_z() * sqrt(log(1 + variance / unseen**2)))
    return Range(seen + unseen, seen + unseen / spread, seen + unseen * spread)


def chao_corrected(captures: Captures) -> float:
    """The bias-corrected form, which exists also where nobody is on exactly two lists."""
    once, twice = on_exactly(captures, 1), on_exactly(captures, 2)
    return captures.seen + once * (once - 1) / (2 * (twice + 1))


def zelterman(captures: Captures) -> Range | None:
    """Zelterman's estimate from those on one and on two lists; None where either is empty."""
    seen, once, twice = captures.seen, on_exactly(captures, 1), on_exactly(captures, 2)
    if not once or not twice:
        return None
    rate = 2 * twice / once
    missed = exp(-rate)
    estimate = seen / (1 - missed)
    variance = (
        seen
        * missed
        / (1 - missed) ** 2
        * (1 + seen * missed * rate**2 / (1 - missed) ** 2 * (1 / once + 1 / twice))
    )
    half = _z() * sqrt(variance)
    return Range(estimate, max(float(seen), estimate - half), estimate + half)


def chapman(first: int, second: int, both: int) -> Range:
    """Two lists, taken as independent: Chapman's estimate with a logarithmic interval."""
    estimate = (first + 1) * (second + 1) / (both + 1) - 1
    seen = first + second - both
    variance = (
        (first + 1)
        * (second + 1)
        * (first - both)
        * (second - both)
        / ((both + 1) ** 2 * (both + 2))
    )
    unseen = estimate - seen
    if unseen <= 0 or not variance:
        return Range(estimate, float(seen), estimate)
    spread = exp(_z() * sqrt(log(1 + variance / unseen**2)))
    return Range(estimate, seen + unseen / spread, seen + unseen * spread)


def with_odds_ratio(first_only: int, second_only: int, both: int, odds: float) -> float:
    """The total of two lists if being on one multiplies the odds of being on the other.

    Odds of 1: independent; above 1: one refers to the other; below 1: one takes the case over.
    The table itself says nothing about the odds. Infinite where nobody is on both.
    """
    if not both:
        return inf
    return first_only + second_only + both + odds * first_only * second_only / both


def _z() -> float:
    return float(norm.ppf(0.975))
