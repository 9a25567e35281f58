"""Operations on a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.decisions.proposing import compartment_of
from tocsin_web.operations import actions
from tocsin_web.operations.forms import (
    AcceptForm,
    CloseForm,
    DoneForm,
    OfferForm,
    OpenForm,
    PartForm,
    PlanForm,
    ResourceAnswerForm,
    ResourceForm,
    ReviewForm,
)
from tocsin_web.operations.models import Handover, Operation, PlanLine, ResourceAsked, Strand
from tocsin_web.operations.queries import (
    children_without_plan,
    is_closed,
    may_know_of,
    next_review_on,
    operation_for,
    operations_visible_to,
    overdue_reviews,
    owner_of,
    pending_handover,
)
from tocsin_web.people.models import Subject


@allowed(Permission.RUN_OPERATIONS, Permission.READ_CHRONOLOGIES)
def operations(request: SignedInRequest) -> HttpResponse:
    """All that this person may know of, and whose review is late."""
    today = timezone.localdate()
    late = {o.pk for o in overdue_reviews(request.user, as_of=today)}
    rows = [
        {
            "operation": o,
            "owner": owner_of(o),
            "review": next_review_on(o),
            "is_closed": is_closed(o),
            "is_late": o.pk in late,
        }
        for o in operations_visible_to(request.user)
        if may_know_of(request.user, o)
    ]
    may_run = request.user.may(Permission.RUN_OPERATIONS)
    return render(request, "operations/operations.html", {"rows": rows, "may_run": may_run})


@allowed(Permission.RUN_OPERATIONS)
def new(request: SignedInRequest) -> HttpResponse:
    """Begin one."""
    form = OpenForm(request.POST or None, initial={"numbers": request.GET.get("number", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.open_operation(
                compartment=compartment_of(request), by=request.user, **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        except Http404:
            form.add_error("numbers", "One of these numbers stands for nobody you may know of.")
        else:
            return redirect("operations:operation", made.pk)
    return _form_page(request, "A new operation", form, "Begin it")


@allowed(Permission.RUN_OPERATIONS, Permission.READ_CHRONOLOGIES)
def operation(request: SignedInRequest, operation_id: UUID) -> HttpResponse:
    """Everything about one."""
    found = operation_for(request.user, operation_id)
    owner = owner_of(found)
    lines = found.plan.select_related("owner__agency", "done")
    names = {
        s.number: s
        for s in Subject.objects.filter(
            compartment=found.compartment, number__in=found.parts.values("number")
        )
    }
    parts = [(p, names.get(p.number)) for p in found.parts.order_by("-is_child", "number")]
    context = {
        "operation": found,
        "owner": owner,
        "parts": parts,
        "agencies": [m.agency for m in found.memberships.select_related("agency")],
        "resources": found.resources.select_related("answer"),
        "plan": [(s.label, [x for x in lines if x.strand == s.value]) for s in Strand],
        "reviews": found.reviews.select_related("made_by__agency"),
        "handovers": found.handovers.select_related("to__agency", "answer"),
        "pending": pending_handover(found),
        "review_on": next_review_on(found),
        "is_late": not is_closed(found) and next_review_on(found) < timezone.localdate(),
        "without_plan": children_without_plan(found),
        "acts": _ACTS if owner == request.user and not is_closed(found) else {},
        "is_mine": owner == request.user and not is_closed(found),
    }
    return render(request, "operations/operation.html", context)


@allowed(Permission.RUN_OPERATIONS)
def act(request: SignedInRequest, operation_id: UUID, act: str) -> HttpResponse:
    """One of the things its owner does."""
    found = operation_for(request.user, operation_id)
    if act not in _ACTS:
        raise Http404
    heading, kind = _ACTS[act]
    people = _people(found) if kind in (PlanForm, OfferForm) else None
    more: dict[str, Any] = {"people": people} if people is not None else {}
    form = kind(request.POST or None, **more)
    return _do(request, heading, form, found, lambda given: _run(act, found, request.user, given))


def _run(act: str, found: Operation, by: User, given: dict[str, Any]) -> None:
    match act:
        case "subject":
            actions.add_subject(found, by=by, **given)
        case "resource":
            actions.ask_for_resource(found, by=by, **given)
        case "plan":
            actions.plan(found, by=by, **given)
        case "review":
            actions.review(found, by=by, today=timezone.localdate(), **given)
        case "hand-over":
            actions.offer(found, by=by, **given)
        case "close":
            actions.close(found, by=by, **given)


_ACTS: dict[str, tuple[str, Any]] = {
    "subject": ("Add a subject or child", PartForm),
    "resource": ("Ask for a resource", ResourceForm),
    "plan": ("Add to the plan", PlanForm),
    "review": ("Review it", ReviewForm),
    "hand-over": ("Hand it over", OfferForm),
    "close": ("Close it", CloseForm),
}


def _people(found: Operation) -> list[User]:
    holders = User.objects.filter(
        is_active=True, groups__permissions__codename=Permission.RUN_OPERATIONS.value
    )
    return [u for u in holders.distinct() if may_know_of(u, found)]


@allowed(Permission.RUN_OPERATIONS)
def resource(request: SignedInRequest, asked_id: UUID) -> HttpResponse:
    """What was given of what was asked for."""
    asked = _or_404(ResourceAsked.objects.filter(id=asked_id).select_related("operation").first())
    found = operation_for(request.user, asked.operation_id)
    form = ResourceAnswerForm(request.POST or None)
    return _do(
        request,
        f"What was given: {asked.what}",
        form,
        found,
        lambda given: actions.answer_resource(asked, by=request.user, **given),
    )


@allowed(Permission.RUN_OPERATIONS)
def line(request: SignedInRequest, line_id: UUID) -> HttpResponse:
    """What came of one line of the plan."""
    asked = _or_404(PlanLine.objects.filter(id=line_id).select_related("operation").first())
    found = operation_for(request.user, asked.operation_id)
    form = DoneForm(request.POST or None)
    return _do(
        request,
        "What came of it",
        form,
        found,
        lambda given: actions.finish_line(asked, by=request.user, **given),
    )


@allowed(Permission.RUN_OPERATIONS)
def handover(request: SignedInRequest, handover_id: UUID) -> HttpResponse:
    """The receiver answers."""
    asked = _or_404(Handover.objects.filter(id=handover_id).select_related("operation").first())
    found = operation_for(request.user, asked.operation_id)
    form = AcceptForm(request.POST or None)
    return _do(
        request,
        "An operation is offered to you",
        form,
        found,
        lambda given: actions.answer_handover(asked, by=request.user, **given),
    )


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found


def _do(
    request: SignedInRequest,
    heading: str,
    form: forms.Form,
    found: Operation,
    run: Callable[[dict[str, Any]], object],
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            run(form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages[0])
        except Http404:
            form.add_error(None, "That number stands for nobody you may know of.")
        else:
            messages.success(request, "Recorded.")
            return redirect("operations:operation", found.pk)
    return _form_page(request, heading, form, "Record", found)


def _form_page(
    request: SignedInRequest,
    heading: str,
    form: forms.Form,
    button: str,
    found: Operation | None = None,
) -> HttpResponse:
    context = {"heading": heading, "form": form, "button": button, "operation": found}
    return render(request, "operations/form.html", context)
