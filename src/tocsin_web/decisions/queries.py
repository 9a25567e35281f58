"""What stands about a subject: decisions, who was a child, what support is decided, what waits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.attention.models import Attention, Row
from tocsin_web.attention.queries import follow, is_recused, leads, unsettled
from tocsin_web.decisions.models import (
    ContactPreference,
    Decision,
    NoSupportReason,
    OptionConsidered,
    ProposalRefused,
    Wish,
)
from tocsin_web.people.models import Placement, Subject, SubjectWall
from tocsin_web.policies.models import Countersign, site
from tocsin_web.reports.models import COMMON, Compartment, Report

UNLISTED = ("professional", "reporter")
"""Roles that are never subjects."""


@dataclass(frozen=True)
class Child:
    """A child named in the same reports as a subject, and what support is decided."""

    subject: Subject
    references: tuple[str, ...]
    """Reports that name both, oldest first."""
    last_recorded_at: datetime
    support: Decision | None
    no_support: NoSupportReason | None

    @property
    def number(self) -> str:
        """Their public number."""
        return self.subject.number

    @property
    def is_settled(self) -> bool:
        """Support is decided, or a reason given, since the last report that names both."""
        return self.support is not None or self.no_support is not None


def numbers_of(compartment: Compartment, number: str) -> list[str]:
    """Every number, former or present, of the subject that a number leads to today."""
    steps = leads(compartment)
    end = follow(number, steps)
    return sorted({number, end, *(former for former, now in steps.items() if now == end)})


def subject_of(compartment: Compartment, number: str) -> Subject | None:
    """The subject a number leads to today."""
    today = follow(number, leads(compartment))
    return Subject.objects.filter(compartment=compartment, number=today).first()


def subject_for(user: User, compartment: Compartment, number: str) -> Subject:
    """A subject, for somebody whom the conflict wall does not keep from it.

    Raises:
        Http404: there is none, or none for them.
    """
    numbers = numbers_of(compartment, number)
    walled = SubjectWall.objects.filter(user=user, compartment=compartment, number__in=numbers)
    found = None if walled.exists() else subject_of(compartment, number)
    if found is None:
        raise Http404
    return found


def reports_naming(user: User, compartment: Compartment, number: str) -> QuerySet[Report]:
    """Reports this person may open that name a subject."""
    named = Placement.objects.filter(
        compartment=compartment, subject=number, negated=False, report=OuterRef("pk")
    )
    found: QuerySet[Report] = Report.objects.visible_to(user).filter(Exists(named))
    return found.order_by("received_last_on", "reference")


def withheld(user: User, references: Iterable[str]) -> tuple[int, int]:
    """How many of these reports somebody may open, and how many only be pointed to."""
    asked = sorted(set(references))
    pointed = Report.objects.pointable_to(user).filter(reference__in=asked).distinct().count()
    opened = Report.objects.visible_to(user).filter(reference__in=asked).distinct().count()
    return opened, pointed - opened


def known_children(user: User, compartment: Compartment, number: str) -> list[Child]:
    """Children named, in whatever part, in the reports of a subject that this person may open."""
    reports = list(reports_naming(user, compartment, number))
    children = _children_in(reports, compartment, without=number, user=user)
    shared = {
        (row.subject, row.report_id)
        for row in Placement.objects.filter(
            compartment=compartment, report__in=reports, subject__in=list(children), negated=False
        )
    }
    found = []
    for child_number, child in sorted(children.items()):
        both = [r for r in reports if (child_number, r.pk) in shared]
        last = max(r.recorded_at for r in both)
        found.append(
            Child(
                subject=child,
                references=tuple(r.reference for r in both),
                last_recorded_at=last,
                support=support_since(compartment, child_number, last),
                no_support=no_support_since(compartment, child_number, last),
            )
        )
    return found


def _children_in(
    reports: Sequence[Report], compartment: Compartment, *, without: str, user: User
) -> dict[str, Subject]:
    named = (
        Placement.objects.filter(
            compartment=compartment, report__in=reports, kind="person", negated=False
        )
        .exclude(subject__in=("", without))
        .exclude(role__in=UNLISTED)
        .values_list("subject", flat=True)
        .distinct()
    )
    walled = SubjectWall.objects.filter(user=user, compartment=compartment).values("number")
    children = Subject.objects.filter(
        compartment=compartment, number__in=list(named), is_child=True
    ).exclude(number__in=walled)
    return {child.number: child for child in children}


def decisions_about(compartment: Compartment, number: str) -> QuerySet[Decision]:
    """Decisions about a subject under any of its numbers, oldest first."""
    found: QuerySet[Decision] = Decision.objects.filter(
        compartment__in=(COMMON, compartment.pk), number__in=numbers_of(compartment, number)
    )
    return found.select_related("owner__agency", "decided_by__agency", "countersignature").order_by(
        "decided_at", "id"
    )


def support_since(compartment: Compartment, child: str, since: datetime) -> Decision | None:
    """The support decided for a child since a moment; what came later is not answered by it."""
    return decisions_about(compartment, child).filter(kind="support", decided_at__gte=since).last()


def no_support_since(
    compartment: Compartment, child: str, since: datetime
) -> NoSupportReason | None:
    """The reason given, since a moment, why no support is decided for a child."""
    found: NoSupportReason | None = (
        NoSupportReason.objects.filter(
            beside__compartment__in=(COMMON, compartment.pk),
            child__in=numbers_of(compartment, child),
            given_at__gte=since,
        )
        .order_by("given_at")
        .last()
    )
    return found


def waits_for_signature(decision: Decision) -> bool:
    """Whether it needs a second person's word and has none."""
    return decision.is_unsigned


