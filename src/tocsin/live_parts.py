"""The parts of a case that changes, and in what order a change goes through them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tocsin.attention import most_pressing
from tocsin.attention.living import LivingDesk, LivingMaterial
from tocsin.decisions.living import LivingDecisions
from tocsin.echoes import Said
from tocsin.echoes.living import LivingEchoes
from tocsin.echoes.living_voices import LivingVoices
from tocsin.gathering import Gathered
from tocsin.people.index import Change, JoinIndex
from tocsin.people.joining import Group
from tocsin.people.judgements import bind
from tocsin.people.model import Model
from tocsin.people.thing_subjects import ThingSubjects, numbered
from tocsin.pipeline import Settings, by_receipt, judged_in_time, timed
from tocsin.records import (
    Decision,
    Echo,
    Entry,
    Extraction,
    Join,
    Joining,
    Judgement,
    Kind,
    ListName,
    Report,
    Sightings,
    Subject,
)
from tocsin.sighting import is_drawn, sightings_around, sightings_of

Read = tuple[Report, Extraction, Said]


@dataclass(slots=True)
class Settled:
    """Whom and what a change has reached."""

    read: list[str] = field(default_factory=list)
    """Reports that were read."""
    echoed: set[str] = field(default_factory=set)
    """Reports whose echoes are others."""
    subjects: set[str] = field(default_factory=set)
    """Subjects that hold other mentions or cores."""
    recounted: set[str] = field(default_factory=set)
    """Subjects whose voices or decisions may be others."""
    listed: set[str] = field(default_factory=set)
    """Subjects whose entries are others."""
    redirects: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    moved: set[str] = field(default_factory=set)
    """Reports in which somebody is another subject."""
    had: set[tuple[str, ListName]] = field(default_factory=set)
    """The entries that those of `listed` had."""
    joins: list[Join] = field(default_factory=list)
    timings: dict[str, float] = field(default_factory=dict)
    """Seconds by stage."""

    def take(self, later: Settled) -> None:
        """Take in what a later change has reached."""
        self.read += later.read
        self.echoed |= later.echoed
        self.subjects |= later.subjects
        self.recounted |= later.recounted
        self.listed |= later.listed
        self.redirects |= later.redirects
        self.gone |= later.gone
        self.moved |= later.moved
        self.had |= later.had
        self.joins += later.joins


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What a case was before it was worked out anew."""

    subjects: Mapping[str, Subject]
    entries: Mapping[str, tuple[Entry, ...]]
    echoes: tuple[Echo, ...]
    redirects: Mapping[str, str]


