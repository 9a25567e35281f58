"""Questions of an assessment filled by rules from what the reports hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from tocsin.decisions import whole_words
from tocsin.policies import Policy
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention, Row
from tocsin_web.attention.queries import row_of_today, today_of
from tocsin_web.decisions.queries import reports_naming
from tocsin_web.people.models import Placement, Subject
from tocsin_web.policies.engine import policy_on
from tocsin_web.reports.models import Report

YES, PARTLY, NO = "yes", "partly", "no"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the evidence says to one question, and the words and reports it rests on."""

    criterion: str
    question: str
    state: str
    sentence: str
    rests_on: tuple[tuple[str, str, bool], ...]
    """(report reference, words, whether they name a person)."""
    missing: str
    held_by: str

    def plain(self) -> dict[str, Any]:
        """For the record of an assessment."""
        return asdict(self)


@dataclass(frozen=True)
class _Evidence:
    """What the rules look at: only reports that the assessor may open."""

    row: Row | None
    subject: Subject | None
    reports: Sequence[Report]
    own: Sequence[Placement]
    """Where the subject itself is mentioned."""
    beside: Sequence[Placement]
    """Everything else in the same reports."""
    children: frozenset[str]
    as_of: date
    policy: Policy


_Answer = tuple[str, str, list[tuple[str, str, bool]]]


def policy() -> Policy:
    """What holds now."""
    return policy_on(timezone.now())


def findings(user: User, attention: Attention, *, as_of: date) -> list[Finding]:
    """Fill every question from the evidence this person may open."""
    evidence = _gather(user, attention, as_of)
    rows = []
    for name, row in evidence.policy.table("assessing")["criteria"].items():
        state, sentence, rests_on = _RULES[name](evidence)
        rows.append(
            Finding(
                criterion=name,
                question=row["question"],
                state=state,
                sentence=sentence,
                rests_on=tuple(dict.fromkeys(rests_on)),
                missing=row["missing"],
                held_by=row["held_by"],
            )
        )
    return rows


def _gather(user: User, attention: Attention, as_of: date) -> _Evidence:
    compartment, number = attention.compartment, today_of(attention)
    reports = list(reports_naming(user, compartment, number))
    places = list(
        Placement.objects.filter(compartment=compartment, report__in=reports, negated=False)
        .select_related("report")
        .order_by("report__received_last_on", "report__reference", "start")
    )
    named = {p.subject for p in places if p.subject}
    children = Subject.objects.filter(compartment=compartment, number__in=named, is_child=True)
    return _Evidence(
        row=row_of_today(attention),
        subject=Subject.objects.filter(compartment=compartment, number=number).first(),
        reports=reports,
        own=[p for p in places if p.subject == number],
        beside=[p for p in places if p.subject != number],
        children=frozenset(children.values_list("number", flat=True)),
        as_of=as_of,
        policy=policy(),
    )


def _words(places: Iterable[Placement]) -> list[tuple[str, str, bool]]:
    return [(p.report.reference, p.text, p.kind == "person") for p in places]


def _identified(e: _Evidence) -> _Answer:
    if e.subject is not None and e.subject.kind != "person":
        return YES, "It is named by what it is.", _words(e.own)
    full = [p for p in e.own if len(p.value.split() or p.text.split()) > 1]
    certain = [p for p in full if p.status in ("certain", "alone")]
    if certain:
        return YES, "A full name was given.", _words(certain)
    if full:
        return PARTLY, "A full name was given, joined only possibly.", _words(full)
    return NO, "No full name was given.", _words(e.own)


def _located(e: _Evidence) -> _Answer:
    if e.subject is not None and e.subject.kind in ("address", "premises"):
        return YES, "It is a place.", _words(e.own)
    homes = [p for p in e.beside if p.kind == "address"]
    if homes:
        return YES, "An address stands in reports that name them; see whose it is.", _words(homes)
    places = [p for p in e.beside if p.kind in ("premises", "vehicle", "phone")]
    if places:
        return PARTLY, "No address; these could lead to one.", _words(places)
    return NO, "No place, vehicle or telephone was read.", []


def _offence(e: _Evidence) -> _Answer:
    concerns = e.policy.table("concerns")["concerns"]
    told = [p for p in e.own if concerns.get(p.concern, {}).get("asks_for_an_answer")]
    kinds = sorted({p.concern for p in told} - {"unspecified"})
    if kinds:
        words = ", ".join(concerns[k]["label"] for k in kinds)
        return YES, f"What was told is about {words}.", _words(told)
    if told:
        return PARTLY, "A concern was told; of what kind is not said.", _words(told)
    return NO, "No concern was read that asks for an answer.", []


