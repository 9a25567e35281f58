"""Oversight, the register, the board report and feedback: who sees what, and what is recorded."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from tests.web.conftest import Made, told
from tests.web.test_attention_opening import NOW
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.attention.actions import open_due, take
from tocsin_web.attention.models import Attention, Row
from tocsin_web.audit.models import Entry, Event
from tocsin_web.desk.board import board, percentile
from tocsin_web.escalations.actions import raise_question, run_clock
from tocsin_web.ledger.models import Leaf
from tocsin_web.oversight.actions import enter
from tocsin_web.oversight.delimited import as_csv
from tocsin_web.oversight.models import Allegation, Finding, OfficerLink
from tocsin_web.oversight.queries import counts
from tocsin_web.people.models import SubjectWall
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Report, Seal

Browser = Callable[[User], Client]


@pytest.fixture
def rung(small: Compartment) -> list[Attention]:
    """Three questions, long unanswered."""
    run_clock(NOW - timedelta(days=120))
    return list(Attention.objects.order_by("list_name"))


def _statuses(address: str, cast: dict[str, User], signed_in: Browser) -> dict[str, int]:
    return {name: signed_in(user).get(address).status_code for name, user in cast.items()}


def test_who_may_open_which_page(
    rung: list[Attention], cast: dict[str, User], signed_in: Browser
) -> None:
    """Each page for its roles, and refused to the others."""
    one = rung[0].pk
    for address, may in (
        ("/oversight/", "oksana"),
        ("/oversight/register/", "oksana"),
        ("/oversight/register/add/", "oksana"),
        ("/oversight/download/questions.csv", "oksana"),
        ("/board-report/", "asha dana oksana"),
        ("/board-report.csv", "asha dana oksana"),
        ("/escalations/", "asha dana oksana"),
        (f"/escalations/{one}/", "asha dana oksana"),
        (f"/escalations/{one}/respond/", "asha oksana"),
        (f"/escalations/{one}/raise/", "asha dana"),
        (f"/escalations/{one}/letter/", "asha"),
        (f"/escalations/{one}/sent/", "asha"),
        ("/escalations/levels/", "adwoa"),
        (f"/attentions/{one}/", "asha dana oksana"),
        (f"/attentions/{one}/give/", "asha"),
        ("/attentions/backlog/", "asha dana oksana"),
        ("/feedback/", "asha ben dana"),
    ):
        found = _statuses(address, cast, signed_in)
        opened = " ".join(sorted(name for name, status in found.items() if status == 200))
        assert opened == may, address


def test_oversight_sees_what_was_unanswered_and_by_whom(
    rung: list[Attention], oksana: User, asha: User, signed_in: Browser
) -> None:
    """Number, owner and what is due outside and not sent; names of subjects nowhere."""
    take(attention=rung[0], owner=asha, by=asha)
    run_clock(timezone.now())
    page = signed_in(oksana).get("/oversight/").content.decode()
    assert rung[0].number in page and "Asha, Culverport Police" in page
    assert page.count("due since") >= 3
    assert "Kowal" not in page and "Amina" not in page


def test_downloads_hold_no_names_and_are_recorded(
    rung: list[Attention], oksana: User, signed_in: Browser
) -> None:
    """csv and json of every list; each leaves a row in the audit."""
    browser = signed_in(oksana)
    for what in ("questions", "crossings", "responses", "raisings", "register"):
        as_text = browser.get(f"/oversight/download/{what}.csv").content.decode()
        rows = json.loads(browser.get(f"/oversight/download/{what}.json").content)
        assert len(list(csv.DictReader(io.StringIO(as_text)))) == len(rows)
        assert "Kowal" not in as_text and "Yusuf" not in as_text
    assert Entry.objects.filter(event=Event.DISCLOSED, by=oksana).count() == 10
    assert browser.get("/oversight/download/reports.csv").status_code == 404


@given(st.text(max_size=20), st.text(max_size=20))
def test_no_cell_is_a_formula(left: str, right: str) -> None:
    """Whatever somebody typed, a spreadsheet shows it and does not run it."""
    cells = next(csv.reader(io.StringIO(as_csv([{"a": left, "b": right}]).split("\r\n", 1)[1])), [])
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in cells)


def test_who_raised_in_confidence_is_known_to_oversight_alone(
    rung: list[Attention], ben: User, asha: User, dana: User, oksana: User, signed_in: Browser
) -> None:
    """Hidden from everybody below independent scrutiny, on the page and in what is printed."""
    one = rung[0]
    raise_question(
        attention=one, to_level=6, reason="Nobody answers", by=ben, now=NOW - timedelta(days=119),
        is_in_danger=True, is_confidential=True,
    )  # fmt: skip
    for user in (asha, dana):
        page = signed_in(user).get(f"/escalations/{one.pk}/").content.decode()
        assert "in confidence" in page and "Harbour Youth Project</p>" not in page
        assert "Ben, Harbour" not in page
    assert (
        "Ben, Harbour" not in signed_in(asha).get(f"/escalations/{one.pk}/letter/").content.decode()
    )
    assert "Ben, Harbour" in signed_in(oksana).get(f"/escalations/{one.pk}/").content.decode()


def test_a_chronology_tells_reports_silences_and_crossings(
    rung: list[Attention], dana: User, signed_in: Browser
) -> None:
    """With lengths of silence; words only when asked for, masked, and each reading is recorded."""
    child = next(a for a in rung if a.list_name == "children_at_risk")
    run_clock(timezone.now())
    browser = signed_in(dana)
    page = browser.get(f"/escalations/{child.pk}/").content.decode()
    assert "Nothing is recorded here for 70 days" in page
    assert "it went to level 3" in page and "No answer is recorded for" in page
    assert not Entry.objects.filter(event=Event.READ, about__startswith="report:").exists()
    page = browser.get(f"/escalations/{child.pk}/?words=1").content.decode()
    assert "picks her up from school" in page and "A.Y." in page
    assert "Amina" not in page and "07700" not in page
    assert Entry.objects.filter(event=Event.READ, about__startswith="report:", by=dana).count() == 3


def test_a_restricted_report_is_counted_and_its_words_withheld(
    rung: list[Attention], make_user: Made, small: Compartment, signed_in: Browser
) -> None:
    """Pointed to, not opened; of a sealed one there is no trace."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE reports_report SET is_restricted = %s WHERE reference = 'R3'", [True]
        )
    child = next(a for a in rung if a.list_name == "children_at_risk")
    ioana = make_user("ioana", Role.ANALYST, agency="Harbour Youth Project")
    page = signed_in(ioana).get(f"/escalations/{child.pk}/?words=1").content.decode()
    assert "1 report you may not open" in page and "care home" not in page


