"""What a stored index holds of each profile, and how pairs hang between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import Any

from tocsin.people.facts import Facts, word_rows
from tocsin.people.names import NameSet
from tocsin.people.persons import Compared, Described, Known, profile_rows
from tocsin.people.profiles import Profile
from tocsin.people.readings import Portrait
from tocsin.people.scoring import ScoredPair

_NOWHERE: dict[int, ScoredPair] = {}


@dataclass(slots=True)
class State:
    """Profiles by number (their order of arrival), pairs between them, and who is who."""

    profiles: list[Profile] = field(default_factory=list)
    sets: list[NameSet] = field(default_factory=list)
    words: list[frozenset[str]] = field(default_factory=list)
    """The words of each profile's names, by sound."""
    set_of: list[int] = field(default_factory=list)
    """Each profile has names of its own."""
    facts: list[Facts] = field(default_factory=list)
    places: list[tuple[date, str, int]] = field(default_factory=list)
    """Where each stands in order of receipt."""
    slots_of: dict[str, list[int]] = field(default_factory=dict)
    """report_id → its profiles."""
    home: dict[str, int] = field(default_factory=dict)
    """mention_id → its profile."""
    links: dict[int, dict[int, ScoredPair]] = field(default_factory=dict)
    apart: dict[int, set[int]] = field(default_factory=dict)
    """Pairs of which the reports say that they are two people."""
    core_of: list[int] = field(default_factory=list)
    reading_of: list[int] = field(default_factory=list)
    """The first of its group before the second look."""
    keepers: dict[str, list[int]] = field(default_factory=dict)
    """Thing → the profiles it is tied to."""

    def take_in(self, described: Described, places: Iterable[tuple[date, str, int]]) -> list[int]:
        """Add profiles, whose numbers go on from those known."""
        base = len(self.profiles)
        moved = [base + i for i in range(len(described.profiles))]
        for profile, facts, place in zip(described.profiles, described.facts, places, strict=True):
            slot = base + profile.index
            associates = tuple(base + i for i in profile.associates)
            self.profiles.append(replace(profile, index=slot, associates=associates))
            self.sets.append(described.sets[described.set_of[profile.index]])
            names = self.sets[slot]
            self.words.append(frozenset(code for _, code in word_rows(slot, names)))
            self.set_of.append(slot)
            self.facts.append(facts)
            self.places.append(place)
            self.core_of.append(slot)
            self.reading_of.append(slot)
            self.slots_of.setdefault(profile.report_id, []).append(slot)
            self.home.update((m.mention_id, slot) for m in profile.mentions)
        return moved

    def keep_apart(self, left: int, right: int) -> None:
        """Remember that a report tells of two people."""
        self.apart.setdefault(left, set()).add(right)
        self.apart.setdefault(right, set()).add(left)

    def link(self, pair: ScoredPair) -> None:
        """Remember a pair; the earlier in order of receipt is its left."""
        if self.places[pair.right] < self.places[pair.left]:
            pair = renumbered(pair, pair.right, pair.left)
        self.links.setdefault(pair.left, {})[pair.right] = pair
        self.links.setdefault(pair.right, {})[pair.left] = pair

    def unlink(self, slot: int) -> set[int]:
        """Forget the pairs of a profile; those it was paired with."""
        found = self.links.pop(slot, {})
        for other in found:
            self.links[other].pop(slot, None)
        return set(found)

    def links_of(self, slot: int) -> dict[int, ScoredPair]:
        """Who it was paired with, and how."""
        return self.links.get(slot, _NOWHERE)

    def living(self) -> Iterator[int]:
        """All profiles that their reports hold, in order of receipt."""
        found = (s for slots in self.slots_of.values() for s in slots)
        return iter(sorted(found, key=lambda s: self.places[s]))

    def ranked(self, slots: Iterable[int]) -> list[int]:
        """Profiles in order of receipt."""
        return sorted(slots, key=lambda s: self.places[s])

    def part(self, slots: Sequence[int], known: Known) -> tuple[list[Profile], Compared]:
        """An explicit set, numbered from 0 in the order given, with the pairs within it."""
        local = {slot: i for i, slot in enumerate(slots)}
        pairs = [
            renumbered(pair, local[pair.left], local[pair.right])
            for slot in slots
            for other, pair in self.links_of(slot).items()
            if pair.left == slot and other in local
        ]
        pairs.sort(key=lambda p: (-p.weight, p.left, p.right))
        profiles = [
            replace(
                self.profiles[slot],
                index=i,
                associates=tuple(local[a] for a in self.profiles[slot].associates if a in local),
            )
            for i, slot in enumerate(slots)
        ]
        return profiles, self.compared(slots, known, pairs)

    def compared(self, slots: Sequence[int], known: Known, pairs: list[ScoredPair]) -> Compared:
        """What is compared of an explicit set, numbered from 0 in the order given."""
        return Compared(
            pairs,
            [self.sets[s] for s in slots],
            list(range(len(slots))),
            [self.facts[s] for s in slots],
            known.prior_bits,
            known.comparer,
            known.wide,
            [],
        )

    def portrait(self, slot: int) -> Portrait:
        """What is known of one profile."""
        names = dict.fromkeys(self.sets[slot].names)
        return Portrait(names, {self.facts[slot].part}, self.profiles[slot].birth)


def renumbered(pair: ScoredPair, left: int, right: int) -> ScoredPair:
    """The same pair, of profiles that go by other numbers."""
    return ScoredPair(
        left, right, pair.weight, pair.probability, pair.gammas, pair.match_key, pair.further
    )


def places_of(profiles: Sequence[Profile]) -> list[tuple[date, str, int]]:
    """Order of receipt, as `receipt_order`, and within a report as it tells."""
    found = []
    for _, group in groupby(profiles, key=lambda p: p.report_id):
        for i, profile in enumerate(group):
            found.append((profile.on or date.max, profile.report_id, i))
    return found


def row_of(slot: int, state: State, wide: frozenset[str]) -> Any:
    """A profile as the comparisons read it; see `profile_rows`."""
    return next(profile_rows([state.profiles[slot]], [state.facts[slot]], wide))
