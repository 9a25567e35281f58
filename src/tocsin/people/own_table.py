"""A model made on a user's own table: without labels, with judgements where there are any.

How often two records of one person share a phone, a place or a birthday differs from table to
table. The weights of the shipped model are moved towards what the table shows, by expectation and
maximisation over its candidate pairs, and held by as many pretended pairs as keep a small table
from inventing a world of its own. Weights of names and of households stay: to such a method a
family looks like one person. What a human judged counts as known, many times over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np
from duckdb import DuckDBPyConnection

from tocsin.people.model import Model, gamma_of
from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.record_items import Said
from tocsin.people.record_profiles import load_candidates, load_records
from tocsin.people.record_scoring import Pairs, levels_reached, prior_found, prior_of
from tocsin.people.scoring import database
from tocsin.people.table import Records
from tocsin.people.training import Array, as_model_file, counted_by_chance, flat_model, levels_of
from tocsin.policies import Policy
from tocsin.records import Judgement

_ROUNDS = 10
_HELD_BY = 200.0
"""Pretended pairs that reached each level as the shipped model says."""
_JUDGED = 20.0
"""A pair that a human judged counts as so many."""
_STAY = frozenset({"given", "household", "middle", "sex"})
_SMOOTH = 0.5


@dataclass(frozen=True)
class _Found:
    """The candidate pairs of a table, and what each reached."""

    left: Array
    right: Array
    reached: Array
    """(pairs, comparisons): Splink's numbers of levels."""
    copies: Array
    row_idx: Array
    record_ids: Sequence[str]


def train_on_table(
    records: Records,
    judgements: Sequence[Judgement],
    *,
    model: Model,
    policy: Policy,
    version: str,
) -> tuple[str, tuple[str, str] | None]:
    """A model file, as text, and the two records that it would help most to judge first.

    Args:
        judgements: human words on pairs of record ids; `same` and `different` teach.
        model: whose weights are moved.

    The same table gives the same file, whatever the order of its rows; nothing is left to chance.
    """
    order = sorted(range(len(records)), key=records.record_ids.__getitem__)
    ordered = records.take(order)
    found = _candidates(ordered, policy)
    chance = counted_by_chance(ordered, policy)
    said = Said.read(judgements, {r: i for i, r in enumerate(found.record_ids)})
    known = _known(found, said)
    weights = _settled(found, chance, known, model)
    moved = as_model_file(weights, model.calibration, version, "tocsin train --on")
    return moved, _most_useful(found, weights, known, model)


def _candidates(records: Records, policy: Policy) -> _Found:
    names = [f"gamma_{spec.name}" for spec in RECORD_SPECS]
    with database(1, str(policy["people.memory_limit"])) as connection:
        load_records(connection, records)
        load_candidates(connection, policy)
        table = levels_reached(connection, flat_model())
        rows = connection.execute(
            f"SELECT least(idx_l, idx_r) AS l, greatest(idx_l, idx_r) AS r, {', '.join(names)}"
            f" FROM {table} ORDER BY l, r"
        ).fetchnumpy()
        idx = _column(connection, "SELECT idx FROM rows ORDER BY row", "idx")
        copies = _column(connection, "SELECT copies FROM profiles ORDER BY idx", "copies")
    reached = np.stack([np.asarray(rows[name], np.int64) for name in names], axis=1)
    left, right = np.asarray(rows["l"], np.int64), np.asarray(rows["r"], np.int64)
    return _Found(left, right, reached, copies, idx, records.record_ids)


def _column(connection: DuckDBPyConnection, query: str, name: str) -> Array:
    return np.asarray(connection.execute(query).fetchnumpy()[name], np.int64)


def _known(found: _Found, said: Said) -> Mapping[int, float]:
    """Pair → 1 where a human said it is one person, 0 where two."""
    place = {
        pair: i
        for i, pair in enumerate(zip(found.left.tolist(), found.right.tolist(), strict=True))
    }
    known: dict[int, float] = {}
    for pairs, truth in ((said.same, 1.0), (said.different, 0.0)):
        for a, b in pairs:
            i, j = int(found.row_idx[a]), int(found.row_idx[b])
            at = place.get((min(i, j), max(i, j)))
            if at is not None:
                known[at] = truth
    return known


def _bits(found: _Found, weights: Mapping[tuple[str, str], float]) -> Array:
    total = np.zeros(len(found.left))
    for c, spec in enumerate(RECORD_SPECS):
        for level in levels_of(spec):
            reached = found.reached[:, c] == gamma_of(spec, level)
            total[reached] += weights[(spec.name, level)]
    return total


def _settled(
    found: _Found,
    chance: Mapping[tuple[str, str], float],
    known: Mapping[int, float],
    model: Model,
) -> dict[tuple[str, str], float]:
    """Weights that the pairs' own probabilities bear out."""
    shipped = {
        (s.name, level): model.weight_bits(s.name, level)
        for s in RECORD_SPECS
        for level in levels_of(s)
    }
    weights = dict(shipped)
    counts = np.ones(len(found.left))
    for at in known:
        counts[at] = _JUDGED
    for _ in range(_ROUNDS):
        probability = _probability(found, weights, model)
        for at, truth in known.items():
            probability[at] = truth
        mass = probability * counts
        for c, spec in enumerate(RECORD_SPECS):
            if spec.name in _STAY:
                continue
            told = mass[found.reached[:, c] >= 0].sum()
            for level in levels_of(spec):
                here = mass[found.reached[:, c] == gamma_of(spec, level)].sum()
                m = (here + _SMOOTH) / (told + _SMOOTH * len(levels_of(spec)))
                shown = log2(m / chance[(spec.name, level)])
                share = here / (here + _HELD_BY)
                before = shipped[(spec.name, level)]
                moved = share * shown + (1 - share) * before
                # What spoke for one person does not come to speak against, nor the other way.
                weights[(spec.name, level)] = max(moved, 0.0) if before >= 0 else min(moved, 0.0)
    return weights


def _probability(found: _Found, weights: Mapping[tuple[str, str], float], model: Model) -> Array:
    size = int(found.copies.sum())
    prior = prior_of(size)
    bits = _bits(found, weights) + log2(prior / (1 - prior))
    certain = np.zeros(len(bits), bool)
    pairs = Pairs(found.left, found.right, bits, model.probabilities(bits), certain, certain)
    own = prior_found(pairs, found.copies, model, prior)
    return np.array(pairs.with_prior(prior, own, model).probability)


def _most_useful(
    found: _Found,
    weights: Mapping[tuple[str, str], float],
    known: Mapping[int, float],
    model: Model,
) -> tuple[str, str] | None:
    """The pair nearest to even odds that nobody judged; of like ones, that of most copies."""
    probability = _probability(found, weights, model)
    open_ = [i for i in np.flatnonzero(found.left != found.right).tolist() if i not in known]
    if not open_:
        return None

    def use(i: int) -> tuple[float, int, int]:
        both = int(found.copies[found.left[i]] * found.copies[found.right[i]])
        return (round(abs(float(probability[i]) - 0.5), 2), -both, i)

    best = min(open_, key=use)
    first = {int(idx): row for row, idx in reversed(list(enumerate(found.row_idx.tolist())))}
    left, right = (found.record_ids[first[int(side[best])]] for side in (found.left, found.right))
    return (left, right)
