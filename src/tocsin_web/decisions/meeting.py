"""The meeting: an agenda with half a page a subject, its minutes, and the day's reports."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention, Row
from tocsin_web.attention.queries import (
    attentions_visible_to,
    is_recused,
    owner_of,
    row_of_today,
    unsettled,
)
from tocsin_web.decisions import recording
from tocsin_web.decisions.actions import children_asked_about, decide, what_is_missing
from tocsin_web.decisions.engine import kinds_that_answer, policy, questioned
from tocsin_web.decisions.forms import DecideForm, TriageForm
from tocsin_web.decisions.models import Decision
from tocsin_web.decisions.proposing import compartment_of, within
from tocsin_web.decisions.queries import (
    Child,
    decisions_about,
    subject_of,
    untriaged,
    who_may_own,
    withheld,
)
from tocsin_web.people.models import Subject

_A_PAGE = 10
_REPORTS = 50


@dataclass
class Item:
    """One subject of the agenda."""

    attention: Attention
    subject: Subject | None
    row: Row | None
    owner: User | None
    opened: int
    pointed: int
    decisions: list[Decision]
    children: list[Child]
    form: DecideForm | None = None

    @property
    def number(self) -> str:
        """Today's number."""
        return self.subject.number if self.subject else self.attention.number

    @property
    def is_child(self) -> bool:
        """Was a child at what is told."""
        return bool(self.subject and self.subject.is_child)

    @property
    def sentence(self) -> str:
        """The one sentence."""
        return str(self.row.entry.get("reason", "")) if self.row else ""

    @property
    def points_away(self) -> int:
        """How many passages point away."""
        return len(self.row.entry.get("points_away", ())) if self.row else 0


def _page(request: SignedInRequest) -> Page[Attention]:
    asked = unsettled() & attentions_visible_to(request.user).filter(
        compartment=compartment_of(request)
    )
    asked = asked.select_related("compartment").order_by("opened_at", "number", "list_name")
    return Paginator(asked, _A_PAGE).get_page(request.GET.get("page"))


def _item(attention: Attention, user: User) -> Item:
    compartment = attention.compartment
    subject = subject_of(compartment, attention.number)
    row = row_of_today(attention)
    opened, pointed = withheld(user, row.entry.get("report_ids", ()) if row else attention.basis)
    number = subject.number if subject else attention.number
    return Item(
        attention=attention,
        subject=subject,
        row=row,
        owner=owner_of(attention),
        opened=opened,
        pointed=pointed,
        decisions=list(decisions_about(compartment, number).reverse()[:3]),
        children=children_asked_about(user, compartment, number) if subject else [],
    )


@allowed(Permission.DECIDE)
def meeting(request: SignedInRequest) -> HttpResponse:
    """The agenda, to read and to print."""
    page = _page(request)
    context = {
        "page": page,
        "items": [_item(attention, request.user) for attention in page.object_list],
        "query": within(compartment_of(request)).lstrip("?"),
    }
    return render(request, "decisions/meeting.html", context)


@allowed(Permission.DECIDE)
def minutes(request: SignedInRequest) -> HttpResponse:
    """What was decided about several subjects, saved together or not at all."""
    page = _page(request)
    items = [_item(a, request.user) for a in page.object_list if not is_recused(request.user, a)]
    items = [item for item in items if item.subject is not None]
    for item in items:
        item.form = _form(item, request)
    questions: list[tuple[str, Any]] = []
    wrong = False
    if request.method == "POST":
        decided = [i for i in items if i.form is not None and i.form["kind"].data]
        right = [_is_right(item) for item in decided]
        wrong = not all(right)
        questions = _questions(decided) if not wrong else []
        if decided and not wrong and (not questions or request.POST.get("looked_at")):
            if _save_all(decided, request.user):
                messages.success(request, f"{len(decided)} saved.")
                return redirect(reverse("decisions:meeting") + within(compartment_of(request)))
            wrong = True
    phrases = policy().table("wording")["phrases"]
    context = {
        "items": items,
        "wrong": wrong,
        "questions": questions,
        "question": policy()["wording.question"],
        "phrases": json.dumps({k: v["instead"] for k, v in phrases.items()}),
        "query": within(compartment_of(request)).lstrip("?"),
    }
    return render(request, "decisions/minutes.html", context)


def _form(item: Item, request: SignedInRequest) -> DecideForm:
    is_child = item.is_child
    return DecideForm(
        request.POST if request.method == "POST" else None,
        prefix=str(item.attention.pk),
        owners=who_may_own(item.attention.compartment, item.number),
        answering=kinds_that_answer(item.attention.list_name, is_child=is_child),
        children=item.children,
        initial={"owner": str((item.owner or request.user).pk)},
    )


def _is_right(item: Item) -> bool:
    form = item.form
    assert form is not None
    if not form.is_valid():
        return False
    wrong = what_is_missing(form.answer(), item.attention.compartment, item.number, item.children)
    for name, why in wrong.items():
        form.add_error(name if name in form.fields else None, why)
    return not wrong


def _questions(items: Sequence[Item]) -> list[tuple[str, Any]]:
    found = []
    for item in items:
        assert item.form is not None
        answer = item.form.answer()
        texts = [answer.reason]
        texts += [t for c in answer.for_children.values() for t in (c.support, c.no_support)]
        found += [(item.number, q) for text in texts for q in questioned(text)]
    return found


def _save_all(items: Sequence[Item], by: User) -> bool:
    """Everything, or nothing with the error beside its item."""
    try:
        with transaction.atomic():
            for item in items:
                at = item
                assert item.form is not None
                decide(
                    compartment=item.attention.compartment,
                    number=item.number,
                    answer=item.form.answer(),
                    by=by,
                    attention=item.attention,
                )
    except ValidationError as error:
        assert at.form is not None
        at.form.add_error(None, error.messages[0])
        return False
    except PermissionDenied:
        assert at.form is not None
        at.form.add_error(None, "You cannot decide this one.")
        return False
    return True


@allowed(Permission.DECIDE)
def triage(request: SignedInRequest) -> HttpResponse:
    """Where each report of the last days goes."""
    since = timezone.localdate() - timedelta(days=int(policy()["assessing.triage_days"]))
    waiting = untriaged(request.user, since=since)
    rows = [
        (report, TriageForm(request.POST or None, prefix=str(report.pk)))
        for report in waiting[:_REPORTS]
    ]
    right = [form.is_valid() for _, form in rows]
    if request.method == "POST" and all(right):
        said = [(r, f.cleaned_data) for r, f in rows if f.cleaned_data["outcome"]]
        with transaction.atomic():
            for report, given in said:
                recording.triage(report, by=request.user, **given)
        messages.success(request, f"{len(said)} triaged.")
        return redirect("decisions:triage")
    context = {"rows": rows, "since": since, "total": waiting.count()}
    return render(request, "decisions/triage.html", context)
