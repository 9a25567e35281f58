"""How well mentions are found and given their role, by kind, by form and by origin of name."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from tocsin.evaluation.found import Found
from tocsin.evaluation.matching import Matching
from tocsin.evaluation.measures import Score, tally
from tocsin.evaluation.truth import Truth
from tocsin.records import Kind

_ENOUGH = 5
"""Mentions an origin needs before it takes part in the gap: below, one miss is a fifth."""


def mention_figures(truth: Truth, found: Found, matching: Matching) -> dict[str, Any]:
    """Precision and recall for each kind: spans that are the same, and spans that overlap."""
    ours = Counter(m.kind.value for m in truth.mentions)
    theirs = Counter(m.kind for m in found.mentions if m.report_id in truth.reports)
    overlap = Counter(m.true.kind.value for m in matching.matches)
    exact = Counter(m.true.kind.value for m in matching.matches if m.exact)
    return {
        kind.value: {
            "exact": as_figures(_score(theirs, ours, exact, kind.value)),
            "overlap": as_figures(_score(theirs, ours, overlap, kind.value)),
        }
        for kind in Kind
        if ours[kind.value] or theirs[kind.value]
    }


def _score(theirs: Counter[str], ours: Counter[str], right: Counter[str], kind: str) -> Score:
    return Score.of(found=theirs[kind], true=ours[kind], right=right[kind])


def as_figures(score: Score) -> dict[str, Any]:
    """A score as plain figures."""
    return {
        "precision": rounded(score.precision),
        "recall": rounded(score.recall),
        "f1": rounded(score.f1),
        "found": score.found,
        "true": score.true,
    }


def rounded(value: float | None) -> float | None:
    """Four decimals; None stays None."""
    return None if value is None else round(value, 4)


def origin_figures(truth: Truth, matching: Matching) -> dict[str, Any]:
    """Recall of person mentions and share of roles right for each origin of name, and the gaps."""
    all_of: Counter[str] = Counter()
    hit: Counter[str] = Counter()
    in_role: Counter[str] = Counter()
    for mention in truth.mentions:
        if mention.kind is Kind.PERSON:
            all_of[_origin(truth, mention.subject)] += 1
    for match in matching.matches:
        if match.true.kind is Kind.PERSON:
            origin = _origin(truth, match.true.subject)
            hit[origin] += 1
            in_role[origin] += match.true.role.value == match.found.role
    rows = {
        origin: {
            "true": all_of[origin],
            "recall": rounded(hit[origin] / all_of[origin]),
            "role_accuracy": rounded(in_role[origin] / hit[origin]) if hit[origin] else None,
        }
        for origin in sorted(all_of)
        if origin
    }
    return {
        "by_origin": rows,
        "recall_gap": _gap(rows, "recall"),
        "role_gap": _gap(rows, "role_accuracy"),
        "counted_from": _ENOUGH,
    }


def _origin(truth: Truth, subject: str) -> str:
    known = truth.subjects.get(subject)
    return known.name_origin if known else ""


def _gap(rows: dict[str, dict[str, Any]], key: str) -> float | None:
    values = [r[key] for r in rows.values() if r["true"] >= _ENOUGH and r[key] is not None]
    return rounded(max(values) - min(values)) if values else None


def role_figures(matching: Matching) -> dict[str, Any]:
    """Whether found persons have their true role: share, each role, and the confusion table."""
    pairs = [
        (m.true.role.value, m.found.role) for m in matching.matches if m.true.kind is Kind.PERSON
    ]
    right = sum(true == found for true, found in pairs)
    ours, theirs = Counter(t for t, _ in pairs), Counter(f for _, f in pairs)
    both: dict[str, int] = defaultdict(int)
    for true, given in pairs:
        both[true] += true == given
    return {
        "mentions": len(pairs),
        "accuracy": rounded(right / len(pairs)) if pairs else None,
        "by_role": {
            role: as_figures(Score.of(found=theirs[role], true=ours[role], right=both[role]))
            for role in sorted(ours | theirs)
        },
        "confusion": tally(pairs),
    }
