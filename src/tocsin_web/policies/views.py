"""Policies: every threshold with its reason, proposed changes, what each would have done."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin.publishing.wording import LISTS
from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.policies import actions
from tocsin_web.policies.engine import policy_on, settings_in
from tocsin_web.policies.forms import ProposeForm, VerdictForm
from tocsin_web.policies.models import PolicyChange
from tocsin_web.policies.queries import change_for, changes

_MOST = 200


@allowed(Permission.PROPOSE_POLICY, Permission.APPROVE_POLICY, Permission.READ_CHRONOLOGIES)
def policies(request: SignedInRequest) -> HttpResponse:
    """Every threshold in force, with its reason, author and review date."""
    found = list(settings_in(policy_on(timezone.now())))
    context = {
        "files": [(file, list(rows)) for file, rows in groupby(found, lambda s: s.file)],
        "changes": changes()[:_MOST],
        "may_propose": request.user.may(Permission.PROPOSE_POLICY),
    }
    return render(request, "policies/policies.html", context)


@allowed(Permission.PROPOSE_POLICY)
def propose(request: SignedInRequest, setting: str) -> HttpResponse:
    """Propose another value for one setting."""
    now = timezone.now()
    found = {s.name: s for s in settings_in(policy_on(now))}.get(setting)
    if found is None:
        raise Http404
    form = ProposeForm(
        request.POST or None, setting=setting, now=now, initial={"value": found.value}
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change = actions.propose(
                setting=setting,
                value=given["value"],
                reason=given["reason"],
                review_on=given["review_on"],
                by=request.user,
                now=now,
            )
        except ValidationError as error:
            form.add_error("value", error)
        else:
            messages.success(request, "Proposed. Nothing changes until a second person approves.")
            return redirect("policies:change", change.pk)
    return render(request, "policies/propose.html", {"setting": found, "form": form})


@allowed(Permission.PROPOSE_POLICY, Permission.APPROVE_POLICY, Permission.READ_CHRONOLOGIES)
def change(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """One proposed change: what it would have done, and the second person's verdict."""
    found = change_for(change_id)
    form = VerdictForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_verdict(
                change=found,
                is_approved=form.cleaned_data["verdict"] == "approve",
                reason=form.cleaned_data["reason"],
                by=request.user,
                now=timezone.now(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Your verdict is recorded.")
            return redirect("policies:change", found.pk)
    replay = getattr(found, "replay", None)
    walled = set(request.user.subject_walls.values_list("number", flat=True))
    differences = [d for d in (replay.differences if replay else []) if d[2] not in walled]
    counts = Counter((what, LISTS.get(where, where)) for what, where, _number in differences)
    may_see_which = request.user.may(Permission.READ_SUBJECTS)
    context = {
        "change": found,
        "replay": replay,
        "counts": sorted((*key, n) for key, n in counts.items()),
        "which": _which(differences) if may_see_which else [],
        "more": max(0, len(differences) - _MOST),
        "verdict": getattr(found, "verdict", None),
        "may_approve": _may_approve(request, found),
        "form": form,
    }
    return render(request, "policies/change.html", context)


@require_POST
@allowed(Permission.PROPOSE_POLICY, Permission.APPROVE_POLICY)
def again(request: SignedInRequest, change_id: UUID) -> HttpResponse:
    """Have it worked out again what a change would have done."""
    found = change_for(change_id)
    actions.replay_wanted.send(PolicyChange, change=found)
    messages.info(request, "It is being worked out.")
    return redirect("policies:change", found.pk)


def _may_approve(request: SignedInRequest, change: PolicyChange) -> bool:
    return (
        request.user.may(Permission.APPROVE_POLICY)
        and change.proposed_by_id != request.user.pk
        and not hasattr(change, "verdict")
    )


def _which(differences: list[list[str]]) -> list[tuple[str, str, str]]:
    return [(what, LISTS.get(where, where), number) for what, where, number in differences[:_MOST]]
