"""A model of structured records made from tables whose truth is known; runs never train."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, log2
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_array

from tocsin.people.calibration import Knots, fit_knots
from tocsin.people.comparisons import ComparisonSpec
from tocsin.people.model import Model, gamma_of, read_model
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.record_profiles import load_candidates, load_records
from tocsin.people.record_scoring import levels_reached
from tocsin.people.scoring import database, load_rows
from tocsin.people.table import FOLDED, Records
from tocsin.policies import Policy

_SMOOTH = 0.5
_RANDOM_PAIRS = 200_000
_LEAST_SEEN = 30
_HOLD = 3e-5
"""How firmly weights are held where counting put them: enough for what few pairs speak of."""
_VIEWS_WEIGH = 0.5
"""What all narrower views of a table weigh together, beside the whole of it."""
_MOST_BITS, _LEAST_BITS = 16.0, -12.0
_U = 0.05

Labelled = tuple[Records, Sequence[str]]
Array = NDArray[Any]

AGAINST = frozenset({"different", "age_off", "relatives", "strangers"})
EITHER_WAY = frozenset(
    {
        "near",
        "year",
        "years",
        "age_near",
        "sound",
        "within",
        "middle",
        "shared",
        "home_shared",
        "common_day",
    }
)
"""Levels that speak against one person, that may speak either way; all others speak for it."""
AT_MOST = {
    ("given", "different"): -2.1,
    ("household", "relatives"): -2.1,
    ("household", "strangers"): -4.0,
    ("household", "different"): -1.0,
    ("born", "different"): -2.1,
    ("identifier", "different"): -1.0,
}
"""Differences that always speak against, whatever one table says: twins, brothers, namesakes."""
CHANGE, AT_LEAST = frozenset({"phone", "vehicle", "email", "occupation", "place"}), -1.5
"""What people change in the course of their lives: that it differs says little."""
_NAMES = frozenset({"given", "middle", "surname", "nickname"})


@dataclass(frozen=True)
class Patterns:
    """Candidate pairs by the levels they reach."""

    gammas: Array
    """(patterns, comparisons): Splink's numbers of levels, -1 for silence."""
    same: Array
    """(patterns, 3): pairs of one person, in the first fold, the second, and across."""
    other: Array
    prior_bits: float
    weight: float
    """What the table's mean loss counts."""


def train(tables: Sequence[Labelled], *, policy: Policy, version: str) -> str:
    """A model file, as text, from labelled tables.

    Args:
        tables: records, and for each the person it is of.
        version: the name of the file, which every output will tell.

    m is first counted on all pairs of one person, u on pairs drawn at even steps from all others.
    Comparisons are not independent (relatives share surname and address), so the weights are then
    moved until the candidate pairs' probabilities come true, held near where counting put them:
    what agrees never weighs against one person, what differs never for. Each table is also seen
    with only some of its columns, as other tables may have no more. Calibration is fitted on people
    whose pairs the weights were not fitted on, two folds crosswise. The same tables give the same
    file; each table counts alike, whatever its size.
    """
    start = counted_weights(tables, policy)
    patterns = [p for records, truth in tables for p in views(records, truth, policy)]
    return model_file(patterns, start, version)


def model_file(patterns: Sequence[Patterns], start: Array, version: str) -> str:
    """The model file of weights fitted to patterns, as text."""
    weights = fit(patterns, start, (0, 1, 2))
    knots = cross_calibrated(patterns, start)
    named = dict(zip(_levels(), weights.tolist(), strict=True))
    return as_model_file(named, knots, version, "tocsin train")


def as_model_file(
    weights: Mapping[tuple[str, str], float], knots: Knots, version: str, made_by: str
) -> str:
    """A model file, as text: m and u are two probabilities that differ by the weight."""
    comparisons: dict[str, dict[str, list[float]]] = {}
    for (name, level), weight in weights.items():
        m, u = (_U, _U / 2**weight) if weight > 0 else (_U * 2**weight, _U)
        comparisons.setdefault(name, {})[level] = [float(f"{m:.6g}"), float(f"{u:.6g}")]
    made = {
        "version": version,
        "made_by": made_by,
        "comparisons": comparisons,
        "calibration": [list(knot) for knot in knots],
    }
    return json.dumps(made, indent=1) + "\n"


