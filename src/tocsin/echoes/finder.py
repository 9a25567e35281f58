"""Finds which report repeats which."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from tocsin.echoes.account import Account, AccountReader
from tocsin.echoes.evidence import Score, Weigher, best_cue
from tocsin.echoes.facts import facts_of
from tocsin.echoes.lineage import receipt_order
from tocsin.echoes.overlap import Overlaps
from tocsin.echoes.tellers import folded, is_unnamed
from tocsin.policies import Policy
from tocsin.records import Echo, EchoType, Extraction, Report

_LATEST = 12
_BOILERPLATE = 12
_SMALLEST_CASE = 200
_SIGNALS = frozenset(("cue", "text", "citation"))
_PINS = frozenset(("agency", "date", "facts", "text", "citation"))


def find_echoes(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    *,
    subject_of: Mapping[str, str] | None = None,
    policy: Policy,
) -> tuple[Echo, ...]:
    """Find which report copies, forwards, retells or compiles which earlier ones.

    Args:
        reports: by report_id; their order does not matter.
        extractions: by report_id.
        subject_of: mention_id → person_id; None on the first pass, when nobody is joined yet.
        policy: weights and words of `echoes.yaml`.

    Returns:
        Echoes in order of receipt of the report, then of its source; no cycles.
    """
    return EchoFinder(reports, extractions, policy).find(subject_of)


class EchoFinder:
    """What can be read off each report once, and the search over it."""

    def __init__(
        self, reports: Mapping[str, Report], extractions: Mapping[str, Extraction], policy: Policy
    ) -> None:
        self._policy = policy
        self._extractions = extractions
        ordered = sorted(reports.values(), key=receipt_order)
        reader = AccountReader(policy, Counter(r.agency for r in ordered))
        empty = {r.report_id: Extraction(r.report_id) for r in ordered}
        self._accounts = [
            reader.read(
                r,
                extractions.get(r.report_id),
                facts_of(extractions.get(r.report_id, empty[r.report_id]), None),
            )
            for r in ordered
        ]
        self._at = {a.report.report_id: i for i, a in enumerate(self._accounts)}
        self._overlaps = Overlaps([a.words for a in self._accounts], _BOILERPLATE)
        self._weigher = Weigher(policy.table("echoes")["weights"], policy["echoes.prior_bits"])

    def find(self, subject_of: Mapping[str, str] | None = None) -> tuple[Echo, ...]:
        """The echoes, with mentions joined as `subject_of` says."""
        accounts = self._accounts
        index = _Index(accounts)
        echoes: list[Echo] = []
        for position, child in enumerate(accounts):
            echoes.extend(self._echoes_of(position, child, index))
        echoes.extend(self._same_events(echoes))
        order = {a.report.report_id: a.order for a in accounts}
        return tuple(sorted(echoes, key=lambda e: (order[e.report_id], order[e.parent_id])))

    def _echoes_of(self, position: int, child: Account, index: _Index) -> list[Echo]:
        texts = self._overlaps.sharing(position)
        cited = {self._at[c] for c in child.report.cites if c in self._at}
        has_signal = bool(child.cues) or child.report.is_forward or bool(texts) or bool(cited)
        if not has_signal:
            return []
        candidates = set(texts) | cited | index.candidates(position, child)
        scored: list[tuple[float, int, Score, float]] = []
        for other in sorted(candidates):
            if other >= position:
                continue
            contained = self._overlaps.containment(position, other) if other in texts else 0.0
            score = self._weigher.weigh(child, self._accounts[other], contained, index.rarity)
            if self._stands(score):
                scored.append((score.bits, other, score, contained))
        if not scored:
            return []
        scored.sort(key=lambda s: (-s[0], -s[1]))
        _, other, score, contained = scored[0]
        kind = echo_type(child, contained)
        return [self._echo(child, self._accounts[other], kind, score)]

    def _stands(self, score: Score) -> bool:
        families = score.families
        return (
            score.probability >= self._policy["echoes.cut"]
            and bool(families & _SIGNALS)
            and len(families & (_PINS | {"cue"})) >= 2
        )

    def _echo(self, child: Account, parent: Account, kind: EchoType, score: Score) -> Echo:
        return Echo(
            child.report.report_id,
            parent.report.report_id,
            kind,
            score.probability,
            tuple(piece.sentence for piece in score.pieces),
        )

    def _same_events(self, found: Sequence[Echo]) -> list[Echo]:
        linked = {e.report_id for e in found}
        seen: dict[tuple[str, str, date], Account] = {}
        echoes = []
        for account in self._accounts:
            report = account.report
            if account.occurred is None or is_unnamed(report, self._policy):
                continue
            key = (folded(report.agency), folded(report.author), account.occurred)
            first = seen.setdefault(key, account)
            if first is account or report.report_id in linked:
                continue
            if not account.fact_keys & first.fact_keys:
                continue
            echoes.append(
                Echo(
                    report.report_id,
                    first.report.report_id,
                    EchoType.SAME_EVENT,
                    0.95,
                    ("One author wrote both about one day, and both name the same",),
                )
            )
        return echoes


def echo_type(child: Account, contained: float) -> EchoType:
    """Copy, forward or retelling."""
    cue = best_cue(child)
    if child.report.is_forward or (cue is not None and cue.sort == "forward"):
        return EchoType.FORWARD
    if contained >= 0.5 or (cue is not None and cue.sort == "copy"):
        return EchoType.COPY
    return EchoType.RETELLING


class _Index:
    """Earlier reports by what they share, a bounded list for each."""

    def __init__(self, accounts: Sequence[Account]) -> None:
        self._by_fact: dict[str, list[int]] = {}
        self._by_received: dict[date, list[int]] = {}
        self._by_occurred: dict[date, list[int]] = {}
        for position, account in enumerate(accounts):
            for key in sorted(account.fact_keys):
                self._by_fact.setdefault(key, []).append(position)
            if account.received:
                self._by_received.setdefault(account.received, []).append(position)
            if account.occurred:
                self._by_occurred.setdefault(account.occurred, []).append(position)
        size = max(len(accounts), _SMALLEST_CASE)
        self.rarity = {k: math.log2(size / len(held)) for k, held in self._by_fact.items()}

    def candidates(self, position: int, child: Account) -> set[int]:
        """Earlier reports that share a fact or a date with `child`."""
        found: set[int] = set()
        for key in child.fact_keys:
            held = self._by_fact[key]
            at = _before(held, position)
            found.update(held[max(0, at - _LATEST) : at])
        days = {t.on for t in child.told} | ({child.occurred} if child.occurred else set())
        for day in days:
            for held in (self._by_received.get(day, []), self._by_occurred.get(day, [])):
                at = _before(held, position)
                found.update(held[max(0, at - 3 * _LATEST) : at])
        return found


def _before(held: Sequence[int], position: int) -> int:
    low, high = 0, len(held)
    while low < high:
        middle = (low + high) // 2
        if held[middle] < position:
            low = middle + 1
        else:
            high = middle
    return low
