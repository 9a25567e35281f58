"""Joins to judge: the queue, a word and its undo, why and why not, values too common to join on."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import cache
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.conftest import AS_OF, told
from tests.web.test_reports_pages import purposeful
from tocsin.pipeline import Settings, run_case
from tocsin.records import Case, Reading
from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Entry, Event
from tocsin_web.intake.engine import settings_of
from tocsin_web.intake.models import Pending
from tocsin_web.intake.projecting import project
from tocsin_web.ledger.models import Leaf
from tocsin_web.people.judging import Voices, queue_of
from tocsin_web.people.models import CommonValue, Join, Judgement, Placement, ToJudge
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Report, Wall
from tocsin_web.reports.queries import common

Signed = Callable[[User], Client]
AtMost = Callable[[int], AbstractContextManager[object]]

TWO = (
    told("P1", "2026-03-02", "Harbour Youth Project", "S. Nowak",
         "Yusuf Demir was said to give a girl of 14, Ifeoma Eze, drugs near the station."),
    told("P2", "2026-05-11", "Culverport Police", "PC Grant",
         "Yusuf Demir, driving YK07 OPL, was seen with a girl of 14 at the station. Concern that "
         "he is exploiting her."),
    told("P3", "2026-07-20", "Culverport Council", "T. Osei",
         "Yusuf Demir drives YK07 OPL and picks up Bao Tran, 15, from the care home."),
)  # fmt: skip


@cache
def _case_of_two() -> bytes:
    return pickle.dumps(run_case(Reading(reports=TWO), Settings(as_of=AS_OF)))


@pytest.fixture
def two(db: None) -> Compartment:
    """A name alone ties the first report to the others: somebody must say."""
    compartment = common()
    for report in TWO:
        receive(report, compartment=compartment, by=None)
    case: Case = pickle.loads(_case_of_two())
    project(compartment, case)
    return compartment


def pair_page(browser: Client, asked: ToJudge, more: str = "") -> str:
    """The page of a question."""
    answer = browser.get(reverse("people:pair", args=[asked.pk]) + more)
    assert answer.status_code == 200
    return answer.content.decode()


def test_two_tied_by_a_name_alone_wait_for_a_human(
    two: Compartment, dana: User, signed_in: Signed
) -> None:
    """The question stands in the queue, names masked, with what would change."""
    asked = ToJudge.objects.get(compartment=two)
    assert {asked.left.split(":")[0], asked.right.split(":")[0]} & {"P1"}
    shown = signed_in(dana).get(reverse("people:to_judge")).content.decode()
    assert "Y.D." in shown and "Demir" not in shown and asked.why in shown


def test_the_page_of_a_pair_shows_both_sides_and_words_for_the_weights(
    two: Compartment, dana: User, signed_in: Signed
) -> None:
    """Values in words, a drawing with its table, and what each answer would do, when asked."""
    asked = ToJudge.objects.get(compartment=two)
    shown = pair_page(purposeful(signed_in(dana)), asked, "?effects=1")
    assert "Yusuf Demir" in shown and "<svg" in shown and "Same (x)" in shown
    assert "Together: " in shown and "The left: " in shown
    assert Entry.objects.filter(note="a pair", by=dana).count() == 2


def test_only_who_judges_may_judge(
    two: Compartment, cast: dict[str, User], signed_in: Signed
) -> None:
    """Everybody else is refused, and nothing is written."""
    asked = ToJudge.objects.get(compartment=two)
    address = reverse("people:judge", args=[asked.pk])
    for name in ("asha", "ben", "oksana", "adwoa", "cat"):
        assert signed_in(cast[name]).post(address, {"word": "same"}).status_code == 403
    assert not Judgement.objects.exists()


@pytest.mark.parametrize("word", ["same", "different", "unsure"])
def test_a_word_is_kept_reaches_the_engine_and_leaves_the_queue(
    two: Compartment, dana: User, signed_in: Signed, word: str
) -> None:
    """With its leaf, its audit row and a new joining asked for."""
    asked = ToJudge.objects.get(compartment=two)
    address = reverse("people:judge", args=[asked.pk])
    assert signed_in(dana).post(address, {"word": word, "reason": "same car"}).status_code == 302
    said = Judgement.objects.get()
    assert (said.judgement, said.judged_by) == (word, dana)
    assert Leaf.objects.filter(kind="judgement").count() == 1
    assert Entry.objects.filter(event=Event.COMBINED, by=dana).count() == 1
    assert not ToJudge.objects.exists()
    assert [j.judgement for j in settings_of(two, as_of=AS_OF).judgements] == [word]
    assert Pending.objects.get(compartment=two).asked == 1
    rest = queue_of(two, Join.objects.all(), Placement.objects.all(), {})
    assert rest == []


def test_a_word_is_taken_back_once_by_who_said_it(
    two: Compartment, dana: User, make_user: Callable[..., User], signed_in: Signed
) -> None:
    """The pair has the word it had before; nobody else's page offers it."""
    asked = ToJudge.objects.get(compartment=two)
    browser = signed_in(dana)
    browser.post(reverse("people:judge", args=[asked.pk]), {"word": "same"})
    from tocsin_web.accounts.permissions import Role

    other = signed_in(make_user("li", Role.ANALYST))
    assert "Take back" not in other.get(reverse("people:to_judge")).content.decode()
    other.post(reverse("people:undo"))
    assert Judgement.objects.count() == 1
    for _ in range(2):
        browser.post(reverse("people:undo"))
    assert [j.judgement for j in Judgement.objects.order_by("judged_at")] == ["same", "unsure"]
    assert len(queue_of(two, Join.objects.all(), Placement.objects.all(), {})) == 1