def levels_of(spec: ComparisonSpec) -> list[str]:
    """The levels of a comparison that weigh anything."""
    return [level.name for level in spec.levels if not level.is_null]


def _levels() -> list[tuple[str, str]]:
    """(comparison, level) of all that is weighed, in the order of the weights."""
    return [(s.name, v.name) for s in RECORD_SPECS for v in s.levels if not v.is_null]


def views(records: Records, truth: Sequence[str], policy: Policy) -> list[Patterns]:
    """Patterns of a table, whole and with only its names and one or two columns more."""
    columns = records.columns
    told = [f for f in FOLDED if columns.column(f).null_count < len(records)]
    others = [f for f in told if f not in _NAMES and f not in ("year", "house", "sex")]
    narrower = [others[i : i + 1] for i in range(len(others))] if len(others) > 1 else []
    found = [patterns_of(records, truth, policy, 1.0)]
    for kept in narrower:
        held = [*kept, *(["year"] if "dob" in kept else []), "sex"]
        gone = [f for f in told if f not in _NAMES and f not in held]
        share = _VIEWS_WEIGH / len(narrower)
        found.append(patterns_of(records.without(gone), truth, policy, share))
    return found


def fold_of(person: str) -> int:
    """Which fold a person belongs to, 0 or 1."""
    return hashlib.sha256(f"fold {person}".encode()).digest()[0] % 2


def patterns_of(records: Records, truth: Sequence[str], policy: Policy, weight: float) -> Patterns:
    """Count the patterns of levels that candidate pairs reach."""
    names = [f"gamma_{spec.name}" for spec in RECORD_SPECS]
    with database(1, str(policy["people.memory_limit"])) as connection:
        load_records(connection, records)
        load_candidates(connection, policy)
        table = levels_reached(connection, flat_model())
        people = zip(range(len(truth)), truth, map(fold_of, truth), strict=True)
        load_rows(
            connection,
            "truth",
            {"row": "INTEGER", "person": "VARCHAR", "fold": "INTEGER"},
            people,
        )
        connection.execute(
            "CREATE TABLE person_of AS SELECT idx, min(person) AS person, max(person) AS last,"
            " min(fold) AS fold FROM rows JOIN truth USING (row) GROUP BY idx"
        )
        one = "(a.person = b.person AND a.last = b.last AND a.person = a.last)"
        folds = {0: "a.fold + b.fold = 0", 1: "a.fold + b.fold = 2", 2: "a.fold + b.fold = 1"}
        counts = ", ".join(
            f"count(*) FILTER ({said}{one} AND {where}) AS {word}{fold}"
            for said, word in (("", "same"), ("NOT ", "other"))
            for fold, where in folds.items()
        )
        found = connection.execute(
            f"SELECT {', '.join(names)}, {counts} FROM {table} AS e"
            " JOIN person_of AS a ON a.idx = e.idx_l JOIN person_of AS b ON b.idx = e.idx_r"
            f" GROUP BY {', '.join(names)} ORDER BY {', '.join(names)}"
        ).fetchnumpy()
    return Patterns(
        np.stack([np.asarray(found[name], np.int64) for name in names], axis=1),
        np.stack([np.asarray(found[f"same{f}"], np.float64) for f in folds], axis=1),
        np.stack([np.asarray(found[f"other{f}"], np.float64) for f in folds], axis=1),
        log2(_share_of_one(truth)),
        weight,
    )


def _share_of_one(truth: Sequence[str]) -> float:
    """The share of all pairs that are one person: what a run finds out for itself."""
    size = max(len(truth), 2)
    ones = sum(n * (n - 1) for n in Counter(truth).values())
    return min(0.5, max(ones, 1) / (size * (size - 1)))


