"""Which voices a decision answers: what was known when it was taken, and nothing later."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.policies.answers import Answers
from tocsin.records import AttachedDecision, Decision, JoinStatus, ListName, Voice


@dataclass(frozen=True, slots=True)
class Answered:
    """The decisions as they stand on one list, and what they leave open."""

    decisions: tuple[AttachedDecision, ...]
    unheeded: tuple[Voice, ...]

    @property
    def counting(self) -> tuple[Decision, ...]:
        """The decisions that count here."""
        return tuple(a.decision for a in self.decisions if a.counts)


def answered(
    voices: Sequence[Voice],
    decisions: Iterable[AttachedDecision],
    list_name: ListName,
    answers: Answers,
    *,
    as_of: date,
) -> Answered:
    """Hold the decisions against the voices that ask for an answer."""
    on_list = tuple(_on_list(a, list_name, answers) for a in decisions if _taken(a, as_of))
    counting = [a.decision for a in on_list if a.counts]
    return Answered(on_list, unheeded(voices, counting, answers))


def unheeded(
    voices: Iterable[Voice], decisions: Sequence[Decision], answers: Answers
) -> tuple[Voice, ...]:
    """The voices no decision answers, in their order."""
    return tuple(v for v in voices if not any(_answers(d, v, answers) for d in decisions))


def if_confirmed(
    voices: Sequence[Voice], found: Answered, list_name: ListName, answers: Answers
) -> list[tuple[Decision, tuple[Voice, ...]]]:
    """For each told decision that would count once confirmed: what it would leave unheeded."""
    open_questions = []
    for attached in found.decisions:
        decision = attached.decision
        would_count = (
            not decision.confirmed
            and attached.join_status is JoinStatus.CERTAIN
            and decision.on is not None
            and answers.kind_answers(decision.kind.value, list_name.value)
        )
        if would_count:
            left = unheeded(voices, [*found.counting, decision], answers)
            open_questions.append((decision, left))
    return open_questions


def _taken(attached: AttachedDecision, as_of: date) -> bool:
    """A past day knows only what had been decided by then."""
    on = attached.decision.on
    return on is None or on.first <= as_of


def _on_list(attached: AttachedDecision, list_name: ListName, answers: Answers) -> AttachedDecision:
    """Whether it counts here: some kinds answer only some lists."""
    kind = attached.decision.kind.value
    if not attached.counts or answers.kind_answers(kind, list_name.value):
        return attached
    kinds = ", ".join(sorted(answers.kinds_of[list_name.value])).replace("_", " ")
    written = kind.replace("_", " ")
    why = f"A decision of the kind '{written}' does not answer this list; these do: {kinds}."
    return replace(attached, counts=False, why_not=why)


def _answers(decision: Decision, voice: Voice, answers: Answers) -> bool:
    if not answers.covers(decision.concern, voice.concerns):
        return False
    if not set(decision.cites).isdisjoint(voice.report_ids):
        return True
    if decision.report_id == voice.report_id:
        return _tells_of_its_time(decision, voice, answers.telling_days)
    return (
        decision.on is not None
        and voice.received is not None
        and voice.received.last < decision.on.first
    )


def _tells_of_its_time(decision: Decision, voice: Voice, days: int) -> bool:
    """A report that tells of an old decision and of a new sighting is a new account."""
    when = voice.occurred or voice.received
    if decision.on is None or when is None:
        return True
    return when.first <= decision.on.last + timedelta(days=days)
