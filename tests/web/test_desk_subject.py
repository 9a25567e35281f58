"""A subject's page: the sentence, figures that open, what points away, disputes, walls, worlds."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import told
from tests.web.test_reports_pages import NOWHERE, bare, purposeful
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Row
from tocsin_web.audit.models import Entry, Event
from tocsin_web.ledger.models import Leaf
from tocsin_web.people.models import Dispute, Placement, Subject, SubjectWall
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Report, Seal, Wall

Signed = Callable[[User], Client]
AtMost = Callable[[int], AbstractContextManager[object]]


def number_of(compartment: Compartment, name: str) -> str:
    """The number under which somebody stands."""
    return Subject.objects.get(compartment=compartment, names__0=name).number


def page(browser: Client, number: str) -> str:
    """The subject's page."""
    answer = browser.get(reverse("desk:subject", args=[number]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_page_says_the_sentence_the_date_line_and_that_nothing_is_proven(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """And no probability, nor anybody's name before a purpose is given."""
    number = number_of(small, "Dariusz Kowal")
    shown = page(signed_in(dana), number)
    assert "4 voices from 3 agencies" in shown
    assert "Together: 20 July 2026" in shown
    assert "Named, not proven" in shown and "What points away" in shown
    assert "Kowal" not in shown and "Amina" not in shown
    assert not re.search(r"probab|\bbits\b|0\.99", shown)
    whole = page(purposeful(signed_in(dana)), number)
    assert "Dariusz Kowal" in whole
    assert Entry.objects.filter(about=f"subject:{number}", event=Event.READ).count() == 2


def test_every_figure_opens_to_reports_that_open_to_words(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """The four voices are four links to reports."""
    shown = page(signed_in(dana), number_of(small, "Dariusz Kowal"))
    part = shown[shown.index("4 voices</span>") :]
    part = part[: part.index("</details>")]
    assert len(re.findall(r'href="/reports/[0-9a-f-]+/"', part)) == 4


def test_who_may_not_see_subjects_is_refused(
    small: Compartment, cast: dict[str, User], signed_in: Signed
) -> None:
    """Contributor, administrator and outsider; and a number nobody has is not there."""
    number = number_of(small, "Dariusz Kowal")
    for name in ("ben", "adwoa", "cat"):
        answer = signed_in(cast[name]).get(reverse("desk:subject", args=[number]))
        assert answer.status_code == 403
    for name in ("dana", "asha", "oksana"):
        assert "4 voices" in page(signed_in(cast[name]), number)
        assert signed_in(cast[name]).get("/subjects/T-0000000/").status_code == 404


def test_a_walled_subject_and_walled_reports_leave_no_trace(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """A wall about a report takes it out of the count; one about a subject takes it all away."""
    number = number_of(small, "Dariusz Kowal")
    report = Report.objects.get(reference="R3")
    Wall.objects.create(report=report, user=dana)
    shown = page(signed_in(dana), number)
    assert "3 voices that you may be pointed to" in shown and "R3" not in shown
    assert "4 voices" not in shown and "Culverport Council" not in shown
    SubjectWall.objects.create(compartment=small, number=number, user=dana)
    browser = signed_in(dana)
    there = browser.get(reverse("desk:subject", args=[number]))
    absent = browser.get("/subjects/T-0000000/")
    assert there.status_code == absent.status_code == 404
    assert bare(there.content, number) == bare(absent.content, "T-0000000")
    leanne = number_of(small, "Leanne Carter")
    assert number not in page(browser, leanne)


def test_a_restricted_report_is_counted_and_its_words_withheld(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """The count stays, with who to ask."""
    kept = receive(told("K1", "2026-10-20", "Harbour Youth Project", "Z", "Secret words."),
                   compartment=small, by=None)  # fmt: skip
    from django.db import connection

    with connection.cursor() as cursor:  # the row is append-only: only the database can say this
        cursor.execute("UPDATE reports_report SET is_restricted = TRUE WHERE reference = 'K1'")
    number = number_of(small, "Dariusz Kowal")
    Placement.objects.create(
        compartment=small, report=kept, mention_id="K1:0-6:person", start=0, end=6, text="Secret",
        kind="person", role="alleged", subject=number, status="certain",
    )  # fmt: skip
    shown = page(signed_in(dana), number)
    assert "1 report you may not open; ask the intelligence unit" in shown
    assert "Secret" not in shown


def test_a_sealed_subject_is_there_for_members_alone(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """With the world in the address; everybody else is told what they are told of nothing."""
    sealed = Compartment.objects.create(name="Quay", seal=Seal.COVERT)
    report = Report.objects.get(reference="R1")
    Subject.objects.create(compartment=sealed, number="T-9999999", kind="person", names=["Ada Obi"])
    Placement.objects.create(
        compartment=sealed, report=report, mention_id="R1:0-4:person", start=0, end=4, text="Amin",
        kind="person", role="alleged", subject="T-9999999", status="certain",
    )  # fmt: skip
    browser = signed_in(dana)
    address = "/subjects/T-9999999/"
    there = browser.get(f"{address}?in={sealed.pk}")
    absent = browser.get(f"{address}?in={NOWHERE}")
    assert there.status_code == absent.status_code == browser.get(address).status_code == 404
    sealed.members.add(dana)
    assert signed_in(dana).get(f"{address}?in={sealed.pk}").status_code == 200


def test_that_is_not_me_stands_wherever_the_subject_does(
    small: Compartment, dana: User, asha: User, ben: User, signed_in: Signed
) -> None:
    """On its page, on others' pages, in search and on reports; answered, it still stands."""
    number = number_of(small, "Dariusz Kowal")
    address = reverse("desk:dispute", args=[number])
    given = {"said_by": "his solicitor", "reason": "He was abroad in May."}
    assert signed_in(ben).post(address, given).status_code == 403
    assert signed_in(asha).post(address, given).status_code == 302
    said = Dispute.objects.get()
    assert Leaf.objects.filter(kind="dispute").count() == 1
    browser = signed_in(dana)
    assert "Disputed" in page(browser, number) and "He was abroad" in page(browser, number)
    assert "Disputed" in page(browser, number_of(small, "Amina Yusuf"))
    report = Report.objects.get(reference="R1")
    assert "Disputed" in browser.get(reverse("reports:report", args=[report.pk])).content.decode()
    browser.post(reverse("desk:search"), {"query": "Kowal"})
    assert "Disputed" in browser.get(reverse("desk:search")).content.decode()
    reply = {"outcome": "partly", "words": "R2 is taken out."}
    browser.post(reverse("desk:answer_dispute", args=[said.pk]), reply)
    assert "R2 is taken out." in page(browser, number)


def test_an_old_number_leads_on(small: Compartment, dana: User, signed_in: Signed) -> None:
    """And the history says what leads here; a dispute under it stays."""
    number = number_of(small, "Dariusz Kowal")
    Subject.objects.create(compartment=small, number="T-0000001", kind="person", leads_to=number)
    answer = signed_in(dana).get("/subjects/T-0000001/")
    assert answer.status_code == 302 and answer["Location"].endswith(f"/subjects/{number}/")
    assert "It took in T-0000001" in page(signed_in(dana), number)


def test_nobody_around_a_child_has_a_rank(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """Those in the same reports stand by kind and number, not by how often."""
    shown = page(signed_in(dana), number_of(small, "Amina Yusuf"))
    table = shown[shown.index("Reports together") :]
    numbers = re.findall(r'href="/subjects/(T-\w{7})/"', table[: table.index("</table>")])
    kinds = dict(Subject.objects.filter(number__in=numbers).values_list("number", "kind"))
    assert numbers == sorted(numbers, key=lambda n: (kinds[n], n))
    assert "Under 18 when named" in shown and "central" not in shown


def test_markup_in_a_name_is_shown_as_words(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """A name is never markup, on the page or in the drawing."""
    number = number_of(small, "Dariusz Kowal")
    hostile = "<script>alert(1)</script>"
    Subject.objects.filter(number=number).update(names=[hostile])
    assert hostile not in page(purposeful(signed_in(dana)), number)
    assert hostile not in page(purposeful(signed_in(dana)), number_of(small, "Amina Yusuf"))


@pytest.mark.parametrize("copies", [1, 20])
def test_the_page_asks_the_database_a_fixed_number_of_times(
    small: Compartment, dana: User, signed_in: Signed, copies: int,
    django_assert_max_num_queries: AtMost,
) -> None:  # fmt: skip
    """However many reports name the subject."""
    number = number_of(small, "Dariusz Kowal")
    row = Row.objects.get(compartment=small, number=number)
    for i in range(copies):
        kept = receive(told(f"Q{i}", "2026-10-20", "Culverport Police", "Z", "Kowal again."),
                       compartment=small, by=None)  # fmt: skip
        Placement.objects.create(
            compartment=small, report=kept, mention_id=f"Q{i}:0-5:person", start=0, end=5,
            text="Kowal", kind="person", role="alleged", subject=number, status="certain",
        )  # fmt: skip
        row.entry["report_ids"].append(f"Q{i}")
    row.save()
    browser = signed_in(dana)
    page(browser, number)
    with django_assert_max_num_queries(45):
        page(browser, number)
