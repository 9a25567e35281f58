"""The ladder an unanswered question climbs, as the policy has it."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.errors import UsageError
from tocsin.policies import Policy
from tocsin.values.working_days import Calendar


@dataclass(frozen=True, slots=True)
class Rung:
    """One level: who is asked, and how long they have."""

    level: int
    name: str
    who: str
    working_days: int
    is_independent: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels from the owner up, the calendar they are timed by, and what answers nothing."""

    rungs: tuple[Rung, ...]
    calendar: Calendar
    no_outcome: frozenset[str]

    @property
    def leads_outside(self) -> bool:
        """Whether the last level is independent of the bodies concerned."""
        return self.rungs[-1].is_independent


def ladder_of(policy: Policy) -> Ladder:
    """The ladder of a policy.

    Raises:
        UsageError: it has no level, or a level without time to answer.
    """
    table = policy.table("escalations")
    rungs = tuple(
        Rung(level, row["name"], row["who"], row["working_days"], bool(row.get("independent")))
        for level, row in enumerate(table["ladder"])
    )
    if not rungs or any(rung.working_days < 1 for rung in rungs):
        raise UsageError(
            "The escalation ladder needs at least one level, each with a working day or more.",
            where="escalations.yaml",
        )
    calendar = Calendar(
        policy["escalations.country"],
        policy["escalations.subdivision"],
        policy["escalations.zone"],
        policy["escalations.due_hour"],
    )
    words = frozenset(word.casefold() for word in table["no_outcome"])
    return Ladder(rungs, calendar, words)
