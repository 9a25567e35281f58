"""How well echoes are found, by how they repeat: copy, forward, retelling, compilation."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tocsin.evaluation.counting import Lineage
from tocsin.evaluation.found import Found
from tocsin.evaluation.measures import Score
from tocsin.evaluation.naming import as_figures
from tocsin.evaluation.truth import Truth, day_of
from tocsin.records import EchoType

TYPES = tuple(t.value for t in EchoType)


def echo_figures(truth: Truth, found: Found) -> dict[str, Any]:
    """Links by type: a link is right when it leads into the same chain as the true one.

    Recall goes by the true type, precision by the type the run gave. `any` asks only whether a
    report is known to be an echo of the right chain; `same_event` are pairs by one author about
    one day that name somebody in common.
    """
    ours = _true_links(truth)
    theirs = sorted({(r, p, t) for r, p, t in found.echoes if r in truth.reports})
    kin = _Kinship(truth)
    ours_of: dict[str, list[tuple[str, str, str]]] = {}
    theirs_of: dict[str, list[tuple[str, str, str]]] = {}
    for link in ours:
        ours_of.setdefault(link[0], []).append(link)
    for link in theirs:
        theirs_of.setdefault(link[0], []).append(link)
    right_true = [o for o in ours if _answered(o, theirs_of.get(o[0], ()), kin)]
    right_found = [t for t in theirs if _answered(t, ours_of.get(t[0], ()), kin)]
    figures = {
        kind: as_figures(_score(kind, ours, theirs, right_true, right_found)) for kind in TYPES
    }
    figures["any"] = as_figures(
        Score(*(len(_told(links)) for links in (theirs, ours, right_found, right_true)))
    )
    return figures


def _told(links: list[tuple[str, str, str]]) -> set[str]:
    """The reports that repeat another, those of one occasion left out."""
    return {link[0] for link in links if link[2] != EchoType.SAME_EVENT.value}


def _score(
    kind: str,
    ours: list[tuple[str, str, str]],
    theirs: list[tuple[str, str, str]],
    right_true: list[tuple[str, str, str]],
    right_found: list[tuple[str, str, str]],
) -> Score:
    counts = [
        Counter(link[2] for link in links)[kind]
        for links in (theirs, ours, right_found, right_true)
    ]
    return Score(*counts)


def _true_links(truth: Truth) -> list[tuple[str, str, str]]:
    told = [(e.report_id, parent, e.type) for e in truth.echoes for parent in e.parents]
    linked = {frozenset(link[:2]) for link in told}
    same = [pair for pair in _same_events(truth) if frozenset(pair) not in linked]
    return [*told, *((r, p, EchoType.SAME_EVENT.value) for r, p in same)]


def _same_events(truth: Truth) -> list[tuple[str, str]]:
    """(later, first) report of one author about one full date, naming a subject in common."""
    named: dict[str, set[str]] = {}
    for mention in truth.mentions:
        named.setdefault(mention.report_id, set()).add(mention.subject)
    first: dict[tuple[str, str, str], list[str]] = {}
    pairs = []
    ordered = sorted(truth.reports.values(), key=lambda r: (r.received_on, r.report_id))
    for report in ordered:
        if not report.author or day_of(report.occurred_on) is None:
            continue
        before = first.setdefault((report.agency, report.author, report.occurred_on), [])
        subjects = named.get(report.report_id, set())
        kin = [b for b in before if named.get(b, set()) & subjects]
        if kin:
            pairs.append((report.report_id, kin[0]))
        before.append(report.report_id)
    return pairs


class _Kinship:
    """Which reports stand in one chain: those above one another, and those with one root."""

    def __init__(self, truth: Truth) -> None:
        self._lineage = Lineage(truth)
        self._same = {frozenset(pair) for pair in _same_events(truth)}

    def are_kin(self, one: str, other: str) -> bool:
        lineage = self._lineage
        return (
            one == other
            or frozenset((one, other)) in self._same
            or lineage.root(one) == lineage.root(other)
            or one in lineage.sources(other)
            or other in lineage.sources(one)
        )


def _answered(
    link: tuple[str, str, str], others: list[tuple[str, str, str]] | tuple[()], kin: _Kinship
) -> bool:
    return any(kin.are_kin(link[1], other[1]) for other in others)
