"""An operation from its opening to what it achieved and what it did not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests.web.cases import number_of
from tests.web.conftest import Made
from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Role
from tocsin_web.audit.models import Entry
from tocsin_web.ledger.models import Leaf
from tocsin_web.operations import actions
from tocsin_web.operations.models import Operation, PlanLine
from tocsin_web.operations.queries import (
    children_without_plan,
    overdue_reviews,
    owner_of,
    pending_handover,
)
from tocsin_web.people.models import SubjectWall
from tocsin_web.reports.models import Compartment

Signed = Callable[[User], Client]
REVIEW = date(2026, 12, 14)
TODAY = date(2026, 11, 24)


@pytest.fixture
def vera(make_user: Made) -> User:
    """Vera runs operations in the next area."""
    return make_user("vera", Role.DECISION_MAKER, agency="Eastmere Council")


@pytest.fixture
def operation(small: Compartment, asha: User) -> Operation:
    """One about a man and the girl named beside him."""
    return actions.open_operation(
        compartment=small,
        name="Lantern",
        objective="She is safe, and he keeps away.",
        baseline="Three reports in five months.",
        first_review_on=REVIEW,
        numbers=[number_of(small, n) for n in ("Dariusz Kowal", "Amina Yusuf")],
        agencies=Agency.objects.all(),
        by=asha,
    )


def test_a_child_stands_among_the_children_and_needs_a_plan(
    operation: Operation, asha: User, small: Compartment
) -> None:
    """Until a line of support is planned for her."""
    amina = number_of(small, "Amina Yusuf")
    assert children_without_plan(operation) == [amina]
    given = {"words": "A named worker.", "owner": asha, "due_on": REVIEW}
    with pytest.raises(ValidationError):
        actions.plan(operation, by=asha, strand="support", child="", **given)
    actions.plan(operation, by=asha, strand="support", child=amina, **given)
    assert children_without_plan(operation) == []


def test_only_its_owner_acts_in_it(operation: Operation, vera: User, dana: User) -> None:
    """Somebody else who runs operations is refused, and so is an analyst."""
    for user in (vera, dana):
        with pytest.raises(PermissionDenied):
            actions.review(operation, by=user, today=TODAY, findings="Seen.", next_review_on=REVIEW)


def test_a_handover_counts_once_the_receiver_accepts(
    operation: Operation, asha: User, vera: User
) -> None:
    """Offered, it stays; refused with a reason, it stays; accepted, it goes."""
    first = actions.offer(operation, to=vera, area="Eastmere", reason="He moved.", by=asha)
    assert owner_of(operation) == asha
    with pytest.raises(PermissionDenied):
        actions.answer_handover(first, is_accepted=True, reason="", by=asha)
    with pytest.raises(ValidationError):
        actions.answer_handover(first, is_accepted=False, reason=" ", by=vera)
    with pytest.raises(ValidationError):
        actions.close(operation, achieved="a", not_achieved="b", assessment="c", by=asha)
    actions.answer_handover(first, is_accepted=False, reason="No staff until May.", by=vera)
    assert owner_of(operation) == asha
    second = actions.offer(operation, to=vera, area="Eastmere", reason="Now?", by=asha)
    actions.answer_handover(second, is_accepted=True, reason="", by=vera)
    assert owner_of(operation) == vera
    assert pending_handover(operation) is None


def test_what_was_refused_is_kept_with_by_whom(operation: Operation, asha: User) -> None:
    """Asked, refused, and not answered twice."""
    asked = actions.ask_for_resource(
        operation, by=asha, what="Two officers", asked_of="Superintendent", needed_by=REVIEW
    )
    given = {"given": "refused", "answered_by": "Superintendent", "words": "Burglary comes first."}
    made = actions.answer_resource(asked, by=asha, **given)
    assert Leaf.objects.filter(record=f"operations.ResourceAnswer:{made.pk}").exists()
    with pytest.raises(ValidationError):
        actions.answer_resource(asked, by=asha, **given)


def test_a_review_that_is_late_is_found(operation: Operation, asha: User) -> None:
    """By the first day of review, and then by the last one named."""
    assert overdue_reviews(asha, as_of=REVIEW) == []
    assert overdue_reviews(asha, as_of=date(2026, 12, 15)) == [operation]
    with pytest.raises(ValidationError):
        actions.review(operation, by=asha, today=TODAY, findings="x", next_review_on=TODAY)
    later = date(2027, 1, 11)
    actions.review(operation, by=asha, today=TODAY, findings="Seen.", next_review_on=later)
    assert overdue_reviews(asha, as_of=date(2026, 12, 15)) == []
    assert overdue_reviews(asha, as_of=date(2027, 1, 12)) == [operation]


def test_it_closes_only_with_what_was_achieved_and_what_was_not(
    operation: Operation, asha: User
) -> None:
    """And nothing is done in it afterwards."""
    with pytest.raises(ValidationError) as refused:
        actions.close(operation, achieved="He was warned.", not_achieved="", assessment="", by=asha)
    assert sorted(refused.value.message_dict) == ["assessment", "not_achieved"]
    actions.close(
        operation,
        achieved="He was warned.",
        not_achieved="No order was asked for.",
        assessment="No report since.",
        by=asha,
    )
    with pytest.raises(ValidationError):
        actions.add_subject(operation, number="T-0000000", by=asha)
    assert overdue_reviews(asha, as_of=date(2030, 1, 1)) == []


def test_who_is_walled_from_somebody_in_it_finds_nothing(
    operation: Operation, vera: User, small: Compartment, signed_in: Signed
) -> None:
    """As if there were no such operation."""
    address = f"/operations/{operation.pk}/"
    assert signed_in(vera).get(address).status_code == 200
    number = number_of(small, "Amina Yusuf")
    SubjectWall.objects.create(compartment=small, number=number, user=vera)
    assert signed_in(vera).get(address).status_code == 404
    assert "Lantern" not in signed_in(vera).get("/operations/").content.decode()


def test_the_pages_of_an_operation(
    small: Compartment, asha: User, ben: User, signed_in: Signed
) -> None:
    """Begun, planned, resourced and closed by forms; a contributor is refused."""
    assert signed_in(ben).get("/operations/").status_code == 403
    browser = signed_in(asha)
    amina = number_of(small, "Amina Yusuf")
    first = {
        "name": "Lantern",
        "objective": "She is safe.",
        "baseline": "Three reports.",
        "numbers": amina,
        "first_review_on": "2026-12-14",
    }
    unknown = browser.post("/operations/new/", {**first, "numbers": "T-0000000"})
    assert "stands for nobody" in unknown.content.decode()
    assert browser.post("/operations/new/", first).status_code == 302
    made = Operation.objects.get()
    address = f"/operations/{made.pk}/"
    assert "No support plan for" in browser.get(address).content.decode()
    line = {
        "strand": "support",
        "child": amina,
        "words": "A named worker.",
        "owner": str(asha.pk),
        "due_on": "2026-12-01",
    }
    assert browser.post(f"{address}plan/", line).status_code == 302
    done = {"outcome": "Begun.", "effect_on_child": "She has somebody to call."}
    browser.post(f"/operations/plan/{PlanLine.objects.get().pk}/done/", done)
    asked = {"what": "A car", "asked_of": "Fleet", "needed_by": "2026-12-01"}
    browser.post(f"{address}resource/", asked)
    given = {"given": "refused", "answered_by": "Fleet", "words": "None free."}
    browser.post(f"/operations/resources/{made.resources.get().pk}/answer/", given)
    page = browser.get(address).content.decode()
    assert "She has somebody to call." in page
    assert "refused by Fleet" in page
    empty = browser.post(f"{address}close/", {"achieved": "Safe."})
    assert empty.status_code == 200
    end = {"achieved": "Safe.", "not_achieved": "None found.", "assessment": "No report since."}
    assert browser.post(f"{address}close/", end).status_code == 302
    assert "How it ended" in browser.get(address).content.decode()
    assert Entry.objects.filter(about=f"operation:{made.pk}", by=asha).count() >= 6
