"""What became of it: each contributor's own reports, and the receipt of each."""

from __future__ import annotations

import json
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.ledger.receipts import NoReceiptError, receipt_of
from tocsin_web.portal.queries import became_of, own_reports
from tocsin_web.reports.models import COMMON
from tocsin_web.reports.queries import report_for

_A_PAGE = 20


@allowed(Permission.SUBMIT_REPORTS)
def feedback(request: SignedInRequest) -> HttpResponse:
    """ "You told us on 16 November; this is what happened." """
    page = Paginator(own_reports(request.user), _A_PAGE).get_page(request.GET.get("page"))
    told = list(became_of(list(page.object_list), request.user, timezone.now()))
    context = {
        "page": page,
        "told": told,
        "may_open": request.user.may(Permission.READ_CHRONOLOGIES),
        "may_raise": request.user.may(Permission.RAISE_ESCALATION),
    }
    return render(request, "portal/feedback.html", context)


@allowed(Permission.SUBMIT_REPORTS)
def receipt(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The receipt of one's own report: to keep, and to verify without this program."""
    report = report_for(request.user, report_id, purpose="Receipt")
    if report.recorded_by_id != request.user.pk or report.compartment_id != COMMON:
        raise Http404
    try:
        found = receipt_of(report)
    except NoReceiptError:
        raise Http404 from None
    record(Event.DISCLOSED, about=f"report:{report.pk}", by=request.user, purpose="Receipt")
    body = json.dumps(found, indent=1, ensure_ascii=False) + "\n"
    response = HttpResponse(body, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{report.pk}.json"'
    return response
