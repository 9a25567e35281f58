"""What surrounds a profile: what it keeps, where and with whom it is named, ready to compare."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from tocsin.people.names import NameSet
from tocsin.people.profiles import AT_WORK, Profile
from tocsin.records import Extraction, Kind, Mention, RelationKind, Report, Role
from tocsin.values.names import Name, roots, sound_keys

KEPT = frozenset({Kind.PHONE, Kind.VEHICLE, Kind.ADDRESS, Kind.HANDLE, Kind.IDENTIFIER})
"""Things that belong to few people; places and firms are visited by many."""
PLACES = frozenset({Kind.PREMISES, Kind.ORGANISATION, Kind.ADDRESS})
_TIES = frozenset(
    {
        RelationKind.DRIVES,
        RelationKind.LIVES_AT,
        RelationKind.USES_PHONE,
        RelationKind.USES_HANDLE,
        RelationKind.RECORDED_AS,
    }
)
_SENTENCE_END = re.compile(r"(?<=[.!?\n])\s+(?=[^a-z])|\n+")
_MANY_WORDS = 4
_MANY_CONTEXTS = 14


@dataclass(frozen=True, slots=True)
class Facts:
    """One profile's values, as the comparisons read them."""

    own: tuple[str, ...]
    near: tuple[str, ...]
    homes: tuple[str, ...]
    places: tuple[str, ...]
    companions: tuple[str, ...]
    acquaintances: tuple[str, ...]
    part: str
    surnames: tuple[str, ...] = ()
    """Family names of whoever is named beside, by sound; first words are `acquaintances`."""


def part_of(profile: Profile) -> str:
    """In what part a profile stands: A alleged, C affected, W at work, R reporting, K kin,
    O in passing, U unknown; the gravest of its mentions counts."""
    roles = profile.roles
    for role, letter in (
        (Role.ALLEGED, "A"),
        (Role.AFFECTED, "C"),
        (Role.PROFESSIONAL, "W"),
        (Role.REPORTER, "R"),
        (Role.RELATIVE, "K"),
    ):
        if role in roles:
            return letter
    return "U" if roles <= {Role.UNKNOWN} else "O"


def sentences(text: str) -> list[int]:
    """Where each sentence begins."""
    return [0, *(m.end() for m in _SENTENCE_END.finditer(text))]


def facts_of(
    profiles: Sequence[Profile],
    report: Report,
    extraction: Extraction,
    thing_of: Mapping[str, str],
    numbers: Mapping[str, str],
) -> list[Facts]:
    """The facts of all profiles of one report.

    Args:
        profiles: those of the report.
        thing_of: mention_id → the thing it is, for things that can be evidence at all.
        numbers: name of a companion → what stands for that person across reports.
    """
    starts = sentences(report.text)
    things = [(m, thing_of[m.mention_id]) for m in extraction.mentions if m.mention_id in thing_of]
    ties: dict[str, set[str]] = {}
    for relation in extraction.relations:
        if relation.kind in _TIES:
            ties.setdefault(relation.left, set()).add(relation.right)
            ties.setdefault(relation.right, set()).add(relation.left)
    spoken = _people_by_sentence(profiles, starts)
    found = []
    for profile in profiles:
        ids = {m.mention_id for m in profile.mentions}
        told = {t for i in ids for t in ties.get(i, ())}
        own, near, homes, places = [], [], [], []
        for mention, thing in things:
            if mention.kind in KEPT:
                near.append(thing)
                alone = spoken.get(bisect_right(starts, mention.start)) == {profile.index}
                if mention.mention_id in told or (alone and not ties_any(mention, ties)):
                    own.append(thing)
                    if mention.kind is Kind.ADDRESS:
                        homes.append(thing)
            if mention.kind in PLACES:
                places.append(thing)
        companions, acquaintances, surnames = _company(profile, profiles, numbers)
        found.append(
            Facts(
                _once(own), _once(near), _once(homes), _once(places),
                companions, acquaintances, part_of(profile), surnames,
            )
        )  # fmt: skip
    return found


