"""A model made on a user's own case: without labels, with judgements where there are any.

How often two mentions of one person share a thing, a companion or an agency differs from case to
case. The weights of the shipped model are moved towards what the case shows, by expectation and
maximisation over its candidate pairs, held by as many pretended pairs as keep a small case from
inventing a world of its own (relatives and colleagues look like one person to such a method). What
a human judged counts as known. Weights of names stay.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

from tocsin.people.judgements import bind
from tocsin.people.mention_training import Labelled, candidates
from tocsin.people.model import Model, level_reached
from tocsin.people.persons import Described
from tocsin.people.scoring import ScoredPair
from tocsin.policies import Policy
from tocsin.records import Judgement

_ROUNDS = 8
_HELD_BY = 150.0
"""Pretended pairs, reached as the shipped model says, beside those of the case."""
_JUDGED = 20.0
"""A pair that a human judged counts as so many."""
_NAMES = frozenset({"given", "family"})

_Pair = tuple[int, int]


def train_on(
    case: Labelled, judgements: Sequence[Judgement], *, model: Model, policy: Policy, version: str
) -> tuple[str, tuple[str, str] | None]:
    """A model file, as text, and the two mentions that it would help most to judge first.

    Args:
        case: as a run finds it; who its mentions are is not asked.
        judgements: human words on pairs; `same` and `different` teach, `unsure` does not.
        model: whose weights are moved.
        version: the name of the file.

    The same case gives the same file.
    """
    described, pairs = candidates(case, model, policy)
    known = _judged(case, described, judgements)
    text = _text(model, _settled(model, pairs, known), version)
    return text, _most_useful(described, pairs, known)


def _judged(
    case: Labelled, described: Described, judgements: Sequence[Judgement]
) -> dict[_Pair, float]:
    bound = bind(judgements, (), dict(case.extractions), {})
    home = {m.mention_id: p.index for p in described.profiles for m in p.mentions}
    sames, differents = bound.between(home)
    return {**dict.fromkeys(sames, 1.0), **dict.fromkeys(differents, 0.0)}


_Levels = tuple[tuple[str, str], ...]


def _settled(
    model: Model, pairs: Sequence[ScoredPair], known: Mapping[_Pair, float]
) -> dict[str, dict[str, tuple[float, float]]]:
    """(m, u) of each level after a few rounds; pairs that look alike are counted together."""
    alike: dict[tuple[_Levels, float, float | None], float] = {}
    for pair in pairs:
        judged = known.get((pair.left, pair.right))
        key = (_levels(pair, model), pair.weight, judged)
        alike[key] = alike.get(key, 0.0) + (1.0 if judged is None else _JUDGED)
    shipped = {n: dict(levels) for n, levels in model.weights.items() if n not in _NAMES}
    current = shipped
    for _ in range(_ROUNDS):
        same: dict[str, dict[str, float]] = {n: dict.fromkeys(shipped[n], 0.0) for n in shipped}
        other: dict[str, dict[str, float]] = {n: dict.fromkeys(shipped[n], 0.0) for n in shipped}
        for (levels, bits, judged), count in sorted(alike.items(), key=lambda a: str(a[0])):
            moved = bits + sum(_bits(current, k) - _bits(shipped, k) for k in levels)
            chance = 1 / (1 + 2 ** -max(-60.0, min(60.0, moved))) if judged is None else judged
            for name, level in levels:
                same[name][level] += count * chance
                other[name][level] += count * (1 - chance)
        current = {
            name: {
                level: (_share(m, same[name], level), _share(u, other[name], level))
                for level, (m, u) in levels.items()
            }
            for name, levels in shipped.items()
        }
    return current


def _bits(weights: Mapping[str, Mapping[str, tuple[float, float]]], key: tuple[str, str]) -> float:
    m, u = weights[key[0]][key[1]]
    return log2(m / u)


def _share(held: float, counts: Mapping[str, float], level: str) -> float:
    return (held * _HELD_BY + counts[level]) / (_HELD_BY + sum(counts.values()))


def _levels(pair: ScoredPair, model: Model) -> _Levels:
    found = []
    for spec, gamma in zip(model.specs, pair.gammas, strict=True):
        level = level_reached(spec, gamma) if spec.name not in _NAMES else None
        if level is not None:
            found.append((spec.name, level.name))
    return tuple(found)


def _text(
    model: Model, weights: Mapping[str, Mapping[str, tuple[float, float]]], version: str
) -> str:
    made: dict[str, Any] = {
        "version": version,
        "made_by": f"tocsin train --on, from {model.version}",
        "reports_a_person": model.reports_a_person,
        "comparisons": {
            name: {
                level: [float(f"{m:.6g}"), float(f"{u:.6g}")]
                for level, (m, u) in weights.get(name, levels).items()
            }
            for name, levels in model.weights.items()
        },
        "shares": {"given": dict(model.given_shares), "family": dict(model.family_shares)},
    }
    return json.dumps(made, indent=1, ensure_ascii=False) + "\n"


def _most_useful(
    described: Described, pairs: Sequence[ScoredPair], known: Mapping[_Pair, float]
) -> tuple[str, str] | None:
    """The pair whose answer tells most: near even odds, and like many other pairs of the case."""
    like = Counter(p.gammas for p in pairs)
    open_pairs = [p for p in pairs if (p.left, p.right) not in known and 0 < p.probability < 1]
    if not open_pairs:
        return None

    def worth(pair: ScoredPair) -> float:
        chance = pair.probability
        doubt = -chance * log2(chance) - (1 - chance) * log2(1 - chance)
        return round(doubt * log2(1 + like[pair.gammas]), 6)

    best = min(open_pairs, key=lambda p: (-worth(p), p.left, p.right))
    left, right = described.profiles[best.left], described.profiles[best.right]
    return left.mentions[0].mention_id, right.mentions[0].mention_id
