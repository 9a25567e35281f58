"""When somebody counts as continually mentioned, and on which day that was first so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.policies import Policy
from tocsin.records import Report, Voice
from tocsin.values.dates import PartialDate

Among = Callable[[Report], bool] | None


@dataclass(frozen=True, slots=True)
class Count:
    """The voices that count, in order of receipt, with the fewest and most tellers."""

    voices: tuple[Voice, ...]
    sources_min: int
    sources_max: int


Counter = Callable[[Among], Count]
"""Counts one subject's voices on one list, among some reports or all."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """At least so many voices, from so many tellers, over so many days."""

    voices: int
    origins: int
    days: int

    @classmethod
    def of(cls, policy: Policy) -> Threshold:
        """As the policy has it."""
        return cls(
            policy["attention.voices"], policy["attention.origins"], policy["attention.days"]
        )

    def is_met(self, count: Count) -> bool:
        """Whether these voices make somebody continually mentioned."""
        if len(count.voices) < self.voices or count.sources_min < self.origins:
            return False
        known = [v.received for v in count.voices if v.received is not None]
        return bool(known) and _days_between(known) >= self.days

    def first_met_on(
        self, counter: Counter, named_on: Sequence[PartialDate], among: Among
    ) -> PartialDate | None:
        """The first day by which the threshold was met, or None.

        Args:
            counter: counts the subject's voices among some reports.
            named_on: when each report that names the subject came, in order.
            among: which reports are asked.

        More voices never undo it. The day is mostly the first on which it could be met at all,
        so the search starts there, in growing steps, and ends by halving.
        """
        low, high, step = self._first_possible(named_on), len(named_on), 1
        probe = low
        while probe < high:
            if self.is_met(counter(_by(named_on[probe].last, among))):
                high = probe
                break
            low, probe, step = probe + 1, probe + step, 2 * step
        while low < high:
            middle = (low + high) // 2
            if self.is_met(counter(_by(named_on[middle].last, among))):
                high = middle
            else:
                low = middle + 1
        return named_on[low] if low < len(named_on) else None

    def _first_possible(self, named_on: Sequence[PartialDate]) -> int:
        """Before so many reports over so many days there cannot be so many voices."""
        for position in range(self.voices - 1, len(named_on)):
            if _days_between(named_on[: position + 1]) >= self.days:
                return position
        return len(named_on)


def _by(day: date, among: Among) -> Among:
    def had_come(report: Report) -> bool:
        return (
            report.received is not None
            and report.received.last <= day
            and (among is None or among(report))
        )

    return had_come


def _days_between(known: Sequence[PartialDate]) -> int:
    """Days there were at least between the first and the last."""
    return (max(p.first for p in known) - min(p.last for p in known)).days
