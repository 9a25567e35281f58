"""Adding reports: form, files, mail; drafts, duplicates, receipts."""

from __future__ import annotations

import json
from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.actions import open_from_backlog
from tocsin_web.intake import actions
from tocsin_web.intake.engine import mail_ending
from tocsin_web.intake.forms import (
    CompartmentForm,
    FilesForm,
    MailForm,
    ReportForm,
    today_written,
)
from tocsin_web.intake.models import Draft, DraftReport, Rejoin
from tocsin_web.intake.queries import draft_for, rows_shown, undecided, waiting, walled_numbers
from tocsin_web.intake.showing import shown_outlook
from tocsin_web.ledger.chain import reference
from tocsin_web.ledger.models import Leaf
from tocsin_web.ledger.receipts import receipt_of
from tocsin_web.policies.models import site
from tocsin_web.reports.models import COMMON, Compartment, Report
from tocsin_web.reports.queries import compartment_for, report_for

_A_PAGE = 50
_FULL = "The disk of this store is full: nothing was kept. Make room, and send it again."


@allowed(Permission.SUBMIT_REPORTS)
def add(request: SignedInRequest) -> HttpResponse:
    """One report, typed in."""
    start = {"received": today_written(timezone.localdate()), "agency": _agency(request.user)}
    form = ReportForm(request.POST or None, initial=start, compartments=_sealed(request.user))
    if request.method == "POST" and form.is_valid():
        world = _where(request.user, form)
        if request.user.may(Permission.IMPORT_REPORTS):
            draft = actions.start_form_draft(
                told=form.told(), extra=form.extra(), compartment=world, by=request.user
            )
            return redirect("intake:draft", draft.pk)
        report = actions.submit(
            told=form.told(), extra=form.extra(), compartment=world, by=request.user
        )
        return redirect("intake:receipt", report.pk)
    return render(request, "intake/add.html", _around(request, form))


@allowed(Permission.IMPORT_REPORTS)
def add_files(request: SignedInRequest) -> HttpResponse:
    """Files, as a draft."""
    form = FilesForm(
        request.POST or None,
        request.FILES or None,
        initial={"agency": _agency(request.user)},
        compartments=_sealed(request.user),
    )
    if request.method == "POST" and form.is_valid():
        sent = [(file.name or "file", file.chunks()) for file in form.cleaned_data["sent"]]
        return _start(request, form, Draft.Kind.FILES, sent)
    return render(request, "intake/add_files.html", _around(request, form))


@allowed(Permission.IMPORT_REPORTS)
def add_mail(request: SignedInRequest) -> HttpResponse:
    """A pasted mail, as a draft."""
    form = MailForm(
        request.POST or None,
        initial={"agency": _agency(request.user)},
        compartments=_sealed(request.user),
    )
    if request.method == "POST" and form.is_valid():
        text: str = form.cleaned_data["text"]
        sent = [(f"mail.{mail_ending(text)}", [text.encode("utf-8", "replace")])]
        return _start(request, form, Draft.Kind.MAIL, sent)
    return render(request, "intake/add_mail.html", _around(request, form))


@require_GET
@allowed(Permission.IMPORT_REPORTS)
def drafts(request: SignedInRequest) -> HttpResponse:
    """Every draft this person may see, the newest first."""
    found = Draft.objects.visible_to(request.user).select_related("made_by__agency")
    page = Paginator(found, _A_PAGE).get_page(request.GET.get("page"))
    waiting = len(undecided(request.user))
    return render(request, "intake/drafts.html", {"page": page, "query": "", "waiting": waiting})


@require_GET
@allowed(Permission.IMPORT_REPORTS)
def draft(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """What a draft would do, or how far it has come."""
    found = draft_for(request.user, draft_id)
    rows = rows_shown(request.user, found)
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "intake/draft.html",
        {
            "draft": found,
            "page": page,
            "query": "",
            "outlook": shown_outlook(found, without=walled_numbers(request.user)),
            "refused": found.refusals.filter(is_notice=False),
            "notices": found.refusals.filter(is_notice=True),
            "left_out": rows.filter(state=DraftReport.State.LEFT_OUT).count(),
            "undecided": rows.filter(state=DraftReport.State.DUPLICATE).count(),
            "is_own": found.made_by_id == request.user.pk,
        },
    )


