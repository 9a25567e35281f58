"""Search: how a subject is found, what leaves no trace, watches, and looking for oneself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import told
from tests.web.test_reports_pages import bare
from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Entry, Event
from tocsin_web.desk.views.search import look
from tocsin_web.people.models import Placement, Subject, SubjectWall, Watch
from tocsin_web.people.searching import keys_of, rebuild
from tocsin_web.reports.actions import receive
from tocsin_web.reports.fulltext import forget
from tocsin_web.reports.models import Compartment, Report, Seal, Wall

Signed = Callable[[User], Client]


def found(browser: Client, query: str) -> str:
    """The page after a search."""
    assert browser.post(reverse("desk:search"), {"query": query}).status_code == 302
    return browser.get(reverse("desk:search")).content.decode()


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Dariusz Kowal", "Dariusz Kowal"),
        ("kowal", "Dariusz Kowal"),
        ("Dariush Koval", "Dariusz Kowal"),
        ("Darek Kowal", "Dariusz Kowal"),
        ("Aminah", "Amina Yusuf"),
        ("Youssef", "Amina Yusuf"),
        ("BD51", "BD51 KLM"),
        ("1KLM", "BD51 KLM"),
        ("900418", "07700 900418"),
        ("07700 900 418", "07700 900418"),
        ("Harbour Cafe", "Harbour Cafe"),
    ],
)
def test_one_box_finds_by_sound_nickname_part_and_tail(
    small: Compartment, dana: User, query: str, name: str
) -> None:
    """Names as they sound, parts of plates, ends of numbers, places."""
    results = look(dana, query, small)
    assert name in {f.subject.names[0] for f in results.subjects}


def test_words_and_references_find_reports(small: Compartment, dana: User) -> None:
    """Every word must stand in the report; a reference finds its own."""
    assert [r.reference for r in look(dana, "cannabis resident", small).reports] == ["R4"]
    assert [r.reference for r in look(dana, "r4", small).reports] == ["R4"]
    assert look(dana, "cannabis submarine", small).reports == []
    forget(Report.objects.get(reference="R4").pk)
    assert look(dana, "cannabis resident", small).reports == []


def test_names_written_in_other_letters_are_found(small: Compartment, dana: User) -> None:
    """Accents and letters of one's own make no difference."""
    receive(told("L1", "2026-10-20", "Culverport Police", "Z", "Łukasz Żak met Şükrü."),
            compartment=small, by=None)  # fmt: skip
    assert [r.reference for r in look(dana, "lukasz sukru", small).reports] == ["L1"]