def not_countersigned() -> QuerySet[Decision]:
    """Decisions that do not heed because nobody countersigned: shown in the board report."""
    found: QuerySet[Decision] = Decision.objects.filter(
        needs_countersign=True, countersignature__isnull=True
    )
    return found.order_by("decided_at", "id")


def decision_for(user: User, decision_id: UUID) -> Decision:
    """A decision, for somebody who may know of its subject.

    Raises:
        Http404: there is none, or none for them.
    """
    mine = Q(compartment=COMMON) | Q(compartment__in=user.compartments.all())
    found: Decision | None = (
        Decision.objects.filter(mine, id=decision_id)
        .select_related("compartment", "attention", "owner__agency", "decided_by__agency")
        .first()
    )
    if found is None:
        raise Http404
    numbers = numbers_of(found.compartment, found.number)
    walls = SubjectWall.objects.filter(user=user, compartment=found.compartment, number__in=numbers)
    if walls.exists():
        raise Http404
    return found


def others_who_may_sign(decision: Decision) -> list[User]:
    """Active people here who may countersign: neither the decider nor complained of, nor walled."""
    holders = User.objects.filter(
        is_active=True, groups__permissions__codename=Permission.COUNTERSIGN.value
    ).exclude(pk__in=(decision.decided_by_id, decision.owner_id))
    return [u for u in holders.distinct().order_by("username") if may_sign(u, decision)]


def may_sign(user: User, decision: Decision) -> bool:
    """Whether this person can be the second: not the decider or owner, not complained of, and
    able to see whom it is about."""
    if user.pk in (decision.decided_by_id, decision.owner_id):
        return False
    if decision.attention and is_recused(user, decision.attention):
        return False
    return user.may(Permission.COUNTERSIGN) and can_know_of(
        user, decision.compartment, decision.number
    )


def can_know_of(user: User, compartment: Compartment, number: str) -> bool:
    """Whether a subject's compartment is open to somebody and no wall keeps them from it."""
    if compartment.pk != COMMON and not user.compartments.filter(pk=compartment.pk).exists():
        return False
    numbers = numbers_of(compartment, number)
    return not SubjectWall.objects.filter(
        user=user, compartment=compartment, number__in=numbers
    ).exists()


def is_second_person_available(decision: Decision) -> bool:
    """Whether policy asks for a second person here, and there is one."""
    required = site().countersign == Countersign.REQUIRED
    return required and bool(others_who_may_sign(decision))


def who_may_own(compartment: Compartment, number: str) -> list[User]:
    """Active people who may decide and may know of this subject."""
    holders = User.objects.filter(
        is_active=True, groups__permissions__codename=Permission.DECIDE.value
    ).select_related("agency")
    found = holders.distinct().order_by("last_name", "first_name", "username")
    return [u for u in found if can_know_of(u, compartment, number)]