def design(gammas: Array) -> csr_array:
    """Which weights each pattern adds up."""
    columns, rows = [], []
    position = 0
    for c, spec in enumerate(RECORD_SPECS):
        for level in (v for v in spec.levels if not v.is_null):
            reached = np.flatnonzero(gammas[:, c] == gamma_of(spec, level.name))
            rows.append(reached)
            columns.append(np.full(len(reached), position))
            position += 1
    r, c_ = np.concatenate(rows), np.concatenate(columns)
    return csr_array((np.ones(len(r)), (r, c_)), shape=(len(gammas), position))


def fit(
    patterns: Sequence[Patterns], start: Array, folds: Sequence[int], hold: float = _HOLD
) -> Array:
    """Weights in bits that make the probabilities of the candidate pairs come true."""
    data = []
    for p in patterns:
        ones, twos = p.same[:, folds].sum(axis=1), p.other[:, folds].sum(axis=1)
        if (total := ones.sum() + twos.sum()) > 0:
            data.append((design(p.gammas), p.prior_bits, ones, twos, p.weight / total))

    def loss(weights: Array) -> tuple[float, Array]:
        value = float(hold / 2 * ((weights - start) ** 2).sum())
        slope = hold * (weights - start)
        for x, prior, ones, twos, share in data:
            odds = np.clip((x @ weights + prior) * log(2), -50, 50)
            expected = 1 / (1 + np.exp(-odds))
            miss = (ones + twos) * expected - ones
            each = ones * np.logaddexp(0, -odds) + twos * np.logaddexp(0, odds)
            value += share * float(each.sum())
            slope = slope + share * (x.T @ miss) * log(2)
        return value, slope

    bounds = [_bounds(*level) for level in _levels()]
    least, most = (np.array(side) for side in zip(*bounds, strict=True))
    found = minimize(
        loss, np.clip(start, least, most), jac=True, method="L-BFGS-B",
        bounds=bounds, options={"maxiter": 2000, "maxfun": 4000, "ftol": 1e-10, "gtol": 1e-8},
    )  # fmt: skip
    return np.asarray(np.round(found.x, 3))


def _bounds(comparison: str, level: str) -> tuple[float, float]:
    if level in AGAINST:
        least = AT_LEAST if comparison in CHANGE else _LEAST_BITS
        return (least, AT_MOST.get((comparison, level), 0.0))
    if level in EITHER_WAY:
        return (_LEAST_BITS, _MOST_BITS)
    return (0.0, _MOST_BITS)


def cross_calibrated(patterns: Sequence[Patterns], start: Array) -> Knots:
    """What the weights are worth, on people they were not fitted on."""
    bits, truth, counts = [], [], []
    for fitted, held in ((0, 1), (1, 0)):
        weights = fit(patterns, start, (fitted,))
        for p in patterns:
            found = design(p.gammas) @ weights + p.prior_bits
            total = p.same[:, held].sum() + p.other[:, held].sum()
            for counted, one in ((p.same[:, held], 1.0), (p.other[:, held], 0.0)):
                some = counted > 0
                bits.append(found[some])
                truth.append(np.full(some.sum(), one))
                counts.append(counted[some] * (p.weight * 10_000 / max(total, 1)))
    return fit_knots(np.concatenate(bits), np.concatenate(truth), np.concatenate(counts))


def counted_weights(tables: Sequence[Labelled], policy: Policy) -> Array:
    """log2(m / u) of each level, counted; what no table speaks of keeps the shipped weight."""
    same, other = [], []
    for records, people in tables:
        order = sorted(range(len(records)), key=records.record_ids.__getitem__)
        ordered, truth = records.take(order), [people[i] for i in order]
        same.append(_counts(ordered, _pairs_of_one(truth), policy))
        other.append(_counts(ordered, _pairs_of_two(truth), policy))
    found = []
    for spec in RECORD_SPECS:
        spoken = [level.name for level in spec.levels if not level.is_null]
        m, u = _shares(same, spec.name, spoken), _shares(other, spec.name, spoken)
        found += [log2(m[name] / u[name]) if m and u else 0.0 for name in spoken]
    return np.asarray(np.clip(np.array(found), _LEAST_BITS, _MOST_BITS))


