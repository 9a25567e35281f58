"""A case held in memory that takes in reports, judgements and decisions one by one.

It gives what `pipeline.run_case` gives on the same reports, and after each change says which
subjects, echoes and entries are now others. Until the next `refresh` these things stand still:
how common names, words and facts are, who is mostly mentioned at work, which agencies and short
names of places there are (whatever is new counts as held by two reports), a link between reports
once joining was told of it, and what `tocsin.people.index` says of joining.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from tocsin.coverage import coverage_of, unused
from tocsin.decisions import unattached
from tocsin.gathering import Gathered, Reader, gather
from tocsin.live_parts import Parts, Read, Settled
from tocsin.mentions import apply_mended
from tocsin.people import read_model
from tocsin.people.model import Model, shipped_model
from tocsin.pipeline import (
    Settings,
    decided_in_time,
    in_view,
    judged_in_time,
    seldom_swept,
    timed,
)
from tocsin.records import (
    Case,
    Decision,
    Entry,
    Extraction,
    Judgement,
    Mended,
    Reading,
    Report,
    Update,
)
from tocsin.reports import settle_agencies

__all__ = ["LiveCase", "Update"]


class LiveCase:
    """A case that changes. One process holds it and calls it from one thread."""

    def __init__(self, parts: Parts, settings: Settings, gathered: Gathered, model: Model) -> None:
        assert gathered.how is not None
        self._parts = parts
        self._settings = settings
        self._model = model
        self._how = gathered.how
        self._reader = gathered.reader
        self._told: dict[str, tuple[Decision, ...]] = {}
        self._waiting: dict[str, Report] = {}
        """Received after `as_of`, or without a date while others are."""
        self._given: dict[str, Report] = {}
        """Reports as they were given, where their agency has another name here."""
        self._index_file: Path | None = None

    @classmethod
    def build(
        cls,
        reports: Iterable[Report],
        settings: Settings,
        *,
        gathered: Gathered | None = None,
        extractions: Mapping[str, Extraction] | None = None,
        numbers: Mapping[str, str] | None = None,
        index_file: Path | None = None,
        standing: LiveCase | None = None,
    ) -> LiveCase:
        """Read and join a whole case.

        Args:
            reports: all of them; those received after `settings.as_of` wait for their day.
            settings: as for a run. `previous` and `checks` are not read.
            gathered: what was read off each report, where that is known.
            extractions: mentions of some reports where that much is known (a store keeps them):
                these are not looked for again.
            numbers: mention_id → the public number it has, carried over.
            index_file: where the join index is kept; in memory alone where left out.
            standing: a case whose shares of names, words and facts are to be used.
        """
        given = list(reports)
        with seldom_swept():
            view, not_yet = in_view(given, settings)
            if gathered is None:
                gathered = gather(
                    view,
                    names=settings.names,
                    mode=settings.mode,
                    policy=settings.policy,
                    mended=settings.mended,
                    workers=settings.workers,
                    tell=lambda _stage, _done, _of: None,
                    known=extractions,
                )
            if standing is not None:
                gathered = replace(gathered, how=standing._how, reader=None)
            model = read_model(settings.model, where="--model") if settings.model else None
            model = model or shipped_model()
            parts = Parts(
                view,
                gathered,
                settings,
                model,
                numbers=numbers or {},
                index_file=index_file,
                standing=standing._parts if standing else None,
            )
            case = cls(parts, settings, gathered, model)
            case._index_file = index_file
            out = set(not_yet)
            case._waiting = {r.report_id: r for r in given if r.report_id in out}
            case._given = {i: r for r in given if view.get(i := r.report_id, r) is not r}
            for decision in gathered.told:
                case._told.setdefault(decision.report_id, ())
                case._told[decision.report_id] += (decision,)
            parts.list_all((*decided_in_time(settings, bool(not_yet)), *gathered.told))
        gc.collect()  # what was built is then known to stay: later sweeps seldom go through it
        return case

    @property
    def as_of(self) -> date:
        """The day from which the case is seen."""
        return self._settings.as_of

    def add(self, *reports: Report) -> Update:
        """Take in reports; one that is here already is left as it stands."""
        known = self._parts.reports
        fresh = {
            r.report_id: r
            for r in reports
            if r.report_id not in known and r.report_id not in self._waiting
        }
        held_by = self._settings.held_by.casefold()
        settled = self._settled(fresh.values())
        now = [r for r in settled if not held_by or r.agency.casefold() == held_by]
        for report in now:
            if not self._is_in_view(report, now):
                self._waiting[report.report_id] = fresh[report.report_id]
            elif report is not fresh[report.report_id]:
                self._given[report.report_id] = fresh[report.report_id]
        return self._update(self._add([r for r in now if r.report_id not in self._waiting]))

    def _is_in_view(self, report: Report, others: Iterable[Report]) -> bool:
        """As `pipeline.in_view` says: a past view holds nothing later, and nothing undated."""
        if report.received is not None:
            return report.received.last <= self.as_of
        found = (*self._waiting.values(), *others)
        return not any(r.received and r.received.last > self.as_of for r in found)

    def _settled(self, fresh: Iterable[Report]) -> list[Report]:
        """New reports under the names that their agencies have here."""
        wanted = list(fresh)
        others = self._parts.one_of_each_agency()
        ids = {r.report_id for r in wanted}
        found = settle_agencies([*others, *wanted], as_of=self.as_of)
        return [r for r in found if r.report_id in ids]

    def _add(self, reports: list[Report]) -> Settled:
        if not reports:
            return Settled()
        with seldom_swept():
            return self._read_and_add(reports)

    def _read_and_add(self, reports: list[Report]) -> Settled:
        if self._reader is None:
            self._reader = Reader(self._how)
        read: list[Read] = []
        timings: dict[str, float] = {}
        told: list[Decision] = []
        for report in reports:
            rows = [m for m in self._settings.mended if m.report_id == report.report_id]
            with timed("reading", timings):
                extraction, said, found = self._reader.read(report)
            if rows:
                mended = apply_mended(extraction, report, rows)
                extraction, said, found = self._reader.read(report, mended)
            read.append((report, extraction, said))
            self._told[report.report_id] = found
            told += found
        settled = self._parts.add(read, told)
        settled.timings |= timings
        return settled

    def judge(self, *judgements: Judgement) -> Update:
        """Heed further judgements on who is who; `unsure` takes an earlier one back."""
        self._settings = replace(
            self._settings, judgements=(*self._settings.judgements, *judgements)
        )
        return self._update(self._judge(judgements))

    def _judge(self, judgements: Iterable[Judgement]) -> Settled:
        day = self.as_of.isoformat()
        now = [j for j in judgements if j.at[:10] <= day]
        if not now:
            return Settled()
        return self._parts.judge(now, judged_in_time(self._settings))

    def decide(self, *decisions: Decision) -> Update:
        """Take in decisions, each in place of one of the same id."""
        fresh = {d.decision_id for d in decisions}
        kept = tuple(d for d in self._settings.decisions if d.decision_id not in fresh)
        self._settings = replace(self._settings, decisions=(*kept, *decisions))
        now = [d for d in decisions if d.on is None or d.on.last <= self.as_of]
        return self._update(self._parts.decide(now))

    def mend(self, *mended: Mended) -> Update:
        """Put mentions right. What they say of who is who is worked out anew for the whole case."""
        self._settings = replace(self._settings, mended=(*self._settings.mended, *mended))
        parts = self._parts
        ids = sorted({m.report_id for m in mended} & parts.reports.keys())
        if not ids:
            return Update()
        if self._reader is None:
            self._reader = Reader(self._how)
        for report_id in ids:
            report = parts.reports[report_id]
            rows = [m for m in self._settings.mended if m.report_id == report_id]
            extraction = apply_mended(parts.extractions[report_id], report, rows)
            _, _, told = self._reader.read(report, extraction)
            parts.extractions[report_id] = extraction
            self._told[report_id] = told
        return self._anew(ids)

    def at(self, as_of: date) -> Update:
        """Look at the case from another day: what came, was judged or decided since is taken in.

        A day before the one that was is worked out anew for the whole case.
        """
        before, self._settings = self.as_of, replace(self._settings, as_of=as_of)
        if as_of < before:
            return self.refresh()
        self._parts.desk.as_of = as_of
        since = before.isoformat()
        due = [r for r in self._waiting.values() if self._is_in_view(r, ())]
        for report in due:
            del self._waiting[report.report_id]
        coming = self._settled(due)
        self._given |= {r.report_id: r for r in due if r not in coming}
        settled = self._add(coming)
        settled.take(self._judge(j for j in self._settings.judgements if j.at[:10] > since))
        settled.take(self._parts.decide(self._coming(before, as_of)))
        settled.take(self._parts.another_day())
        return self._update(settled)

    def _coming(self, before: date, as_of: date) -> list[Decision]:
        """Decisions that a view of the first day did not hold, and one of the second does."""
        known = (*self._settings.decisions, *(d for told in self._told.values() for d in told))
        return [
            d
            for d in known
            if d.on is not None
            and d.on.first <= as_of
            and d.on.last > before
            and (d.on.last <= as_of or not d.confirmed)
        ]

    def refresh(self) -> Update:
        """Work out everything anew, with the shares of names, words and facts as they are now."""
        return self._anew(())

    def _anew(self, read: Iterable[str]) -> Update:
        """Build the case again; should that fail, it is to be built from its reports."""
        parts = self._parts
        before, numbers, known = parts.snapshot(), dict(parts.numbers), parts.extractions
        held = (self._given.get(r, report) for r, report in parts.reports.items())
        reports = [*held, *self._waiting.values()]
        parts.close()
        del parts, self._parts  # the old case and the new one need not stand side by side
        gc.collect()
        case = LiveCase.build(
            reports,
            self._settings,
            extractions=known,
            numbers=numbers,
            index_file=self._index_file,
        )
        self._parts, self._how, self._reader = case._parts, case._how, case._reader
        self._told, self._waiting, self._given = case._told, case._waiting, case._given
        self._parts.lead_on(before.redirects)
        settled = self._parts.since(before)
        settled.read += read
        return self._update(settled)

    def entries_of(self, person_id: str) -> tuple[Entry, ...]:
        """The entries of one subject."""
        return self._parts.entries.get(self._parts.redirects.get(person_id, person_id), ())

    def case(self) -> Case:
        """The whole case, as a run gives it."""
        parts, settings = self._parts, self._settings
        joining = parts.joining()
        decisions = (
            *decided_in_time(settings, bool(self._waiting)),
            *(d for r in parts.in_order() for d in self._told.get(r, ())),
        )
        left = unattached(decisions, parts.decisions.attached)
        told_user = unused(settings.decisions, settings.judgements, left, joining, settings.as_of)
        reports = {r: parts.reports[r] for r in parts.in_order()}
        return Case(
            as_of=settings.as_of,
            reading=Reading(tuple(reports.values()), notices=told_user),
            reports=reports,
            extractions={r: parts.extractions[r] for r in reports},
            joining=joining,
            echoes=parts.echoes.all(),
            decisions=decisions,
            unattached=left,
            entries=parts.all_entries(),
            coverage=coverage_of(reports, tuple(self._waiting)),
            sightings=parts.all_sightings(reports, joining),
            checks=tuple(c for c in settings.checks if c.checked_on <= settings.as_of),
            held_by=settings.held_by,
            policy_fingerprint=settings.policy.fingerprint(),
            operator=settings.operator,
            purpose=settings.purpose,
        )

    def close(self) -> None:
        """Let go of the index file."""
        self._parts.close()

    def _update(self, settled: Settled) -> Update:
        parts, timings = self._parts, settled.timings
        listed = sorted(settled.listed)
        entries = [e for p in listed for e in parts.entries.get(p, ())]
        there = {(e.person_id, e.list) for e in entries}
        subjects = [parts.subjects[p] for p in sorted(settled.subjects) if p in parts.subjects]
        with timed("joins", timings):
            joins = parts.joins_of(subjects)
        with timed("sightings", timings):
            recounted = settled.subjects | settled.recounted
            sightings = parts.sightings_of(recounted, {*settled.read, *settled.moved})
        return Update(
            extractions=tuple(parts.extractions[r] for r in settled.read),
            echoed=tuple(sorted(settled.echoed)),
            echoes=tuple(e for r in sorted(settled.echoed) for e in parts.echoes.of(r)),
            subjects=tuple(subjects),
            redirects=dict(sorted(settled.redirects.items())),
            listed=tuple(listed),
            entries=tuple(entries),
            gone=tuple(sorted(p for p in settled.gone if p not in parts.subjects)),
            gone_entries=tuple(sorted(settled.had - there)),
            joins=(*joins, *settled.joins),
            recounted=tuple(sorted(recounted)),
            sightings=sightings,
            timings=timings,
        )