def _first_hand(e: _Evidence) -> _Answer:
    seen = [p for p in e.own if p.report.how_known == "saw"]
    if seen:
        return YES, "Somebody says that they saw it themselves.", _words(seen)
    direct = [p for p in e.own if not p.hearsay and not p.report.is_forward]
    if direct:
        return PARTLY, "Nothing says it was passed on, and nobody was asked.", _words(direct)
    return NO, "Everything was passed on by somebody else.", _words(e.own)


def _independent(e: _Evidence) -> _Answer:
    """By the agencies and tellers of the voices whose reports this person may open."""
    open_to_me = {r.reference for r in e.reports}
    told = e.row.entry.get("voices", ()) if e.row else ()
    voices = [v for v in told if v["counts"] and v["report_id"] in open_to_me]
    rests_on = [(v["report_id"], v["agency"], False) for v in voices]
    origins = {v["origin"] for v in voices if v["origin"]}
    if len(origins) >= e.policy["assessing.independent_origins"]:
        return YES, f"{len(origins)} tellers who do not repeat each other.", rests_on
    if len(voices) > 1:
        return PARTLY, "Several accounts; it is not known whether of different people.", rests_on
    return NO, "One account.", rests_on


def _recent(e: _Evidence) -> _Answer:
    since = e.as_of - timedelta(days=int(e.policy["assessing.recent_days"]))
    new = [r for r in e.reports if r.received_last_on and r.received_last_on >= since]
    if new:
        return (
            YES,
            "Reports of the last six months.",
            [(r.reference, r.received, False) for r in new],
        )
    last = [r for r in e.reports if r.received_last_on][-1:]
    return NO, "Nothing of the last six months.", [(r.reference, r.received, False) for r in last]


def _child_now(e: _Evidence) -> _Answer:
    since = e.as_of - timedelta(days=int(e.policy["assessing.recent_days"]))
    named = [p for p in (*e.own, *e.beside) if p.subject in e.children and p.kind == "person"]
    new = [p for p in named if p.report.received_last_on and p.report.received_last_on >= since]
    if new:
        return YES, "A child is named in a report of the last six months.", _words(new)
    if named:
        return PARTLY, "A child is named in older reports; see where they are now.", _words(named)
    return NO, "No child was read in these reports.", []


_RULES = {
    "identified": _identified,
    "located": _located,
    "offence_indicated": _offence,
    "first_hand": _first_hand,
    "independent": _independent,
    "recent": _recent,
    "child_at_risk_now": _child_now,
}


def verdicts() -> dict[str, str]:
    """Verdict → words."""
    rows = policy().table("assessing")["verdicts"]
    return {key: row["label"] for key, row in rows.items()}


def criteria() -> dict[str, dict[str, str]]:
    """Every question, what is missing where it is not answered, and who holds that."""
    rows: dict[str, dict[str, str]] = policy().table("assessing")["criteria"]
    return rows


def who_is_tasked(words: str, attention: Attention) -> list[str]:
    """Words of a task for which it must stop: a child, relative, volunteer or business, by kind
    or by a name that stands in any report of the case."""
    table = policy().table("assessing")
    left = whole_words(table["professional_words"]).sub(" ", words)
    kinds = [w for row in table["not_to_be_tasked"].values() for w in row]
    found = [m.group().lower() for m in whole_words(kinds).finditer(left)]
    names = _protected_names(attention)
    found += [m.group() for m in whole_words(names).finditer(left)] if names else []
    return list(dict.fromkeys(found))


def _protected_names(attention: Attention) -> list[str]:
    """Names, and each part of a name, of those in the case who are never sent to find out.

    All reports of the subject count, also those the author of the task may not open: to stop
    tells nothing but that advice is to be taken.
    """
    compartment, number = attention.compartment, today_of(attention)
    named = Placement.objects.filter(
        compartment=compartment, subject=number, report=OuterRef("report")
    )
    places = Placement.objects.filter(Exists(named), compartment=compartment)
    children = set(
        Subject.objects.filter(
            compartment=compartment, is_child=True, number__in=places.values("subject")
        ).values_list("number", flat=True)
    )
    names: set[str] = set()
    for place in places:
        if place.kind in ("premises", "organisation"):
            names.add(place.text)
        elif place.kind == "person" and (
            place.role in ("affected", "witness", "relative", "other") or place.subject in children
        ):
            names.update([place.text, *re.findall(r"[^\W\d_]{3,}", place.text)])
    return sorted(n for n in names if n.strip())
