"""Answers on a page: written, checked, saved, countersigned, confirmed."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention, Row
from tocsin_web.attention.queries import attention_for, is_recused, row_of_today
from tocsin_web.decisions import actions
from tocsin_web.decisions.engine import (
    age_now,
    kinds_that_answer,
    option_names,
    options_for,
    policy,
    questioned,
    what_it_answers,
)
from tocsin_web.decisions.forms import (
    ConsiderForm,
    CountersignForm,
    DecideForm,
    OptionSearchForm,
    PaperForm,
    kind_words,
)
from tocsin_web.decisions.queries import (
    considered,
    decision_for,
    decisions_about,
    is_second_person_available,
    may_sign,
    not_countersigned,
    preference_of,
    subject_for,
    waits_for_signature,
    who_may_own,
    withheld,
)
from tocsin_web.people.models import Subject


@allowed(Permission.DECIDE)
def decide(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Write an answer, see what it answers and what is asked about it, and save it."""
    attention = attention_for(request.user, attention_id)
    subject = subject_for(request.user, attention.compartment, attention.number)
    row = row_of_today(attention)
    form = _form(request, attention, subject, row)
    if request.method == "POST" and form.is_valid():
        answer = form.answer()
        children = form.children
        wrong = actions.what_is_missing(answer, attention.compartment, subject.number, children)
        for name, why in wrong.items():
            form.add_error(name if name in form.fields else None, why)
        if not wrong and request.POST.get("step") == "save":
            return _save(request, attention, subject, answer)
        if not wrong:
            return _check(request, attention, subject, row, form)
    context = _around(request.user, attention, subject, row)
    return render(request, "decisions/decide.html", {**context, "form": form})


def _form(
    request: SignedInRequest, attention: Attention, subject: Subject, row: Row | None
) -> DecideForm:
    user, compartment = request.user, attention.compartment
    option = request.GET.get("option", "")
    return DecideForm(
        request.POST or None,
        owners=who_may_own(compartment, subject.number),
        answering=kinds_that_answer(attention.list_name, is_child=_is_child(attention, row)),
        children=actions.children_asked_about(user, compartment, subject.number),
        initial={
            "owner": str(user.pk),
            "option": option,
            "kind": "disruption" if option else None,
        },
    )


def _is_child(attention: Attention, row: Row | None) -> bool:
    return row.is_child if row else attention.list_name == "children_at_risk"


def _save(
    request: SignedInRequest, attention: Attention, subject: Subject, answer: actions.Answer
) -> HttpResponse:
    decision = actions.decide(
        compartment=attention.compartment,
        number=subject.number,
        answer=answer,
        by=request.user,
        attention=attention,
    )
    if waits_for_signature(decision):
        words = "Saved. Not countersigned: it answers nothing until a second person has signed."
    elif hasattr(Attention.objects.get(pk=attention.pk), "settlement"):
        words = "Saved. The question is answered."
    else:
        words = "Saved. The question stays open: this does not answer all that was told."
    messages.success(request, words)
    return redirect("decisions:decision", decision.pk)


def _check(
    request: SignedInRequest,
    attention: Attention,
    subject: Subject,
    row: Row | None,
    form: DecideForm,
) -> HttpResponse:
    """What it answers and what is asked about its words, before it is saved."""
    answer = form.answer()
    concerns = row.entry.get("concerns", []) if row else []
    answering = what_it_answers(
        answer.kind,
        answer.concern,
        attention.list_name,
        concerns,
        is_child=_is_child(attention, row),
    )
    texts = [answer.reason]
    texts += [t for c in answer.for_children.values() for t in (c.support, c.no_support)]
    context = {
        "attention": attention,
        "subject": subject,
        "answer": answer,
        "kind": kind_words(answer.kind),
        "option": option_names().get(answer.option, ""),
        "answering": answering,
        "kinds": [kind_words(k) for k in answering.kinds],
        "questions": [q for text in texts for q in questioned(text)],
        "question": policy()["wording.question"],
        "needs_second": answer.kind == actions.NFA,
        "given": [
            (k, v) for k, v in request.POST.items() if k not in ("csrfmiddlewaretoken", "step")
        ],
        "helped": [(n, c) for n, c in answer.for_children.items() if c.support or c.no_support],
    }
    return render(request, "decisions/check.html", context)


