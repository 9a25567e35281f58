"""Places, vehicles and phones count when a sentence ties them to a person or to a sign of harm."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tocsin.mentions.concerns import Topic, concerned_sentences
from tocsin.mentions.context import Context
from tocsin.records import Kind, Mention, Relation, Role

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
    people: dict[str, Mention] = {m.mention_id: m for m in mentions if m.role in _COUNTS}
    tied: dict[str, str] = {}
    for relation in relations:
        for one, other in ((relation.left, relation.right), (relation.right, relation.left)):
            if one in people:
                tied.setdefault(other, people[one].concern)
    signs = set(concerned_sentences(context))
    by_sentence: dict[int, str] = {}
    for i, mention in enumerate(mentions):
        if mention.mention_id in people:
            by_sentence.setdefault(context.sentence_of(i), mention.concern)
    return [
        mention
        if mention.kind is Kind.PERSON or not _can_count(mention, context)
        else replace(
            mention,
            concern=tied.get(mention.mention_id)
            or by_sentence.get(context.sentence_of(i))
            or (topic.concern if context.sentence_of(i) in signs else ""),
        )
        for i, mention in enumerate(mentions)
    ]


def _can_count(mention: Mention, context: Context) -> bool:
    if mention.found_by == "postcode" or mention.kind is Kind.IDENTIFIER:
        return False
    agency = context.report.agency.lower()
    return not agency or mention.value not in agency
