"""What a user lays beside the reports: extra names and corrected mentions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.records.mentions import Kind, Role


@dataclass(frozen=True, slots=True)
class ExtraName:
    """A row of `names.csv`: a name the lists may not know."""

    name: str
    kind: Kind
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mended:
    """A row of `mended.csv`: a mention put right by a human; the engine respects it for ever.

    Found mentions that overlap the span are replaced. An empty `kind` takes the mention away.
    """

    report_id: str
    start: int
    end: int
    kind: Kind | None
    role: Role | None = None
    concern: str = ""
    person_id: str = ""
    by: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """A row of `checks.csv`: how right a run was, by two readers who marked a random draw."""

    what: str
    """`mentions`, `joins`, `echoes` or `people`."""
    measure: str
    """`precision` or `recall`."""
    share: float
    low: float
    high: float
    marked: int
    """Items both readers agree on."""
    checked_on: date
