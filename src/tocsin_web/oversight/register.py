"""Pages of the register of complaints and findings."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.oversight.actions import enter
from tocsin_web.oversight.forms import AllegationForm, FindingForm, OfficerForm
from tocsin_web.oversight.models import Allegation, Finding, OfficerLink
from tocsin_web.oversight.queries import counts, last_finding


@allowed(Permission.KEEP_REGISTER)
def register(request: SignedInRequest) -> HttpResponse:
    """Every allegation, with the finding that stands, and the counts by unit."""
    rows = list(Allegation.objects.prefetch_related("findings", "officers"))
    context = {
        "rows": [(row, last_finding(row.findings.all())) for row in rows],
        "counts": counts(rows),
    }
    return render(request, "oversight/register.html", context)


@allowed(Permission.KEEP_REGISTER)
def add(request: SignedInRequest) -> HttpResponse:
    """Add an allegation."""
    form = AllegationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = Allegation(**form.cleaned_data, recorded_by=request.user)
        enter(row, by=request.user)
        messages.success(request, "The allegation is in the register.")
        return redirect("oversight:allegation", row.pk)
    return render(request, "oversight/add.html", {"form": form, "what": "Add an allegation"})


@allowed(Permission.KEEP_REGISTER)
def allegation(request: SignedInRequest, allegation_id: UUID) -> HttpResponse:
    """One allegation with its officers and the history of findings."""
    row = get_object_or_404(Allegation, pk=allegation_id)
    findings = list(row.findings.select_related("officer"))
    context = {"row": row, "findings": findings, "last": last_finding(findings)}
    return render(request, "oversight/allegation.html", context)


@allowed(Permission.KEEP_REGISTER)
def add_officer(request: SignedInRequest, allegation_id: UUID) -> HttpResponse:
    """Link an officer or worker, by reference."""
    row = get_object_or_404(Allegation, pk=allegation_id)
    form = OfficerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        link = OfficerLink(allegation=row, noted_by=request.user, **form.cleaned_data)
        enter(link, by=request.user)
        return redirect("oversight:allegation", row.pk)
    context = {"form": form, "what": "Link an officer or worker", "row": row}
    return render(request, "oversight/add.html", context)


@allowed(Permission.KEEP_REGISTER)
def add_finding(request: SignedInRequest, allegation_id: UUID) -> HttpResponse:
    """Record a finding; an earlier one stays in the history."""
    row = get_object_or_404(Allegation, pk=allegation_id)
    form = FindingForm(request.POST or None, allegation=row)
    if request.method == "POST" and form.is_valid():
        finding = Finding(allegation=row, recorded_by=request.user, **form.cleaned_data)
        enter(finding, by=request.user)
        return redirect("oversight:allegation", row.pk)
    context = {"form": form, "what": "Record a finding", "row": row}
    return render(request, "oversight/add.html", context)
