"""Whose a report is, where it does not say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tocsin.policies import shipped
from tocsin.records import Report
from tocsin.reports import ReadingOptions, read_paths, settle_agencies
from tocsin.reports.agencies import BY_DOMAIN, agency_of_mail, organisation_in
from tocsin.values.dates import PartialDate

AS_OF = date(2010, 1, 1)


def of_mail(sender: str, **headers: str) -> tuple[str, str]:
    """What is said of a mail's agency, and how it is known."""
    told = agency_of_mail({"From": sender, **headers}, shipped())
    return (told.value, told.known_by) if told else ("", "")


@pytest.mark.parametrize(
    ("sender", "agency"),
    [
        ("Ruth Okonkwo <ruth@lantern.example>", "lantern.example"),
        ("Okonkwo, Ruth <ruth@mail.lantern.org.uk>", "lantern.org.uk"),
        ("Sgt Farah Noor <farah@borsetshire.pnn.police.uk>", "borsetshire.police.uk"),
        ("<office@hilltop.northarea.sch.uk>", "hilltop.northarea.sch.uk"),
    ],
)
def test_a_mail_is_of_the_body_whose_domain_it_comes_from(sender: str, agency: str):
    """The domain that was registered stands for the body, whatever server sent the mail."""
    assert of_mail(sender) == (agency, BY_DOMAIN)


@pytest.mark.parametrize(
    "sender",
    ["Mei Chow <mei@gmail.com>", "Ali Hassan <ali@alihassan.co.uk>", "Ruth Okonkwo", ""],
)
def test_a_private_mailbox_names_no_body(sender: str):
    """A mailbox anybody may have, one's own domain, or no address say nothing of an agency."""
    assert of_mail(sender) == ("", "")


def test_what_a_sender_calls_the_body_comes_before_the_domain():
    """An organisation in the sender's name or the mail's own header is better than a domain."""
    named = of_mail("Duty desk, Northgate Council <duty@northgate.example>")
    assert named == ("Northgate Council", "the sender's name")
    headed = of_mail("Ewa Nowak <ewa@ncc.example>", Organization="Northgate Council")
    assert headed == ("Northgate Council", "mail header Organization")


def test_a_title_names_a_body_only_by_a_word_for_one():
    """`Lantern Project: drop-in diary` is of a project; `Project diary` is a paper."""
    assert organisation_in("Lantern Project: drop-in diary 2003", shipped()) == "Lantern Project"
    assert organisation_in("Culverport Homes, estate notes", shipped()) == "Culverport Homes"
    assert organisation_in("Drop-in diary 2003", shipped()) == ""
    assert organisation_in("Project diary", shipped()) == ""


def report(number: str, agency: str, known_by: str = "", year: int = 2005) -> Report:
    """A report of an agency."""
    received = PartialDate.of_day(date(year, 1, 1))
    return Report(number, "x", received, agency=agency, agency_known_by=known_by)


def test_a_domain_gives_way_to_the_one_agency_of_that_name():
    """theslipway.example is The Slipway where a report names it, and says how that is known."""
    reports = [report("a", "theslipway.example", BY_DOMAIN), report("b", "The Slipway")]
    mail, diary = settle_agencies(reports, as_of=AS_OF)
    assert (mail.agency, mail.agency_known_by) == (
        "The Slipway",
        "the mail's domain, theslipway.example",
    )
    assert diary.agency_known_by == ""


def test_a_domain_stays_where_two_agencies_may_be_meant_or_the_name_came_later():
    """A doubtful name is not given, nor one that nobody had written by then."""
    mail = report("a", "lantern.example", BY_DOMAIN)
    two = [mail, report("b", "Lantern Project"), report("c", "Lantern Housing")]
    assert settle_agencies(two, as_of=AS_OF)[0] is mail
    assert settle_agencies([mail, report("b", "Lantern", year=2011)], as_of=AS_OF)[0] is mail


def test_a_diary_is_of_the_body_in_its_title(tmp_path: Path):
    """Each entry of a diary carries the owner its title names; without one it stays unnamed."""
    entries = "\n\n4 March 2003\nQuiet, six in.\n\n11 March 2003\nTwo girls came.\n"
    (tmp_path / "a.txt").write_text(f"Lantern Project: drop-in diary 2003{entries}", "utf-8")
    (tmp_path / "b.txt").write_text(f"Drop-in diary 2003{entries.replace('six', 'ten')}", "utf-8")
    reports = read_paths([tmp_path]).reports
    assert {(r.source_file, r.agency) for r in reports} == {
        ("a.txt", "Lantern Project"),
        ("b.txt", ""),
    }


def test_what_the_user_says_of_a_folder_holds_where_nothing_better_is_known(tmp_path: Path):
    """The owner given for a folder names what names nobody, and leaves a report's number alone."""
    (tmp_path / "note.txt").write_text("Date: 4 March 2003\n\nA silver car again.", "utf-8")
    (tmp_path / "own.txt").write_text("Agency: Northgate Council\n\nThe car again.", "utf-8")
    (plain,) = (r for r in read_paths([tmp_path]).reports if r.source_file == "note.txt")
    told = read_paths([tmp_path], ReadingOptions(agency="Lantern Project")).reports
    by_file = {r.source_file: r for r in told}
    assert by_file["note.txt"].agency == "Lantern Project"
    assert by_file["note.txt"].report_id == plain.report_id
    assert by_file["own.txt"].agency == "Northgate Council"