def test_the_words_searched_for_stand_in_no_address(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """They go in the body; the answer leads to an address without them."""
    answer = signed_in(dana).post(reverse("desk:search"), {"query": "Dariusz Kowal"})
    assert answer["Location"] == reverse("desk:search")


def test_a_search_is_audited_and_refused_to_whom_it_is_not_for(
    small: Compartment, dana: User, ben: User, adwoa: User, signed_in: Signed
) -> None:
    """The row says which numbers were found, no name."""
    for user in (ben, adwoa):
        assert signed_in(user).post(reverse("desk:search"), {"query": "x"}).status_code == 403
    found(signed_in(dana), "Dariusz Kowal")
    row = Entry.objects.get(event=Event.SEARCHED)
    number = Subject.objects.get(names__0="Dariusz Kowal").number
    assert number in row.note and "Kowal" not in row.note + row.about


def test_looking_for_oneself_is_told_to_oversight_alone(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """The page says nothing of it; the audit, which oversight reads, does."""
    User.objects.filter(pk=dana.pk).update(last_name="Kowal")
    shown = found(signed_in(dana), "dana kowal")
    assert "themselves" not in shown
    row = Entry.objects.get(event=Event.SEARCHED, about=f"user:{dana.pk}")
    assert "themselves" in row.note
    found(signed_in(dana), "Amina Yusuf")
    assert Entry.objects.filter(about=f"user:{dana.pk}", event=Event.SEARCHED).count() == 1


def test_what_is_sealed_cannot_be_told_from_what_is_absent(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """Names and words of a sealed case find what names nobody has find."""
    sealed = Compartment.objects.create(name="Quay", seal=Seal.COVERT)
    kept = receive(told("S1", "2026-10-01", "Culverport Police", "X", "Zebedee wharf."),
                   compartment=sealed, by=None)  # fmt: skip
    Subject.objects.create(compartment=sealed, number="T-9999999", kind="person", names=["Zebedee"])
    Placement.objects.create(
        compartment=sealed, report=kept, mention_id="S1:0-7:person", start=0, end=7,
        text="Zebedee", kind="person", role="alleged", subject="T-9999999", status="alone",
    )  # fmt: skip
    rebuild(sealed, Placement.objects.filter(compartment=sealed))
    browser = signed_in(dana)
    there, absent = found(browser, "Zebedee"), found(browser, "Xanthes")
    assert bare(there.encode(), "Zebedee") == bare(absent.encode(), "Xanthes")
    assert bare(found(browser, "S1").encode(), "S1") == bare(found(browser, "S2").encode(), "S2")
    sealed.members.add(dana)
    assert {f.subject.number for f in look(dana, "Zebedee", sealed).subjects} == {"T-9999999"}
    assert [r.reference for r in look(dana, "wharf", sealed).reports] == ["S1"]
    assert look(dana, "wharf", small).reports == []


def test_a_wall_leaves_no_trace_in_search(small: Compartment, dana: User) -> None:
    """Neither a walled subject nor a name that only a walled report gives."""
    assert look(dana, "Leanne", small).subjects
    Wall.objects.create(report=Report.objects.get(reference="R5"), user=dana)
    results = look(dana, "Leanne", small)
    assert results.subjects == [] and results.reports == []
    number = Subject.objects.get(names__0="Dariusz Kowal").number
    SubjectWall.objects.create(compartment=small, number=number, user=dana)
    assert number not in {f.subject.number for f in look(dana, "Kowal", small).subjects}


def test_who_reported_is_not_found_by_name(small: Compartment) -> None:
    """A mention in the role of reporter makes no key."""
    one = Placement.objects.filter(kind="person").exclude(subject="").first()
    assert one is not None and list(keys_of([one]))
    one.role = "reporter"
    assert list(keys_of([one])) == []


def test_a_watch_shows_what_is_new_until_its_last_day(
    small: Compartment, dana: User, asha: User, signed_in: Signed
) -> None:
    """New reports show; after its day nothing is looked for; nobody else can see or end it."""
    browser = signed_in(dana)
    found(browser, "cannabis")
    until = timezone.localdate() + timedelta(days=30)
    given = {"reason": "sales near the cafe", "expires_on": until.isoformat()}
    assert browser.post(reverse("desk:keep_watch"), given).status_code == 302
    watch = Watch.objects.get()
    assert "Nothing new" in browser.get(reverse("desk:search")).content.decode()
    receive(told("N1", "2026-10-20", "Culverport Police", "Z", "More cannabis."),
            compartment=small, by=None)  # fmt: skip
    assert "1 new" in browser.get(reverse("desk:search")).content.decode()
    other = signed_in(asha)
    assert "cannabis" not in other.get(reverse("desk:search")).content.decode()
    assert other.post(reverse("desk:end_watch", args=[watch.pk])).status_code == 404
    browser.post(reverse("desk:seen_watch", args=[watch.pk]))
    assert "1 new" not in browser.get(reverse("desk:search")).content.decode()
    Watch.objects.update(expires_on=timezone.localdate() - timedelta(days=1), seen=[])
    assert "nothing is looked for any more" in browser.get(reverse("desk:search")).content.decode()


def test_a_watch_lasts_six_months_at_most(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """A day further off is refused."""
    browser = signed_in(dana)
    found(browser, "cannabis")
    far = timezone.localdate() + timedelta(days=400)
    browser.post(reverse("desk:keep_watch"), {"reason": "long enough", "expires_on": far})
    assert not Watch.objects.exists()


@pytest.mark.parametrize(
    "query", ["'", '"', "a OR b", "* NEAR(", "<b>", "\\", "%_", "x" * 200, "🙂"]
)
def test_no_query_breaks_the_search(
    small: Compartment, dana: User, signed_in: Signed, query: str
) -> None:
    """Signs of the database's own language are words like others."""
    shown = found(signed_in(dana), query)
    assert "Found for" in shown and "<b>”" not in shown
