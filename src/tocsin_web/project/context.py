"""What stands on every page: who is signed in, where they may go, marking and support."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from tocsin_web.accounts.permissions import Permission
from tocsin_web.policies.models import site

_PLACES: tuple[tuple[str, str, tuple[Permission, ...]], ...] = (
    ("Desk", "desk:desk", ()),
    ("Search", "desk:search", (Permission.READ_SUBJECTS,)),
    ("Add reports", "intake:add", (Permission.SUBMIT_REPORTS,)),
    ("Joins to judge", "people:to_judge", (Permission.JUDGE_IDENTITIES,)),
    ("Meeting", "decisions:meeting", (Permission.DECIDE,)),
    ("Operations", "operations:operations", (Permission.RUN_OPERATIONS,)),
    ("Escalations", "escalations:escalations", (Permission.READ_CHRONOLOGIES,)),
    ("Pictures", "pictures:pictures", (Permission.READ_SUBJECTS,)),
    ("Oversight", "oversight:oversight", (Permission.READ_LEDGER,)),
    ("Board report", "desk:board_report", (Permission.READ_BOARD_REPORT,)),
    ("Policies", "policies:policies", (Permission.PROPOSE_POLICY,)),
    ("What became of it", "portal:feedback", (Permission.SUBMIT_REPORTS,)),
    ("Accounts", "accounts:accounts", (Permission.MANAGE_ACCOUNTS,)),
)
"""(words, name of the address, any of these permissions; none: everybody who is signed in)."""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page."""
    user = getattr(request, "user", None)
    places = []
    if user is not None and user.is_authenticated:
        for words, name, permissions in _PLACES:
            if permissions and not any(user.may(p) for p in permissions):
                continue
            try:
                address = reverse(name)
            except NoReverseMatch:
                continue
            places.append({"words": words, "address": address, "here": request.path == address})
    return {
        "places": places,
        "staff_support": settings.TOCSIN_STAFF_SUPPORT,
        "marking": "OFFICIAL-SENSITIVE",
        "place": SimpleLazyObject(site),
    }
