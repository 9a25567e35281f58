"""Assessing a question apart from others, and the tasks that fill what is missing."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.assessments import actions
from tocsin_web.assessments.engine import (
    YES,
    criteria,
    findings,
    policy,
    verdicts,
    who_is_tasked,
)
from tocsin_web.assessments.forms import AdviceForm, AssessForm, DoneForm, TaskForm
from tocsin_web.assessments.models import Assessment, Task
from tocsin_web.assessments.queries import (
    assessments_shown_to,
    differ,
    own_assessment,
    task_for,
    third_wanted,
)
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import attention_for, attentions_visible_to
from tocsin_web.decisions.queries import can_know_of, subject_for


@allowed(Permission.ASSESS)
def assess(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """What the evidence says to each question, one's own answer, and then everybody's."""
    attention = attention_for(request.user, attention_id)
    subject = subject_for(request.user, attention.compartment, attention.number)
    found = findings(request.user, attention, as_of=timezone.localdate())
    form = AssessForm(request.POST or None, found=found)
    own = own_assessment(request.user, attention)
    if request.method == "POST" and own is None and form.is_valid():
        given = dict(form.cleaned_data)
        verdict, reason = given.pop("verdict"), given.pop("reason")
        try:
            actions.assess(
                attention=attention,
                verdict=verdict,
                reason=reason,
                given=given,
                found=found,
                by=request.user,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Recorded. Now you see what others said.")
            return redirect("assessments:assess", attention.pk)
    shown = assessments_shown_to(request.user, attention)
    context = {
        "attention": attention,
        "subject": subject,
        "findings": found,
        "missing": [f for f in found if f.state != YES],
        "form": None if own else form,
        "assessments": _side_by_side(shown),
        "verdicts": [(a, verdicts().get(a.verdict, a.verdict)) for a in shown],
        "differ": bool(own and differ(attention)),
        "is_third_wanted": bool(own is None and third_wanted(request.user).filter(pk=attention.pk)),
        "tasks": attention.tasks.select_related("owner__agency", "done"),
        "assessors": policy()["assessing.assessors"],
    }
    return render(request, "assessments/assess.html", context)


def _side_by_side(shown: list[Assessment]) -> list[tuple[str, list[str], bool]]:
    """(question, what each said, whether they differ)."""
    rows = []
    for name, row in criteria().items():
        said = [a.answers.get(name, {}).get("given", "") for a in shown]
        rows.append((row["question"], said, len(set(said)) > 1))
    return rows


@allowed(Permission.ASSESS)
def task(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Ask a professional for what is missing; stops where somebody must not be asked."""
    attention = attention_for(request.user, attention_id)
    subject_for(request.user, attention.compartment, attention.number)
    asked = request.GET.get("for", "")
    row = criteria().get(asked)
    form = TaskForm(
        request.POST or None,
        owners=_owners(attention),
        initial={
            "criterion": asked,
            "held_by": row["held_by"] if row else "",
            "owner": str(request.user.pk),
        },
    )
    stopped: list[str] = []
    advice = AdviceForm()
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        stopped = who_is_tasked(f"{given['words']}\n{given['held_by']}", attention)
        advice = AdviceForm(request.POST if stopped and "adviser" in request.POST else None)
        if not stopped or advice.is_valid():
            try:
                given["owner"] = form.owners[given["owner"]]
                more = advice.cleaned_data if stopped else {}
                actions.set_task(attention=attention, by=request.user, **given, **more)
            except ValidationError as error:
                (advice if stopped else form).add_error(None, error.messages[0])
            else:
                messages.success(request, "The task is set.")
                return redirect("assessments:assess", attention.pk)
    context = {"attention": attention, "form": form, "stopped": stopped, "advice": advice}
    return render(request, "assessments/task.html", context)


def _owners(attention: Attention) -> list[User]:
    """Active people who may assess and may know of the subject."""
    holders = User.objects.filter(
        is_active=True, groups__permissions__codename=Permission.ASSESS.value
    ).select_related("agency")
    return [
        u
        for u in holders.distinct().order_by("last_name", "first_name", "username")
        if can_know_of(u, attention.compartment, attention.number)
    ]


@allowed(Permission.ASSESS)
def tasks(request: SignedInRequest) -> HttpResponse:
    """One's own tasks that are not done, earliest due first; and where a third is wanted."""
    mine = Task.objects.filter(
        owner=request.user, done__isnull=True, attention__in=attentions_visible_to(request.user)
    ).select_related("attention")
    context = {
        "tasks": mine,
        "today": timezone.localdate(),
        "thirds": third_wanted(request.user),
    }
    return render(request, "assessments/tasks.html", context)


@allowed(Permission.ASSESS)
def done(request: SignedInRequest, task_id: UUID) -> HttpResponse:
    """One task, and what came of it."""
    found = task_for(request.user, task_id)
    form = DoneForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.finish_task(found, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Recorded.")
            return redirect("assessments:assess", found.attention_id)
    context = {"task": found, "form": form, "is_done": hasattr(found, "done")}
    return render(request, "assessments/done.html", context)
