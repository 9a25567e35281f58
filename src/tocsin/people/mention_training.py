"""A model of mentions made from cases whose truth is known, or from judgements; runs never train.

The weights of a model are moved until the probabilities of candidate pairs come true, held near
where they were: what few pairs speak of stays. A person of many mentions is heard once, not once
for each pair of them.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2, sqrt
from typing import Any

from tocsin.people.judgements import Bound
from tocsin.people.model import Model, level_reached, model_text, read_model
from tocsin.people.persons import (
    Described,
    describe,
    find_candidates,
    known_of,
    load_described,
    score_candidates,
)
from tocsin.people.profiles import Profile, profiles_of, receipt_order
from tocsin.people.scoring import ScoredPair, database
from tocsin.people.things import join_things
from tocsin.policies import Policy
from tocsin.records import Echo, Extraction, Report

_ROUNDS = 400
_PACE = 0.3
_HOLD = 0.004
"""How firmly weights are held where they were, against the weight of one whole case."""
_NAMES = frozenset({"given", "family"})
_FLOOR = 1e-6
_MOST_M = 0.95


@dataclass(frozen=True, slots=True)
class Labelled:
    """A case, and who each mention really is."""

    reports: Mapping[str, Report]
    extractions: Mapping[str, Extraction]
    echoes: Sequence[Echo]
    person_of: Mapping[str, str]
    """mention_id → person; mentions that are not here teach nothing."""


Key = tuple[str, str]
"""(comparison, level); all rarities of one outcome of names move together."""


_PRIOR: Key = ("prior", "people")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Candidate pairs of one case that reached the same levels."""

    keys: tuple[Key, ...]
    bits: float
    """Their weight before anything is moved."""
    same: float
    different: float


def train_mentions(
    cases: Sequence[Labelled], *, policy: Policy, version: str, start: Model | None = None
) -> str:
    """A model file, as text, from cases with their truth.

    Args:
        cases: each counts alike, whatever its size.
        policy: `people.yaml`.
        version: the name of the file, which every output will tell.
        start: the model whose weights are moved; the shipped one where none is given.

    The same cases give the same file. Misleads where the cases are unlike those it is used on:
    written cases hold more namesakes than life does.
    """
    model = start or read_model(model_text(), where="mentions")
    return moved(model, fit(model, [patterns(case, model, policy) for case in cases]), version)


def patterns(case: Labelled, model: Model, policy: Policy) -> list[Pattern]:
    """What the candidate pairs of a case look like, and which are one person."""
    described, pairs = candidates(case, model, policy)
    people = [_person(p, case.person_of) for p in described.profiles]
    sizes = Counter(people)
    found: dict[tuple[tuple[Key, ...], float], list[float]] = {}
    for pair in pairs:
        left, right = people[pair.left], people[pair.right]
        if left and right:
            weight = 2 / (sizes[left] + sizes[right])
            sums = found.setdefault((_keys(pair, model), pair.weight), [0.0, 0.0])
            sums[0 if left == right else 1] += weight
    return [Pattern(keys, bits, *sums) for (keys, bits), sums in sorted(found.items())]


def candidates(case: Labelled, model: Model, policy: Policy) -> tuple[Described, list[ScoredPair]]:
    """Every candidate pair of a case, weighed, however unlikely."""
    ordered = sorted(case.reports.values(), key=receipt_order)
    order = {r.report_id: i for i, r in enumerate(ordered)}
    things = join_things(case.extractions, case.reports, order, Bound(), policy)
    profiles, _ = profiles_of(case.reports, case.extractions, Bound())
    described = describe(profiles, case.reports, case.extractions, things.evidence)
    known = known_of(described, model, policy)
    with database(1, str(policy["people.memory_limit"])) as connection:
        load_described(connection, described, known, case.echoes)
        find_candidates(connection, policy)
        pairs = score_candidates(connection, described, known, model, policy, least=_FLOOR)
    return described, pairs


def _person(profile: Profile, person_of: Mapping[str, str]) -> str:
    """Whom most mentions of a profile mean; empty where none is known."""
    counts = Counter(person_of[m.mention_id] for m in profile.mentions if m.mention_id in person_of)
    return min(counts, key=lambda p: (-counts[p], p), default="")


def _keys(pair: ScoredPair, model: Model) -> tuple[Key, ...]:
    found = [_PRIOR]
    for spec, gamma in zip(model.specs, pair.gammas, strict=True):
        level = level_reached(spec, gamma)
        if level is not None:
            found.append((spec.name, _class(spec.name, level.name)))
    return tuple(found)


def _class(comparison: str, level: str) -> str:
    """All rarities of one outcome are one: rarity itself is counted, not learnt."""
    head, _, tail = level.rpartition("_")
    return head if comparison in _NAMES and tail.isdigit() else level


def fit(model: Model, cases: Sequence[Sequence[Pattern]]) -> dict[Key, float]:
    """By how many bits each weight is moved, so that probabilities come true (logistic loss).

    No level comes to weigh more than the share of strangers who reach it allows (m is at most 1):
    that two share nothing never speaks for one person.
    """
    most = _most_bits(model)
    shift: dict[Key, float] = {k: 0.0 for case in cases for p in case for k in p.keys}
    squares = dict.fromkeys(shift, 1e-9)
    totals = [sum(p.same + p.different for p in case) or 1.0 for case in cases]
    for _ in range(_ROUNDS):
        slope = {key: _HOLD * value for key, value in shift.items()}
        for case, total in zip(cases, totals, strict=True):
            for p in case:
                bits = p.bits + sum(shift[key] for key in p.keys)
                chance = 1 / (1 + 2 ** -max(-60.0, min(60.0, bits)))
                miss = ((p.same + p.different) * chance - p.same) / total
                for key in p.keys:
                    slope[key] += miss
        for key, value in slope.items():
            squares[key] += value * value
            wanted = shift[key] - _PACE * value / sqrt(squares[key])
            shift[key] = min(wanted, most.get(key, wanted))
    return shift


def _most_bits(model: Model) -> dict[Key, float]:
    found: dict[Key, float] = {}
    for comparison, levels in model.weights.items():
        for level, (m, u) in levels.items():
            key = (comparison, _class(comparison, level))
            found[key] = min(found.get(key, 60.0), log2(_MOST_M / u) - log2(m / u))
    return found


def moved(model: Model, shift: Mapping[Key, float], version: str) -> str:
    """The model with each weight moved by its bits, as the text of a file."""
    comparisons: dict[str, dict[str, list[float]]] = {}
    for spec in model.specs:
        levels = comparisons[spec.name] = {}
        for level, (m, u) in model.weights[spec.name].items():
            levels[level] = _pair(m, u, shift.get((spec.name, _class(spec.name, level)), 0.0))
    made: dict[str, Any] = {
        "version": version,
        "made_by": "tocsin train",
        "reports_a_person": round(model.reports_a_person * 2.0 ** shift.get(_PRIOR, 0.0), 3),
        "comparisons": comparisons,
        "shares": {"given": dict(model.given_shares), "family": dict(model.family_shares)},
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _pair(m: float, u: float, bits: float) -> list[float]:
    """m and u that differ by so many bits more, both probabilities."""
    return [float(f"{m * 2.0**bits:.6g}"), u]
