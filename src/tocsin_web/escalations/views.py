"""Escalations: the list, the chronology, raising, answering, sending outside."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention
from tocsin_web.attention.queries import (
    attention_for,
    attentions_visible_to,
    is_recused,
    is_walled,
    recused_from,
)
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.escalations import actions
from tocsin_web.escalations.chronology import chronology as chronology_of
from tocsin_web.escalations.chronology import note_reading
from tocsin_web.escalations.engine import Clock, Standing, standing, standings
from tocsin_web.escalations.forms import RaiseForm, RecipientsForm, RespondForm, SendForm
from tocsin_web.escalations.models import Recipient
from tocsin_web.escalations.queries import Directory, due_not_sent, empty_levels, last_run
from tocsin_web.policies.engine import policy_on
from tocsin_web.policies.models import site
from tocsin_web.reports.models import COMMON

_A_PAGE = 50


@allowed(Permission.READ_CHRONOLOGIES)
def escalations(request: SignedInRequest) -> HttpResponse:
    """Questions that wait: mine, or all; what is due outside and was not sent."""
    now = timezone.now()
    seen = attentions_visible_to(request.user)
    which = request.GET.get("which", "mine")
    found = list(standings(seen.filter(settlement__isnull=True), now))
    found.sort(key=lambda s: (-s.level, not s.is_overdue, s.attention.opened_at))
    directory, recused = Directory.read(), recused_from(request.user)
    mine = [s for s in found if _is_mine(s, request.user, directory, recused)]
    chosen = found if which == "all" else mine
    page = Paginator(chosen, _A_PAGE).get_page(request.GET.get("page"))
    last = len(Clock.read().ladder_at(now).rungs) - 1
    context = {
        "page": page,
        "which": which,
        "mine": len(mine),
        "all": len(found),
        "outside": due_not_sent(seen, last),
        "site": site(),
        "last_run": last_run(),
    }
    return render(request, "escalations/escalations.html", context)


@allowed(Permission.READ_CHRONOLOGIES)
def chronology(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """The story of one question; with the words of reports where they are asked for."""
    attention = attention_for(request.user, attention_id)
    now = timezone.now()
    with_words = request.GET.get("words") == "1"
    story = chronology_of(
        attention, standing(attention, now), reader=request.user, with_words=with_words
    )
    note_reading(story, by=request.user)
    context = _about(request, attention, story.standing) | {
        "story": story,
        "with_words": with_words,
    }
    return render(request, "escalations/chronology.html", context)


@allowed(Permission.RAISE_ESCALATION)
def raise_up(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Send a question to a higher level."""
    attention = _raisable(request.user, attention_id)
    now = timezone.now()
    found = standing(attention, now)
    form = RaiseForm(request.POST or None, ladder=found.ladder, present=found.level)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.raise_question(
                attention=attention,
                to_level=given["to_level"],
                reason=given["reason"],
                by=request.user,
                now=now,
                is_in_danger=given["is_in_danger"],
                is_confidential=given["is_confidential"],
                complained_of=form.complained_of(),
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, f"It stands at level {given['to_level']} now.")
            if request.user.may(Permission.READ_CHRONOLOGIES):
                return redirect("escalations:chronology", attention.pk)
            return redirect("portal:feedback")
    context = _about(request, attention, found) | {"form": form}
    return render(request, "escalations/raise.html", context)


