"""What an estimate of the scale says: plain numbers and sentences, frozen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How far the methods agree; the cut-offs are a policy and a proposal."""

    A = "A"
    B = "B"
    C = "C"


@dataclass(frozen=True, slots=True)
class Method:
    """One method's total (seen and unseen) with its 95 % interval."""

    key: str
    name: str
    estimate: float | None
    low: float | None
    high: float | None
    """None with an estimate: there is no upper limit."""
    note: str = ""
    ran: bool = True
    counts: bool = True
    """Whether its interval belongs to the envelope; a method that did not run has none."""


@dataclass(frozen=True, slots=True)
class PairOfLists:
    """Two sectors: what they share, what would be expected, and the question to them."""

    left: str
    right: str
    shared: int | None
    """People on both; None where the number is too small to leave the agency."""
    expected: float | None
    """Were all lists independent; None where that cannot be fitted."""
    question: str
    answer: str
    """refer, exclude, neither, or empty: nobody has answered."""
    meaning: str


@dataclass(frozen=True, slots=True)
class Variation:
    """The same estimate with the table changed: one list out, two merged, joins stricter."""

    kind: str
    """without | merged | linkage"""
    name: str
    seen: int | None
    independence: float | None
    stepwise: float | None
    bic: float | None
    ratio: float | None
    """The method that moved most: largest over smallest, against the whole table."""


@dataclass(frozen=True, slots=True)
class InternalCheck:
    """A list whose size is known, estimated from the other lists alone."""

    name: str
    size: int | None
    method: str
    estimate: float | None
    low: float | None
    high: float | None
    log_ratio: float | None
    """log(estimate / size): below 0 is too low."""
    covers: bool


@dataclass(frozen=True, slots=True)
class OddsRatio:
    """Two lists only: the total if they depend on each other so much."""

    odds: float
    total: float | None
    words: str


@dataclass(frozen=True, slots=True)
class Scale:
    """How many there may be; never one number."""

    what: str
    seen: int | None
    """On at least one list; None where too few to leave the agency."""
    lists: tuple[str, ...]
    sizes: tuple[int | None, ...]
    grade: Grade
    reasons: tuple[str, ...]
    statement: str
    """The one sentence that may be quoted."""
    headline: str | None
    """None where a total cannot be supported."""
    envelope: tuple[float | None, float | None]
    """Lowest lower and highest upper 95 % limit of all methods; None: no limit, or no method."""
    methods: tuple[Method, ...]
    pairs: tuple[PairOfLists, ...]
    variations: tuple[Variation, ...]
    checks: tuple[InternalCheck, ...]
    odds_ratios: tuple[OddsRatio, ...]
    notes: tuple[str, ...]
    is_complete: bool
    """Whether every method that this number of lists allows has run."""
    seed: int
    panel: str
