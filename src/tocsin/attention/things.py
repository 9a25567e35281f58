"""When a place, a vehicle or a number counts: a thing is of concern by what it is tied to."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tocsin.attention.material import ASKED_ABOUT, UNLISTED, Material
from tocsin.policies.answers import Answers
from tocsin.records import Kind, Mention, RelationKind, Role

_THEIRS = UNLISTED | {Role.WITNESS, Role.RELATIVE}
"""Whose home, car or number is no subject: who reports, works, merely saw, or is kin."""
_PLACES = frozenset({Kind.PREMISES, Kind.ADDRESS})
_NEXT_SENTENCE = 160
"""Characters within which a note in fragments still speaks of the place it began with."""
_BREAK = re.compile(r"[.!?;](?=\s)|\n")


def thing_counts(mention: Mention, material: Material, answers: Answers) -> bool:
    """Whether a mention of a thing counts.

    It does where it is tied to somebody alleged or affected, where its own sentence is about a
    concern that asks for an answer, and, in notes written in fragments ("REAR OF THE CLUB. DRIVER
    DOE"), where a vehicle stands in a report about somebody alleged or a place stands beside
    them. It does not where it belongs to whoever reports, works, merely saw or is kin. An
    organisation counts only by a tie, because most are named as whoever passes a report on.
    """
    if mention.negated:
        return False
    tied = [m for m in _tied(mention, material) if not m.negated and m.kind is Kind.PERSON]
    if any(m.role in ASKED_ABOUT and _may_ask(m, material, answers) for m in tied):
        return True
    roles = {m.role for m in tied}
    if mention.kind is Kind.ORGANISATION or roles & _THEIRS:
        return False
    if mention.concern in answers.asking:
        return True
    return Role.OTHER not in roles and _stands_beside(mention, material, answers)


def _stands_beside(mention: Mention, material: Material, answers: Answers) -> bool:
    if mention.kind is not Kind.VEHICLE and mention.kind not in _PLACES:
        return False
    return any(
        m.role is Role.ALLEGED
        and not m.negated
        and m.kind is Kind.PERSON
        and _asks(m, material, answers)
        and (mention.kind is Kind.VEHICLE or _is_next_to(mention, m, material))
        for m in material.extractions[mention.report_id].mentions
    )


def _is_next_to(place: Mention, person: Mention, material: Material) -> bool:
    first, second = sorted((place, person), key=lambda m: m.start)
    between = material.reports[place.report_id].text[first.end : second.start]
    return len(between) <= _NEXT_SENTENCE and len(_BREAK.findall(between)) <= 1


def _tied(mention: Mention, material: Material) -> Iterable[Mention]:
    for relation in material.relations.get(mention.mention_id, ()):
        left, right = relation.left, relation.right
        other = right if left == mention.mention_id else left
        if relation.kind is not RelationKind.NOT_SAME and other in material.mentions:
            yield material.mentions[other]


def _asks(person: Mention, material: Material, answers: Answers) -> bool:
    return not answers.asking.isdisjoint(material.concerns_of(person))


def _may_ask(person: Mention, material: Material, answers: Answers) -> bool:
    """A tie is enough, unless the person is named for something that asks for no answer."""
    return not material.concerns_of(person) or _asks(person, material, answers)
