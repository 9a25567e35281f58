"""Files that hold many accounts are split at their dated entries, and others are not."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.support import made_files as made

from tocsin.records import Report
from tocsin.reports import preview_split, read_paths


def _read(folder: Path, text: str, name: str = "notes.txt") -> tuple[Report, ...]:
    (folder / name).write_text(text)
    return tuple(sorted(read_paths([folder]).reports, key=lambda r: (len(r.place), r.place)))


def _dates(reports: tuple[Report, ...]) -> list[str | None]:
    return [r.received.iso() if r.received else None for r in reports]


@pytest.mark.parametrize(
    "headings",
    [
        ("03/02/2003", "06/02/2003", "11/02/2003"),
        ("Mon 3 Feb 2003", "Thurs 6th Feb 2003", "11 February 2003"),
        ("## 3 February 2003", "## 6 February 2003", "## 11 February 2003"),
        ("2003-02-03 14:30 -", "2003-02-06 -", "2003-02-11 09:00 -"),
        ("Date: 3/2/03", "Date: 6/2/03", "Date: 11/2/03"),
        ("[03/02/2003, 14:30] Amina:", "[06/02/2003, 09:30] Beth:", "[11/02/2003, 10:00] Amina:"),
        ("Entry 1 - 3 Feb 2003", "Entry 2 - 6 Feb 2003", "Entry 3 - 11 Feb 2003"),
    ],
)
def test_headings_of_one_shape_in_order_split(tmp_path: Path, headings: tuple[str, ...]) -> None:
    """Forwards or backwards, each entry has the date of its heading and says how it is known."""
    text = "\n\n".join(f"{heading} The van was there." for heading in headings)
    reports = _read(tmp_path, text)
    assert _dates(reports) == ["2003-02-03", "2003-02-06", "2003-02-11"]
    assert {r.received_known_by for r in reports} <= {"entry heading", "line 'Date:'"}
    assert all("van" in r.text for r in reports)
    backwards = "\n\n".join(f"{heading} The van was there." for heading in reversed(headings))
    assert len(_read(tmp_path, backwards)) == 3


def test_the_year_is_carried_from_the_title_and_over_new_year(tmp_path: Path) -> None:
    """`Mon 3 Feb` in a diary of 2003; January after December is the next year."""
    text = "Drop-in diary 2003\n\nThu 4 Dec\nQuiet.\n\nThu 18 Dec\nBusy.\n\nThu 8 Jan\nNew faces."
    assert _dates(_read(tmp_path, text)) == ["2003-12-04", "2003-12-18", "2004-01-08"]


def test_a_chat_names_its_authors(tmp_path: Path) -> None:
    """Each message is an account of its writer, with the lines that follow it."""
    chat = (
        "\u200e12/03/2003, 14:30 - Amina: he is here again\n"
        "12/03/2003, 14:31 - Beth: who\nthe man?\n13/03/2003, 08:31 - Amina: yes"
    )
    reports = _read(tmp_path, chat)
    assert [r.author for r in reports] == ["Amina", "Beth", "Amina"]
    assert reports[1].text.endswith("the man?")


@pytest.mark.parametrize(
    "text",
    [
        "On 3 Feb 2003 he came.\nHe came again on 5 Feb 2003.",
        "03/02/2003\nOne entry only.",
        "He was seen on\n3 February 2003 and again, said a neighbour who will not be named, "
        "on\n5 February 2003 and on other days.",
        "11/02/2003 third\n\n03/02/2003 first\n\n20/02/2003 x\n\n01/01/2003 y\n\n06/06/2003 z",
        "Dear Chief,\n\nDate: 12 March 2003\n\n3 Feb 2003 he came.\n\n5 Feb 2003 he came again.",
        "12 March 2003\n\nDear Chief,\n\n3 Feb 2003 - he came.\n\n4 Feb 2003 - he came again.\n\n"
        "5 Feb 2003 - twice.\n\n6 Feb 2003 - and once more.\n\n7 Feb 2003 - gone.",
    ],
)
def test_dates_that_are_told_do_not_split(tmp_path: Path, text: str) -> None:
    """Dates in sentences, single dates, dates that jump about, and the list in a dated letter."""
    assert len(_read(tmp_path, text)) == 1


@pytest.mark.parametrize("date", ["14 June 2004", "Monday 14th June 2004", "14/06/2004"])
def test_a_letter_is_received_on_the_day_it_is_dated(tmp_path: Path, date: str) -> None:
    """A line that holds only a day, near the top; a day told below does not split it."""
    letter = (
        f"Lantern Project\n{date}\n\nDear Ms Osei\n\nI write again.\n\n20 March 2000 I wrote.\n"
    )
    (report,) = _read(tmp_path, letter)
    assert report.received is not None and report.received.iso() == "2004-06-14"
    assert report.received_known_by == "date line at the top"


def test_weeks_and_numbered_entries_keep_their_day(tmp_path: Path) -> None:
    """The number of an entry is not the day of the month, nor the other way round."""
    weeks = "Week commencing 3 Feb 2003\nQuiet\n\nWeek commencing 10 Feb 2003\nBusy\n"
    assert _dates(_read(tmp_path, weeks)) == ["2003-02-03", "2003-02-10"]
    held = "Meeting held on 4 December 2007\nAsha.\n\nMeeting held on 8 January 2008\nBen.\n"
    assert _dates(_read(tmp_path, held)) == ["2007-12-04", "2008-01-08"]


def test_what_stands_before_the_first_entry_is_kept(tmp_path: Path) -> None:
    """A paragraph of its own above the entries is an account; a mere title is not."""
    told = (
        "Log of the hostel\nBefore this log began the manager told us that a man waits outside.\n"
    )
    entries = "\n3 Feb 2003\nQuiet.\n\n4 Feb 2003\nBusy."
    assert len(_read(tmp_path, told + entries)) == 3
    assert len(_read(tmp_path, "Log of the hostel\n" + entries)) == 2


def test_label_lines_belong_to_their_entry(tmp_path: Path) -> None:
    """Forms one below another keep their own reference and author."""
    form = "Ref: {0}\nOfficer: {1}\nDate: {2}\nThe van again.\n\n"
    text = form.format("L1", "PC Shah", "3/2/2003") + form.format("L2", "PC Nowak", "6/2/2003")
    reports = read_paths_of(tmp_path, text)
    assert [(r.report_id, r.author) for r in reports] == [("L1", "PC Shah"), ("L2", "PC Nowak")]
    newest_first = form.format("L4", "PC Osei", "8/2/2003") + form.format(
        "L3", "PC Ali", "7/2/2003"
    )
    assert len(read_paths_of(tmp_path, newest_first)) == 2


def read_paths_of(folder: Path, text: str) -> tuple[Report, ...]:
    """Read one text file."""
    (folder / "forms.txt").write_text(text)
    return read_paths([folder]).reports


def test_entries_of_a_pdf_know_their_page(tmp_path: Path) -> None:
    """A log over two pages."""
    pages = ["3 Feb 2003\nOne thing.\n4 Feb 2003\nAnother.", "5 Feb 2003\nA third."]
    (tmp_path / "log.pdf").write_bytes(made.pdf_file(pages))
    places = [r.place for r in read_paths([tmp_path]).reports]
    assert places == ["page 1, entry 1", "page 1, entry 2", "page 2, entry 3"]


def test_the_preview_shows_what_would_be_read(tmp_path: Path) -> None:
    """`tocsin split` and the reading agree."""
    (tmp_path / "d.txt").write_text("3 Feb 2003\nOne thing.\n\n4 Feb 2003\nAnother.")
    shown = preview_split(tmp_path / "d.txt")
    assert [(e.place, e.received, e.known_by) for e in shown] == [
        ("entry 1", "2003-02-03", "entry heading"),
        ("entry 2", "2003-02-04", "entry heading"),
    ]
