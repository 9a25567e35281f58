"""A subject: what is said of it, by how many, since when, what answers, and what points away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.accounts.purposes import purpose_of
from tocsin_web.desk.dossier import Dossier
from tocsin_web.desk.drawing import MOST_REPORTS, ego
from tocsin_web.people import disputes
from tocsin_web.people.forms import DisputeAnswerForm, DisputeForm
from tocsin_web.people.models import Dispute, Placement, Subject
from tocsin_web.people.queries import led_to, subject_for
from tocsin_web.reports.models import COMMON, Compartment
from tocsin_web.reports.queries import compartment_for


def world(request: SignedInRequest) -> Compartment:
    """The world asked for by `?in=`; the common one where none is.

    Raises:
        Http404: there is none, or none for them.
    """
    asked = request.GET.get("in", "") or request.POST.get("in", "")
    try:
        return compartment_for(request.user, UUID(asked) if asked else None)
    except ValueError:
        raise Http404 from None


def within(compartment: Compartment) -> str:
    """What an address of this world carries."""
    return "" if compartment.pk == COMMON else f"?in={compartment.pk}"


@allowed(Permission.READ_SUBJECTS)
def subject(request: SignedInRequest, number: str) -> HttpResponse:
    """All that is known of a subject, as this person may see it; a former number leads on."""
    compartment = world(request)
    today = led_to(compartment, number)
    given = purpose_of(request)
    purpose = str(given) if given else ""
    found = subject_for(request.user, compartment, today, purpose=purpose)
    if today != number:
        messages.info(request, f"{number} is now part of {today}.")
        return redirect(reverse("desk:subject", args=[today]) + within(compartment))
    dossier = Dossier(request.user, compartment, found, names_shown=given is not None)
    context = {
        "of": dossier,
        "subject": found,
        "compartment": compartment,
        "within": within(compartment),
        "names_shown": given is not None,
        "drawing": _drawing(dossier),
        "disputes": disputes.disputes_of(compartment, today),
        "outcomes": disputes.OUTCOMES,
        "dispute_form": DisputeForm(),
        "answer_form": DisputeAnswerForm(auto_id=False),
        "may_answer": request.user.may(Permission.JUDGE_IDENTITIES),
        "may_judge": request.user.may(Permission.JUDGE_IDENTITIES),
    }
    return render(request, "desk/subject.html", context)


def _drawing(of: Dossier) -> str:
    reports = {p.report_id for p in of.placements}
    if not reports or len(reports) > MOST_REPORTS:
        return ""
    around: dict[str, Subject] = {s.number: s for s, _, _ in of.seen_with}
    around[of.subject.number] = of.subject
    names = {s.number: name for s, name, _ in of.seen_with} | {of.subject.number: of.name}
    rows = Placement.objects.filter(
        compartment=of.compartment, report__in=reports, subject__in=around
    ).select_related("report__held_by").defer("report__text")  # fmt: skip
    return ego(of.subject.number, rows, around, names, as_of=timezone.localdate())


@require_POST
@allowed(Permission.READ_SUBJECTS)
def dispute(request: SignedInRequest, number: str) -> HttpResponse:
    """Record that somebody says: that is not me, or that is not so."""
    compartment = world(request)
    found = subject_for(request.user, compartment, led_to(compartment, number))
    form = DisputeForm(request.POST)
    if form.is_valid():
        disputes.dispute(found, **form.cleaned_data, by=request.user)
        messages.success(request, "Recorded. The mark stands wherever this subject is shown.")
    else:
        messages.error(request, "Say who disputes it and what they say.")
    return redirect(reverse("desk:subject", args=[found.number]) + within(compartment))


@require_POST
@allowed(Permission.JUDGE_IDENTITIES)
def answer_dispute(request: SignedInRequest, dispute_id: UUID) -> HttpResponse:
    """Record how a dispute was answered."""
    said = Dispute.objects.select_related("compartment").filter(pk=dispute_id).first()
    if said is None:
        raise Http404
    compartment = compartment_for(request.user, said.compartment_id)
    found = subject_for(request.user, compartment, led_to(compartment, said.number))
    form = DisputeAnswerForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        disputes.answer(said, outcome=given["outcome"], words=given["words"], by=request.user)
        messages.success(request, "The answer stands beside the dispute.")
    else:
        messages.error(request, "Say what became of it, and why.")
    return redirect(reverse("desk:subject", args=[found.number]) + within(compartment))
