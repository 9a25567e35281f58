"""How well decisions are read; first the people wrongly heeded, the one error that silences."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from tocsin.evaluation.found import Found, FoundDecision
from tocsin.evaluation.measures import tally
from tocsin.evaluation.naming import rounded
from tocsin.evaluation.truth import Truth, TruthDecision

NONE = "none"


def decision_figures(truth: Truth, found: Found, chosen: Mapping[str, str]) -> dict[str, Any]:
    """Decisions by person and by report.

    Args:
        chosen: true subject → found subject.

    A person is wrongly heeded when the run shows a decision about them that the truth does not
    know, though voices about them stand unanswered: `shown` counts decisions read from text and
    not yet confirmed as well, `counting` only those that heed.
    """
    shown: dict[str, set[FoundDecision]] = defaultdict(set)
    for entry in found.entries:
        shown[entry.person_id].update(entry.decisions)
    known: dict[str, list[TruthDecision]] = defaultdict(list)
    for decision in truth.decisions:
        for subject in decision.about:
            known[subject].append(decision)
    counts: Mapping[str, Mapping[str, Any]] = truth.lists.get("counts") or {}
    waiting = [s for s in sorted(counts) if counts[s].get("role") and _is_waiting(counts[s])]
    wrong = {s: _unknown_to_truth(shown.get(chosen.get(s, ""), set()), known[s]) for s in waiting}
    silenced = [s for s in waiting if any(d.counts for d in wrong[s])]
    people = [s for s in sorted(counts) if counts[s].get("role")]
    return {
        "people_waiting": len(waiting),
        "wrongly_heeded_shown": sum(1 for s in waiting if wrong[s]),
        "wrongly_heeded_shown_share": _share(sum(1 for s in waiting if wrong[s]), len(waiting)),
        "wrongly_heeded_counting": len(silenced),
        "wrongly_heeded_counting_share": _share(len(silenced), len(waiting)),
        "by_person": tally([(_yes(known[s]), _yes(shown.get(chosen.get(s, "")))) for s in people]),
        "by_report": tally(_by_report(truth, shown)),
        "kinds": tally(_kinds(truth, shown)),
    }


def _is_waiting(count: Mapping[str, Any]) -> bool:
    return bool(count.get("unheeded_voices"))


def _unknown_to_truth(shown: set[FoundDecision], known: list[TruthDecision]) -> list[FoundDecision]:
    reports = {d.report_id for d in known if d.report_id}
    days = {d.on for d in known}
    return [d for d in shown if d.report_id not in reports and d.on not in days]


def _yes(decisions: object) -> str:
    return "decision" if decisions else NONE


def _share(part: int, whole: int) -> float | None:
    return rounded(part / whole) if whole else None


def _by_report(truth: Truth, shown: Mapping[str, set[FoundDecision]]) -> list[tuple[str, str]]:
    telling = {d.report_id for decisions in shown.values() for d in decisions}
    true = {d.report_id for d in truth.decisions}
    return [
        ("decision" if r in true else NONE, "decision" if r in telling else NONE)
        for r in truth.reports
    ]


def _kinds(truth: Truth, shown: Mapping[str, set[FoundDecision]]) -> list[tuple[str, str]]:
    """True kind against the kinds read from the same report."""
    read: dict[str, set[str]] = defaultdict(set)
    for decisions in shown.values():
        for decision in decisions:
            read[decision.report_id].add(decision.kind)
    return [
        (d.kind, kind) for d in truth.decisions for kind in sorted(read.get(d.report_id) or {NONE})
    ]
