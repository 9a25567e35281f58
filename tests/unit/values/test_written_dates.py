"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.values.written_dates import NotADateError, parse_written_date


@pytest.mark.parametrize(
    ("written", "iso", "precision"),
    [
        ("2003", "2003", "year"),
        ("2003-04", "2003-04", "month"),
        ("2003-04-05", "2003-04-05", "day"),
        ("2003-04-05T23:30:00+01:00", "2003-04-05", "day"),
        ("20030405", "2003-04-05", "day"),
        ("spring 2003", "2003-03-01/2003-05-31", "season"),
        ("winter 2003", "2003-12-01/2004-02-29", "season"),
        ("03/04/05", "2005-04-03", "day"),
        ("3.4.2005 14:05", "2005-04-03", "day"),
        ("3rd Feb 2003", "2003-02-03", "day"),
        ("Mon 3 Feb 03", "2003-02-03", "day"),
        ("Monday, 3rd of February 2003", "2003-02-03", "day"),
        ("Mon, 3 Feb 2003 10:15:22 +0000 (GMT)", "2003-02-03", "day"),
        ("2245 HRS SUN 12 MAR 00", "2000-03-12", "day"),
        ("February 3, 2003", "2003-02-03", "day"),
        ("31st December '99", "1999-12-31", "day"),
        ("early 2004", "2004-01-01/2004-04-30", "range"),
        ("late September 2003", "2003-09-21/2003-09-30", "range"),
        ("Sept 1999", "1999-09", "month"),
        ("04/2003", "2003-04", "month"),
        ("c. 2003", "2003", "year"),
        ("1990s", "1990-01-01/1999-12-31", "range"),
        ("3-5 Feb 2003", "2003-02-03/2003-02-05", "range"),
        ("28 Feb to 2 March 2003", "2003-02-28/2003-03-02", "range"),
        ("between May 2003 and June 2004", "2003-05-01/2004-06-30", "range"),
        ("school year 2003/04", "2003-09-01/2004-08-31", "range"),
        ("2003-04-05/2003-05-06", "2003-04-05/2003-05-06", "range"),
    ],
)
def test_a_date_keeps_the_precision_it_was_written_with(
    written: str, iso: str, precision: str
) -> None:
    """Day first; a month stays a month and a season a season."""
    found = parse_written_date(written)
    assert (found.iso(), found.precision.value, found.as_written) == (iso, precision, written)


@pytest.mark.parametrize(
    "written", ["31/02/2003", "2003-13-01", "30 Feb 2003", "0/0/2000", "5 May 1066", "hello", "3",
                "", "yesterday", "May", "12:30", "9" * 200]
)  # fmt: skip
def test_what_no_calendar_has_is_no_date(written: str) -> None:
    """An impossible day is refused, not moved to the next month."""
    with pytest.raises(NotADateError):
        parse_written_date(written)


def test_a_short_year_never_lies_after_the_reference() -> None:
    """Read in 2005, `12` is 1912 and `03` is 2003."""
    reference = date(2005, 6, 1)
    assert parse_written_date("01/02/12", reference=reference).iso() == "1912-02-01"
    assert parse_written_date("01/02/03", reference=reference).iso() == "2003-02-01"
    assert parse_written_date("02/06/05", reference=reference).iso() == "1905-06-02"


def test_the_month_stands_first_only_when_asked_for() -> None:
    """American dates are read as such when the column says so."""
    assert parse_written_date("1/20/2014 8:39", month_first=True).iso() == "2014-01-20"
    with pytest.raises(NotADateError):
        parse_written_date("1/20/2014")
