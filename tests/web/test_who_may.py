"""Every address against every role, generated: an address whose view is silent fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.web.who_may import Address, addresses
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.ledger.checkpoints import make_checkpoint
from tocsin_web.reports.models import Compartment

Signed = Callable[[User], Client]
CAST = ("adwoa", "asha", "ben", "cat", "dana", "oksana")


def test_every_view_says_who_may_call_it() -> None:
    """A view without `allowed`, `signed_in` or `anyone` is a mistake."""
    assert [row.name for row in addresses() if row.access is None] == []
    assert all(row.name and ":" in row.name for row in addresses())


def test_only_doors_into_the_house_are_for_anyone() -> None:
    """What needs no account is on this list."""
    assert sorted(row.name for row in addresses() if row.access == "anyone") == OPEN


OPEN = ["accounts:first_password", "accounts:sign_in", "intake:first_run"]


@pytest.mark.parametrize("who", CAST)
def test_each_role_is_let_in_where_its_permissions_say_and_nowhere_else(
    cast: dict[str, User], small: Compartment, signed_in: Signed, who: str
) -> None:
    """403 where the role does not allow it; otherwise never 403, and 404 for what is not there."""
    make_checkpoint()
    browser = signed_in(cast[who])
    wrong = []
    for row in addresses():
        if row.access == "anyone" or row.name == "accounts:sign_out":
            continue
        status = browser.get(row.path).status_code
        if status not in expected(cast[who], row):
            wrong.append((row.name, status))
    assert wrong == []


def expected(user: User, row: Address) -> set[int]:
    """The answers that are right for somebody on an address of nothing."""
    if isinstance(row.access, tuple) and not any(user.may(Permission(p)) for p in row.access):
        return {403, 405}  # a page that only takes forms says so to everybody
    return {404, 405} if row.parts else {200, 302, 405}


@pytest.mark.parametrize("who", CAST)
def test_no_role_posts_past_its_permissions(
    cast: dict[str, User], small: Compartment, signed_in: Signed, who: str
) -> None:
    """An empty form sent to every address does nothing for whom it is not meant."""
    browser = signed_in(cast[who])
    for row in addresses():
        if isinstance(row.access, tuple) and not any(
            cast[who].may(Permission(p)) for p in row.access
        ):
            assert browser.post(row.path).status_code in {403, 405}, row.name
