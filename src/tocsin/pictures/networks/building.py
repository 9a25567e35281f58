"""From sightings to a network: subjects, ties, and what each tie rests on."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from itertools import chain
from operator import attrgetter

import numpy as np

from tocsin.pictures.networks.pairing import Pairs, Spans, pairs_of
from tocsin.pictures.networks.records import (
    STATED,
    Evidence,
    Flag,
    Network,
    Node,
    Real,
    Source,
    Whole,
)
from tocsin.policies import Policy
from tocsin.records import Kind, Role, Sighting, Sightings, StatedTie

_NEVER = frozenset({Role.PROFESSIONAL, Role.REPORTER})
_BIT = {kind: 1 << bit for bit, kind in enumerate(STATED)}
_NOWHERE = ((0, 0),)


def network_of(
    sightings: Sightings,
    *,
    as_of: date,
    policy: Policy,
    seed: int = 1,
    shielded: Collection[str] = (),
) -> Network:
    """The network of a case as of a day.

    Args:
        sightings: who is named in which report; professionals and reporters are left out even
            where they should stand in it.
        as_of: reports received later are left out; so are undated ones when any is, because this
            is then a view of the past. Who is who, and who is shielded, is what is known today.
        policy: the settings `networks.*`.
        shielded: further subjects to treat like those affected: whoever's name is masked, because
            somebody who bears a child's name may be that child, misread.
        seed: unused; building draws nothing by chance. Taken so that all pictures are called alike.

    A tie says that reports name two subjects together, or say that they belong together: never
    that the two know each other, and less still that they act together.
    """
    del seed
    kinds = frozenset(map(Kind, policy.table("networks")["kinds"]))
    drawn = [row for row in sightings.rows if row.kind in kinds and row.role not in _NEVER]
    kept, undated, later = _as_of(drawn, as_of)
    sources = _sources(kept)
    rows = _Rows(kept, {source.report_id: n for n, source in enumerate(sources)})
    nodes = rows.nodes(kept, sources, frozenset(shielded))
    pairs = pairs_of(rows.spans(kept), rows.report, policy)
    stated = rows.stated(sightings.ties)
    left, right, strength, evidence = rows.ties(pairs, stated, policy["networks.stated"])
    return Network(
        as_of=as_of.isoformat(),
        nodes=nodes,
        sources=tuple(sources),
        left=left,
        right=right,
        strength=strength,
        evidence=evidence,
        undated=undated,
        later=later,
        positions=rows.position,
    )


def _as_of(rows: Sequence[Sighting], as_of: date) -> tuple[Sequence[Sighting], int, int]:
    """What had been received by a day; the reports without a date, and those received later."""
    later = {r.report_id for r in rows if r.received and r.received.last > as_of}
    if not later:
        return rows, 0, 0
    undated = {r.report_id for r in rows if not r.received}
    left_out = later | undated
    return [r for r in rows if r.report_id not in left_out], len(undated), len(later)


def _sources(rows: Iterable[Sighting]) -> list[Source]:
    found: dict[str, Source] = {}
    for row in rows:
        if row.report_id not in found:
            on = row.occurred or row.received
            found[row.report_id] = Source(
                row.report_id, on.iso() if on else "", row.agency, row.teller
            )
    return [found[report_id] for report_id in sorted(found)]


class _Rows:
    """One row a subject and report, all its roles together, in order of report and subject."""

    def __init__(self, kept: Sequence[Sighting], report_at: dict[str, int]) -> None:
        self.position = {p: n for n, p in enumerate(sorted({row.person_id for row in kept}))}
        self._report_at = report_at
        count = len(kept)
        self._node_of = np.fromiter((self.position[r.person_id] for r in kept), np.int64, count)
        self._report_of = np.fromiter((report_at[r.report_id] for r in kept), np.int64, count)
        self._keys, self._row_of = np.unique(
            self._report_of * max(len(self.position), 1) + self._node_of, return_inverse=True
        )
        self.report = self._keys // max(len(self.position), 1)
        self.node = self._keys % max(len(self.position), 1)
        self._opens = self._any(kept, attrgetter("opens_voice"))
        self._counts = self._any(kept, attrgetter("counts"))
        self._certain = self._any(kept, attrgetter("is_certain"))
        # Who is only said to stand by, or not to be involved, is no voice on a tie.
        self._involved = self._any(
            kept, lambda r: r.kind is not Kind.PERSON or r.role is not Role.OTHER
        )

    def _any(self, kept: Sequence[Sighting], says: Callable[[Sighting], bool]) -> Flag:
        """Of each row, whether any of its sightings says so."""
        said = np.fromiter(map(says, kept), bool, len(kept))
        found = np.zeros(len(self._keys), bool)
        found[self._row_of[said]] = True
        return found

    def nodes(
        self, kept: Sequence[Sighting], sources: Sequence[Source], hidden: frozenset[str]
    ) -> tuple[Node, ...]:
        """The subjects, in order of their numbers."""
        kinds = {row.person_id: row.kind for row in kept}
        child = {row.person_id for row in kept if row.is_child}
        shielded = {r.person_id for r in kept if r.is_shielded or r.role is Role.AFFECTED} | hidden
        named = {row.person_id for row in kept if row.role is Role.ALLEGED and row.counts}
        count = len(self.position)
        reports = np.bincount(self.node, minlength=count)
        voices = np.bincount(self.node[self._opens & self._counts], minlength=count)
        first, last = self._span(sources)
        return tuple(
            Node(
                person_id=person_id,
                kind=kinds[person_id],
                is_child=person_id in child,
                is_shielded=person_id in shielded or person_id in child,
                is_named=person_id in named,
                reports=int(reports[n]),
                voices=int(voices[n]),
                first_on=first[n],
                last_on=last[n],
            )
            for person_id, n in self.position.items()
        )

    def _span(self, sources: Sequence[Source]) -> tuple[list[str], list[str]]:
        """The first and last date of each subject's reports."""
        days = sorted({source.on for source in sources if source.on})
        rank = {day: n for n, day in enumerate(days)}
        at = np.array([rank.get(source.on, -1) for source in sources], np.int64)[self.report]
        dated = at >= 0
        first = np.full(len(self.position), len(days), np.int64)
        last = np.full(len(self.position), -1, np.int64)
        np.minimum.at(first, self.node[dated], at[dated])
        np.maximum.at(last, self.node[dated], at[dated])
        days.append("")  # where first is beyond all days and last before them: no date
        return [days[n] for n in first.tolist()], [days[n] for n in last.tolist()]

    def spans(self, kept: Sequence[Sighting]) -> Spans:
        """Where in the texts the rows stand, in order of report, start and row."""
        places = [row.spans or _NOWHERE for row in kept]
        lengths = np.fromiter(map(len, places), np.int64, len(places))
        ends = chain.from_iterable(chain.from_iterable(places))
        flat = np.fromiter(ends, np.int64, 2 * int(lengths.sum())).reshape(-1, 2)
        row, report = np.repeat(self._row_of, lengths), np.repeat(self._report_of, lengths)
        order = np.lexsort((row, flat[:, 0], report))
        return Spans(row[order], report[order], flat[order, 0], flat[order, 1])

    def stated(self, ties: Iterable[StatedTie]) -> Whole:
        """What reports state of two rows: their positions and the kinds as bits."""
        found: dict[tuple[int, int], int] = {}
        wanted: list[tuple[int, int, int]] = []
        count = len(self.position)
        for tie in ties:
            report = self._report_at.get(tie.report_id, -1)
            ends = self.position.get(tie.left, -1), self.position.get(tie.right, -1)
            if report >= 0 and min(ends) >= 0 and ends[0] != ends[1] and tie.kind in _BIT:
                keys = sorted(report * count + end for end in ends)
                wanted.append((keys[0], keys[1], _BIT[tie.kind]))
        table = np.array(wanted, np.int64).reshape(-1, 3)
        places = np.searchsorted(self._keys, table[:, :2])
        there = np.minimum(places, len(self._keys) - 1)
        for one, other, bit, both in zip(
            there[:, 0].tolist(),
            there[:, 1].tolist(),
            table[:, 2].tolist(),
            (self._keys[there] == table[:, :2]).all(axis=1).tolist() if len(table) else [],
            strict=True,
        ):
            if both:  # the report may name one of them only to rule it out
                found[one, other] = found.get((one, other), 0) | bit
        rows = [(one, other, bits) for (one, other), bits in sorted(found.items())]
        return np.array(rows, np.int64).reshape(-1, 3)

    def ties(
        self, pairs: Pairs, stated: Whole, weight: float
    ) -> tuple[Whole, Whole, Real, Evidence]:
        """Left and right end and strength of each tie, and the evidence in order of tie."""
        one = np.concatenate([pairs.left, stated[:, 0]])
        other = np.concatenate([pairs.right, stated[:, 1]])
        strength = np.concatenate([pairs.strength, np.full(len(stated), weight)])
        bits = np.concatenate([np.zeros(len(pairs.left), np.int64), stated[:, 2]])
        # Rows of a report are in order of subject, so `one` always holds the lower end.
        tie_key = self.node[one] * max(len(self.position), 1) + self.node[other]
        order = np.lexsort((bits, self.report[one], tie_key))
        one, other, strength, bits = one[order], other[order], strength[order], bits[order]
        return self._laid_out(one, other, strength, bits, _changes(tie_key[order]))

    def _laid_out(
        self, one: Whole, other: Whole, strength: Real, bits: Whole, new_tie: Flag
    ) -> tuple[Whole, Whole, Real, Evidence]:
        """One row a tie and report: where it is both close and stated the two are added."""
        firsts = np.nonzero(new_tie)[0]
        left, right = self.node[one[firsts]], self.node[other[firsts]]
        tie = np.cumsum(new_tie) - 1
        starts = np.nonzero(new_tie | _changes(self.report[one]))[0]
        if len(starts):
            strength = np.add.reduceat(strength, starts)
            bits = np.bitwise_or.reduceat(bits, starts)
        one, other, tie = one[starts], other[starts], tie[starts]
        sound = self._counts & self._involved
        is_voice = (self._opens[one] | self._opens[other]) & sound[one] & sound[other]
        is_certain = self._certain[one] & self._certain[other]
        total: Real = np.bincount(tie, strength * is_voice, len(firsts)).astype(np.float64)
        evidence = Evidence(tie, self.report[one], strength, is_voice, is_certain, bits)
        return left, right, total, evidence


def _changes(values: Whole) -> Flag:
    """Where a value differs from the one before; the first always does."""
    changed = np.ones(len(values), bool)
    changed[1:] = values[1:] != values[:-1]
    return changed
