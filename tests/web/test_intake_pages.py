"""Adding reports on pages: who may, what is kept, what is told."""

from __future__ import annotations

import io
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Entry, Event
from tocsin_web.intake import files
from tocsin_web.intake.lock import Holder
from tocsin_web.intake.models import Draft, DraftReport
from tocsin_web.intake.working import Work
from tocsin_web.ledger.models import Leaf
from tocsin_web.reports.models import COMMON, Compartment, Report, Seal

Signed = Callable[[User], Client]
FORM = {
    "text": "Hodan Warsame, 15, was seen getting into a silver Corsa BD51 KLM.",
    "how_known": "told",
    "told_by": "a neighbour, Mr Eze",
    "occurred": "9 November 2026",
    "received": "2026-11-10",
    "agency": "Harbour Youth Project",
    "author": "Ben",
    "contact": "07700 900555",
    "source_grade": "2",
    "information_grade": "C",
    "handling_code": "P",
}


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Path:
    """Files of one test are its own."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def work(db: None) -> Work:
    """The worker."""
    holder = Holder()
    assert holder.take(now=timezone.now())
    return Work(holder)


def test_a_contributor_sends_one_report_and_gets_its_receipt(
    small: Compartment, ben: User, signed_in: Signed
) -> None:
    """It is in the record at once; who told it is kept apart; it is read by its dates and grade."""
    browser = signed_in(ben)
    answer = browser.post(reverse("intake:add"), FORM)
    report = Report.objects.get(recorded_by=ben)
    assert answer["Location"] == reverse("intake:receipt", args=[report.pk])
    assert (report.occurred, report.received) == ("2026-11-09", "2026-11-10")
    assert report.how_known == "told"
    assert report.grade["as_written"] == "2/C/P"
    assert report.provenance.author == "a neighbour, Mr Eze"
    assert report.provenance.contact == "Ben, 07700 900555"
    page = browser.get(answer["Location"]).content.decode()
    leaf = Leaf.objects.get(record=f"reports.Report:{report.pk}")
    assert report.reference in page
    assert f"Leaf {leaf.number}" in page
    assert bytes(leaf.commitment).hex() in page
    told = browser.get(reverse("intake:receipt_file", args=[report.pk])).json()
    assert told["record"]["reference"] == report.reference
    assert Entry.objects.filter(event=Event.COLLECTED, about=f"report:{report.pk}", by=ben).exists()


def test_a_form_sent_twice_is_one_report(small: Compartment, ben: User, signed_in: Signed) -> None:
    """The second click finds the report that the first made."""
    browser = signed_in(ben)
    first = browser.post(reverse("intake:add"), FORM)
    second = browser.post(reverse("intake:add"), FORM)
    assert first["Location"] == second["Location"]
    assert Report.objects.filter(recorded_by=ben).count() == 1


def test_the_same_words_from_two_people_are_two_reports_and_neither_is_told(
    small: Compartment, ben: User, make_user: Any, signed_in: Signed
) -> None:
    """Nobody learns by sending words that somebody else sent them."""
    from tocsin_web.accounts.permissions import Role

    signed_in(ben).post(reverse("intake:add"), FORM)
    other = make_user("nia", Role.CONTRIBUTOR, agency="Harbour Youth Project")
    answer = signed_in(other).post(reverse("intake:add"), FORM)
    assert answer.status_code == 302
    assert Report.objects.filter(recorded_by=other).count() == 1


def test_one_contributor_sees_no_receipt_of_another(
    small: Compartment, ben: User, first_report: Report, signed_in: Signed
) -> None:
    """The receipt of a report one did not send is not there."""
    for name in ("intake:receipt", "intake:receipt_file"):
        assert signed_in(ben).get(reverse(name, args=[first_report.pk])).status_code == 404


def test_a_form_without_what_is_needed_says_so_and_keeps_the_rest(
    small: Compartment, ben: User, signed_in: Signed
) -> None:
    """Each error is a sentence, and nothing is recorded."""
    page = signed_in(ben).post(reverse("intake:add"), {**FORM, "occurred": "soon"})
    assert b"Write a day, a month or a year" in page.content
    assert b"Hodan Warsame" in page.content
    assert not Report.objects.filter(recorded_by=ben).exists()


def test_an_analyst_sees_a_draft_of_a_typed_report_first(
    small: Compartment, dana: User, signed_in: Signed, work: Work
) -> None:
    """Typed, read, shown, approved, taken in, with the page at each step."""
    browser = signed_in(dana)
    answer = browser.post(reverse("intake:add"), FORM)
    draft = Draft.objects.get()
    assert answer["Location"] == reverse("intake:draft", args=[draft.pk])
    assert b"The worker has this" in browser.get(answer["Location"]).content
    work.read(draft.pk)
    page = browser.get(answer["Location"]).content.decode()
    assert "What would come of it" in page
    assert "Hodan Warsame, 15" in page  # what was read, for whoever sent it
    assert Report.objects.count() == 5
    browser.post(reverse("intake:approve", args=[draft.pk]))
    browser.post(reverse("intake:approve", args=[draft.pk]))
    work.leftovers()
    assert Report.objects.count() == 6
    progress = browser.get(reverse("intake:progress", args=[draft.pk])).json()
    assert progress == {"state": "taken_in", "working": False, "done": 1, "of": 1}
    assert b"Taken in" in browser.get(answer["Location"]).content


def test_names_of_stored_subjects_are_initials_on_a_draft(
    small: Compartment, dana: User, asha: User, signed_in: Signed, work: Work
) -> None:
    """Who is named again is told by number and initials; the words are shown to their sender."""
    body = b"report_id,received,text\nX1,2026-11-11,Dariusz Kowal drove BD51 KLM to the cafe.\n"
    sent = SimpleUploadedFile("x.csv", body)
    signed_in(dana).post(reverse("intake:add_files"), {"sent": sent})
    draft = Draft.objects.get()
    work.read(draft.pk)
    assert draft.uploads.get().name == "x.csv"
    page = signed_in(dana).get(reverse("intake:draft", args=[draft.pk])).content.decode()
    table = page.split("Stored subjects named again")[-1].split("</table>")[0]
    assert "D.K." in table
    assert "Kowal" not in table


def test_a_pasted_mail_becomes_a_draft(
    small: Compartment, dana: User, signed_in: Signed, work: Work
) -> None:
    """Sender and day are read from its head."""
    mail = (
        "Message-ID: <1@harbour.example>\nFrom: T. Osei <t.osei@harbour.example>\n"
        "Date: Tue, 10 Nov 2026 09:00:00 +0000\nSubject: concern\n\n"
        "Hodan Warsame, 15, was seen with an older man.\n"
    )
    signed_in(dana).post(reverse("intake:add_mail"), {"text": mail})
    draft = Draft.objects.get()
    work.read(draft.pk)
    row = draft.reports.get()
    assert row.read["received"] == "2026-11-10"
    assert "Osei" in row.read["author"]


def test_who_may_not_import_meets_no_draft(
    small: Compartment, dana: User, ben: User, signed_in: Signed, work: Work
) -> None:
    """A contributor is refused every page of drafts, and an empty post does nothing."""
    sent = SimpleUploadedFile("x.csv", b"report_id,text\nX1,something\n")
    signed_in(dana).post(reverse("intake:add_files"), {"sent": sent})
    draft = Draft.objects.get()
    browser = signed_in(ben)
    for name in ("intake:drafts", "intake:duplicates", "intake:add_files", "intake:add_mail"):
        assert browser.get(reverse(name)).status_code == 403
    for name in ("intake:draft", "intake:progress"):
        assert browser.get(reverse(name, args=[draft.pk])).status_code == 403
    for name in ("intake:approve", "intake:discard"):
        assert browser.post(reverse(name, args=[draft.pk])).status_code == 403
    draft.refresh_from_db()
    assert draft.state == Draft.State.WAITING


@pytest.fixture
def sealed(small: Compartment, dana: User) -> Compartment:
    """A compartment of which Dana alone is a member."""
    made = Compartment.objects.create(name="Matter 7", seal=Seal.SEALED)
    made.members.add(dana)
    return made


def test_a_sealed_draft_is_there_for_members_alone(
    sealed: Compartment, dana: User, make_user: Any, signed_in: Signed, work: Work
) -> None:
    """Another analyst finds it nowhere, and what came of it leaves no trace in the common case."""
    from tocsin_web.accounts.permissions import Role

    sent = SimpleUploadedFile(
        "x.csv", b"report_id,received,text\nR1,2026-11-11,Dariusz Kowal is a friend of a guard.\n"
    )
    asked = {"sent": sent, "where": str(sealed.pk)}
    signed_in(dana).post(reverse("intake:add_files"), asked)
    draft = Draft.objects.get()
    assert draft.compartment_id == sealed.pk
    other = signed_in(make_user("eve", Role.ANALYST))
    assert other.get(reverse("intake:draft", args=[draft.pk])).status_code == 404
    assert (
        other.get(reverse("intake:drafts")).content.count(b"drafts/")
        == signed_in(dana).get(reverse("intake:drafts")).content.count(b"drafts/") - 1
    )
    work.read(draft.pk)
    signed_in(dana).post(reverse("intake:approve", args=[draft.pk]))
    work.leftovers()
    row = draft.reports.get()
    assert row.state == DraftReport.State.DUPLICATE  # R1 of the common case is in its world
    signed_in(dana).post(reverse("intake:decide_duplicate", args=[row.pk]), {"same": "no"})
    row.refresh_from_db()
    assert row.report is not None
    assert row.report.compartment_id == sealed.pk
    assert row.report.reference.startswith("R1~")


def test_an_import_under_the_reference_of_a_sealed_report_meets_nothing(
    sealed: Compartment, dana: User, make_user: Any, signed_in: Signed, work: Work
) -> None:
    """A sealed report cannot be found by sending its reference or its words."""
    from tocsin_web.accounts.permissions import Role

    body = b"report_id,received,text\nS1,2026-11-11,A guard at the gate took money.\n"
    asked = {"sent": SimpleUploadedFile("x.csv", body), "where": str(sealed.pk)}
    signed_in(dana).post(reverse("intake:add_files"), asked)
    work.leftovers()
    signed_in(dana).post(reverse("intake:approve", args=[Draft.objects.get().pk]))
    work.leftovers()
    assert Report.objects.filter(compartment=sealed).count() == 1
    eve = make_user("eve", Role.ANALYST)
    signed_in(eve).post(reverse("intake:add_files"), {"sent": SimpleUploadedFile("x.csv", body)})
    draft = Draft.objects.get(made_by=eve)
    work.leftovers()
    draft.refresh_from_db()
    assert draft.found["alike"] == {}
    signed_in(eve).post(reverse("intake:approve", args=[draft.pk]))
    work.leftovers()
    assert Report.objects.get(compartment=COMMON, reference="S1")


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd", "..\\..\\evil.txt", "/etc/cron.d/x", "a\x00b.txt", ".ssh", "x" * 300],
)
def test_no_name_of_a_file_leads_anywhere(
    name: str, small: Compartment, dana: User, work: Work, own_files: Path
) -> None:
    """Whatever a file is called, it lies in the folder of files under a name of ours, mode 0600."""
    from tocsin_web.intake import actions
    from tocsin_web.reports.queries import common

    draft = actions.start_draft(
        kind="files", compartment=common(), sent=[(name, [b"Noor was there."])], agency="", by=dana
    )
    kept = list(own_files.iterdir())
    assert [len(p.name) for p in kept] == [32]
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(own_files.stat().st_mode) == 0o700
    work.read(draft.pk)
    assert list(own_files.iterdir()) == kept


def test_a_bomb_is_refused_and_the_rest_is_read(
    small: Compartment, dana: User, signed_in: Signed, work: Work
) -> None:
    """A zip that unpacks to far more than it says stops nothing and is told with a remedy."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for i in range(6):
            archive.writestr(f"{i}.txt", b"0" * 60_000_000)
    good = SimpleUploadedFile("good.csv", b"report_id,received,text\nG1,2026-11-11,Noor was there.")
    bomb = SimpleUploadedFile("bomb.zip", packed.getvalue())
    signed_in(dana).post(reverse("intake:add_files"), {"sent": [bomb, good]})
    draft = Draft.objects.get()
    work.read(draft.pk)
    draft.refresh_from_db()
    assert draft.state == Draft.State.READY
    assert list(draft.reports.values_list("reference", flat=True)) == ["G1"]
    refused = draft.refusals.filter(is_notice=False, source_file__startswith="bomb.zip")
    assert refused.exists()
    page = signed_in(dana).get(reverse("intake:draft", args=[draft.pk])).content.decode()
    assert "bomb.zip" in page


