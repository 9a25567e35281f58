"""How far the answer moves when the table is changed, and whether known sizes are found again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from math import exp, isfinite, log

import numpy as np
from scipy.stats import norm

from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.existence import FINE, status
from tocsin.pictures.scale.frequency import chapman
from tocsin.pictures.scale.loglinear import Model, design, errors, one, table
from tocsin.pictures.scale.records import InternalCheck, PairOfLists, Variation
from tocsin.pictures.scale.search import search
from tocsin.pictures.scale.stepwise import grow

_MOST_FOR_SEARCH = 5
Limits = tuple[float, float, float]
"""Estimate, low, high."""
_MEANINGS = {
    "refer": "Cases passed on make the overlap too large and the total too low.",
    "exclude": "A case taken over by one is lost to the other: the total comes out too high, "
    "and Chao's bound is no bound.",
    "neither": "Said to work apart from each other.",
    "": "Nobody has said: ask both.",
}


def variations(captures: Captures, told: Callable[[int, int], None]) -> tuple[Variation, ...]:
    """Each list left out, each pair merged, each other linkage threshold."""
    whole = _fast(captures)
    changed = list(_changed(captures))
    rows = []
    for done, (kind, name, other) in enumerate(changed):
        told(done, len(changed))
        fast = _fast(other)
        ratios = [_ratio(a, b) for a, b in zip(fast, whole, strict=True)]
        known = [r for r in ratios if r is not None]
        worst = round(max(known), 4) if known else None
        rows.append(Variation(kind, name, other.seen, *fast, worst))
    return tuple(rows)


def _changed(captures: Captures) -> Iterator[tuple[str, str, Captures]]:
    size = len(captures.lists)
    if size > 3:
        for i, name in enumerate(captures.lists):
            yield "without", name, captures.without(i)
        for i in range(size):
            for j in range(i + 1, size):
                names = f"{captures.lists[i]} and {captures.lists[j]}"
                yield "merged", names, captures.merged(i, j)
    elif size == 3:
        for i, name in enumerate(captures.lists):
            yield "without", name, captures.without(i)
    for name, other in captures.variants:
        yield "linkage", name, other


def _fast(captures: Captures) -> tuple[float | None, float | None, float | None]:
    """The three quick estimates of a table: independence, stepwise, best by BIC."""
    size = len(captures.lists)
    if size < 2 or not captures.seen:
        return None, None, None
    if size == 2:
        found = chapman(captures.on(1), captures.on(2), captures.on(3))
        return round(found.estimate, 4), None, None
    frame = design(size)
    alone = _independent(captures)
    grown = float(grow(table(captures.counts, frame)[None, :], frame)[1][0])
    step = captures.seen + grown if isfinite(grown) else None
    best = search(captures.counts, size, 2, 1) if size <= _MOST_FOR_SEARCH else ()
    estimates = (alone[0] if alone else None, step, best[0].estimate if best else None)
    first, second, third = (None if e is None else round(e, 4) for e in estimates)
    return first, second, third


def _ratio(left: float | None, right: float | None) -> float | None:
    if left is None or right is None:
        return None
    return max(left, right) / max(min(left, right), 1e-9)


def _independent(captures: Captures) -> Limits | None:
    return _lognormal(captures, ())


def _lognormal(captures: Captures, model: Model) -> Limits | None:
    """An estimate with its lognormal interval, the model taken as given."""
    size = len(captures.lists)
    if status(captures.counts, model, size) != FINE:
        return None
    fits, frame = one(captures.counts, model, size)
    unseen = float(fits.unseen()[0])
    spread = exp(min(float(norm.ppf(0.975)) * float(errors(fits, frame)[0, 0]), 100.0))
    return captures.seen + unseen, captures.seen + unseen / spread, captures.seen + unseen * spread


def internal_checks(captures: Captures) -> tuple[InternalCheck, ...]:
    """Each list's known size, estimated from those of the others who are on it.

    Source: Binette and Steorts (2022), JRSS A 185(2), 640-676. On five published tables every
    failure of this check was an estimate too low.
    """
    if len(captures.lists) < 4:
        return ()
    rows = []
    for i, name in enumerate(captures.lists):
        size, inside = captures.on(1 << i), captures.among(i)
        if not all(inside.on(1 << j) for j in range(len(inside.lists))):
            continue
        frame = design(len(inside.lists))
        active, _ = grow(table(inside.counts, frame)[None, :], frame)
        for method, model in (("independence", ()), ("stepwise", frame.model(active[0]))):
            rows.append(_check(name, size, method, _lognormal(inside, model)))
    return tuple(rows)


def _check(name: str, size: int, method: str, found: Limits | None) -> InternalCheck:
    if not found:
        return InternalCheck(name, size, method, None, None, None, None, covers=False)
    estimate, low, high = (round(value, 4) for value in found)
    off = round(log(estimate / size), 4)
    return InternalCheck(name, size, method, estimate, low, high, off, low <= size <= high)


def pairs_of(captures: Captures) -> tuple[PairOfLists, ...]:
    """Each pair with its overlap, the overlap were all independent, and the question."""
    answers = {frozenset((a, b)): answer for a, b, answer in captures.answers}
    size = len(captures.lists)
    mu = _fitted(captures) if size > 2 else None
    rows = []
    for pair in captures.pairs():
        left, right = captures.names(pair, "\0").split("\0")
        answer = answers.get(frozenset((left, right)), "")
        question = (
            f"{left} and {right}: does one refer cases to the other, does one take them out of "
            "the other's hands, or neither?"
        )
        expected = None if mu is None else round(mu[pair], 1)
        rows.append(
            PairOfLists(
                left, right, captures.on(pair), expected, question, answer, _MEANINGS[answer]
            )
        )
    return tuple(rows)


def _fitted(captures: Captures) -> dict[int, float] | None:
    """The overlap of each pair, were all lists independent."""
    size = len(captures.lists)
    if status(captures.counts, (), size) != FINE:
        return None
    fits, frame = one(captures.counts, (), size)
    inside = {pair: np.flatnonzero((frame.rows & pair) == pair) for pair in captures.pairs()}
    return {pair: float(fits.mu[0, rows].sum()) for pair, rows in inside.items()}


def copies(captures: Captures, share: float, fewest: int) -> tuple[str, ...]:
    """Lists that another list holds whole or nearly so: copies, echoes, referral books."""
    told = []
    for pair in captures.pairs():
        both = captures.on(pair)
        sizes = sorted(
            (captures.on(1 << i), captures.lists[i])
            for i in range(len(captures.lists))
            if pair >> i & 1
        )
        (small, inner), (large, outer) = sizes
        if small < fewest or both < share * small:
            continue
        if both == large:
            told.append(f"{inner} and {outer} hold the same people: one is a copy of the other.")
        elif both == small:
            told.append(f"Everybody on {inner} is on {outer}: {inner} has found nobody of its own.")
        else:
            told.append(
                f"{both:,} of the {small:,} on {inner} are on {outer}: it repeats more than it "
                "sees."
            )
    return tuple(told)
