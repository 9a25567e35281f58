"""Joins to judge, why and why not, how a subject grew, and values too common to join on."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin.errors import UsageError
from tocsin.records import Judged
from tocsin.values.subject_numbers import is_number
from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.accounts.purposes import purpose_of
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.people import judging
from tocsin_web.people.engine import outcomes
from tocsin_web.people.forms import CommonValueForm, JudgeForm, WhyForm
from tocsin_web.people.models import Crowded, Placement, Subject, ToJudge
from tocsin_web.people.pairs import Pair, grown, pair_of
from tocsin_web.people.queries import known_of, led_to, subject_for
from tocsin_web.reports.models import COMMON, Compartment, Report
from tocsin_web.reports.queries import compartment_for

_PAGE = 25
_MOST = 200


def world(request: SignedInRequest) -> Compartment:
    """The world asked for by `?in=`; the common one where none is.

    Raises:
        Http404: there is none, or none for them.
    """
    asked = request.GET.get("in", "")
    try:
        return compartment_for(request.user, UUID(asked) if asked else None)
    except ValueError:
        raise Http404 from None


def within(compartment: Compartment) -> str:
    """What an address of this world carries."""
    return "" if compartment.pk == COMMON else f"?in={compartment.pk}"


@allowed(Permission.JUDGE_IDENTITIES)
def to_judge(request: SignedInRequest) -> HttpResponse:
    """The queue: what would change most first."""
    compartment = world(request)
    rows = _open_to(request, compartment)
    page = Paginator(rows, _PAGE).get_page(request.GET.get("page"))
    numbers = {n for row in page for n in (row.left_subject, row.right_subject)}
    known = known_of(request.user, compartment, numbers)
    context = {
        "page": page,
        "lines": [
            (row, known[row.left_subject], known[row.right_subject])
            for row in page
            if row.left_subject in known and row.right_subject in known
        ],
        "compartment": compartment,
        "within": within(compartment),
        "query": within(compartment).removeprefix("?"),
        "last": judging.last_of(request.user, compartment),
    }
    return render(request, "people/to_judge.html", context)


def _open_to(request: SignedInRequest, compartment: Compartment) -> QuerySet[ToJudge]:
    """Questions whose two mentions both stand in reports this person may open."""
    seen = Placement.objects.filter(
        compartment=compartment, report__in=Report.objects.visible_to(request.user)
    ).values("mention_id")
    rows = ToJudge.objects.filter(compartment=compartment, left__in=seen, right__in=seen)
    return rows.order_by("-stake", "-probability", "left", "right")


@allowed(Permission.JUDGE_IDENTITIES)
def pair(request: SignedInRequest, pk: int) -> HttpResponse:
    """Two sides, what is compared, and what each answer would do."""
    compartment = world(request)
    asked = ToJudge.objects.filter(compartment=compartment, pk=pk).first()
    found = _pair(request, compartment, asked.left, asked.right) if asked else None
    if asked is None or found is None:
        raise Http404
    record(Event.READ, about=f"subject:{asked.left_subject}", by=request.user, note="a pair")
    record(Event.READ, about=f"subject:{asked.right_subject}", by=request.user, note="a pair")
    context = {**_shown(request, compartment, found), "asked": asked, "form": JudgeForm()}
    return render(request, "people/pair.html", context)


def _pair(request: SignedInRequest, compartment: Compartment, left: str, right: str) -> Pair | None:
    shown = purpose_of(request) is not None
    return pair_of(request.user, compartment, left, right, names_shown=shown)


def _shown(request: SignedInRequest, compartment: Compartment, found: Pair) -> dict[str, object]:
    told = None
    if request.GET.get("effects"):
        told = outcomes(
            compartment,
            found.reports(request.user),
            found.left.mention,
            found.right.mention,
            as_of=timezone.localdate(),
        )
    return {
        "pair": found,
        "outcomes": told,
        "effects": bool(request.GET.get("effects")),
        "compartment": compartment,
        "within": within(compartment),
        "names_shown": purpose_of(request) is not None,
    }


@require_POST
@allowed(Permission.JUDGE_IDENTITIES)
def judge(request: SignedInRequest, pk: int) -> HttpResponse:
    """A word on a question; the next one follows."""
    compartment = world(request)
    asked = ToJudge.objects.filter(compartment=compartment, pk=pk).first()
    if asked is None or _pair(request, compartment, asked.left, asked.right) is None:
        raise Http404
    form = JudgeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say same, different or not sure.")
        return redirect(reverse("people:pair", args=[pk]) + within(compartment))
    given = form.cleaned_data
    judging.judge(
        compartment,
        left=asked.left,
        right=asked.right,
        word=Judged(given["word"]),
        reason=given["reason"],
        by=request.user,
    )
    messages.success(request, "Recorded. The lists follow as soon as the worker has joined.")
    return redirect(reverse("people:to_judge") + within(compartment))


@require_POST
@allowed(Permission.JUDGE_IDENTITIES)
def undo(request: SignedInRequest) -> HttpResponse:
    """Take one's last word back."""
    compartment = world(request)
    last = judging.last_of(request.user, compartment)
    if last is None:
        messages.error(request, "There is nothing of yours to take back.")
    else:
        try:
            judging.undo(last, by=request.user)
            messages.success(request, "Taken back: the pair has the word it had before.")
        except (PermissionDenied, UsageError) as error:
            messages.error(request, str(error))
    return redirect(reverse("people:to_judge") + within(compartment))


