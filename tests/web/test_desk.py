"""The desk: what needs an answer now, for each role, and nothing that is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tocsin_web.accounts.actions import declare
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention, Row
from tocsin_web.desk.worklist import SECTIONS, counts, rows_for
from tocsin_web.ledger.chain import append
from tocsin_web.reports.models import Compartment

Signed = Callable[[User], Client]


def text(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_counts_open_the_list_they_count(small: Compartment, dana: User, signed_in: Signed) -> None:
    """Each number on the desk is the number of rows behind it."""
    browser = signed_in(dana)
    number_of = counts(rows_for(dana, small))
    for section in SECTIONS:
        page = browser.get(f"/?show={section.key}")
        assert page.context["page"].paginator.count == number_of[section.key]
    assert number_of == {"read_now": 0, "children": 1, "again": 0, "unheeded": 3, "below": 4}


def test_names_are_initials_until_a_purpose_is_given(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """And in full, children too, for as long as the purpose lasts."""
    browser = signed_in(dana)
    assert "Dariusz Kowal" not in text(browser, "/?show=unheeded")
    browser.post("/account/purpose/", {"purpose": "safeguard_child", "reason": "case 12"})
    assert "Dariusz Kowal" in text(browser, "/?show=unheeded")


def test_who_waited_longest_comes_first(small: Compartment, dana: User, signed_in: Signed) -> None:
    """Or who has most unanswered voices, where that is asked for."""
    browser = signed_in(dana)
    waited = browser.get("/?show=unheeded").context["page"].object_list
    since = [row.unheeded_since for row in waited]
    assert since == sorted(since)
    loudest = browser.get("/?show=unheeded&order=voices").context["page"].object_list
    assert [row.unheeded_voices for row in loudest] == [4, 3, 3]


def test_an_unowned_question_is_overdue_at_once(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """Its row says so, and that nobody owns it."""
    row = Row.objects.get(compartment=small, list_name="adults_named", below_the_line=False)
    opened_at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    append(
        Attention(
            compartment=small, number=row.number, list_name=row.list_name, opened_at=opened_at,
            why="4 voices", basis=["R1"],
        ),
        "attention",
    )  # fmt: skip
    page = text(signed_in(dana), "/?show=unheeded&list=adults_named")
    assert "overdue" in page
    assert "nobody" in page


def test_what_the_wall_keeps_away_is_neither_shown_nor_counted(
    small: Compartment, dana: User, asha: User, signed_in: Signed
) -> None:
    """The row is gone for her; the report behind it counts nowhere else either."""
    declare(dana, closeness="self", name="Amina Yusuf", phone="", address="")
    assert counts(rows_for(dana, small))["children"] == 0
    assert counts(rows_for(asha, small))["children"] == 1
    shown = signed_in(dana).get("/?show=unheeded&list=adults_named").context["lines"]
    assert [line.voices for line in shown] == [1]


def test_a_contributor_and_an_administrator_see_no_list(
    small: Compartment, ben: User, adwoa: User, cat: User, signed_in: Signed
) -> None:
    """What they may do is there instead."""
    for user in (ben, adwoa, cat):
        page = signed_in(user).get("/")
        assert page.status_code == 200
        assert "lines" not in (page.context or {})
    assert "no role yet" in text(signed_in(cat), "/")


def test_a_choice_is_kept_under_a_name_and_forgotten(
    small: Compartment, dana: User, asha: User, signed_in: Signed
) -> None:
    """It is hers alone, and holds nothing but the choice."""
    browser = signed_in(dana)
    browser.post("/save-view/", {"name": "Long", "query": "show=unheeded&waiting_days=90&evil=1"})
    kept = dana.saved_views.get()
    assert kept.query == "show=unheeded&waiting_days=90"
    signed_in(asha).post("/save-view/", {"forget": str(kept.pk)})
    assert dana.saved_views.exists()
    browser.post("/save-view/", {"forget": str(kept.pk)})
    assert not dana.saved_views.exists()


def test_a_choice_that_cannot_be_read_shows_the_first_list(
    small: Compartment, dana: User, signed_in: Signed
) -> None:
    """Whatever stands in the address."""
    for query in ("show=nothing", "waiting_days=-4", "in=elsewhere", "page=x", "order=';--"):
        assert signed_in(dana).get(f"/?{query}").status_code == 200


def test_the_desk_asks_as_many_questions_of_the_database_for_one_row_as_for_many(
    small: Compartment,
    dana: User,
    signed_in: Signed,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    """No query hangs on a row."""
    browser = signed_in(dana)
    with django_assert_max_num_queries(40):
        browser.get("/?show=below")
