"""Names of a case: how rare each is, and what comparing two of them found, as a short key.

The key has five characters: how far the given names agree (`5` equal, `4` forms of one name, `3`
alike, `2` by an initial, `1` one side silent, `0` different, `c` two full names that differ), how
rare the agreeing given name is (0 to 5), the same two for the family name, and whether one report
repeats the other (`c` copies, `r` retells, `-` neither).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from math import log

from tocsin.people.comparisons import RARITIES
from tocsin.people.model import Model
from tocsin.values.name_lists import first_name_count, surname_count
from tocsin.values.names import Comparison, Name, Part, compare_names

_MOST_COMMON = 30
_STEP = log(10_000 / _MOST_COMMON) / (RARITIES - 1)
_SHIPPED_NAMES = 500
"""How many names of the case weigh as much as what the shipped lists say."""
_MOST_OF_ONE = 200
"""Reports of one full name that may still be one person's."""
_MOST_BARE_OF_ONE = 6
_BARE_OF_ONE = 3
"""Of reports beyond the first six that give a word alone, each three speak of one person."""
_GIVEN_LISTED = 350_000_000
_FAMILY_LISTED = 9_000_000
_LEVEL_OF = {Part.EQUAL: "equal", Part.VARIANT: "variant", Part.SIMILAR: "similar"}
_SURPLUS_BITS = 5.0
"""A name agrees by chance more often the more people a case holds: whatever its rarity, it weighs
no more than this beyond the prior, so that a name alone never amounts to certainty."""

_SHORT_SURPLUS_BITS = 4.0
"""One word of a name (a nickname, a surname) weighs less than a full name ever can."""


@dataclass(frozen=True, slots=True)
class NameSet:
    """The names of one profile: the fullest ones, without forms another of them contains."""

    names: tuple[Name, ...]

    @classmethod
    def of(cls, names: Iterable[Name]) -> NameSet:
        """Keep each name no other holds in full."""
        ordered = sorted(set(names), key=_fullest)
        kept: list[Name] = []
        for name in ordered:
            if not any(set(name.tokens) <= set(other.tokens) for other in kept):
                kept.append(name)
        return cls(tuple(kept[:6]))

    is_full: bool = field(init=False, compare=False)
    """Whether any of the names has two words or more."""
    _hash: int = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "is_full", any(name.is_full for name in self.names))
        object.__setattr__(self, "_hash", hash(self.names))

    def __hash__(self) -> int:
        return self._hash


def _fullest(name: Name) -> tuple[object, ...]:
    """The order of a set of names: whole, because "Hossain" may stand in it as either name."""
    known = (name.family, name.generation, name.sure)
    return (-len(name.words), -len(name.tokens), name.tokens, known)


