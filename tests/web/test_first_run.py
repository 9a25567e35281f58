"""The first account, and the fictional case that one click clears."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.web.conftest import PASSWORD
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Role
from tocsin_web.audit.models import Entry, Event
from tocsin_web.intake import fictional, first_run
from tocsin_web.intake.fictional import emptied
from tocsin_web.intake.lock import Holder
from tocsin_web.intake.models import Draft
from tocsin_web.intake.working import Work
from tocsin_web.ledger.models import Head, Leaf
from tocsin_web.policies.models import Site, site
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Report

Signed = Callable[[User], Client]
ANSWERS = {
    "username": "asha",
    "full_name": "Asha Rahman",
    "agency": "Harbour Charity",
    "password": PASSWORD,
    "again": PASSWORD,
    "roles": ["analyst", "decision_maker"],
    "countersign": "not_available",
    "outside_name": "County Scrutiny Panel",
    "outside_address": "panel@scrutiny.example",
    "go_live_on": "2026-11-16",
}


@pytest.fixture(autouse=True)
def own_home(settings: Any, tmp_path: Path) -> Path:
    """The folder of one test is its own."""
    settings.HOME, settings.MEDIA_ROOT = tmp_path, tmp_path / "files"
    return tmp_path


def _begin(**more: Any) -> Client:
    browser = Client()
    browser.get(reverse("intake:first_run"), {"token": first_run.new_token()})
    browser.post(reverse("intake:first_run"), {**ANSWERS, **more})
    return browser


def test_the_first_account_is_made_with_the_word_from_the_terminal(db: None) -> None:
    """It administers, works, and the place knows what it was told."""
    browser = _begin()
    user = User.objects.get()
    assert user.roles == {Role.ANALYST, Role.DECISION_MAKER, Role.ADMINISTRATOR}
    assert user.check_password(PASSWORD)
    place = site()
    assert (place.countersign, place.outside_name) == ("not_available", "County Scrutiny Panel")
    assert place.go_live_on is not None
    assert place.is_set_up
    assert not place.is_fictional
    assert browser.get("/").status_code == 200


def test_without_the_word_nobody_takes_the_first_account(db: None) -> None:
    """Somebody else on the machine gets a page that explains, and no form."""
    first_run.new_token()
    stranger = Client()
    for answer in (
        stranger.get(reverse("intake:first_run")),
        stranger.get(reverse("intake:first_run"), {"token": "guess"}),
        stranger.post(reverse("intake:first_run"), ANSWERS),
    ):
        assert answer.status_code == 403
    assert not User.objects.exists()


def test_the_word_is_private_and_works_once(db: None, own_home: Path) -> None:
    """The file is for its owner alone, and goes with the first account."""
    token = first_run.new_token()
    assert (own_home / "first-run.token").stat().st_mode & 0o777 == 0o600
    browser = Client()
    answer = browser.get(reverse("intake:first_run"), {"token": token})
    assert token not in answer["Location"]
    browser.post(reverse("intake:first_run"), ANSWERS)
    assert not (own_home / "first-run.token").exists()
    late = Client()
    assert late.get(reverse("intake:first_run"), {"token": token}).status_code == 404


def test_there_is_no_first_run_once_somebody_has_an_account(asha: User) -> None:
    """Not even with a word."""
    token = first_run.new_token()
    assert Client().get(reverse("intake:first_run"), {"token": token}).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"password": "short", "again": "short"},
        {"password": "password1234", "again": "password1234"},
        {"again": "another pass phrase 8"},
        {"outside_address": "no address"},
        {"go_live_on": "soon"},
        {"username": ""},
    ],
)
def test_a_wrong_answer_is_told_and_makes_no_account(db: None, wrong: dict[str, str]) -> None:
    """Weak passwords, two that differ, and what is no address or date."""
    browser = Client()
    browser.get(reverse("intake:first_run"), {"token": first_run.new_token()})
    page = browser.post(reverse("intake:first_run"), {**ANSWERS, **wrong})
    assert page.status_code == 200
    assert b"There is a problem" in page.content
    assert not User.objects.exists()


@pytest.mark.slow
def test_the_fictional_case_comes_and_goes(transactional_db: None) -> None:
    """It says so on every page, is marked in leaf 0, and clearing it leaves accounts alone."""
    browser = _begin(fictional="on")
    holder = Holder()
    assert holder.take(now=timezone.now())
    Work(holder).leftovers()
    assert Draft.objects.get().state == Draft.State.TAKEN_IN
    assert Report.objects.count() > 100
    assert Leaf.objects.get(number=0).kind == fictional.MARK
    assert b"everybody here is made up" in browser.get("/").content
    before = site().store_id
    browser.post(reverse("intake:clear"))
    for model in emptied():
        if model._meta.label != "audit.Entry":
            assert model._default_manager.count() == 0, model._meta.label
    assert not Report.objects.exists()
    assert not Leaf.objects.exists()
    assert not Head.objects.filter(size__gt=0).exists()
    assert User.objects.get().username == "asha"
    place = site()
    assert not place.is_fictional
    assert place.store_id != before
    assert place.outside_name == "County Scrutiny Panel"
    assert [e.event for e in Entry.objects.all()] == [Event.ERASED]
    page = browser.get("/")
    assert page.status_code == 200
    assert b"everybody here is made up" not in page.content


def test_a_real_store_is_never_cleared(
    small: Compartment, adwoa: User, asha: User, signed_in: Signed
) -> None:
    """Neither by an administrator nor with a setting changed behind our back."""
    assert signed_in(adwoa).post(reverse("intake:clear")).status_code == 403
    Site.objects.update_or_create(id=1, defaults={"is_fictional": True})
    assert signed_in(adwoa).post(reverse("intake:clear")).status_code == 403
    assert signed_in(asha).post(reverse("intake:clear")).status_code == 403
    assert Report.objects.count() == 5


def test_a_store_with_a_record_cannot_be_called_fictional(small: Compartment, adwoa: User) -> None:
    """The mark is leaf 0 or nothing."""
    with pytest.raises(PermissionDenied):
        fictional.mark_as_fictional(site(), by=adwoa)


def test_nothing_that_stays_points_to_what_is_cleared() -> None:
    """No table of accounts or settings hangs on a table that goes."""
    gone = set(emptied())
    for model in apps.get_models(include_auto_created=True):
        if model in gone:
            continue
        for field in model._meta.concrete_fields:
            if field.is_relation:
                assert field.related_model not in gone, f"{model._meta.label}.{field.name}"


def test_what_is_received_before_the_go_live_date_is_a_backlog(
    db: None, make_user: Any, signed_in: Signed
) -> None:
    """It is marked, triaged on a page of its own, and asked about by a decision-maker alone."""
    from tests.web.conftest import SMALL
    from tocsin_web.attention.models import Attention
    from tocsin_web.intake.receiving import ask_for_lists
    from tocsin_web.intake.working import refresh
    from tocsin_web.policies.models import Site
    from tocsin_web.reports.queries import common

    today = timezone.localdate()
    Site.objects.update_or_create(id=1, defaults={"go_live_on": today})
    world = common()
    for read in SMALL:
        day = read.received.last if read.received else None
        receive(read, compartment=world, by=None, is_backlog=site().is_before_go_live(day))
    ask_for_lists(world)
    refresh(world, now=timezone.now())
    analyst = signed_in(make_user("dana", Role.ANALYST))
    decider = signed_in(make_user("asha", Role.DECISION_MAKER))
    page = decider.get(reverse("intake:backlog"))
    rows = list(page.context["page"])
    opened = Attention.objects.count()
    assert Report.objects.filter(is_backlog=True).count() == 5
    assert rows or opened
    if rows:
        ask = reverse("intake:ask_now", args=[rows[0].pk])
        assert analyst.post(ask).status_code == 403
        decider.post(ask)
        assert Attention.objects.count() == opened + 1
