"""Cases laid out for making a model of mentions: what was found in them, and who it really is."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from datetime import date
from pathlib import Path

from tocsin.echoes import EchoFinder
from tocsin.evaluation.aligning import aligned
from tocsin.evaluation.found import Found, FoundMention
from tocsin.evaluation.matching import match_mentions
from tocsin.evaluation.truth import Truth, read_truth
from tocsin.evaluation.unmarking import unmark_case
from tocsin.gathering import gather
from tocsin.people.mention_training import Labelled
from tocsin.pipeline import Settings, in_view
from tocsin.policies import Policy
from tocsin.records import Extraction, Kind, Mention, Report
from tocsin.reports import ReadingOptions, read_paths
from tocsin.synthetic.simulating import World, simulate


def found_case(given: Path, policy: Policy) -> Labelled:
    """A user's own case: its mentions as a run finds them, and nobody known."""
    reading = read_paths([given], ReadingOptions(policy=policy))
    reports, _ = in_view(reading.reports, Settings(as_of=date.max, policy=policy))
    found = gather(
        reports,
        names=(),
        mode="full",
        policy=policy,
        mended=(),
        workers=1,
        tell=lambda *_: None,
    )
    echoes = EchoFinder(reports, found.extractions, policy, found.said).find()
    return Labelled(reports, found.extractions, echoes, {})


def marked_case(case: Path, policy: Policy) -> Labelled:
    """A marked case, or one with its truth: found mentions, each with the person it means."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        given = case / "input"
        if not given.is_dir():
            unmark_case(case, Path(folder))
            given = Path(folder) / "input"
        found = found_case(given, policy)
    truth, laid, _ = aligned(read_truth(case), _as_found(found))
    person_of = {
        m.found.mention_id: m.true.subject
        for m in match_mentions(truth, laid).matches
        if m.true.kind is Kind.PERSON
    }
    return Labelled(found.reports, found.extractions, found.echoes, person_of)


def simulated_case(seed: int, reports: int, policy: Policy) -> Labelled:
    """A simulated town with its true mentions: its text says nothing of how mentions are found."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        town = Path(folder) / "town"
        simulate(World(seed=seed, reports=reports), town, lambda *_: None)
        return told_case(town, policy)


def told_case(town: Path, policy: Policy) -> Labelled:
    """A case whose truth tells every mention: those, not what a run would find."""
    reading = read_paths([town / "input"], ReadingOptions(policy=policy))
    kept, _ = in_view(reading.reports, Settings(as_of=date.max, policy=policy))
    truth = read_truth(town)
    extractions = _told(truth, kept)
    person_of = {
        f"{m.report_id}:{m.start}-{m.end}:{m.kind.value}": m.subject
        for m in truth.mentions
        if m.kind is Kind.PERSON
    }
    return Labelled(kept, extractions, EchoFinder(kept, extractions, policy).find(), person_of)


def _told(truth: Truth, reports: dict[str, Report]) -> dict[str, Extraction]:
    told: dict[str, list[Mention]] = defaultdict(list)
    for m in sorted(truth.mentions, key=lambda m: (m.report_id, m.start, m.end)):
        if m.report_id in reports:
            words = reports[m.report_id].text[m.start : m.end]
            told[m.report_id].append(Mention(m.report_id, m.start, m.end, words, m.kind, m.role))
    return {r: Extraction(r, tuple(told[r])) for r in reports}


def _as_found(case: Labelled) -> Found:
    return Found(
        tuple(
            FoundMention(m.mention_id, m.report_id, m.start, m.end, m.kind.value, m.role.value, "")
            for e in case.extractions.values()
            for m in e.mentions
        ),
        texts={r.report_id: r.text for r in case.reports.values()},
    )
