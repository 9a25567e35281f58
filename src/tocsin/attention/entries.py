"""The lists: every subject somebody should be asking about, with every figure and its rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.attention import sentences
from tocsin.attention.against import Against
from tocsin.attention.beside import Beside
from tocsin.attention.chronology import chronology
from tocsin.attention.counting import SubjectCounter, VoicesOf
from tocsin.attention.dateline import date_line, first_hits
from tocsin.attention.figures import (
    concerns_by_use,
    first_known,
    opened,
    role_counts,
    tellers,
)
from tocsin.attention.heeding import Answered, Heeding
from tocsin.attention.material import Material
from tocsin.attention.standing import Standing, about, standings, voice_asks
from tocsin.attention.threshold import Count, Threshold
from tocsin.policies import Policy
from tocsin.policies.answers import Answers
from tocsin.records import (
    AttachedDecision,
    DateLine,
    Entry,
    Extraction,
    Figure,
    Joining,
    Judgement,
    Kind,
    ListName,
    Mention,
    Report,
    Role,
    Subject,
    Voice,
)
from tocsin.values.dates import PartialDate


def build_entries(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    joining: Joining,
    decisions: Mapping[str, Sequence[AttachedDecision]],
    voices_of: VoicesOf,
    *,
    as_of: date,
    policy: Policy,
    judgements: Sequence[Judgement] = (),
) -> tuple[Entry, ...]:
    """Put every subject on its lists, most pressing first within each.

    Args:
        reports: those in view at `as_of`, by report_id.
        extractions: what was found in each.
        joining: who is who.
        decisions: person_id → its decisions, as `tocsin.decisions.attach` gives them.
        voices_of: counts the voices about a subject in some roles; a set of no roles asks for
            every mention that is not negated, and `among` counts only some reports.
        as_of: the day the clocks are read on; decisions taken later are not seen.
        policy: thresholds, concerns and what answers what.
        judgements: what humans said of who is who; those that keep two apart are shown.

    Returns:
        Entries in order of list; within it by voices without an answer (most first), since when
        (oldest first), certain voices (most first), person_id. `below_the_line` says that an
        entry is named but does not ring; it keeps its place in that order.

    A count is not a finding: it says who was reported, by how many independent voices, and what
    answer is recorded in the material read.
    """
    material = Material.of(reports, extractions, joining)
    against = Against(material, joining.subjects, judgements)
    desk = Desk(material, against, decisions, voices_of, as_of, policy)
    entries = [entry for subject in joining.subjects for entry in desk.entries(subject)]
    return tuple(sorted(entries, key=most_pressing))


def most_pressing(entry: Entry) -> tuple[int, int, bool, str, int, str]:
    """The order of all entries: by list, and the most pressing first within each."""
    since = entry.unheeded_since
    return (
        list(ListName).index(entry.list),
        -entry.figures["unheeded_voices"].value,
        since is None,
        since.iso() if since else "",
        -entry.figures["voices_certain"].value,
        entry.person_id,
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One subject on one list, while its entry is made."""

    subject: Subject
    mentions: Sequence[Mention]
    standing: Standing
    counter: SubjectCounter
    shown: tuple[Voice, ...]
    count: Count
    found: Answered
    named_in: Sequence[Report]
    """The reports the voices stand for, in order of receipt."""


