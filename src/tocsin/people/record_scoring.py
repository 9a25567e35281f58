"""Candidate pairs of records weighed: Splink scores them, and a table tells its own prior."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from math import log2

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker

from tocsin.people.model import Model
from tocsin.people.record_comparisons import HOUSEHOLD, RECORD_SPECS
from tocsin.people.record_groups import Floats, Ints
from tocsin.people.record_profiles import RECORDS_EACH

Bools = NDArray[np.bool_]

_AGAINST_BITS = -2.0
_BEYOND_BITS = log2(20)
_OF_NAMES = ("given", "household", "middle", "sex")
_OF_HOMES = ("both", "area", "near_home", "like_home", "home", "postcode")
"""Levels of the household that rest on an address, and not on the surname alone."""
_LEAST_RECORDS = 24
_PRIOR_ROUNDS = 25
_STEPS_A_BIT = 16
_SURE_OF_PRIOR = 4.0
_PRIOR_MOVES = 4.0
_BATCH = 2_000_000


@dataclass(frozen=True)
class Pairs:
    """Scored pairs of different records, by idx; where left is right, of copies of one record."""

    left: Ints
    right: Ints
    bits: Floats
    probability: Floats
    certain: Bools
    """Nothing speaks against it, and something beyond the name speaks for it."""

    def with_prior(self, old: float, new: float, model: Model) -> Pairs:
        """The same pairs under another prior."""
        bits = np.round(self.bits + (_log_odds(new) - _log_odds(old)), 4)
        return Pairs(self.left, self.right, bits, model.probabilities(bits), self.certain)


def prior_of(size: int) -> float:
    """How likely two records of a table are one person, before anything is compared."""
    return RECORDS_EACH / max(size, _LEAST_RECORDS)


def prior_found(scored: Pairs, copies: Ints, model: Model, prior: float) -> float:
    """The share of pairs of a table that are one person, as the scored pairs tell it.

    Some tables hold a person once or twice, some twenty times. The share is moved until it agrees
    with the sum of the probabilities it gives (the last step of Fellegi and Sunter's model, with
    all weights held); `_SURE_OF_PRIOR` pairs of one person stand for the prior it began with, so
    that a small table stays near it.
    """
    n = copies.astype(np.float64)
    same = scored.left == scored.right
    pairs = n[scored.left] * (n[scored.right] - same) / np.where(same, 2, 1)
    every = max(n.sum() * (n.sum() - 1) / 2, 1.0)
    share, began = prior, _log_odds(prior)
    steps = np.round(scored.bits * _STEPS_A_BIT).astype(np.int64)
    least = int(steps.min(initial=0))
    counts = np.bincount(steps - least, weights=pairs)
    bits = (np.arange(len(counts)) + least) / _STEPS_A_BIT
    for _ in range(_PRIOR_ROUNDS):
        odds = model.probabilities(bits + (_log_odds(share) - began))
        expected = float((odds * counts).sum())
        share = (expected + _SURE_OF_PRIOR) / (every + _SURE_OF_PRIOR / prior)
    moved = max(-_PRIOR_MOVES, min(_PRIOR_MOVES, _log_odds(share) - began))
    return float(1 / (1 + 2 ** -(began + moved)))


def _log_odds(share: float) -> float:
    return log2(share / (1 - share))


def predicted(
    connection: DuckDBPyConnection, model: Model, prior: float, *, levels: bool = False
) -> Iterator[str]:
    """Tables of the blocked pairs as Splink scored them: weights (`mw_`), or levels (`gamma_`).

    Copies of one record are a pair of the record with itself. Each table is gone once the next
    is asked for, so that memory is bounded however many pairs there are.
    """
    connection.execute("ALTER TABLE profiles ADD COLUMN match_key VARCHAR")
    connection.execute(
        "INSERT INTO blocked_pairs SELECT '0', idx, idx FROM profiles WHERE copies > 1"
    )
    ((total,),) = connection.execute("SELECT count(*) FROM blocked_pairs").fetchall()
    batch = max(total, 1) if levels else _BATCH
    settings = model.settings(prior)
    settings["retain_matching_columns"] = levels
    settings["retain_intermediate_calculation_columns"] = not levels
    for begin in range(0, max(total, 1), batch):
        api = DuckDBAPI(connection=connection)
        people = api.register("profiles", dataset_display_name="profiles")
        linker = Linker(people, settings, validate_settings=False)
        logging.getLogger("splink").setLevel(logging.ERROR)
        connection.execute(
            "CREATE OR REPLACE TABLE some_pairs AS SELECT * FROM blocked_pairs"
            f" WHERE rowid >= {begin} AND rowid < {begin + batch}"
        )
        pairs = api.register("some_pairs", dataset_display_name=f"pairs {begin}")
        linker.table_management.register_blocked_pairs_for_predict(pairs)
        edges = linker.inference.predict(threshold_match_weight=-1e6, warning_mode="never")
        yield str(edges.physical_name)
        connection.execute(f"DROP TABLE {edges.physical_name}")


def score_pairs(connection: DuckDBPyConnection, model: Model, prior: float) -> Pairs:
    """Score the blocked pairs."""
    found = [
        connection.execute(
            f"""
            SELECT least(idx_l, idx_r) AS l, greatest(idx_l, idx_r) AS r,
                round(match_weight, 4) AS bits, ({_certain_sql(model)}) AS certain
            FROM {table}
            """
        ).fetchnumpy()
        for table in predicted(connection, model, prior)
    ]
    left, right, bits, certain = (
        np.concatenate([np.asarray(part[name], kind) for part in found])
        for name, kind in (("l", np.int64), ("r", np.int64), ("bits", float), ("certain", bool))
    )
    order = np.lexsort((right, left))
    bits = bits[order]
    return Pairs(left[order], right[order], bits, model.probabilities(bits), certain[order])


def _certain_sql(model: Model) -> str:
    """Something beyond the name agrees, and nothing speaks against one person.

    Splink gives the weight a comparison reached, so a level of the household is known by it.
    """
    weights = {
        level.name: model.weight_bits("household", level.name)
        for level in HOUSEHOLD.levels
        if not level.is_null
    }
    of_names = {round(w, 4) for name, w in weights.items() if name not in _OF_HOMES}
    homes = sorted({round(weights[name], 4) for name in _OF_HOMES} - of_names)
    beyond = [f"mw_{s.name} > {_BEYOND_BITS}" for s in RECORD_SPECS if s.name not in _OF_NAMES]
    if homes:
        beyond.append(f"round(mw_household, 4) IN ({', '.join(map(str, homes))})")
    against = [f"mw_{s.name} < {_AGAINST_BITS}" for s in RECORD_SPECS]
    return f"({' OR '.join(beyond)}) AND NOT ({' OR '.join(against)})"
