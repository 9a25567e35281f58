"""Pages beside decisions: what was read in reports is confirmed, and wishes about contact."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tocsin.values.dates import PartialDate
from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.decisions import queries, recording
from tocsin_web.decisions.actions import Answer, decide
from tocsin_web.decisions.forms import ContactForm, ProposalForm
from tocsin_web.decisions.queries import Proposal, rows_with_proposals, subject_for
from tocsin_web.reports.models import COMMON, Compartment, Report
from tocsin_web.reports.queries import compartment_for, report_for

_AROUND = 300


def compartment_of(request: SignedInRequest) -> Compartment:
    """The compartment an address is in: the common one, or that of `?in=`."""
    given = request.GET.get("in", "")
    try:
        return compartment_for(request.user, UUID(given) if given else None)
    except ValueError:
        raise Http404 from None


def within(compartment: Compartment) -> str:
    """The end of an address in a compartment."""
    return "" if compartment.pk == COMMON else f"?in={compartment.pk}"


@allowed(Permission.DECIDE)
def proposals(request: SignedInRequest) -> HttpResponse:
    """Decisions that were read in reports and wait to be confirmed."""
    compartment = compartment_of(request)
    found = queries.proposals(request.user, rows_with_proposals(request.user, compartment))
    context = {"proposals": found, "within": within(compartment)}
    return render(request, "decisions/proposals.html", context)


@allowed(Permission.DECIDE)
def proposal(request: SignedInRequest, number: str, key: str) -> HttpResponse:
    """Confirm one, or say that it is none."""
    compartment = compartment_of(request)
    subject = subject_for(request.user, compartment, number)
    rows = rows_with_proposals(request.user, compartment).filter(number=subject.number)
    found = next((p for p in queries.proposals(request.user, rows) if p.key == key), None)
    if found is None:
        raise Http404
    row = Report.objects.filter(reference=found.reference).first()
    report = report_for(request.user, row.pk) if row else None
    if report is None:
        raise Http404
    form = ProposalForm(request.POST or None, initial={"taken_on": _day(found)})
    if request.method == "POST" and form.is_valid():
        try:
            _answer(request, compartment, found, form)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Recorded.")
            return redirect("decisions:proposals")
    context = {
        "heading": f"{found.kind_words} about {found.number}",
        "lines": [found.why_not],
        "reference": found.reference,
        "before": report.text[max(0, found.start - _AROUND) : found.start],
        "words": report.text[found.start : found.end],
        "after": report.text[found.end : found.end + _AROUND],
        "form": form,
        "button": "Record",
    }
    return render(request, "decisions/form.html", context)


def _day(found: Proposal) -> date | None:
    return PartialDate.from_iso(found.on).last if found.on else None


def _answer(
    request: SignedInRequest, compartment: Compartment, found: Proposal, form: ProposalForm
) -> None:
    reason = form.cleaned_data["reason"]
    if form.cleaned_data["is_one"] == "no":
        recording.refuse_proposal(found, compartment=compartment, reason=reason, by=request.user)
        return
    taken_on = form.cleaned_data["taken_on"]
    if taken_on is None or taken_on > timezone.localdate():
        raise ValidationError("Give the day it was taken, not later than today.")
    answer = Answer(
        kind=found.kind,
        reason=reason,
        owner=request.user,
        concern=found.concern,
        read_from=found.reference,
        taken_on=taken_on,
    )
    decide(compartment=compartment, number=found.number, answer=answer, by=request.user)


@allowed(Permission.DECIDE)
def contact(request: SignedInRequest, number: str) -> HttpResponse:
    """How somebody who was a child then wishes to be reached."""
    compartment = compartment_of(request)
    subject = subject_for(request.user, compartment, number)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            recording.prefer(
                compartment=compartment,
                number=subject.number,
                by=request.user,
                **form.cleaned_data,
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Recorded.")
            return redirect(f"{request.path}{within(compartment)}")
    now = queries.preference_of(compartment, subject.number)
    context = {
        "heading": f"How {subject.number} wishes to be reached",
        "lines": [
            "No cold contact: nobody is written to, called or visited who has not said how.",
            f"Recorded now: {now.get_wish_display()}. {now.how}" if now else "Nothing is recorded.",
        ],
        "form": form,
        "button": "Record",
    }
    return render(request, "decisions/form.html", context)
