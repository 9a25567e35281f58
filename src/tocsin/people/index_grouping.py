"""Who is grouped anew when something changes, and how: before the second look is taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.people.clustering import read_pairs
from tocsin.people.clusters import Groups
from tocsin.people.growing import Growing
from tocsin.people.index_finding import Finder
from tocsin.people.index_groups import LivingGroups
from tocsin.people.index_state import State, renumbered
from tocsin.people.model import Model
from tocsin.people.readings import Reader
from tocsin.people.scoring import ScoredPair
from tocsin.people.verdicts import Cuts, Verdicts
from tocsin.policies import Policy
from tocsin.records import JoinStatus

Said = Mapping[int, set[int]]
_NOBODY: set[int] = set()
_MOST_AROUND = 900
"""Of a long chain, so many profiles nearest to a change are read, and the rest stays as it is."""


@dataclass(slots=True)
class Anew:
    """Profiles grouped anew."""

    area: set[int] = field(default_factory=set)
    groups: list[list[int]] = field(default_factory=list)
    core_of: dict[int, int] = field(default_factory=dict)
    tied: set[int] = field(default_factory=set)
    joined: list[ScoredPair] = field(default_factory=list)
    free: set[int] = field(default_factory=set)
    """Those of which no earlier join stands."""

    def add(self, other: Anew) -> None:
        """Take in profiles that have nothing to do with these."""
        self.area |= other.area
        self.groups += other.groups
        self.core_of |= other.core_of
        self.tied |= other.tied
        self.joined += other.joined
        self.free |= other.free


class _PartReader(Reader):
    """Groups few profiles among others that stay as they stand."""

    def hold(self, groups: Groups, items: Sequence[int]) -> None:
        """Leave together those that stand together."""
        for other in items[1:]:
            self._join(groups, items[0], other)


@dataclass
class Grouping:
    """Cores and readings of those whom a change can reach."""

    state: State
    groups: LivingGroups
    finder: Finder
    model: Model
    policy: Policy
    most_anew: int = 120
    """So many profiles that hang together by possible pairs are grouped anew as a whole."""

    def __post_init__(self) -> None:
        self._verdicts = Verdicts(self.model, Cuts.of(self.policy, self.finder.known.prior_bits))

    def anew(self, seeds: set[int], sames: Said, differents: Said, tied: set[int]) -> Anew:
        """Group anew whoever a change can reach.

        Where a chain of possible pairs leads to few, all of them are, and the result is that of
        joining all at once. Where it leads to many (one common name in a large case), the change
        and those alone beside it are, and everybody else stays as he stands.

        Args:
            seeds: profiles that are new, or of which something is another.
            sames: pairs that a human called the same, from both ends.
            differents: pairs that a human called different, from both ends.
            tied: profiles in certain joins.
        """
        found, short, long = Anew(), set[int](), set[int]()
        for seed in self.state.ranked(seeds):
            if seed not in short and seed not in long:
                chain, ends = self._chain(seed, sames, long)
                (short if ends else long).update(chain)
        if short:
            found.add(self._all(self.state.ranked(short), sames, differents))
        if seeds - short:
            found.add(self._few(seeds - short, sames, differents, tied))
        return found

    def _chain(self, seed: int, sames: Said, long: set[int]) -> tuple[set[int], bool]:
        """Those that a chain of possible pairs, or a judgement, leads to; whether it ends."""
        found, waiting = {seed}, [seed]
        while waiting:
            slot = waiting.pop()
            near = self._near(slot, sames) - found
            if near & long or len(found) + len(near) > self.most_anew:
                return found, False
            found |= near
            waiting += near
        return found, True

    def _near(self, slot: int, sames: Said) -> set[int]:
        of = self._verdicts.of
        links = self.state.links_of(slot).items()
        found = {other for other, pair in links if of(pair) is not JoinStatus.ALONE}
        return found | sames.get(slot, _NOBODY)

    def _all(self, area: Sequence[int], sames: Said, differents: Said) -> Anew:
        """Group a whole chain anew."""
        inside = {slot: i for i, slot in enumerate(area)}
        same, different = _within(inside, sames), _within(inside, differents)
        reader, core_of, groups = read_pairs(
            [self.state.profiles[slot] for slot in area],
            self.state.compared(area, self.finder.known, []),
            self._judged(inside, {*same, *different}, inside),
            self._apart(inside),
            same,
            different,
            self.model,
            self.policy,
        )
        return _anew(area, reader, core_of, groups, set(area))

    def _few(self, seeds: set[int], sames: Said, differents: Said, tied: set[int]) -> Anew:
        """Group a change anew, and those alone beside it, among all who stand around them."""
        state = self.state
        beside = {slot for seed in seeds for slot in self._near(seed, sames)}
        free = seeds | {slot for slot in beside if slot not in tied}
        area = self._around(seeds, beside, free, sames)
        inside = {slot: i for i, slot in enumerate(area)}
        same, different = _within(inside, sames), _within(inside, differents)
        compared = state.compared(area, self.finder.known, [])
        told = set(same)
        reader = _PartReader(
            [state.profiles[slot] for slot in area],
            compared.sets,
            compared.set_of,
            [f.part for f in compared.facts],
            [*(pair for pair in self._apart(inside) if pair not in told), *different],
            float(self.policy["people.rival_bits"]),
        )
        certain, possible = self._judged(
            inside, {*same, *different}, {s: inside[s] for s in free if s in inside}
        )
        held = [slot for slot in area if slot not in free]
        chained = _chains([inside[s] for s in held], [state.core_of[s] for s in held])
        cores = reader.cores([*chained, *same], certain)
        reader.tied |= {inside[slot] for slot in held if slot in tied}
        Growing(reader.profiles, compared, reader, self.model, self.policy).grow(cores, possible)
        core_of = [cores.find(i) for i in range(len(area))]
        for pair in _chains([inside[s] for s in held], [state.reading_of[s] for s in held]):
            reader.hold(cores, pair)
        groups = reader.readings(cores, possible)
        return _anew(area, reader, core_of, groups, free)

    def _around(self, seeds: set[int], beside: set[int], free: set[int], sames: Said) -> list[int]:
        """The groups, as they stand, of all whom the change may join or stand against."""
        state, found = self.state, set[int]()
        rivals = {slot for one in free - seeds for slot in self._near(one, sames)}
        for wanted in (seeds, beside, rivals):
            for slot in state.ranked(wanted):
                if slot in found:
                    continue
                if wanted is rivals and len(found) > _MOST_AROUND:
                    break
                found |= self._reading(slot)
        return state.ranked(found)

    def _reading(self, slot: int) -> set[int]:
        """All who stood together with a profile before the second look."""
        first = self.state.reading_of[slot]
        held = self.groups.members(slot)
        return {other for other in held if self.state.reading_of[other] == first} | {slot}

    def _apart(self, inside: Mapping[int, int]) -> list[tuple[int, int]]:
        return _within(inside, {slot: set(self.state.apart[slot]) for slot in inside})

    def _judged(
        self,
        inside: Mapping[int, int],
        human: set[tuple[int, int]],
        asked: Mapping[int, int],
    ) -> tuple[list[ScoredPair], list[ScoredPair]]:
        """The pairs of those asked about that may be certain, and those that are at least
        possible, strongest first; what a human judged is left to the human."""
        certain, possible = [], []
        for slot in asked:
            for other, pair in self.state.links_of(slot).items():
                if other not in inside or (pair.left != slot and other in asked):
                    continue
                status = self._verdicts.of(pair)
                ends = inside[pair.left], inside[pair.right]
                if status is JoinStatus.ALONE or ends in human:
                    continue
                moved = renumbered(pair, *ends)
                possible.append(moved)
                if status is JoinStatus.CERTAIN:
                    certain.append(moved)
        for found in (certain, possible):
            found.sort(key=lambda p: (-p.weight, p.left, p.right))
        return certain, possible


def _within(inside: Mapping[int, int], said: Said) -> list[tuple[int, int]]:
    found = ((inside[a], inside[b]) for a in inside for b in said.get(a, _NOBODY) if b in inside)
    return sorted(pair for pair in found if pair[0] < pair[1])


def _chains(items: Sequence[int], of: Sequence[int]) -> list[tuple[int, int]]:
    """Each item with the first that stands with it."""
    first: dict[int, int] = {}
    found = [(first.setdefault(name, item), item) for item, name in zip(items, of, strict=True)]
    return [pair for pair in found if pair[0] != pair[1]]


def _anew(
    area: Sequence[int], reader: Reader, core_of: Sequence[int], groups: Groups, free: set[int]
) -> Anew:
    return Anew(
        set(area),
        [[area[i] for i in group] for group in groups.groups()],
        {slot: area[core] for slot, core in zip(area, core_of, strict=True)},
        {area[i] for i in reader.tied},
        [renumbered(p, area[p.left], area[p.right]) for p in reader.joined],
        free,
    )
