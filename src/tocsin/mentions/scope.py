"""Negation, exclusion and hearsay: which mentions a report takes back or holds at arm's length."""

from __future__ import annotations

from tocsin.mentions.context import Context
from tocsin.records import Kind


def negated(context: Context) -> set[int]:
    """Indexes of persons and things that are denied or excluded where they stand."""
    gone: set[int] = set()
    for hit in context.hits.get("negation", ()):
        if hit.at < 0:
            continue
        i = context.words.mention[hit.at]
        gone.add(i)
        gone |= _rest_of_list(context, hit.at)
    return {i for i in gone if context.found[i].kind is Kind.PERSON}


def _rest_of_list(context: Context, word: int) -> set[int]:
    """`denies knowing any X or Y`: the second name goes with the first."""
    words = context.words
    more: set[int] = set()
    step = word + 1
    while step + 1 < len(words.low) and words.low[step] in ("or", "nor"):
        if words.mention[step + 1] < 0:
            break
        more.add(words.mention[step + 1])
        step += 2
    return more


def hearsay(context: Context) -> set[int]:
    """Sentences told at third hand; a cue that looks back takes the sentence before it too."""
    sentences: set[int] = set()
    for hit in context.hits.get("hearsay", ()):
        sentence = context.words.sentence[hit.first]
        sentences.add(sentence)
        if hit.cue.name == "back" and sentence:
            sentences.add(sentence - 1)
    return sentences
