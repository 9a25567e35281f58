"""A model of structured records made from tables whose truth is known; runs never train."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log2, sqrt
from pathlib import Path
from typing import Any

from tocsin.people.model import Model, level_reached, read_model
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.resolving import RECORDS_EACH, candidate_records, record_model
from tocsin.people.scoring import database, load_rows, score
from tocsin.people.table import RecordRow
from tocsin.policies import Policy

_SMOOTH = 0.5
_RANDOM_PAIRS = 200_000
_LEAST_SEEN = 30
_ROUNDS = 300
_PACE = 0.5
_HOLD = 2e-5
"""How firmly weights are held where counting put them: enough for what few pairs speak of."""

Counts = dict[str, Counter[str]]


def train(
    tables: Sequence[tuple[Sequence[RecordRow], Sequence[str]]], *, policy: Policy, version: str
) -> str:
    """A model file, as text, from labelled tables.

    Args:
        tables: records, and for each the person it is of.
        version: the name of the file, which every output will tell.

    m is first counted on all pairs of one person, u on pairs drawn at even steps from all others.
    Comparisons are not independent (relatives share surname and address), so the weights are then
    moved until the candidate pairs' probabilities come true, held near where counting put them.
    The same tables give the same file; each table counts alike, whatever its size.
    """
    same: list[Counts] = []
    other: list[Counts] = []
    for records, people in tables:
        ordered = sorted(zip(records, people, strict=True), key=lambda r: r[0].record_id)
        rows = [r for r, _ in ordered]
        truth = [p for _, p in ordered]
        same.append(_levels(rows, _pairs_of_one(truth), policy))
        other.append(_levels(rows, _pairs_of_two(truth), policy))
    weights = _fit([_patterns(r, p, policy) for r, p in tables], same, other)
    comparisons: dict[str, dict[str, list[float]]] = {}
    for spec in RECORD_SPECS:
        spoken = [level.name for level in spec.levels if not level.is_null]
        m, u = _shares(same, spec.name, spoken, "m"), _shares(other, spec.name, spoken, "u")
        comparisons[spec.name] = {
            name: _pair(u[name], weights.get((spec.name, name))) if weights else [m[name], u[name]]
            for name in spoken
        }
    made = {"version": version, "made_by": "tocsin train", "comparisons": comparisons}
    return json.dumps(made, indent=1) + "\n"


def _shares(
    counts: Sequence[Counts], comparison: str, levels: Sequence[str], kind: str
) -> dict[str, float]:
    """The share of each level, averaged over the tables that speak of the comparison; where none
    does (often enough to count), the shipped file's."""
    spoken = [c[comparison] for c in counts if c[comparison].total() >= _LEAST_SEEN]
    if not spoken:
        kept = record_model().weights[comparison]
        return {level: kept[level][0 if kind == "m" else 1] for level in levels}
    return {
        level: sum((c[level] + _SMOOTH) / (c.total() + _SMOOTH * len(levels)) for c in spoken)
        / len(spoken)
        for level in levels
    }


_Pattern = tuple[tuple[tuple[str, str], ...], float, int, int]
"""Levels reached, prior in bits, and how many candidate pairs of one person, and of two, did so."""


def _patterns(records: Sequence[RecordRow], truth: Sequence[str], policy: Policy) -> list[_Pattern]:
    counts: dict[tuple[int, ...], list[int]] = {}
    prior = -log2(max(len(records), 2) / RECORDS_EACH)
    with database(1, str(policy["people.memory_limit"])) as connection:
        candidate_records(connection, records, policy)
        for pair in score(connection, _flat_model(), 0.5, -1e6):
            same = truth[pair.left] == truth[pair.right]
            counts.setdefault(pair.gammas, [0, 0])[0 if same else 1] += 1
    found = []
    for gammas, (ones, twos) in sorted(counts.items()):
        levels = []
        for spec, gamma in zip(RECORD_SPECS, gammas, strict=True):
            level = level_reached(spec, gamma)
            if level is not None:
                levels.append((spec.name, level.name))
        found.append((tuple(levels), prior, ones, twos))
    return found


def _fit(
    tables: Sequence[Sequence[_Pattern]], same: Sequence[Counts], other: Sequence[Counts]
) -> dict[tuple[str, str], float]:
    """Weights in bits that make the probabilities of the candidate pairs come true."""
    start: dict[tuple[str, str], float] = {}
    for spec in RECORD_SPECS:
        spoken = [level.name for level in spec.levels if not level.is_null]
        m, u = _shares(same, spec.name, spoken, "m"), _shares(other, spec.name, spoken, "u")
        start |= {(spec.name, name): log2(m[name] / u[name]) for name in spoken}
    weights = dict(start)
    squares = dict.fromkeys(weights, 1e-9)
    totals = [sum(ones + twos for _, _, ones, twos in table) for table in tables]
    for _ in range(_ROUNDS):
        slope = {key: _HOLD * (weights[key] - start[key]) for key in weights}
        for table, total in zip(tables, totals, strict=True):
            for levels, prior, ones, twos in table:
                bits = prior + sum(weights[key] for key in levels)
                expected = 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))
                miss = ((ones + twos) * expected - ones) / total
                for key in levels:
                    slope[key] += miss
        for key, value in slope.items():
            squares[key] += value * value
            weights[key] -= _PACE * value / sqrt(squares[key])
    return weights


def _pair(u: float, weight: float | None) -> list[float]:
    """m and u that differ by the weight, both probabilities."""
    m = u * 2 ** (weight or 0.0)
    if m >= 1:
        m, u = 0.999, 0.999 / 2 ** (weight or 0.0)
    return [float(f"{m:.8g}"), float(f"{u:.8g}")]


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


def _levels(
    records: Sequence[RecordRow], pairs: Iterable[tuple[int, int]], policy: Policy
) -> Counts:
    """How often each level is reached, by comparison."""
    flat = _flat_model()
    counts: Counts = {spec.name: Counter() for spec in RECORD_SPECS}
    with database(1, str(policy["people.memory_limit"])) as connection:
        candidate_records(connection, records, policy)
        connection.execute("DROP TABLE blocked_pairs")
        load_rows(
            connection,
            "blocked_pairs",
            {"match_key": "VARCHAR", "join_key_l": "INTEGER", "join_key_r": "INTEGER"},
            (("0", a, b) for a, b in pairs),
        )
        for pair in score(connection, flat, 0.5, -1e6):
            for spec, gamma in zip(RECORD_SPECS, pair.gammas, strict=True):
                level = level_reached(spec, gamma)
                if level is not None:
                    counts[spec.name][level.name] += 1
    return counts


def _flat_model() -> Model:
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
