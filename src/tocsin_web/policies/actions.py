"""A change of policy is proposed by one person and approved or refused by another."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.dispatch import Signal

from tocsin.errors import UsageError
from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.chain import append
from tocsin_web.policies.engine import policy_on, settings_in, with_value
from tocsin_web.policies.models import PolicyChange, PolicyVerdict, Replay

replay_wanted = Signal()
"""Sent with `change`, once it is stored; whoever can run the engine works out what it would do."""
changed = Signal()
"""Sent once a change is approved: lists are to be made anew."""


@transaction.atomic
def propose(
    *, setting: str, value: Any, reason: str, review_on: date, by: User, now: datetime
) -> PolicyChange:
    """Propose another value; nothing changes yet.

    Raises:
        PermissionDenied: their roles do not allow it.
        ValidationError: no such setting, not a sensible value, or the value it has.
    """
    require(by, Permission.PROPOSE_POLICY)
    policy = policy_on(now)
    present = {s.name: s.value for s in settings_in(policy)}
    if setting not in present:
        raise ValidationError("There is no such setting.")
    try:
        with_value(policy, setting, value)
    except UsageError as error:
        raise ValidationError(str(error)) from None
    if present[setting] == value:
        raise ValidationError("That is the value it has.")
    change = PolicyChange(
        setting=setting,
        value=value,
        reason=reason,
        review_on=review_on,
        proposed_at=now,
        proposed_by=by,
    )
    append(change, "policy")
    Replay.objects.create(change=change)
    record(Event.ALTERED, about=f"policy:{setting}"[:120], by=by, note="proposed")
    transaction.on_commit(lambda: replay_wanted.send(PolicyChange, change=change))
    return change


@transaction.atomic
def give_verdict(
    *, change: PolicyChange, is_approved: bool, reason: str, by: User, now: datetime
) -> PolicyVerdict:
    """Approve or refuse what somebody else proposed, once; approved, it holds from now.

    Raises:
        PermissionDenied: their roles do not allow it, or they proposed it.
        ValidationError: it has a verdict, or nobody knows yet what it would have done.
    """
    require(by, Permission.APPROVE_POLICY)
    if change.proposed_by_id == by.pk:
        raise PermissionDenied("a second person approves")
    if PolicyVerdict.objects.filter(change=change).exists():
        raise ValidationError("Somebody gave a verdict already.")
    if is_approved and not Replay.objects.filter(change=change, made_at__isnull=False).exists():
        raise ValidationError("Wait until it is worked out what the change would have done.")
    verdict = PolicyVerdict(
        change=change, is_approved=is_approved, reason=reason, given_at=now, given_by=by
    )
    append(verdict, "policy")
    word = "approved" if is_approved else "refused"
    record(Event.ALTERED, about=f"policy:{change.setting}"[:120], by=by, note=word)
    if is_approved:
        transaction.on_commit(lambda: changed.send(PolicyChange, change=change))
    return verdict
