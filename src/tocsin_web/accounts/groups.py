"""One group of Django's for each role, with its permissions: made whenever tables are made."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Group
from django.contrib.auth.models import Permission as DjangoPermission

from tocsin_web.accounts.permissions import ROLES


def make_groups(**_: Any) -> None:
    """Bring groups and what they allow in line with `ROLES`."""
    known = {
        p.codename: p for p in DjangoPermission.objects.filter(content_type__app_label="accounts")
    }
    for role, permissions in ROLES.items():
        group, _made = Group.objects.get_or_create(name=role.value)
        group.permissions.set(known[p.value] for p in permissions if p.value in known)
