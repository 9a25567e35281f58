"""Drafts read, approved and taken in by the worker."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Row
from tocsin_web.audit.models import Entry
from tocsin_web.intake import actions
from tocsin_web.intake.lock import Holder
from tocsin_web.intake.models import Draft, DraftReport, Fingerprint, Pending, Rejoin
from tocsin_web.intake.receiving import ask_for_lists
from tocsin_web.intake.working import Work
from tocsin_web.people.models import Placement, Subject
from tocsin_web.reports.models import Compartment, Report
from tocsin_web.reports.queries import common

_TABLE = b"""report_id,received,agency,author,text
N1,2026-10-20,Harbour Youth Project,S. Nowak,"Dariusz Kowal, telephone 07700 900418, waited in BD51 KLM for Leanne Carter, 15, outside school."
N2,2026-10-21,Culverport Council,T. Osei,"Hodan Warsame, 16, was bought gifts by Dariusz Kowal, who drives BD51 KLM."
"""  # noqa: E501


@pytest.fixture
def work(db: None) -> Work:
    """The one worker, in this process."""
    holder = Holder()
    assert holder.take(now=timezone.now())
    return Work(holder)


def _draft(by: User, *files: tuple[str, bytes]) -> Draft:
    sent = [(name, [body]) for name, body in files]
    return actions.start_draft(
        kind=Draft.Kind.FILES, compartment=common(), sent=sent, agency="", by=by
    )


def test_a_draft_says_what_would_come_of_it_and_records_nothing(
    small: Compartment, dana: User, work: Work
) -> None:
    """Subjects named again and made anew are told before a report is taken in."""
    draft = _draft(dana, ("october.csv", _TABLE))
    work.read(draft.pk)
    draft.refresh_from_db()
    assert draft.state == Draft.State.READY
    assert Report.objects.count() == 5
    kowal = Row.objects.get(compartment=small, list_name="adults_named", name="Dariusz Kowal")
    joined = {row["number"]: row for row in draft.found["joined"]}
    assert joined[kowal.number]["mentions"] >= 2
    assert draft.found["created"]["person"] >= 1


def test_an_approved_draft_is_taken_in_once_with_receipts(
    small: Compartment, dana: User, work: Work
) -> None:
    """Each report comes with its leaf; taking it in again changes nothing; files are gone."""
    draft = _draft(dana, ("october.csv", _TABLE))
    work.read(draft.pk)
    draft.refresh_from_db()
    actions.approve(draft, by=dana)
    work.take_in(draft.pk)
    work.take_in(draft.pk)
    draft.refresh_from_db()
    assert draft.state == Draft.State.TAKEN_IN
    assert set(Report.objects.values_list("reference", flat=True)) >= {"N1", "N2"}
    assert Report.objects.count() == 7
    assert Fingerprint.objects.count() == 2
    assert not draft.uploads.filter(removed_at=None).exists()
    assert all(row.read == {} for row in draft.reports.all())


def test_numbers_stay_when_lists_are_made_anew(small: Compartment, dana: User, work: Work) -> None:
    """The man named before is the same number afterwards, with more voices."""
    before = Row.objects.get(compartment=small, list_name="adults_named", name="Dariusz Kowal")
    draft = _draft(dana, ("october.csv", _TABLE))
    work.read(draft.pk)
    draft.refresh_from_db()
    actions.approve(draft, by=dana)
    work.leftovers()
    after = Row.objects.get(compartment=small, list_name="adults_named", number=before.number)
    assert after.voices > before.voices
    pending = Pending.objects.get(compartment=small)
    assert pending.asked == pending.done
    assert Subject.objects.filter(compartment=small, number=before.number, leads_to="").exists()


def test_a_report_with_a_stored_reference_waits_and_stops_nothing(
    small: Compartment, dana: User, work: Work
) -> None:
    """Other words under a stored reference wait for a word; kept, it bears digits behind it."""
    body = (
        b"report_id,received,agency,text\n"
        b"R1,2026-10-22,Culverport Council,Noor Haddad was seen in a silver car.\n"
        b"N9,2026-10-23,Culverport Council,Noor Haddad was seen again.\n"
    )
    draft = _draft(dana, ("a.csv", body))
    work.read(draft.pk)
    draft.refresh_from_db()
    actions.approve(draft, by=dana)
    work.take_in(draft.pk)
    assert Report.objects.filter(reference="N9").exists()
    row = draft.reports.get(reference="R1")
    assert (row.state, row.alike) == (DraftReport.State.DUPLICATE, "reference")
    actions.decide_duplicate(row, is_same=False, by=dana)
    row.refresh_from_db()
    assert row.report is not None
    assert row.report.reference.startswith("R1~")
    with pytest.raises(PermissionDenied):
        actions.decide_duplicate(row, is_same=True, by=dana)


def test_the_same_files_again_add_nothing(small: Compartment, dana: User, work: Work) -> None:
    """What is the stored report in all that tells reports apart is left out without a question."""
    for _ in range(2):
        draft = _draft(dana, ("october.csv", _TABLE))
        work.read(draft.pk)
        draft.refresh_from_db()
        actions.approve(draft, by=dana)
        work.take_in(draft.pk)
    assert Report.objects.count() == 7
    assert set(draft.reports.values_list("state", flat=True)) == {DraftReport.State.LEFT_OUT}


def test_a_discarded_draft_leaves_nothing(small: Compartment, dana: User, work: Work) -> None:
    """Its words and files are gone; that it was is in the audit."""
    draft = _draft(dana, ("october.csv", _TABLE))
    work.read(draft.pk)
    draft.refresh_from_db()
    actions.discard(draft, by=dana)
    assert not draft.reports.exists()
    assert Report.objects.count() == 5
    notes = Entry.objects.filter(about=f"draft:{draft.pk}").values_list("note", flat=True)
    assert set(notes) == {"draft", "discarded"}


def test_only_who_may_import_makes_and_settles_drafts(
    small: Compartment, dana: User, ben: User, work: Work
) -> None:
    """A contributor does neither."""
    with pytest.raises(PermissionDenied):
        _draft(ben, ("october.csv", _TABLE))
    draft = _draft(dana, ("october.csv", _TABLE))
    work.read(draft.pk)
    draft.refresh_from_db()
    with pytest.raises(PermissionDenied):
        actions.approve(draft, by=ben)


def test_one_worker_at_a_time(db: None) -> None:
    """A second takes the lock only once the first is silent for long."""
    now = timezone.now()
    first, second = Holder(), Holder()
    assert first.take(now=now)
    assert not second.take(now=now)
    from tocsin_web.intake.lock import STALE_AFTER

    assert second.take(now=now + STALE_AFTER * 2)
    assert not first.beat(now=now + STALE_AFTER * 2)


def test_joining_anew_proposes_and_imposes_nothing(
    small: Compartment, dana: User, ben: User, work: Work
) -> None:
    """What would differ waits for a human; taken over, everything is written anew."""
    numbers = dict(Placement.objects.values_list("mention_id", "subject"))
    torn = next(m for m, n in numbers.items() if list(numbers.values()).count(n) > 1)
    spare = Placement.objects.exclude(subject=numbers[torn]).values_list("subject", flat=True)[0]
    Placement.objects.filter(mention_id=torn).update(subject=spare)
    before = dict(Placement.objects.values_list("mention_id", "subject"))
    ask_for_lists(small)
    Pending.objects.update(done=1)
    work.look_anew(small)
    assert dict(Placement.objects.values_list("mention_id", "subject")) == before
    found = Rejoin.objects.get()
    assert found.found["merges"]
    with pytest.raises(PermissionDenied):
        actions.settle_rejoin(found, is_taken=True, by=ben)
    actions.settle_rejoin(found, is_taken=True, by=dana)
    work.leftovers()
    assert dict(Placement.objects.values_list("mention_id", "subject")) != before
    work.look_anew(small)
    assert not Rejoin.objects.filter(state=Rejoin.State.PROPOSED).exists()


def test_the_nightly_look_comes_once_a_day(small: Compartment, db: None) -> None:
    """After two in the morning, and not again that day."""
    holder = Holder()
    night = datetime(2026, 11, 24, 3, tzinfo=UTC)
    assert holder.take(now=night)
    ask_for_lists(small)
    Pending.objects.update(done=1)
    for now, looked in ((night - timedelta(hours=2), None), (night, night.date())):
        Work(holder, now=lambda now=now: now).nightly()
        assert Pending.objects.get().looked_on == looked
