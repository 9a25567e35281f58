"""Plain sentences, built from the very values that are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from tocsin.records import Decision, Role, Voice
from tocsin.values.dates import PartialDate, Precision
from tocsin.values.spoken import MONTHS, counted

NO_ANSWER = "no answer recorded in the material read"
_UNSAID = "unspecified"
_CONCERNS = {
    "online": "online contact",
    "self_harm": "self-harm",
    "weapon": "a weapon",
}
_NAMED = {
    Role.ALLEGED: "said to have done something",
    Role.AFFECTED: "said to be affected",
    Role.WITNESS: "named as a witness",
    Role.RELATIVE: "named as a relative",
    Role.REPORTER: "named as the reporter",
    Role.PROFESSIONAL: "named at work",
}
_READ_NOW = {
    "danger": "Words of immediate danger",
    "disclosure": "A disclosure",
    "under_13": "A concern about a child under 13",
}


def spoken(on: PartialDate) -> str:
    """A date as it is said: `6 June 2005`, `June 2005`, `2005`, `1 March to 31 May 2003`."""
    if on.precision is Precision.DAY:
        return f"{on.first.day} {month(on)}"
    if on.precision is Precision.MONTH:
        return month(on)
    if on.precision is Precision.YEAR:
        return str(on.first.year)
    first, last = PartialDate.of_day(on.first), PartialDate.of_day(on.last)
    return f"{spoken(first)} to {spoken(last)}"


def month(on: PartialDate) -> str:
    """`June 2005`."""
    return f"{MONTHS[on.first.month - 1]} {on.first.year}"


def reason(
    voices: Sequence[Voice],
    unheeded: Sequence[Voice],
    decisions: Sequence[Decision],
    *,
    agencies: int,
    reports: int,
) -> str:
    """Why this subject stands here, in one sentence.

    >>> reason([], [], [], agencies=0, reports=2)
    'Named in 2 reports, in no voice that asks for an answer.'
    """
    if not voices:
        return f"Named in {counted(reports, 'report')}, in no voice that asks for an answer."
    start = f"{counted(len(voices), 'voice')}{_agencies(agencies)}{_when(voices)}"
    return f"{start}; {_answer(voices, unheeded, decisions)}."


def reason_to_read_now(hits: Iterable[tuple[str, str, int, int]], rest: str) -> str:
    """Why to read it now, before the count."""
    kinds = sorted({hit[0] for hit in hits}, key=list(_READ_NOW).index)
    reports = sorted({hit[1] for hit in hits})
    words = [_READ_NOW[kind] for kind in kinds]
    said = " and ".join([words[0], *(w[0].lower() + w[1:] for w in words[1:])])
    where = reports[0] if len(reports) == 1 else counted(len(reports), "report")
    return f"{said} in {where}: one report is enough; {rest[0].lower()}{rest[1:]}"


def unanswered_if(
    since: PartialDate | None,
    questions: Sequence[tuple[Decision, PartialDate | None, bool]],
) -> str:
    """`unanswered since 2003; if R076 is a decision, since 2008`."""
    parts = []
    for decision, then_since, all_answered in questions:
        told_in = decision.report_id or decision.decision_id
        then = "answered" if all_answered else f"since {_known(then_since)}"
        parts.append(f"if {told_in} is a decision, {then}")
    if not parts:
        return ""
    return "; ".join([f"unanswered since {_known(since)}", *parts])


def named_as(roles: Iterable[Role], *, is_child: bool, is_person: bool) -> str:
    """How a report names a subject; of a child nothing is said that accuses."""
    if not is_person:
        return "named"
    words = []
    for role in sorted(set(roles), key=list(Role).index):
        if role is Role.UNKNOWN:
            words.append("named, in what part is not said")
        elif role is Role.ALLEGED and is_child:
            words.append("named as a suspect: a child first")
        elif role is Role.OTHER:
            words.append("named as excluded, denied or standing by")
        else:
            words.append(_NAMED[role])
    return " and ".join(words)


def about(concerns: Iterable[str]) -> str:
    """What a report names a subject in, to follow how it names it.

    >>> about(["self_harm", "drugs", ""]), about(["unspecified"]), about([])
    (' (drugs, self-harm)', ' (kind of concern not said)', '')
    >>> about(["drugs", "unspecified"])
    ' (drugs, and a concern whose kind is not said)'
    """
    said = sorted({_CONCERNS.get(c, c.replace("_", " ")) for c in concerns if c})
    if said == [_UNSAID]:
        return " (kind of concern not said)"
    if _UNSAID in said:
        said = [*(c for c in said if c != _UNSAID), "and a concern whose kind is not said"]
    return f" ({', '.join(said)})" if said else ""


def decided(decision: Decision) -> str:
    """`no further action, 7 November 2006`."""
    kind = decision.kind.value.replace("_", " ")
    return f"{kind}, {spoken(decision.on)}" if decision.on else f"{kind}, undated"


def _agencies(number: int) -> str:
    return f" from {counted(number, 'agency', 'agencies')}" if number else ""


def _when(voices: Sequence[Voice]) -> str:
    known = [v.received for v in voices if v.received is not None]
    if not known:
        return ", none with a known date"
    first = min(known, key=lambda day: (day.first, day.last))
    last = max(known, key=lambda day: (day.last, day.first))
    if _loose(first) == _loose(last):
        return f" in {_loose(first)}"
    return f" between {_loose(first)} and {_loose(last)}"


def _loose(on: PartialDate) -> str:
    return month(on) if on.precision in {Precision.DAY, Precision.MONTH} else spoken(on)


def _answer(
    voices: Sequence[Voice], unheeded: Sequence[Voice], decisions: Sequence[Decision]
) -> str:
    if not decisions:
        return NO_ANSWER
    last = max(decisions, key=lambda d: d.on.last if d.on else date.min)
    if not unheeded:
        return f"answered: {decided(last)}"
    if len(unheeded) == len(voices):
        return f"none of them answered (recorded: {decided(last)})"
    return f"{len(unheeded)} of them not answered (last answer: {decided(last)})"


def _known(on: PartialDate | None) -> str:
    return spoken(on) if on else "a day that is not known"
