"""How much speaks for one report repeating another: bits for each piece of evidence, in words."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, cast

from tocsin.echoes.account import Account

_NEAR, _NEAR_DATE = 25, 60
_WRITTEN_WITHIN, _TWO_MONTHS, _NOT_AT_ONCE = 4, 61, 2
_WEEK, _FORTNIGHT, _HALF_YEAR = 7, 14, 183
OUTWARD = frozenset(("email", "letter", "referral"))
_INWARD = frozenset(("log", "note", "form"))
_SOME_TEXT, _LEAST_TEXT, _FULL_TEXT, MOSTLY_COPIED = 0.08, 0.15, 0.6, 0.5
_REWORDED, _SAME_TEXT = 0.2, 0.8
_PLACES = frozenset(("premises", "organisation"))
_ROUNDED = 0.01
"""More than what rounding can add to the bits of a pair, or to its probability."""


class Piece(NamedTuple):
    """One piece of evidence: its family, its bits, and what it says."""

    family: str
    bits: float
    words: str
    about: tuple[object, ...] = ()
    """What stands in the words; put into them only for what is shown in the end."""

    @property
    def sentence(self) -> str:
        """What it says."""
        return self.words.format(*map(_shown, self.about)) if self.about else self.words


@dataclass(frozen=True, slots=True)
class Score:
    """All pieces for one pair of reports."""

    pieces: tuple[Piece, ...]
    prior_bits: float
    bits: float
    """Their sum with the prior."""
    undelayed_bits: float
    """Without what the time between them adds: a source is always older than its echoes."""
    families: frozenset[str]
    """The families that speak for it."""

    @classmethod
    def of(cls, pieces: tuple[Piece, ...], prior_bits: float) -> Score:
        """Add up once: possible sources are compared many times over."""
        bits = round(prior_bits + sum([piece.bits for piece in pieces]), 4)
        delay = sum([piece.bits for piece in pieces if piece.family == "delay"])
        families = frozenset([piece.family for piece in pieces if piece.bits > 0])
        return cls(pieces, prior_bits, bits, round(bits - delay, 4), families)

    @property
    def probability(self) -> float:
        """Of the echo, rounded to 4 decimals."""
        odds: float = 2.0 ** max(-60.0, min(60.0, self.bits))
        return round(odds / (1.0 + odds), 4)


class Weigher:
    """Weighs pairs of accounts by the policy's bits."""

    def __init__(self, weights: Mapping[str, float], prior_bits: float) -> None:
        self._weights = weights
        self._prior = prior_bits
        near = max(0.0, *(weights[f"agency_{how}"] for how in ("in_cue", "near_cue", "named")))
        paper = max(0.0, weights["document_in_cue"], weights["document_named"])
        told_by = (max(0.0, weights[how]) for how in ("author_named", "title_named", "sent_here"))
        self._most_attributed = near + paper + sum(told_by)
        self._most_words = max(0.0, weights["words_most"])
        self._soonest = max(0.0, *(weights[how] for how in ("soon", "late", "late_once")))
        if max(weights["each_doubling"], weights["each_doubling_once"]) > 0:
            self._soonest = math.inf

    def weigh(
        self,
        child: Account,
        parent: Account,
        *,
        containment: float,
        rarity: Mapping[str, float],
        shared_words: Callable[[Account], Mapping[str, float]],
        stems: frozenset[str],
        least: float = -math.inf,
    ) -> Score | None:
        """The evidence that `child` repeats `parent`.

        Args:
            child: the later report.
            parent: the earlier.
            containment: share of the child's rare runs of words that the parent holds.
            rarity: bits for each fact key: log2 of reports by those that hold it.
            shared_words: gives the uncommon words both hold, names aside, with the rarity of each.
            stems: the child's words, and each without its plural.
            least: bits, the time between them left out, below which nothing more is asked.

        Returns:
            The score, or None where it cannot come to `least`.
        """
        cited = self._cited(child, parent)
        cue = self._cue(child, parent, containment)
        facts = self._facts(child, parent, rarity, containment)
        text = self._text(containment)
        event = self._event(child, parent, containment)
        received = self._received(child, parent)
        sure = sum([piece.bits for piece in (*cited, *cue, *facts, *text, *event, *received)])
        least -= self._prior + sure + self._most_words - _ROUNDED
        if self._most_attributed < least:
            return None
        attribution = self._attribution(child, parent, stems)
        if sum([piece.bits for piece in attribution]) < least:
            return None
        words = self._words(shared_words(parent))
        delay = self._delay(child, parent)
        pieces = (
            *cited,
            *cue,
            *attribution,
            *received,
            *event,
            *facts,
            *words,
            *text,
            *delay,
        )
        return Score.of(pieces, self._prior)

    def hopeless_below(self, child: Account, cut: float) -> float:
        """The bits, the time between two reports left out, below which the other can be no source
        of `child`, nor more of an original than the source that is chosen."""
        more = max(0.0, self._weights["compiles"]) if child.compiles else 0.0
        if not 0.0 < cut < 1.0:
            return -math.inf
        return math.log2(cut / (1.0 - cut)) - self._soonest - more - _ROUNDED

    def may_signal(self, child: Account, parent: Account, containment: float) -> bool:
        """Whether the pair has more than names, days and agencies in common: words that say the
        child relays something, a citation, a thread, copied words."""
        return bool(
            child.cues
            or containment >= _LEAST_TEXT
            or (not child.own and (is_onward(child, parent) or is_handed_here(child, parent)))
            or self._cited(child, parent)
        )

    def compiling(self, score: Score) -> Score:
        """The same evidence, once it is known that the child is a record that repeats others."""
        piece = self._piece("compiles", "compiles", "It is a record that repeats others too")
        return Score.of((*score.pieces, piece), score.prior_bits)

    def _piece(self, family: str, weight: str, words: str, *about: object) -> Piece:
        return Piece(family, self._weights[weight], words, about)

    def _cited(self, child: Account, parent: Account) -> list[Piece]:
        if not (child.cited or child.written or child.answers or parent.report.quoted_in):
            return []
        if parent.report_id in child.cited:
            return [self._piece("citation", "cited", "It gives the other's reference")]
        if parent.report_id in child.written:
            words = "Its words hold the other's reference"
            return [self._piece("citation", "written_reference", words)]
        if parent.report.quoted_in == child.report_id:
            return [self._piece("citation", "quoted", "The other is quoted below it in one mail")]
        if child.answers and child.thread == parent.thread and _within(child, parent, _HALF_YEAR):
            return [self._piece("thread", "same_thread", "It goes on from the other's mail")]
        return []

    def _cue(self, child: Account, parent: Account, containment: float) -> list[Piece]:
        pieces = []
        if child.cues:
            cue = child.cues[0]
            words = "It relays: “{}”"
            pieces.append(self._piece("cue", f"cue_{cue.sort}", words, cue.words[:60]))
        if not child.own and is_onward(child, parent):
            words = "It goes out days after its own agency's note"
            pieces.append(self._piece("cue", "onward", words))
        elif is_handed_here(child, parent):
            words = "The other was handed to its agency days before"
            pieces.append(self._piece("cue", "handed_here", words))
        if child.own and containment < MOSTLY_COPIED:
            words = "But it tells of its own observation: “{}”"
            pieces.append(self._piece("own", "own_observation", words, child.own[:60]))
        return pieces

    def _attribution(self, child: Account, parent: Account, stems: frozenset[str]) -> list[Piece]:
        pieces = []
        if child.named_sorts and not child.foreign_sorts.isdisjoint(parent.sorts):
            weight = "agency_named"
            if attributed(child, parent):
                weight = (
                    "agency_in_cue" if attributed(child, parent, reach=0) else "agency_near_cue"
                )
            words = "It names the other's agency or its people"
            pieces.append(self._piece("agency", weight, words))
        if not parent.teller_names.isdisjoint(stems) and (
            parent.teller_names & stems - child.teller_names
        ):
            pieces.append(self._piece("agency", "author_named", "It names who told the other"))
        if not parent.title_words.isdisjoint(stems) and (
            parent.title_words & stems - child.title_words
        ):
            words = "It names the other author's work"
            pieces.append(self._piece("agency", "title_named", words))
        if child.named_papers and any(paper in parent.papers for _, paper in child.named_papers):
            weight = "document_in_cue" if named_papers(child, parent) else "document_named"
            pieces.append(self._piece("agency", weight, "It speaks of such a document"))
        if parent.sent_to and parent.sent_to & (child.sorts - parent.sorts):
            pieces.append(self._piece("agency", "sent_here", "The other was sent to this agency"))
        return pieces

    def _received(self, child: Account, parent: Account) -> list[Piece]:
        on = parent.received
        told = [t for t in child.told if t.on == on] if on != child.received else []
        if told:
            near = any(not t.weak and child.is_near_cue(t.start, _NEAR_DATE) for t in told)
            words = "It points to {}, the day the other was received"
            return [self._piece("date", "told_on" if near else "told_near", words, on)]
        if on and (on.year, on.month) in child.told_months:
            words = f"It points to {on:%B %Y}, when the other was received"
            return [self._piece("date", "told_near", words)]
        return []

    def _event(self, child: Account, parent: Account, containment: float) -> list[Piece]:
        on, own = parent.occurred, child.occurred
        if on is not None and on == own:
            return [self._piece("date", "event_same_day", "Both tell of {}", on)]
        if on is not None and any(t.on == on and not t.weak for t in child.told):
            words = "It writes of {}, the day the other tells of"
            return [self._piece("date", "event_in_text", words, on)]
        if on is not None and any(t.on == on for t in child.told):
            return []
        if own is not None and any(t.on == own and not t.weak for t in parent.told):
            words = "The other writes of {}, the day it tells of"
            weight = "event_same_day" if parent.is_record else "event_in_text"
            return [self._piece("date", weight, words, own)]
        if (
            child.is_record
            or parent.is_record
            or containment >= _SAME_TEXT
            or self._cited(child, parent)
        ):
            return []
        if on is not None and own is not None and own != child.received:
            words = "But it tells of {}, the other of {}"
            written = bool(child.cues) and _soon_written(own, child.received)
            written = written and _within(child, parent, _TWO_MONTHS)
            weight = "event_of_writing" if written else "event_other_day"
            return [self._piece("date", weight, words, own, on)]
        return self._vague_event(child, parent)

    def _vague_event(self, child: Account, parent: Account) -> list[Piece]:
        vague = child.vaguely_occurred
        if vague is None or parent.report.occurred is None:
            return []
        if vague.may_be(parent.report.occurred):
            return [self._piece("date", "event_may_be", "Both can tell of the same time")]
        words = f"But it tells of {vague.iso()}, the other of {parent.report.occurred.iso()}"
        return [self._piece("date", "event_other_day", words)]

    def _facts(
        self, child: Account, parent: Account, rarity: Mapping[str, float], containment: float
    ) -> list[Piece]:
        keys = parent.fact_keys
        shared = (
            []
            if keys.isdisjoint(child.fact_keys)
            else [(fact, [k for k in fact.keys if k in keys]) for fact in child.facts]
        )
        found = [(fact, common) for fact, common in shared if common]
        if not found:
            if containment >= _FULL_TEXT or not child.facts:
                return []
            return [self._piece("facts", "nobody_shared", "But they name nobody in common")]
        each, most = self._weights["facts_each"], self._weights["facts_most"]
        bits = sum(
            max(rarity.get(k, 0.0) for k in common) * (0.6 if fact.kind in _PLACES else 1.0)
            for fact, common in found
        )
        labels = tuple([fact.label for fact, _ in found])
        pieces = [Piece("facts", round(min(most, bits * each), 4), "Both name {}", (labels,))]
        people = [common for fact, common in shared if fact.kind == "person"]
        if people and all(people):
            words = "Everybody it names stands in the other"
            pieces.append(self._piece("facts", "all_named_known", words))
        return pieces

    def _words(self, shared: Mapping[str, float]) -> list[Piece]:
        each, most = self._weights["words_each"], self._weights["words_most"]
        bits = round(min(most, sum(shared.values()) * each), 4)
        if bits < 0.5:
            return []
        return [Piece("words", bits, "Both use {}", (shared,))]

    def _text(self, containment: float) -> list[Piece]:
        if containment < _SOME_TEXT:
            return []
        words = f"{containment:.0%} of its rarer runs of words stand in the other"
        if containment < _LEAST_TEXT:
            return [self._piece("words", "text_some", words)]
        first, full = self._weights["text_first"], self._weights["text_full"]
        share = min(1.0, (containment - _LEAST_TEXT) / (_FULL_TEXT - _LEAST_TEXT))
        return [Piece("text", round(first + (full - first) * share, 4), words)]

    def _delay(self, child: Account, parent: Account) -> list[Piece]:
        if child.received is None or parent.received is None:
            return []
        days = (child.received - parent.received).days
        bits, doublings = self._weights["soon"], math.log2(max(days, _WEEK) / _WEEK)
        once = "" if child.is_record or self._cited(child, parent) else "_once"
        each, late = self._weights[f"each_doubling{once}"], self._weights[f"late{once}"]
        bits = max(late, bits + each * doublings)
        words = "But it came {} the other" if bits < 0 else "It came {} the other"
        return [Piece("delay", round(bits, 4), words, (days,))]


