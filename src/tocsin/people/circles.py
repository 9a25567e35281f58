"""A second look, group by group: a short name goes to the one person of that name in its circle.

Comparing report with report leaves alone whoever is named briefly: "Mr Bowes" in one report shares
little with any single report of Norman Bowes. Against all that is said of Norman Bowes it may share
an agency, a place, a thing, or people who by then are known to be the same. Where few in the whole
case have the name, and one of them fits best, it need share nothing. Each round compares
groups by what all their reports say together, and what one round joins is company for the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.people.clusters import Groups
from tocsin.people.comparisons import SPECS
from tocsin.people.facts import word_rows
from tocsin.people.model import Model, gamma_of
from tocsin.people.names import NameKey, NameSet
from tocsin.people.persons import Compared
from tocsin.people.pooled_levels import keeps_level, part_level, setting_level, sex_level
from tocsin.people.profiles import Profile
from tocsin.people.readings import Reader
from tocsin.people.scoring import ScoredPair
from tocsin.people.verdicts import PARTS_AGAINST, Cuts
from tocsin.policies import Policy
from tocsin.records import Evidence

_CROWD = 15
"""Who is named with more people than this is named in a list, not in company."""
MOST_CONTEXTS = 24
_ONLY_ONE = "Nobody else in this circle has a name that fits"
_COMPANY = "Both are named with two or more of the same people"


@dataclass(slots=True)
class Circle:
    """All that the reports of one group say together."""

    members: list[int]
    names: NameSet
    part: str
    agencies: frozenset[str]
    days: tuple[int, int] | None
    own: frozenset[str]
    near: frozenset[str]
    places: frozenset[str]
    company: frozenset[int]
    sex: str
    """Empty where none is told, or both are."""

    def contexts(self) -> list[str]:
        """Keys of what can be shared, in a fixed order."""
        found = [f"c:{c}" for c in sorted(self.company)]
        found += [f"t:{t}" for t in sorted(self.own | self.near)]
        found += [f"p:{p}" for p in sorted(self.places)]
        return [*found[:MOST_CONTEXTS], *(f"a:{a}" for a in sorted(self.agencies))]

    def shares(self, other: Circle) -> bool:
        """Whether any agency, place, thing or companion is shared."""
        return bool(
            self.agencies & other.agencies
            or self.places & other.places
            or self.near & other.near
            or self.company & other.company
        )


@dataclass(slots=True)
class _Choice:
    """One person that a group may be."""

    root: int
    weight: float
    key: NameKey
    levels: Mapping[str, str]
    shares: bool
    company: int


@dataclass
class SecondLook:
    """Joins groups by what all their reports say together, in a few rounds."""

    profiles: Sequence[Profile]
    compared: Compared
    reader: Reader
    core_of: Sequence[int]
    model: Model
    policy: Policy
    crowded: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Keys that more groups share than are compared: how many, and one of them."""

    def __post_init__(self) -> None:
        self._most = int(self.policy["people.circle_candidates"])
        self._only_one = float(self.policy["people.only_one_bits"])
        self._company = float(self.policy["people.company_bits"])
        self._least = float(self.policy["people.possible"])
        self._many = Cuts.of(self.policy, self.compared.prior_bits).many_people
        self._cored = {self.core_of[i] for i in self.reader.tied}
        self._keys: dict[tuple[NameSet, NameSet], NameKey | None] = {}

    def look(self, groups: Groups) -> None:
        """Join what a round finds, until a round finds nothing or the last is done.

        One pair at a time; `circles_at_once` does the same for a whole case.
        """
        for _ in range(int(self.policy["people.circle_rounds"])):
            circles = self._circles(groups)
            index = self._index(circles)
            choices = {
                root: self._choices(groups, circles, index, root, circle)
                for root, circle in circles.items()
            }
            found = (
                self._proposal(groups, circles, choices, root)
                for root in circles
                if not self._has_core(groups, root)
            )
            proposals = [proposal for proposal in found if proposal is not None]
            proposals.sort(key=lambda p: (-p[0].weight, p[0].left, p[0].right))
            if not sum(self._take(groups, *proposal) for proposal in proposals):
                return

    def _has_core(self, groups: Groups, root: int) -> bool:
        return any(self.core_of[i] in self._cored for i in groups.members(root))

    def _take(self, groups: Groups, pair: ScoredPair, left: int, right: int) -> bool:
        a, b = groups.find(left), groups.find(right)
        if a == b or (self._has_core(groups, a) and self._has_core(groups, b)):
            return False
        return self.reader.hang(groups, a, b, pair)

    def _circles(self, groups: Groups) -> dict[int, Circle]:
        members: dict[int, list[int]] = {}
        for profile in self.profiles:
            members.setdefault(groups.find(profile.index), []).append(profile.index)
        return {root: self._circle(groups, root, found) for root, found in members.items()}

    def _circle(self, groups: Groups, root: int, members: list[int]) -> Circle:
        profiles = [self.profiles[i] for i in members]
        facts = [self.compared.facts[i] for i in members]
        days = [p.on.toordinal() for p in profiles if p.on]
        sexes = {p.sex for p in profiles if p.sex}
        company = {
            groups.find(other)
            for p in profiles
            if len(p.associates) <= _CROWD
            for other in p.associates
            if not self.profiles[other].at_work
        }
        sets = [self.compared.sets[self.compared.set_of[i]] for i in members]
        parts = sorted(f.part for f in facts if f.part != "U") or ["U"]
        return Circle(
            members,
            sets[0] if len(sets) == 1 else NameSet.of(n for s in sets for n in s.names),
            max(dict.fromkeys(parts), key=parts.count),
            frozenset(p.agency for p in profiles if p.agency),
            (min(days), max(days)) if days else None,
            frozenset(t for f in facts for t in f.own if t not in self.compared.wide),
            frozenset(t for f in facts for t in f.near if t not in self.compared.wide),
            frozenset(t for f in facts for t in f.places),
            frozenset(company - {root}),
            sexes.pop() if len(sexes) == 1 else "",
        )

    def _index(self, circles: Mapping[int, Circle]) -> dict[str, list[int]]:
        """Groups by word of their names, and by word and what surrounds them."""
        index: dict[str, list[int]] = {}
        for root, circle in circles.items():
            contexts = circle.contexts()
            for _, code in word_rows(root, circle.names):
                index.setdefault(code, []).append(root)
                for context in contexts:
                    index.setdefault(f"{code}|{context}", []).append(root)
        return index

    def _candidates(
        self, index: Mapping[str, list[int]], root: int, circle: Circle
    ) -> tuple[dict[int, None], bool]:
        """Groups that may have the same name, and whether few in the whole case have it."""
        found: dict[int, None] = {}
        few = True
        for _, code in word_rows(root, circle.names):
            if len(index[code]) <= self._most:
                found.update(dict.fromkeys(index[code]))
                continue
            few = False
            for context in circle.contexts():
                key = f"{code}|{context}"
                if len(index[key]) <= self._most:
                    found.update(dict.fromkeys(index[key]))
                else:
                    self.crowded[key] = (len(index[key]), index[key][0])
        found.pop(root, None)
        return found, few

    def _choices(
        self,
        groups: Groups,
        circles: Mapping[int, Circle],
        index: Mapping[str, list[int]],
        root: int,
        circle: Circle,
    ) -> tuple[list[_Choice], bool]:
        candidates, few = self._candidates(index, root, circle)
        found = [
            choice
            for other in candidates
            for choice in self._weigh(circle, circles[other], other, few)
            if groups.may_join(root, other) and not self.reader.conflict(root, other)
        ]
        return sorted(found, key=lambda c: (-c.weight, c.root)), few

    def _proposal(
        self,
        groups: Groups,
        circles: Mapping[int, Circle],
        choices: Mapping[int, tuple[list[_Choice], bool]],
        root: int,
    ) -> tuple[ScoredPair, int, int] | None:
        """The best choice of a group, unless either side has another that fits nearly as well."""
        own, few = choices[root]
        if not own:
            return None
        best = own[0]
        rivals = self._rivals(groups, own, best.root)
        rivals += self._rivals(groups, choices[best.root][0], root)
        if any(r.weight >= best.weight - self.reader.rival_bits for r in rivals):
            return None
        alone = few and best.shares and not any(r.shares for r in rivals)
        return self._scored(circles[root], circles[best.root], best, alone)

    def _rivals(self, groups: Groups, choices: Iterable[_Choice], chosen: int) -> list[_Choice]:
        """The other choices that cannot be the one chosen."""
        return [
            c
            for c in choices
            if c.root != chosen
            and (not groups.may_join(chosen, c.root) or self.reader.conflict(chosen, c.root))
        ]

    def _weigh(self, one: Circle, other: Circle, root: int, few: bool) -> Iterable[_Choice]:
        key = self._key(one.names, other.names)
        if key is None or "c" in key.text or "0" in (key.text[0], key.text[2]):
            return
        shares = one.shares(other)
        short = key.text[0] in "12" or key.text[2] in "12"
        if short and not shares and (not few or {one.part, other.part} == {"A", "C"}):
            return  # where many have the name, or in another part, a word alone points to nobody
        if self._many and not shares and against_each_other(one.part, other.part):
            return  # somebody else has that name
        levels = circle_levels(one, other)
        bits = self.compared.comparer.bits(key) - self.compared.prior_bits
        bits += sum(self.model.weight_bits(name, level) for name, level in levels.items())
        company = len(one.company & other.company)
        yield _Choice(root, round(bits, 4), key, levels, shares, company)

    def _key(self, one: NameSet, other: NameSet) -> NameKey | None:
        if (one, other) not in self._keys:
            self._keys[(one, other)] = self.compared.comparer.key(one, other)
        return self._keys[(one, other)]

    def _scored(
        self, one: Circle, other: Circle, choice: _Choice, alone: bool
    ) -> tuple[ScoredPair, int, int] | None:
        further = []
        if alone:
            further.append(Evidence("only_one", 1, self._only_one, _ONLY_ONE))
        if choice.company > 1:
            further.append(Evidence("company", 1, self._company, _COMPANY))
        weight = round(choice.weight + sum(e.weight_bits for e in further), 4)
        probability = round(1 / (1 + 2**-weight), 4)
        if probability < self._least:
            return None
        levels = {**choice.levels, **self.compared.comparer.levels(choice.key)}
        gammas = tuple(gamma_of(s, levels.get(s.name, "silent")) for s in SPECS)
        left, right = self._nearest(one, other)
        key = choice.key.text + "-"
        a, b = min(left, right), max(left, right)
        return ScoredPair(a, b, weight, probability, gammas, key, tuple(further)), left, right

    def _nearest(self, one: Circle, other: Circle) -> tuple[int, int]:
        """Whom the join is shown between: the fullest of the one, and the best fit of the other."""
        left = min(one.members, key=lambda i: (not self._set(i).is_full, i))

        def fit(i: int) -> tuple[bool, float, bool, int]:
            key = self._key(self._set(left), self._set(i))
            bits = self.compared.comparer.bits(key) if key else -1e9
            apart = self.profiles[i].agency != self.profiles[left].agency
            return key is None or "c" in key.text, -bits, apart, i

        return left, min(other.members, key=fit)

    def _set(self, index: int) -> NameSet:
        return self.compared.sets[self.compared.set_of[index]]


def against_each_other(one: str, other: str) -> bool:
    """Whether these are two parts that one person seldom stands in, by two agencies."""
    return part_level(one, other, False) in PARTS_AGAINST


def circle_levels(one: Circle, other: Circle) -> dict[str, str]:
    """What the circles have in common, in the words of the comparisons of single profiles."""
    found = {
        "keeps": keeps_level(one, other),
        "circle": _circle_level(one, other),
        "setting": setting_level(one, other),
        "part": part_level(one.part, other.part, bool(one.agencies & other.agencies)),
        "sex": sex_level(one.sex, other.sex),
    }
    return {name: level for name, level in found.items() if level}


def _circle_level(one: Circle, other: Circle) -> str:
    place = bool(one.places & other.places)
    if one.company & other.company:
        return "companion_and_place" if place else "companion"
    if place:
        return "place"
    known = all(c.company or c.places for c in (one, other))
    return "none" if known else ""
