"""Proposed changes and what they would have done."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from tocsin_web.policies.models import PolicyChange


def changes() -> QuerySet[PolicyChange]:
    """Every change ever proposed, newest first."""
    found: QuerySet[PolicyChange] = PolicyChange.objects.select_related(
        "proposed_by__agency", "verdict__given_by__agency", "replay"
    )
    return found


def change_for(change_id: UUID) -> PolicyChange:
    """One of them.

    Raises:
        Http404: there is none.
    """
    return get_object_or_404(changes(), pk=change_id)