@require_GET
@allowed(Permission.IMPORT_REPORTS)
def progress(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """How far a draft has come, for the page that asks again."""
    found = draft_for(request.user, draft_id)
    return JsonResponse(
        {"state": found.state, "working": found.is_working, "done": found.done, "of": found.of}
    )


@require_POST
@allowed(Permission.IMPORT_REPORTS)
def approve(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Take it in; a second click finds it settled and changes nothing."""
    found = draft_for(request.user, draft_id)
    if found.state == Draft.State.READY:
        actions.approve(found, by=request.user)
    return redirect("intake:draft", draft_id)


@require_POST
@allowed(Permission.IMPORT_REPORTS)
def discard(request: SignedInRequest, draft_id: UUID) -> HttpResponse:
    """Take nothing in."""
    found = draft_for(request.user, draft_id)
    if found.is_settled or found.state == Draft.State.APPROVED:
        return redirect("intake:draft", draft_id)
    actions.discard(found, by=request.user)
    messages.success(request, "Discarded: nothing of it was taken in, and its files are gone.")
    return redirect("intake:drafts")


@require_GET
@allowed(Permission.IMPORT_REPORTS)
def duplicates(request: SignedInRequest) -> HttpResponse:
    """Reports that look like stored ones, beside them."""
    page = Paginator(undecided(request.user), 10).get_page(request.GET.get("page"))
    return render(request, "intake/duplicates.html", {"page": page, "query": ""})


@require_POST
@allowed(Permission.IMPORT_REPORTS)
def decide_duplicate(request: SignedInRequest, row_id: int) -> HttpResponse:
    """The same, or two."""
    row = next((r for r in undecided(request.user) if r.pk == row_id), None)
    if row is None:
        raise Http404
    actions.decide_duplicate(row, is_same=request.POST.get("same") == "yes", by=request.user)
    return redirect("intake:duplicates")


@require_GET
@allowed(Permission.SUBMIT_REPORTS)
def receipt(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The receipt of a report that came in: its reference and its place in the record."""
    report = report_for(request.user, report_id, purpose="receipt")
    leaf = get_object_or_404(Leaf, record=reference(report))
    return render(
        request,
        "intake/receipt.html",
        {"report": report, "leaf": leaf, "commitment": bytes(leaf.commitment).hex()},
    )


@require_GET
@allowed(Permission.SUBMIT_REPORTS)
def receipt_file(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The receipt as a file that can be checked without us."""
    report = report_for(request.user, report_id, purpose="receipt")
    body = json.dumps(receipt_of(report), ensure_ascii=False, indent=1) + "\n"
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = 'attachment; filename="receipt.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@require_GET
@allowed(Permission.READ_SUBJECTS)
def backlog(request: SignedInRequest) -> HttpResponse:
    """Who stands on a list by old reports alone, and is not asked about yet."""
    place = site()
    rows = waiting(request.user) if place.go_live_on else []
    page = Paginator(rows, _A_PAGE).get_page(request.GET.get("page"))
    shown = {
        "site": place,
        "page": page,
        "query": "",
        "reports": Report.objects.pointable_to(request.user).filter(is_backlog=True).count(),
        "may_ask": request.user.may(Permission.DECIDE),
    }
    return render(request, "intake/backlog.html", shown)


@require_POST
@allowed(Permission.DECIDE)
def ask_now(request: SignedInRequest, row_id: int) -> HttpResponse:
    """Open the question about somebody of the backlog."""
    row = next((r for r in waiting(request.user) if r.pk == row_id), None)
    if row is None:
        raise Http404
    open_from_backlog(row, by=request.user, now=timezone.now())
    messages.success(request, f"The question about {row.number} is open.")
    return redirect("intake:backlog")


@require_GET
@allowed(Permission.JUDGE_IDENTITIES)
def rejoin(request: SignedInRequest) -> HttpResponse:
    """What joining everything anew would change in the common case."""
    found = Rejoin.objects.filter(compartment=COMMON, state=Rejoin.State.PROPOSED).first()
    walled = walled_numbers(request.user)
    merges = [m for m in found.found["merges"] if walled.isdisjoint(m)] if found else []
    splits = [s for s in found.found["splits"] if walled.isdisjoint([s[0], *s[1]])] if found else []
    shown = {"rejoin": found, "merges": merges[:200], "splits": splits[:200]}
    return render(request, "intake/rejoin.html", shown)


@require_POST
@allowed(Permission.JUDGE_IDENTITIES)
def settle_rejoin(request: SignedInRequest, rejoin_id: int) -> HttpResponse:
    """Take it over, or not."""
    found = get_object_or_404(Rejoin, pk=rejoin_id, compartment=COMMON, state=Rejoin.State.PROPOSED)
    actions.settle_rejoin(found, is_taken=request.POST.get("take") == "yes", by=request.user)
    return redirect("intake:rejoin")


def _start(
    request: SignedInRequest,
    form: CompartmentForm,
    kind: str,
    sent: Iterable[tuple[str, Iterable[bytes]]],
) -> HttpResponse:
    try:
        made = actions.start_draft(
            kind=kind,
            compartment=_where(request.user, form),
            sent=sent,
            agency=form.cleaned_data["agency"],
            by=request.user,
        )
    except OSError:
        messages.error(request, _FULL)
        return redirect("intake:add")
    return redirect("intake:draft", made.pk)


def _sealed(user: User) -> list[Compartment]:
    return list(user.compartments.order_by("name"))


def _where(user: User, form: CompartmentForm) -> Compartment:
    chosen = form.cleaned_data.get("where")
    return compartment_for(user, UUID(chosen) if chosen else None)


def _agency(user: User) -> str:
    return user.agency.name if user.agency else ""


def _around(request: SignedInRequest, form: CompartmentForm) -> dict[str, object]:
    importing = request.user.may(Permission.IMPORT_REPORTS)
    return {"form": form, "importing": importing}
