"""Who is who: joins with their evidence, judgements, and the subjects they make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.records.mentions import Kind


class JoinStatus(StrEnum):
    """How sure a join is."""

    CERTAIN = "certain"
    """Evidence beyond the name, or a human judgement."""
    POSSIBLE = "possible"
    ALONE = "alone"


class Judged(StrEnum):
    """A human's word on two mentions or subjects."""

    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class Judgement:
    """Append-only: who said that two are the same, different, or that it cannot be told."""

    left: str
    right: str
    judgement: Judged
    by: str = ""
    at: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One comparison of a pair: the level it reached, its weight, and what that says in words."""

    comparison: str
    level: int
    weight_bits: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Join:
    """Two mentions (left < right by mention_id) that are, or may be, one subject."""

    left: str
    right: str
    match_weight: float
    """Bits, rounded to 4 decimals; includes the prior."""
    match_probability: float
    """Rounded to 4 decimals before any cut."""
    status: JoinStatus
    evidence: tuple[Evidence, ...] = ()
    """Their bits and the prior add up to `match_weight`."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A person, place, vehicle or phone that mentions are joined into."""

    person_id: str
    kind: Kind
    mention_ids: tuple[str, ...]
    """In order of (received, report_id, start); the first is the founding mention."""
    cores: tuple[tuple[str, ...], ...]
    """Groups tied by certain joins, largest first; every mention stands in exactly one."""
    names: tuple[str, ...] = ()
    """Most used first."""
    identifiers: tuple[str, ...] = ()
    set_apart: str = ""
    """Why it is kept off lists and out of joining: an agency's own address, an office number."""


@dataclass(frozen=True, slots=True)
class Joining:
    """All subjects, in order of person_id, the joins they rest on, and what was kept out."""

    subjects: tuple[Subject, ...]
    joins: tuple[Join, ...] = ()
    status_of: Mapping[str, JoinStatus] = field(default_factory=dict)
    """mention_id → how it hangs in its subject."""
    probability_of: Mapping[str, float] = field(default_factory=dict)
    """mention_id → the best probability that ties it to its subject (1.0 when alone)."""
    too_common: tuple[tuple[str, str, int], ...] = ()
    """(kind, value, count) of values kept out of blocking."""
    model_version: str = ""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Public numbers of a previous run that lead on to another."""
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Public number of a previous run → the other numbers that hold part of what it held."""
    changed_on: Mapping[str, str] = field(default_factory=dict)
    """Number → the day of the earlier run in which it was joined or split; this run's left out."""
    contradicted: tuple[tuple[str, str], ...] = ()
    """Mentions that a human called the same and other judgements keep apart: left apart."""

    def subject_of(self) -> dict[str, Subject]:
        """mention_id → subject."""
        return {mention_id: s for s in self.subjects for mention_id in s.mention_ids}
