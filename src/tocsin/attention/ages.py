"""Who was a child: age at the time of what is told decides, not age today."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tocsin.attention.material import Material
from tocsin.records import Detail, Mention, Report, Role
from tocsin.values.dates import PartialDate

_PARTS = frozenset({Role.AFFECTED, Role.ALLEGED, Role.UNKNOWN})
_NARROW_DAYS = 366
_GROWN_TITLES = frozenset({"mr", "mrs", "ms", "dr"})
_FIRST_YEAR_AGE = 5
"""Age at which school year 1 begins in England and Wales."""


def was_a_child(mentions: Iterable[Mention], material: Material, *, adult_age: int) -> bool:
    """Whether somebody was, or may have been, under age at any event they are named in.

    Every age, school year and date of birth is turned into the days on which that person can
    have been born, and held against every event at which the person is named as affected, as
    alleged or in an unknown part. Where reports disagree, the larger number of them decides for
    that event, and a tie decides for a child. A birth is passed over when more reports call the
    person grown at a time when they would have been a child than tell of such a birth: one age
    put to the wrong person makes nobody a child. Without any age, one word that speaks of a child
    (of this person, or of the report where the person is affected and nothing calls them grown)
    is enough.
    """
    named = [m for m in mentions if m.role in _PARTS and not m.negated]
    details = [d for m in named for d in material.details.get(m.mention_id, ())]
    details = _tenable(details, material, adult_age)
    births = [b for d in details if (b := _birth(d, material.reports)) is not None]
    events = {e for m in named if (e := _event(material.reports[m.report_id])) is not None}
    if births and events:
        return any(_child_at(event, births, adult_age) for event in events)
    if any(_says_child(d, adult_age) for d in details):
        return True
    if births or any(_says_grown(d, adult_age) for d in details):
        return False
    return any(m.role is Role.AFFECTED and _speaks_of_a_child(m.report_id, material) for m in named)


def _tenable(details: Sequence[Detail], material: Material, adult_age: int) -> list[Detail]:
    """What is said, without the births that a larger number of reports speaks against."""
    births = {d: b for d in details if (b := _birth(d, material.reports)) is not None}
    grown = {
        detail.report_id: event
        for detail in details
        if detail not in births and _says_grown(detail, adult_age)
        for event in [_event(material.reports[detail.report_id])]
        if event is not None
    }

    def holds(birth: PartialDate) -> bool:
        against = sum(_may_be_child(birth, event, adult_age) for event in grown.values())
        alike = sum(b.first <= birth.last and birth.first <= b.last for b in births.values())
        return against <= alike

    return [d for d in details if d not in births or holds(births[d])]


def _child_at(event: date, births: Sequence[PartialDate], adult_age: int) -> bool:
    says_child = sum(_may_be_child(birth, event, adult_age) for birth in births)
    return 2 * says_child >= len(births)


def _may_be_child(birth: PartialDate, event: date, adult_age: int) -> bool:
    """For a birth known to a year or so any chance is enough; for a guess the middle decides."""
    latest = birth.last if _is_narrow(birth) else _middle(birth)
    return event < _years_later(latest, adult_age)


def _event(report: Report) -> date | None:
    """The day that decides: the first possible one, or the middle of a long stretch."""
    when = report.occurred or report.received
    if when is None:
        return None
    return when.first if _is_narrow(when) else _middle(when)


def _birth(detail: Detail, reports: Mapping[str, Report]) -> PartialDate | None:
    """The days on which somebody of that age, school year or date of birth was born."""
    if detail.birth is not None:
        return detail.birth
    ages = _ages(detail)
    report = reports.get(detail.report_id)
    when = (report.occurred or report.received) if report else None
    if ages is None or when is None:
        return None
    low, high = ages
    return PartialDate(_years_later(when.first, -high - 1), _years_later(when.last, -low))


def _ages(detail: Detail) -> tuple[int, int] | None:
    if detail.age_low is not None or detail.age_high is not None:
        low = detail.age_low if detail.age_low is not None else detail.age_high
        high = detail.age_high if detail.age_high is not None else detail.age_low
        assert low is not None and high is not None
        return low, high
    year = re.search(r"\d+", detail.value or detail.text)
    if detail.kind == "school_year" and year and 1 <= int(year[0]) <= 13:
        return _FIRST_YEAR_AGE + int(year[0]) - 1, _FIRST_YEAR_AGE + int(year[0])
    return None


def _says_child(detail: Detail, adult_age: int) -> bool:
    if detail.kind in {"child", "school_year"}:
        return True
    ages = _ages(detail)
    return ages is not None and sum(ages) / 2 < adult_age


def _says_grown(detail: Detail, adult_age: int) -> bool:
    if detail.kind == "title":
        return (detail.value or detail.text).strip(" .").casefold() in _GROWN_TITLES
    ages = _ages(detail)
    return detail.kind in {"adult", "occupation"} or (ages is not None and ages[0] >= adult_age)


def _speaks_of_a_child(report_id: str, material: Material) -> bool:
    extraction = material.extractions[report_id]
    return bool(extraction.child_cues) or any(
        reason == "under_13" for reason, _, _ in extraction.read_now
    )


def _is_narrow(when: PartialDate) -> bool:
    return (when.last - when.first).days <= _NARROW_DAYS


def _middle(when: PartialDate) -> date:
    return when.first + (when.last - when.first) / 2


def _years_later(day: date, years: int) -> date:
    year = min(max(day.year + years, 1), 9999)
    if (day.month, day.day) == (2, 29):
        return day.replace(year=year, day=28)
    return day.replace(year=year)
