"""A report: its words, what was read off it, putting that right, and handing it on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from tocsin.errors import UsageError
from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.accounts.purposes import purpose_of
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.reports import sharing
from tocsin_web.reports.forms import (
    DiscloseForm,
    GradeForm,
    MendForm,
    ReasonForm,
    SanitiseForm,
    SecondReadingForm,
)
from tocsin_web.reports.models import Compartment, Disclosure, Report, Sanitised
from tocsin_web.reports.queries import compartment_for, report_for
from tocsin_web.reports.reading import (
    MOST_SHOWN,
    conditions_of,
    masks_of,
    placements_of,
    pointed_to,
    read_off,
    stretches,
    told_on,
)

_READERS = (Permission.READ_REPORTS, Permission.SUBMIT_REPORTS)


def world_of(request: SignedInRequest, report: Report) -> Compartment:
    """The lists a report is looked at in: those asked for by `?in=`, else its own."""
    asked = request.GET.get("in", "")
    if not asked:
        return report.compartment
    try:
        return compartment_for(request.user, UUID(asked))
    except ValueError:
        raise Http404 from None


def _purpose(request: HttpRequest) -> str:
    given = purpose_of(request)
    return str(given) if given else ""


@allowed(*_READERS)
def report(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """The words on the left, what was read off them on the right; or why they are withheld."""
    closed = pointed_to(request.user, report_id)
    if closed is not None:
        record(Event.READ_REFUSED, about=f"report:{report_id}", by=request.user)
        told = {"report": closed, "conditions": conditions_of(closed), "told_on": told_on(closed)}
        return render(request, "reports/withheld.html", told)
    found = report_for(request.user, report_id, purpose=_purpose(request))
    world = world_of(request, found)
    shown = purpose_of(request) is not None
    placed = placements_of(found, world)
    masks = masks_of(found, placed, names_shown=shown)
    part = max(0, _whole(request.GET.get("part")))
    start = part * MOST_SHOWN
    end = min(len(found.text), start + MOST_SHOWN)
    context = {
        "report": found,
        "told_on": told_on(found),
        "stretches": stretches(found.text, masks, placed, start=start, end=end),
        "read": read_off(placed, names_shown=shown) if _reads(request) else (),
        "part": part,
        "previous": part - 1 if part else None,
        "next": part + 1 if end < len(found.text) else None,
        "names_shown": shown,
        "world": world,
        "grades": found.item_grades.select_related("graded_by"),
        "may_mend": request.user.may(Permission.MEND_MENTIONS),
        "may_share": request.user.may(Permission.SHARE_REPORTS),
        "may_open": request.user.may(Permission.SEE_SEALED_IDENTITY),
        "identity_form": ReasonForm(),
    }
    return render(request, "reports/report.html", context)


def _reads(request: SignedInRequest) -> bool:
    """Whoever only sends reports in sees the words they sent, not what others are joined into."""
    return request.user.may(Permission.READ_REPORTS)


def _whole(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 7 else 0


@allowed(Permission.MEND_MENTIONS)
def mend(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Put a mention right, add one that was missed, or take one away."""
    found = report_for(request.user, report_id, purpose=_purpose(request))
    form = MendForm(request.POST or None, text=found.text, initial=_mention_asked(request, found))
    if form.is_valid():
        given = form.cleaned_data
        sharing.mend(
            found,
            start=given["start"],
            end=given["end"],
            kind=given["kind"],
            role=given["role"],
            concern=given["concern"],
            subject=given["subject"],
            by=request.user,
        )
        messages.success(request, "Put right. The lists follow as soon as the worker has joined.")
        return redirect("reports:report", found.pk)
    return render(request, "reports/mend.html", {"report": found, "form": form})


def _mention_asked(request: SignedInRequest, found: Report) -> dict[str, object]:
    """The form as the mention stands, where one was chosen; names only with a purpose."""
    at = _whole(request.GET.get("mention"))
    placed = placements_of(found, world_of(request, found))
    if not 0 < at <= len(placed):
        return {}
    one = placed[at - 1]
    words = found.text[one.start : one.end]
    occurrence = 1 + sum(
        1 for i in range(one.start) if found.text.startswith(words, i)
    ) if len(found.text) < MOST_SHOWN else 1  # fmt: skip
    filled = {"kind": one.kind, "role": one.role, "concern": one.concern, "subject": one.subject}
    if purpose_of(request) is None:
        return filled
    return {**filled, "words": words, "occurrence": occurrence}