def test_a_sealed_question_and_a_walled_one_look_absent(
    rung: list[Attention], dana: User, oksana: User, signed_in: Browser
) -> None:
    """404 like an address that never was, and in no list; refused readings are recorded."""
    sealed = Compartment.objects.create(name="Sealed", seal=Seal.COMPLAINT)
    row = Row.objects.filter(number=rung[0].number).first()
    assert row is not None
    hidden = Attention(
        compartment=sealed, number="T-SEALED1", list_name="adults_named", opened_at=NOW, why="x"
    )
    from tocsin_web.ledger.chain import append

    append(hidden, "attention")
    SubjectWall.objects.create(compartment=rung[0].compartment, number=rung[0].number, user=dana)
    for user, pk in ((dana, hidden.pk), (oksana, hidden.pk), (dana, rung[0].pk)):
        assert signed_in(user).get(f"/escalations/{pk}/").status_code == 404
    listed = signed_in(dana).get("/escalations/?which=all").content.decode()
    assert rung[0].number not in listed and "T-SEALED1" not in listed
    assert rung[0].number in signed_in(oksana).get("/oversight/").content.decode()
    assert (
        Entry.objects.filter(event=Event.READ_REFUSED, about=f"attention:{hidden.pk}").count() == 2
    )


def test_each_contributor_sees_their_own_and_nothing_else(
    small: Compartment, ben: User, make_user: Made, signed_in: Browser
) -> None:
    """What they told, on which day, what became of it, and its receipt; never another's."""
    wei = make_user("wei", Role.CONTRIBUTOR, agency="Seaview School")
    own = receive(
        told("B1", "2026-11-10", "Harbour Youth Project", "B. Ben", "Amina Yusuf was upset."),
        compartment=small, by=ben,
    )  # fmt: skip
    other = receive(
        told("W1", "2026-11-11", "Seaview School", "W. Wei", "Amina Yusuf was absent."),
        compartment=small, by=wei,
    )  # fmt: skip
    page = signed_in(ben).get("/feedback/").content.decode()
    assert "B1" in page and "W1" not in page and "R1" not in page
    assert "waits to be read" in page and "Amina" not in page
    row = Row.objects.get(number="T-67CDWQE")
    row.entry["figures"]["unheeded_voices"] = ["R1", "B1"]
    row.save()
    opened = next(a for a in open_due(small, now=timezone.now()) if a.number == row.number)
    page = signed_in(ben).get("/feedback/").content.decode()
    assert "Nobody owns it yet" in page and row.number not in page
    browser = signed_in(ben)
    assert browser.get(f"/feedback/{own.pk}/receipt.json").status_code == 200
    assert browser.get(f"/feedback/{other.pk}/receipt.json").status_code == 404
    assert browser.get(f"/escalations/{opened.pk}/raise/").status_code == 200
    assert browser.get(f"/escalations/{opened.pk}/").status_code == 403
    assert signed_in(wei).get(f"/escalations/{opened.pk}/raise/").status_code == 404
    assert Entry.objects.filter(event=Event.DISCLOSED, about=f"report:{own.pk}").count() == 1
    assert Report.objects.count() == 7