def test_a_pair_with_a_walled_or_sealed_side_is_not_there(
    two: Compartment, dana: User, signed_in: Signed
) -> None:
    """The queue does not hold it, its page is not found, and a word on it is refused."""
    asked = ToJudge.objects.get(compartment=two)
    Wall.objects.create(report=Report.objects.get(reference="P1"), user=dana)
    browser = signed_in(dana)
    assert "Nothing waits" in browser.get(reverse("people:to_judge")).content.decode()
    assert browser.get(reverse("people:pair", args=[asked.pk])).status_code == 404
    address = reverse("people:judge", args=[asked.pk])
    assert browser.post(address, {"word": "same"}).status_code == 404
    assert not Judgement.objects.exists()


def test_any_two_can_be_asked_about(two: Compartment, dana: User, signed_in: Signed) -> None:
    """By number or mention; two that share nothing say why nothing could be compared."""
    browser = purposeful(signed_in(dana))
    mentions = Placement.objects.filter(kind="person", report__reference__in=["P1", "P3"])
    bao = mentions.get(text="Bao Tran").mention_id
    yusuf = mentions.get(text="Yusuf Demir", report__reference="P1").mention_id
    shown = browser.get(reverse("people:why"), {"left": yusuf, "right": bao}).content.decode()
    assert "Not compared" in shown and "Bao Tran" in shown
    none = browser.get(reverse("people:why"), {"left": "T-0000000", "right": bao})
    assert "no two such mentions" in none.content.decode()


def test_how_a_subject_grew_is_told_in_words(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """Mention by mention, with what tied each, and no figure of chance."""
    number = Placement.objects.filter(text="Dariusz Kowal").first()
    assert number is not None
    shown = signed_in(dana).get(reverse("people:grew", args=[number.subject])).content.decode()
    assert "The first mention" in shown and "Joined for certain, with R1" in shown
    assert "Kowal" not in shown


def test_a_value_said_to_be_too_common_is_kept_out_until_said_otherwise(
    small: Compartment, dana: User, asha: User, signed_in: Signed
) -> None:
    """Append-only: the last word stands, and the engine is told."""
    address = reverse("people:common")
    given = {"value": "07700 900418", "word": "keep_out", "reason": "the office line"}
    assert signed_in(asha).post(address, given).status_code == 403
    assert signed_in(dana).post(address, given).status_code == 302
    told_now = settings_of(small, as_of=AS_OF).policy.table("people")
    assert told_now["set_apart"][-1] == "07700 900418"
    signed_in(dana).post(address, {**given, "word": "as_shipped", "reason": "it was a mistake"})
    assert "07700 900418" not in settings_of(small, as_of=AS_OF).policy.table("people")["set_apart"]
    assert CommonValue.objects.count() == Leaf.objects.filter(kind="common value").count() == 2
    assert "it was a mistake" in signed_in(dana).get(address).content.decode()


def test_what_would_change_most_stands_first(two: Compartment) -> None:
    """Somebody above the line comes before more voices below it."""
    joins, placements = list(Join.objects.all()), list(Placement.objects.all())
    number = ToJudge.objects.get().left_subject
    low = queue_of(two, joins, placements, {number: Voices(9, 1, above=False)})[0].stake
    high = queue_of(two, joins, placements, {number: Voices(3, 2, above=True)})[0].stake
    assert high > low > 0


def test_the_queue_asks_the_database_a_fixed_number_of_times(
    two: Compartment, dana: User, signed_in: Signed, django_assert_max_num_queries: AtMost
) -> None:
    """However many wait."""
    one = ToJudge.objects.get()
    persons = Placement.objects.filter(kind="person").values_list("mention_id", flat=True)
    others = [m for m in persons if m not in (one.left, one.right)]
    for left, right in pairwise(others):
        one.pk, one.left, one.right = None, left, right
        one.save(force_insert=True)
    browser = signed_in(dana)
    browser.get(reverse("people:to_judge"))
    with django_assert_max_num_queries(30):
        browser.get(reverse("people:to_judge"))
