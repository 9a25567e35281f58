"""Whose name is not shown: children, people affected, witnesses, reporters."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from tocsin.records import Entry, Extraction, Joining, Kind, ListName, Mention, Role

SHIELDED = frozenset({Role.AFFECTED, Role.WITNESS, Role.REPORTER})
"""Roles in which a person is shown by initials."""


def protected_subjects(
    entries: Iterable[Entry], joining: Joining, extractions: Mapping[str, Extraction]
) -> frozenset[str]:
    """The person_ids shown by initials.

    Always every child. An adult, when mentioned at least as often as affected, witness or reporter
    as in the role of `alleged`: one sentence misread must not hide an adult named by many.
    """
    children = {
        entry.person_id
        for entry in entries
        if entry.is_child or entry.list is ListName.CHILDREN_AT_RISK
    }
    roles = roles_of(joining, extractions)
    shielded = {person_id for person_id, counts in roles.items() if _is_shielded(counts)}
    return frozenset(children | shielded)


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
