"""Places, vehicles and phones count when a sentence ties them to a person or to a sign of harm."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from tocsin.mentions.concerns import Topic, concerned_sentences
from tocsin.mentions.context import Context
from tocsin.records import Kind, Mention, Relation, RelationKind, Role

_COUNTS = frozenset({Role.ALLEGED, Role.AFFECTED})


def concern_of_things(
    mentions: Sequence[Mention], relations: Sequence[Relation], context: Context, topic: Topic
) -> list[Mention]:
    """The mentions, with the concern of each tied thing set; an untied thing keeps none.

    A thing is tied by a relation to, or by sharing its sentence with, somebody alleged or
    affected, or by a sign of harm in its sentence. A postcode is a part of an address and the
    agency's own name is no place: neither is ever tied.
    """
    if topic.everyday:
        return list(mentions)
    people = {m.mention_id: m for m in mentions if m.role in _COUNTS}
    tied: dict[str, str] = {}
    for relation in relations:
        for one, other in ((relation.left, relation.right), (relation.right, relation.left)):
            if one in people:
                tied.setdefault(other, people[one].concern)
            elif relation.kind in _OWNERS:
                tied.setdefault(other, "")
    near = _by_sentence(mentions, context, people, topic)
    return [
        mention
        if mention.kind is Kind.PERSON or not _can_count(mention, context)
        else replace(
            mention,
            concern=tied.get(
                mention.mention_id, near.get((context.sentence_of(i), mention.kind), "")
            ),
        )
        for i, mention in enumerate(mentions)
    ]


_OWNERS = frozenset({RelationKind.USES_PHONE, RelationKind.LIVES_AT, RelationKind.USES_HANDLE})
_MOVES = frozenset({Kind.VEHICLE, Kind.PHONE, Kind.HANDLE})


def _by_sentence(
    mentions: Sequence[Mention], context: Context, people: Mapping[str, Mention], topic: Topic
) -> dict[tuple[int, Kind], str]:
    """(sentence, kind of thing) → the concern it shares by standing there.

    A car, a phone or a handle is often told in the sentence after ("Car was a ..."), unless that
    sentence speaks of somebody else.
    """
    concern: dict[int, str] = {}
    spoken: set[int] = set()
    for i, mention in enumerate(mentions):
        if mention.kind is Kind.PERSON:
            spoken.add(context.sentence_of(i))
        if mention.mention_id in people:
            concern.setdefault(context.sentence_of(i), mention.concern)
    for sentence in concerned_sentences(context):
        concern.setdefault(sentence, topic.concern)
    found: dict[tuple[int, Kind], str] = {}
    for i, mention in enumerate(mentions):
        sentence, kind = context.sentence_of(i), mention.kind
        before = concern.get(sentence - 1, concern.get(sentence - 2, ""))
        moved = before if kind in _MOVES and sentence not in spoken else ""
        found[(sentence, kind)] = concern.get(sentence) or moved
    return found


def _can_count(mention: Mention, context: Context) -> bool:
    if mention.found_by == "postcode" or mention.kind is Kind.IDENTIFIER:
        return False
    agency = context.report.agency.lower()
    return not agency or mention.value not in agency
