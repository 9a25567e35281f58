"""The lists of a case that grows: entries of the subjects that changed, and of nobody else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from tocsin.attention.against import Against, names_borne
from tocsin.attention.chronology import chronology
from tocsin.attention.counting import VoicesOf
from tocsin.attention.entries import Desk
from tocsin.attention.material import Material, looked_through
from tocsin.policies import Policy
from tocsin.records import AttachedDecision, Entry, Extraction, Judgement, Report, Subject


class LivingDesk:
    """Makes entries over reports and subjects that change."""

    def __init__(
        self,
        material: LivingMaterial,
        decisions: Mapping[str, Sequence[AttachedDecision]],
        voices_of: VoicesOf,
        *,
        as_of: date,
        policy: Policy,
        judgements: Iterable[Judgement] = (),
    ) -> None:
        """`material` and `decisions` are kept, and read as they change."""
        self.material = material
        self._against = Against(material.view, (), judgements)
        self._desk = Desk(material.view, self._against, decisions, voices_of, as_of, policy)

    @property
    def as_of(self) -> date:
        """The day the clocks are read on."""
        return self._desk.as_of

    @as_of.setter
    def as_of(self, day: date) -> None:
        self._desk.as_of = day

    def heed(self, judgements: Iterable[Judgement]) -> None:
        """Take in all that humans said of who is who, in place of what they had said."""
        self._against.heed(judgements)

    def load(self, subjects: Sequence[Subject]) -> None:
        """Take in the subjects of a case that holds none."""
        self.material.change((), subjects)
        for subject in subjects:
            self._against.enter(subject)

    def change(self, gone: Sequence[Subject], now: Sequence[Subject]) -> tuple[set[str], set[str]]:
        """Take in that subjects are no longer as they were.

        Args:
            gone: as they were.
            now: as they are, those that are new among them.

        Returns:
            Subjects of whom another line may have to be told, because they share a name with one
            of these, or a report; and the reports in which somebody is another subject.
        """
        was = {s.person_id: _shown_elsewhere(s) for s in gone}
        told: set[str] = set()
        there = {s.person_id for s in now}
        renamed = [s for s in gone if s.person_id not in there]
        renamed += [s for s in now if was.get(s.person_id) != _shown_elsewhere(s)]
        for subject in gone:
            self._against.leave(subject)
        for subject in renamed:
            told |= self._against.told_of(subject)
        moved = self.material.change(gone, now)
        for subject in now:
            self._against.enter(subject)
        for subject in renamed:
            told |= self._against.told_of(subject)
        self._desk.beside.forget(moved)
        return told.union(*(self.material.named_in(r) for r in moved)), moved

    def entries(self, subject: Subject) -> tuple[Entry, ...]:
        """The subject's entries, one for each list it stands on."""
        return tuple(self._desk.entries(subject))

    def again(self, entry: Entry) -> Entry:
        """An entry whose voices stand, with whom it is seen and what points away told anew."""
        material, subject = self.material.view, self.material.subjects[entry.person_id]
        mentions = material.mentions_of(subject)
        away = self._against.of(subject, mentions)
        beside = self._desk.beside.of(entry.person_id, entry.figures["reports"].rows)
        if (away, beside) == (entry.points_away, entry.seen_with):
            return entry
        counted = tuple(v for v in entry.voices if v.counts)
        lines = chronology(
            subject, mentions, counted, entry.decisions, away, material, is_child=entry.is_child
        )
        return replace(entry, points_away=away, seen_with=beside, chronology=lines)

    def on(self, entry: Entry) -> Entry:
        """The same entry on another day, nothing else having changed."""
        since = entry.unheeded_since
        days = max(0, (self.as_of - since.last).days) if since else 0
        return entry if days == entry.unheeded_days else replace(entry, unheeded_days=days)


class LivingMaterial:
    """`Material` that takes in reports and subjects as they come."""

    def __init__(
        self, reports: Mapping[str, Report], extractions: Mapping[str, Extraction]
    ) -> None:
        self._extractions = extractions
        self.subjects: dict[str, Subject] = {}
        self.subject_of: dict[str, str] = {}
        """mention_id → person_id."""
        self._found = looked_through((), {})
        mentions, details, relations, concerns = self._found
        self.view = Material(
            reports,
            extractions,
            self.subjects,
            mentions,
            self.subject_of,
            details,
            relations,
            concerns,
        )

    def take_in(self, report_ids: Iterable[str]) -> None:
        """Look through new reports."""
        found = looked_through(report_ids, self._extractions)
        self._found[0].update(found[0])
        self._found[1].update(found[1])
        self._found[2].update(found[2])
        self._found[3].update(found[3])

    def change(self, gone: Iterable[Subject], now: Iterable[Subject]) -> set[str]:
        """Take in subjects as they are now; the reports in which somebody is another subject."""
        before: dict[str, tuple[str, str]] = {}
        for subject in gone:
            del self.subjects[subject.person_id]
            before.update(_bearing(subject))
        for mention_id in before:
            del self.subject_of[mention_id]
        after: dict[str, tuple[str, str]] = {}
        for subject in now:
            self.subjects[subject.person_id] = subject
            after.update(_bearing(subject))
        self.subject_of.update((m, person_id) for m, (person_id, _) in after.items())
        return {m.rsplit(":", 2)[0] for m, _ in before.items() ^ after.items()}

    def named_in(self, report_id: str) -> set[str]:
        """The subjects of a report."""
        found = self._extractions[report_id].mentions
        return {self.subject_of[m.mention_id] for m in found if m.mention_id in self.subject_of}


def _bearing(subject: Subject) -> dict[str, tuple[str, str]]:
    return dict.fromkeys(subject.mention_ids, (subject.person_id, subject.set_apart))


def _shown_elsewhere(subject: Subject) -> tuple[object, ...]:
    """What other subjects' entries tell of this one."""
    return (names_borne(subject), subject.mention_ids[0])
