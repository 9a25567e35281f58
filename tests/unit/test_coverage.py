"""What was read is told agency by agency, with the stretches in which one fell silent."""

from __future__ import annotations

from datetime import date, timedelta

from tocsin.coverage import coverage_of, unused
from tocsin.records import Decision, DecisionKind, Joining, Judged, Judgement, Kind, Report, Subject
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


def test_what_is_laid_beside_and_not_used_is_said():
    """A later judgement or decision, and one that fits nothing, never vanish without a word."""
    subject = Subject("T-1", Kind.PERSON, ("a:0-3:person", "b:0-3:person"), ())
    judgements = [
        Judgement("a:0-3:person", "b:0-3:person", Judged.SAME, "R", at, "")
        for at in ("2010-05-01", "2012-05-01")
    ]
    judgements.append(
        Judgement("a:0-3:person", "c:9-12:person", Judged.SAME, "R", "2009-01-01", "")
    )
    late = Decision("d1", DecisionKind.SUPPORT, ("Dez",), PartialDate.of_day(date(2012, 1, 1)))
    astray = Decision("d2", DecisionKind.SUPPORT, ("Zoe",), None, source="decisions.csv")
    said = unused([late], judgements, [astray], Joining((subject,), ()), date(2011, 1, 1))
    assert [(n.source_file, n.what.split(".")[0]) for n in said] == [
        ("judgements.csv", "1 judgement is dated after 2011-01-01 and not in this view"),
        (
            "judgements.csv",
            "1 judgement names a mention or number that this case does not hold"
            ", and changes nothing",
        ),
        ("decisions.csv", "1 decision is dated after 2011-01-01 and not in this view"),
        ("decisions.csv", "1 decision fits nobody named in the reports and answers nothing"),
    ]
    assert unused([], judgements[:1], [], Joining((subject,), ()), date(2011, 1, 1)) == ()
