"""The conflict wall and sealed compartments: what is behind them is not there."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import Http404, HttpResponse
from django.test import Client

from tests.web.conftest import AS_OF, told
from tocsin_web.accounts.actions import declare, withdraw
from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Entry, Event
from tocsin_web.people.models import SubjectWall
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Report, Seal
from tocsin_web.reports.queries import compartment_for, report_for

Signed = Callable[[User], Client]


def alike(page: HttpResponse) -> str:
    """What a page says, without the token that is new each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())


def references(reports: object) -> list[str]:
    return sorted(reports.values_list("reference", flat=True))


@pytest.mark.parametrize(
    ("name", "phone", "left"),
    [
        ("Darius Kowal", "", ["R4"]),
        ("KOWAL, Dariusz", "", ["R4"]),
        ("", "+44 7700 900418", ["R2", "R4", "R5"]),
    ],
)
def test_what_names_somebody_declared_is_not_there(
    small: Compartment, dana: User, asha: User, name: str, phone: str, left: list[str]
) -> None:
    """Spelt otherwise, turned round, or by telephone: those reports are gone, for her alone."""
    declare(dana, closeness="household", name=name, phone=phone, address="")
    assert references(Report.objects.pointable_to(dana)) == left
    assert references(Report.objects.pointable_to(asha)) == ["R1", "R2", "R3", "R4", "R5"]
    assert SubjectWall.objects.filter(user=dana).exists()


def test_a_walled_report_answers_like_an_absent_one_and_somebody_independent_is_told(
    first_report: Report, dana: User
) -> None:
    """404 for her, and a row that only oversight reads."""
    declare(dana, closeness="self", name="Amina Yusuf", phone="", address="")
    with pytest.raises(Http404):
        report_for(dana, first_report.pk)
    assert Entry.objects.filter(event=Event.WALLED, by=dana).count() == 1


def test_the_wall_goes_when_the_declaration_is_ended(
    small: Compartment, dana: User, oksana: User
) -> None:
    """Once somebody independent ended it, everything is there again."""
    made = declare(dana, closeness="team", name="Florin Petrescu", phone="", address="")
    assert "R4" not in references(Report.objects.pointable_to(dana))
    withdraw(made, by=oksana)
    assert "R4" in references(Report.objects.pointable_to(dana))


def test_a_sealed_report_is_there_for_members_alone(
    small: Compartment, dana: User, asha: User, oksana: User
) -> None:
    """Neither another decision-maker nor oversight sees that it exists."""
    sealed = Compartment.objects.create(name="Larch", seal=Seal.COVERT)
    sealed.members.add(dana)
    report = receive(
        told("S1", str(AS_OF), "Culverport Police", "PC Bello", "Dariusz Kowal was seen again."),
        compartment=sealed,
        by=None,
    )
    assert report_for(dana, report.pk) == report
    for user in (asha, oksana):
        assert "S1" not in references(Report.objects.pointable_to(user))
        with pytest.raises(Http404):
            compartment_for(user, sealed.pk)


def test_restricted_reports_are_pointed_to_and_closed(
    small: Compartment, dana: User, make_user: Callable[..., User]
) -> None:
    """Handling C: her own agency opens it, another knows that it is there."""
    from dataclasses import replace

    from tocsin.records import Grade

    made = told("C1", str(AS_OF), "Culverport Police", "PC Bello", "Seen near the arcade.")
    receive(replace(made, grade=Grade("A1C", "3x5x2", "A", "1", "C")), compartment=small, by=None)
    from tocsin_web.accounts.permissions import Role

    other = make_user("goran", Role.ANALYST, agency="Culverport Council")
    assert "C1" in references(Report.objects.visible_to(dana))
    assert "C1" in references(Report.objects.pointable_to(other))
    assert "C1" not in references(Report.objects.visible_to(other))


def test_a_compartment_is_opened_seen_and_left_by_its_members_alone(
    small: Compartment, dana: User, asha: User, ben: User, signed_in: Signed
) -> None:
    """Others get what they get for a compartment that does not exist."""
    browser = signed_in(dana)
    made = browser.post("/compartments/", {"name": "Larch", "seal": "covert"})
    address = made.headers["Location"]
    absent = "/compartments/00000000-0000-4000-8000-00000000dead/"
    other = signed_in(asha)
    assert browser.get(address).status_code == 200
    theirs, nothing = other.get(address), other.get(absent)
    assert (theirs.status_code, nothing.status_code) == (404, 404)
    assert alike(theirs) == alike(nothing).replace(absent, address)
    browser.post(address, {"let_in": "1", "user": str(asha.pk), "reason": "holds the case"})
    assert other.get(address).status_code == 200
    browser.post(address, {"let_in": "1", "user": str(ben.pk), "reason": "asked"})
    assert not ben.compartments.exists()
    other.post(address, {"let_out": "dana"})
    assert browser.get(address).status_code == 404
    other.post(address, {"let_out": "asha"})
    assert other.get(address).status_code == 200


def test_who_looked_is_a_page_for_oversight(
    first_report: Report, dana: User, oksana: User, signed_in: Signed
) -> None:
    """Every reading of a report that names the child is on it; an analyst does not see it."""
    from tocsin_web.people.models import Subject

    report_for(dana, first_report.pk, purpose="Safeguarding a child")
    child = next(s for s in Subject.objects.filter(is_child=True) if "Amina Yusuf" in s.names)
    page = signed_in(oksana).get(f"/looked/{child.number}/")
    assert "Dana" in page.content.decode()
    assert "Safeguarding a child" in page.content.decode()
    assert signed_in(dana).get(f"/looked/{child.number}/").status_code == 403
    assert signed_in(oksana).get("/looked/T-0000000/").status_code == 404