@allowed(Permission.ANSWER_ESCALATION)
def respond(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Reply to a question that was sent on."""
    attention = attention_for(request.user, attention_id)
    now = timezone.now()
    form = RespondForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.respond(
                attention=attention,
                outcome=given["outcome"].replace("_", " "),
                reason=given["reason"],
                by=request.user,
                now=now,
                by_when=given["by_when"],
            )
        except ValidationError as error:
            form.add_error("by_when", error)
        else:
            messages.success(request, "Your answer is recorded.")
            return redirect("escalations:chronology", attention.pk)
    context = _about(request, attention, standing(attention, now)) | {"form": form}
    return render(request, "escalations/respond.html", context)


@allowed(Permission.SEND_OUTWARD)
def letter(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """The sheet that is printed and sent outside."""
    attention = attention_for(request.user, attention_id)
    found = standing(attention, timezone.now())
    story = chronology_of(attention, found, reader=request.user, with_words=True)
    note_reading(story, by=request.user)
    policy = policy_on(timezone.now())
    context = _about(request, attention, found) | {
        "story": story,
        "site": site(),
        "external": policy.table("escalations")["external"],
    }
    return render(request, "escalations/letter.html", context)


@allowed(Permission.SEND_OUTWARD)
def sent(request: SignedInRequest, attention_id: UUID) -> HttpResponse:
    """Record that it was sent: to whom, how, and which sheet."""
    attention = attention_for(request.user, attention_id)
    now = timezone.now()
    found = standing(attention, now)
    place = site()
    first = {"to_name": place.outside_name, "to_address": place.outside_address}
    form = SendForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        story = chronology_of(attention, found, reader=request.user, with_words=True)
        actions.send_outward(
            attention=attention,
            to_name=given["to_name"],
            to_address=given["to_address"],
            how=given["how"],
            sheet_sha256=story.sha256(),
            by=request.user,
            now=now,
        )
        messages.success(request, "The sending is recorded.")
        return redirect("escalations:chronology", attention.pk)
    context = _about(request, attention, found) | {"form": form, "site": place}
    return render(request, "escalations/sent.html", context)


@allowed(Permission.MANAGE_ACCOUNTS)
def levels(request: SignedInRequest) -> HttpResponse:
    """Who is asked at each level."""
    ladder = Clock.read().ladder_at(timezone.now())
    rows = Recipient.objects.values_list("level", "user_id")
    first = {
        f"level_{r.level}": [user for level, user in rows if level == r.level] for r in ladder.rungs
    }
    form = RecipientsForm(request.POST or None, ladder=ladder, initial=first)
    if request.method == "POST" and form.is_valid():
        for rung in ladder.rungs[1:]:
            users = list(form.cleaned_data[f"level_{rung.level}"])
            actions.name_recipients(level=rung.level, users=users, by=request.user)
        messages.success(request, "Who is asked is recorded.")
        return redirect("escalations:levels")
    context = {"form": form, "empty": empty_levels(ladder, Directory.read()), "site": site()}
    return render(request, "escalations/levels.html", context)


def _is_mine(found: Standing, user: User, directory: Directory, recused: set[UUID]) -> bool:
    """I own it, I raised it, or my level is asked and it does not complain of me."""
    if found.owner is not None and found.owner.pk == user.pk:
        return True
    if any(r.raised_by_id == user.pk for r in found.attention.raisings.all()):
        return True
    if found.attention.pk in recused:
        return False
    if found.level == 0:
        return found.owner is None and user.may(Permission.DECIDE)
    return user.pk in {person.pk for person in directory.at(found.level, found.ladder)}


def _raisable(user: User, attention_id: UUID) -> Attention:
    """A question this person may raise: one they may read, or one that rests on their report."""
    if user.may(Permission.READ_CHRONOLOGIES):
        return attention_for(user, attention_id)
    found: Attention | None = Attention.objects.filter(pk=attention_id, compartment=COMMON).first()
    mine = found and user.reports.filter(reference__in=found.basis, compartment=COMMON).exists()
    event = Event.READ if mine else Event.READ_REFUSED
    record(event, about=f"attention:{attention_id}", by=user)
    if found is None or not mine or is_walled(user, found):
        raise Http404
    return found


def _about(request: SignedInRequest, attention: Attention, found: Standing) -> dict[str, object]:
    return {
        "attention": attention,
        "standing": found,
        "heading": attention.list_words,
        "is_recused": is_recused(request.user, attention),
        "may_answer": request.user.may(Permission.ANSWER_ESCALATION),
        "may_send": request.user.may(Permission.SEND_OUTWARD),
        "may_raise": request.user.may(Permission.RAISE_ESCALATION),
    }
