"""Policies: a change is shown before it holds, needs two people, and stands in the ledger."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from tests.web.conftest import told
from tocsin.errors import UsageError
from tocsin.policies import shipped
from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Entry
from tocsin_web.intake.engine import settings_of
from tocsin_web.intake.replaying import replay_waiting
from tocsin_web.ledger.models import Leaf
from tocsin_web.policies.actions import give_verdict, propose
from tocsin_web.policies.engine import policy_on, read_value, settings_in, with_value
from tocsin_web.policies.models import PolicyChange, Replay
from tocsin_web.reports.actions import receive
from tocsin_web.reports.models import Compartment, Seal

Browser = Callable[[User], Client]


def _propose(by: User, setting: str = "attention.voices", value: object = 4) -> PolicyChange:
    return propose(
        setting=setting, value=value, reason="Fewer, surer", review_on=date(2027, 6, 1), by=by,
        now=timezone.now(),
    )  # fmt: skip


def test_every_setting_stands_on_the_page_with_reason_author_and_review(
    asha: User, signed_in: Browser
) -> None:
    """None is left out, and the levels of the ladder are settings too."""
    page = signed_in(asha).get("/policies/").content.decode()
    for setting in settings_in(shipped()):
        assert setting.name in page
        assert setting.why and setting.author and setting.review_on
    assert "escalations.ladder.2.working_days" in page


def test_a_change_shows_what_it_would_do_and_holds_only_after_a_second_person(
    small: Compartment, asha: User, dana: User, signed_in: Browser
) -> None:
    """Proposed, worked out, approved: and only then the engine is told."""
    change = _propose(dana)
    with pytest.raises(ValidationError):
        give_verdict(change=change, is_approved=True, reason="x", by=asha, now=timezone.now())
    assert replay_waiting() == 1
    replay = Replay.objects.get(change=change)
    assert {(what, where) for what, where, _ in replay.differences} == {
        ("disappears", "children_at_risk"), ("disappears", "vehicles"), ("later", "adults_named"),
    }  # fmt: skip
    assert (replay.rings_before, replay.rings_after) == (3, 1)
    assert replay.a_week_before > replay.a_week_after
    page = signed_in(asha).get(f"/policies/changes/{change.pk}/").content.decode()
    assert "a week" in page and "Disappears" in page
    assert policy_on(timezone.now())["attention.voices"] == 3
    give_verdict(change=change, is_approved=True, reason="Agreed", by=asha, now=timezone.now())
    assert settings_of(small, as_of=timezone.localdate()).policy["attention.voices"] == 4
    assert policy_on(change.proposed_at - timedelta(days=1))["attention.voices"] == 3
    assert Leaf.objects.filter(kind="policy").count() == 2
    assert Entry.objects.filter(about="policy:attention.voices").count() == 2


def test_nobody_approves_their_own_and_only_who_may(
    small: Compartment, asha: User, dana: User, ben: User
) -> None:
    """The proposer, an analyst and a contributor are refused."""
    with pytest.raises(PermissionDenied):
        _propose(ben)
    change = _propose(asha)
    replay_waiting()
    for user in (asha, dana, ben):
        with pytest.raises(PermissionDenied):
            give_verdict(change=change, is_approved=True, reason="x", by=user, now=timezone.now())
    assert not hasattr(PolicyChange.objects.get(pk=change.pk), "verdict")


def test_a_verdict_is_given_once(small: Compartment, asha: User, dana: User) -> None:
    """Refused stays refused: another change is proposed instead."""
    change = _propose(dana)
    give_verdict(change=change, is_approved=False, reason="No", by=asha, now=timezone.now())
    with pytest.raises(ValidationError):
        give_verdict(change=change, is_approved=True, reason="x", by=asha, now=timezone.now())
    assert policy_on(timezone.now())["attention.voices"] == 3


def test_a_sealed_report_is_never_in_the_replay(small: Compartment, asha: User, dana: User) -> None:
    """With and without a sealed report that would matter, the figures are the same."""
    change = _propose(dana, value=5)
    replay_waiting()
    before = Replay.objects.values().get(change=change)
    sealed = Compartment.objects.create(name="Sealed", seal=Seal.SEALED)
    receive(
        told("S1", "2026-10-20", "Culverport Council", "T. Osei",
             "Dariusz Kowal picked up Amina Yusuf, 14, again. Concern that he is exploiting her."),
        compartment=sealed, by=None,
    )  # fmt: skip
    Replay.objects.filter(change=change).update(made_at=None)
    replay_waiting()
    after = Replay.objects.values().get(change=change)
    assert before | {"made_at": None} == after | {"made_at": None}


def test_values_that_make_no_sense_are_refused(dana: User) -> None:
    """Of another kind, below nothing, or for a level there is not."""
    policy = shipped()
    for setting, typed in (("attention.voices", "many"), ("no.such", "3")):
        with pytest.raises(UsageError):
            read_value(policy, setting, typed)
    for setting, value in (
        ("attention.voices", -1), ("escalations.ladder.9.working_days", 1),
        ("escalations.ladder.1.working_days", 0),
    ):  # fmt: skip
        with pytest.raises(UsageError):
            with_value(policy, setting, value)
    assert with_value(policy, "escalations.ladder.1.working_days", 3).table("escalations")[
        "ladder"][1]["working_days"] == 3  # fmt: skip


def test_who_may_see_the_page(
    small: Compartment, cast: dict[str, User], signed_in: Browser
) -> None:
    """Everybody who reads chronologies or has a part in changes; nobody else."""
    change = _propose(cast["dana"])
    for name, status in (
        ("asha", 200), ("dana", 200), ("oksana", 200), ("adwoa", 200), ("ben", 403), ("cat", 403),
    ):  # fmt: skip
        browser = signed_in(cast[name])
        assert browser.get("/policies/").status_code == status
        assert browser.get(f"/policies/changes/{change.pk}/").status_code == status
    page = signed_in(cast["adwoa"]).get(f"/policies/changes/{change.pk}/").content.decode()
    assert "T-" not in page.split("<main")[1]
