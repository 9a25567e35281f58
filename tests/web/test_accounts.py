"""Who gets in, what they may do, and what is kept from them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from tests.web.conftest import PASSWORD, Made
from tocsin_web.accounts import actions
from tocsin_web.accounts.models import Agency, Declaration, User
from tocsin_web.accounts.permissions import ROLES, Permission, Role
from tocsin_web.audit.models import Entry, Event

Signed = Callable[[User], Client]


def code_of(device: TOTPDevice) -> str:
    """What the app on the telephone shows now."""
    return str(TOTP(device.bin_key, device.step, device.t0, device.digits).token()).zfill(6)


@pytest.mark.parametrize("role", list(Role))
def test_a_role_allows_what_the_table_says_and_nothing_more(make_user: Made, role: Role) -> None:
    """Django's own permissions are those of the table."""
    user = make_user("somebody", role)
    assert {p for p in Permission if user.may(p)} == set(ROLES[role])


def test_nobody_administers_and_reads(adwoa: User) -> None:
    """The administrator's role opens no report and no subject."""
    assert not any(adwoa.may(p) for p in (Permission.READ_REPORTS, Permission.READ_SUBJECTS))


def test_oversight_stands_alone(adwoa: User, asha: User) -> None:
    """Whoever oversees holds no other role."""
    with pytest.raises(ValidationError):
        actions.give_roles(asha, [Role.OVERSIGHT, Role.ANALYST], by=adwoa)


def test_accounts_are_made_by_the_administrator_alone(adwoa: User, asha: User) -> None:
    """And the new one has no password until its owner sets one."""
    agency = Agency.objects.get(name="Culverport Police")
    made = actions.open_account(
        username="goran", full_name="Goran Ilic", email="", agency=agency,
        roles=[Role.ANALYST], by=adwoa,
    )  # fmt: skip
    assert not made.has_usable_password()
    assert made.roles == {Role.ANALYST}
    with pytest.raises(PermissionDenied):
        actions.open_account(
            username="x", full_name="X", email="", agency=agency, roles=[], by=asha
        )


def test_an_invitation_sets_a_password_once(adwoa: User, asha: User, client: Client) -> None:
    """The address works for its owner, with a password that is long enough, and only once."""
    uid, token = actions.invitation(asha)
    address = f"/account/first-password/{uid}/{token}/"
    page = client.get(address, follow=True)
    there = page.redirect_chain[-1][0]
    weak = client.post(there, {"new_password1": "short", "new_password2": "short"})
    assert b"too short" in weak.content
    client.post(there, {"new_password1": PASSWORD, "new_password2": PASSWORD})
    asha.refresh_from_db()
    assert asha.check_password(PASSWORD)
    assert b"used before" in Client().get(address, follow=True).content


def test_the_last_administrator_stays(adwoa: User) -> None:
    """A store nobody can administer is lost."""
    with pytest.raises(ValidationError):
        actions.close_account(adwoa, by=adwoa)


def test_a_closed_account_is_signed_out_everywhere(
    adwoa: User, dana: User, signed_in: Signed
) -> None:
    """Also where they were signed in already."""
    browser = signed_in(dana)
    actions.close_account(dana, by=adwoa)
    assert browser.get("/").status_code == 302


def test_guessing_is_slowed_down(asha: User, client: Client) -> None:
    """After eight wrong passwords the right one does not open the door either."""
    asha.set_password(PASSWORD)
    asha.save()
    for _ in range(8):
        client.post("/account/sign-in/", {"username": "asha", "password": "wrong"})
    shut = client.post("/account/sign-in/", {"username": "asha", "password": PASSWORD})
    assert shut.status_code == 429
    assert b"Too many tries" in shut.content


def test_signing_in_and_out_is_on_record(asha: User, client: Client) -> None:
    """A row each."""
    asha.set_password(PASSWORD)
    asha.save()
    client.post("/account/sign-in/", {"username": "asha", "password": PASSWORD})
    client.post("/account/sign-out/")
    events = list(Entry.objects.order_by("id").values_list("event", flat=True))
    assert events == [Event.SIGNED_IN, Event.SIGNED_OUT]


def test_a_second_factor_is_set_up_and_then_asked_for(
    asha: User, signed_in: Signed, settings: object
) -> None:
    """Without it no page opens where it is required; a paper code is good once."""
    settings.TOCSIN_REQUIRE_SECOND_FACTOR = True
    browser = signed_in(asha)
    assert browser.get("/").headers["Location"] == "/account/second-factor/"
    browser.get("/account/second-factor/")
    device = TOTPDevice.objects.get(user=asha, confirmed=False)
    done = browser.post("/account/second-factor/", {"code": code_of(device)})
    codes = re.findall(r"<code>(\w+)</code>", done.content.decode())
    assert len(codes) == 8
    assert browser.get("/").status_code == 200
    other = signed_in(asha)
    assert other.get("/").status_code == 302
    other.post("/account/second-factor/", {"code": codes[0]})
    assert other.get("/").status_code == 200
    third = signed_in(asha)
    third.post("/account/second-factor/", {"code": codes[0]})
    assert third.get("/").status_code == 302


def test_the_next_page_is_never_another_site(asha: User, signed_in: Signed) -> None:
    """A link that would lead away leads to the desk."""
    given = signed_in(asha).post(
        "/account/purpose/",
        {"purpose": "safeguard_child", "reason": "case 12", "next": "https://elsewhere.example/"},
    )
    assert given.headers["Location"] == "/"


def test_a_purpose_is_from_the_closed_list_and_recorded(asha: User, signed_in: Signed) -> None:
    """Employment is not on it; a purpose on it is kept with its reason."""
    browser = signed_in(asha)
    refused = browser.post("/account/purpose/", {"purpose": "employment", "reason": "hiring"})
    assert refused.status_code == 200
    assert "purpose" not in browser.session
    browser.post("/account/purpose/", {"purpose": "safeguard_child", "reason": "case 12"})
    assert browser.session["purpose"]["purpose"] == "safeguard_child"
    row = Entry.objects.get(event=Event.DISCLOSED)
    assert (row.purpose, row.note, row.by) == ("safeguard_child", "case 12", asha)


def test_who_declared_cannot_take_it_back(asha: User, oksana: User) -> None:
    """Only somebody independent ends a declaration."""
    made = actions.declare(
        asha, closeness="household", name="Piotr Zielinski", phone="", address=""
    )
    with pytest.raises(PermissionDenied):
        actions.withdraw(made, by=asha)
    actions.withdraw(made, by=oksana)
    assert not Declaration.objects.filter(withdrawn_at=None).exists()