def _soon_written(own: date, received: date | None) -> bool:
    """Whether the day a report gives may be no more than the day it was written."""
    return received is not None and 0 <= (received - own).days <= _WRITTEN_WITHIN


def _within(child: Account, parent: Account, days: int) -> bool:
    if child.received is None or parent.received is None:
        return False
    return 0 <= (child.received - parent.received).days <= days


def _shown(what: object) -> str:
    """A day, the days between two reports, words with their rarity (the rarest), or labels."""
    if isinstance(what, date):
        return _day(what)
    if isinstance(what, int):
        return _after(what)
    if isinstance(what, Mapping):
        return ", ".join(sorted(what, key=lambda word: (-what[word], word))[:6])
    return what if isinstance(what, str) else ", ".join(dict.fromkeys(cast(Iterable[str], what)))


def _after(days: int) -> str:
    if days <= 0:
        return "on the same day as"
    return "the day after" if days == 1 else f"{days} days after"


def words_alone_suffice(child: Account, parent: Account, containment: float) -> bool:
    """Whether words in common are a signal where the report does not say that it relays.

    Whoever writes often writes alike: a second evening of the same people, logged by the same hand,
    shares words too. So half of the words must be the same, and where the days of event differ
    nearly all, with every number; or a fifth, within a fortnight, on no other day and with hardly a
    number of its own.
    """
    on, own = parent.occurred, child.occurred
    numbers = {w for w in child.words if w.isdigit()} - {w for w in parent.words if w.isdigit()}
    if on is not None and own is not None and on != own:
        return containment >= _SAME_TEXT and not numbers
    if containment >= MOSTLY_COPIED:
        return True
    return containment >= _REWORDED and len(numbers) <= 1 and _within(child, parent, _FORTNIGHT)


