"""The one door to a subject, and what this person may know of it."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import Http404

from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.people.models import Placement, Subject, SubjectWall
from tocsin_web.reports.models import Compartment, Report, Wall


def led_to(compartment: Compartment, number: str) -> str:
    """The number under which a subject stands today; a circle ends where it began."""
    seen = {number}
    at = number
    while True:
        row = Subject.objects.filter(compartment=compartment, number=at).only("leads_to").first()
        if row is None or not row.leads_to or row.leads_to in seen:
            return at
        at = row.leads_to
        seen.add(at)


def former_numbers(compartment: Compartment, number: str) -> list[str]:
    """Numbers that lead here, however many steps away."""
    found: list[str] = []
    ask = [number]
    while ask:
        rows = Subject.objects.filter(compartment=compartment, leads_to__in=ask)
        ask = [n for n in rows.values_list("number", flat=True) if n not in (*found, number)]
        found += ask
    return sorted(found)


def walled_from(user: User, compartment: Compartment) -> frozenset[str]:
    """Numbers of today that the conflict wall keeps from this person."""
    rows = SubjectWall.objects.filter(user=user, compartment=compartment)
    return frozenset(
        n for number in rows.values_list("number", flat=True)
        for n in (number, led_to(compartment, number))
    )  # fmt: skip


def has_walls(user: User) -> bool:
    """Whether anything at all is kept from this person."""
    return SubjectWall.objects.filter(user=user).exists() or Wall.objects.filter(user=user).exists()


def subject_for(user: User, compartment: Compartment, number: str, *, purpose: str = "") -> Subject:
    """A subject, for somebody who may know of it; the reading is audited.

    Raises:
        Http404: there is none, or none for them: sealed, walled and absent look alike.
    """
    found: Subject | None = Subject.objects.filter(compartment=compartment, number=number).first()
    if found is not None and not may_know(user, compartment, found.number):
        found = None
    event = Event.READ if found else Event.READ_REFUSED
    record(event, about=f"subject:{number}"[:120], by=user, purpose=purpose)
    if found is None:
        raise Http404
    return found


def may_know(user: User, compartment: Compartment, number: str) -> bool:
    """Whether a subject may be pointed out to somebody: no wall, and a report that may be."""
    if number in walled_from(user, compartment):
        return False
    pointable = Report.objects.pointable_to(user)
    return Placement.objects.filter(
        compartment=compartment, subject=number, report__in=pointable
    ).exists()


def known_of(user: User, compartment: Compartment, numbers: Iterable[str]) -> dict[str, Subject]:
    """Those of the numbers this person may know of, in a fixed number of queries."""
    rows = Subject.objects.filter(compartment=compartment, number__in=sorted(set(numbers)))
    found = {s.number: s for s in rows}
    if has_walls(user):
        walled = walled_from(user, compartment)
        pointable = Report.objects.pointable_to(user)
        left = set(
            Placement.objects.filter(
                compartment=compartment, subject__in=found, report__in=pointable
            ).values_list("subject", flat=True)
        )
        found = {n: s for n, s in found.items() if n in left and n not in walled}
    return found


def placements_of_mentions(
    user: User, compartment: Compartment, mention_ids: Iterable[str]
) -> dict[str, Placement]:
    """Mentions as they are placed, in reports this person may open."""
    rows = Placement.objects.filter(
        compartment=compartment,
        mention_id__in=sorted(set(mention_ids)),
        report__in=Report.objects.visible_to(user),
    ).select_related("report__held_by")
    return {row.mention_id: row for row in rows}
