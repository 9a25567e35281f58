"""Who a new profile is compared with, and how each pair is weighed, in a stored case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import log2

from tocsin.people.facts import context_rows, initial_rows, key_rows, word_rows
from tocsin.people.index_keys import KeyIndex, key_number
from tocsin.people.index_scoring import PairScorer
from tocsin.people.index_state import State, row_of
from tocsin.people.model import Model
from tocsin.people.persons import Known
from tocsin.people.scoring import ScoredPair
from tocsin.policies import Policy

_MOST_KNOWN = 50_000
"""Profiles whose keys are remembered at a time."""
Repeats = dict[tuple[str, str], str]


@dataclass
class Finder:
    """Candidates by shared keys, weighed by the prepared statement."""

    state: State
    keys: KeyIndex
    known: Known
    model: Model
    policy: Policy
    repeats: Repeats = field(default_factory=dict)
    """Two reports, in order → how the one repeats the other."""
    _repeating: dict[str, set[str]] = field(default_factory=dict)
    _known_keys: dict[int, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._scorer = PairScorer(self.model, 1 / (1 + 2**self.known.prior_bits))
        self._all = int(self.policy["people.block_all_pairs"])
        self._neighbours = int(self.policy["people.block_neighbours"])
        least = float(self.policy["people.near_miss"])
        self._floor = log2(least / (1 - least))
        for a, b in self.repeats:
            self._repeating.setdefault(a, set()).add(b)
            self._repeating.setdefault(b, set()).add(a)

    def note_repeats(self, found: Mapping[tuple[str, str], str]) -> None:
        """Take in which reports repeat which."""
        for (a, b), how in found.items():
            if self.repeats.get((a, b)) != "c":
                self.repeats[(a, b)] = how
            self._repeating.setdefault(a, set()).add(b)
            self._repeating.setdefault(b, set()).add(a)

    def keys_of(self, slots: Iterable[int]) -> dict[int, list[int]]:
        """By what each profile is looked for; as in bulk, but for repeated reports."""
        if len(self._known_keys) > _MOST_KNOWN:
            self._known_keys.clear()
        found = {}
        for slot in slots:
            keys = self._known_keys.get(slot)
            if keys is None:
                keys = self._known_keys[slot] = [key_number(text) for text in self._texts(slot)]
            found[slot] = keys
        return found

    def _texts(self, slot: int) -> dict[str, None]:
        state = self.state
        names, facts = state.sets[slot], state.facts[slot]
        contexts = [c for _, c in context_rows(slot, state.profiles[slot].agency, facts)]
        found = {f"{w}|{c}": None for _, w in word_rows(slot, names) for c in contexts}
        found.update((k, None) for _, k in key_rows(slot, names))
        found.update((k, None) for _, k in initial_rows(slot, names, facts))
        return found

    def enter(self, keys: Mapping[int, Iterable[int]]) -> None:
        """Let profiles be found by these keys."""
        for slot in sorted(keys):
            for key in keys[slot]:
                self.keys.add(key, slot)

    def leave(self, slots: Iterable[int]) -> None:
        """Let profiles be found no more."""
        for slot, keys in self.keys_of(slots).items():
            for key in keys:
                self.keys.discard(key, slot)
            self._known_keys.pop(slot, None)

    def weigh(self, keys: Mapping[int, Sequence[int]]) -> list[ScoredPair]:
        """Every pair of these profiles with anybody, that is worth asking about.

        Args:
            keys: by which the profiles are found, already entered.
        """
        state, places = self.state, self.state.places
        asked: dict[tuple[int, int], str] = {}
        for slot in sorted(keys):
            for other in sorted(self._candidates(slot, keys[slot])):
                left, right = (slot, other) if places[slot] < places[other] else (other, slot)
                if (left, right) in asked:
                    continue
                one, two = state.profiles[left].report_id, state.profiles[right].report_id
                if one == two:
                    continue
                key = self.known.comparer.key(state.sets[left], state.sets[right])
                if key is not None and self.known.comparer.bits(key) > 0:
                    how = self.repeats.get((min(one, two), max(one, two)), "-")
                    asked[(left, right)] = key.text + how
        slots = sorted({slot for pair in asked for slot in pair})
        rows = [row_of(slot, state, self.known.wide) for slot in slots]
        pairs = [(left, right, key) for (left, right), key in asked.items()]
        return [p for p in self._scorer.weigh(rows, pairs) if p.weight >= self._floor]

    def _candidates(self, slot: int, keys: Sequence[int]) -> set[int]:
        found = self.keys.sharers(keys, slot, all_up_to=self._all, neighbours=self._neighbours)
        state = self.state
        words = state.words[slot]
        for report_id in self._repeating.get(state.profiles[slot].report_id, ()):
            for other in state.slots_of.get(report_id, ()):
                if words & state.words[other]:
                    found.add(other)
        return found


def by_report(found: Iterable[tuple[int, int, str]], reports: Sequence[str]) -> Repeats:
    """What `repeats` found, by report_id."""
    named = (((reports[a], reports[b]), how) for a, b, how in found)
    return {(min(pair), max(pair)): how for pair, how in named}