_Counts = Mapping[tuple[str, str], float]


def counted_by_chance(records: Records, policy: Policy) -> dict[tuple[str, str], float]:
    """How often each level is reached by two records drawn at even steps: nearly all two people."""
    pairs = _pairs_of_two([str(i) for i in range(len(records))])
    counts = [_counts(records, pairs, policy)]
    found: dict[tuple[str, str], float] = {}
    for spec in RECORD_SPECS:
        levels = levels_of(spec)
        shares = _shares(counts, spec.name, levels) or dict.fromkeys(levels, 1 / len(levels))
        found |= {(spec.name, level): share for level, share in shares.items()}
    return found


def _shares(counts: Sequence[_Counts], comparison: str, levels: Sequence[str]) -> dict[str, float]:
    """The share of each level, averaged over the tables that speak of the comparison."""
    totals = [sum(c.get((comparison, level), 0.0) for level in levels) for c in counts]
    spoken = [(c, n) for c, n in zip(counts, totals, strict=True) if n >= _LEAST_SEEN]
    return {
        level: sum(
            (c.get((comparison, level), 0.0) + _SMOOTH) / (n + _SMOOTH * len(levels))
            for c, n in spoken
        )
        / len(spoken)
        for level in levels
        if spoken
    }


def _pairs_of_one(truth: Sequence[str]) -> list[tuple[int, int]]:
    found: dict[str, list[int]] = {}
    for i, person in enumerate(truth):
        found.setdefault(person, []).append(i)
    return [(a, b) for group in found.values() for i, a in enumerate(group) for b in group[i + 1 :]]


def _pairs_of_two(truth: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs of different people at even steps through all pairs: no chance in it."""
    size = len(truth)
    steps = max(1, _RANDOM_PAIRS // max(size, 1))
    found = []
    for i in range(size):
        for step in range(1, steps + 1):
            other = (i + step * step * 7919 + step) % size
            if i < other and truth[i] != truth[other]:
                found.append((i, other))
    return found


def _counts(records: Records, pairs: Sequence[tuple[int, int]], policy: Policy) -> _Counts:
    """How often each level is reached."""
    found: dict[tuple[str, str], float] = {}
    with database(1, str(policy["people.memory_limit"])) as connection:
        load_records(connection, records)
        load_rows(connection, "wanted", {"a": "INTEGER", "b": "INTEGER"}, pairs)
        connection.execute(
            "CREATE TABLE blocked_pairs AS SELECT '0' AS match_key, l.idx AS join_key_l,"
            " r.idx AS join_key_r FROM wanted JOIN rows AS l ON l.row = a"
            " JOIN rows AS r ON r.row = b"
        )
        connection.execute("UPDATE profiles SET copies = 1")
        table = levels_reached(connection, flat_model())
        for spec in RECORD_SPECS:
            asked = f"SELECT gamma_{spec.name}, count(*) FROM {table} GROUP BY 1"
            numbers = dict(connection.execute(asked).fetchall())
            for level in spec.levels:
                if not level.is_null:
                    count = numbers.get(gamma_of(spec, level.name), 0)
                    found[(spec.name, level.name)] = float(count)
    return found


def flat_model() -> Model:
    """A model in which every level weighs nothing, for counting levels."""
    flat: Mapping[str, Any] = {
        spec.name: {v.name: [0.5, 0.5] for v in spec.levels if not v.is_null}
        for spec in RECORD_SPECS
    }
    text = json.dumps({"version": "flat", "comparisons": flat})
    return read_model(text, where="flat", specs=RECORD_SPECS)


def write_model(text: str, path: Path) -> None:
    """Write a model file, after reading it back as a run would."""
    read_model(text, where=path.name, specs=RECORD_SPECS)
    path.write_text(text, "utf-8")
