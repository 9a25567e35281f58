"""One box, and searches kept as watches. What is searched for never stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.models import Declaration, User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.accounts.purposes import purpose_of
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.desk.views.subject import within, world
from tocsin_web.people import watching
from tocsin_web.people.forms import SearchForm, WatchForm
from tocsin_web.people.models import Watch
from tocsin_web.people.searching import Found, is_own_name, subjects_for
from tocsin_web.reports.fulltext import with_words
from tocsin_web.reports.models import COMMON, Compartment, Report

_MOST = 50
_KEPT = "searched"


@dataclass(frozen=True, slots=True)
class Results:
    """What a search found for one person."""

    subjects: list[Found]
    more_subjects: bool
    reports: list[Report]
    more_reports: bool

    @property
    def keys(self) -> set[str]:
        """Numbers and references found."""
        return {f.subject.number for f in self.subjects} | {r.reference for r in self.reports}


def look(user: User, query: str, compartment: Compartment) -> Results:
    """Search names, numbers, references and words, as far as this person may be pointed to."""
    subjects, more = subjects_for(user, query, compartment=compartment, most=_MOST)
    reports, more_reports = with_words(user, query, compartment=compartment, most=_MOST)
    named = Report.objects.visible_to(user).filter(
        reference__iexact=query.strip(), compartment__in={COMMON, compartment.pk}
    )
    known = {r.pk for r in reports}
    reports = [*(r for r in named.select_related("held_by") if r.pk not in known), *reports]
    return Results(subjects, more, reports, more_reports)


@allowed(Permission.READ_SUBJECTS)
def search(request: SignedInRequest) -> HttpResponse:
    """The box, what the last search found, and what watches found since."""
    compartment = world(request)
    if request.method == "POST":
        form = SearchForm(request.POST)
        if form.is_valid():
            _remember(request, form.cleaned_data["query"], compartment)
            return redirect(reverse("desk:search") + within(compartment))
    else:
        form = SearchForm()
    query = request.session.get(_KEPT, {}).get(str(compartment.pk), "")
    results = look(request.user, query, compartment) if query else None
    today = timezone.localdate()
    watches = Watch.objects.filter(user=request.user, compartment=compartment)
    context = {
        "form": form,
        "query": query,
        "results": results,
        "names_shown": purpose_of(request) is not None,
        "compartment": compartment,
        "within": within(compartment),
        "watch_form": WatchForm(),
        "watches": [(w, _new(request.user, w)) for w in watches if w.expires_on >= today],
        "ended": [w for w in watches if w.expires_on < today],
    }
    return render(request, "desk/search.html", context)


def _remember(request: SignedInRequest, query: str, compartment: Compartment) -> None:
    """Keep the words until signing out, and record the search with what it found."""
    request.session[_KEPT] = {
        **request.session.get(_KEPT, {}),
        str(compartment.pk): query,
    }
    found = look(request.user, query, compartment)
    given = purpose_of(request)
    record(
        Event.SEARCHED,
        about="search",
        by=request.user,
        purpose=str(given) if given else "",
        note=f"found {len(found.keys)}: {', '.join(sorted(found.keys))}",
    )
    declared = Declaration.objects.filter(user=request.user, withdrawn_at=None)
    if is_own_name(request.user, query, declared.values_list("name", flat=True)):
        note = "a search for themselves, or for somebody they declared"
        record(Event.SEARCHED, about=f"user:{request.user.pk}", by=request.user, note=note)


def _new(user: User, watch: Watch) -> list[str]:
    """What a watch finds now that its owner has not seen."""
    return sorted(look(user, watch.query, watch.compartment).keys - set(watch.seen))


@require_POST
@allowed(Permission.READ_SUBJECTS)
def keep_watch(request: SignedInRequest) -> HttpResponse:
    """Keep the last search until a day."""
    compartment = world(request)
    query = request.session.get(_KEPT, {}).get(str(compartment.pk), "")
    form = WatchForm(request.POST)
    if query and form.is_valid():
        found = look(request.user, query, compartment)
        watching.keep(
            compartment, query=query, **form.cleaned_data, seen=found.keys, by=request.user
        )
        messages.success(request, "Kept. What is new since today will stand on this page.")
    else:
        messages.error(request, "Say what you watch it for, and a day within six months.")
    return redirect(reverse("desk:search") + within(compartment))


def _own(request: SignedInRequest, watch_id: UUID) -> Watch:
    found = Watch.objects.filter(pk=watch_id, user=request.user).first()
    if found is None:
        raise Http404
    return found


@require_POST
@allowed(Permission.READ_SUBJECTS)
def seen_watch(request: SignedInRequest, watch_id: UUID) -> HttpResponse:
    """Show what a watch found, and call it seen."""
    watch = _own(request, watch_id)
    if watch.expires_on >= timezone.localdate():
        _remember(request, watch.query, watch.compartment)
        found = look(request.user, watch.query, watch.compartment)
        watching.looked(watch, seen=found.keys, by=request.user)
    return redirect(reverse("desk:search") + within(watch.compartment))


@require_POST
@allowed(Permission.READ_SUBJECTS)
def end_watch(request: SignedInRequest, watch_id: UUID) -> HttpResponse:
    """Stop a watch."""
    watch = _own(request, watch_id)
    watching.end(watch, by=request.user)
    messages.success(request, "The watch is ended.")
    return redirect(reverse("desk:search") + within(watch.compartment))
