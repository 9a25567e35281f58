"""What a store holds that takes in each update of a live case, and the slow way to the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from tocsin.attention import build_entries
from tocsin.decisions import attach
from tocsin.echoes import VoiceCounter
from tocsin.echoes.living import LivingEchoes
from tocsin.live import LiveCase
from tocsin.pipeline import Settings, judged_in_time
from tocsin.records import Case, Echo, Entry, Sighting, Sightings, Subject, Update
from tocsin.sighting import sightings_of

_NUMBER = re.compile(r"T-[0-9A-Z]{7}")


@dataclass
class Store:
    """Rows as casework keeps them: replaced by what an update names, else left as they are."""

    subjects: dict[str, Subject] = field(default_factory=dict)
    entries: dict[str, tuple[Entry, ...]] = field(default_factory=dict)
    echoes: dict[str, tuple[Echo, ...]] = field(default_factory=dict)
    sightings: dict[str, set[Sighting]] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, case: Case) -> Store:
        """All rows of a case."""
        store = cls({s.person_id: s for s in case.joining.subjects})
        for entry in case.entries:
            store.entries[entry.person_id] = (*store.entries.get(entry.person_id, ()), entry)
        for echo in case.echoes:
            store.echoes[echo.report_id] = (*store.echoes.get(echo.report_id, ()), echo)
        for row in case.sightings.rows:
            store.sightings.setdefault(row.person_id, set()).add(row)
        store.redirects = dict(case.joining.redirects)
        return store

    def take(self, update: Update) -> None:
        """Write an update over what is here."""
        before = {(p, e.list) for p in update.listed for e in self.entries.get(p, ())}
        for report_id in update.echoed:
            self.echoes.pop(report_id, None)
        for echo in update.echoes:
            self.echoes[echo.report_id] = (*self.echoes.get(echo.report_id, ()), echo)
        for person_id in (*update.listed, *update.gone):
            self.entries.pop(person_id, None)
        for entry in update.entries:
            self.entries[entry.person_id] = (*self.entries.get(entry.person_id, ()), entry)
        left = {(p, e.list) for p in update.listed for e in self.entries.get(p, ())}
        assert set(update.gone_entries) == before - left
        for person_id in update.gone:
            del self.subjects[person_id]
            self.sightings.pop(person_id, None)
        self.subjects.update((s.person_id, s) for s in update.subjects)
        for person_id in update.recounted:
            self.sightings.pop(person_id, None)
        for row in update.sightings.rows:
            self.sightings.setdefault(row.person_id, set()).add(row)
        self.redirects.update(update.redirects)

    def same_as(self, case: Case) -> None:
        """Fail where a row differs from those of the case."""
        other = Store.of(case)
        assert self.subjects == other.subjects
        assert self.echoes == other.echoes
        assert {p: set(map(_told, e)) for p, e in self.entries.items()} == {
            p: set(map(_told, e)) for p, e in other.entries.items()
        }
        assert self.sightings == other.sightings
        assert other.redirects.items() <= self.redirects.items()


def _told(entry: Entry) -> str:
    return repr(entry)


def slowly(case: Case, settings: Settings) -> tuple[tuple[Entry, ...], Sightings]:
    """Entries and sightings of a case from its joins and echoes, everybody's worked out anew."""
    reports, found, joining = case.reports, case.extractions, case.joining
    attached = attach(case.decisions, joining, found)
    counter = VoiceCounter(reports, found, joining, case.echoes, settings.policy)
    entries = build_entries(
        reports,
        found,
        joining,
        attached,
        counter.voices,
        as_of=settings.as_of,
        policy=settings.policy,
        judgements=judged_in_time(settings),
    )
    return entries, sightings_of(reports, found, joining, entries, counter)


def echoes_slowly(live: LiveCase, settings: Settings) -> tuple[Echo, ...]:
    """All echoes anew, with what stands still as it stands."""
    case, held = live.case(), live._parts.echoes
    said = {r: held.reader.said(report) for r, report in case.reports.items()}
    anew = LivingEchoes(
        case.reports.values(), case.extractions, said, settings.policy, held.standing
    )
    anew.join({m: s.person_id for s in case.joining.subjects for m in s.mention_ids})
    return anew.all()


def unnumbered(case: Case) -> list[str]:
    """The entries of a case but for what is told of other subjects, by the mention a subject is
    known by: of several as often seen, those with the lowest numbers are told."""
    name = {s.person_id: f"<{s.mention_ids[0]}>" for s in case.joining.subjects}
    found = (
        replace(
            entry,
            seen_with=(),
            points_away=tuple(row for row in entry.points_away if not _NUMBER.match(row[0])),
            chronology=tuple(c for c in entry.chronology if not _NUMBER.match(c.sentence)),
        )
        for entry in case.entries
    )
    return sorted(_NUMBER.sub(lambda m: name.get(m[0], m[0]), repr(e)) for e in found)
