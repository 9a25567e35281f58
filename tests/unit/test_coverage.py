"""What was read is told agency by agency, with the stretches in which one fell silent."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.coverage import coverage_of
from tocsin.records import Report
from tocsin.values.dates import PartialDate


def _reports(agency: str, *days: date) -> dict[str, Report]:
    return {
        f"{agency}{i}": Report(f"{agency}{i}", "words", PartialDate.of_day(day), agency=agency)
        for i, day in enumerate(days)
    }


def test_a_long_silence_of_an_agency_that_wrote_every_month_is_a_gap():
    """Two years without a word from who used to write monthly may be a box that was not found."""
    months = [date(2003, m, 1) for m in range(1, 8)]
    (agency,) = coverage_of(_reports("Police", *months, date(2005, 8, 1))).agencies
    assert agency.gaps == ((date(2003, 7, 1), date(2005, 8, 1)),)


def test_who_seldom_writes_is_not_silent_in_between():
    """Six reports two years apart show no gap, and two reports show no usual interval."""
    seldom = [date(2001, 1, 1) + timedelta(days=700 * i) for i in range(6)]
    assert coverage_of(_reports("Fire", *seldom)).agencies[0].gaps == ()
    assert coverage_of(_reports("Bank", seldom[0], seldom[5])).agencies[0].gaps == ()


def test_a_report_without_agency_or_date_is_counted_and_said_to_be_so():
    """It stands under 'agency not given', and among the undated."""
    coverage = coverage_of({"a": Report("a", "words")})
    assert coverage.agencies[0].agency == "agency not given"
    assert coverage.undated == ("a",)
