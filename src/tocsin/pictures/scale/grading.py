"""Grade A, B or C, with reasons in plain words. Grade C: at least so many, and no total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tocsin.pictures.scale.captures import Captures
from tocsin.pictures.scale.checks import copies
from tocsin.pictures.scale.existence import FINE, MANY, status
from tocsin.pictures.scale.records import Grade, InternalCheck, Method, Variation
from tocsin.pictures.scale.search import Ranked
from tocsin.policies import Policy


@dataclass(frozen=True)
class Evidence:
    """What a grade is given on."""

    captures: Captures
    methods: Sequence[Method]
    ranked: Sequence[Ranked]
    rhat: float | None
    checks: Sequence[InternalCheck]
    variations: Sequence[Variation]
    policy: Policy


def envelope(methods: Sequence[Method]) -> tuple[float | None, float | None]:
    """The lowest lower and the highest upper 95 % limit; None where a method has no upper one."""
    rows = [m for m in methods if m.counts and m.low is not None]
    if not rows:
        return None, None
    highs = [m.high for m in rows if m.high is not None]
    high = max(highs) if len(highs) == len(rows) else None
    return min(m.low for m in rows if m.low is not None), high


def graded(evidence: Evidence) -> tuple[Grade, tuple[str, ...]]:
    """The grade, and each reason for it not being higher (or, for A, why it holds)."""
    failures = [*unfit(evidence.captures, evidence.policy), *_failures(evidence)]
    if failures:
        return Grade.C, tuple(failures)
    doubts = _doubts(evidence)
    if doubts:
        return Grade.B, tuple(doubts)
    times = evidence.policy["scale.envelope_a"]
    return Grade.A, (f"All methods ran, and all their limits lie within {times:g} times.",)


def unfit(captures: Captures, policy: Policy) -> list[str]:
    """What is wrong with a table before any method is tried."""
    told: list[str] = []
    size, seen = len(captures.lists), captures.seen
    if size < policy["sectors.fewest"]:
        told.append(
            {
                0: "There is no list.",
                1: "There is one list: it cannot say who is not on it.",
                2: "There are two lists: nothing in them says whether one depends on the other.",
            }[size]
        )
    if size > policy["scale.most_lists"]:
        told.append(
            f"{size} lists are too many for {seen:,} {captures.what}: group them to 3 to 5 "
            "sectors first."
        )
    if seen < policy["scale.fewest_seen"]:
        told.append(f"Only {seen:,} {captures.what} were seen: every method rests on a handful.")
    told += copies(captures, policy["scale.echo_share"], policy["scale.echo_fewest"])
    return told + _apart(captures)


def _apart(captures: Captures) -> list[str]:
    """Lists that share nobody with any other."""
    size = len(captures.lists)
    if size < 2:
        return []
    alone = [
        name
        for i, name in enumerate(captures.lists)
        if not any(captures.on(1 << i | 1 << j) for j in range(size) if j != i)
    ]
    if len(alone) == size:
        return ["No two lists share anybody: nothing can be learned about those on none."]
    return [f"{name} shares nobody with any other list: it tells nothing." for name in alone]


def _failures(evidence: Evidence) -> list[str]:
    captures, policy = evidence.captures, evidence.policy
    if len(captures.lists) < 2:
        return []
    told = []
    found = status(captures.counts, (), len(captures.lists)) if len(captures.lists) <= 8 else FINE
    if found:
        fault = "has more than one answer" if found & MANY else "has no finite answer"
        told.append(f"Even the simplest model {fault} on this table.")
    low, high = envelope(evidence.methods)
    limitless = [m.name for m in evidence.methods if m.counts and m.low and m.high is None]
    if limitless:
        told.append(f"No upper limit exists by {' and '.join(limitless)}.")
    widest = policy["scale.envelope_b"]
    if low and high and high > widest * low:
        told.append(
            f"The methods disagree: their 95 % limits run from {low:,.0f} to {high:,.0f}, "
            f"{high / low:.1f} times, where {widest:g} times is the most a total can bear."
        )
    return told + _moved(evidence, widest)


def _moved(evidence: Evidence, widest: float) -> list[str]:
    """Changes of the table after which the answer is another one altogether."""
    ways = {
        "without": "Without the list {}",
        "merged": "With {} laid together",
        "linkage": "With {}",
    }
    return [
        f"{ways[v.kind].format(v.name)} one estimate changes {v.ratio:.1f} times."
        for v in evidence.variations
        if v.ratio is not None and v.ratio > widest
    ]


def _doubts(evidence: Evidence) -> list[str]:
    captures, policy = evidence.captures, evidence.policy
    told = []
    if missing := [m.name for m in evidence.methods if not m.ran]:
        told.append(f"Not every method has run: {', '.join(missing)}. Until then B is the best.")
    low, high = envelope(evidence.methods)
    closest = policy["scale.envelope_a"]
    if low and high and high > closest * low:
        told.append(
            f"The methods' 95 % limits run from {low:,.0f} to {high:,.0f}, "
            f"{high / low:.1f} times; grade A asks for {closest:g}."
        )
    if evidence.rhat is not None and evidence.rhat > policy["scale.rhat"]:
        told.append(
            f"The chains of the latent class model tell different answers "
            f"(Rhat {evidence.rhat:.2f})."
        )
    top = [r.estimate for r in evidence.ranked[: policy["scale.top_models"]]]
    if top and max(top) > policy["scale.top_models_ratio"] * min(top):
        told.append(
            f"Models that the table can hardly tell apart give from {min(top):,.0f} to "
            f"{max(top):,.0f}."
        )
    empty = [captures.names(pair) for pair in captures.pairs() if not captures.on(pair)]
    if empty:
        told.append(f"No {captures.what} are shared by {', by '.join(empty)}.")
    return told + _inside(evidence)


def _inside(evidence: Evidence) -> list[str]:
    """What the internal check says against grade A."""
    off = [c.log_ratio for c in evidence.checks if c.log_ratio is not None]
    if not off:
        return []
    missed = sum(not c.covers for c in evidence.checks)
    if missed <= 0.1 * len(evidence.checks):
        return []
    return [
        f"Asked for list sizes that are known, {missed} of {len(evidence.checks)} intervals "
        "missed them."
    ]
