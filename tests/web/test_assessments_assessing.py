"""Assessing apart, disagreement, and tasks that stop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client

from tests.web.cases import ask
from tests.web.conftest import Made
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.assessments.actions import assess, finish_task, set_task
from tocsin_web.assessments.engine import findings, who_is_tasked
from tocsin_web.assessments.models import Assessment, Task, ThirdAsked
from tocsin_web.assessments.queries import assessments_shown_to, overdue_tasks, third_wanted
from tocsin_web.attention.models import Attention
from tocsin_web.ledger.models import Leaf
from tocsin_web.reports.models import Compartment

Signed = Callable[[User], Client]
AS_OF = date(2026, 11, 16)
DUE = date(2026, 11, 20)


@pytest.fixture
def man(small: Compartment) -> Attention:
    """The question about the man named by three agencies."""
    return ask(small, "Dariusz Kowal")


def say(attention: Attention, by: User, verdict: str = "act_now") -> Assessment:
    """Give one's answer."""
    found = findings(by, attention, as_of=AS_OF)
    return assess(
        attention=attention, verdict=verdict, reason="As said.", given={}, found=found, by=by
    )


def set_it(attention: Attention, by: User, words: str, **more: str) -> Task:
    """Set a task."""
    return set_task(
        attention=attention,
        criterion="located",
        words=words,
        held_by="police custody records",
        owner=by,
        due_on=DUE,
        by=by,
        **more,
    )


def test_the_questions_are_filled_from_the_reports(man: Attention, dana: User) -> None:
    """Each with what it rests on; a question without evidence says so."""
    found = {f.criterion: f for f in findings(dana, man, as_of=AS_OF)}
    assert found["identified"].state == "yes"
    assert found["independent"].state == "yes"
    assert found["recent"].state == "yes"
    assert found["child_at_risk_now"].state == "yes"
    assert ("R3", "Amina Yusuf", True) in found["child_at_risk_now"].rests_on
    assert found["located"].state == "partly"
    later = {f.criterion: f.state for f in findings(dana, man, as_of=date(2028, 1, 1))}
    assert later["recent"] == "no"
    assert later["child_at_risk_now"] == "partly"


def test_nobody_sees_anothers_answer_before_giving_their_own(
    man: Attention, asha: User, dana: User, signed_in: Signed
) -> None:
    """Then both are shown."""
    say(man, asha)
    assert assessments_shown_to(dana, man) == []
    page = signed_in(dana).get(f"/assess/{man.pk}/").content.decode()
    assert "As said." not in page
    say(man, dana)
    assert len(assessments_shown_to(dana, man)) == 2
    assert "As said." in signed_in(dana).get(f"/assess/{man.pk}/").content.decode()


def test_where_two_differ_a_third_is_asked_once(
    man: Attention, asha: User, dana: User, make_user: Made
) -> None:
    """Who has not answered is asked; after three nobody is."""
    third = make_user("mirela", Role.ANALYST)
    say(man, asha)
    assert not ThirdAsked.objects.exists()
    say(man, dana, "no")
    assert ThirdAsked.objects.count() == 1
    assert list(third_wanted(third)) == [man]
    assert not third_wanted(dana)
    say(man, third, "act_with")
    assert ThirdAsked.objects.count() == 1
    assert not third_wanted(third)


def test_one_answer_each_with_its_leaf(man: Attention, dana: User, ben: User) -> None:
    """A second is refused, and so is whoever may not assess."""
    made = say(man, dana)
    assert Leaf.objects.filter(record=f"assessments.Assessment:{made.pk}").exists()
    with pytest.raises(ValidationError):
        say(man, dana, "no")
    with pytest.raises(PermissionDenied):
        say(man, ben)


@pytest.mark.parametrize(
    "words",
    [
        "Ask Amina where he lives.",
        "Ask her mother which car it is.",
        "Ask the volunteers of the youth project to look out for him.",
        "Ask staff of the Harbour Cafe when he comes in.",
    ],
)
def test_a_task_that_sends_somebody_stops(man: Attention, dana: User, words: str) -> None:
    """Until somebody named, not the author, has advised."""
    assert who_is_tasked(words, man)
    with pytest.raises(ValidationError):
        set_it(man, dana, words)
    with pytest.raises(ValidationError):
        set_it(man, dana, words, adviser="Dana, analyst", advice="I think so.")
    made = set_it(man, dana, words, adviser="Funmi Ade, legal services", advice="Through school.")
    assert made.stopped_by


def test_a_task_for_a_professional_goes_on(man: Attention, dana: User) -> None:
    """Children's social care is no child."""
    words = "Ask children's social care and the intelligence unit for the address of Kowal."
    assert who_is_tasked(words, man) == []
    made = set_it(man, dana, words)
    assert list(overdue_tasks(dana, as_of=date(2026, 12, 1))) == [made]
    finish_task(made, came_of_it="An address was held.", by=dana)
    assert not overdue_tasks(dana, as_of=date(2026, 12, 1))
    with pytest.raises(ValidationError):
        finish_task(made, came_of_it="Again.", by=dana)


def test_the_pages_of_assessing(man: Attention, dana: User, ben: User, signed_in: Signed) -> None:
    """An answer and a task by form; a contributor is refused."""
    address = f"/assess/{man.pk}/"
    assert signed_in(ben).get(address).status_code == 403
    browser = signed_in(dana)
    states = {f.criterion: f.state for f in findings(dana, man, as_of=AS_OF)}
    browser.post(address, {**states, "verdict": "act_now", "reason": "Enough is known."})
    assert Assessment.objects.get().answers["identified"]["given"] == "yes"
    task = {
        "criterion": "located",
        "words": "Ask Amina where he lives.",
        "held_by": "her school",
        "owner": str(dana.pk),
        "due_on": "2026-11-20",
    }
    assert "take advice" in browser.post(f"{address}task/", task).content.decode()
    assert not Task.objects.exists()
    task |= {"adviser": "Funmi Ade, legal services", "advice": "Her social worker may ask."}
    assert browser.post(f"{address}task/", task).status_code == 302
    made = Task.objects.get()
    browser.post(f"/tasks/{made.pk}/", {"came_of_it": "Nothing was asked of her."})
    assert made.done.came_of_it == "Nothing was asked of her."
    assert browser.get("/tasks/").status_code == 200
