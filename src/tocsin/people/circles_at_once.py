"""The second look at a whole case: all groups and all pairs of them in arrays, round by round.

What is weighed is what `SecondLook` weighs, pair by pair; here every pair of a round is weighed at
once, and only those that could be proposed are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from math import log2

import numpy as np
from numpy.typing import NDArray

from tocsin.people.arrays import Flags, Ints, pairs_within, rounded
from tocsin.people.circle_arrays import (
    AGAINST,
    Round,
    RoundContexts,
    RoundNames,
    WholeCase,
    level_bits,
)
from tocsin.people.circles import Circle, SecondLook, _Choice, circle_levels
from tocsin.people.clusters import Groups
from tocsin.people.scoring import ScoredPair
from tocsin.values.names import Part

_SLACK = 0.01
"""Bits by which a weight may miss the cut and still be rounded up to it."""


@dataclass(slots=True)
class _Weighed:
    """All choices of one round, group by group, the strongest first."""

    ones: Ints
    others: Ints
    weights: NDArray[np.float64]
    shares: Flags
    places: Ints
    """Of each, the place of what comparing the names found."""
    starts: Ints
    few: Flags

    def of(self, group: int) -> range:
        """The places of a group's choices."""
        return range(int(self.starts[group]), int(self.starts[group + 1]))


