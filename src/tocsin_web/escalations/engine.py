"""Where a question stands: moments kept here, worked out by the engine."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from tocsin.escalations import Answer, Crossing, Ladder, Question, Rung, climb, ladder_of
from tocsin.policies import Policy
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention
from tocsin_web.escalations.models import Response
from tocsin_web.policies.engine import Policies
from tocsin_web.policies.models import site


@dataclass(frozen=True, slots=True)
class Standing:
    """A question at one moment."""

    attention: Attention
    owner: User | None
    rung: Rung
    """The level that is asked now, or was when it ended."""
    due_at: datetime | None
    """When that level must have answered; None once a decision settled it."""
    first_due_at: datetime
    """When the owner's time runs out, or ran out."""
    settled_at: datetime | None
    crossings: tuple[Crossing, ...]
    ladder: Ladder
    now: datetime

    @property
    def level(self) -> int:
        """The level that is asked now."""
        return self.rung.level

    @property
    def is_open(self) -> bool:
        """No decision has settled it."""
        return self.settled_at is None

    @property
    def is_overdue(self) -> bool:
        """Nobody owns it, or the owner's time has run out."""
        return self.is_open and (self.owner is None or self.now >= self.first_due_at)

    @property
    def is_outside(self) -> bool:
        """It stands at the last level, which is told by hand."""
        return self.level == len(self.ladder.rungs) - 1

    @property
    def waited_days(self) -> int:
        """Days from its opening to its decision, or to now."""
        end = min(self.settled_at or self.now, self.now)
        return max(0, (end - self.attention.opened_at).days)


@dataclass(frozen=True, slots=True)
class Clock:
    """What the state of any question is worked out with: read once for many questions."""

    policies: Policies
    starts_at: datetime | None
    """Midnight of the go-live date: no clock runs before it."""

    @classmethod
    def read(cls) -> Clock:
        """As it is set now."""
        go_live_on = site().go_live_on
        zone = timezone.get_default_timezone()
        starts_at = datetime.combine(go_live_on, time(), zone) if go_live_on else None
        return cls(Policies.read(), starts_at)

    def ladder(self, attention: Attention) -> Ladder:
        """The ladder in force when it was opened: a later change takes back no crossing."""
        return self.ladder_at(attention.opened_at)

    def ladder_at(self, moment: datetime) -> Ladder:
        """The ladder in force at a moment."""
        return _ladder(_Held(self.policies.on(moment)))

    def standing(self, attention: Attention, now: datetime) -> Standing:
        """Where a question stands; ask `with_moments` for it beforehand where there are many."""
        ladder = self.ladder(attention)
        takings = sorted(attention.takings.all(), key=lambda t: (t.taken_at, t.pk))
        takings = [t for t in takings if t.taken_at <= now]
        settlement = getattr(attention, "settlement", None)
        settled_at = settlement.settled_at if settlement else None
        opened_at = self._begins(attention)
        owned_at = takings[0].taken_at if takings else None
        question = Question(
            opened_at=opened_at,
            # Taking a question later than its opening does not turn its clock back.
            owned_at=owned_at if owned_at and owned_at <= opened_at else None,
            settled_at=settled_at,
            raised=tuple((r.raised_at, r.to_level) for r in attention.raisings.all()),
        )
        answers = [_answer(r, ladder, self.policies) for r in attention.responses.all()]
        found = climb(question, ladder, answers=answers, as_of=now)
        return Standing(
            attention=attention,
            owner=takings[-1].owner if takings else None,
            rung=ladder.rungs[found.level],
            due_at=found.due_at,
            first_due_at=ladder.calendar.due_at(opened_at, ladder.rungs[0].working_days),
            settled_at=settled_at if settled_at and settled_at <= now else None,
            crossings=found.crossings,
            ladder=ladder,
            now=now,
        )

    def _begins(self, attention: Attention) -> datetime:
        if self.starts_at is None:
            return attention.opened_at
        return max(attention.opened_at, self.starts_at)


def standing(attention: Attention, now: datetime) -> Standing:
    """Where one question stands at a moment: worked out from moments alone."""
    return Clock.read().standing(attention, now)


def standings(attentions: QuerySet[Attention], now: datetime) -> Iterator[Standing]:
    """Where many stand, in their order, with a fixed number of queries for each thousand."""
    clock = Clock.read()
    for attention in with_moments(attentions).iterator(chunk_size=1000):
        yield clock.standing(attention, now)


def with_moments(attentions: QuerySet[Attention]) -> QuerySet[Attention]:
    """Questions with every moment their clock is made of."""
    return attentions.select_related("settlement", "compartment").prefetch_related(
        "takings__owner__agency", "raisings", "responses"
    )


def due_at_level(crossing: Crossing, ladder: Ladder) -> datetime:
    """When a level that was just asked must have answered."""
    return ladder.calendar.due_at(crossing.at, ladder.rungs[crossing.level].working_days)


def says_nothing(outcome: str, ladder: Ladder) -> bool:
    """Whether a reply is "noted" or the like."""
    word = outcome.strip().casefold().rstrip(".")
    return not word or word in ladder.no_outcome


def _answer(response: Response, ladder: Ladder, policies: Policies) -> Answer:
    """A reply as the engine takes it: what it promises holds the clock until that day, and a reply
    that names none holds it as long as a promise may at most. Only a decision stops it."""
    days = int(policies.on(response.responded_at)["escalations.promise_days"])
    latest = response.responded_at + timedelta(days=days)
    until = latest
    if response.by_when is not None:
        calendar = ladder.calendar
        hour = time(calendar.due_hour)
        local = datetime.combine(response.by_when, hour, ZoneInfo(calendar.zone))
        until = min(local.astimezone(UTC), latest)
    return Answer(response.responded_at, response.level, response.outcome, until)


class _Held:
    """A policy as a key: equal where it is the same object, as `Policies.on` gives it."""

    __slots__ = ("policy",)

    def __init__(self, policy: Policy) -> None:
        self.policy = policy

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self.policy is other.policy

    def __hash__(self) -> int:
        return id(self.policy)


@lru_cache(maxsize=64)
def _ladder(held: _Held) -> Ladder:
    return ladder_of(held.policy)
