"""The figures of an entry: every count is the number of rows it can be opened down to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tocsin.records import Figure, Mention, Role, Voice
from tocsin.values.dates import PartialDate

_UNNAMED = "teller not named"


def opened(voices: Sequence[Voice]) -> Figure:
    """Voices, as the reports that open them."""
    return Figure(tuple(v.report_id for v in voices))


def tellers(voices: Sequence[Voice], number: int) -> Figure:
    """The tellers' keys; those who gave no name stand at the end, as many as may be others."""
    known = sorted({v.origin for v in voices if v.origin})[:number]
    return Figure((*known, *(_UNNAMED for _ in range(number - len(known)))))


def first_known(days: Sequence[PartialDate | None]) -> PartialDate | None:
    """The first day by which one of these had surely come."""
    known = [day for day in days if day is not None]
    return min(known, key=lambda day: (day.last, day.first), default=None)


def role_counts(mentions: Sequence[Mention]) -> dict[str, int]:
    """Mentions by role; what a report says was not so counts as `other`."""
    roles = Counter(Role.OTHER if m.negated else m.role for m in mentions)
    return {role.value: roles[role] for role in Role if role in roles}


def concerns_by_use(mentions: Sequence[Mention]) -> tuple[str, ...]:
    """What the mentions are about, most often first."""
    named = Counter(m.concern for m in mentions if m.concern and not m.negated)
    return tuple(sorted(named, key=lambda concern: (-named[concern], concern)))
