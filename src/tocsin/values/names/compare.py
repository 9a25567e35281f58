"""Two names compared: which words agree, how, and which speak against one another."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import permutations

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from tocsin.values.names.fold import sound_keys
from tocsin.values.names.parse import Name
from tocsin.values.names.roots import roots


class Part(IntEnum):
    """How far two words, or the given or family names of two people, agree."""

    CONFLICT = 0
    SILENT = 1
    INITIAL = 2
    SIMILAR = 3
    VARIANT = 4
    EQUAL = 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """What comparing two names found."""

    given: Part
    family: Part
    shared_given: tuple[tuple[str, str], ...] = ()
    """Given names that agree (as EQUAL, VARIANT or SIMILAR), left and right."""
    shared_family: tuple[str, str] | None = None
    """The family names where they agree."""
    generation_conflict: bool = False
    extra: int = 0
    """Words on both sides that found no partner: `Jan Maria Kowal` and `Jan Piotr Kowal`."""

    @property
    def is_conflict(self) -> bool:
        """Whether the names speak against one person."""
        return Part.CONFLICT in (self.given, self.family) or self.generation_conflict


@lru_cache(maxsize=500_000)
def compare_tokens(left: str, right: str) -> Part:
    """Compare two folded words of a name.

    >>> compare_tokens("tony", "anthony"), compare_tokens("mehmood", "mahmud")
    (<Part.VARIANT: 4>, <Part.SIMILAR: 3>)
    """
    if len(left) == 1 or len(right) == 1:
        return Part.INITIAL if left[0] == right[0] else Part.CONFLICT
    if left == right:
        return Part.EQUAL
    if roots(left) & roots(right):
        return Part.VARIANT
    longer = max(len(left), len(right))
    distance = DamerauLevenshtein.distance(left, right, score_cutoff=3)
    if distance <= 1 and longer >= 5:
        return Part.SIMILAR
    if sound_keys(left) & sound_keys(right):
        if longer >= 4 and distance <= 1 + longer // 5:
            return Part.SIMILAR
    elif distance <= 2 and longer >= 8:
        return Part.SIMILAR
    if longer >= 7 and JaroWinkler.similarity(left, right) >= 0.94 and distance <= 2:
        return Part.SIMILAR
    return Part.CONFLICT


@lru_cache(maxsize=500_000)
def compare_names(left: Name, right: Name) -> Comparison:
    """Compare two names, trying either order where the writing does not say which word is which.

    >>> from tocsin.values.names.parse import parse_name
    >>> found = compare_names(parse_name("KOWAL, Jan"), parse_name("Jan Kowal"))
    >>> found.given.name, found.family.name
    ('EQUAL', 'EQUAL')
    """
    conflict = {left.generation, right.generation} == {"junior", "senior"}
    single = len(left.tokens) == 1 or len(right.tokens) == 1
    enough = WORTH[Part.EQUAL] if single else GOOD_ENOUGH
    best_merit = -math.inf
    for givens, surname in left.readings:
        for their_givens, their_surname in right.readings:
            if best_merit >= enough:
                break
            family = _one_sided(surname, their_surname)
            given, shared, extra = _compare_givens(givens, their_givens)
            merit = WORTH[given] + WORTH[family] - extra
            if merit > best_merit:
                best_merit = merit
                families = (surname, their_surname) if family >= Part.SIMILAR else None
                best = (given, family, shared, families, conflict, extra)
    return Comparison(*best)


def _one_sided(left: str, right: str) -> Part:
    if not left or not right:
        return Part.SILENT
    return compare_tokens(left, right)


def _compare_givens(
    left: tuple[str, ...], right: tuple[str, ...]
) -> tuple[Part, tuple[tuple[str, str], ...], int]:
    if not left or not right:
        return Part.SILENT, (), 0
    if len(left) == len(right) == 1:
        only = Part.EQUAL if left == right else compare_tokens(left[0], right[0])
        return only, (((left[0], right[0]),) if only >= Part.SIMILAR else ()), 0
    return _compare_several_givens(left, right)


@lru_cache(maxsize=200_000)
def _compare_several_givens(
    left: tuple[str, ...], right: tuple[str, ...]
) -> tuple[Part, tuple[tuple[str, str], ...], int]:
    joined_left, joined_right = "".join(left), "".join(right)
    if joined_left == joined_right:
        return Part.EQUAL, ((joined_left, joined_right),), 0
    if len(left) != len(right) and len(joined_left) > 3:
        joined = compare_tokens(joined_left, joined_right)
        if joined >= Part.SIMILAR:
            return joined, ((joined_left, joined_right),), 0
    short, long, flipped = (left, right, False) if len(left) <= len(right) else (right, left, True)
    short, long = short[:4], long[:4]
    best: tuple[int, list[Part]] = (-1, [])
    order: tuple[int, ...] = ()
    for chosen in permutations(range(len(long)), len(short)):
        parts = [compare_tokens(s, long[i]) for s, i in zip(short, chosen, strict=True)]
        merit = sum(parts)
        if merit > best[0]:
            best, order = (merit, parts), chosen
    parts = best[1]
    agreeing = [p for p in parts if p != Part.CONFLICT]
    if not agreeing:
        return Part.CONFLICT, (), 0
    extra = min(len(parts) - len(agreeing), 1)
    shared = tuple(
        (long[i], s) if flipped else (s, long[i])
        for s, i, p in zip(short, order, parts, strict=True)
        if p >= Part.SIMILAR
    )
    if extra and max(agreeing) == Part.INITIAL:
        return Part.CONFLICT, (), 0
    spelt_out = [p for p in agreeing if p >= Part.SIMILAR]
    return min(spelt_out, default=Part.INITIAL), shared, extra


GOOD_ENOUGH = 8.0
WORTH = (-4.0, 0.0, 1.0, 3.0, 4.0, 5.0)
"""By part, from CONFLICT to EQUAL."""
