"""In what part each person of a report is mentioned: a small CRF over the persons, in order.

It reads what the cues of policies/roles.yaml add up to, the words around each mention (with every
mention replaced by its kind, so that no name is learned) and the shape of the report, and gives a
probability to each role. It was trained on made-up reports only (`training/roles.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path

import pycrfsuite

from tocsin.mentions.concerns import Topic
from tocsin.mentions.context import Context, Signs
from tocsin.mentions.words import Words
from tocsin.records import Detail, Role

MODEL = "roles.crfsuite"
_REACH = 4
"""Words looked at on each side."""
_NEAR = 5
"""Words looked at on each side for what they stand for: a child, a relative, a rank."""
_LONGEST_LABEL = 45
_YOUNG, _GROWN, _OLDER = 16, 18, 26
Features = dict[str, float]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the rules found of the people of one report, by the first mention of each name."""

    points: Mapping[int, Mapping[str, float]]
    """Name → role → points of the cues alone."""
    named: Mapping[int, AbstractSet[str]]
    """Name → features of policies/roles.yaml that it has."""
    details: Mapping[int, Sequence[Detail]]
    """Mention → ages and the like beside it."""
    classes: Mapping[str, tuple[str, ...]]
    """Word → what it stands for."""


@cache
def _tagger(model: Path | None) -> tuple[pycrfsuite.Tagger, tuple[Role, ...]]:
    """The weights, and the roles they know."""
    tagger = pycrfsuite.Tagger()
    if model is not None:
        tagger.open(str(model))
    else:
        with resources.as_file(resources.files("tocsin.mentions") / MODEL) as path:
            tagger.open(str(path))
    return tagger, tuple(Role(label) for label in sorted(tagger.labels()))


def role_probabilities(
    rows: Sequence[Features], model: Path | None = None
) -> list[dict[Role, float]]:
    """For each person, in order of first mention, the probability of each role.

    By the model that ships, or another one, where one is measured.
    """
    if not rows:
        return []
    tagger, roles = _tagger(model)
    tagger.set(pycrfsuite.ItemSequence(list(rows)))
    return [
        {role: round(tagger.marginal(role.value, at), 4) for role in roles}
        for at in range(len(rows))
    ]


def features_of(
    context: Context,
    topic: Topic,
    heads: Sequence[int],
    seen: Seen,
) -> list[Features]:
    """One row of features for each name of a report.

    Args:
        context: the report, with its words, mentions and cues.
        topic: what it is about.
        heads: index of the first mention of each name, in order.
        seen: what the cues and the rules for ages say of them.
    """
    of: dict[int, list[int]] = {head: [] for head in heads}
    for index in context.persons():
        of[context.group_of[index]].append(index)
    shared = dict.fromkeys(_of_report(context, topic), 1.0)
    last = context.words.sentence[-1] if context.words.sentence else 0
    return [
        {
            **shared,
            **{
                f"points {role}": value / 4
                for role, value in sorted(seen.points[head].items())
                if role
            },
            **{f"is {name}": 1.0 for name in sorted(seen.named[head])},
            **{
                feature: 1.0
                for i in of[head]
                for feature in (*_of_mention(context, i, last), *_around(context, i, seen))
            },
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


def _around(context: Context, index: int, seen: Seen) -> Iterator[str]:
    """What the words near a mention stand for, the age beside it, the label of its line."""
    words, at = context.words, context.word_of[index]
    sentence = words.sentence[at]
    first, end = words.bounds[sentence]
    low, classes = words.low, seen.classes
    left = low[max(first, at - _NEAR) : at][::-1]
    for side, near in (("before", left), ("after", low[at + 1 : min(end, at + 1 + _NEAR)])):
        for distance, word in enumerate(near):
            for name in classes.get(word, ()):
                yield f"{side} {'near' if distance < 2 else 'far'} class {name}"
    yield from _classes_in(words, sentence, classes, "with")
    if sentence + 1 < len(words.bounds):
        opening = low[words.bounds[sentence + 1][0]]
        if opening in _OPENING:
            yield f"next opens {opening}"
        yield from _classes_in(words, sentence + 1, classes, "next")
    for sign in context.signs.get(sentence, _NO_SIGNS).indicators:
        yield f"sign {sign}"
    for detail in seen.details.get(index, ()):
        yield f"detail {detail.kind}"
        if detail.age_low is not None:
            yield f"aged {_age_group(detail.age_low)}"
    yield from _of_line(context, index)


_OPENING = frozenset({"he", "she", "they", "his", "her", "i", "we"})
_NO_SIGNS = Signs()


def _classes_in(
    words: Words, sentence: int, classes: Mapping[str, tuple[str, ...]], place: str
) -> Iterator[str]:
    first, end = words.bounds[sentence]
    for word in sorted(set(words.low[first:end])):
        for name in classes.get(word, ()):
            yield f"{place} class {name}"


def _age_group(years: int) -> str:
    if years < _YOUNG:
        return "under 16"
    if years < _GROWN:
        return "16 or 17"
    return "18 to 25" if years < _OLDER else "over 25"


def _of_line(context: Context, index: int) -> Iterator[str]:
    """`Name of child:` before it, and where on its line it stands."""
    text, found = context.text, context.found[index]
    before = text[text.rfind("\n", 0, found.start) + 1 : found.start]
    colon = before.rfind(":")
    if 0 < colon < _LONGEST_LABEL and "." not in before[:colon]:
        yield "has label"
        for word in re.findall(r"[a-z]+", before[:colon].lower()):
            yield f"label {word}"
        if not before[colon + 1 :].strip(" -*"):
            yield "right after label"
    if not before.strip(" >*-"):
        yield "opens its line"
    if not text[found.end :].partition("\n")[0].strip(" .,"):
        yield "closes its line"
    if text[found.start - 1 : found.start] == "(":
        yield "opens a bracket"
    if len(text) - found.end < 4:
        yield "closes the text"
