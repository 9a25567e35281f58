"""Which voices a decision answers: what was known when it was taken, and nothing later."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tocsin.policies.answers import Answers
from tocsin.records import AttachedDecision, Decision, JoinStatus, ListName, Voice


@dataclass(frozen=True, slots=True)
class Answered:
    """The decisions as they stand on one list, and what they leave open."""

    decisions: tuple[AttachedDecision, ...]
    unheeded: tuple[Voice, ...]
    """Voices no decision that counts answers, in their order."""

    @property
    def counting(self) -> tuple[Decision, ...]:
        """The decisions that count here."""
        return tuple(a.decision for a in self.decisions if a.counts)


@dataclass(frozen=True, slots=True)
class Heeding:
    """Holds decisions against voices, for one list."""

    list_name: ListName
    """The list whose kinds of decision answer."""
    answers: Answers
    about: Callable[[Voice], Iterable[str]]
    """The concerns of a voice."""
    as_of: date

    def answered(self, voices: Sequence[Voice], decisions: Iterable[AttachedDecision]) -> Answered:
        """The decisions as they stand on this list, and the voices they leave open."""
        on_list = tuple(self._on_list(a) for a in decisions if _taken(a, self.as_of))
        counting = [a for a in on_list if a.counts]
        return Answered(on_list, self._unheeded(voices, counting))

    def if_confirmed(
        self, voices: Sequence[Voice], found: Answered
    ) -> list[tuple[Decision, tuple[Voice, ...]]]:
        """For each told decision that would count once confirmed: what it would leave open."""
        questions = []
        for attached in found.decisions:
            decision = attached.decision
            would_count = (
                not decision.confirmed
                and (attached.join_status is JoinStatus.CERTAIN or attached.certain_about)
                and decision.on is not None
                and self.answers.kind_answers(decision.kind.value, self.list_name.value)
            )
            if would_count:
                counting = [a for a in found.decisions if a.counts]
                left = self._unheeded(voices, [*counting, attached])
                questions.append((decision, left))
        return questions

    def _unheeded(
        self, voices: Iterable[Voice], counting: Sequence[AttachedDecision]
    ) -> tuple[Voice, ...]:
        return tuple(v for v in voices if not any(self._answers(a, v) for a in counting))

    def _on_list(self, attached: AttachedDecision) -> AttachedDecision:
        """Whether it counts here: some kinds answer only some lists."""
        kind = attached.decision.kind.value
        if not attached.counts or self.answers.kind_answers(kind, self.list_name.value):
            return attached
        kinds = ", ".join(sorted(self.answers.kinds_of[self.list_name.value])).replace("_", " ")
        written = kind.replace("_", " ")
        why = f"A decision of the kind '{written}' does not answer this list; these do: {kinds}."
        return replace(attached, counts=False, why_not=why)

    def _answers(self, attached: AttachedDecision, voice: Voice) -> bool:
        decision, certain = attached.decision, attached.certain_about
        if attached.join_status is not JoinStatus.CERTAIN and set(certain).isdisjoint(
            voice.mention_ids
        ):
            return False
        if not self.answers.covers(decision.concern, self.about(voice)):
            return False
        if not set(decision.cites).isdisjoint(voice.report_ids):
            return True
        if decision.report_id == voice.report_id:
            return _tells_of_its_time(decision, voice, self.answers.telling_days)
        return (
            decision.on is not None
            and voice.received is not None
            and voice.received.last < decision.on.first
        )


def _taken(attached: AttachedDecision, as_of: date) -> bool:
    """A past day knows only what had been decided by then."""
    on = attached.decision.on
    return on is None or on.first <= as_of


def _tells_of_its_time(decision: Decision, voice: Voice, days: int) -> bool:
    """A report that tells of an old decision and of a new sighting is a new account."""
    when = voice.occurred or voice.received
    if decision.on is None or when is None:
        return True
    return when.first <= decision.on.last + timedelta(days=days)