@allowed(Permission.MEND_MENTIONS)
def grade(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Grade one item of a report apart from the rest."""
    found = report_for(request.user, report_id, purpose=_purpose(request))
    form = GradeForm(request.POST or None, text=found.text)
    if form.is_valid():
        given = form.cleaned_data
        sharing.grade_item(
            found,
            start=given["start"],
            end=given["end"],
            source=given["source"],
            information=given["information"],
            handling=given["handling"],
            by=request.user,
        )
        messages.success(request, "The item is graded.")
        return redirect("reports:report", found.pk)
    return render(request, "reports/grade.html", {"report": found, "form": form})


@require_POST
@allowed(Permission.SEE_SEALED_IDENTITY)
def identity(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Who told it: shown once, for the purpose given; every opening is in the ledger."""
    found = report_for(request.user, report_id, purpose=_purpose(request))
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say what you need to know it for, in a few words.")
        return redirect("reports:report", found.pk)
    reason = form.cleaned_data["reason"]
    told, opened_at = sharing.open_identity(found, purpose=reason, by=request.user)
    context = {"report": found, "told": told, "opened_at": opened_at, "reason": reason}
    return render(request, "reports/identity.html", context)


@allowed(Permission.SHARE_REPORTS)
def share(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Texts of a report that may go out, who read them second, and who has received them."""
    found = report_for(request.user, report_id, purpose=_purpose(request))
    form = SanitiseForm(request.POST or None)
    if form.is_valid():
        sharing.sanitise(found, **form.cleaned_data, by=request.user)
        messages.success(request, "Kept. Another person must read it before it goes out.")
        return redirect("reports:share", found.pk)
    texts = found.sanitised.select_related("written_by", "second_reading__read_by")
    given = Disclosure.objects.filter(sanitised__report=found)
    context = {
        "report": found,
        "form": form,
        "texts": texts,
        "second_form": SecondReadingForm(auto_id=False),
        "disclose_form": DiscloseForm(auto_id=False),
        "recall_form": ReasonForm(),
        "given": given.select_related("disclosed_by", "recall__recalled_by"),
        "to_recall": given.filter(recall=None).exists(),
    }
    return render(request, "reports/share.html", context)


def _text_for(request: SignedInRequest, text_id: UUID) -> Sanitised:
    written: Sanitised = get_object_or_404(Sanitised.objects.select_related("report"), pk=text_id)
    report_for(request.user, written.report_id, purpose=_purpose(request))
    return written


@require_POST
@allowed(Permission.SHARE_REPORTS)
def second(request: SignedInRequest, text_id: UUID) -> HttpResponse:
    """The second reader's word on a text."""
    written = _text_for(request, text_id)
    form = SecondReadingForm(request.POST)
    if form.is_valid():
        agrees = form.cleaned_data["agrees"] == "yes"
        try:
            sharing.read_second(
                written, agrees=agrees, note=form.cleaned_data["note"], by=request.user
            )
            messages.success(request, "Your reading is recorded.")
        except PermissionDenied:
            messages.error(request, "You wrote this text: another person must read it.")
        except UsageError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "Say whether this text may go out.")
    return redirect("reports:share", written.report_id)


@require_POST
@allowed(Permission.SHARE_REPORTS)
def disclose(request: SignedInRequest, text_id: UUID) -> HttpResponse:
    """Give a text out to somebody."""
    written = _text_for(request, text_id)
    form = DiscloseForm(request.POST)
    if form.is_valid():
        try:
            sharing.disclose(written, **form.cleaned_data, by=request.user)
            messages.success(request, "Recorded. Download the text below and send it yourself.")
        except UsageError as error:
            messages.error(request, str(error))
    else:
        messages.error(request, "Say who receives it and what for.")
    return redirect("reports:share", written.report_id)


@allowed(Permission.SHARE_REPORTS)
def export(request: SignedInRequest, disclosure_id: UUID) -> HttpResponse:
    """The text as one receiver gets it, with marking, date, purpose and number of the export."""
    given = get_object_or_404(
        Disclosure.objects.select_related("sanitised__report"), pk=disclosure_id
    )
    report_for(request.user, given.sanitised.report_id, purpose=given.purpose)
    context = {"given": given, "is_recalled": hasattr(given, "recall")}
    response = render(
        request, "reports/export.txt", context, content_type="text/plain; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="export-{given.pk}.txt"'
    return response


@require_POST
@allowed(Permission.SHARE_REPORTS)
def recall(request: SignedInRequest, report_id: UUID) -> HttpResponse:
    """Call back everything given out of a report; the page lists who must be told."""
    found = report_for(request.user, report_id, purpose=_purpose(request))
    form = ReasonForm(request.POST)
    if form.is_valid():
        out = sharing.recall(found, reason=form.cleaned_data["reason"], by=request.user)
        messages.success(request, f"Called back from {len(out)}: tell each of them, listed below.")
    else:
        messages.error(request, "Say why it is called back.")
    return redirect("reports:share", found.pk)