def test_the_board_report_names_nobody_and_withholds_small_numbers(
    rung: list[Attention], asha: User, signed_in: Browser
) -> None:
    """No names, no numbers of subjects, nobody of the staff; what could single out is not shown."""
    take(attention=rung[0], owner=asha, by=asha)
    for address in ("/board-report/", "/board-report.csv"):
        text = signed_in(asha).get(address).content.decode()
        main = text.split("<main")[-1]
        assert not any(word in main for word in ("Kowal", "Amina", "Asha", "T-", "Florin"))
    found = board(timezone.now())
    assert all(
        c.value is None or c.value == 0 or c.value >= found.small_number for c in found.cells
    )
    assert percentile([5], 90) == 5


def test_the_pages_ask_a_fixed_number_of_questions_of_the_database(
    rung: list[Attention],
    oksana: User,
    signed_in: Browser,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """However long the lists are."""
    browser = signed_in(oksana)
    browser.get("/oversight/")
    for address in ("/escalations/?which=all", "/oversight/", "/board-report/", "/feedback/"):
        with django_assert_max_num_queries(60):
            browser.get(address)


def _allegation(by: User, **more: object) -> Allegation:
    given = {
        "case_ref": "C-1", "entry_type": "complaint", "received_on": date(2026, 1, 5),
        "authority": "Culverport Police", "summary": "A warning was not passed on.",
        "category": "A", "regime": "conduct_2020", "recorded_by": by,
    }  # fmt: skip
    return Allegation(**given | more)


def test_the_register_supersedes_and_never_changes(
    oksana: User, asha: User, signed_in: Browser
) -> None:
    """A later finding stands, the earlier stays; each entry has its leaf; others are refused."""
    row = _allegation(oksana)
    with pytest.raises(PermissionDenied):
        enter(_allegation(asha), by=asha)
    enter(row, by=oksana)
    for day, result in ((6, "not_upheld"), (20, "upheld")):
        enter(
            Finding(
                allegation=row, complaint_result=result, reasons="x", decided_by="The authority",
                decided_on=date(2026, 2, day), recorded_by=oksana,
            ),
            by=oksana,
        )  # fmt: skip
    page = signed_in(oksana).get(f"/oversight/register/{row.pk}/").content.decode()
    assert page.count("Superseded") == 1
    assert Leaf.objects.filter(kind="register").count() == 3
    figures = {(c.unit, c.what): c.value for c in counts(_all())}
    assert figures["allegations", "decided as complaints: upheld"] == 1
    assert figures["allegations", "decided as complaints: not upheld"] == 0


def test_a_case_to_answer_is_about_somebody(oksana: User, signed_in: Browser) -> None:
    """Without an officer linked, the form says what to do."""
    row = _allegation(oksana)
    enter(row, by=oksana)
    given = {
        "investigation_result": "case_gross", "reasons": "x", "decided_by": "The authority",
        "decided_on": "2026-03-01",
    }  # fmt: skip
    browser, address = signed_in(oksana), f"/oversight/register/{row.pk}/finding/"
    assert "about an officer" in browser.post(address, given).content.decode()
    link = OfficerLink(allegation=row, officer_ref="O-1", service="retired", noted_by=oksana)
    enter(link, by=oksana)
    assert browser.post(address, given | {"officer": str(link.pk)}).status_code == 302
    figures = {(c.unit, c.what): c.value for c in counts(_all())}
    assert figures["cases to answer", "found"] == 1
    assert figures["officers", "who left before an outcome"] == 1


def _all() -> list[Allegation]:
    return list(Allegation.objects.prefetch_related("findings", "officers"))


def test_it_is_typed_in_the_browser(
    rung: list[Attention], asha: User, oksana: User, signed_in: Browser
) -> None:
    """Raise, answer, send outside, add to the register: by the forms."""
    one = rung[0]
    browser = signed_in(oksana)
    given = {
        "case_ref": "C-2", "entry_type": "complaint", "received_on": "2026-01-05",
        "authority": "Culverport Council", "summary": "No reply", "category": "A",
        "regime": "not_police", "mode": "none",
    }  # fmt: skip
    assert browser.post("/oversight/register/add/", given).status_code == 302
    said = {"outcome": "noted", "reason": "Seen"}
    assert browser.post(f"/escalations/{one.pk}/respond/", said).status_code == 302
    page = browser.get(f"/escalations/{one.pk}/").content.decode()
    assert "This answers nothing" in page
    sent = {"to_name": "The regulator", "how": "post", "confirmed": "on"}
    assert signed_in(asha).post(f"/escalations/{one.pk}/sent/", sent).status_code == 302
    assert "sent it to The regulator" in browser.get(f"/escalations/{one.pk}/").content.decode()
