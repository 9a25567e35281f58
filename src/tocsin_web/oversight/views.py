"""Oversight: what was unanswered, when, by whom; the ledger's state; flags; downloads."""

from __future__ import annotations

import json

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.queries import attentions_visible_to
from tocsin_web.escalations.engine import Clock
from tocsin_web.escalations.queries import (
    Directory,
    due_not_sent,
    empty_levels,
    last_run,
    notices_not_sent,
)
from tocsin_web.ledger.models import Checkpoint, Head, Witness
from tocsin_web.oversight.actions import note_download
from tocsin_web.oversight.delimited import as_csv
from tocsin_web.oversight.queries import (
    DOWNLOADS,
    answered_late,
    flags,
    rows_of,
    unanswered,
)
from tocsin_web.policies.models import site

_A_PAGE = 50


@allowed(Permission.READ_LEDGER)
def oversight(request: SignedInRequest) -> HttpResponse:
    """The page of independent oversight."""
    now = timezone.now()
    seen = attentions_visible_to(request.user)
    ladder = Clock.read().ladder_at(now)
    waiting = unanswered(request.user, now)
    head = Head.objects.filter(pk=1).first()
    context = {
        "page": Paginator(waiting, _A_PAGE).get_page(request.GET.get("page")),
        "late": answered_late(request.user, now),
        "outside": due_not_sent(seen, len(ladder.rungs) - 1),
        "notices": notices_not_sent(seen, now)[:_A_PAGE],
        "notices_count": notices_not_sent(seen, now).count(),
        "flags": flags()[:_A_PAGE],
        "ledger_size": head.size if head else 0,
        "checkpoint": Checkpoint.objects.first(),
        "witnesses": Witness.objects.filter(is_active=True).count(),
        "last_run": last_run(),
        "empty": empty_levels(ladder, Directory.read()),
        "site": site(),
        "downloads": DOWNLOADS,
    }
    return render(request, "oversight/oversight.html", context)


@allowed(Permission.READ_LEDGER)
def download(request: SignedInRequest, what: str, form: str) -> HttpResponse:
    """One list as csv or json; that it left the store is recorded."""
    if what not in DOWNLOADS or form not in ("csv", "json"):
        raise Http404
    note_download(what, by=request.user)
    rows = list(rows_of(what, request.user, timezone.now()))
    if form == "json":
        body, kind = json.dumps(rows, indent=1, ensure_ascii=False) + "\n", "application/json"
    else:
        body, kind = as_csv(rows), "text/csv; charset=utf-8"
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="tocsin-{what}.{form}"'
    return response
