"""All groups of a case in arrays, for the second look: what they hold, and what pairs share.

The levels are those of `circles.circle_levels`, weighed for all pairs at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tocsin.people.arrays import Flags, Holdings, Ints, Numbered
from tocsin.people.circles import _CROWD, MOST_CONTEXTS, SecondLook, against_each_other
from tocsin.people.clusters import Groups
from tocsin.people.facts import word_rows
from tocsin.people.model import Model
from tocsin.people.names import NameSet
from tocsin.people.names_at_once import NamesAtOnce
from tocsin.people.pooled_levels import CLOSE_DAYS, FAR_DAYS, NEAR_DAYS, part_level

_LETTERS = "ACKORW"
"""Parts in the order of their letters; U, unknown, comes after them."""
AGAINST: Flags = np.array(
    [[against_each_other(a, b) for b in (*_LETTERS, "U")] for a in (*_LETTERS, "U")], bool
)
"""Pairs of parts that speak against one person."""


class WholeCase:
    """What never changes between rounds: the values of each profile, by number."""

    def __init__(self, look: SecondLook) -> None:
        profiles, facts, wide = look.profiles, look.compared.facts, look.compared.wide
        self.size = len(profiles)
        self.near = Numbered([[t for t in f.near if t not in wide] for f in facts])
        self.own = Numbered([[t for t in f.own if t not in wide] for f in facts], self.near.texts)
        self.places = Numbered([f.places for f in facts])
        self.agencies = Numbered([(p.agency,) if p.agency else () for p in profiles])
        beside = [
            (p.index, other)
            for p in profiles
            if len(p.associates) <= _CROWD
            for other in p.associates
            if not profiles[other].at_work
        ]
        self.beside = np.array(beside, np.int64).reshape(-1, 2)
        days = [p.on.toordinal() if p.on else 0 for p in profiles]
        self.days = np.array(days, np.int64)
        sexes = sorted({p.sex for p in profiles if p.sex})
        self.sexes = np.array([sexes.index(p.sex) if p.sex else -1 for p in profiles], np.int64)
        letters = (*_LETTERS, "U")
        self.parts = np.array([letters.index(f.part) for f in facts], np.int64)
        self.names = NamesAtOnce(look.compared.comparer)
        self.set_of = np.array(look.compared.set_of, np.int64)
        self.sets: Sequence[NameSet] = look.compared.sets
        self.pooled: dict[tuple[int, ...], NameSet] = {}
        self.codes: dict[str, int] = {}
        self.codes_of: dict[int, list[int]] = {}


class Round:
    """All groups of one round."""

    def __init__(self, case: WholeCase, groups: Groups) -> None:
        roots = groups.roots()
        distinct, first, where = np.unique(roots, return_index=True, return_inverse=True)
        order = np.argsort(first, kind="stable")
        self.roots = distinct[order]
        """What stands for each group, in order of its first profile."""
        place = np.empty_like(order)
        place[order] = np.arange(len(order))
        self.group_of = of = place[where]
        self.count = count = len(order)
        self.place_of = dict(zip(self.roots.tolist(), range(count), strict=True))
        self._members = np.argsort(of, kind="stable")
        self.sizes = np.bincount(of, minlength=count)
        self._starts = np.cumsum(self.sizes) - self.sizes
        self.own = case.own.held(of, count)
        self.near = case.near.held(of, count)
        self.places = case.places.held(of, count)
        self.agencies = case.agencies.held(of, count)
        one, other = of[case.beside[:, 0]], of[case.beside[:, 1]]
        apart = one != other
        self.company = Holdings(one[apart], self.roots[other[apart]], count, case.size)
        self._days(case)
        self.sexes = _only_one(of, case.sexes, count)
        self.parts = _commonest(of, case.parts, count)

    def members(self, group: int) -> list[int]:
        """The profiles of a group, in order."""
        start = self._starts[group]
        return [int(i) for i in self._members[start : start + self.sizes[group]]]

    def _days(self, case: WholeCase) -> None:
        dated = np.flatnonzero(case.days)
        self.first_day = np.full(self.count, np.iinfo(np.int64).max)
        self.last_day = np.zeros(self.count, np.int64)
        np.minimum.at(self.first_day, self.group_of[dated], case.days[dated])
        np.maximum.at(self.last_day, self.group_of[dated], case.days[dated])


def _only_one(group_of: Ints, values: Ints, groups: int) -> Ints:
    """The one value that the members of each group have; -1 where they have none, or several."""
    told = values >= 0
    least = np.full(groups, np.iinfo(np.int64).max)
    most = np.full(groups, -1)
    np.minimum.at(least, group_of[told], values[told])
    np.maximum.at(most, group_of[told], values[told])
    return np.where(least == most, most, -1)


def _commonest(group_of: Ints, letters: Ints, groups: int) -> Ints:
    """The part most members of each group stand in; unknown ones are not heard beside others."""
    kinds = len(_LETTERS)
    known = letters < kinds
    counts = np.bincount(group_of[known] * kinds + letters[known], minlength=groups * kinds)
    table = counts.reshape(groups, kinds)
    return np.where(table.any(axis=1), table.argmax(axis=1), kinds)


class RoundNames:
    """The words of each group's names, and who may be looked for by them."""

    def __init__(self, case: WholeCase, at: Round, most: int) -> None:
        sets = [self._pooled(case, at.members(g)) for g in range(at.count)]
        self.number = case.names.numbers(sets)
        codes = []
        for number, names in zip(self.number.tolist(), sets, strict=True):
            found = case.codes_of.get(number)
            if found is None:
                found = [
                    case.codes.setdefault(code, len(case.codes)) for _, code in word_rows(0, names)
                ]
                case.codes_of[number] = found
            codes.append(found)
        self.owners = np.repeat(np.arange(at.count), [len(c) for c in codes])
        self.codes = np.array([c for found in codes for c in found], np.int64)
        heavy = np.bincount(self.codes, minlength=len(case.codes))[self.codes] > most
        self.few = np.ones(at.count, bool)
        """Whether few in the whole case have any word of the name."""
        self.few[self.owners[heavy]] = False
        self.heavy = heavy

    @staticmethod
    def _pooled(case: WholeCase, members: list[int]) -> NameSet:
        if len(members) == 1:
            return case.sets[int(case.set_of[members[0]])]
        held = tuple(sorted({int(case.set_of[i]) for i in members}))
        found = case.pooled.get(held)
        if found is None:
            found = NameSet.of(n for i in held for n in case.sets[i].names)
            case.pooled[held] = found
        return found