class Desk:
    """Makes the entries of one subject after another."""

    def __init__(
        self,
        material: Material,
        against: Against,
        decisions: Mapping[str, Sequence[AttachedDecision]],
        voices_of: VoicesOf,
        as_of: date,
        policy: Policy,
    ) -> None:
        """As for `build_entries`; `against` knows what speaks against each subject."""
        self._material = material
        self._against = against
        self._decisions = decisions
        self._voices_of = voices_of
        self.as_of = as_of
        self._answers = Answers.of(policy)
        self._threshold = Threshold.of(policy)
        self._adult_age = int(policy["attention.adult_age"])
        self._reopening = int(policy["attention.reopening_voices"])
        self.beside = Beside(
            self._material,
            shown=policy["attention.seen_with"],
            crowd=policy["attention.seen_with_crowd"],
        )

    def entries(self, subject: Subject) -> list[Entry]:
        """The subject's entries, one for each list it stands on."""
        mentions = self._material.mentions_of(subject)
        places = standings(
            subject, mentions, self._material, self._answers, adult_age=self._adult_age
        )
        return [self._entry(self._case(subject, mentions, place)) for place in places]

    def _case(self, subject: Subject, mentions: Sequence[Mention], standing: Standing) -> _Case:
        asks = voice_asks(standing, subject, self._material, self._answers)
        counter = SubjectCounter(self._voices_of, subject, standing, asks)
        shown, count = counter.shown()
        found = self._heeding(standing).answered(
            count.voices, self._decisions.get(subject.person_id, ())
        )
        named_in = self._named_in(mentions, standing, shown)
        return _Case(subject, mentions, standing, counter, shown, count, found, named_in)

    def _named_in(
        self, mentions: Sequence[Mention], standing: Standing, shown: Sequence[Voice]
    ) -> list[Report]:
        """The reports the voices stand for; without a voice, those that name it at all here."""
        ids = {report_id for voice in shown for report_id in voice.report_ids}
        if not ids:
            counted = [m for m in mentions if not m.negated]
            in_role = [m for m in counted if not standing.roles or m.role in standing.roles]
            found = in_role or [m for m in counted if m.role is Role.UNKNOWN]
            ids = {m.report_id for m in found}
        return sorted((self._material.reports[i] for i in ids), key=_receipt)

    def _entry(self, case: _Case) -> Entry:
        subject, standing, found = case.subject, case.standing, case.found
        figures = self._figures(case)
        since = first_known([v.received for v in found.unheeded])
        away = self._against.of(subject, case.mentions)
        named = [m for m in case.mentions if not standing.roles or m.role in standing.roles]
        known = [r.received for r in case.named_in if r.received is not None]
        return Entry(
            list=standing.list,
            person_id=subject.person_id,
            kind=subject.kind,
            names=subject.names,
            identifiers=subject.identifiers,
            role_counts=role_counts(case.mentions),
            concerns=concerns_by_use(named),
            figures=figures,
            voices=case.shown,
            agency_names=figures["agencies"].rows,
            first_on=min(known, key=lambda day: (day.first, day.last), default=None),
            last_on=max(known, key=lambda day: (day.last, day.first), default=None),
            unheeded_since=since,
            unheeded_days=max(0, (self.as_of - since.last).days) if since else 0,
            decisions=found.decisions,
            continually_mentioned=self._threshold.is_met(case.count),
            below_the_line=not self._rings(case),
            reason=self._reason(case),
            report_ids=figures["reports"].rows,
            date_line=self._date_line(case),
            points_away=away,
            seen_with=self.beside.of(subject.person_id, figures["reports"].rows),
            chronology=chronology(
                subject,
                case.mentions,
                case.count.voices,
                found.decisions,
                away,
                self._material,
                is_child=standing.is_child,
            ),
            is_child=standing.is_child,
            unanswered_if=self._unanswered_if(case, since),
            read_now=standing.hits,
        )

    def _figures(self, case: _Case) -> dict[str, Figure]:
        voices = case.count.voices
        agencies = sorted({v.agency for v in voices if v.agency})
        return {
            "reports": Figure(tuple(r.report_id for r in case.named_in)),
            "voices": opened(voices),
            "voices_certain": opened([v for v in voices if v.certain]),
            "unknown_voices": opened(self._unknown(case)),
            "agencies": Figure(tuple(agencies)),
            "unheeded_voices": opened(case.found.unheeded),
            "sources_min": tellers(voices, case.count.sources_min),
            "sources_max": tellers(voices, case.count.sources_max),
        }

    def _unknown(self, case: _Case) -> list[Voice]:
        """Voices in which the subject's part is not said: counted apart, and only where no
        counted report speaks."""
        subject = case.subject
        if subject.kind is not Kind.PERSON or not any(
            m.role is Role.UNKNOWN and not m.negated for m in case.mentions
        ):
            return []
        return case.counter.unknown(frozenset(r for v in case.shown for r in v.report_ids))

    def _heeding(self, standing: Standing) -> Heeding:
        return Heeding(
            standing.answered_as,
            self._answers,
            lambda voice: about(voice, self._material),
            self.as_of,
        )

    def _rings(self, case: _Case) -> bool:
        """Whether the entry stands above the line: an answer is owed now.

        What no decision answers meets the policy by itself, or something came after the last
        decision that counts, or a report that cannot wait was not answered.
        """
        unheeded = case.found.unheeded
        if case.standing.list is ListName.READ_NOW:
            waiting = {v.report_id for v in unheeded}
            heeded = [v for v in case.count.voices if v.report_id not in waiting]
            answered_now = {r for v in heeded for r in v.report_ids}
            return any(hit[1] not in answered_now for hit in case.standing.hits)
        decided = [d.on.last for d in case.found.counting if d.on is not None]
        received = [v.received.first for v in unheeded if v.received is not None]
        later = [day for day in received if decided and day > max(decided)]
        return len(later) >= self._reopening or self._meets_policy(case, unheeded)

    def _meets_policy(self, case: _Case, voices: tuple[Voice, ...]) -> bool:
        if len(voices) == len(case.count.voices):
            return self._threshold.is_met(case.count)
        if len(voices) < self._threshold.voices:
            return False
        return self._threshold.is_met(case.counter.only(voices))

    def _date_line(self, case: _Case) -> DateLine:
        if case.standing.list is ListName.READ_NOW:
            hits = {hit[1] for hit in case.standing.hits}
            return first_hits([r for r in case.named_in if r.report_id in hits])

        return date_line(case.count, case.counter.count, case.named_in, self._threshold)

    def _reason(self, case: _Case) -> str:
        said = sentences.reason(
            case.count.voices,
            case.found.unheeded,
            case.found.counting,
            agencies=len({v.agency for v in case.count.voices if v.agency}),
            reports=len(case.named_in),
        )
        if case.standing.list is ListName.READ_NOW:
            return sentences.reason_to_read_now(case.standing.hits, said)
        return said

    def _unanswered_if(self, case: _Case, since: PartialDate | None) -> str:
        """What confirming a told decision would change; nothing where it changes no date."""
        if not case.found.unheeded:
            return ""
        questions = [
            (decision, then, not left)
            for decision, left in self._heeding(case.standing).if_confirmed(
                case.count.voices, case.found
            )
            if (then := first_known([v.received for v in left])) != since or not left
        ]
        return sentences.unanswered_if(since, questions)


def _receipt(report: Report) -> tuple[bool, date, str]:
    received = report.received
    return (received is None, received.last if received else date.min, report.report_id)
