"""Whose name is not shown: children, people affected, witnesses, reporters, relatives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import product

from tocsin.records import Entry, Extraction, Joining, Kind, ListName, Mention, Role, Subject
from tocsin.values.names import fold, sound_keys

SHIELDED = frozenset({Role.AFFECTED, Role.WITNESS, Role.REPORTER, Role.RELATIVE})
"""Roles in which a person is shown by initials; a mother's name tells her child's."""

_ADULT_YEARS = 18
_SAID_OF_CHILDREN = frozenset({"child", "school_year"})
"""Kinds of details that only a child has."""


def protected_subjects(
    entries: Iterable[Entry], joining: Joining, extractions: Mapping[str, Extraction]
) -> frozenset[str]:
    """The person_ids shown by initials.

    Always every child. An adult, when mentioned at least as often as affected, witness, reporter or
    relative as in the role of `alleged`: one sentence misread must not hide an adult named by many.
    And, of those who are not continually mentioned, whoever is once said to be a child, or bears,
    to the ear, the full name of somebody hidden: most such are that person, misread.
    """
    listed = list(entries)
    children = {e.person_id for e in listed if e.is_child or e.list is ListName.CHILDREN_AT_RISK}
    roles = roles_of(joining, extractions)
    shielded = {person_id for person_id, counts in roles.items() if _is_shielded(counts)}
    named_by_many = {e.person_id for e in listed if e.continually_mentioned}
    hidden = children | shielded | (_with_a_childs_detail(joining, extractions) - named_by_many)
    return frozenset(hidden | (_namesakes(hidden, joining) - named_by_many))


def roles_of(joining: Joining, extractions: Mapping[str, Extraction]) -> dict[str, Counter[Role]]:
    """How often each person is mentioned in each role; negated mentions do not count."""
    mentions = mentions_by_id(extractions)
    counts: dict[str, Counter[Role]] = {}
    for subject in joining.subjects:
        if subject.kind is Kind.PERSON:
            found = (mentions.get(mention_id) for mention_id in subject.mention_ids)
            counts[subject.person_id] = Counter(m.role for m in found if m and not m.negated)
    return counts


def mentions_by_id(extractions: Mapping[str, Extraction]) -> dict[str, Mention]:
    """Every mention by its id."""
    return {m.mention_id: m for found in extractions.values() for m in found.mentions}


def _is_shielded(counts: Counter[Role]) -> bool:
    shielded = sum(counts[role] for role in SHIELDED)
    return shielded > 0 and shielded >= counts[Role.ALLEGED]


def _with_a_childs_detail(joining: Joining, extractions: Mapping[str, Extraction]) -> set[str]:
    """People of whom a report says an age under 18, a school year, or that they are a child."""
    said_of = {
        detail.of
        for found in extractions.values()
        for detail in found.details
        if detail.kind in _SAID_OF_CHILDREN
        or (detail.age_low is not None and detail.age_low < _ADULT_YEARS)
    }
    return {s.person_id for s in joining.subjects if not said_of.isdisjoint(s.mention_ids)}


def _namesakes(hidden: set[str], joining: Joining) -> set[str]:
    """People with a full name that sounds like that of somebody hidden."""
    people = [subject for subject in joining.subjects if subject.kind is Kind.PERSON]
    sounds = {key for s in people if s.person_id in hidden for key in _sounds(s)}
    return {s.person_id for s in people if not sounds.isdisjoint(_sounds(s))}


def _sounds(subject: Subject) -> set[tuple[str, ...]]:
    """How a person's full names sound, whichever name stands first; no single names."""
    found: set[tuple[str, ...]] = set()
    for name in subject.names:
        words = [word for word in fold(name).split() if len(word) > 1]
        if 1 < len(words) < 5:
            found.update(tuple(sorted(keys)) for keys in product(*map(sound_keys, words)))
    return found
