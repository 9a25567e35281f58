"""How well groups and orders of a network agree with what is known of its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping
from math import log, sqrt


def shared_information(
    found: Mapping[str, Hashable], known: Mapping[str, Hashable]
) -> float | None:
    """How far two groupings of the same people tell the same: 1 fully, 0 not at all.

    Only people in both count. Mutual information over the root of the two entropies; None where
    either puts all in one group, because then there is nothing to tell.

    >>> shared_information({"a": 1, "b": 1, "c": 2}, {"a": "x", "b": "x", "c": "y"})
    1.0
    """
    both = sorted(found.keys() & known.keys())
    if not both:
        return None
    ours, theirs = (Counter(side[p] for p in both) for side in (found, known))
    joint = Counter((found[p], known[p]) for p in both)
    count = len(both)
    mutual = sum(
        n / count * log(n * count / (ours[one] * theirs[other]))
        for (one, other), n in sorted(joint.items(), key=str)
    )
    spread = sqrt(_entropy(ours, count) * _entropy(theirs, count))
    return round(mutual / spread, 4) if spread else None


def chance_of_order(scores: Mapping[str, float], wanted: frozenset[str]) -> float | None:
    """How often somebody wanted stands above somebody not wanted (the area under the curve).

    0.5 is chance; equal scores count half. None where either side is empty.

    >>> chance_of_order({"a": 3.0, "b": 1.0, "c": 2.0}, frozenset("a"))
    1.0
    """
    inside = [score for person, score in scores.items() if person in wanted]
    outside = [score for person, score in scores.items() if person not in wanted]
    if not inside or not outside:
        return None
    won = sum((a > b) + (a == b) / 2 for a in inside for b in outside)
    return round(won / (len(inside) * len(outside)), 4)


def _entropy(counts: Counter[Hashable], total: int) -> float:
    return -sum(n / total * log(n / total) for n in counts.values())
