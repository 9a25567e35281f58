"""Which reports may be the source of one: candidates by what could be shared, each weighed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Protocol

from tocsin.echoes.account import Account
from tocsin.echoes.evidence import OUTWARD, Score, Weigher, words_alone_suffice
from tocsin.echoes.sources import Proposal

_SIGNALS = frozenset(("cue", "text", "citation", "thread"))
_PINS = frozenset(("cue", "agency", "date", "facts", "words", "text", "citation", "thread"))
_WEAK_CUES = frozenset(("told", "minutes"))
_SAID = frozenset(("cue", "citation", "thread"))
_POINTING = frozenset(("agency", "text", "citation", "thread"))


class Accounts(Protocol):
    """Accounts by position, which follows the order of receipt."""

    def __getitem__(self, position: int, /) -> Account: ...


class SharedText(Protocol):
    """Runs of words that few reports share."""

    def sharing(self, position: int) -> Set[int]:
        """Other reports with rare runs in common."""

    def containment(self, child: int, parent: int) -> float:
        """The share of the child's rare runs that the parent holds."""


class SharedWords(Protocol):
    """Uncommon words."""

    def uncommon(self, account: Account) -> frozenset[str]:
        """The uncommon words of one report that name nobody."""

    def shared(self, uncommon: frozenset[str], parent: Account) -> Mapping[str, float]:
        """Those of them that another holds, with their rarity in bits."""


class Days(Protocol):
    """Reports by the day they came or tell of."""

    def before(self, position: int, account: Account) -> set[int]:
        """Earlier reports of the days a report points to."""

    def same_day_after(self, position: int, account: Account) -> set[int]:
        """Reports received the same day that stand later."""


class Facts(Protocol):
    """Reports by whom and what they name."""

    @property
    def rarity(self) -> Mapping[str, float]:
        """Bits for each fact."""

    def before(self, position: int, account: Account) -> set[int]:
        """The latest earlier holders of each fact of a report."""


class Alike(Protocol):
    """Reports whose words look alike."""

    def before(self, position: int) -> Set[int]:
        """The latest earlier ones."""


@dataclass(slots=True)
class Proposer:
    """What a case's reports could share, and the search over it for one report."""

    overlaps: SharedText
    words: SharedWords
    days: Days
    lookalikes: Alike
    at: Mapping[str, int]
    """report_id → its position."""
    quoted: Mapping[int, set[int]]
    """Those quoted below each mail."""
    threads: Mapping[str, set[int]]
    sent: set[int]
    """Those that say to whom they were sent."""
    of_agency: Mapping[str, set[int]]
    weigher: Weigher
    cut: float

    def proposals(
        self, child: Account, position: int, accounts: Accounts, facts: Facts
    ) -> Iterator[Proposal]:
        """Every report that can be the source of one, with what speaks for it.

        Args:
            child: the report asked about.
            position: where it stands.
            accounts: all of them.
            facts: who names what.
        """
        texts = self.overlaps.sharing(position)
        cited = {self.at[key] for key in child.references} | self.quoted.get(position, set())
        thread = self.threads.get(child.thread, set()) if child.answers else set()
        outward = bool(child.papers & OUTWARD)
        has_signal = bool(child.cues or texts or cited or thread)
        if not (has_signal or outward or child.occurred):
            return
        candidates = {other for other in texts | cited | thread if other < position}
        candidates |= self.days.before(position, child)
        if has_signal or outward:
            candidates |= facts.before(position, child)
        if child.cues:
            candidates |= self.lookalikes.before(position)
        told_in_common = texts | cited | thread
        later = self.days.same_day_after(position, child) | cited
        candidates |= {o for o in later if o > position and may_follow(child, accounts[o])}
        if not child.cues and not child.answers:
            candidates &= told_in_common | self._may_be_behind(child, candidates)
        uncommon, stems = self.words.uncommon(child), child.stems
        least = self.weigher.hopeless_below(child, self.cut)

        def shared_words(parent: Account) -> Mapping[str, float]:
            return self.words.shared(uncommon, parent)

        for other in sorted(candidates):
            parent = accounts[other]
            if (
                child.facts
                and other not in told_in_common
                and child.fact_keys.isdisjoint(parent.fact_keys)
            ):
                continue
            contained = self.overlaps.containment(position, other)
            # Most candidates share but a name or a day: they are not worth the weighing.
            if not self.weigher.may_signal(child, parent, contained):
                continue
            score = self.weigher.weigh(
                child,
                parent,
                containment=contained,
                rarity=facts.rarity,
                shared_words=shared_words,
                stems=stems,
                least=least,
            )
            if score and _may_stand(score, child, parent, contained):
                yield Proposal(position, other, score, contained, parent)

    def _may_be_behind(self, child: Account, candidates: set[int]) -> set[int]:
        """Those that a report without any cue can repeat though it does not share their words: it
        hands on what it has not seen itself."""
        if child.own:
            return set()
        found = candidates & self.sent
        if child.papers & OUTWARD:
            found |= candidates & self.of_agency.get(child.agency, set())
        return found


def _may_stand(score: Score, child: Account, parent: Account, containment: float) -> bool:
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


def may_follow(child: Account, parent: Account) -> bool:
    """Whether a report that sorts later can still be the source: received by the same time, and
    relaying less openly."""
    ours, theirs = child.report.received, parent.report.received
    if ours is None or theirs is None or theirs.first > ours.last or theirs.last > ours.last:
        return False
    if parent.report_id in child.references or parent.report.quoted_in == child.report_id:
        return True
    return bool(child.cues) and not parent.cues
