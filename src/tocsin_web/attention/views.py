"""A question: who owns it, how long it waits; and the triage of what only old reports ring."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention import actions
from tocsin_web.attention.forms import GiveForm
from tocsin_web.attention.models import Row
from tocsin_web.attention.queries import (
    attention_for,
    is_recused,
    owner_of,
    today_of,
    waiting_backlog,
    walled_numbers,
)
from tocsin_web.people.models import Subject
from tocsin_web.policies.engine import policy_on
from tocsin_web.policies.models import site
from tocsin_web.reports.models import COMMON, Report
from tocsin_web.reports.queries import compartment_for

_A_PAGE = 50


@allowed(Permission.READ_CHRONOLOGIES)
def attention(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """One question: why it is asked, who owns it, and what can be done."""
    found = attention_for(request.user, attention_id)
    number = today_of(found)
    opened = Report.objects.visible_to(request.user).filter(reference__in=found.basis).distinct()
    pointed = Report.objects.pointable_to(request.user).filter(reference__in=found.basis)
    reports = list(opened.order_by("received_last_on", "reference"))
    context = {
        "attention": found,
        "number": number,
        "subject": Subject.objects.filter(compartment=found.compartment, number=number).first(),
        "heading": found.list_words,
        "owner": owner_of(found),
        "takings": found.takings.select_related("owner__agency", "taken_by__agency"),
        "reports": reports,
        "unopened": pointed.distinct().count() - len(reports),
        "settlement": getattr(found, "settlement", None),
        "is_recused": is_recused(request.user, found),
        "may_decide": request.user.may(Permission.DECIDE),
        "now": timezone.now(),
    }
    return render(request, "attention/attention.html", context)


@require_POST
@allowed(Permission.DECIDE)
def take(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Take a question oneself."""
    found = attention_for(request.user, attention_id)
    actions.take(attention=found, owner=request.user, by=request.user)
    messages.success(request, "You own this question now.")
    return redirect("attention:attention", found.pk)


@allowed(Permission.DECIDE)
def give(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Give a question to a colleague."""
    found = attention_for(request.user, attention_id)
    form = GiveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.take(attention=found, owner=given["owner"], by=request.user, reason=given["reason"])
        messages.success(request, "The question has a new owner.")
        return redirect("attention:attention", found.pk)
    return render(request, "attention/give.html", {"attention": found, "form": form})


@allowed(Permission.READ_CHRONOLOGIES)
def backlog(request: SignedInRequest) -> HttpResponse:
    """Whom only old reports name, again and again, and nobody has been asked about."""
    compartment = compartment_for(request.user, _within(request))
    walled = walled_numbers(request.user, compartment)
    rows = [row for row in waiting_backlog(compartment) if row.number not in walled]
    context = {
        "page": Paginator(rows, _A_PAGE).get_page(request.GET.get("page")),
        "compartment": compartment,
        "within": "" if compartment.pk == COMMON else f"?in={compartment.pk}",
        "may_decide": request.user.may(Permission.DECIDE),
        "a_week": policy_on(timezone.now())["escalations.backlog_a_week"],
        "site": site(),
    }
    return render(request, "attention/backlog.html", context)


@require_POST
@allowed(Permission.DECIDE)
def open_backlog(request: SignedInRequest) -> HttpResponse:
    """Ask now about one of them."""
    compartment = compartment_for(request.user, _within(request))
    row = get_object_or_404(
        Row,
        compartment=compartment,
        number=request.POST.get("number", ""),
        list_name=request.POST.get("list", ""),
    )
    if row.number in walled_numbers(request.user, compartment):
        raise Http404
    opened = actions.open_from_backlog(row, by=request.user, now=timezone.now())
    if opened is None:
        messages.info(request, "Somebody asked already.")
        return redirect("attention:backlog")
    return redirect("attention:attention", opened.pk)


def _within(request: SignedInRequest) -> UUID | None:
    given = request.GET.get("in") or request.POST.get("in")
    try:
        return UUID(given) if given else None
    except ValueError:
        raise Http404 from None
