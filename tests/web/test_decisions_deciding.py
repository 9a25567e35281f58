"""Answers: what each needs before it is saved, what it settles, and who may give it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tests.web.cases import ask, number_of
from tests.web.conftest import Made
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.attention.models import Attention, Recusal, Row
from tocsin_web.audit.models import Entry, Event
from tocsin_web.decisions.actions import Answer, ForChild, consider, countersign, decide
from tocsin_web.decisions.engine import age_now
from tocsin_web.decisions.models import (
    Decision,
    NoSupportReason,
    OptionConsidered,
    Settlement,
    SupportDecision,
    WordingKept,
)
from tocsin_web.decisions.queries import (
    not_countersigned,
    proposals,
    rows_with_proposals,
    subject_of,
)
from tocsin_web.ledger.chain import append
from tocsin_web.ledger.models import Leaf
from tocsin_web.policies.models import Countersign, Site, site
from tocsin_web.reports.models import Compartment, Report

Signed = Callable[[User], Client]
DUE = date(2026, 12, 1)


@pytest.fixture
def man(small: Compartment) -> Attention:
    """The question about the man named by three agencies."""
    return ask(small, "Dariusz Kowal")


@pytest.fixture
def girl(small: Compartment) -> Attention:
    """The question about the girl named in three reports."""
    return ask(small, "Amina Yusuf")


@pytest.fixture
def vera(make_user: Made) -> User:
    """Vera decides as well, and so can be the second person."""
    return make_user("vera", Role.DECISION_MAKER, agency="Culverport Council")


def helped(compartment: Compartment) -> dict[str, ForChild]:
    """Support for the one child, a reason for the other."""
    return {
        number_of(compartment, "Amina Yusuf"): ForChild(support="A named worker sees her weekly."),
        number_of(compartment, "Leanne Carter"): ForChild(no_support="Her school has it in hand."),
    }


def answer(by: User, attention: Attention, kind: str = "disruption", **more: Any) -> Decision:
    """Decide with what every answer needs."""
    plain = Answer(kind, "Seen with children again and again.", by, DUE)
    return decide(
        compartment=attention.compartment,
        number=attention.number,
        answer=replace(plain, **more),
        by=by,
        attention=attention,
    )


def test_an_adult_cannot_be_decided_about_while_a_known_child_has_no_support(
    man: Attention, asha: User, small: Compartment
) -> None:
    """Both children named beside him are asked about; with an answer for each it is saved."""
    with pytest.raises(ValidationError) as refused:
        answer(asha, man)
    assert sorted(refused.value.message_dict) == sorted(
        f"child_{number_of(small, name)}" for name in ("Amina Yusuf", "Leanne Carter")
    )
    assert not Decision.objects.exists()
    made = answer(asha, man, for_children=helped(small))
    assert Settlement.objects.get(attention=man).decision == made
    assert SupportDecision.objects.get().decision.kind == "support"
    assert NoSupportReason.objects.get().reason == "Her school has it in hand."


def test_support_once_decided_is_not_asked_again_until_a_later_report(
    man: Attention, asha: User, small: Compartment
) -> None:
    """A second decision about him finds the children settled."""
    answer(asha, man, for_children=helped(small))
    answer(asha, man)
    assert SupportDecision.objects.count() == 2
    assert Decision.objects.filter(kind="support").count() == 1


def test_support_answers_the_childs_own_question_at_once(
    man: Attention, girl: Attention, asha: User, small: Compartment
) -> None:
    """Her question is settled by the support beside his decision, and his by his own."""
    made = answer(asha, man, for_children=helped(small))
    assert Settlement.objects.get(attention=man).decision == made
    assert Settlement.objects.get(attention=girl).decision.kind == "support"


def test_every_act_leaves_a_leaf_and_an_audit_row(girl: Attention, asha: User) -> None:
    """One for the decision."""
    made = answer(asha, girl, "assessment")
    assert Leaf.objects.filter(record=f"decisions.Decision:{made.pk}").exists()
    assert Entry.objects.filter(event=Event.DECIDED, by=asha, about=f"subject:{girl.number}")


@pytest.mark.parametrize("kind", ["arrest", "caution", "disruption"])
def test_what_answers_an_adult_never_answers_a_child(
    girl: Attention, asha: User, kind: str
) -> None:
    """It is kept and settles nothing."""
    answer(asha, girl, kind)
    assert not Settlement.objects.exists()


def test_a_concern_that_covers_only_itself_leaves_the_question_open(
    girl: Attention, asha: User
) -> None:
    """An assessment about a weapon does not answer exploitation."""
    answer(asha, girl, "assessment", concern="weapon")
    assert not Settlement.objects.exists()
    answer(asha, girl, "assessment", concern="exploitation")
    assert Settlement.objects.count() == 1


def test_the_first_that_counts_settles_once(girl: Attention, asha: User) -> None:
    """A later one is kept and settles nothing more."""
    first = answer(asha, girl, "assessment")
    answer(asha, girl, "referral")
    assert Settlement.objects.get().decision == first


def test_no_further_action_heeds_only_with_a_second_person(
    girl: Attention, asha: User, vera: User, dana: User
) -> None:
    """Not the decider, not somebody whose role does not allow it; then it settles."""
    made = answer(asha, girl, "no_further_action", due_on=None)
    assert list(not_countersigned()) == [made]
    assert not Settlement.objects.exists()
    for wrong in (asha, dana):
        with pytest.raises(PermissionDenied):
            countersign(decision=made, by=wrong, now=timezone.now())
    countersign(decision=made, by=vera, now=timezone.now())
    assert Settlement.objects.get().decision == made
    assert not not_countersigned().exists()


def test_who_is_complained_of_neither_decides_nor_countersigns(
    girl: Attention, asha: User, vera: User
) -> None:
    """The question complains of Vera's agency."""
    append(Recusal(attention=girl, agency=vera.agency), "recusal")
    with pytest.raises(PermissionDenied):
        answer(vera, girl, "assessment")
    made = answer(asha, girl, "no_further_action")
    with pytest.raises(PermissionDenied):
        countersign(decision=made, by=vera, now=timezone.now())


