"""Decisions between the database and the engine: what each answers, what could be decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils import timezone

from tocsin.attention.heeding import Heeding
from tocsin.decisions import (
    Account,
    Option,
    Questioned,
    held_evidence,
    matching_options,
    questioned_words,
)
from tocsin.mentions import Extractor
from tocsin.policies import Policy
from tocsin.policies.answers import Answers
from tocsin.records import (
    AttachedDecision,
    DecisionKind,
    Detail,
    JoinStatus,
    ListName,
    Role,
    Voice,
)
from tocsin.records import Decision as EngineDecision
from tocsin.values.dates import PartialDate
from tocsin_web.accounts.models import User
from tocsin_web.attention.models import Attention, Row
from tocsin_web.decisions.models import Decision
from tocsin_web.decisions.queries import reports_naming, waits_for_signature
from tocsin_web.people.models import Placement, Subject
from tocsin_web.policies.engine import policy_on
from tocsin_web.reports.engine import engine_report
from tocsin_web.reports.models import Compartment

__all__ = ["Option", "Questioned", "engine_decisions", "questioned"]


def engine_decisions(rows: Iterable[Decision]) -> Iterator[EngineDecision]:
    """Rows in the engine's form; one that waits for its countersignature is not confirmed yet."""
    for row in rows:
        yield EngineDecision(
            decision_id=str(row.pk),
            kind=DecisionKind(row.kind),
            about=(row.number,),
            on=PartialDate.of_day(row.taken_on),
            reason=row.reason,
            owner=row.owner.shown_name,
            concern=row.concern,
            report_id=row.read_from,
            cites=tuple(row.basis),
            confirmed=not waits_for_signature(row),
            source="decisions.csv",
        )


def policy() -> Policy:
    """What holds now."""
    return policy_on(timezone.now())


def questioned(text: str) -> tuple[Questioned, ...]:
    """Words in a reason that blame a child."""
    return questioned_words(text, policy())


def answered_as(list_name: str, *, is_child: bool) -> str:
    """The list whose kinds of decision answer: what cannot wait is answered as the child or adult
    it is about."""
    if list_name != ListName.READ_NOW.value:
        return list_name
    return (ListName.CHILDREN_AT_RISK if is_child else ListName.ADULTS_AT_RISK).value


@dataclass(frozen=True, slots=True)
class Answering:
    """What a decision would answer, said before it is saved."""

    answers_list: bool
    kinds: tuple[str, ...]
    """The kinds that do."""
    left_open: tuple[str, ...]
    """Concerns that are not answered by it."""

    @property
    def answers(self) -> bool:
        """Whether the question is answered as a whole."""
        return self.answers_list and not self.left_open


def what_it_answers(
    kind: str, concern: str, list_name: str, concerns: Sequence[str], *, is_child: bool
) -> Answering:
    """Hold a kind and a concern against the list and what is told, by the table of answers."""
    answers = Answers.of(policy())
    answering = answered_as(list_name, is_child=is_child)
    asked = [c for c in concerns if c in answers.asking]
    left = tuple(c for c in asked if not answers.covers(concern, [c]))
    return Answering(
        answers.kind_answers(kind, answering), tuple(sorted(answers.kinds_of[answering])), left
    )


def kinds_that_answer(list_name: str, *, is_child: bool) -> frozenset[str]:
    """Kinds of decision that answer a list."""
    return Answers.of(policy()).kinds_of[answered_as(list_name, is_child=is_child)]


def settles(decision: Decision, attention: Attention, row: Row | None, *, as_of: date) -> bool:
    """Whether a decision answers everything that opened a question: of a kind that answers its
    list, about what was told, and about nothing that came after it was taken."""
    if waits_for_signature(decision):
        return False
    is_child = row.is_child if row else attention.list_name == ListName.CHILDREN_AT_RISK.value
    answering = ListName(answered_as(attention.list_name, is_child=is_child))
    answers = Answers.of(policy())
    voices = _voices(attention, row)
    if not voices:
        return answers.kind_answers(decision.kind, answering.value)
    heeding = Heeding(answering, answers, lambda voice: voice.concerns, as_of)
    attached = [
        AttachedDecision(d, JoinStatus.CERTAIN, d.confirmed) for d in engine_decisions([decision])
    ]
    return not heeding.answered(voices, attached).unheeded