class Parts:
    """Reports, echoes, joins, voices, decisions and entries, each following the one before."""

    def __init__(
        self,
        view: Mapping[str, Report],
        gathered: Gathered,
        settings: Settings,
        model: Model,
        *,
        numbers: Mapping[str, str],
        index_file: Path | None,
        standing: Parts | None,
    ) -> None:
        """As for `LiveCase.build`, with what was read of the reports in view."""
        self.reports = dict(view)
        self.extractions = {r: gathered.extractions[r] for r in view}
        self._settings = settings
        self._model = model
        self._by_agency: dict[tuple[str, str], Report] = {}
        for report in view.values():
            self._note_agency(report)
        self.entries: dict[str, tuple[Entry, ...]] = {}
        self.echoes: LivingEchoes = LivingEchoes(
            view.values(),
            self.extractions,
            gathered.said,
            settings.policy,
            standing.echoes.standing if standing else None,
        )
        self._index: JoinIndex = JoinIndex.build(
            view,
            self.extractions,
            echoes=self.echoes.all_first(),
            judgements=judged_in_time(settings),
            mended=settings.mended,
            numbers=numbers,
            file=index_file,
            policy=settings.policy,
            model=model,
            threads=settings.workers,
            standing=standing._index if standing else None,
        )
        joining = self._index.joining()
        self.redirects = dict(joining.redirects)
        self._lay_out(joining, count=standing is None)

    def _lay_out(self, joining: Joining, *, count: bool) -> None:
        settings = self._settings
        material = LivingMaterial(self.reports, self.extractions)
        self.subjects, self.numbers = material.subjects, material.subject_of
        self.voices = LivingVoices(self.reports, self.extractions, self.echoes.of, settings.policy)
        self.decisions = LivingDecisions(
            self.subjects, self.subject_of, self.redirects, self.extractions
        )
        self.desk = LivingDesk(
            material,
            self.decisions.attached,
            self.voices.voices,
            as_of=settings.as_of,
            policy=settings.policy,
            judgements=judged_in_time(settings),
        )
        material.take_in(self.reports)
        self.desk.load(joining.subjects)
        if count:
            self.echoes.count_joined(self.numbers)
        self.echoes.join(self.numbers)
        self.voices.follow(self.reports)
        self._load_things(judged_in_time(settings))

    def _load_things(self, judgements: Sequence[Judgement]) -> list[Group]:
        settings = self._settings
        bound = bind(judgements, settings.mended, self.extractions, self.numbers)
        self._things = ThingSubjects(self.reports, self.extractions, bound, settings.policy)
        return self._things.load()

    def subject_of(self, mention_id: str) -> Subject | None:
        """The subject of a mention."""
        person_id = self.numbers.get(mention_id)
        return self.subjects.get(person_id) if person_id else None

    def list_all(self, decisions: Iterable[Decision]) -> None:
        """Take in the decisions of the case, and make every entry."""
        self.decisions.add(decisions)
        for person_id, subject in self.subjects.items():
            if entries := self.desk.entries(subject):
                self.entries[person_id] = entries

    def one_of_each_agency(self) -> list[Report]:
        """A report of each agency by its name."""
        return list(self._by_agency.values())

    def _note_agency(self, report: Report) -> None:
        self._by_agency.setdefault((report.agency, report.agency_known_by), report)

    def add(self, read: Sequence[Read], told: Iterable[Decision]) -> Settled:
        """Take in reports that were read."""
        news: list[Echo] = []
        fresh = [report for report, _, _ in read]
        settled = Settled(read=[r.report_id for r in fresh])
        with timed("echoes", settled.timings):
            for report, extraction, said in read:
                self.reports[report.report_id] = report
                self.extractions[report.report_id] = extraction
                self._note_agency(report)
                news += self.echoes.add(report, said)
            self.desk.material.take_in(settled.read)
        with timed("people", settled.timings):
            change = self._index.add(fresh, self.extractions, tuple(news))
        with timed("things", settled.timings):
            groups, joins = self._things.add(settled.read)
            settled.joins += joins
            things = self._numbered(groups, settled)
        self._follow(settled, change, things, told)
        return settled

    def judge(self, now: Sequence[Judgement], heeded: Sequence[Judgement]) -> Settled:
        """Heed further judgements.

        Args:
            now: those that are news.
            heeded: all of them.
        """
        settled = Settled()
        change = self._index.judge(now)
        self.desk.heed(heeded)
        judged = {i for j in now for i in (j.left, j.right)}
        about = [s for i in sorted(judged) if (s := self._judged(i))]
        things: list[Subject] = []
        if any(subject.kind is not Kind.PERSON for subject in about):
            things = self._numbered(self._load_things(heeded), settled)
        self._follow(settled, change, things, (), {s.person_id for s in about})
        return settled

    def _judged(self, what: str) -> Subject | None:
        number = self.redirects.get(what, what)
        return self.subjects.get(number) or self.subject_of(what)

    def decide(self, decisions: Iterable[Decision]) -> Settled:
        """Take in decisions."""
        settled = Settled()
        self._list_anew(settled, self.decisions.add(decisions))
        return settled

    def another_day(self) -> Settled:
        """Read the clocks of every entry on the day of the desk."""
        settled = Settled()
        for person_id, entries in list(self.entries.items()):
            self._list(settled, person_id, tuple(map(self.desk.on, entries)))
        return settled

    def _numbered(self, groups: Sequence[Group], settled: Settled) -> list[Subject]:
        """Things with their numbers."""
        held = {self.numbers.get(m.mention_id, "") for g in groups for c in g.cores for m in c}
        others = _Others(self.subjects, frozenset(held))
        subjects, redirects = numbered(groups, self.reports, self.numbers, self._model, others)
        settled.redirects |= redirects
        return list(subjects)

    def _follow(
        self,
        settled: Settled,
        change: Change,
        things: Sequence[Subject],
        told: Iterable[Decision] = (),
        asked: Iterable[str] = (),
    ) -> None:
        """Take what joining found through echoes, voices, decisions and entries."""
        with timed("moved", settled.timings):
            gone, now = self._moved([*change.touched, *things])
            settled.redirects |= change.redirects
            beside, moved = self.desk.change(gone, now)
            self.lead_on(settled.redirects)
        with timed("echoes", settled.timings):
            settled.echoed |= self.echoes.follow({*moved, *settled.read})
            counted = self.voices.follow({*settled.echoed, *settled.read})
        near = {self.numbers[m.mention_id] for r in counted for m in self.extractions[r].mentions}
        near |= self.decisions.follow(gone, now, settled.read) | self.decisions.add(told)
        near |= {s.person_id for s in now} | set(asked)
        settled.subjects |= {s.person_id for s in now}
        settled.moved |= moved
        ended = {s.person_id for s in gone if s.person_id not in self.subjects}
        settled.gone |= ended
        for person_id in ended:
            self._list(settled, person_id, ())
        with timed("lists", settled.timings):
            self._list_anew(settled, near)
            for person_id in beside - near:
                entries = self.entries.get(person_id, ())
                self._list(settled, person_id, tuple(map(self.desk.again, entries)))

    def _moved(self, touched: Sequence[Subject]) -> tuple[list[Subject], list[Subject]]:
        """Of subjects looked at anew: those that were and are no longer, and those that are."""
        old = {self.numbers[m] for s in touched for m in s.mention_ids if m in self.numbers}
        now = [s for s in touched if self.subjects.get(s.person_id) != s]
        same = {s.person_id for s in touched} - {s.person_id for s in now}
        return [self.subjects[n] for n in sorted(old - same)], now

    def lead_on(self, redirects: Mapping[str, str]) -> None:
        """Numbers that nobody bears lead to one that somebody bears."""
        held = self.redirects
        for old, number in {**redirects, **held}.items():
            held[old] = redirects.get(number, number)
        held.update(redirects)
        for old in held.keys() & self.subjects.keys():
            del held[old]

    def _list_anew(self, settled: Settled, person_ids: Iterable[str]) -> None:
        found = sorted(self.subjects.keys() & set(person_ids))
        settled.recounted |= set(found)
        for person_id in found:
            self._list(settled, person_id, self.desk.entries(self.subjects[person_id]))

    def _list(self, settled: Settled, person_id: str, entries: tuple[Entry, ...]) -> None:
        before = self.entries.get(person_id, ())
        if before == entries:
            return
        settled.listed.add(person_id)
        settled.had |= {(person_id, e.list) for e in before}
        if entries:
            self.entries[person_id] = entries
        else:
            del self.entries[person_id]

    def snapshot(self) -> Snapshot:
        """The case as it is."""
        return Snapshot(
            dict(self.subjects), dict(self.entries), self.echoes.all(), dict(self.redirects)
        )

    def since(self, before: Snapshot) -> Settled:
        """What is otherwise than it was."""
        settled = Settled(redirects=dict(self.redirects))
        for person_id in before.subjects.keys() | self.subjects.keys():
            if self.subjects.get(person_id) != before.subjects.get(person_id):
                settled.subjects.add(person_id)
        settled.gone |= before.subjects.keys() - self.subjects.keys()
        settled.subjects -= settled.gone
        for person_id in before.entries.keys() | self.entries.keys():
            was = before.entries.get(person_id, ())
            if self.entries.get(person_id, ()) != was:
                settled.listed.add(person_id)
                settled.had |= {(person_id, e.list) for e in was}
        settled.recounted |= settled.listed
        settled.echoed |= {e.report_id for e in set(before.echoes) ^ set(self.echoes.all())}
        settled.moved |= self.reports.keys()
        return settled

    def in_order(self) -> list[str]:
        """report_ids in order of receipt."""
        return sorted(self.reports, key=lambda r: by_receipt(self.reports[r]))

    def joining(self) -> Joining:
        """All subjects and joins as they stand."""
        subjects = tuple(sorted(self.subjects.values(), key=lambda s: s.person_id))
        redirects = dict(sorted(self.redirects.items()))
        return replace(self._index.joining(), subjects=subjects, redirects=redirects)

    def joins_of(self, subjects: Iterable[Subject]) -> tuple[Join, ...]:
        """The joins around the people among some subjects."""
        people = (s for s in subjects if s.kind is Kind.PERSON)
        return self._index.joins_of(m for s in people for m in s.mention_ids)

    def all_entries(self) -> tuple[Entry, ...]:
        """Every entry, in order of list, then most pressing first."""
        return tuple(sorted((e for f in self.entries.values() for e in f), key=most_pressing))

    def all_sightings(self, reports: Mapping[str, Report], joining: Joining) -> Sightings:
        """Who is seen in which report."""
        found = {r: self.extractions[r] for r in reports}
        return sightings_of(reports, found, joining, self.all_entries(), self.voices)

    def sightings_of(self, person_ids: Iterable[str], report_ids: Iterable[str]) -> Sightings:
        """The rows of some subjects, and the ties that some reports state."""
        known = self.desk.material.view.mentions
        subjects = [self.subjects[p] for p in sorted(person_ids) if p in self.subjects]
        ties = {r: self.extractions[r] for r in sorted(report_ids)}
        mentions = [known[m] for s in subjects for m in s.mention_ids]
        mentions += [m for found in ties.values() for m in found.mentions]
        ids = sorted({m.report_id for m in mentions}, key=lambda r: by_receipt(self.reports[r]))
        return sightings_around(
            subjects,
            {r: self.reports[r] for r in ids},
            ties,
            self.subject_of,
            (e for s in subjects for e in self.entries.get(s.person_id, ())),
            self.voices,
            {m.mention_id: m for m in mentions if is_drawn(m)},
        )

    def close(self) -> None:
        """Let go of the index file."""
        self._index.close()


@dataclass(frozen=True, slots=True)
class _Others:
    """Numbers of subjects that are not asked about."""

    subjects: Mapping[str, Subject]
    asked: frozenset[str]

    def __contains__(self, number: object) -> bool:
        return number in self.subjects and number not in self.asked
