"""From sightings to a network: subjects, ties, and what each tie rests on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from tocsin.pictures.networks.pairing import Pairs, Spans, pairs_of
from tocsin.pictures.networks.records import STATED, Evidence, Network, Node, Source, Whole
from tocsin.policies import Policy
from tocsin.records import Kind, Role, Sighting, Sightings, StatedTie

_NEVER = frozenset({Role.PROFESSIONAL, Role.REPORTER})
_BIT = {kind: 1 << bit for bit, kind in enumerate(STATED)}


@dataclass(slots=True)
class _Row:
    """One subject in one report, all its roles together."""

    node: int
    report: int
    spans: list[tuple[int, int]]
    opens: bool
    counts: bool
    certain: bool
    involved: bool
    """False where the person is only said not to be involved, or to stand by."""


def network_of(sightings: Sightings, *, as_of: date, policy: Policy, seed: int = 1) -> Network:
    """The network of a case as of a day.

    Args:
        sightings: who is named in which report; professionals and reporters are left out even
            where they should stand in it.
        as_of: reports received later are left out; so are undated ones when any is, because this
            is then a view of the past. Who is who, and who is shielded, is what is known today.
        policy: the settings `networks.*`.
        seed: unused; building draws nothing by chance. Taken so that all pictures are called alike.

    A tie says that reports name two subjects together, or say that they belong together: never
    that the two know each other, and less still that they act together.
    """
    del seed
    kinds = frozenset(map(Kind, policy.table("networks")["kinds"]))
    drawn = [row for row in sightings.rows if row.kind in kinds and row.role not in _NEVER]
    kept, undated, later = _as_of(drawn, as_of)
    sources, report_at = _sources(kept)
    nodes = _nodes(kept)
    positions = {node.person_id: n for n, node in enumerate(nodes)}
    rows = _rows(kept, positions, report_at)
    pairs = pairs_of(_spans(rows), np.array([r.report for r in rows], np.int64), policy)
    evidence_of = _Evidence(rows, pairs, policy)
    evidence_of.state(sightings.ties, positions, report_at)
    left, right, strength, evidence = evidence_of.columns()
    return Network(
        as_of=as_of.isoformat(),
        nodes=tuple(nodes),
        sources=tuple(sources),
        left=left,
        right=right,
        strength=strength,
        evidence=evidence,
        undated=undated,
        later=later,
        positions=positions,
    )


def _as_of(rows: Sequence[Sighting], as_of: date) -> tuple[list[Sighting], int, int]:
    """What had been received by a day; the reports without a date, and those received later."""
    later = {r.report_id for r in rows if r.received and r.received.last > as_of}
    undated = {r.report_id for r in rows if not r.received} if later else set()
    kept = [r for r in rows if r.report_id not in later and r.report_id not in undated]
    return kept, len(undated), len(later)


def _sources(rows: Iterable[Sighting]) -> tuple[list[Source], dict[str, int]]:
    found: dict[str, Source] = {}
    for row in rows:
        if row.report_id not in found:
            on = row.occurred or row.received
            found[row.report_id] = Source(
                row.report_id, on.iso() if on else "", row.agency, row.teller
            )
    return list(found.values()), {report_id: n for n, report_id in enumerate(found)}


def _nodes(rows: Iterable[Sighting]) -> list[Node]:
    by_subject: dict[str, list[Sighting]] = {}
    for row in rows:
        by_subject.setdefault(row.person_id, []).append(row)
    return [_node(person_id, by_subject[person_id]) for person_id in sorted(by_subject)]


def _node(person_id: str, rows: Sequence[Sighting]) -> Node:
    dates = [on.iso() for row in rows if (on := row.occurred or row.received)]
    is_child = any(row.is_child for row in rows)
    return Node(
        person_id=person_id,
        kind=rows[0].kind,
        is_child=is_child,
        is_shielded=is_child or any(r.is_shielded or r.role is Role.AFFECTED for r in rows),
        is_named=any(row.role is Role.ALLEGED and row.counts for row in rows),
        reports=len({row.report_id for row in rows}),
        voices=len({row.report_id for row in rows if row.opens_voice and row.counts}),
        first_on=min(dates, default=""),
        last_on=max(dates, default=""),
    )


def _rows(
    kept: Iterable[Sighting], positions: dict[str, int], report_at: dict[str, int]
) -> list[_Row]:
    found: dict[tuple[int, int], _Row] = {}
    for row in kept:
        key = report_at[row.report_id], positions[row.person_id]
        involved = row.kind is not Kind.PERSON or row.role is not Role.OTHER
        if (known := found.get(key)) is None:
            found[key] = _Row(
                key[1],
                key[0],
                list(row.spans),
                row.opens_voice,
                row.counts,
                row.is_certain,
                involved,
            )
        else:
            known.spans += row.spans
            known.opens |= row.opens_voice
            known.counts |= row.counts
            known.certain |= row.is_certain
            known.involved |= involved
    return sorted(found.values(), key=lambda r: (r.report, min(r.spans, default=(0, 0)), r.node))


def _spans(rows: Sequence[_Row]) -> Spans:
    table = np.array(
        [
            (r.report, start, end, n)
            for n, r in enumerate(rows)
            for start, end in r.spans or [(0, 0)]
        ],
        np.int64,
    ).reshape(-1, 4)
    table = table[np.lexsort((table[:, 3], table[:, 1], table[:, 0]))]
    return Spans(table[:, 3], table[:, 0], table[:, 1], table[:, 2])


class _Evidence:
    """Collects what each report adds to each tie, then lays it out in columns."""

    def __init__(self, rows: Sequence[_Row], pairs: Pairs, policy: Policy) -> None:
        self._node = np.array([r.node for r in rows], np.int64)
        self._report = np.array([r.report for r in rows], np.int64)
        self._opens = np.array([r.opens for r in rows], bool)
        self._counts = np.array([r.counts and r.involved for r in rows], bool)
        self._certain = np.array([r.certain for r in rows], bool)
        self._row_at = {(r.report, r.node): n for n, r in enumerate(rows)}
        self._pairs = pairs
        self._stated_strength: float = policy["networks.stated"]
        self._stated: dict[tuple[int, int], int] = {}

    def state(
        self, ties: Iterable[StatedTie], positions: dict[str, int], report_at: dict[str, int]
    ) -> None:
        """Take in what reports state, as far as they are in the network and name both."""
        for tie in ties:
            report = report_at.get(tie.report_id, -1)
            one = self._row_at.get((report, positions.get(tie.left, -1)))
            other = self._row_at.get((report, positions.get(tie.right, -1)))
            bit = _BIT.get(tie.kind)
            if one is not None and other is not None and one != other and bit:
                key = min(one, other), max(one, other)
                self._stated[key] = self._stated.get(key, 0) | bit

    def columns(self) -> tuple[Whole, Whole, np.ndarray, Evidence]:
        """Left and right end and strength of each tie, and the evidence in order of tie."""
        said = np.array(
            [(one, other, bits) for (one, other), bits in sorted(self._stated.items())], np.int64
        ).reshape(-1, 3)
        one = np.concatenate([self._pairs.left, said[:, 0]])
        other = np.concatenate([self._pairs.right, said[:, 1]])
        strength = np.concatenate([self._pairs.strength, np.full(len(said), self._stated_strength)])
        bits = np.concatenate([np.zeros(len(self._pairs.left), np.int64), said[:, 2]])
        ends = np.sort(np.stack([self._node[one], self._node[other]]), axis=0)
        order = np.lexsort((bits, self._report[one], ends[1], ends[0]))
        one, other, strength, bits = one[order], other[order], strength[order], bits[order]
        ends = ends[:, order]
        return self._laid_out(one, other, strength, bits, ends)

    def _laid_out(
        self, one: Whole, other: Whole, strength: np.ndarray, bits: Whole, ends: Whole
    ) -> tuple[Whole, Whole, np.ndarray, Evidence]:
        """One row a tie and report: where it is both close and stated the two are added."""
        report = self._report[one]
        new_tie = _changes(ends[0]) | _changes(ends[1])
        starts = np.nonzero(new_tie | _changes(report))[0]
        if len(starts):
            strength = np.add.reduceat(strength, starts)
            bits = np.bitwise_or.reduceat(bits, starts)
        one, other, report = one[starts], other[starts], report[starts]
        tie = (np.cumsum(new_tie) - 1)[starts] if len(starts) else starts
        is_voice = (self._opens[one] | self._opens[other]) & self._counts[one] & self._counts[other]
        is_certain = self._certain[one] & self._certain[other]
        firsts = np.nonzero(new_tie)[0]
        total = np.bincount(tie, strength * is_voice, len(firsts)).astype(np.float64)
        evidence = Evidence(tie, report, strength, is_voice, is_certain, bits)
        return ends[0][firsts], ends[1][firsts], total, evidence


def _changes(values: Whole) -> np.ndarray:
    """Where a value differs from the one before; the first always does."""
    changed = np.ones(len(values), bool)
    changed[1:] = values[1:] != values[:-1]
    return changed
