"""How well mentions are joined into people: B-cubed, and the precision of certain joins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from typing import Any

from tocsin.evaluation.found import Found, certain_cores
from tocsin.evaluation.matching import Matching
from tocsin.evaluation.measures import BCubed, Score, b_cubed, pair_score
from tocsin.evaluation.naming import as_figures, rounded
from tocsin.records import Kind

_THINGS = frozenset(Kind) - {Kind.PERSON}


def people_figures(found: Found, matching: Matching) -> dict[str, Any]:
    """B-cubed of people, best reading and certain cores; joins one by one; things beside."""
    cores = certain_cores(found)
    persons = [m for m in matching.matches if m.true.kind is Kind.PERSON]
    truth = {m.found.mention_id: m.true.subject for m in persons}
    best = {m.found.mention_id: m.found.person_id or m.found.mention_id for m in persons}
    certain = {m: cores[m] for m in truth}
    missed: Counter[Hashable] = Counter(m.subject for m in matching.missed if m.kind is Kind.PERSON)
    every = {m.found.mention_id: m.true.subject for m in matching.matches}
    things = [m.found for m in matching.matches if m.true.kind in _THINGS]
    return {
        "best_reading": _b_cubed(b_cubed(best, truth)),
        "best_reading_all": _b_cubed(b_cubed(best, truth, missed)),
        "certain": _b_cubed(b_cubed(certain, truth)),
        "certain_all": _b_cubed(b_cubed(certain, truth, missed)),
        "things": _b_cubed(b_cubed({m.mention_id: m.person_id for m in things}, every)),
        "pairs_best_reading": as_figures(pair_score(best, truth)),
        "pairs_certain": as_figures(pair_score(certain, truth)),
        "joins_certain": _joins(found, truth, "certain"),
        "joins_possible": _joins(found, truth, "possible"),
    }


def _joins(found: Found, truth: dict[str, str], status: str) -> dict[str, Any]:
    """Joins of persons whose two ends are both known: the share that joins one true person."""
    judged = [
        truth[left] == truth[right]
        for left, right, its in found.joins
        if its == status and left in truth and right in truth
    ]
    score = Score.of(found=len(judged), true=0, right=sum(judged))
    return {
        "precision": rounded(score.precision),
        "joins": len(judged),
        "wrong": judged.count(False),
    }


def _b_cubed(figures: BCubed) -> dict[str, Any]:
    return {
        "precision": rounded(figures.precision),
        "recall": rounded(figures.recall),
        "f1": rounded(figures.f1),
        "mentions": figures.mentions,
    }
