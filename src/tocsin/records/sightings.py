"""What pictures are drawn from: who was named in which report, and what reports say of two."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.records.mentions import Kind, RelationKind, Role
from tocsin.values.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Sighting:
    """One report names one subject in one role; never as reporter or professional, nor negated."""

    person_id: str
    kind: Kind
    role: Role
    report_id: str
    agency: str
    teller: str
    """Key of who tells; equal keys are one teller. Empty: unnamed or unknown."""
    received: PartialDate | None
    occurred: PartialDate | None
    concerns: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    """Where in the report's text, in code points."""
    is_child: bool
    """The subject was under 18 at an event it is named in: rule 9 forbids it any rank."""
    is_shielded: bool
    """A child, or affected in any report: never a rank, a centrality or a suspicion."""
    opens_voice: bool
    """False for an echo: its sources already name the subject in this role."""
    counts: bool = True
    """False for hearsay alone and accounts suspected false."""
    is_certain: bool = True
    """Whether the mention hangs by certain joins in the subject's largest core."""


@dataclass(frozen=True, slots=True)
class StatedTie:
    """A report says that two subjects belong together (drives, lives at, brother of, with, ...)."""

    left: str
    right: str
    kind: RelationKind
    report_id: str


@dataclass(frozen=True, slots=True)
class Sightings:
    """All sightings of a case, in order of receipt, report, place in it; and the ties stated."""

    rows: tuple[Sighting, ...]
    ties: tuple[StatedTie, ...]
