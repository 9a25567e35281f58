"""Finds which report repeats which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tocsin.echoes.account import Account
from tocsin.echoes.accounts import AccountReader, Said
from tocsin.echoes.evidence import MOSTLY_COPIED, Weigher
from tocsin.echoes.facts import facts_of, keys_at_work
from tocsin.echoes.index import DayIndex, FactIndex, WordIndex
from tocsin.echoes.lineage import receipt_order
from tocsin.echoes.occasions import same_events
from tocsin.echoes.overlap import Lookalikes, Overlaps
from tocsin.echoes.proposing import Proposer
from tocsin.echoes.sources import Proposal, choose_sources, without_cycles
from tocsin.echoes.tellers import folded
from tocsin.policies import Policy
from tocsin.records import Echo, EchoType, Extraction, Report

LONGEST_THREAD = 8


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
        at = {account.report_id: i for i, account in enumerate(self._plain)}
        texts = (account.words for account in self._plain)
        overlaps = Overlaps(texts, policy["echoes.boilerplate_reports"])
        words = WordIndex(self._plain, frozenset(policy.table("echoes")["common_words"]))
        days = DayIndex(self._plain)
        of_agency: dict[str, set[int]] = {}
        for i, account in enumerate(self._plain):
            of_agency.setdefault(account.agency, set()).add(i)
        self._weigher = Weigher(policy.table("echoes")["weights"], policy["echoes.prior_bits"])
        self._cut: float = policy["echoes.cut"]
        self._proposer = Proposer(
            overlaps,
            words,
            days,
            Lookalikes([words.uncommon(a) for a in self._plain]),
            at,
            _quoted_parts(self._plain, at),
            _threads(self._plain),
            {i for i, account in enumerate(self._plain) if account.sent_to},
            of_agency,
            self._weigher,
            self._cut,
        )
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
            proposals = list(self._proposer.proposals(child, position, accounts, facts))
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
        kept = without_cycles(dict(enumerate(chosen)))
        echoes = [
            echo
            for child, proposals in zip(accounts, kept.values(), strict=True)
            for echo in echoes_of(child, proposals)
        ]
        echoes += same_events(accounts, echoes, self._policy)
        order = {a.report_id: a.order for a in accounts}
        return tuple(sorted(echoes, key=lambda e: (order[e.report_id], order[e.parent_id])))


def echoes_of(child: Account, proposals: Sequence[Proposal]) -> Iterator[Echo]:
    """The echoes of one report, from the sources chosen for it."""
    for proposal in proposals:
        yield Echo(
            child.report_id,
            proposal.source.report_id,
            echo_type(child, proposal.containment, len(proposals)),
            proposal.score.probability,
            tuple(piece.sentence for piece in proposal.score.pieces),
        )


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


def _threads(accounts: Sequence[Account]) -> dict[str, set[int]]:
    """Mails by subject line, those everybody uses (`info`, `referral`) aside."""
    found: dict[str, set[int]] = {}
    for position, account in enumerate(accounts):
        if account.thread:
            found.setdefault(account.thread, set()).add(position)
    return {thread: held for thread, held in found.items() if len(held) <= LONGEST_THREAD}


def _quoted_parts(accounts: Sequence[Account], at: Mapping[str, int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for position, account in enumerate(accounts):
        holder = at.get(account.report.quoted_in)
        if holder is not None and holder != position:
            found.setdefault(holder, set()).add(position)
    return found
