"""The order of the stages, known here alone: reading → mentions → echoes → people → attention."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Literal

from tocsin.attention import build_entries
from tocsin.coverage import coverage_of, unused
from tocsin.decisions import attach, unattached
from tocsin.echoes import EchoFinder, VoiceCounter
from tocsin.errors import NothingReadError
from tocsin.gathering import gather
from tocsin.people import join, read_model
from tocsin.policies import Policy, shipped
from tocsin.records import (
    Case,
    Checked,
    Decision,
    Echo,
    Extraction,
    ExtraName,
    Joining,
    Judgement,
    Mended,
    Reading,
    Report,
)
from tocsin.reports import settle_agencies
from tocsin.sighting import sightings_of

Progress = Callable[[str, int, int], None]
"""Called with (stage, done, of how many); `of` is 0 where it is not known."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run depends on, besides the reports."""

    as_of: date
    policy: Policy = field(default_factory=shipped)
    decisions: tuple[Decision, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    names: tuple[ExtraName, ...] = ()
    mended: tuple[Mended, ...] = ()
    checks: tuple[Checked, ...] = ()
    mode: Literal["full", "fast"] = "full"
    held_by: str = ""
    previous: Path | None = None
    numbers: Mapping[str, str] = field(default_factory=dict, repr=False)
    """mention_id → the number its subject was given earlier, where no folder of a run holds it."""
    model: str = ""
    """The text of a model file that `tocsin train` made; empty: the shipped one."""
    workers: int = 1
    operator: str = ""
    purpose: str = ""


def run_case(reading: Reading, settings: Settings, progress: Progress | None = None) -> Case:
    """Turn what was read into a case: who is mentioned, by how many voices, and what answers.

    A pure function of `reading` and `settings`, whatever the number of workers.

    Raises:
        NothingReadError: no report is in view at `settings.as_of`.
    """
    with seldom_swept():
        return _run(reading, settings, progress or (lambda _stage, _done, _of: None))


def _run(reading: Reading, settings: Settings, tell: Progress) -> Case:
    timings: dict[str, float] = {}
    reports, not_yet = in_view(reading.reports, settings)
    if not reports:
        raise NothingReadError(
            "No report could be read.",
            remedy="See rejected.csv, or give a later --as-of.",
        )
    with timed("mentions", timings):
        gathered = gather(
            reports,
            names=settings.names,
            mode=settings.mode,
            policy=settings.policy,
            mended=settings.mended,
            workers=settings.workers,
            tell=tell,
        )
        extractions = gathered.extractions
    with timed("echoes", timings):
        tell("Echoes", 0, 0)
        finder = EchoFinder(reports, extractions, settings.policy, gathered.said)
        echoes = finder.find()
    with timed("people", timings):
        tell("Joining", 0, 0)
        joining = _join(reports, extractions, echoes, settings)
    with timed("echoes", timings):
        echoes = finder.find(numbers_of(joining))
    with timed("attention", timings):
        tell("Lists", 0, 0)
        decisions = (*decided_in_time(settings, bool(not_yet)), *gathered.told)
        attached = attach(decisions, joining, extractions)
        counter = VoiceCounter(reports, extractions, joining, echoes, settings.policy)
        entries = build_entries(
            reports,
            extractions,
            joining,
            attached,
            counter.voices,
            as_of=settings.as_of,
            policy=settings.policy,
            judgements=judged_in_time(settings),
        )
    with timed("sightings", timings):
        sightings = sightings_of(reports, extractions, joining, entries, counter)
    left = unattached(decisions, attached)
    told_user = unused(settings.decisions, settings.judgements, left, joining, settings.as_of)
    return Case(
        as_of=settings.as_of,
        reading=replace(reading, notices=(*told_user, *reading.notices)),
        reports=reports,
        extractions=extractions,
        joining=joining,
        echoes=echoes,
        decisions=decisions,
        unattached=left,
        entries=entries,
        coverage=coverage_of(reports, not_yet),
        sightings=sightings,
        checks=tuple(c for c in settings.checks if c.checked_on <= settings.as_of),
        held_by=settings.held_by,
        timings=timings,
        policy_fingerprint=settings.policy.fingerprint(),
        operator=settings.operator,
        purpose=settings.purpose,
    )


def in_view(
    reports: Iterable[Report], settings: Settings
) -> tuple[dict[str, Report], tuple[str, ...]]:
    """The reports that were there at `as_of` (and held by one agency, if asked), and the rest.

    A past view holds only what had reached somebody by then; a report without a known date of
    receipt is in no past view. Whether `as_of` is past is told from the reports alone: it is
    when any of them came later.
    """
    ordered = settle_agencies(sorted(reports, key=by_receipt), as_of=settings.as_of)
    if settings.held_by:
        ordered = [r for r in ordered if r.agency.casefold() == settings.held_by.casefold()]
    later = [r for r in ordered if r.received and r.received.last > settings.as_of]
    out = {r.report_id for r in later}
    if later:
        out |= {r.report_id for r in ordered if r.received is None}
    view = {r.report_id: r for r in ordered if r.report_id not in out}
    return view, tuple(r.report_id for r in ordered if r.report_id in out)


def _join(
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    echoes: Sequence[Echo],
    settings: Settings,
) -> Joining:
    return join(
        reports,
        extractions,
        echoes=echoes,
        judgements=judged_in_time(settings),
        mended=settings.mended,
        previous=settings.previous,
        numbers=settings.numbers,
        policy=settings.policy,
        threads=settings.workers,
        model=read_model(settings.model, where="--model") if settings.model else None,
    )


def numbers_of(joining: Joining) -> dict[str, str]:
    """mention_id → person_id."""
    return {m: subject.person_id for subject in joining.subjects for m in subject.mention_ids}


def decided_in_time(settings: Settings, past: bool) -> tuple[Decision, ...]:
    """Rows of decisions.csv taken by `as_of`; one without a date is in no past view."""
    return tuple(
        d for d in settings.decisions if (d.on.last <= settings.as_of if d.on else not past)
    )


def judged_in_time(settings: Settings) -> list[Judgement]:
    """Judgements made by `as_of`."""
    return [j for j in settings.judgements if j.at[:10] <= settings.as_of.isoformat()]


def by_receipt(report: Report) -> tuple[date, str]:
    """Sorts reports by when they were received."""
    return (report.received.last if report.received else date.max, report.report_id)


@contextmanager
def seldom_swept() -> Iterator[None]:
    """Look for unreachable cycles among new objects alone.

    Millions of records live as long as the run and form no cycles; going through all of them again
    and again took a quarter of its time.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 20, 1_000_000)
    try:
        yield
    finally:
        gc.set_threshold(*before)


@contextmanager
def timed(stage: str, timings: dict[str, float]) -> Iterator[None]:
    """Add the seconds that a stage takes."""
    began = time.perf_counter()
    yield
    timings[stage] = round(timings.get(stage, 0.0) + time.perf_counter() - began, 3)
