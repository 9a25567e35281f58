"""Candidate pairs and their weights: DuckDB finds the pairs, Splink scores them."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from splink import DuckDBAPI, Linker

from tocsin.people.comparisons import COLUMNS
from tocsin.people.model import Model
from tocsin.people.names import NameComparer, NameKey, NameSet
from tocsin.people.names_at_once import NamesAtOnce
from tocsin.records import Evidence

_ARROW = {
    "INTEGER": pa.int32(),
    "VARCHAR": pa.string(),
    "VARCHAR[]": pa.list_(pa.string()),
}


@dataclass(frozen=True, slots=True)
class ScoredPair:
    """Two profiles by index (left < right), their weight, and the level of each comparison."""

    left: int
    right: int
    weight: float
    probability: float
    gammas: tuple[int, ...]
    match_key: str
    further: tuple[Evidence, ...] = ()
    """What speaks for the pair beside the comparisons; counted in the weight."""


@dataclass(frozen=True, slots=True)
class Blocking:
    """How many profiles may share a key before only neighbours in time are compared."""

    all_pairs_up_to: int
    neighbours: int


@contextmanager
def database(threads: int, memory_limit: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """A DuckDB in memory that spills into a temporary folder of its own."""
    with tempfile.TemporaryDirectory(prefix="tocsin-") as folder:
        connection = duckdb.connect(":memory:")
        connection.execute(f"SET threads = {max(1, threads)}")
        connection.execute(f"SET memory_limit = '{memory_limit}'")
        connection.execute(f"SET temp_directory = '{folder}'")
        connection.execute("SET enable_progress_bar = false")
        try:
            yield connection
        finally:
            connection.close()


def load_rows(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    columns: Mapping[str, str],
    rows: Iterable[Sequence[Any]],
    *,
    batch: int = 20_000,
) -> None:
    """Make a table of rows, batch by batch."""
    described = ", ".join(f"{name} {kind}" for name, kind in columns.items())
    connection.execute(f"CREATE TABLE {table} ({described})")
    schema = pa.schema([(name, _ARROW[kind]) for name, kind in columns.items()])
    waiting: list[Sequence[Any]] = []

    def write() -> None:
        if not waiting:
            return
        arrays = [
            pa.array(values, type=field.type)
            for values, field in zip(zip(*waiting, strict=True), schema, strict=True)
        ]
        connection.register("incoming", pa.table(arrays, schema=schema))
        connection.execute(f"INSERT INTO {table} SELECT * FROM incoming")
        connection.unregister("incoming")
        waiting.clear()

    for row in rows:
        waiting.append(row)
        if len(waiting) >= batch:
            write()
    write()


KEYS = """
SELECT DISTINCT hash(w.code || '|' || c.ctx) AS k, w.idx
FROM words AS w JOIN contexts AS c ON w.idx = c.idx
UNION
SELECT DISTINCT hash(code) AS k, idx FROM keys
"""
"""What each profile is looked for by; the same for a whole case and for one report."""


def candidate_pairs(connection: duckdb.DuckDBPyConnection, blocking: Blocking) -> None:
    """Fill `candidates` (l, r): profiles of different reports that share a key.

    Keys come from `words` (idx, code), a name's words folded to sound, with `contexts` (idx, ctx),
    what a report ties to the person; and from `keys` (idx, code), whole names. A key that many
    share pairs each profile with its next neighbours in time alone.
    """
    connection.execute(f"CREATE TABLE blocked AS {KEYS}")
    connection.execute(
        f"""
        CREATE TABLE candidates AS
        WITH ranked AS (
            SELECT k, idx,
                row_number() OVER (PARTITION BY k ORDER BY idx) AS place,
                count(*) OVER (PARTITION BY k) AS n
            FROM blocked
        ),
        shared AS (SELECT * FROM ranked WHERE n > 1)
        SELECT DISTINCT a.idx AS l, b.idx AS r
        FROM shared AS a JOIN shared AS b
            ON a.k = b.k
            AND b.place > a.place
            AND b.place <= a.place
                + CASE WHEN a.n <= {blocking.all_pairs_up_to}
                    THEN {blocking.all_pairs_up_to} ELSE {blocking.neighbours} END
        """
    )
    connection.execute("DROP TABLE blocked")


def compare_candidate_names(
    connection: duckdb.DuckDBPyConnection,
    sets: Sequence[NameSet],
    comparer: NameComparer,
) -> None:
    """Fill `blocked_pairs` as Splink reads it, with what comparing the names found.

    Reads `candidates`, `named` (idx, name: number of the set, report) and `repeats` (l, r, how).
    """
    connection.execute(
        """
        CREATE TABLE paired AS
        SELECT c.l, c.r, a.name AS nl, b.name AS nr, a.report AS rl, b.report AS rr
        FROM candidates AS c
        JOIN named AS a ON a.idx = c.l
        JOIN named AS b ON b.idx = c.r
        WHERE a.report <> b.report
        """
    )
    connection.execute("DROP TABLE candidates")
    distinct = connection.execute("SELECT DISTINCT nl, nr FROM paired").fetchnumpy()
    _load_outcomes(connection, distinct["nl"], distinct["nr"], sets, comparer)
    connection.execute(
        """
        CREATE TABLE blocked_pairs AS
        SELECT n.found || coalesce(e.how, '-') AS match_key, p.l AS join_key_l, p.r AS join_key_r
        FROM paired AS p
        JOIN name_keys AS n ON n.nl = p.nl AND n.nr = p.nr
        LEFT JOIN repeats AS e ON e.l = least(p.rl, p.rr) AND e.r = greatest(p.rl, p.rr)
        """
    )
    connection.execute("DROP TABLE paired")


def _load_outcomes(
    connection: duckdb.DuckDBPyConnection,
    lefts: NDArray[np.int32],
    rights: NDArray[np.int32],
    sets: Sequence[NameSet],
    comparer: NameComparer,
) -> None:
    """Fill `name_keys` (nl, nr, found): pairs of sets of names that speak for one person."""
    names = NamesAtOnce(comparer)
    number = names.numbers(sets)
    place = names.compare(number[lefts], number[rights])
    speaks = np.append(names.bits() > 0, False)[place]
    texts = pa.array([key.text for key in names.keys], pa.string())
    outcomes = pa.table(
        {
            "nl": lefts[speaks],
            "nr": rights[speaks],
            "found": texts.take(pa.array(place[speaks])),
        }
    )
    connection.register("outcomes", outcomes)
    connection.execute("CREATE TABLE name_keys AS SELECT * FROM outcomes")
    connection.unregister("outcomes")


def score(
    connection: duckdb.DuckDBPyConnection, model: Model, prior: float, floor_bits: float
) -> Iterator[ScoredPair]:
    """Score `blocked_pairs` over `profiles`, strongest first; those below the floor are dropped."""
    api = DuckDBAPI(connection=connection)
    # Splink takes every column an expression names for one of the profiles' own; the pair's key is
    # found in the table of pairs, and the empty column only satisfies that reading.
    connection.execute("ALTER TABLE profiles ADD COLUMN match_key VARCHAR")
    people = api.register("profiles", dataset_display_name="profiles")
    linker = Linker(people, model.settings(prior), validate_settings=False)
    logging.getLogger("splink").setLevel(logging.ERROR)
    pairs = api.register("blocked_pairs", dataset_display_name="pairs")
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    edges = linker.inference.predict(threshold_match_weight=floor_bits, warning_mode="never")
    gammas = ", ".join(f"gamma_{spec.name}" for spec in model.specs)
    # Pairs that reach the same levels weigh the same: each such pattern is read and rounded once.
    connection.execute(
        f"""
        CREATE TABLE patterns AS
        SELECT row_number() OVER () - 1 AS pattern, *
        FROM (SELECT DISTINCT match_weight, match_probability, match_key, {gammas}
              FROM {edges.physical_name})
        """
    )
    rows = connection.execute("SELECT * FROM patterns ORDER BY pattern").fetchall()
    known = [(round(w, 4), round(p, 4), tuple(found), str(k)) for _, w, p, k, *found in rows]
    same = " AND ".join(
        f"p.{column} = e.{column}"
        for column in ("match_weight", "match_probability", "match_key", *gammas.split(", "))
    )
    found_pairs = connection.execute(
        f"""
        SELECT least(idx_l, idx_r) AS l, greatest(idx_l, idx_r) AS r, p.pattern
        FROM {edges.physical_name} AS e JOIN patterns AS p ON {same}
        ORDER BY round(e.match_weight, 4) DESC, idx_l, idx_r
        """
    ).fetchnumpy()
    connection.execute("DROP TABLE patterns")
    for left, right, pattern in zip(
        found_pairs["l"].tolist(),
        found_pairs["r"].tolist(),
        found_pairs["pattern"].tolist(),
        strict=True,
    ):
        weight, probability, levels, key = known[pattern]
        yield ScoredPair(left, right, weight, probability, levels, key)


__all__ = [
    "COLUMNS",
    "Blocking",
    "NameKey",
    "ScoredPair",
    "candidate_pairs",
    "compare_candidate_names",
    "database",
    "load_rows",
    "score",
]
