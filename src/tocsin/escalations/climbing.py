"""Where an unanswered question stands: worked out from moments alone, the same on every machine.

Nothing here is stored and nothing runs: whoever keeps the moments asks again and gets the same
crossings, so that they can be recorded once, by any number of workers, after any pause.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from tocsin.escalations.ladder import Ladder


@dataclass(frozen=True, slots=True)
class Question:
    """An attention as its clock sees it. All moments are aware."""

    opened_at: datetime
    owned_at: datetime | None
    """When somebody took it; None: nobody has, and it is overdue at once."""
    settled_at: datetime | None = None
    """When the first decision that counts was taken."""
    raised: tuple[tuple[datetime, int], ...] = ()
    """Raised by hand: (when, to which level). In danger any level may be skipped."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody at a level replied."""

    at: datetime
    level: int
    outcome: str
    until: datetime | None = None
    """By when what it promises is done: the clock is held until then, and then runs on. None: it
    stops for good."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """The question went to a level: at which moment, and whether silence or a hand sent it."""

    level: int
    at: datetime
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Climb:
    """Where a question stands at a moment."""

    level: int
    due_at: datetime | None
    """When the present level must have answered; None once it is settled or answered."""
    crossings: tuple[Crossing, ...]
    is_overdue: bool
    """At the last level, and past its time: nobody is left to be told."""


def climb(
    question: Question,
    ladder: Ladder,
    *,
    answers: Sequence[Answer] = (),
    as_of: datetime,
) -> Climb:
    """Where the question stands at `as_of`, and every level it was sent to by then.

    An answer with an outcome from the level that is asked, or a higher one, stops the clock, or
    holds it until the day it names; "noted" and the like do neither, nor does an answer from below.
    A decision stops it too, and never takes back a crossing: that it had come to this stays on
    record.
    """
    said = [a for a in answers if a.at <= as_of and not _says_nothing(a, ladder)]
    level, since = 0, question.opened_at.astimezone(UTC)
    crossings: list[Crossing] = []
    while True:
        due = _held(_due_at(question, ladder, level, since), said, level)
        ended = _ended_at(question, said, level, as_of)
        onward = _onward(question, level, since, due)
        if ended is not None and ended <= onward.at:
            return Climb(level, None, tuple(crossings), is_overdue=False)
        if onward.at > as_of:
            return Climb(level, due, tuple(crossings), is_overdue=False)
        if onward.level >= len(ladder.rungs):
            return Climb(level, due, tuple(crossings), is_overdue=True)
        level, since = onward.level, onward.at
        crossings.append(onward)


def _due_at(question: Question, ladder: Ladder, level: int, since: datetime) -> datetime:
    if level == 0 and question.owned_at is None:
        return since
    return ladder.calendar.due_at(since, ladder.rungs[level].working_days)


def _held(due: datetime, said: Sequence[Answer], level: int) -> datetime:
    """The due time, put off by each promise made before it (or before an earlier one ran out)."""
    for answer in sorted(said, key=lambda a: a.at):
        if answer.level >= level and answer.until is not None and answer.at <= due:
            due = max(due, answer.until)
    return due


def _onward(question: Question, level: int, since: datetime, due: datetime) -> Crossing:
    """What comes first: somebody raises it by hand, or its time runs out."""
    by_hand = [
        Crossing(to, max(at, since), by_hand=True)
        for at, to in question.raised
        if to > level and at <= due
    ]
    first = min(by_hand, key=lambda c: (c.at, -c.level), default=None)
    return first or Crossing(level + 1, due)


def _ended_at(
    question: Question, said: Sequence[Answer], level: int, as_of: datetime
) -> datetime | None:
    """The first decision that counts, or outcome from the level asked or a higher one."""
    moments = [a.at for a in said if a.level >= level and a.until is None]
    if question.settled_at is not None and question.settled_at <= as_of:
        moments.append(question.settled_at)
    return min(moments, default=None)


def _says_nothing(answer: Answer, ladder: Ladder) -> bool:
    word = answer.outcome.strip().casefold().rstrip(".")
    return not word or word in ladder.no_outcome
