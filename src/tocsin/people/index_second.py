"""The second look at the few people whom a new report concerns, over the whole stored case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import log2
from typing import Generic, TypeVar

import numpy as np

from tocsin.people.circles import _CROWD, Circle, SecondLook, _Choice
from tocsin.people.clusters import Groups
from tocsin.people.facts import word_rows
from tocsin.people.index_groups import LivingGroups
from tocsin.people.index_keys import GroupKeys, key_number
from tocsin.people.names import NameSet
from tocsin.people.scoring import ScoredPair

_V = TypeVar("_V")
_MOST_KNOWN = 50_000
"""Groups of which is remembered what their reports say together."""


class _Lazily(dict[int, _V], Generic[_V]):
    """Values worked out when they are asked for, once."""

    def __init__(self, make: Callable[[int], _V]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, key: int) -> _V:
        found = self[key] = self._make(key)
        return found


@dataclass(slots=True)
class _Named:
    """The names of a group, and the words to look for them by."""

    members: list[int]
    names: NameSet
    codes: dict[str, int]
    """Each word by sound, with its key."""


@dataclass(slots=True)
class _Told:
    """What the reports of a group say, its company aside."""

    members: list[int]
    circle: Circle
    beside: frozenset[int]
    """Profiles named with it."""


@dataclass(slots=True)
class _Seen:
    """What one look has read of groups, each once."""

    cored: dict[int, bool] = field(default_factory=dict)
    met: dict[int, tuple[dict[int, None], bool]] = field(default_factory=dict)
    named_with: dict[int, dict[str, dict[int, None]]] = field(default_factory=dict)
    weighed: dict[tuple[int, int], _Choice | None] = field(default_factory=dict)

    def without(self, touched: set[int]) -> _Seen:
        """The same, of groups that have nothing to do with those touched."""
        met = {r: m for r, m in self.met.items() if r not in touched and not touched & m[0].keys()}
        return _Seen(
            {r: cored for r, cored in self.cored.items() if r not in touched},
            met,
            {r: near for r, near in self.named_with.items() if r not in touched},
            {
                p: choice
                for p, choice in self.weighed.items()
                if p[0] in met and p[1] not in touched
            },
        )


_NOBODY: Mapping[int, None] = {}


@dataclass
class LivingLook(SecondLook):
    """A second look at chosen groups; all else of the case is read where it stands."""

    groups: LivingGroups = field(default_factory=lambda: LivingGroups(0))
    keys: GroupKeys = field(
        default_factory=lambda: GroupKeys(np.array([], np.uint64), np.array([], np.int32))
    )
    _names_of: dict[int, _Named] = field(default_factory=dict)
    _told: dict[int, _Told] = field(default_factory=dict)
    _seen: _Seen = field(default_factory=_Seen)

    def look_at(self, chosen: Iterable[int]) -> list[ScoredPair]:
        """Join chosen groups by what all their reports say, round by round.

        Returns:
            The joins made.
        """
        before = len(self.reader.joined)
        roots = set(chosen)
        self._seen = _Seen()
        for _ in range(int(self.policy["people.circle_rounds"])):
            roots = {self.groups.find(root) for root in roots}
            made = self._one_round(sorted(roots))
            if not made:
                break
            self._moved(made)
        return self.reader.joined[before:]

    def _one_round(self, roots: Sequence[int]) -> list[tuple[int, int]]:
        """Join what fits best; which groups were joined."""
        least = log2(self._least / (1 - self._least)) - self._only_one - self._company
        alone = dict.fromkeys(root for root in roots if not self._is_cored(root))
        for root in roots:
            for other in self._met(root)[0]:
                if other not in alone and not self._is_cored(other):
                    choice = self._choice(root, other)
                    if choice is not None and choice.weight >= least:
                        alone[other] = None
        circles, choices = _Lazily(self.circle), _Lazily(self._choices_of)
        found = (self._proposal(self.groups, circles, choices, root) for root in alone)
        proposals = [proposal for proposal in found if proposal is not None]
        proposals.sort(key=lambda p: (-p[0].weight, p[0].left, p[0].right))
        made = []
        for pair, left, right in proposals:
            ends = self.groups.find(left), self.groups.find(right)
            if self._take(self.groups, pair, left, right):
                made.append(ends)
        return made

    def _moved(self, made: Iterable[tuple[int, int]]) -> None:
        """Let the groups that a round joined be found as they now are, and be looked at anew
        wherever they were seen."""
        ends = {end for pair in made for end in pair}
        joined = {self.groups.find(end) for end in ends}
        for end in sorted(ends):
            self.keys.leave(end)
        for root in sorted(joined):
            self.keys.enter(root, self.keys_of(root))
        beside = {
            self.groups.find(other)
            for root in joined
            for item in self.groups.held[root]
            for other in self.profiles[item].associates
        }
        self._seen = self._seen.without(ends | joined | beside)

    def _is_cored(self, root: int) -> bool:
        found = self._seen.cored.get(root)
        if found is None:
            found = self._seen.cored[root] = self._has_core(self.groups, root)
        return found

    def _met(self, root: int) -> tuple[dict[int, None], bool]:
        found = self._seen.met.get(root)
        if found is None:
            found = self._seen.met[root] = self._meets(root)
        return found

    def _choice(self, root: int, other: int) -> _Choice | None:
        """What joining two groups would weigh; None where nothing speaks for it."""
        seen = self._seen.weighed
        if (root, other) not in seen:
            key = self._key(self.named(root).names, self.named(other).names)
            # Most who share a word of a name bear another name: of them no more is read.
            if key is None or "c" in key.text or "0" in (key.text[0], key.text[2]):
                seen[root, other] = None
            else:
                few = self._met(root)[1]
                weighed = self._weigh(self.circle(root), self.circle(other), other, few)
                seen[root, other] = next(iter(weighed), None)
        return seen[root, other]

    def _choices_of(self, root: int) -> tuple[list[_Choice], bool]:
        met, few = self._met(root)
        found = [choice for other in met if (choice := self._choice(root, other)) is not None]
        found = [
            c for c in found
            if self.groups.may_join(root, c.root) and not self.reader.conflict(root, c.root)
        ]  # fmt: skip
        return sorted(found, key=lambda c: (-c.weight, c.root)), few

    def _has_core(self, groups: Groups, root: int) -> bool:
        return any(i in self.reader.tied for i in groups.members(root))

    def keys_of(self, root: int) -> list[int]:
        """By what a group is found: words of its names, alone and with what surrounds it."""
        named, circle = self.named(root), self.circle(root)
        # Company is looked up where it stands: groups change, and with them what is company.
        contexts = [c for c in circle.contexts() if not c.startswith("c:")]
        return [
            *named.codes.values(),
            *(key_number(f"{code}|{context}") for code in named.codes for context in contexts),
        ]

    def named(self, root: int) -> _Named:
        """The names of a group."""
        members = self.groups.held[root]
        found = self._names_of.get(root)
        if found is None or found.members is not members:
            if len(self._names_of) > _MOST_KNOWN:
                self._names_of.clear()
            sets = [self.compared.sets[i] for i in members]
            names = sets[0] if len(sets) == 1 else NameSet.of(n for s in sets for n in s.names)
            codes = {code: key_number(code) for _, code in word_rows(root, names)}
            found = self._names_of[root] = _Named(members, names, codes)
        return found

    def circle(self, root: int) -> Circle:
        """All that the reports of a group say together."""
        members = self.groups.held[root]
        found = self._told.get(root)
        if found is None or found.members is not members:
            if len(self._told) > _MOST_KNOWN:
                self._told.clear()
            circle = self._circle(self.groups, root, members)
            found = self._told[root] = _Told(members, circle, self._beside(members))
            return circle
        find = self.groups.find
        company = frozenset({find(i) for i in found.beside} - {root})
        if company != found.circle.company:
            found.circle = replace(found.circle, company=company)
        return found.circle

    def forget(self) -> None:
        """What surrounds people is read anew: a thing has become one that too many share."""
        self._told.clear()

    def _beside(self, members: Sequence[int]) -> frozenset[int]:
        profiles = (self.profiles[i] for i in members)
        return frozenset(
            other
            for p in profiles
            if len(p.associates) <= _CROWD
            for other in p.associates
            if not self.profiles[other].at_work
        )

    def _meets(self, root: int) -> tuple[dict[int, None], bool]:
        """Groups that may have the same name, and whether few in the whole case have it."""
        codes = self.named(root).codes
        found: dict[int, None] = {}
        common = []
        for code, shared in zip(
            codes, self.keys.few(list(codes.values()), self._most), strict=True
        ):
            if shared is None:
                common.append(code)
            else:
                found.update(dict.fromkeys(shared))
        if common:
            contexts = self.circle(root).contexts()
            company = [int(c[2:]) for c in contexts if c.startswith("c:")]
            around = [c for c in contexts if not c.startswith("c:")]
            keys = [key_number(f"{code}|{context}") for code in common for context in around]
            for shared in self.keys.few(keys, self._most):
                found.update(dict.fromkeys(shared or ()))
            for other in company:
                beside = self._named_with(other)
                for code in common:
                    if len(near := beside.get(code, _NOBODY)) <= self._most:
                        found.update(near)
        found.pop(root, None)
        return found, not common

    def _named_with(self, root: int) -> Mapping[str, dict[int, None]]:
        """Who is named with a group, by the words of their names."""
        found = self._seen.named_with.get(root)
        if found is not None:
            return found
        found = self._seen.named_with[root] = {}
        beside: dict[int, None] = {}
        for item in self.groups.held[root]:
            profile = self.profiles[item]
            if not profile.at_work and len(profile.associates) <= _CROWD:
                beside.update(dict.fromkeys(self.groups.find(i) for i in profile.associates))
        beside.pop(root, None)
        for other in beside:
            for code in self.named(other).codes:
                found.setdefault(code, {})[other] = None
        return found
