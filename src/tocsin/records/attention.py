"""What is shown of a subject: figures with their evidence, its chronology, its place on a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.records.decisions import Decision
from tocsin.records.echoes import Voice
from tocsin.records.mentions import Kind
from tocsin.records.people import JoinStatus
from tocsin.values.dates import PartialDate


class ListName(StrEnum):
    """The lists, in the order they are shown."""

    READ_NOW = "read_now"
    CHILDREN_AT_RISK = "children_at_risk"
    ADULTS_AT_RISK = "adults_at_risk"
    ADULTS_NAMED = "adults_named"
    PLACES = "places"
    VEHICLES = "vehicles"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Figure:
    """A count and what was counted: `rows` are ids (reports, voices' reports, agencies), so that
    `value == len(rows)` always and every number can be opened."""

    rows: tuple[str, ...]

    @property
    def value(self) -> int:
        """How many."""
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class ChronologyEntry:
    """One dated line of a subject's story."""

    on: PartialDate | None
    what: str
    """`report`, `echo`, `decision`, `points_away`."""
    report_id: str
    sentence: str
    voice: int | None = None
    """Number of the voice (1 = first) this report opens or repeats."""


@dataclass(frozen=True, slots=True)
class Chronology:
    """A subject's dated entries, oldest first."""

    person_id: str
    entries: tuple[ChronologyEntry, ...]


@dataclass(frozen=True, slots=True)
class AttachedDecision:
    """A decision as it stands for one subject."""

    decision: Decision
    join_status: JoinStatus
    """How surely the decision is about this subject."""
    counts: bool
    """Whether it heeds (confirmed, certain or citing, of a kind that answers this list)."""
    why_not: str = ""
    certain_about: tuple[str, ...] = ()
    """Where `join_status` is `possible`: the mentions it is certainly about. Accounts that hold
    one of them are answered, the subject's others are not."""


@dataclass(frozen=True, slots=True)
class DateLine:
    """When the subject would have met the policy: all agencies together, and each alone."""

    together_on: PartialDate | None
    alone_on: tuple[tuple[str, PartialDate | None], ...]
    """(agency, date or None: never), agencies that named the subject, by name."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One subject on one list, with every figure and what it rests on."""

    list: ListName
    person_id: str
    kind: Kind
    names: tuple[str, ...]
    identifiers: tuple[str, ...]
    role_counts: Mapping[str, int]
    concerns: tuple[str, ...]
    figures: Mapping[str, Figure]
    """`reports`, `voices`, `voices_certain`, `unknown_voices`, `agencies`, `unheeded_voices`,
    `sources_min`, `sources_max`: rows are report_ids (of opening reports for voices), agency names,
    or origin keys."""
    voices: tuple[Voice, ...]
    agency_names: tuple[str, ...]
    first_on: PartialDate | None
    last_on: PartialDate | None
    unheeded_since: PartialDate | None
    unheeded_days: int
    decisions: tuple[AttachedDecision, ...]
    continually_mentioned: bool
    below_the_line: bool
    """True: named, but the policy is not met: "named; pass on"."""
    reason: str
    report_ids: tuple[str, ...]
    date_line: DateLine
    points_away: tuple[tuple[str, str, int, int], ...] = ()
    """(sentence, report_id, start, end): denials, corrections, namesakes, excluded joins."""
    seen_with: tuple[tuple[str, int], ...] = ()
    """(person_id, reports in common), most first; never reporters or professionals."""
    chronology: tuple[ChronologyEntry, ...] = ()
    is_child: bool = False
    unanswered_if: str = ""
    """`unanswered since 2003; if R076 is a decision, since 2008`."""
    read_now: tuple[tuple[str, str, int, int], ...] = field(default_factory=tuple)
    """(reason, report_id, start, end) where the subject stands in `read_now`."""
