"""Names alone: labelled pairs of names scored by ours, by Jaro-Winkler and by token_set_ratio.

Each scorer has one cut for all sets, fixed beforehand; nothing is fitted here. AP is the average
precision over all cuts.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable
from pathlib import Path

import numpy as np
from joining_sets import reference
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler
from table import NOT_RUN, Row

from tocsin.values.names import Part, compare_names, fold, parse_name

_SETS = ("ofac_alias_pairs", "translit_person_pairs", "translit_token_pairs")
_MOST = 20_000
"""Pairs of a set that are scored: every n-th, so that the largest takes no minutes."""
_WORTH = {Part.CONFLICT: -2.0, Part.SILENT: 0.0, Part.INITIAL: 1.0, Part.SIMILAR: 2.5,
          Part.VARIANT: 3.0, Part.EQUAL: 3.0}  # fmt: skip


def ours(left: str, right: str) -> float:
    """How far given and family names agree, and beside it how alike the letters are."""
    found = compare_names(parse_name(left), parse_name(right))
    words = (sorted(fold(left).split()), sorted(fold(right).split()))
    letters = JaroWinkler.similarity(" ".join(words[0]), " ".join(words[1]))
    parts = _WORTH[found.given] + _WORTH[found.family] - found.extra
    return max(0.0, min(1.0, (parts + 4) / 10)) * 0.5 + letters * 0.5


SCORERS: dict[str, tuple[Callable[[str, str], float], float]] = {
    "ours": (ours, 0.7),
    "Jaro-Winkler": (lambda a, b: JaroWinkler.similarity(a.casefold(), b.casefold()), 0.85),
    "token_set_ratio": (lambda a, b: fuzz.token_set_ratio(a.casefold(), b.casefold()) / 100, 0.85),
}


def measure() -> list[Row]:
    """AP, and F1 at the fixed cut, of each scorer on each set."""
    data = reference()
    if data is None:
        note = "TOCSIN_REFERENCE_DATA is unset"
        return [Row(f"names: {name}", "all", NOT_RUN, note=note) for name in _SETS]
    rows = []
    for name in _SETS:
        pairs = _read(data / "er" / f"{name}.csv.gz")
        truth = np.array([match for _, _, match in pairs])
        found = {}
        for scorer, (score, cut) in SCORERS.items():
            scored = np.array([score(a, b) for a, b, _ in pairs])
            found[scorer] = (average_precision(scored, truth), _f1(scored >= cut, truth))
        mine = found.pop("ours")
        for peer, theirs in found.items():
            for what, a, b in zip(("AP", "F1 at one cut"), mine, theirs, strict=True):
                note = f"{len(pairs):,} pairs, {truth.mean():.0%} of them true"
                rows.append(Row(f"names: {name}", what, a, "", peer, b, note=note))
    return rows


def _read(path: Path) -> list[tuple[str, str, bool]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = [(r["name_a"], r["name_b"], r["is_match"] == "true") for r in csv.DictReader(file)]
    return rows[:: -(-len(rows) // _MOST)]


def average_precision(scored: NDArray[np.float64], truth: NDArray[np.bool_]) -> float:
    """The mean of precision at each true pair, the highest score first; ties count together."""
    order = np.argsort(-scored, kind="stable")
    ranked, hits = scored[order], np.cumsum(truth[order])
    last = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    precision = hits[last] / (last + 1)
    gained = np.diff(np.concatenate(([0], hits[last])))
    return float((precision * gained).sum() / max(hits[-1], 1))


def _f1(said: NDArray[np.bool_], truth: NDArray[np.bool_]) -> float:
    good = float((said & truth).sum())
    return 2 * good / max(float(said.sum() + truth.sum()), 1.0)