@allowed(Permission.JUDGE_IDENTITIES)
def why(request: SignedInRequest) -> HttpResponse:
    """Why two are taken as one, or why not: any two mentions or subjects."""
    compartment = world(request)
    asked = "left" in request.GET and "right" in request.GET
    form = WhyForm(request.GET if asked else None)
    context: dict[str, object] = {"form": form, "within": within(compartment), "asked": False}
    if asked and form.is_valid():
        ends = [_mention(compartment, form.cleaned_data[side]) for side in ("left", "right")]
        found = _pair(request, compartment, ends[0], ends[1]) if all(ends) else None
        context |= {"asked": True, "pair": None}
        if found is not None:
            record(Event.READ, about=f"subject:{found.left.number}", by=request.user, note="why")
            context |= _shown(request, compartment, found)
    return render(request, "people/why.html", context)


def _mention(compartment: Compartment, text: str) -> str:
    """A mention's id, of itself or of the first mention of a number."""
    text = text.strip()
    if not is_number(text.upper()):
        return text
    number = led_to(compartment, text.upper())
    rows = Placement.objects.filter(compartment=compartment, subject=number)
    first = rows.order_by("core", "report__received_last_on", "mention_id").first()
    return first.mention_id if first else ""


@allowed(Permission.JUDGE_IDENTITIES)
def grew(request: SignedInRequest, number: str) -> HttpResponse:
    """How a subject came to be, mention by mention."""
    compartment = world(request)
    found = subject_for(request.user, compartment, led_to(compartment, number))
    shown = purpose_of(request) is not None
    context = {
        "subject": found,
        "steps": grown(request.user, compartment, found, names_shown=shown),
        "within": within(compartment),
    }
    return render(request, "people/grew.html", context)


@allowed(Permission.JUDGE_IDENTITIES)
def common(request: SignedInRequest) -> HttpResponse:
    """Values too common to join on: those the engine set apart, and what people said."""
    compartment = world(request)
    form = CommonValueForm(request.POST or None)
    if form.is_valid():
        judging.say_of_value(compartment, **form.cleaned_data, by=request.user)
        messages.success(request, "Recorded. The lists follow as soon as the worker has joined.")
        return redirect(reverse("people:common") + within(compartment))
    apart = Subject.objects.filter(compartment=compartment, leads_to="").exclude(set_apart="")
    listed = list(apart.order_by("number")[:_MOST])
    known = known_of(request.user, compartment, [s.number for s in listed])
    context = {
        "form": form,
        "apart": [s for s in listed if s.number in known],
        "crowded": Crowded.objects.filter(compartment=compartment).order_by("-count", "value")[
            :_MOST
        ],
        "said": judging.said_of_values(compartment).values(),
        "names_shown": purpose_of(request) is not None,
        "within": within(compartment),
    }
    return render(request, "people/common.html", context)
