"""A report's page: read, withheld, put right, graded, shared and called back."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import Made, told
from tocsin.records import Grade
from tocsin.records import Report as EngineReport
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.audit.models import Entry, Event
from tocsin_web.intake.engine import settings_of
from tocsin_web.intake.models import Pending
from tocsin_web.ledger.models import Leaf
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import (
    Compartment,
    Disclosure,
    IdentityOpening,
    ItemGrade,
    Mending,
    Recall,
    Report,
    Sanitised,
    Seal,
)

Signed = Callable[[User], Client]
NOWHERE = "00000000-0000-4000-8000-00000000dead"


def purposeful(browser: Client) -> Client:
    """A browser in which a purpose was given."""
    answer = browser.post(
        reverse("accounts:purpose"),
        {"purpose": "safeguard_child", "reason": "strategy meeting about the harbour"},
    )
    assert answer.status_code == 302
    return browser


def bare(content: bytes, address: object) -> str:
    """A page without what differs by chance, and without what was asked for."""
    plain = content.decode().replace(str(address), "")
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", plain)


def page(browser: Client, report: Report) -> str:
    """The report's page."""
    answer = browser.get(reverse("reports:report", args=[report.pk]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_names_are_initials_until_a_purpose_is_given(
    first_report: Report, dana: User, signed_in: Signed
) -> None:
    """Without a purpose no name of a person stands on the page; with one the words are whole."""
    browser = signed_in(dana)
    masked = page(browser, first_report)
    assert "A.Y." in masked and "Amina" not in masked and "Kowal" not in masked
    whole = page(purposeful(browser), first_report)
    assert "Amina Yusuf" in whole and "<mark" in whole and "said to be affected" in whole


def test_who_may_not_read_is_told_nothing_and_a_contributor_sees_their_own(
    small: Compartment, first_report: Report, cat: User, adwoa: User, ben: User, signed_in: Signed
) -> None:
    """No role and the administrator are refused; a contributor opens what they sent, no other's."""
    address = reverse("reports:report", args=[first_report.pk])
    assert signed_in(cat).get(address).status_code == 403
    assert signed_in(adwoa).get(address).status_code == 403
    assert signed_in(ben).get(address).status_code == 404
    text = "Yusuf Demir told of a car that waits."
    own = receive(told("B1", "2026-10-01", "Harbour Youth Project", "B", text), compartment=small,
                  by=ben)  # fmt: skip
    shown = page(signed_in(ben), own)
    assert "car that waits" in shown and "Put right" not in shown
    assert Entry.objects.filter(about=f"report:{own.pk}", event=Event.READ).exists()


def test_a_restricted_report_is_pointed_to_and_its_conditions_named(
    small: Compartment, dana: User, make_user: Made, signed_in: Signed
) -> None:
    """Its words stand on no page of whoever does not meet them; whoever does reads it."""
    read = EngineReport(
        "C1", "Secret words about Ioana Marin.", agency="Harbour Youth Project",
        grade=Grade("1CC", "3x5x2", "1", "C", "C"),
    )  # fmt: skip
    closed = receive(read, compartment=small, by=None)
    withheld = page(signed_in(dana), closed)
    assert "Secret" not in withheld and "Handling code C" in withheld
    refused = Entry.objects.filter(about=f"report:{closed.pk}", event=Event.READ_REFUSED)
    assert refused.count() == 1
    nadia = make_user("nadia", Role.ANALYST, may_read_restricted=True)
    assert "Secret words" in page(signed_in(nadia), closed)


def test_a_sealed_report_cannot_be_told_from_none(
    small: Compartment, dana: User, make_user: Made, signed_in: Signed
) -> None:
    """Every page about a sealed report answers as it answers about nothing."""
    sealed = Compartment.objects.create(name="Quay", seal=Seal.COVERT)
    kept = receive(told("S1", "2026-10-01", "Culverport Police", "X", "Sealed words."),
                   compartment=sealed, by=None)  # fmt: skip
    browser = signed_in(dana)
    for name in ("report", "mend", "grade", "share"):
        there = browser.get(reverse(f"reports:{name}", args=[kept.pk]))
        absent = browser.get(reverse(f"reports:{name}", args=[NOWHERE]))
        assert there.status_code == absent.status_code == 404
        assert bare(there.content, kept.pk) == bare(absent.content, NOWHERE)
    member = make_user("mei", Role.ANALYST)
    sealed.members.add(member)
    assert "Sealed words" in page(signed_in(member), kept)


def test_a_mention_is_put_right_for_ever_and_lists_are_asked_for(
    first_report: Report, dana: User, asha: User, signed_in: Signed
) -> None:
    """Mending writes a row, a leaf and an audit row, reaches the engine, and asks for joining."""
    address = reverse("reports:mend", args=[first_report.pk])
    given = {"words": "silver Corsa", "occurrence": "1", "kind": "vehicle"}
    assert signed_in(asha).post(address, given).status_code == 403
    assert not Mending.objects.exists()
    answer = purposeful(signed_in(dana)).post(address, given)
    assert answer.status_code == 302
    row = Mending.objects.get()
    assert first_report.text[row.start : row.end] == "silver Corsa"
    assert Leaf.objects.filter(kind="mention mended").count() == 1
    assert Entry.objects.filter(event=Event.ALTERED, by=dana).count() == 1
    settings = settings_of(first_report.compartment, as_of=row.mended_at.date())
    assert [(m.report_id, m.start, m.kind) for m in settings.mended] == [
        ("R1", row.start, "vehicle")
    ]
    pending = Pending.objects.get(compartment=first_report.compartment)
    assert pending.asked > pending.done


def test_words_that_do_not_stand_there_are_refused_in_plain_words(
    first_report: Report, dana: User, signed_in: Signed
) -> None:
    """The form says what to do, and nothing is written."""
    address = reverse("reports:mend", args=[first_report.pk])
    answer = signed_in(dana).post(address, {"words": "a blue van", "kind": "vehicle"})
    assert "copy them from it" in answer.content.decode()
    assert not Mending.objects.exists()


def test_an_item_is_graded_apart(first_report: Report, dana: User, signed_in: Signed) -> None:
    """The grade stands on the page and in the ledger; the report stays as it was."""
    address = reverse("reports:grade", args=[first_report.pk])
    given = {"words": "silver Corsa", "source": "2", "information": "D", "handling": "P"}
    assert signed_in(dana).post(address, given).status_code == 302
    assert ItemGrade.objects.get().information == "D"
    assert "2DP" in page(signed_in(dana), first_report)


def test_who_told_it_is_opened_with_a_purpose_and_each_time_in_the_ledger(
    first_report: Report, dana: User, asha: User, signed_in: Signed
) -> None:
    """It stands on no page before, and asks for permission and a purpose."""
    browser = signed_in(dana)
    assert "Nowak" not in page(purposeful(browser), first_report)
    address = reverse("reports:identity", args=[first_report.pk])
    reason = {"reason": "to protect the source at court"}
    assert signed_in(asha).post(address, reason).status_code == 403
    assert browser.post(address, {"reason": ""}).status_code == 302
    assert not IdentityOpening.objects.exists()
    for _ in range(2):
        assert "S. Nowak" in browser.post(address, reason).content.decode()
    assert Leaf.objects.filter(kind="read of a sealed identity").count() == 2
    rows = Entry.objects.filter(event=Event.READ, purpose=reason["reason"])
    assert rows.count() == 2


def test_nothing_goes_out_before_another_person_has_read_it(
    first_report: Report, dana: User, asha: User, signed_in: Signed
) -> None:
    """The writer cannot be the second reader; with a second reader it goes out, and is kept."""
    share = reverse("reports:share", args=[first_report.pk])
    given = {"text": "A man collects a child from school.", "known_to": "2"}
    assert signed_in(dana).post(share, given).status_code == 302
    text = Sanitised.objects.get()
    second = reverse("reports:second", args=[text.pk])
    disclose = reverse("reports:disclose", args=[text.pk])
    receiver = {"to_whom": "T. Osei", "body": "Culverport Council", "purpose": "strategy meeting"}
    signed_in(dana).post(second, {"agrees": "yes"})
    signed_in(dana).post(disclose, receiver)
    assert not Disclosure.objects.exists()
    signed_in(asha).post(second, {"agrees": "yes"})
    signed_in(dana).post(disclose, receiver)
    out = Disclosure.objects.get()
    assert (
        Entry.objects.filter(event=Event.DISCLOSED, about=f"report:{first_report.pk}").count() == 1
    )
    export = signed_in(dana).get(reverse("reports:export", args=[out.pk])).content.decode()
    assert "OFFICIAL-SENSITIVE" in export and "strategy meeting" in export
    assert "Tells who reported it" in signed_in(asha).get(share).content.decode()


def test_what_went_out_is_called_back_by_receiver(
    first_report: Report, dana: User, asha: User, signed_in: Signed
) -> None:
    """Every receiver is listed as called back, once."""
    from tocsin_web.reports import sharing

    text = sharing.sanitise(first_report, text="Words.", known_to=9, by=dana)
    sharing.read_second(text, agrees=True, note="", by=asha)
    for name in ("Farah Aziz", "Piotr Zając"):
        sharing.disclose(text, to_whom=name, body="", purpose="meeting", by=dana)
    address = reverse("reports:recall", args=[first_report.pk])
    for _ in range(2):
        signed_in(asha).post(address, {"reason": "the text named a child"})
    assert Recall.objects.count() == 2
    shown = signed_in(asha).get(reverse("reports:share", args=[first_report.pk])).content.decode()
    assert shown.count("Called back ") >= 2 and "Piotr Zając" in shown


def test_hostile_words_render_harmlessly(small: Compartment, dana: User, signed_in: Signed) -> None:
    """Markup in a report is shown as words, two megabytes in parts."""
    text = "<script>alert(1)</script> Amir <b>Kaya</b> was seen. " + "x" * 2_000_000
    kept = receive(told("H1", "2026-10-01", "Culverport Police", "Y", text), compartment=small,
                   by=None)  # fmt: skip
    shown = page(purposeful(signed_in(dana)), kept)
    assert "<script>alert" not in shown and "&lt;script&gt;alert" in shown
    assert len(shown) < 200_000 and "The part after" in shown


@pytest.mark.parametrize("many", [3, 30])
def test_a_page_asks_the_database_a_fixed_number_of_times(
    first_report: Report, dana: User, signed_in: Signed, many: int,
    django_assert_max_num_queries: Callable[[int], AbstractContextManager[object]],
) -> None:  # fmt: skip
    """However many mentions a report holds."""
    from tocsin_web.people.models import Placement

    one = Placement.objects.filter(report=first_report).first()
    assert one is not None
    for i in range(many):
        one.pk, one.mention_id, one.start, one.end = None, f"R1:{i}-{i + 1}:x", i, i + 1
        one.save(force_insert=True)
    browser = signed_in(dana)
    page(browser, first_report)
    with django_assert_max_num_queries(30):
        page(browser, first_report)
