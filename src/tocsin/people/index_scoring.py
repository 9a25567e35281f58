"""The comparisons of `comparisons.py` for a few pairs: one prepared statement, the same SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2
from typing import Any

import duckdb
import pyarrow as pa

from tocsin.people.comparisons import COLUMNS, ComparisonSpec
from tocsin.people.model import Model, gamma_of
from tocsin.people.scoring import ScoredPair

_TIMES_ANEW = 200
"""Rows deleted are kept by the database and read over each time: after so many, a new one."""
_ARROW = {"INTEGER": pa.int32(), "VARCHAR": pa.string(), "VARCHAR[]": pa.list_(pa.string())}
_PROFILES = pa.schema([(name, _ARROW[kind]) for name, kind in COLUMNS.items()])
_PAIRS = pa.schema([("l", pa.int32()), ("r", pa.int32()), ("match_key", pa.string())])


class PairScorer:
    """Weighs explicit pairs of profiles.

    Splink runs the same expressions in bulk; that both find the same levels and the same weights
    is a test.
    """

    def __init__(self, model: Model, prior: float) -> None:
        self._model = model
        self._prior_bits = log2(prior / (1 - prior))
        self._bits = [_bits_by_level(model, spec) for spec in model.specs]
        self._times = 0
        self._connection = _prepared(model)

    def weigh(
        self, rows: Sequence[Sequence[Any]], pairs: Sequence[tuple[int, int, str]]
    ) -> list[ScoredPair]:
        """The weight and levels of each pair.

        Args:
            rows: of the profiles in the pairs, in the order of `COLUMNS`.
            pairs: left, right, match key.
        """
        if not pairs:
            return []
        self._times += 1
        if self._times % _TIMES_ANEW == 0:
            self._connection.close()
            self._connection = _prepared(self._model)
        run = self._connection.execute
        run("DELETE FROM weighed_profiles")
        run("DELETE FROM weighed_pairs")
        self._fill("weighed_profiles", rows, _PROFILES)
        self._fill("weighed_pairs", pairs, _PAIRS)
        found = []
        for left, right, key, *gammas in run("EXECUTE weigh").fetchall():
            bits = [b.get(g, 0.0) for b, g in zip(self._bits, gammas, strict=True)]
            weight = sum(bits, self._prior_bits)
            chance = round(_chance(weight), 4)
            found.append(ScoredPair(left, right, round(weight, 4), chance, tuple(gammas), key))
        return found

    def _fill(self, table: str, rows: Sequence[Sequence[Any]], schema: pa.Schema) -> None:
        columns = zip(zip(*rows, strict=True), schema, strict=True)
        arrays = [pa.array(values, type=column.type) for values, column in columns]
        self._connection.register("incoming", pa.table(arrays, schema=schema))
        self._connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        self._connection.unregister("incoming")


def _prepared(model: Model) -> duckdb.DuckDBPyConnection:
    """A database of its own, with the statement ready."""
    connection = duckdb.connect(":memory:")
    connection.execute("SET threads = 1")
    # For a hundred pairs, making a better plan takes longer than the plain one does.
    connection.execute("PRAGMA disable_optimizer")
    described = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
    connection.execute(f"CREATE TABLE weighed_profiles ({described})")
    connection.execute("CREATE TABLE weighed_pairs (l INTEGER, r INTEGER, match_key VARCHAR)")
    connection.execute(f"PREPARE weigh AS {statement(model.specs)}")
    return connection


def statement(specs: Sequence[ComparisonSpec]) -> str:
    """The level each comparison reaches, over `weighed_profiles` and `weighed_pairs`."""
    columns = ", ".join(f"a.{c} AS {c}_l, b.{c} AS {c}_r" for c in COLUMNS)
    levels = ", ".join(f"{_levels(spec)} AS gamma_{spec.name}" for spec in specs)
    return f"""
        WITH paired AS (
            SELECT p.match_key, {columns}
            FROM weighed_pairs AS p
            JOIN weighed_profiles AS a ON a.idx = p.l
            JOIN weighed_profiles AS b ON b.idx = p.r
        )
        SELECT idx_l, idx_r, match_key, {levels} FROM paired
    """


def _levels(spec: ComparisonSpec) -> str:
    """One comparison as an expression, numbered as Splink numbers its levels."""
    cases: list[str] = []
    for level in spec.levels:
        number = gamma_of(spec, level.name)
        if level.sql == "ELSE":
            return f"CASE {' '.join(cases)} ELSE {number} END"
        cases.append(f"WHEN {level.sql} THEN {number}")
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _bits_by_level(model: Model, spec: ComparisonSpec) -> Mapping[int, float]:
    return {
        gamma_of(spec, level.name): model.weight_bits(spec.name, level.name)
        for level in spec.levels
        if not level.is_null
    }


def _chance(weight: float) -> float:
    if weight >= 0:
        return 1 / (1 + 2**-weight)
    return float(2**weight / (1 + 2**weight))
