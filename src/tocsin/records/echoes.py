"""Which report repeats which, and how many voices remain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tocsin.records.mentions import Role
from tocsin.values.dates import PartialDate


class EchoType(StrEnum):
    """How a report repeats another."""

    COPY = "copy"
    FORWARD = "forward"
    RETELLING = "retelling"
    COMPILATION = "compilation"
    SAME_EVENT = "same_event"
    """Two documents by one author about one occasion: one voice, though neither cites the other."""


@dataclass(frozen=True, slots=True)
class Echo:
    """`report_id` repeats `parent_id`, which was received earlier (or the same day)."""

    report_id: str
    parent_id: str
    type: EchoType
    probability: float
    """Rounded to 4 decimals."""
    evidence: tuple[str, ...] = ()
    """Plain sentences: the cue, the words shared, the rare facts shared."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One origin about one occasion, for one subject in one role."""

    person_id: str
    role: Role
    report_id: str
    """The report that opens the voice."""
    report_ids: tuple[str, ...]
    """It and all that echo it and name the subject, in order of receipt."""
    mention_ids: tuple[str, ...]
    """The mentions of the subject in that role in those reports."""
    agency: str
    origin: str
    """Key of the teller; equal keys are one teller. Empty: unnamed or unknown."""
    received: PartialDate | None
    occurred: PartialDate | None
    concerns: tuple[str, ...] = ()
    counts: bool = True
    """False for hearsay alone, accounts suspected false: shown, but never meet the policy alone."""
    certain: bool = True
    """Whether a mention of the opening report hangs by certain joins in the largest core."""


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices about one subject in the roles asked for, in order of receipt."""

    voices: tuple[Voice, ...]
    sources_min: int
    sources_max: int
