"""How much speaks for one report repeating another: bits for each piece of evidence, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tocsin.echoes.account import Account, Cue

_STRONGEST_FIRST = ("forward", "copy", "relay", "told", "record")
_NEAR_CUE = 60


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of evidence: its family, its bits, and what it says."""

    family: str
    bits: float
    sentence: str


@dataclass(frozen=True, slots=True)
class Score:
    """All pieces for one pair of reports."""

    pieces: tuple[Piece, ...]
    prior_bits: float

    @property
    def bits(self) -> float:
        """Their sum with the prior."""
        return self.prior_bits + sum(piece.bits for piece in self.pieces)

    @property
    def probability(self) -> float:
        """Of the echo, rounded to 4 decimals."""
        odds = 2.0 ** max(-60.0, min(60.0, self.bits))
        return round(odds / (1.0 + odds), 4)

    @property
    def families(self) -> frozenset[str]:
        """The families that speak for it."""
        return frozenset(piece.family for piece in self.pieces if piece.bits > 0)


class Weigher:
    """Weighs pairs of accounts by the policy's bits."""

    def __init__(self, weights: Mapping[str, float], prior_bits: float) -> None:
        self._weights = weights
        self._prior = prior_bits

    def weigh(
        self, child: Account, parent: Account, containment: float, rarity: Mapping[str, float]
    ) -> Score:
        """The evidence that `child` repeats `parent`."""
        cue = best_cue(child)
        pieces = [
            *self._cited(child, parent),
            *self._cue(child, cue, containment),
            *self._attribution(child, parent, cue),
            *self._dates(child, parent, cue),
            *self._facts(child, parent, rarity, containment),
            *self._text(containment),
            *self._delay(child, parent),
        ]
        return Score(tuple(pieces), self._prior)

    def _piece(self, family: str, weight: str, sentence: str, times: float = 1.0) -> Piece:
        return Piece(family, round(self._weights[weight] * times, 4), sentence)

    def _cited(self, child: Account, parent: Account) -> list[Piece]:
        if parent.report.report_id in child.report.cites:
            return [self._piece("citation", "cited", "It gives the other's reference")]
        if parent.report.quoted_in == child.report.report_id:
            return [self._piece("citation", "quoted", "The other is quoted below it in one mail")]
        return []

    def _cue(self, child: Account, cue: Cue | None, containment: float) -> list[Piece]:
        pieces = []
        if child.report.is_forward:
            pieces.append(self._piece("cue", "cue_forward", "It is a forwarded mail"))
        elif cue is not None:
            sentence = f"It says “{cue.words[:60]}”"
            pieces.append(self._piece("cue", f"cue_{cue.sort}", sentence))
        if child.own and containment < 0.5:
            sentence = f"But it tells of its own observation: “{child.own[0][:60]}”"
            pieces.append(self._piece("own", "own_observation", sentence))
        return pieces

    def _attribution(self, child: Account, parent: Account, cue: Cue | None) -> list[Piece]:
        pieces = []
        foreign = parent.sorts - child.sorts
        places = [(child.named_sorts[s], s) for s in sorted(foreign) if s in child.named_sorts]
        if places:
            near = cue is not None and any(
                cue.start - 10 <= at <= cue.end + _NEAR_CUE for at, _ in places
            )
            weight = "agency_in_cue" if near else "agency_named"
            pieces.append(
                self._piece("agency", weight, "It names the other's agency or its people")
            )
        names = sorted(parent.teller_names & child.word_set)
        if names and not parent.teller_names & child.teller_names:
            pieces.append(self._piece("agency", "author_named", "It names who told the other"))
        if (parent.papers - child.papers) & child.named_papers:
            pieces.append(self._piece("agency", "document_named", "It speaks of such a document"))
        return pieces

    def _dates(self, child: Account, parent: Account, cue: Cue | None) -> list[Piece]:
        pieces = []
        told = [t for t in child.told if t.on == parent.received and t.on != child.received]
        if told:
            near = cue is not None and any(
                cue.start - _NEAR_CUE <= t.start <= cue.end + _NEAR_CUE for t in told
            )
            weight = "told_on" if near and not all(t.weak for t in told) else "told_near"
            words = f"It points to {_day(parent.received)}, when the other was received"
            pieces.append(self._piece("date", weight, words))
        on = parent.occurred
        if on is not None and on == child.occurred:
            words = f"Both tell of {_day(on)}"
            pieces.append(self._piece("date", "event_same_day", words))
        elif on is not None and any(t.on == on and not t.weak for t in child.told):
            words = f"It writes of {_day(on)}, the day the other tells of"
            pieces.append(self._piece("date", "event_in_text", words))
        elif on is not None and child.occurred is not None and not _is_record(child):
            words = f"But it tells of {_day(child.occurred)}, the other of {_day(on)}"
            pieces.append(self._piece("date", "event_other_day", words))
        return pieces

    def _facts(
        self,
        child: Account,
        parent: Account,
        rarity: Mapping[str, float],
        containment: float,
    ) -> list[Piece]:
        shared = [
            (max(rarity.get(k, 0.0) for k in common), fact.label, fact.kind)
            for fact in child.facts
            if (common := [k for k in fact.keys if k in parent.fact_keys])
        ]
        if not shared:
            if containment >= 0.3 or not child.facts:
                return []
            return [self._piece("facts", "nobody_shared", "But they name nobody in common")]
        most = self._weights["facts_most"]
        bits = min(most, sum(r * self._weights["facts_each"] for r, _, _ in shared))
        labels = ", ".join(dict.fromkeys(label for _, label, _ in shared))
        pieces = [Piece("facts", round(bits, 4), f"Both name {labels}")]
        people = [f for f in child.facts if f.kind == "person"]
        known = [f for f in people if any(k in parent.fact_keys for k in f.keys)]
        if people and len(known) == len(people):
            pieces.append(
                self._piece("facts", "all_named_known", "Everybody it names stands in the other")
            )
        return pieces

    def _text(self, containment: float) -> list[Piece]:
        if containment < 0.08:
            return []
        first, full = self._weights["text_first"], self._weights["text_full"]
        bits = first + (full - first) * min(1.0, containment / 0.6)
        words = f"{containment:.0%} of its runs of words stand in the other"
        return [Piece("text", round(bits, 4), words)]

    def _delay(self, child: Account, parent: Account) -> list[Piece]:
        if child.received is None or parent.received is None:
            return []
        days = (child.received - parent.received).days
        if days <= 7:
            return [self._piece("delay", "soon_week", "It came within a week of the other")]
        if days <= 31:
            return [self._piece("delay", "soon_month", "It came within a month of the other")]
        if days > 365:
            return [self._piece("delay", "long_after_year", "But it came over a year later")]
        return []


def best_cue(child: Account) -> Cue | None:
    """The strongest relay cue."""
    ranked = sorted(child.cues, key=lambda c: (_STRONGEST_FIRST.index(c.sort), c.start))
    return ranked[0] if ranked else None


def _is_record(child: Account) -> bool:
    return any(cue.sort == "record" for cue in child.cues)


def _day(on: date | None) -> str:
    return f"{on.day} {on:%B %Y}" if on else "an unknown day"