def test_paper_is_for_where_there_is_only_one_worker(
    girl: Attention, asha: User, vera: User
) -> None:
    """Refused while somebody here can sign, and never in the decider's own name."""
    made = answer(asha, girl, "no_further_action")
    with pytest.raises(ValidationError):
        countersign(
            decision=made, by=asha, on_paper_by="Halina Wójcik, trustee", now=timezone.now()
        )
    site()
    Site.objects.update(countersign=Countersign.NOT_AVAILABLE)
    with pytest.raises(ValidationError):
        countersign(decision=made, by=asha, on_paper_by="Asha", now=timezone.now())
    countersign(decision=made, by=asha, on_paper_by="Halina Wójcik, trustee", now=timezone.now())
    assert Settlement.objects.get().decision == made


def test_words_that_were_questioned_and_kept_are_recorded(girl: Attention, asha: User) -> None:
    """What stands in quotation marks is what somebody said."""
    answer(asha, girl, "assessment", reason='A lifestyle choice. He is her "boyfriend".')
    assert [w.phrase for w in WordingKept.objects.all()] == ["lifestyle choice"]


def test_no_cold_contact(girl: Attention, asha: User) -> None:
    """Without a recorded wish a decision that contacts her is refused."""
    with pytest.raises(ValidationError) as refused:
        answer(asha, girl, "action", contacts_them=True)
    assert list(refused.value.message_dict) == ["contacts_them"]


def test_options_considered_are_recorded_with_their_reason(
    man: Attention, asha: User, dana: User, signed_in: Signed
) -> None:
    """And found again by words of it; without a reason they are not."""
    given = {"compartment": man.compartment, "number": man.number, "option": "RTA", "by": asha}
    with pytest.raises(ValidationError):
        consider(**given, outcome="rejected", reason=" ")
    consider(**given, outcome="rejected", reason="The plate belongs to a hire firm.")
    assert OptionConsidered.objects.get().outcome == "rejected"
    page = signed_in(dana).get("/decisions/options/", {"words": "hire firm"}).content.decode()
    assert "The plate belongs to a hire firm." in page
    page = signed_in(dana).get("/decisions/options/", {"words": "hotel"}).content.decode()
    assert "None found" in page


