"""What needs an answer now, for whoever is signed in."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tocsin.records import ListName
from tocsin_web.accounts.access import SignedInRequest, signed_in
from tocsin_web.accounts.models import SavedView
from tocsin_web.accounts.permissions import Permission
from tocsin_web.accounts.purposes import purpose_of
from tocsin_web.desk.elsewhere import elsewhere
from tocsin_web.desk.worklist import (
    SECTIONS,
    Choice,
    Open,
    chosen,
    counts,
    disputed,
    hidden_from,
    lines,
    rows_for,
)
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.reports.models import COMMON
from tocsin_web.reports.queries import compartment_for

_A_PAGE = 25
_LISTS = {
    "read_now": "read now",
    "children_at_risk": "children at risk",
    "adults_at_risk": "adults at risk",
    "adults_named": "adults named in reports",
    "places": "places",
    "vehicles": "vehicles",
    "others": "others",
}


class ChoiceForm(GovukForm):
    """What to see; every part can be left out."""

    show = forms.ChoiceField(choices=[(s.key, s.words) for s in SECTIONS], required=False)
    list = forms.ChoiceField(
        label="List",
        choices=[("", "All lists"), *((name.value, _LISTS[name.value]) for name in ListName)],
        required=False,
    )
    waiting_days = forms.IntegerField(
        label="Waiting for at least so many days", min_value=0, max_value=36_500, required=False
    )
    order = forms.ChoiceField(
        label="First",
        choices=[("waiting", "who waited longest"), ("voices", "most unanswered voices")],
        required=False,
    )
    within = forms.UUIDField(required=False)

    def choice(self) -> Choice:
        """As it was asked for, or the first section."""
        given = self.cleaned_data if self.is_valid() else {}
        wanted = given.get("show") or SECTIONS[0].key
        section = next(s for s in SECTIONS if s.key == wanted)
        return Choice(
            section,
            given.get("list") or "",
            given.get("waiting_days") or 0,
            given.get("order") or "waiting",
        )


@signed_in
def desk(request: SignedInRequest) -> HttpResponse:
    """The worklist of whoever is signed in."""
    if request.user.may(Permission.READ_SUBJECTS):
        return _lists(request)
    return render(request, "desk/desk_without_lists.html", {"parts": elsewhere(request.user)})


def _lists(request: SignedInRequest) -> HttpResponse:
    user, now = request.user, timezone.now()
    compartment = compartment_for(user, _within(request))
    form = ChoiceForm(_asked_for(request))
    choice = form.choice()
    rows = rows_for(user, compartment)
    asked = Open.read(user, compartment, now)
    number_of = counts(rows)
    if "show" not in request.GET:
        choice = Choice(next((s for s in SECTIONS if number_of[s.key]), SECTIONS[0]))
    today = timezone.localdate()
    page = Paginator(chosen(rows, choice, as_of=today), _A_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "sections": [(s, number_of[s.key]) for s in SECTIONS],
        "choice": choice,
        "form": form,
        "page": page,
        "lines": lines(page, asked, hidden_from(user), disputed(compartment), as_of=today),
        "list_words": _LISTS,
        "overdue": len(asked.overdue()),
        "mine": asked.owned_by(user),
        "parts": elsewhere(user, compartment),
        "query": _query(request),
        "saved": user.saved_views.order_by("name"),
        "compartment": None if compartment.pk == COMMON else compartment,
        "purpose": purpose_of(request),
    }
    return render(request, "desk/desk.html", context)


@signed_in
def save_view(request: SignedInRequest) -> HttpResponse:
    """Keep a choice under a name, or forget one."""
    if request.method == "POST":
        forget = request.POST.get("forget", "")
        name = request.POST.get("name", "").strip()[:60]
        if forget.isdigit():
            request.user.saved_views.filter(pk=int(forget)).delete()
        elif name:
            kept = dict(_parts(request.POST.get("query", "")))
            SavedView.objects.update_or_create(
                user=request.user, name=name, defaults={"query": urlencode(kept)}
            )
    return redirect("desk:desk")


def _parts(query: str) -> list[tuple[str, str]]:
    return [(k, v[:40]) for k, v in parse_qsl(query) if k in ChoiceForm.base_fields or k == "in"]


def _asked_for(request: SignedInRequest) -> dict[str, Any]:
    return {key: request.GET.get(key, "") for key in ChoiceForm.base_fields}


def _query(request: SignedInRequest) -> str:
    kept = [(k, v) for k, v in request.GET.items() if k != "page" and v]
    return urlencode(kept)


def _within(request: SignedInRequest) -> Any:
    field = forms.UUIDField(required=False)
    try:
        return field.clean(request.GET.get("in", ""))
    except forms.ValidationError:
        return None
