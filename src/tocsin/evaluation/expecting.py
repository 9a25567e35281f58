"""What the lists should say of a case: as its author tells it, else as its mentions count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from tocsin.evaluation.counting import TrueCount, true_counts
from tocsin.evaluation.truth import Truth

_PLACES = frozenset({"premises", "address"})
_OF_CONCERN = frozenset({"", "of_concern"})
"""Things belong on a list unless they are known to be of everyday reports only."""


def expected(truth: Truth, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the lists should say: as `truth.json` tells it, else as the marks count."""
    counts = {subject: asdict(count) for subject, count in true_counts(truth).items()}
    for row in _rows_told(told):
        known = counts.setdefault(str(row["id"]), asdict(TrueCount()))
        known.update({key: row[key] for key in known if key in row})
    adults, children, things = _ids_told(told)
    if not told:
        adults, children, things = _ids_counted(truth, counts)
    kind_of = {subject.id: subject.kind for subject in truth.subjects.values()}
    return {
        "counts": counts,
        "adults_unheeded": [i for i in adults if kind_of.get(i, "person") == "person"],
        "adults_heeded": [str(row["id"]) for row in told.get("heeded") or ()],
        "children_unsupported": children,
        "children_supported": [str(i) for i in told.get("children_supported") or ()],
        "places": [i for i in things if kind_of.get(i) in _PLACES],
        "vehicles": [i for i in things if kind_of.get(i) == "vehicle"],
        "groups": told.get("groups") or [],
        "loud_single_voice": [str(row["id"]) for row in told.get("loud_single_voice") or ()],
    }


def _rows_told(told: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    for key in (
        "things_continually_mentioned",
        "loud_single_voice",
        "heeded",
        "children_unsupported",
        "continually_mentioned_unheeded",
    ):
        yield from (row for row in told.get(key) or () if isinstance(row, dict))


def _ids_told(told: Mapping[str, Any]) -> tuple[list[str], list[str], list[str]]:
    def ids(key: str) -> list[str]:
        rows = told.get(key) or ()
        return [str(row["id"] if isinstance(row, dict) else row) for row in rows]

    unheeded = ids("continually_mentioned_unheeded")
    things = [*unheeded, *ids("things_continually_mentioned")]
    return unheeded, ids("children_unsupported"), things


def _ids_counted(
    truth: Truth, counts: Mapping[str, Mapping[str, Any]]
) -> tuple[list[str], list[str], list[str]]:
    adults, children, things = [], [], []
    ranked = sorted(counts, key=lambda i: (-counts[i]["unheeded_voices"], i))
    for subject in (i for i in ranked if counts[i]["continually"]):
        known = truth.subjects.get(subject)
        if known is None or known.kind != "person":
            if known is None or known.role_overall in _OF_CONCERN:
                things.append(subject)
        elif counts[subject]["role"] == "affected":
            children.append(subject)
        elif counts[subject]["unheeded_voices"]:
            adults.append(subject)
    return adults, children, things
