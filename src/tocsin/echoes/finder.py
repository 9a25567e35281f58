"""Finds which report repeats which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tocsin.echoes.account import Account
from tocsin.echoes.accounts import AccountReader, Said
from tocsin.echoes.evidence import (
    MOSTLY_COPIED,
    OUTWARD,
    Score,
    Weigher,
    words_alone_suffice,
)
from tocsin.echoes.facts import facts_of, keys_at_work
from tocsin.echoes.index import DayIndex, FactIndex, WordIndex
from tocsin.echoes.lineage import receipt_order
from tocsin.echoes.occasions import same_events
from tocsin.echoes.overlap import Lookalikes, Overlaps
from tocsin.echoes.sources import Proposal, choose_sources, without_cycles
from tocsin.echoes.tellers import folded
from tocsin.policies import Policy
from tocsin.records import Echo, EchoType, Extraction, Report

_SIGNALS = frozenset(("cue", "text", "citation", "thread"))
_PINS = frozenset(("cue", "agency", "date", "facts", "words", "text", "citation", "thread"))
_WEAK_CUES = frozenset(("told", "minutes"))
_SAID = frozenset(("cue", "citation", "thread"))
_POINTING = frozenset(("agency", "text", "citation", "thread"))
_LONGEST_THREAD = 8


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
        Echoes in order of receipt of the report, then of its source. A source was received no
        later than what repeats it, and there are no cycles.

    A report is an echo only where it says so (a relay cue, a citation) or its words do, and where
    evidence of another family (agency, date, names, words) points to the source: people seen
    again by others, on another day, are a voice of their own.
    """
    return EchoFinder(reports, extractions, policy).find(subject_of)