def is_onward(child: Account, parent: Account) -> bool:
    """Whether a mail, letter or referral leaves an agency soon after another made a note in it."""
    return (
        bool(child.papers & OUTWARD)
        and bool(parent.papers & _INWARD)
        and child.agency == parent.agency
        and child.report.author != parent.report.author
        and _within(child, parent, _FORTNIGHT)
    )


def is_handed_here(child: Account, parent: Account) -> bool:
    """Whether the other says it was sent to this agency, and this, which tells of no observation of
    its own, came within a fortnight and tells of the same day, which lies days back: who was there
    writes at once."""
    on, received = child.occurred, child.received
    return (
        not child.own
        and on is not None
        and on == parent.occurred
        and received is not None
        and (received - on).days >= _NOT_AT_ONCE
        and bool(parent.sent_to & (child.sorts - parent.sorts))
        and _within(child, parent, _FORTNIGHT)
    )


def named_papers(child: Account, parent: Account) -> frozenset[str]:
    """The sorts of paper beside the child's relay cues that the parent is."""
    return frozenset(
        paper
        for at, paper in child.named_papers
        if paper in parent.papers and child.is_near_cue(at, _NEAR)
    )


def attributed(child: Account, parent: Account, *, reach: int = _NEAR) -> frozenset[str]:
    """The sorts of agency in or beside the child's relay cues that are the parent's alone."""
    if child.foreign_sorts.isdisjoint(parent.sorts):
        return frozenset()
    return frozenset(
        sort
        for at, sort in child.named_sorts
        if sort in parent.sorts and sort not in child.sorts and child.is_near_cue(at, reach)
    )


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
