"""A network as records: subjects, ties between them, and the reports each tie rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from tocsin.errors import NotFoundError
from tocsin.records import Kind, RelationKind

Whole = NDArray[np.int64]
Real = NDArray[np.float64]
Flag = NDArray[np.bool_]

STATED = (
    RelationKind.RELATIVE,
    RelationKind.DRIVES,
    RelationKind.LIVES_AT,
    RelationKind.USES_PHONE,
    RelationKind.USES_HANDLE,
    RelationKind.WORKS_AT,
    RelationKind.WITH,
)
"""What a report may state of two subjects, each by its bit in `Evidence.stated`."""


@dataclass(frozen=True, slots=True)
class Node:
    """One subject of the network: a person, place, vehicle, phone or handle."""

    person_id: str
    kind: Kind
    is_child: bool
    is_shielded: bool
    """A child, or affected in any report: never a rank, a centrality or a suspicion (rule 9)."""
    is_named: bool
    """A person named in the role `alleged` in a report that counts."""
    reports: int
    voices: int
    """Reports that are no echo, hearsay alone, or suspected false."""
    first_on: str
    last_on: str

    @property
    def may_be_ordered(self) -> bool:
        """An adult named: the only subjects that ever stand in an order."""
        return (
            self.kind is Kind.PERSON
            and self.is_named
            and not self.is_shielded
            and not self.is_child
        )


@dataclass(frozen=True, slots=True)
class Source:
    """A report behind a tie."""

    report_id: str
    on: str
    """When it happened, else when it was received; ISO, or empty where neither is known."""
    agency: str
    teller: str


@dataclass(frozen=True, slots=True)
class TieReport:
    """What one report adds to a tie."""

    source: Source
    strength: float
    is_voice: bool
    """False for an echo, hearsay alone, an account suspected false, or one named as not involved:
    it is shown and adds no strength."""
    is_certain: bool
    stated: tuple[RelationKind, ...]


@dataclass(frozen=True, slots=True)
class Tie:
    """Two subjects named together, with the reports that do so in order of time."""

    left: str
    right: str
    reports: tuple[TieReport, ...]
    strength: float

    @property
    def voices(self) -> int:
        """Reports that are voices of their own on this tie."""
        return sum(r.is_voice for r in self.reports)

    @property
    def voices_certain(self) -> int:
        """Of these, with both subjects joined for certain."""
        return sum(r.is_voice and r.is_certain for r in self.reports)

    @property
    def tellers(self) -> int:
        """Different tellers among the voices; all unnamed ones together are one."""
        return len({r.source.teller for r in self.reports if r.is_voice})

    @property
    def agencies(self) -> tuple[str, ...]:
        """Which bodies held a report of it."""
        return tuple(sorted({r.source.agency for r in self.reports}))

    @property
    def stated(self) -> tuple[RelationKind, ...]:
        """What reports say the two have to do with each other."""
        said = {kind for r in self.reports for kind in r.stated}
        return tuple(kind for kind in STATED if kind in said)

    @property
    def first_on(self) -> str:
        """The earliest date of a report that names both."""
        return min((r.source.on for r in self.reports if r.source.on), default="")

    @property
    def last_on(self) -> str:
        """The latest."""
        return max((r.source.on for r in self.reports if r.source.on), default="")

    @property
    def report_ids(self) -> tuple[str, ...]:
        """The reports, in order of time."""
        return tuple(r.source.report_id for r in self.reports)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row a tie and report, in that order: plain columns, because there are many."""

    tie: Whole
    report: Whole
    strength: Real
    is_voice: Flag
    is_certain: Flag
    stated: Whole


@dataclass(frozen=True, slots=True)
class Network:
    """All subjects of a case and the ties between them, as of a day."""

    as_of: str
    nodes: tuple[Node, ...]
    """In order of their numbers."""
    sources: tuple[Source, ...]
    """In order of their numbers."""
    left: Whole = field(repr=False)
    """Of each tie the position of one end in `nodes`; always the lower one."""
    right: Whole = field(repr=False)
    strength: Real = field(repr=False)
    """Of each tie, over the reports that are voices on it."""
    evidence: Evidence = field(repr=False)
    undated: int = 0
    """Reports left out of a view of the past because it is not known when they were received."""
    later: int = 0
    """Reports received after the day looked from."""
    positions: dict[str, int] = field(default_factory=dict, repr=False)

    @property
    def ties(self) -> int:
        """How many ties there are."""
        return len(self.left)

    def position(self, person_id: str) -> int:
        """Where a subject stands in `nodes`.

        Raises:
            NotFoundError: it is not in this network.
        """
        try:
            return self.positions[person_id]
        except KeyError:
            raise NotFoundError(
                f"No subject {person_id} stands in this network.",
                remedy="Professionals, reporters, organisations and whoever is only named to be "
                "ruled out are never in it; `tocsin list` shows who stands on a list.",
            ) from None

    def node(self, person_id: str) -> Node:
        """One subject.

        Raises:
            NotFoundError: it is not in this network.
        """
        return self.nodes[self.position(person_id)]

    def tie(self, number: int) -> Tie:
        """One tie, by its position."""
        first, last = np.searchsorted(self.evidence.tie, [number, number + 1])
        rows = [self._report(row) for row in range(int(first), int(last))]
        rows.sort(key=lambda r: (r.source.on or "9999", r.source.report_id))
        return Tie(
            self.nodes[int(self.left[number])].person_id,
            self.nodes[int(self.right[number])].person_id,
            tuple(rows),
            round(float(self.strength[number]), 4),
        )

    def ties_of(self, person_id: str) -> tuple[Tie, ...]:
        """The ties of a subject, strongest first.

        Raises:
            NotFoundError: it is not in this network.
        """
        here = self.position(person_id)
        found = [
            self.tie(int(n)) for n in np.nonzero((self.left == here) | (self.right == here))[0]
        ]
        return tuple(sorted(found, key=lambda t: (-t.strength, t.left, t.right)))

    def ties_among(self, positions: NDArray[np.int64]) -> Iterator[int]:
        """Numbers of the ties with both ends among these subjects, in order."""
        inside = np.zeros(len(self.nodes), bool)
        inside[positions] = True
        yield from map(int, np.nonzero(inside[self.left] & inside[self.right])[0])

    def _report(self, row: int) -> TieReport:
        said = int(self.evidence.stated[row])
        return TieReport(
            self.sources[int(self.evidence.report[row])],
            round(float(self.evidence.strength[row]), 4),
            bool(self.evidence.is_voice[row]),
            bool(self.evidence.is_certain[row]),
            tuple(kind for bit, kind in enumerate(STATED) if said >> bit & 1),
        )