def test_the_page_shows_options_by_the_evidence_held(
    man: Attention, asha: User, signed_in: Signed
) -> None:
    """A vehicle and a telephone were read; what needs no testimony comes first."""
    page = signed_in(asha).get(f"/decide/{man.pk}/").content.decode()
    page = page[page.index('id="options"') :]
    assert "plate readers (ANPR)" in page
    assert page.index("plate readers (ANPR)") < page.index("Sexual risk order")
    assert "Sexual harm prevention order" not in page  # no conviction is spoken of


def test_a_decision_is_checked_before_it_is_saved(
    girl: Attention, asha: User, signed_in: Signed
) -> None:
    """The check says what it answers and asks about its words; saving comes after."""
    browser = signed_in(asha)
    given = {
        "kind": "arrest",
        "reason": "It was a lifestyle choice.",
        "owner": str(asha.pk),
        "due_on": "2026-12-01",
    }
    page = browser.post(f"/decide/{girl.pk}/", {**given, "step": "check"}).content.decode()
    assert "does not answer the question" in page
    assert "lifestyle choice" in page
    assert not Decision.objects.exists()
    done = browser.post(f"/decide/{girl.pk}/", {**given, "step": "save"}, follow=True)
    assert done.status_code == 200
    assert "questioned and kept" in done.content.decode()
    assert Decision.objects.get().kind == "arrest"


def test_a_form_without_a_reason_says_so(girl: Attention, asha: User, signed_in: Signed) -> None:
    """And nothing is saved."""
    page = signed_in(asha).post(f"/decide/{girl.pk}/", {"step": "save"}).content.decode()
    assert "Give the reason." in page
    assert not Decision.objects.exists()


def test_only_who_may_decide_sees_the_page(
    girl: Attention, dana: User, cat: User, signed_in: Signed
) -> None:
    """An analyst and an outsider are refused."""
    for user in (dana, cat):
        assert signed_in(user).get(f"/decide/{girl.pk}/").status_code == 403


def test_a_second_person_signs_on_the_page(
    girl: Attention, asha: User, vera: User, signed_in: Signed
) -> None:
    """The list shows it; the page takes the signature; the decider is offered none."""
    made = answer(asha, girl, "no_further_action")
    assert "You can sign" in signed_in(vera).get("/decisions/unsigned/").content.decode()
    address = f"/decisions/{made.pk}/"
    assert "Countersign as" not in signed_in(asha).get(address).content.decode()
    assert "Countersign as" in signed_in(vera).get(address).content.decode()
    signed_in(vera).post(address, {"how": "own", "note": ""})
    assert Settlement.objects.get().decision == made


def test_the_agenda_and_its_minutes(
    man: Attention, girl: Attention, asha: User, small: Compartment, signed_in: Signed
) -> None:
    """Two subjects in one pass: one wrong keeps both from being saved."""
    browser = signed_in(asha)
    page = browser.get("/meeting/").content.decode()
    assert man.number in page
    assert "no support decided" in page

    def row(attention: Attention, **given: str) -> dict[str, str]:
        first = {"kind": "assessment", "reason": "Discussed.", "owner": str(asha.pk)}
        return {f"{attention.pk}-{k}": v for k, v in {**first, **given}.items()}

    both = {**row(girl, due_on="2026-12-01"), **row(man, due_on="2026-12-01")}
    refused = browser.post("/meeting/minutes/", both).content.decode()
    assert "Nothing was saved" in refused
    assert not Decision.objects.exists()
    amina, leanne = (number_of(small, n) for n in ("Amina Yusuf", "Leanne Carter"))
    both[f"{man.pk}-child_{amina}"] = "A named worker."
    both[f"{man.pk}-child_{leanne}_none"] = "Her school has it in hand."
    assert browser.post("/meeting/minutes/", both).status_code == 302
    assert Decision.objects.count() == 3