@dataclass
class Frequencies:
    """How common given and family names are: the case's own people, over what the lists know."""

    model: Model
    given: dict[str, int] = field(default_factory=dict)
    family: dict[str, int] = field(default_factory=dict)
    people: int = 0

    @classmethod
    def of(cls, sets: Iterable[NameSet], model: Model, counts: Sequence[int] = ()) -> Frequencies:
        """Count each full name once, however often it is mentioned: one person named a hundred
        times makes no name common. Nobody is named in thousands of reports: beyond
        `_MOST_OF_ONE` a name counts as that of several people.

        Args:
            sets: each different set of names.
            counts: in how many reports each of them is; once each where left out.
        """
        reports: dict[Name, int] = {}
        bare: dict[Name, int] = {}
        for names, count in zip_longest(sets, counts, fillvalue=1):
            if not isinstance(names, NameSet):
                continue
            for name in names.names:
                if name.is_full:
                    reports[name] = reports.get(name, 0) + int(count)
            if len(names.names) == 1 and len(names.names[0].tokens) == 1:
                bare[names.names[0]] = bare.get(names.names[0], 0) + int(count)
        found = cls(model)
        found._count_bare(bare)
        for name in sorted(reports, key=str):
            people = -(-reports[name] // _MOST_OF_ONE)
            found.people += people
            for word in set(name.givens):
                found.given[word] = found.given.get(word, 0) + people
            found.family[name.family] = found.family.get(name.family, 0) + people
        return found

    def _count_bare(self, bare: Mapping[Name, int]) -> None:
        """Count names that stand alone in many reports: nicknames are in no list, and in a large
        case one that is written often is that of several people."""
        for name in sorted(bare, key=str):
            people = (bare[name] - _MOST_BARE_OF_ONE) // _BARE_OF_ONE
            if people > 0:
                counted = self.family if name.family else self.given
                word = name.tokens[0]
                counted[word] = counted.get(word, 0) + people

    def given_share(self, word: str) -> float:
        """How often a person has this given name."""
        listed = max(first_name_count(word) / _GIVEN_LISTED, 1 / 5_000)
        listed = max(listed, self.model.given_shares.get(word, 0.0))
        seen = self.given.get(word, 1) - 1
        return (seen + _SHIPPED_NAMES * listed) / (self.people + _SHIPPED_NAMES)

    def family_share(self, word: str) -> float:
        """How often a person has this family name."""
        listed = max(surname_count(word) / _FAMILY_LISTED, 1 / 10_000)
        listed = max(listed, self.model.family_shares.get(word, 0.0))
        seen = self.family.get(word, 1) - 1
        return (seen + _SHIPPED_NAMES * listed) / (self.people + _SHIPPED_NAMES)


def rarity(share: float) -> int:
    """The step of rarity of a name that this share of people has.

    >>> rarity(1 / 30), rarity(1 / 1000), rarity(1 / 1_000_000)
    (0, 3, 5)
    """
    step = round((log(1 / share) - log(_MOST_COMMON)) / _STEP)
    return max(0, min(RARITIES - 1, step))


@dataclass(frozen=True, slots=True)
class NameKey:
    """The outcome of comparing two sets of names."""

    given: Part
    given_rarity: int
    family: Part
    family_rarity: int
    is_full: bool
    """Both have a given and a family name."""

    @property
    def text(self) -> str:
        """The first four characters of a match key."""
        given, family = str(int(self.given)), str(int(self.family))
        if self.is_full:
            given = "c" if self.given is Part.CONFLICT else given
            family = "c" if self.family is Part.CONFLICT else family
        return f"{given}{self.given_rarity}{family}{self.family_rarity}"


Reached = tuple[Part, int, Part, int, bool]
"""Given names, how rare; family names, how rare; whether both names are full."""


class NameComparer:
    """Compares the names of two profiles, with the rarity of names in one case."""

    def __init__(
        self,
        sets: Sequence[NameSet],
        model: Model,
        prior_bits: float,
        counts: Sequence[int] = (),
    ) -> None:
        self.frequencies = Frequencies.of(sets, model, counts)
        self._model = model
        self._most = prior_bits + _SURPLUS_BITS
        self._steps: dict[tuple[str, str], int] = {}
        self._bits: dict[NameKey, float] = {}
        self._keys: dict[Reached, tuple[NameKey, float]] = {}
        self._most_short = prior_bits + _SHORT_SURPLUS_BITS

    def key(self, left: NameSet, right: NameSet) -> NameKey | None:
        """What comparing found, or None where nothing speaks for one person."""
        best: NameKey | None = None
        best_bits = -1e9
        refuted = left.is_full and right.is_full
        for a in left.names:
            for b in right.names:
                found = compare_names(a, b)
                both_full = a.is_full and b.is_full
                key, bits = self._key(found, both_full)
                bits -= 0.5 if found.extra else 0
                if both_full and not found.is_conflict:
                    refuted = False
                if found.generation_conflict:
                    continue
                if bits > best_bits:
                    best, best_bits = key, bits
        if best is None or max(best.given, best.family) < Part.INITIAL:
            return None
        if refuted and not best.is_full:
            # A nickname is shared, but the full names differ: two people with one nickname.
            best = NameKey(best.given, best.given_rarity, Part.CONFLICT, 0, True)
        return best

    def bits(self, key: NameKey) -> float:
        """The weight of the two name comparisons together."""
        bits = self._bits.get(key)
        if bits is None:
            bits = self._bits[key] = self._bits_of(key)
        return bits

    def levels(self, key: NameKey) -> dict[str, str]:
        """The levels of the two name comparisons that a key stands for."""
        found = {
            "given": self._level(key.given, key.given_rarity, key.is_full),
            "family": self._level(key.family, key.family_rarity, key.is_full),
        }
        return {name: level for name, level in found.items() if level}

    @staticmethod
    def _level(part: Part, step: int, is_full: bool) -> str:
        if part is Part.SILENT:
            return ""
        if part is Part.INITIAL:
            return "initial"
        if part is Part.CONFLICT:
            return "conflict_full" if is_full else "conflict"
        return f"{_LEVEL_OF[part]}_{step}"

    def _bits_of(self, key: NameKey) -> float:
        return self._part_bits("given", key.given, key.given_rarity, key.is_full) + self._part_bits(
            "family", key.family, key.family_rarity, key.is_full
        )

    def _part_bits(self, what: str, part: Part, step: int, is_full: bool) -> float:
        level = self._level(part, step, is_full)
        return self._model.weight_bits(what, level) if level else 0.0

    def _key(self, found: Comparison, is_full: bool) -> tuple[NameKey, float]:
        return self.surely(self.reached(found, is_full))

    def reached(self, found: Comparison, is_full: bool) -> Reached:
        """What a comparison of two names amounts to, with the rarity of what agrees."""
        given_step = family_step = 0
        if found.shared_given:
            given_step = max([self._shared_step("given", *w) for w in found.shared_given])
            if len(found.shared_given) > 1:
                given_step = min(given_step + 1, RARITIES - 1)
        if found.shared_family:
            family_step = self._shared_step("family", *found.shared_family)
        return (found.given, given_step, found.family, family_step, is_full)

    def surely(self, reached: Reached) -> tuple[NameKey, float]:
        """The key of what was reached, no surer than names can be, and its weight."""
        known = self._keys.get(reached)
        if known is None:
            key = self._no_surer_than_names_can_be(NameKey(*reached))
            known = self._keys[reached] = key, self.bits(key)
        return known

    def _no_surer_than_names_can_be(self, key: NameKey) -> NameKey:
        short = min(key.given, key.family) <= Part.INITIAL
        most = self._most_short if short else self._most
        while self.bits(key) > most and key.given_rarity + key.family_rarity > 0:
            if key.family_rarity >= key.given_rarity:
                key = replace(key, family_rarity=key.family_rarity - 1)
            else:
                key = replace(key, given_rarity=key.given_rarity - 1)
        return key

    def _shared_step(self, what: str, left: str, right: str) -> int:
        return min(self.step(what, left), self.step(what, right))

    def step(self, what: str, word: str) -> int:
        """How rare a word is as a given or as a family name."""
        found = self._steps.get((what, word))
        if found is None:
            share = self.frequencies.given_share if what == "given" else None
            share = share or self.frequencies.family_share
            found = self._steps[(what, word)] = rarity(share(word))
        return found