def _around(user: User, attention: Attention, subject: Subject, row: Row | None) -> dict[str, Any]:
    """What is shown beside the form."""
    compartment = attention.compartment
    is_child = _is_child(attention, row)
    entry = row.entry if row else {}
    opened, pointed = withheld(user, entry.get("report_ids", []))
    phrases = policy().table("wording")["phrases"]
    return {
        "attention": attention,
        "subject": subject,
        "row": row,
        "sentence": entry.get("reason", ""),
        "opened": opened,
        "pointed": pointed,
        "is_recused": is_recused(user, attention),
        "age": age_now(user, compartment, subject, as_of=timezone.localdate())
        if subject.is_child
        else None,
        "preference": preference_of(compartment, subject.number),
        "decisions": decisions_about(compartment, subject.number),
        "options": options_for(
            user, compartment, subject.number, attention.list_name, is_child=is_child
        ),
        "advice": policy()["disruption.advice"],
        "considered_rows": [
            (option_names().get(r.option, r.option), r)
            for r in considered(user).filter(compartment=compartment, number=subject.number)
        ],
        "phrases": json.dumps({k: v["instead"] for k, v in phrases.items()}),
        "question": policy()["wording.question"],
    }


@allowed(Permission.DECIDE)
def consider(request: SignedInRequest, attention_id: UUID, option: str) -> HttpResponse:
    """Say what came of one option."""
    attention = attention_for(request.user, attention_id)
    subject = subject_for(request.user, attention.compartment, attention.number)
    if option not in option_names():
        raise Http404
    held = next(
        (
            o
            for o in options_for(
                request.user,
                attention.compartment,
                subject.number,
                attention.list_name,
                is_child=subject.is_child,
            )
            if o.id == option
        ),
        None,
    )
    form = ConsiderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.consider(
            compartment=attention.compartment,
            number=subject.number,
            option=option,
            outcome=form.cleaned_data["outcome"],
            reason=form.cleaned_data["reason"],
            rests_on={ref for e in held.opened_by for ref, _ in e.rests_on} if held else (),
            by=request.user,
            attention=attention,
        )
        messages.success(request, "Recorded.")
        return redirect("decisions:decide", attention.pk)
    context = {"attention": attention, "form": form, "name": option_names()[option], "held": held}
    return render(request, "decisions/consider.html", context)


@allowed(Permission.READ_CHRONOLOGIES)
def options(request: SignedInRequest) -> HttpResponse:
    """Every option that was considered, chosen or rejected, with its reason."""
    form = OptionSearchForm(request.GET or None)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = considered(request.user, **{k: v for k, v in asked.items() if v})[:200]
    names = option_names()
    rows = [(names.get(row.option, row.option), row) for row in found]
    return render(request, "decisions/options.html", {"form": form, "rows": rows})


@allowed(Permission.READ_CHRONOLOGIES)
def decision(request: SignedInRequest, decision_id: UUID) -> HttpResponse:
    """One decision, what belongs to it, and its second signature."""
    found = decision_for(request.user, decision_id)
    waits = waits_for_signature(found)
    sign = CountersignForm(request.POST if request.POST.get("how") == "own" else None)
    paper = PaperForm(request.POST if request.POST.get("how") == "paper" else None)
    form = paper if paper.is_bound else sign
    if request.method == "POST" and form.is_valid():
        try:
            actions.countersign(
                decision=found, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "Countersigned.")
            return redirect("decisions:decision", found.pk)
    context = {
        "decision": found,
        "subject": subject_for(request.user, found.compartment, found.number),
        "kind": kind_words(found.kind),
        "option": option_names().get(found.option, ""),
        "waits": waits,
        "sign": sign if waits and may_sign(request.user, found) else None,
        "paper": paper if waits and _may_record_paper(request.user, found) else None,
        "settles": found.settles.select_related("attention"),
    }
    return render(request, "decisions/decision.html", context)


def _may_record_paper(user: User, found: Any) -> bool:
    return user.may(Permission.DECIDE) and not is_second_person_available(found)


@allowed(Permission.COUNTERSIGN, Permission.READ_BOARD_REPORT)
def unsigned(request: SignedInRequest) -> HttpResponse:
    """Decisions that nobody has countersigned."""
    rows = []
    for row in not_countersigned().select_related("compartment", "decided_by__agency"):
        try:
            decision_for(request.user, row.pk)
        except Http404:
            continue
        rows.append((row, may_sign(request.user, row)))
    return render(request, "decisions/unsigned.html", {"rows": rows})
