"""The true voices of each subject, counted from a truth by the rules a run is held to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tocsin.evaluation.truth import Truth, TruthDecision, TruthReport, day_of
from tocsin.records import Kind, Role

_VOICES, _AGENCIES, _DAYS = 3, 2, 60
"""The shipped policy of "continually mentioned"; agencies stand for origins."""


@dataclass(frozen=True, slots=True)
class TrueCount:
    """What should be counted about one subject. Dates are of receipt, ISO; empty: none."""

    role: str = ""
    voices: int = 0
    agencies: int = 0
    reports: int = 0
    first_on: str = ""
    last_on: str = ""
    unheeded_voices: int = 0
    unheeded_since: str = ""
    third_voice_on: str = ""
    continually: bool = False


def true_counts(truth: Truth) -> dict[str, TrueCount]:
    """Count the voices of every subject: alleged adults, affected children, things in any part."""
    named: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for mention in truth.mentions:
        role = mention.role.value if mention.kind is Kind.PERSON else ""
        reports = named[mention.subject][role]
        if mention.report_id in truth.reports and mention.report_id not in reports[-1:]:
            reports.append(mention.report_id)
    answers: dict[str, list[TruthDecision]] = defaultdict(list)
    for decision in truth.decisions:
        for subject in decision.about:
            answers[subject].append(decision)
    lineage = Lineage(truth)
    counts = {}
    for subject in sorted(named):
        role = _role_counted(truth, subject, named[subject])
        reports = named[subject].get(role, [])
        if reports:
            counts[subject] = _count(truth, lineage, role, reports, answers[subject])
    return counts


class Lineage:
    """Which report rests on which, and where each chain begins."""

    def __init__(self, truth: Truth) -> None:
        self.parents: dict[str, tuple[str, ...]] = {e.report_id: e.parents for e in truth.echoes}
        self.compilations = {e.report_id for e in truth.echoes if len(e.parents) > 1}

    def sources(self, report_id: str) -> set[str]:
        """Every report this one rests on, at any distance."""
        found: set[str] = set()
        waiting = list(self.parents.get(report_id, ()))
        while waiting:
            parent = waiting.pop()
            if parent not in found and parent != report_id:
                found.add(parent)
                waiting.extend(self.parents.get(parent, ()))
        return found

    def root(self, report_id: str) -> str:
        """The report at the end of a chain of single sources."""
        seen = {report_id}
        while report_id not in self.compilations and report_id in self.parents:
            report_id = self.parents[report_id][0]
            if report_id in seen:
                return min(seen)
            seen.add(report_id)
        return report_id


def _role_counted(truth: Truth, subject: str, roles: Mapping[str, Sequence[str]]) -> str:
    if "" in roles:
        return ""
    known = truth.subjects.get(subject)
    overall = known.role_overall if known else ""
    alleged, affected = Role.ALLEGED.value, Role.AFFECTED.value
    if overall in {alleged, affected}:
        return overall
    return alleged if len(roles.get(alleged, ())) > len(roles.get(affected, ())) else affected


def voices_of(truth: Truth, lineage: Lineage, reports: Iterable[str]) -> list[list[str]]:
    """Group the reports that name one subject into voices, each in order of receipt."""
    ordered = sorted(set(reports), key=lambda r: _order(truth.reports[r]))
    naming = set(ordered)
    voice_at: dict[object, int] = {}
    voices: list[list[str]] = []
    for report_id in ordered:
        keys = _keys(truth.reports[report_id], lineage, naming)
        at = next((voice_at[key] for key in keys if key in voice_at), len(voices))
        if at == len(voices):
            voices.append([])
        voices[at].append(report_id)
        for key in keys:
            voice_at.setdefault(key, at)
    return voices


def _keys(report: TruthReport, lineage: Lineage, naming: set[str]) -> list[object]:
    """What ties a report to a voice: itself, its sources that name the subject, the occasion."""
    named = sorted(lineage.sources(report.report_id) & naming)
    keys: list[object] = [report.report_id, *named]
    if report.report_id not in lineage.compilations:
        keys.append(("root", lineage.root(report.report_id)))
    if report.author and day_of(report.occurred_on):
        keys.append((report.agency, report.author, report.occurred_on))
    return keys


def _order(report: TruthReport) -> tuple[str, str]:
    return (report.received_on or "9999", report.report_id)


def _count(
    truth: Truth,
    lineage: Lineage,
    role: str,
    reports: Sequence[str],
    decisions: Sequence[TruthDecision],
) -> TrueCount:
    voices = voices_of(truth, lineage, reports)
    opened = [truth.reports[voice[0]] for voice in voices]
    received = sorted(truth.reports[r].received_on for r in set(reports))
    open_still = [r for r in opened if all(_after(r, decision) for decision in decisions)]
    return TrueCount(
        role=role,
        voices=len(voices),
        agencies=len({r.agency for r in opened}),
        reports=len(set(reports)),
        first_on=received[0],
        last_on=received[-1],
        unheeded_voices=len(open_still),
        unheeded_since=open_still[0].received_on if open_still else "",
        third_voice_on=opened[_VOICES - 1].received_on if len(opened) >= _VOICES else "",
        continually=_is_continual(opened),
    )


def _after(report: TruthReport, decision: TruthDecision) -> bool:
    return report.report_id != decision.report_id and report.received_on > decision.on


def _is_continual(opened: Sequence[TruthReport]) -> bool:
    days: list[date] = [day for r in opened if (day := day_of(r.received_on))]
    return (
        len(opened) >= _VOICES
        and len({r.agency for r in opened}) >= _AGENCIES
        and bool(days)
        and (max(days) - min(days)).days >= _DAYS
    )
