"""The people of a stored case, kept up to date report by report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from tocsin.people.index_finding import Finder, Repeats
from tocsin.people.index_grouping import Anew, Grouping
from tocsin.people.index_groups import LivingGroups, LivingReader
from tocsin.people.index_keys import KeyIndex, key_number
from tocsin.people.index_links import Links
from tocsin.people.index_second import LivingLook
from tocsin.people.index_state import State
from tocsin.people.index_things import ThingIndex
from tocsin.people.judgements import Bound
from tocsin.people.model import Model
from tocsin.people.persons import describe
from tocsin.people.profiles import profiles_of
from tocsin.people.wholes import Stood, how_stood
from tocsin.policies import Policy
from tocsin.records import Extraction, Report

_NOBODY: set[int] = set()


@dataclass
class People:
    """Profiles, pairs and groups, and what one more report does to them."""

    reports: Mapping[str, Report]
    extractions: Mapping[str, Extraction]
    state: State
    groups: LivingGroups
    reader: LivingReader
    look: LivingLook
    finder: Finder
    things: ThingIndex
    bound: Bound
    model: Model
    policy: Policy
    keepers: KeyIndex
    """Thing, as a key → the profiles whose reports name it."""
    made: Links = field(default_factory=Links)
    """The joins that stand."""
    names_of: dict[str, set[str]] = field(default_factory=dict)
    """Thing → the beginnings of the names it is tied to."""
    sames: dict[int, set[int]] = field(default_factory=dict)
    differents: dict[int, set[int]] = field(default_factory=dict)
    stood: dict[tuple[int, int], Stood] = field(default_factory=dict)
    """Subjects that a human called the same by their numbers, and how they stood then."""

    def __post_init__(self) -> None:
        self.grouping = Grouping(self.state, self.groups, self.finder, self.model, self.policy)
        self._limit = int(self.policy["people.shared_by_many"])
        self.groups.enemies = self._enemies

    def add(self, report_ids: Sequence[str], repeated: Repeats) -> set[int]:
        """Take in reports that `reports` and `extractions` already hold.

        Args:
            report_ids: new ones.
            repeated: which reports repeat which, as far as it is news.

        Returns:
            The roots of the groups that changed.
        """
        new_ids = set(report_ids)
        retold = sorted(r for r in self.things.add(report_ids) if r not in new_ids)
        self.finder.note_repeats(repeated)
        old = [s for r in retold for s in self._slots(r)]
        again = {s for pair in repeated for r in pair if r not in new_ids for s in self._slots(r)}
        self.finder.leave(old)
        self._redescribe(retold)
        new = [slot for report_id in report_ids for slot in self._describe(report_id)]
        if self._speaks_of(new):
            self.read_judgements()
        again |= self._widen([*new, *old])
        again -= {*new, *old}
        seeds: set[int] = {*new, *old, *again}
        for slot in sorted({*old, *again}):
            seeds |= self.state.unlink(slot)
        keys = self.finder.keys_of([*new, *old, *again])
        self.finder.enter({slot: keys[slot] for slot in [*new, *old]})
        for pair in self.finder.weigh(keys):
            self.state.link(pair)
        return self.regroup(seeds)

    def _slots(self, report_id: str) -> Sequence[int]:
        return self.state.slots_of.get(report_id, ())

    def _describe(self, report_id: str) -> list[int]:
        """Take in the people of one report."""
        one = {report_id: self.reports[report_id]}
        profiles, apart = profiles_of(one, self.extractions, self.bound)
        described = describe(profiles, one, self.extractions, self.things.thing_of)
        slots = self.state.take_in(described)
        for slot in slots:
            self.groups.root_of.append(slot)
            self.groups.held[slot] = [slot]
        for a, b in apart:
            self.state.keep_apart(slots[a], slots[b])
        return slots

    def _enemies(self, slot: int) -> set[int]:
        """Those that are another person, by their report's words or a human's."""
        told = set(self.state.apart[slot]) - self.sames.get(slot, set())
        return told | self.differents.get(slot, set())

    def _redescribe(self, report_ids: Iterable[str]) -> None:
        """Read anew what surrounds the people of reports in which a thing is now another."""
        for report_id in report_ids:
            slots = self._slots(report_id)
            one = {report_id: self.reports[report_id]}
            profiles, _ = profiles_of(one, self.extractions, self.bound)
            described = describe(profiles, one, self.extractions, self.things.thing_of)
            for slot, facts in zip(slots, described.facts, strict=True):
                self.state.facts[slot] = facts

    def _speaks_of(self, slots: Iterable[int]) -> bool:
        """Whether a human has judged any of these profiles."""
        judged = {m for pair in (*self.bound.sames, *self.bound.differents) for m in pair}
        profiles = (self.state.profiles[slot] for slot in slots)
        return bool(judged) and any(m.mention_id in judged for p in profiles for m in p.mentions)

    def _widen(self, slots: Iterable[int]) -> set[int]:
        """Count the names tied to each thing; the profiles of things that too many now share."""
        state, crossed = self.state, set()
        wide = self.finder.known.wide
        for slot in slots:
            for thing in state.facts[slot].near:
                self.keepers.add(key_number(thing), slot)
            for thing in state.facts[slot].own:
                if state.profiles[slot].at_work:
                    continue
                for name in state.sets[slot].names[:1]:
                    if name.words:
                        self.names_of.setdefault(thing, set()).add(name.words[0][:2])
                if thing not in wide and len(self.names_of.get(thing, ())) > self._limit:
                    crossed.add(thing)
        if not crossed:
            return set()
        wide |= crossed
        self.finder.known = replace(self.finder.known, wide=wide)
        self.look.compared = replace(self.look.compared, wide=wide)
        self.look.forget()
        return {s for thing in sorted(crossed) for s in self.keepers.members(key_number(thing))}

    def heed(self) -> set[int]:
        """Take in what humans said meanwhile; the roots of the groups that changed."""
        return self.regroup(self.read_judgements())

    def _read_wholes(self) -> list[tuple[int, int]]:
        """What ties subjects that a human called the same as they stood when it was said."""
        home = self.state.home
        said = [(home[a], home[b]) for a, b in self.bound.wholes if a in home and b in home]
        wholes = sorted({(min(p), max(p)) for p in said if p[0] != p[1]})
        for pair in wholes:
            if pair not in self.stood:
                roots = {self.groups.find(end) for end in pair}
                held = [self.state.ranked(self.groups.held[root]) for root in sorted(roots)]
                self.stood[pair] = how_stood(pair, held, self.state.core_of)
        self.stood = {pair: self.stood[pair] for pair in wholes}
        return [tie for found in self.stood.values() for tie in found.ties]

    def read_judgements(self) -> set[int]:
        """What humans said of profiles, as far as their mentions are here; whom that concerns."""
        before = {(a, b, word) for word, said in ((True, self.sames), (False, self.differents))
                  for a, others in said.items() for b in others}  # fmt: skip
        sames, differents = self.bound.between(self.state.home)
        ties = [pair for pair in self._read_wholes() if pair not in differents]
        self.sames, self.differents = _both_ways([*sames, *ties]), _both_ways(differents)
        now = {(a, b, word) for word, said in ((True, self.sames), (False, self.differents))
               for a, others in said.items() for b in others}  # fmt: skip
        return {slot for a, b, _ in before ^ now for slot in (a, b)}

    def regroup(self, seeds: set[int]) -> set[int]:
        """Group anew whoever a change can reach, then look a second time at what became other."""
        state = self.state
        anew = self.grouping.anew(seeds, self.sames, self.differents, self.reader.tied)
        before = {frozenset(g) for g in self._readings(anew.area)}
        moved = {s for g in anew.groups if frozenset(g) not in before or seeds & set(g) for s in g}
        for slot, core in anew.core_of.items():
            state.core_of[slot] = core
        self.reader.tied -= anew.area
        self.reader.tied |= anew.tied
        return self._form(anew, moved)

    def _readings(self, slots: Iterable[int]) -> list[list[int]]:
        found: dict[int, list[int]] = {}
        for slot in slots:
            found.setdefault(self.state.reading_of[slot], []).append(slot)
        return list(found.values())

    def _form(self, anew: Anew, moved: set[int]) -> set[int]:
        """Take apart the groups that hold what moved, form them anew, and look again."""
        state, groups = self.state, self.groups
        roots = {groups.find(slot) for slot in moved}
        near = {slot for root in roots for slot in groups.held[root]}
        parts = self._readings(sorted(near - anew.area))
        parts += [list(g) for g in anew.groups if near & set(g)]
        self.reader.forget(roots)
        for root in roots:
            del groups.held[root]
            self.look.keys.leave(root)
        for slot in near:
            for other in list(self.made.of(slot)):
                if slot in anew.free or state.reading_of[slot] != state.reading_of[other]:
                    self.made.drop(slot, other)
        formed = [groups.form(part) for part in parts]
        self.reader.forget(formed)
        for first, part in zip(formed, parts, strict=True):
            for slot in part:
                state.reading_of[slot] = first
        for first in formed:
            self.look.keys.enter(first, self.look.keys_of(first))
        for pair in anew.joined:
            if pair.left in near:
                self.made.put(pair)
        for pair in self.look.look_at(formed):
            self.made.put(pair)
        self._tie_wholes(near)
        return {groups.find(slot) for slot in near}

    def _tie_wholes(self, near: set[int]) -> None:
        """Whoever stood in subjects that a human called the same stays with them."""
        groups, look = self.groups, self.look
        for (a, b), stood in self.stood.items():
            if groups.find(a) != groups.find(b) or not near & set(stood.members):
                continue
            for other in stood.members:
                ends = groups.find(a), groups.find(other)
                if groups.join(*ends):
                    self.reader.forget(ends)
                    look.keys.leave(ends[0])
                    look.keys.leave(ends[1])
                    look.keys.enter(groups.find(a), look.keys_of(groups.find(a)))


def _both_ways(pairs: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for a, b in pairs:
        found.setdefault(a, set()).add(b)
        found.setdefault(b, set()).add(a)
    return found