@dataclass
class WholeLook(SecondLook):
    """A second look at every group of a case."""

    _apart: dict[tuple[int, int], bool] = field(default_factory=dict)

    def look(self, groups: Groups) -> None:
        """Join what a round finds, until a round finds nothing or the last is done."""
        case = WholeCase(self)
        for _ in range(int(self.policy["people.circle_rounds"])):
            self._apart.clear()
            at = Round(case, groups)
            weighed = self._weighed(case, at)
            proposals = list(self._proposals(groups, case, at, weighed))
            proposals.sort(key=lambda p: (-p[0].weight, p[0].left, p[0].right))
            if not sum(self._take(groups, *proposal) for proposal in proposals):
                return

    def _weighed(self, case: WholeCase, at: Round) -> _Weighed:
        names, contexts = RoundNames(case, at, self._most), RoundContexts(case, at)
        left, right = self._pairs(case, at, names, contexts)
        ones, others = np.r_[left, right], np.r_[right, left]
        place = case.names.compare(names.number[ones], names.number[others])
        speaks = [Part.CONFLICT not in (k.given, k.family) for k in case.names.keys]
        kept = np.array([*speaks, False], bool)[place]
        ones, others, place = ones[kept], others[kept], place[kept]
        shares = (
            (at.agencies.shared(ones, others) > 0)
            | (at.places.shared(ones, others) > 0)
            | (at.near.shared(ones, others) > 0)
            | (at.company.shared(ones, others) > 0)
        )
        short = np.array(
            [min(k.given, k.family) <= Part.INITIAL for k in case.names.keys] or [False]
        )
        parts = at.parts[ones], at.parts[others]
        against = (np.minimum(*parts) == 0) & (np.maximum(*parts) == 1)
        nobody = short[place] & (~names.few[ones] | against)
        if self._many:
            nobody |= AGAINST[parts]
        kept = shares | ~nobody
        ones, others, place, shares = ones[kept], others[kept], place[kept], shares[kept]
        bits = case.names.bits()[place] - self.compared.prior_bits
        weights = rounded(bits + level_bits(at, self.model, ones, others))
        order = np.lexsort((at.roots[others], -weights, ones))
        starts = np.searchsorted(ones[order], np.arange(at.count + 1))
        return _Weighed(
            ones[order], others[order], weights[order], shares[order], place[order], starts,
            names.few,
        )  # fmt: skip

    def _pairs(
        self, case: WholeCase, at: Round, names: RoundNames, contexts: RoundContexts
    ) -> tuple[Ints, Ints]:
        """Groups that may have the same name: few have a word of it, or few of those around."""
        light = ~names.heavy
        a, b = pairs_within(names.owners[light], names.codes[light], self._most)
        owners, codes = names.owners[names.heavy], names.codes[names.heavy]
        counts = contexts.counts[owners]
        row = np.repeat(np.arange(len(owners)), counts)
        nth = np.arange(len(row)) - np.repeat(np.cumsum(counts) - counts, counts)
        keys = codes[row] * contexts.size + contexts.keys[contexts.starts[owners][row] + nth]
        owners = owners[row]
        self._note_crowded(case, at, contexts, owners, keys)
        c, d = pairs_within(owners, keys, self._most)
        packed = np.unique(np.r_[a * at.count + b, c * at.count + d])
        return packed // at.count, packed % at.count

    def _note_crowded(
        self, case: WholeCase, at: Round, contexts: RoundContexts, owners: Ints, keys: Ints
    ) -> None:
        order = np.lexsort((owners, keys))
        distinct, first, counts = np.unique(keys[order], return_index=True, return_counts=True)
        codes = list(case.codes)
        for i in np.flatnonzero(counts > self._most).tolist():
            code, context = divmod(int(distinct[i]), contexts.size)
            key = f"{codes[code]}|{contexts.text(context)}"
            self.crowded[key] = (int(counts[i]), int(at.roots[owners[order[first[i]]]]))

    def _proposals(
        self, groups: Groups, case: WholeCase, at: Round, weighed: _Weighed
    ) -> Iterator[tuple[ScoredPair, int, int]]:
        cored = np.array([c in self._cored for c in self.core_of], bool)
        has_core = np.zeros(at.count, bool)
        has_core[at.group_of[cored]] = True
        least = log2(self._least / (1 - self._least)) - self._only_one - self._company - _SLACK
        filled = np.flatnonzero(weighed.starts[:-1] < weighed.starts[1:])
        hopeful = filled[weighed.weights[weighed.starts[filled]] >= least]
        for group in hopeful[~has_core[hopeful]].tolist():
            chosen = self._chosen(groups, at, weighed, group, least)
            if chosen is not None:
                proposal = self._proposed(groups, case, at, weighed, *chosen)
                if proposal is not None:
                    yield proposal

    def _chosen(
        self, groups: Groups, at: Round, weighed: _Weighed, group: int, least: float
    ) -> tuple[int, bool] | None:
        """The best choice of a group and whether it is the only one in its circle; None where
        either side has another that fits nearly as well."""
        own = weighed.of(group)
        best = next((i for i in own if self._may_be_one(groups, at, weighed, i)), None)
        if best is None or weighed.weights[best] < least:
            return None
        other = int(weighed.others[best])
        lists = ((own, other), (weighed.of(other), group))
        limit = weighed.weights[best] - self.reader.rival_bits
        for choices, chosen in lists:
            for i in choices:
                if weighed.weights[i] < limit:
                    break
                if self._is_rival(groups, at, weighed, i, chosen):
                    return None
        alone = bool(weighed.few[group] and weighed.shares[best]) and not any(
            weighed.shares[i] and self._is_rival(groups, at, weighed, i, chosen)
            for choices, chosen in lists
            for i in choices
        )
        return best, alone

    def _is_rival(
        self, groups: Groups, at: Round, weighed: _Weighed, choice: int, chosen: int
    ) -> bool:
        """Whether a choice is somebody who cannot be the one chosen."""
        other = int(weighed.others[choice])
        return (
            other != chosen
            and self._may_be_one(groups, at, weighed, choice)
            and self._are_apart(groups, int(at.roots[chosen]), int(at.roots[other]))
        )

    def _may_be_one(self, groups: Groups, at: Round, weighed: _Weighed, choice: int) -> bool:
        one, other = weighed.ones[choice], weighed.others[choice]
        return not self._are_apart(groups, int(at.roots[one]), int(at.roots[other]))

    def _are_apart(self, groups: Groups, left: int, right: int) -> bool:
        found = self._apart.get((left, right))
        if found is None:
            found = not groups.may_join(left, right) or self.reader.conflict(left, right)
            self._apart[left, right] = found
        return found

    def _proposed(
        self, groups: Groups, case: WholeCase, at: Round, weighed: _Weighed, best: int, alone: bool
    ) -> tuple[ScoredPair, int, int] | None:
        group, other = int(weighed.ones[best]), int(weighed.others[best])
        one = self._circle_at(groups, at, group)
        their = self._circle_at(groups, at, other)
        choice = _Choice(
            int(at.roots[other]),
            float(weighed.weights[best]),
            case.names.keys[int(weighed.places[best])],
            circle_levels(one, their),
            bool(weighed.shares[best]),
            len(one.company & their.company),
        )
        return self._scored(one, their, choice, alone)

    def _circle_at(self, groups: Groups, at: Round, group: int) -> Circle:
        return self._circle(groups, int(at.roots[group]), at.members(group))