def _voices(attention: Attention, row: Row | None) -> list[Voice]:
    """The voices that opened a question, as the lists hold them today."""
    told = [_voice(v) for v in row.entry.get("voices", ())] if row else []
    basis = set(attention.basis)
    return [v for v in told if basis.intersection(v.report_ids)]


def _voice(plain: Mapping[str, Any]) -> Voice:
    def day(key: str) -> PartialDate | None:
        return PartialDate.from_iso(plain[key]) if plain[key] else None

    return Voice(
        person_id=plain["person_id"],
        role=Role(plain["role"]),
        report_id=plain["report_id"],
        report_ids=tuple(plain["report_ids"]),
        mention_ids=tuple(plain["mention_ids"]),
        agency=plain["agency"],
        origin=plain["origin"],
        received=day("received"),
        occurred=day("occurred"),
        concerns=tuple(plain["concerns"]),
        counts=plain["counts"],
        certain=plain["certain"],
    )


def options_for(
    user: User, compartment: Compartment, number: str, list_name: str, *, is_child: bool
) -> tuple[Option, ...]:
    """Disruption options that the reports this person may open could carry."""
    reports = list(reports_naming(user, compartment, number))
    places = Placement.objects.filter(compartment=compartment, report__in=reports, negated=False)
    children = set(
        Subject.objects.filter(compartment=compartment, is_child=True).values_list(
            "number", flat=True
        )
        if reports
        else ()
    )
    kinds: dict[Any, set[str]] = {}
    concerns: dict[Any, set[str]] = {}
    with_child: set[Any] = set()
    for place in places:
        kinds.setdefault(place.report_id, set()).add(place.kind)
        if place.concern:
            concerns.setdefault(place.report_id, set()).add(place.concern)
        if place.subject in children and place.subject != number:
            with_child.add(place.report_id)
    accounts = [
        Account(
            report_id=r.reference,
            text=r.text,
            kinds=frozenset(kinds.get(r.pk, ())),
            concerns=frozenset(concerns.get(r.pk, ())),
            names_a_child=r.pk in with_child,
        )
        for r in reports
    ]
    held = held_evidence(accounts, policy())
    return matching_options(held, answered_as(list_name, is_child=is_child), policy())


def option_names() -> dict[str, str]:
    """Id → name of every option."""
    return {key: row["name"] for key, row in policy().table("disruption")["options"].items()}


def concern_labels() -> dict[str, str]:
    """Concern → words, those that ask for an answer."""
    rows = policy().table("concerns")["concerns"]
    return {key: row["label"] for key, row in rows.items() if row["asks_for_an_answer"]}


@dataclass(frozen=True, slots=True)
class AgeNow:
    """A child at what is told: still one, or grown since."""

    then: str
    """Ages said at the time, as written."""
    is_adult_now: bool
    """Certainly over 18 today, by every birth that was told."""


def age_now(
    user: User, compartment: Compartment, subject: Subject, *, as_of: date
) -> AgeNow | None:
    """What reports that this person may open say of the age of somebody who was a child at an
    event; None: they say none."""
    mentions = set(
        Placement.objects.filter(compartment=compartment, subject=subject.number).values_list(
            "mention_id", flat=True
        )
    )
    adult = int(policy()["attention.adult_age"])
    said, grown = [], []
    reports = reports_naming(user, compartment, subject.number)
    for row in reports.select_related("held_by", "provenance")[:_READ_FOR_AGE]:
        for detail in _reader().extract(engine_report(row)).details:
            if detail.of not in mentions or detail.kind not in _AGES:
                continue
            latest = _latest_birth(detail, row.received_last_on)
            if latest is not None:
                said.append(detail.text)
                grown.append(_years_on(latest, adult) <= as_of)
    return AgeNow(", ".join(dict.fromkeys(said)), all(grown)) if said else None


@cache
def _reader() -> Extractor:
    return Extractor()


_READ_FOR_AGE = 25
"""Reports that are read again for an age; it is said in the first ones or nowhere."""
_AGES = ("age", "date_of_birth", "school_year")


def _latest_birth(detail: Detail, received_on: date | None) -> date | None:
    """The last day somebody of that age or date of birth can have been born."""
    if detail.birth is not None:
        return detail.birth.last
    if detail.age_low is None or received_on is None:
        return None
    return _years_on(received_on, -detail.age_low)


def _years_on(day: date, years: int) -> date:
    leap = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + years, **({"day": 28} if leap else {}))