def test_a_file_of_no_known_kind_is_refused_with_a_remedy(
    small: Compartment, dana: User, signed_in: Signed, work: Work
) -> None:
    """The kind is told by the engine, not by what the browser says."""
    sent = SimpleUploadedFile("x.exe", b"MZ\x90\x00" * 50, content_type="text/plain")
    signed_in(dana).post(reverse("intake:add_files"), {"sent": sent})
    draft = Draft.objects.get()
    work.read(draft.pk)
    draft.refresh_from_db()
    assert draft.state == Draft.State.FAILED
    assert draft.refusals.filter(is_notice=False).exclude(remedy="").exists()


def test_too_many_files_are_refused_before_they_are_kept(
    small: Compartment, dana: User, signed_in: Signed, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A limit of one post, in words."""
    from tocsin_web.intake import forms

    monkeypatch.setattr(forms, "MOST_BYTES", 10)
    sent = SimpleUploadedFile("x.csv", b"report_id,text\nX1,something\n")
    page = signed_in(dana).post(reverse("intake:add_files"), {"sent": sent})
    assert b"Send at most 500 MB at once" in page.content
    assert not Draft.objects.exists()
    assert not files.folder().exists() or not list(files.folder().iterdir())


def test_words_of_a_report_are_never_markup(
    small: Compartment, ben: User, dana: User, signed_in: Signed, work: Work
) -> None:
    """What was written stands on the page as it was written."""
    wicked = {**FORM, "text": "<script>alert(1)</script> {{ 7*7 }} Noor", "reference": "<b>1</b>"}
    signed_in(dana).post(reverse("intake:add"), wicked)
    draft = Draft.objects.get()
    work.read(draft.pk)
    page = signed_in(dana).get(reverse("intake:draft", args=[draft.pk])).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "{{ 7*7 }}" in page


def test_lists_of_drafts_ask_the_database_few_questions(
    small: Compartment,
    dana: User,
    signed_in: Signed,
    work: Work,
    django_assert_max_num_queries: Any,
) -> None:
    """However many reports a draft holds."""
    rows = "".join(f"Q{i},2026-11-11,Noor Haddad was seen for the {i}. time.\n" for i in range(60))
    sent = SimpleUploadedFile("x.csv", b"report_id,received,text\n" + rows.encode())
    browser = signed_in(dana)
    browser.post(reverse("intake:add_files"), {"sent": sent})
    draft = Draft.objects.get()
    work.leftovers()
    browser.post(reverse("intake:approve", args=[draft.pk]))
    work.leftovers()
    assert draft.reports.filter(state=DraftReport.State.RECEIVED).count() == 60
    with django_assert_max_num_queries(20):
        browser.get(reverse("intake:draft", args=[draft.pk]))
    with django_assert_max_num_queries(16):
        browser.get(reverse("intake:drafts"))
