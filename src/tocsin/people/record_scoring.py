"""Candidate pairs of records weighed, and the prior that a table tells by itself."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from math import log2

import numpy as np
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker

from tocsin.people.comparisons import ComparisonSpec
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
_SIDED = re.compile(r"\b([a-z_]+?)_[lr]\b")


@dataclass(frozen=True)
class Pairs:
    """Scored pairs of different records, by idx; where left is right, of copies of one record."""

    left: Ints
    right: Ints
    bits: Floats
    probability: Floats
    certain: Bools
    """Nothing speaks against it, and something beyond the name speaks for it."""
    beyond: Bools
    """Something beyond the name speaks for it."""

    def with_prior(self, old: float, new: float, model: Model) -> Pairs:
        """The same pairs under another prior."""
        bits = np.round(self.bits + (_log_odds(new) - _log_odds(old)), 4)
        return Pairs(
            self.left, self.right, bits, model.probabilities(bits), self.certain, self.beyond
        )


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


def with_copies(connection: DuckDBPyConnection) -> None:
    """Make copies of one record a pair of the record with itself."""
    connection.execute(
        "INSERT INTO blocked_pairs SELECT '0', idx, idx FROM profiles WHERE copies > 1"
    )


def levels_reached(connection: DuckDBPyConnection, model: Model) -> str:
    """The table of the levels (`gamma_`) that the blocked pairs reach, as Splink finds them."""
    connection.execute("ALTER TABLE profiles ADD COLUMN match_key VARCHAR")
    with_copies(connection)
    settings = model.settings(0.5)
    settings["retain_matching_columns"] = True
    api = DuckDBAPI(connection=connection)
    people = api.register("profiles", dataset_display_name="profiles")
    linker = Linker(people, settings, validate_settings=False)
    logging.getLogger("splink").setLevel(logging.ERROR)
    pairs = api.register("blocked_pairs", dataset_display_name="pairs")
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    edges = linker.inference.predict(threshold_match_weight=-1e6, warning_mode="never")
    return str(edges.physical_name)


def score_pairs(connection: DuckDBPyConnection, model: Model, prior: float) -> Pairs:
    """Score the blocked pairs.

    The levels are those that Splink reads, in one pass of our own: Splink would copy every record
    twice for each batch of pairs, and keep a table of what each pair reached. That both say the
    same is a test.
    """
    with_copies(connection)
    found = connection.execute(_weighing_sql(connection, model, prior)).fetchnumpy()
    left, right = np.asarray(found["l"], np.int64), np.asarray(found["r"], np.int64)
    order = np.argsort(left * (int(right.max(initial=0)) + 1) + right, kind="stable")
    bits = np.asarray(found["bits"], float)[order]
    certain, beyond = (np.asarray(found[name], bool)[order] for name in ("certain", "beyond"))
    return Pairs(left[order], right[order], bits, model.probabilities(bits), certain, beyond)


def _weighing_sql(connection: DuckDBPyConnection, model: Model, prior: float) -> str:
    """Each pair with what it weighs, from the very levels of the comparisons."""
    told = {name for name, *_ in connection.execute("DESCRIBE profiles").fetchall()}
    conditions = " ".join(level.sql for spec in RECORD_SPECS for level in spec.levels)
    asked = sorted(told & set(_SIDED.findall(conditions)))
    sides = ", ".join(f"a.{name} AS {name}_l, b.{name} AS {name}_r" for name in asked)
    weights = ", ".join(f"{_weight_sql(spec, model)} AS mw_{spec.name}" for spec in RECORD_SPECS)
    beyond = _beyond_sql(model)
    total = " + ".join(f"mw_{spec.name}" for spec in RECORD_SPECS)
    return f"""
        SELECT l, r, round({_log_odds(prior)!r} + {total}, 4) AS bits,
            {beyond} AS beyond, {beyond} AND NOT {_against_sql()} AS certain
        FROM (SELECT l, r, {weights} FROM (
            SELECT least(a.idx, b.idx) AS l, greatest(a.idx, b.idx) AS r, {sides}
            FROM blocked_pairs AS p
            JOIN profiles AS a ON a.idx = p.join_key_l JOIN profiles AS b ON b.idx = p.join_key_r))
        """


def _weight_sql(spec: ComparisonSpec, model: Model) -> str:
    """What a pair weighs by one comparison: the first level that holds, silence at nothing."""
    weighed = [
        (level.sql, repr(float(model.weight_bits(spec.name, level.name)))) for level in spec.levels
    ]
    spoken = " ".join(f"WHEN {sql} THEN {bits}::DOUBLE" for sql, bits in weighed[:-1])
    return f"CASE {spoken} ELSE {weighed[-1][1]}::DOUBLE END"


def _beyond_sql(model: Model) -> str:
    """Something beyond the name agrees.

    A level of the household is known by the weight it gives.
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
    return f"({' OR '.join(beyond)})"


def _against_sql() -> str:
    """Something speaks against one person."""
    return f"({' OR '.join(f'mw_{s.name} < {_AGAINST_BITS}' for s in RECORD_SPECS)})"