def open_attentions(compartment: Compartment, number: str) -> QuerySet[Attention]:
    """Questions about a subject, under any of its numbers, that nothing has settled."""
    return unsettled().filter(compartment=compartment, number__in=numbers_of(compartment, number))


def preference_of(compartment: Compartment, number: str) -> ContactPreference | None:
    """What somebody last said about being contacted."""
    found: ContactPreference | None = ContactPreference.objects.filter(
        compartment=compartment, number__in=numbers_of(compartment, number)
    ).first()
    return found


def may_be_contacted(preference: ContactPreference | None) -> bool:
    """No cold contact: only who said how they wish to be reached."""
    return preference is not None and preference.wish in (Wish.THROUGH, Wish.DIRECT)


def considered(
    user: User, *, words: str = "", outcome: str = "", option: str = ""
) -> QuerySet[OptionConsidered]:
    """Options that were considered, chosen and rejected, as far as this person may know of whom."""
    mine = Q(compartment=COMMON) | Q(compartment__in=user.compartments.all())
    found: QuerySet[OptionConsidered] = OptionConsidered.objects.filter(mine)
    for wall in SubjectWall.objects.filter(user=user).select_related("compartment"):
        numbers = numbers_of(wall.compartment, wall.number)
        found = found.exclude(compartment=wall.compartment, number__in=numbers)
    if outcome:
        found = found.filter(outcome=outcome)
    if option:
        found = found.filter(option=option)
    for word in words.split():
        found = found.filter(reason__icontains=word)
    return found.select_related("considered_by__agency")


@dataclass(frozen=True)
class Proposal:
    """A decision that the engine read in a report's words and nobody has confirmed."""

    key: str
    """For the address."""
    engine_id: str
    number: str
    kind: str
    on: str
    reference: str
    start: int
    end: int
    concern: str
    why_not: str

    @property
    def kind_words(self) -> str:
        """Its kind as it is read."""
        return self.kind.replace("_", " ").capitalize()


def proposals(user: User, rows: Iterable[Row]) -> list[Proposal]:
    """Decisions read from reports this person may open, that nobody confirmed or refused."""
    found: dict[tuple[str, str], Proposal] = {}
    for row in rows:
        for attached in row.entry.get("decisions", ()):
            if not attached["decision"]["confirmed"]:
                one = _proposal(row, attached)
                found.setdefault((one.number, one.engine_id), one)
    references = {p.reference for p in found.values()}
    readable = set(
        Report.objects.visible_to(user)
        .filter(reference__in=sorted(references))
        .values_list("reference", flat=True)
    )
    numbers = {number for number, _ in found}
    refused = set(
        ProposalRefused.objects.filter(number__in=sorted(numbers)).values_list("number", "proposal")
    )
    confirmed = set(
        Decision.objects.filter(number__in=sorted(numbers))
        .exclude(read_from="")
        .values_list("number", "read_from", "kind")
    )
    return [
        p
        for key, p in sorted(found.items())
        if p.reference in readable
        and key not in refused
        and (p.number, p.reference, p.kind) not in confirmed
    ]


def _proposal(row: Row, attached: Mapping[str, Any]) -> Proposal:
    told = attached["decision"]
    return Proposal(
        key=hashlib.sha256(told["decision_id"].encode()).hexdigest()[:16],
        engine_id=told["decision_id"],
        number=row.number,
        kind=told["kind"],
        on=told["on"] or "",
        reference=told["report_id"],
        start=told["start"],
        end=told["end"],
        concern=told["concern"],
        why_not=attached["why_not"],
    )


def rows_with_proposals(user: User, compartment: Compartment) -> QuerySet[Row]:
    """Rows on which the engine read a decision that is not confirmed."""
    walls = SubjectWall.objects.filter(user=user, compartment=compartment).values("number")
    return (
        Row.objects.filter(compartment=compartment, entry__decisions__0__isnull=False)
        .exclude(number__in=walls)
        .order_by("number", "list_name")
    )


def untriaged(user: User, *, since: date) -> QuerySet[Report]:
    """Reports taken in since a day, that this person may open and nobody has triaged."""
    found: QuerySet[Report] = Report.objects.visible_to(user).filter(
        recorded_at__date__gte=since, triage__isnull=True, is_backlog=False
    )
    return found.select_related("held_by").order_by("recorded_at", "reference")
