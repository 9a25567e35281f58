"""What a stored index holds of each profile, and how pairs hang between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, cast

from tocsin.people.facts import Facts, word_rows
from tocsin.people.index_links import Links
from tocsin.people.index_records import facts_at, facts_row, profile_of, profile_row, slots_at
from tocsin.people.index_shelves import Derived, Shelf
from tocsin.people.names import NameSet
from tocsin.people.persons import Compared, Described, Known, profile_rows
from tocsin.people.profiles import Profile
from tocsin.people.readings import Portrait
from tocsin.people.scoring import ScoredPair

Place = tuple[date, str, int]


class Homes(Mapping[str, int]):
    """mention_id → its profile."""

    def __init__(self, state: State) -> None:
        self._state = state

    def __getitem__(self, mention_id: str) -> int:
        slots = self._state.slots_of[mention_id.rsplit(":", 2)[0]]
        for slot in slots:
            if any(m.mention_id == mention_id for m in self._state.profiles[slot].mentions):
                return slot
        raise KeyError(mention_id)

    def __iter__(self) -> Iterator[str]:
        return (m.mention_id for p in self._state.profiles for m in p.mentions)

    def __len__(self) -> int:
        return sum(len(p.mentions) for p in self._state.profiles)


@dataclass
class State:
    """Profiles by number (their order of arrival), pairs between them, and who is who."""

    profiles: Shelf[Profile] = field(default_factory=lambda: Shelf(profile_of, profile_row))
    facts: Shelf[Facts] = field(default_factory=lambda: Shelf(facts_at, facts_row))
    apart: Shelf[tuple[int, ...]] = field(default_factory=lambda: Shelf(slots_at, list))
    """For each profile, those of which its report says that they are other people."""
    slots_of: dict[str, Sequence[int]] = field(default_factory=dict)
    """report_id → its profiles."""
    core_of: list[int] = field(default_factory=list)
    reading_of: list[int] = field(default_factory=list)
    """The first of its group before the second look."""
    links: Links = field(default_factory=Links)
    sets: Sequence[NameSet] = field(init=False)
    set_of: Sequence[int] = field(init=False)
    """Each profile has names of its own."""
    words: Sequence[frozenset[str]] = field(init=False)
    """The words of each profile's names, by sound."""
    places: Sequence[Place] = field(init=False)
    """Where each stands in order of receipt."""
    home: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        size = self.profiles.__len__
        self.sets = Derived(lambda slot: NameSet.of(self.profiles[slot].names), size)
        self.set_of = Derived(lambda slot: slot, size)
        self.words = Derived(
            lambda slot: frozenset(code for _, code in word_rows(slot, self.sets[slot])), size
        )
        self.places = Derived(self._place, size)
        self.home = Homes(self)

    def _place(self, slot: int) -> Place:
        """As `receipt_order`, and within a report as it tells."""
        profile = self.profiles[slot]
        first = self.slots_of[profile.report_id][0]
        return (profile.on or date.max, profile.report_id, slot - first)

    def take_in(self, described: Described) -> list[int]:
        """Add profiles, whose numbers go on from those known."""
        base = len(self.profiles)
        moved = [base + i for i in range(len(described.profiles))]
        for profile, facts in zip(described.profiles, described.facts, strict=True):
            slot = base + profile.index
            associates = tuple(base + i for i in profile.associates)
            self.profiles.append(replace(profile, index=slot, associates=associates))
            self.facts.append(facts)
            self.apart.append(())
            self.core_of.append(slot)
            self.reading_of.append(slot)
            known = self.slots_of.get(profile.report_id, range(slot, slot))
            self.slots_of[profile.report_id] = range(known[0] if known else slot, slot + 1)
        return moved

    def keep_apart(self, left: int, right: int) -> None:
        """Remember that a report tells of two people."""
        self.apart[left] = (*self.apart[left], right)
        self.apart[right] = (*self.apart[right], left)

    def link(self, pair: ScoredPair) -> None:
        """Remember a pair; the earlier in order of receipt is its left."""
        if self.places[pair.right] < self.places[pair.left]:
            pair = renumbered(pair, pair.right, pair.left)
        self.links.put(pair)

    def unlink(self, slot: int) -> set[int]:
        """Forget the pairs of a profile; those it was paired with."""
        found = set(self.links.of(slot))
        for other in found:
            self.links.drop(slot, other)
        return found

    def links_of(self, slot: int) -> Mapping[int, ScoredPair]:
        """Who it was paired with, and how."""
        return self.links.of(slot)

    def living(self) -> Iterator[int]:
        """All profiles that their reports hold, in order of receipt."""
        return iter(sorted(range(len(self.profiles)), key=lambda s: self.places[s]))

    def ranked(self, slots: Iterable[int]) -> list[int]:
        """Profiles in order of receipt."""
        return sorted(slots, key=lambda s: self.places[s])

    def whole(self, slots: Sequence[int], known: Known) -> tuple[list[Profile], Compared]:
        """All profiles, numbered from 0 in the order given, with all pairs."""
        local = {slot: i for i, slot in enumerate(slots)}
        pairs = [renumbered(p, local[p.left], local[p.right]) for p in self.links.all()]
        pairs.sort(key=lambda p: (-p.weight, p.left, p.right))
        return [self.profiles[slot] for slot in slots], self.compared(slots, known, pairs)

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
        return [self.profiles[slot] for slot in slots], self.compared(slots, known, pairs)

    def compared_all(self, known: Known) -> Compared:
        """What is compared of all profiles, by number, and read where it stands."""
        return Compared(
            [],
            cast("list[NameSet]", self.sets),
            cast("list[int]", self.set_of),
            cast("list[Facts]", self.facts),
            known.prior_bits,
            known.comparer,
            known.wide,
            [],
        )

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


def row_of(slot: int, state: State, wide: frozenset[str]) -> Any:
    """A profile as the comparisons read it; see `profile_rows`."""
    return next(profile_rows([state.profiles[slot]], [state.facts[slot]], wide))
