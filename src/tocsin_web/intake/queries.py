"""What is stored already, what waits, and who may see it."""

from __future__ import annotations

import hashlib
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from tocsin.records import Report as EngineReport
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Row
from tocsin_web.attention.queries import waiting_backlog
from tocsin_web.intake.models import Draft, DraftReport, Fingerprint
from tocsin_web.people.models import SubjectWall
from tocsin_web.reports.models import COMMON, Compartment, Report
from tocsin_web.reports.queries import common

_SEALED_DIGITS = 6


def draft_for(user: User, draft_id: UUID) -> Draft:
    """A draft, for somebody who may see it.

    Raises:
        Http404: there is none, or none for them.
    """
    found = Draft.objects.visible_to(user).filter(pk=draft_id).first()
    if found is None:
        raise Http404
    return found


def undecided(user: User) -> list[DraftReport]:
    """Reports that look like stored ones and wait for a word, oldest first."""
    rows = DraftReport.objects.filter(
        state=DraftReport.State.DUPLICATE, draft__in=Draft.objects.visible_to(user)
    )
    shown = set(Report.objects.pointable_to(user).values_list("pk", flat=True)) if rows else set()
    return [r for r in rows.select_related("draft", "twin").order_by("id") if r.twin_id in shown]


def words_of(text: str) -> str:
    """The fingerprint of a text: the same for the same words, however spaced or cased."""
    plain = " ".join(text.casefold().split())
    return hashlib.sha256(plain.encode("utf-8", "replace")).hexdigest()


def reference_in(compartment: Compartment, reference: str) -> str:
    """The reference a report bears in a compartment.

    References are unique everywhere. One of a sealed compartment carries a mark of its own, so
    that an import elsewhere under the same reference meets nothing and learns nothing.
    """
    if compartment.pk == COMMON:
        return reference
    digits = hashlib.sha256(f"{compartment.pk}:{reference}".encode()).hexdigest()
    return f"{reference[:100]}~{digits[:_SEALED_DIGITS]}"


def twin_of(read: EngineReport, compartment: Compartment) -> tuple[Report | None, str]:
    """The stored report that this one looks like, and by what: `reference`, `text` or `both`.

    Only what the compartment is made of is looked at: a sealed report is nobody's twin elsewhere.
    """
    worlds = {COMMON, compartment.pk}
    inside = Report.objects.filter(compartment__in=worlds)
    named = inside.filter(
        reference__in={read.report_id, reference_in(compartment, read.report_id)}
    ).first()
    words = words_of(read.text)
    same = Fingerprint.objects.filter(words=words, report__compartment__in=worlds)
    if named is not None:
        return named, "both" if words_of(named.text) == words else "reference"
    told = same.select_related("report").order_by("report__recorded_at").first()
    return (told.report, "text") if told else (None, "")


def is_the_same(read: EngineReport, stored: Report) -> bool:
    """Whether a report is the stored one in all that tells reports apart, not only in its words."""
    told = getattr(stored, "provenance", None)
    day = read.received.iso() if read.received else ""
    agency = stored.held_by.name if stored.held_by else ""
    known = (stored.received, agency, told.author if told else "", words_of(stored.text))
    return known == (day, read.agency, read.author, words_of(read.text))


def free_reference(read: EngineReport, compartment: Compartment) -> str:
    """The reference, with digits of what was said behind it where another report bears it."""
    wanted = reference_in(compartment, read.report_id)
    day = read.received.iso() if read.received else ""
    told = "\x1f".join((read.agency, read.author, day, read.text, str(compartment.pk)))
    digits = hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()
    found, length = wanted, 4
    while Report.objects.filter(reference=found).exists():
        found = f"{wanted[:100]}~{digits[:length]}"
        length += 1
        if length > len(digits):
            digits = hashlib.sha256(digits.encode()).hexdigest()
            length = 4
    return found


def waiting(user: User) -> list[Row]:
    """Rows of the common case that the backlog alone rings, without whom a wall keeps away."""
    walled = walled_numbers(user)
    return [row for row in waiting_backlog(common()) if row.number not in walled]


def walled_numbers(user: User) -> set[str]:
    """Numbers of subjects that the conflict wall keeps from this person."""
    return set(SubjectWall.objects.filter(user=user).values_list("number", flat=True))


def rows_shown(user: User, draft: Draft) -> QuerySet[DraftReport]:
    """The reports of a draft; of those taken in, the ones this person may know of."""
    pointable = Report.objects.pointable_to(user)
    may_know = Q(report=None) | Q(report__in=pointable)
    rows = draft.reports.filter(may_know).select_related("report__held_by")
    return rows.order_by("place")