def ties_any(mention: Mention, ties: Mapping[str, set[str]]) -> bool:
    """Whether the report's words tie the thing to somebody at all."""
    return mention.mention_id in ties


def _people_by_sentence(profiles: Sequence[Profile], starts: Sequence[int]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for profile in profiles:
        for mention in profile.mentions:
            if mention.role not in AT_WORK:
                found.setdefault(bisect_right(starts, mention.start), set()).add(profile.index)
    return found


def _company(
    profile: Profile, profiles: Sequence[Profile], numbers: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """With whom the profile is named: in full, by the first word of a name, by the last of
    several; none at work."""
    full, short, last = [], [], []
    for other in profiles:
        if other.index == profile.index or other.at_work:
            continue
        for name in other.names:
            key = name_key(name)
            if name.is_full:
                full.append(numbers.get(key, key))
                last.append(min(codes(name.words[-1])))
            if name.words:
                short.append(min(codes(name.words[0])))
    return _once(full), _once(short), _once(last)


def name_key(name: Name) -> str:
    """One key for a full name in any order and spelling that sounds the same."""
    return " ".join(sorted(min(sound_keys(word)) for word in name.words))


@lru_cache(maxsize=200_000)
def codes(word: str) -> tuple[str, ...]:
    """Keys to look for a word of a name: its sound, and the sound of what it is short for."""
    found = set(sound_keys(word))
    for root in roots(word):
        found.add(min(sound_keys(root)))
    return tuple(sorted(found))[:_MANY_WORDS]


def word_rows(index: int, names: NameSet) -> Iterable[tuple[int, str]]:
    """The words of a profile's names, as keys to meet others who share a context."""
    found: dict[str, None] = {}
    for name in names.names:
        for word in name.words:
            found.update(dict.fromkeys(codes(word)))
        if len(name.tokens) > 1:
            found["~" + "".join(sorted(t[0] for t in (name.tokens[0], name.tokens[-1])))] = None
    return [(index, code) for code in found]


def key_rows(index: int, names: NameSet) -> Iterable[tuple[int, str]]:
    """Keys of whole names: two words by sound in any order, or one word and an initial."""
    found: dict[str, None] = {}
    for name in names.names:
        if not name.is_full:
            if len(name.words) == 1 and len(name.tokens) > 1:
                other = next(t for t in name.tokens if len(t) == 1)
                for code in codes(name.words[0]):
                    found[f"{code}+{other}"] = None
            continue
        words = name.words[:3]
        for i, left in enumerate(words):
            for right in words[i + 1 :]:
                for a in codes(left):
                    for b in codes(right):
                        found[" ".join(sorted((a, b)))] = None
                for a in codes(left)[:1]:
                    found[f"{a}+{right[0]}"] = None
                for b in codes(right)[:1]:
                    found[f"{b}+{left[0]}"] = None
        joined = "".join(sorted("".join(words)))
        found["=" + joined] = None
    return [(index, code) for code in found]


def initial_rows(index: int, names: NameSet, facts: Facts) -> Iterable[tuple[int, str]]:
    """An initial meets a name it may stand for only over a thing kept, never over an agency."""
    letters = {t[0] for name in names.names for t in (name.givens[:1] or (name.family,)) if t}
    things = dict.fromkeys((*facts.own, *facts.near))
    return [(index, f"^{a}|{t}") for a in sorted(letters) for t in list(things)[:_MANY_WORDS]]


def context_rows(index: int, agency: str, facts: Facts) -> Iterable[tuple[int, str]]:
    """What a profile's words are looked for together with."""
    found = dict.fromkeys((f"a:{agency}",) if agency else ())
    for letter, values in (
        ("t", (*facts.own, *facts.near)),
        ("p", facts.places),
        ("c", facts.companions),
        ("f", facts.acquaintances),
    ):
        found.update(dict.fromkeys(f"{letter}:{value}" for value in values))
    return [(index, ctx) for ctx in list(found)[:_MANY_CONTEXTS]]


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
