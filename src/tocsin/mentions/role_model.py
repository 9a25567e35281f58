"""In what part each person of a report is mentioned: a small CRF over the persons, in order.

It reads what the cues of policies/roles.yaml add up to, the words around each mention (with every
mention replaced by its kind, so that no name is learned) and the shape of the report, and gives a
probability to each role. It was trained on made-up reports only (`training/roles.py`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cache
from importlib import resources

import pycrfsuite

from tocsin.mentions.concerns import Topic
from tocsin.mentions.context import Context
from tocsin.records import Role

MODEL = "roles.crfsuite"
_REACH = 4
"""Words looked at on each side."""
Features = dict[str, float]


@cache
def _tagger() -> tuple[pycrfsuite.Tagger, tuple[Role, ...]]:
    """The weights, and the roles they know."""
    tagger = pycrfsuite.Tagger()
    with resources.as_file(resources.files("tocsin.mentions") / MODEL) as path:
        tagger.open(str(path))
    return tagger, tuple(Role(label) for label in sorted(tagger.labels()))


def role_probabilities(rows: Sequence[Features]) -> list[dict[Role, float]]:
    """For each person, in order of first mention, the probability of each role."""
    if not rows:
        return []
    tagger, roles = _tagger()
    tagger.set(pycrfsuite.ItemSequence(list(rows)))
    return [
        {role: round(tagger.marginal(role.value, at), 4) for role in roles}
        for at in range(len(rows))
    ]


def features_of(
    context: Context,
    topic: Topic,
    heads: Sequence[int],
    points: Mapping[int, Mapping[str, float]],
    named: Mapping[int, AbstractSet[str]],
) -> list[Features]:
    """One row of features for each name of a report.

    Args:
        context: the report, with its words, mentions and cues.
        topic: what it is about.
        heads: index of the first mention of each name, in order.
        points: head → role → points of the cues alone.
        named: head → names of the features of policies/roles.yaml that it has.
    """
    of: dict[int, list[int]] = {head: [] for head in heads}
    for index in context.persons():
        of[context.group_of[index]].append(index)
    shared = dict.fromkeys(_of_report(context, topic), 1.0)
    last = context.words.sentence[-1] if context.words.sentence else 0
    return [
        {
            **shared,
            **{f"points {role}": value / 4 for role, value in sorted(points[head].items()) if role},
            **{f"is {name}": 1.0 for name in sorted(named[head])},
            **{feature: 1.0 for i in of[head] for feature in _of_mention(context, i, last)},
            "mentions": min(len(of[head]), 4) / 4,
        }
        for head in heads
    ]


def _of_report(context: Context, topic: Topic) -> Iterator[str]:
    yield f"concern {topic.concern or 'none'}"
    yield f"everyday {topic.everyday}"
    for field in ("channel", "agency", "author"):
        for word in getattr(context.report, field).lower().split():
            yield f"{field} {word.strip('().,')}"


def _of_mention(context: Context, index: int, last: int) -> Iterator[str]:
    words, at = context.words, context.word_of[index]
    low = words.low
    sentence = words.sentence[at]
    if sentence == 0:
        yield "in the first sentence"
    if sentence == last:
        yield "in the last sentence"
    first, end = words.bounds[sentence]
    if end - first <= 4:
        yield "short sentence"
    if at == first:
        yield "starts its sentence"
    left = [low[i] for i in range(max(0, at - _REACH), at)][::-1]
    right = [low[i] for i in range(at + 1, min(len(low), at + 1 + _REACH))]
    for side, near in (("before", left), ("after", right)):
        for distance, word in enumerate(near):
            yield f"{side} {min(distance, 2)} {word}"
        if len(near) > 1:
            yield f"{side} pair {near[0]} {near[1]}"
        if len(near) > 2:
            yield f"{side} three {near[0]} {near[1]} {near[2]}"
    for word in sorted(set(low[first:end])):
        yield f"with {word}"
    text = context.text
    found = context.found[index]
    if text[found.start - 1 : found.start] in ("'", '"', "“", "‘"):
        yield "in quotation marks"
    yield f"form {context.names[index].form}"
