"""What the whole looks like: scale, trends, groups, as the worker drew them."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.pictures.queries import drawings_for
from tocsin_web.reports.models import COMMON
from tocsin_web.reports.queries import compartment_for


@allowed(Permission.READ_SUBJECTS)
def pictures(request: SignedInRequest) -> HttpResponse:
    """Sentences first, then each drawing with the table that holds the same."""
    asked = request.GET.get("in", "")
    try:
        compartment = compartment_for(request.user, UUID(asked) if asked else None)
    except ValueError:
        raise Http404 from None
    told, drawn = drawings_for(request.user, compartment)
    record(Event.READ, about=f"pictures:{compartment.pk}", by=request.user)
    context = {
        "told": told,
        # The engine draws it and escapes every word it is given.
        "drawn": [(one, mark_safe(one.svg)) for one in drawn],
        "within": "" if compartment.pk == COMMON else f"?in={compartment.pk}",
    }
    return render(request, "pictures/pictures.html", context)