class RoundContexts:
    """What surrounds each group, as keys in a fixed order: people, things, places, agencies."""

    def __init__(self, case: WholeCase, at: Round) -> None:
        self._case = case
        kinds = (at.company, at.near, at.places, at.agencies)
        ends = np.cumsum([case.size, len(case.near.texts), len(case.places.texts)])
        self._starts = (0, *ends.tolist())
        owners = np.concatenate([k.owners for k in kinds])
        keys = np.concatenate(
            [k.items + start for k, start in zip(kinds, self._starts, strict=True)]
        )
        order = np.lexsort((keys, owners))
        owners, keys = owners[order], keys[order]
        counts = np.bincount(owners, minlength=at.count)
        rank = np.arange(len(owners)) - np.repeat(np.cumsum(counts) - counts, counts)
        kept = (rank < MOST_CONTEXTS) | (keys >= self._starts[3])
        self.owners, self.keys = owners[kept], keys[kept]
        self.counts = np.bincount(self.owners, minlength=at.count)
        self.starts = np.cumsum(self.counts) - self.counts
        self.size = self._starts[3] + len(case.agencies.texts)

    def text(self, key: int) -> str:
        """The key as `Circle.contexts` writes it."""
        for letter, start, texts in (
            ("a", self._starts[3], self._case.agencies.texts),
            ("p", self._starts[2], self._case.places.texts),
            ("t", self._starts[1], self._case.near.texts),
        ):
            if key >= start:
                return f"{letter}:{texts[key - start]}"
        return f"c:{key}"


def level_bits(at: Round, model: Model, ones: Ints, others: Ints) -> NDArray[np.float64]:
    """What all that two groups share beyond the name weighs; see `circle_levels`."""
    agency = at.agencies.shared(ones, others) > 0
    found = _keeps_bits(at, model, ones, others) + _circle_bits(at, model, ones, others)
    found = found + _setting_bits(at, model, ones, others, agency)
    letters = (*_LETTERS, "U")
    table = np.array(
        [
            [
                [_weight(model, "part", part_level(a, b, same)) for same in (False, True)]
                for b in letters
            ]
            for a in letters
        ]
    )
    found = found + table[at.parts[ones], at.parts[others], agency.astype(np.int64)]
    one, other = at.sexes[ones], at.sexes[others]
    told = (one >= 0) & (other >= 0)
    same, different = _weight(model, "sex", "same"), _weight(model, "sex", "different")
    total: NDArray[np.float64] = found + np.where(
        told, np.where(one == other, same, different), 0.0
    )
    return total


def _weight(model: Model, comparison: str, level: str) -> float:
    return model.weight_bits(comparison, level) if level else 0.0


def _keeps_bits(at: Round, model: Model, ones: Ints, others: Ints) -> NDArray[np.float64]:
    own = at.own.shared(ones, others)
    part = (at.own.shared(ones, others, at.near) > 0) | (at.own.shared(others, ones, at.near) > 0)
    return np.select(
        [
            (at.near.counts[ones] == 0) | (at.near.counts[others] == 0),
            own > 1,
            own == 1,
            part,
            at.near.shared(ones, others) > 0,
        ],
        [0.0, *(_weight(model, "keeps", level) for level in ("two", "one", "part", "report"))],
        _weight(model, "keeps", "none"),
    )


def _circle_bits(at: Round, model: Model, ones: Ints, others: Ints) -> NDArray[np.float64]:
    people = at.company.shared(ones, others) > 0
    place = at.places.shared(ones, others) > 0
    known = at.company.counts + at.places.counts > 0
    levels = ("companion_and_place", "companion", "place", "none")
    return np.select(
        [people & place, people, place, known[ones] & known[others]],
        [_weight(model, "circle", level) for level in levels],
        0.0,
    )


def _setting_bits(
    at: Round, model: Model, ones: Ints, others: Ints, agency: Flags
) -> NDArray[np.float64]:
    told = (at.agencies.counts[ones] > 0) & (at.agencies.counts[others] > 0)
    dated = (at.last_day[ones] > 0) & (at.last_day[others] > 0)
    first = np.maximum(at.first_day[ones], at.first_day[others])
    gap = np.maximum(0, first - np.minimum(at.last_day[ones], at.last_day[others]))
    levels = ("same_near", "same", "near", "far")
    return np.select(
        [
            ~told,
            agency & dated & (gap <= NEAR_DAYS),
            agency,
            dated & (gap <= CLOSE_DAYS),
            dated & (gap > FAR_DAYS),
        ],
        [0.0, *(_weight(model, "setting", level) for level in levels)],
        _weight(model, "setting", "other"),
    )