class EchoFinder:
    """What is read off each report once, and the search over it (both passes)."""

    def __init__(
        self,
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
        policy: Policy,
        said: Mapping[str, Said] | None = None,
    ) -> None:
        """Take in every report.

        Args:
            reports: by report_id; their order does not matter.
            extractions: by report_id.
            policy: weights and words of `echoes.yaml`.
            said: by report_id, what its words say where that was read already, by an
                `AccountReader` that knows all agencies of `reports`.
        """
        self._policy = policy
        self._extractions = extractions
        ordered = sorted(reports.values(), key=receipt_order)
        reader = AccountReader(policy, (r.agency for r in ordered))
        ids = {folded(key): key for key in sorted(reports)}
        known = said or {}
        self._plain = [
            reader.account(
                r, extractions.get(r.report_id), known.get(r.report_id) or reader.said(r), ids
            )
            for r in ordered
        ]
        self._at = {account.report_id: i for i, account in enumerate(self._plain)}
        texts = (account.words for account in self._plain)
        self._overlaps = Overlaps(texts, policy["echoes.boilerplate_reports"])
        self._words = WordIndex(self._plain, frozenset(policy.table("echoes")["common_words"]))
        self._days = DayIndex(self._plain)
        self._lookalikes = Lookalikes([self._words.uncommon(a) for a in self._plain])
        self._quoted = _quoted_parts(self._plain, self._at)
        self._threads = _threads(self._plain)
        self._sent = {i for i, account in enumerate(self._plain) if account.sent_to}
        self._of_agency: dict[str, set[int]] = {}
        for i, account in enumerate(self._plain):
            self._of_agency.setdefault(account.agency, set()).add(i)
        self._weigher = Weigher(policy.table("echoes")["weights"], policy["echoes.prior_bits"])
        self._cut: float = policy["echoes.cut"]
        self._most: int = policy["echoes.most_parents"]

    def find(self, subject_of: Mapping[str, str] | None = None) -> tuple[Echo, ...]:
        """The echoes, with mentions joined as `subject_of` says."""
        empty = Extraction("")
        found = [self._extractions.get(a.report_id, empty) for a in self._plain]
        at_work = keys_at_work(found, subject_of)
        accounts = [
            account.with_facts(facts_of(extraction, subject_of, at_work))
            for account, extraction in zip(self._plain, found, strict=True)
        ]
        facts = FactIndex(accounts)
        chosen: list[list[Proposal]] = []
        links: dict[int, list[int]] = {}
        for position, child in enumerate(accounts):
            proposals = list(self._proposals(accounts, position, facts))
            chosen.append(
                choose_sources(
                    child,
                    proposals,
                    links,
                    weigher=self._weigher,
                    cut=self._cut,
                    most=self._most,
                )
            )
            links[position] = [p.parent for p in chosen[-1]]
        echoes = self._echoes(accounts, without_cycles(chosen))
        echoes += same_events(accounts, echoes, self._policy)
        order = {a.report_id: a.order for a in accounts}
        return tuple(sorted(echoes, key=lambda e: (order[e.report_id], order[e.parent_id])))

    def _proposals(
        self, accounts: Sequence[Account], position: int, facts: FactIndex
    ) -> Iterator[Proposal]:
        child = accounts[position]
        texts = self._overlaps.sharing(position)
        cited = {self._at[key] for key in child.references} | self._quoted.get(position, set())
        thread = self._threads.get(child.thread, set()) if child.answers else set()
        outward = bool(child.papers & OUTWARD)
        has_signal = bool(child.cues or texts or cited or thread)
        if not (has_signal or outward or child.occurred):
            return
        candidates = {other for other in texts | cited | thread if other < position}
        candidates |= self._days.before(position, child)
        if has_signal or outward:
            candidates |= facts.before(position, child)
        if child.cues:
            candidates |= self._lookalikes.before(position)
        told_in_common = texts | cited | thread
        later = self._days.same_day_after(position, child) | cited
        candidates |= {o for o in later if o > position and _may_follow(child, accounts[o])}
        if not child.cues and not child.answers:
            candidates &= told_in_common | self._may_be_behind(child, candidates)
        uncommon, stems = self._words.uncommon(child), child.stems
        least = self._weigher.hopeless_below(child, self._cut)

        def shared_words(parent: Account) -> Mapping[str, float]:
            return self._words.shared(uncommon, parent)

        for other in sorted(candidates):
            parent = accounts[other]
            if (
                child.facts
                and other not in told_in_common
                and child.fact_keys.isdisjoint(parent.fact_keys)
            ):
                continue
            contained = self._overlaps.containment(position, other)
            # Most candidates share but a name or a day: they are not worth the weighing.
            if not self._weigher.may_signal(child, parent, contained):
                continue
            score = self._weigher.weigh(
                child,
                parent,
                containment=contained,
                rarity=facts.rarity,
                shared_words=shared_words,
                stems=stems,
                least=least,
            )
            if score and self._may_stand(score, child, parent, contained):
                yield Proposal(position, other, score, contained, parent)

    def _may_be_behind(self, child: Account, candidates: set[int]) -> set[int]:
        """Those that a report without any cue can repeat though it does not share their words: it
        hands on what it has not seen itself."""
        if child.own:
            return set()
        found = candidates & self._sent
        if child.papers & OUTWARD:
            found |= candidates & self._of_agency.get(child.agency, set())
        return found

    def _may_stand(self, score: Score, child: Account, parent: Account, containment: float) -> bool:
        """Whether there is a signal, another family bears it out, and, where the signal is but a
        word like `I understand that` or a channel of minutes, something points to the other's
        agency."""
        families = score.families
        if not families & _SIGNALS or len(families & _PINS) < 2:
            return False
        if not families & _SAID:
            return words_alone_suffice(child, parent, containment)
        if families & _POINTING or child.agency == parent.agency:
            return True
        return bool(child.cues) and child.cues[0].sort not in _WEAK_CUES

    def _echoes(
        self, accounts: Sequence[Account], chosen: Sequence[Sequence[Proposal]]
    ) -> list[Echo]:
        return [
            Echo(
                accounts[proposal.child].report_id,
                accounts[proposal.parent].report_id,
                echo_type(accounts[proposal.child], proposal.containment, len(proposals)),
                proposal.score.probability,
                tuple(piece.sentence for piece in proposal.score.pieces),
            )
            for proposals in chosen
            for proposal in proposals
        ]


def echo_type(child: Account, containment: float, parents: int) -> EchoType:
    """Copy, forward, retelling, or, where there are several sources, compilation."""
    sorts = {cue.sort for cue in child.cues}
    if parents > 1:
        return EchoType.COMPILATION
    if "forward" in sorts:
        return EchoType.FORWARD
    if containment >= MOSTLY_COPIED or "copy" in sorts:
        return EchoType.COPY
    return EchoType.RETELLING


def _may_follow(child: Account, parent: Account) -> bool:
    """Whether a report that sorts later can still be the source: received by the same time, and
    relaying less openly."""
    ours, theirs = child.report.received, parent.report.received
    if ours is None or theirs is None or theirs.first > ours.last or theirs.last > ours.last:
        return False
    if parent.report_id in child.references or parent.report.quoted_in == child.report_id:
        return True
    return bool(child.cues) and not parent.cues


def _threads(accounts: Sequence[Account]) -> dict[str, set[int]]:
    """Mails by subject line, those everybody uses (`info`, `referral`) aside."""
    found: dict[str, set[int]] = {}
    for position, account in enumerate(accounts):
        if account.thread:
            found.setdefault(account.thread, set()).add(position)
    return {thread: held for thread, held in found.items() if len(held) <= _LONGEST_THREAD}


def _quoted_parts(accounts: Sequence[Account], at: Mapping[str, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for position, account in enumerate(accounts):
        holder = at.get(account.report.quoted_in)
        if holder is not None and holder != position:
            found.setdefault(holder, set()).add(position)
    return found