def test_the_days_reports_are_triaged(
    small: Compartment, asha: User, dana: User, signed_in: Signed
) -> None:
    """Each with a reason; an analyst is refused."""

    report = Report.objects.get(reference="R4")
    assert signed_in(dana).get("/meeting/triage/").status_code == 403
    browser = signed_in(asha)
    assert "R4" in browser.get("/meeting/triage/").content.decode()
    wrong = browser.post("/meeting/triage/", {f"{report.pk}-outcome": "keep"})
    assert "Give the reason" in wrong.content.decode()
    browser.post(
        "/meeting/triage/",
        {f"{report.pk}-outcome": "keep", f"{report.pk}-reason": "No child is named."},
    )
    assert report.triage.outcome == "keep"


def test_who_was_a_child_then_and_is_grown_now_is_shown_as_both(
    girl: Attention, asha: User, small: Compartment, signed_in: Signed
) -> None:
    """She was 14 in 2026: a child on that list for ever, and an adult by 2031."""
    subject = subject_of(small, girl.number)
    assert subject is not None
    then = age_now(asha, small, subject, as_of=date(2026, 11, 24))
    assert then is not None
    assert not then.is_adult_now
    grown = age_now(asha, small, subject, as_of=date(2031, 6, 1))
    assert grown is not None
    assert grown.is_adult_now
    assert "14" in grown.then
    page = signed_in(asha).get(f"/decide/{girl.pk}/").content.decode()
    assert "age at the time decides" in page
    assert "no cold contact" in page


def test_contact_goes_by_what_they_said(girl: Attention, asha: User, signed_in: Signed) -> None:
    """Recorded by form with who asked; then a decision may mean contact, and a later no ends it."""
    browser = signed_in(asha)
    address = f"/decisions/contact/{girl.number}/"
    wish = {"wish": "through", "how": "", "known_from": "Her support worker, 3 November 2026"}
    assert "Say through whom" in browser.post(address, wish).content.decode()
    assert browser.post(address, {**wish, "how": "Her support worker"}).status_code == 302
    answer(asha, girl, "action", contacts_them=True)
    assert browser.post(address, {**wish, "wish": "no_contact"}).status_code == 302
    with pytest.raises(ValidationError):
        answer(asha, girl, "action", contacts_them=True)


TOLD = {
    "decision": {
        "decision_id": "R3:0-6:decision",
        "kind": "referral",
        "about": [],
        "on": "2026-07-21",
        "reason": "",
        "owner": "",
        "concern": "",
        "report_id": "R3",
        "cites": [],
        "confirmed": False,
        "source": "report",
        "start": 0,
        "end": 6,
    },
    "join_status": "certain",
    "counts": False,
    "why_not": "Read from the words of a report and not confirmed.",
    "certain_about": [],
}
"""As the engine writes a decision it read in a report."""


@pytest.mark.parametrize("is_one", ["yes", "no"])
def test_what_was_read_as_a_decision_is_confirmed_or_refused_once(
    girl: Attention, asha: User, dana: User, small: Compartment, signed_in: Signed, is_one: str
) -> None:
    """Confirmed it is a decision read from that report; either way it is not proposed again."""
    row = Row.objects.get(compartment=small, number=girl.number)
    row.entry["decisions"] = [TOLD]
    row.save()
    assert signed_in(dana).get("/decisions/proposed/").status_code == 403
    browser = signed_in(asha)
    (found,) = proposals(asha, rows_with_proposals(asha, small))
    address = f"/decisions/proposed/{found.number}/{found.key}/"
    assert address in browser.get("/decisions/proposed/").content.decode()
    assert "<mark>" in browser.get(address).content.decode()
    given = {"is_one": is_one, "taken_on": "2026-07-21", "reason": "As the council wrote."}
    assert browser.post(address, given).status_code == 302
    assert proposals(asha, rows_with_proposals(asha, small)) == []
    assert browser.get(address).status_code == 404
    made = Decision.objects.filter(read_from="R3", kind="referral")
    assert made.exists() is (is_one == "yes")
    assert Settlement.objects.exists() is (is_one == "yes")
