"""Working days: when an answer is due, in the hours people work and stored in UTC."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """Where work is done: public holidays, time zone, and the hour at which a day's work is due."""

    country: str = "GB"
    subdivision: str = "ENG"
    zone: str = "Europe/London"
    due_hour: int = 17

    def is_working_day(self, day: date) -> bool:
        """Monday to Friday, public holidays aside."""
        return day.weekday() < _SATURDAY and day not in _holidays(
            self.country, self.subdivision, day.year
        )

    def due_at(self, start: datetime, working_days: int) -> datetime:
        """The due hour of the n-th working day after the day of `start`, in UTC.

        The day of `start` itself does not count, whatever the hour; 0 is `start`.

        Args:
            start: an aware moment.
            working_days: 0 or more.

        Raises:
            ValueError: `start` has no time zone, or the number is below 0.

        >>> Calendar().due_at(datetime(2026, 12, 24, 9, tzinfo=UTC), 1).isoformat()
        '2026-12-29T17:00:00+00:00'
        """
        if start.tzinfo is None or working_days < 0:
            raise ValueError("a start needs a time zone, and a number of days cannot be negative")
        if not working_days:
            return start.astimezone(UTC)
        zone = ZoneInfo(self.zone)
        day = start.astimezone(zone).date()
        left = working_days
        while left:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return datetime.combine(day, time(self.due_hour), zone).astimezone(UTC)


@cache
def _holidays(country: str, subdivision: str, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays(country, subdiv=subdivision, years=year))
