"""The board report, on one page to print and as csv."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.desk.board import board
from tocsin_web.oversight.delimited import as_csv


@allowed(Permission.READ_BOARD_REPORT)
def board_report(request: SignedInRequest) -> HttpResponse:
    """One page."""
    return render(request, "desk/board_report.html", {"board": board(timezone.now())})


@allowed(Permission.READ_BOARD_REPORT)
def board_csv(request: SignedInRequest) -> HttpResponse:
    """The same figures, a row each; that they left the store is recorded."""
    found = board(timezone.now())
    record(Event.DISCLOSED, about="download:board", by=request.user, purpose="Board report")
    day = timezone.localdate(found.as_of).isoformat()
    rows = [
        {
            "section": cell.section,
            "part": cell.part,
            "what": cell.what,
            "value": "suppressed" if cell.value is None else cell.value,
            "as_of": day,
        }
        for cell in found.cells
    ]
    response = HttpResponse(as_csv(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="tocsin-board-report.csv"'
    return response
