"""Drawing what two readers mark: the same items for both, in another order for each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from tocsin.evaluation.checks.population import Population, Span

_ROUND = 160
"""Code points shown before and after what is marked."""
_ACCOUNTS_SHOWN = 6


class Question(StrEnum):
    """What a reader is asked about an item."""

    MENTION = "mention"
    PASSAGE = "passage"
    PAIR = "pair"
    ECHO = "echo"
    PERSON = "person"


ASKED: dict[Question, tuple[str, str]] = {
    Question.MENTION: ("Are the marked words the name of a person?", "y, n or ?"),
    Question.PASSAGE: (
        "How many times is a person named here? Count every place where a name, a nickname or"
        " initials stand for somebody.",
        "a number, or ?",
    ),
    Question.PAIR: ("Are the two marked people one person?", "y, n or ?"),
    Question.ECHO: (
        "Does one of the two accounts repeat, forward or retell the other, or go back to the same"
        " teller about the same occasion?",
        "y, n or ?",
    ),
    Question.PERSON: (
        "Is the marked person named in three accounts or more that do not repeat one another, by"
        " two tellers or more, over two months or more, in a matter that asks for an answer?",
        "y, n or ?",
    ),
}
"""Question → (what is asked, how it is answered)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A stretch of a report with the part in question apart."""

    told: str
    """Number, date and agency of the report."""
    before: str
    marked: str
    after: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to mark. `said` is what the run says of it: never on a reader's sheet."""

    number: int
    question: Question
    shown: tuple[Shown, ...]
    said: str
    more: int = 0
    """Accounts beyond those shown."""


@dataclass(frozen=True, slots=True)
class Draw:
    """All items, and how many of each kind there are to draw from."""

    items: tuple[Item, ...]
    populations: dict[str, float]
    """`question:said` → how many there are in the case."""


def draw(population: Population, *, each: int, seed: int) -> Draw:
    """Draw up to `each` items of every kind; the same seed and output draw the same.

    Of pairs, reports and people, half of the items are such as the run joined, linked or listed,
    and half such as it did not: the sheet does not tell which, so that a reader is blind to it.
    """
    rng = random.Random(seed)
    items: list[Item] = []
    populations: dict[str, float] = {}
    for question, said, size, shown in _drawn(population, each, rng):
        populations[f"{question.value}:{said}"] = size
        items += [
            Item(0, question, seen[:_ACCOUNTS_SHOWN], said, max(0, len(seen) - _ACCOUNTS_SHOWN))
            for seen in shown
        ]
    order = {question: place for place, question in enumerate(Question)}
    rng.shuffle(items)
    items.sort(key=lambda item: order[item.question])
    numbered = tuple(
        Item(number, i.question, i.shown, i.said, i.more) for number, i in enumerate(items, 1)
    )
    return Draw(numbered, populations)


_Thing = TypeVar("_Thing")
_Kind = tuple[Question, str, float, list[tuple[Shown, ...]]]


def _drawn(population: Population, each: int, rng: random.Random) -> Iterator[_Kind]:
    people = population.people
    some = _some(list(people), each, rng)
    yield Question.MENTION, "found", len(people), [(_mention(population, m),) for m in some]
    passages = _some(population.passages, each, rng)
    for span in passages:
        said = str(population.named_within(span))
        yield Question.PASSAGE, said, len(population.passages), [(_stretch(population, span),)]
    joined = population.joined_pairs(each, rng)
    apart = population.apart_pairs(each, rng)
    for said, pairs in (("joined", joined), ("apart", apart)):
        shown = [tuple(_mention(population, m) for m in pair) for pair in pairs.drawn]
        yield Question.PAIR, said, pairs.population, shown
    linked = population.echo_pairs(each, rng)
    unlinked = population.unlinked_pairs(each, rng)
    for said, pairs in (("linked", linked), ("unlinked", unlinked)):
        whole = [tuple(_whole(population, report) for report in pair) for pair in pairs.drawn]
        yield Question.ECHO, said, pairs.population, whole
    for said, persons in (("listed", population.continually), ("unlisted", population.not_listed)):
        named = [
            tuple(_mention(population, m.mention_id) for m in population.accounts[person])
            for person in _some(persons, each, rng)
        ]
        yield Question.PERSON, said, len(persons), named


def _some(things: Sequence[_Thing], many: int, rng: random.Random) -> list[_Thing]:
    return rng.sample(things, min(many, len(things)))


def _mention(population: Population, mention_id: str) -> Shown:
    mention = population.people[mention_id]
    text = population.texts[mention.report_id]
    start, end = mention.start, mention.end
    before, after = text[max(0, start - _ROUND) : start], text[end : end + _ROUND]
    return Shown(population.told[mention.report_id], before, text[start:end], after)


def _stretch(population: Population, span: Span) -> Shown:
    report_id, start, end = span
    return Shown(population.told[report_id], population.texts[report_id][start:end], "", "")


def _whole(population: Population, report_id: str) -> Shown:
    text = population.texts[report_id]
    cut = text if len(text) <= 1500 else text[:1500] + " […]"
    return Shown(population.told[report_id], cut, "", "")
