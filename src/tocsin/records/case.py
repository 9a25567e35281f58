"""All that a run found, as the pipeline hands it to publishing and evaluation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.records.attention import Entry
from tocsin.records.decisions import Decision
from tocsin.records.echoes import Echo
from tocsin.records.inputs import Checked
from tocsin.records.mentions import Extraction
from tocsin.records.people import Joining
from tocsin.records.reports import Reading, Report
from tocsin.records.sightings import Sightings
from tocsin.values.dates import PartialDate


@dataclass(frozen=True, slots=True)
class AgencyCoverage:
    """What one agency supplied."""

    agency: str
    reports: int
    first_on: PartialDate | None
    last_on: PartialDate | None
    gaps: tuple[tuple[date, date], ...] = ()
    """Stretches without a report, of more than a year and unusually long for this agency."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was read, and what was not: shown above every list."""

    agencies: tuple[AgencyCoverage, ...]
    reports: int
    undated: tuple[str, ...] = ()
    """report_ids without a known date of receipt: they start no clock."""
    not_yet: tuple[str, ...] = ()
    """report_ids received after `as_of`, left out of this view."""


@dataclass(frozen=True, slots=True)
class Case:
    """The result of one run; a pure function of the input."""

    as_of: date
    reading: Reading
    reports: Mapping[str, Report]
    """Those in view at `as_of`, by report_id, in order of receipt."""
    extractions: Mapping[str, Extraction]
    joining: Joining
    echoes: tuple[Echo, ...]
    decisions: tuple[Decision, ...]
    entries: tuple[Entry, ...]
    """In order of list, then most pressing first."""
    coverage: Coverage
    unattached: tuple[Decision, ...] = ()
    """Decisions that could be tied to no subject: shown, because they answer nobody."""
    sightings: Sightings = field(default_factory=lambda: Sightings((), ()))
    """What the pictures are drawn from."""
    checks: tuple[Checked, ...] = ()
    """How right earlier runs on this case were, by two readers."""
    held_by: str = ""
    timings: Mapping[str, float] = field(default_factory=dict)
    """Seconds by stage; the only part that differs between two runs."""
    policy_fingerprint: str = ""
    operator: str = ""
    purpose: str = ""
