"""Who looked at this child: every reading and act on a subject and the reports that name it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.queries import acts_on, refused
from tocsin_web.audit.recording import record
from tocsin_web.people.models import Placement, Subject
from tocsin_web.reports.queries import compartment_for

_A_PAGE = 50


@allowed(Permission.READ_AUDIT)
def looked(request: SignedInRequest, number: str) -> HttpResponse:
    """Everybody who read or changed anything about one subject, with their purpose."""
    world = compartment_for(request.user)
    if not Subject.objects.filter(compartment=world, number=number).exists():
        raise Http404
    placed = Placement.objects.filter(compartment=world, subject=number)
    reports = placed.values_list("report_id", flat=True).distinct()
    abouts = [f"subject:{number}", *(f"report:{pk}" for pk in reports)]
    record(Event.READ, about=f"audit of subject:{number}", by=request.user)
    page = Paginator(acts_on(abouts), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/looked.html", {"number": number, "page": page})


@allowed(Permission.READ_AUDIT)
def turned_away(request: SignedInRequest) -> HttpResponse:
    """Everybody who was refused, or met the conflict wall."""
    page = Paginator(refused(), _A_PAGE).get_page(request.GET.get("page"))
    return render(request, "desk/looked.html", {"page": page})
