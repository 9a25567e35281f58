"""What was unanswered, when, by whom; and the register counted, each figure in its own unit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from tocsin_web.accounts.models import User
from tocsin_web.attention.queries import attentions_visible_to
from tocsin_web.audit.models import Entry, Event
from tocsin_web.escalations.engine import Standing, standings
from tocsin_web.escalations.models import Crossing, Response
from tocsin_web.escalations.queries import sees_raiser
from tocsin_web.oversight.models import Allegation, Finding, OfficerLink

_CASES = ("case_gross", "case_misconduct")
_DECIDED = {
    "upheld": ("upheld", "not_acceptable"),
    "not upheld": ("not_upheld", "acceptable"),
}


def unanswered(user: User, now: datetime) -> list[Standing]:
    """Open questions past the owner's time, longest first, as far as this person may know."""
    seen = attentions_visible_to(user).filter(settlement__isnull=True)
    found = [s for s in standings(seen, now) if s.is_overdue]
    return sorted(found, key=lambda s: (s.attention.opened_at, str(s.attention.pk)))


def answered_late(user: User, now: datetime) -> list[Standing]:
    """Settled questions that had waited past the owner's time."""
    seen = attentions_visible_to(user).filter(settlement__isnull=False)
    return [
        s
        for s in standings(seen, now)
        if s.settled_at is not None and s.settled_at > s.first_due_at
    ]


def flags() -> QuerySet[Entry]:
    """Searches for oneself, what the conflict wall kept, and acts that were refused."""
    walled = Entry.objects.filter(event__in=(Event.WALLED, Event.REFUSED))
    oneself = Entry.objects.filter(event=Event.SEARCHED, note__icontains="oneself")
    found: QuerySet[Entry] = (walled | oneself).select_related("by__agency").order_by("-at")
    return found


def rows_of(what: str, user: User, now: datetime) -> Iterator[dict[str, Any]]:
    """One download: plain rows without names of subjects or words of reports."""
    seen = attentions_visible_to(user)
    if what == "questions":
        for s in standings(seen, now):
            yield _question(s)
    elif what == "crossings":
        rows = Crossing.objects.filter(attention__in=seen).select_related("attention")
        for c in rows.order_by("crossed_at", "id").iterator():
            yield {
                "question": str(c.attention_id),
                "number": c.attention.number,
                "level": c.level,
                "crossed_at": c.crossed_at.isoformat(),
                "due_at": c.due_at.isoformat() if c.due_at else "",
                "by_hand": c.is_by_hand,
                "recorded_at": c.recorded_at.isoformat(),
            }
    elif what == "responses":
        for r in Response.objects.filter(attention__in=seen).select_related("responded_by__agency"):
            yield {
                "question": str(r.attention_id),
                "level": r.level,
                "outcome": r.outcome,
                "reason": r.reason,
                "by_when": r.by_when.isoformat() if r.by_when else "",
                "responded_at": r.responded_at.isoformat(),
                "responded_by": r.responded_by.shown_name,
            }
    elif what == "raisings":
        for attention in seen.prefetch_related("raisings__raised_by__agency"):
            for raised in attention.raisings.all():
                shown = sees_raiser(user, raised)
                yield {
                    "question": str(attention.pk),
                    "to_level": raised.to_level,
                    "in_danger": raised.is_in_danger,
                    "confidential": raised.is_confidential,
                    "raised_at": raised.raised_at.isoformat(),
                    "raised_by": raised.raised_by.shown_name if shown else "",
                }
    elif what == "register":
        for allegation in Allegation.objects.prefetch_related("findings", "officers"):
            yield _allegation(allegation)


DOWNLOADS = ("questions", "crossings", "responses", "raisings", "register")


def _question(s: Standing) -> dict[str, Any]:
    return {
        "question": str(s.attention.pk),
        "number": s.attention.number,
        "list": s.attention.list_name,
        "opened_at": s.attention.opened_at.isoformat(),
        "owner": s.owner.shown_name if s.owner else "",
        "level": s.level,
        "due_at": s.due_at.isoformat() if s.due_at else "",
        "overdue": s.is_overdue,
        "settled_at": s.settled_at.isoformat() if s.settled_at else "",
        "waited_days": s.waited_days,
    }


def _allegation(row: Allegation) -> dict[str, Any]:
    last = last_finding(row.findings.all())
    return {
        "case": row.case_ref,
        "allegation": str(row.pk),
        "complainant": row.complainant_ref,
        "type": row.entry_type,
        "received_on": row.received_on.isoformat(),
        "authority": row.authority,
        "category": row.category,
        "inaction": row.inaction,
        "regime": row.regime,
        "referred_on": row.referred_on.isoformat() if row.referred_on else "",
        "mode": row.mode,
        "officers": " ".join(sorted({o.officer_ref for o in row.officers.all()})),
        "finding": last.words if last else "",
    }


@dataclass(frozen=True, slots=True)
class Count:
    """One figure with its unit: units are never mixed into one total."""

    unit: str
    what: str
    value: int


def last_finding(findings: Iterable[Finding]) -> Finding | None:
    """The finding that stands: the last one recorded."""
    return max(findings, key=lambda f: (f.decided_on, f.recorded_at, str(f.pk)), default=None)


def counts(allegations: Sequence[Allegation]) -> list[Count]:
    """The register counted; what was decided as complaints adds up.

    Ask for `findings` and `officers` beforehand.
    """
    results = [last_finding(a.findings.all()) for a in allegations]
    complaints = [r for r in results if r is not None and r.complaint_result]
    split = {
        word: sum(r.complaint_result in codes for r in complaints)
        for word, codes in _DECIDED.items()
    }
    other = len(complaints) - sum(split.values())
    officers: set[str] = {o.officer_ref for a in allegations for o in a.officers.all()}
    return [
        Count("people", "who complained", len({a.complainant_ref for a in allegations} - {""})),
        Count("cases", "recorded", len({a.case_ref for a in allegations})),
        Count("allegations", "in all", len(allegations)),
        Count("allegations", "decided as complaints", len(complaints)),
        *(Count("allegations", f"decided as complaints: {w}", n) for w, n in split.items()),
        Count("allegations", "decided as complaints: neither", other),
        Count("allegations", "without any finding", sum(r is None for r in results)),
        Count("cases to answer", "found", _cases_to_answer(allegations)),
        Count("officers", "named by reference", len(officers)),
        Count("officers", "who left before an outcome", _left_first(allegations)),
    ]


def _cases_to_answer(allegations: Sequence[Allegation]) -> int:
    return sum(any(f.investigation_result in _CASES for f in a.findings.all()) for a in allegations)


def _left_first(allegations: Sequence[Allegation]) -> int:
    """Officers who had left and for whom no outcome stands: its own measure."""
    return len({o.officer_ref for a in allegations for o in a.officers.all() if _has_left(o, a)})


def _has_left(officer: OfficerLink, allegation: Allegation) -> bool:
    if officer.service not in ("retired", "resigned"):
        return False
    own = [f for f in allegation.findings.all() if f.officer_id in (officer.pk, None)]
    return not any(f.outcome and f.outcome not in ("left_service", "no_power") for f in own)
