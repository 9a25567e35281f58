"""Structured records joined: one row a record, one number a person."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log2

from duckdb import DuckDBPyConnection

from tocsin.people.model import Model, shipped_model
from tocsin.people.numbers import give_numbers
from tocsin.people.record_comparisons import RECORD_COLUMNS, RECORD_SPECS
from tocsin.people.scoring import (
    Blocking,
    ScoredPair,
    candidate_pairs,
    database,
    load_rows,
    score,
)
from tocsin.people.table import RecordRow, record_keys, record_rows
from tocsin.policies import Policy
from tocsin.records import JoinStatus

_FLOOR_BITS = -6.0
_UNSEEN_BITS = -2.0
"""What a pair weighs that shares no key at all, when two groups are weighed against each other."""
RECORDS_EACH = 3


@dataclass(frozen=True, slots=True)
class Resolved:
    """Records with the person each belongs to, and the pairs that were scored."""

    rows: tuple[tuple[str, str, JoinStatus], ...]
    """(record_id, person_id, status), in the order of the table."""
    pairs: tuple[tuple[str, str, float, float], ...]
    """(left record_id, right record_id, weight in bits, probability), strongest first."""
    too_common: int
    """Keys shared by so many records that only neighbours were compared."""


def record_model(name: str = "records-1") -> Model:
    """The model of structured records that ships with the package."""
    return shipped_model(name, RECORD_SPECS)


def resolve_records(
    records: Sequence[RecordRow], *, policy: Policy, threads: int = 2, model: Model | None = None
) -> Resolved:
    """Join records into people.

    Two groups are made one while their records, pair by pair, weigh for it on average: a chain of
    likenesses makes no person. A join is certain where its probability reaches the certain cut and
    something beyond the name agrees.
    """
    model = model or record_model()
    prior = min(0.5, RECORDS_EACH / max(len(records), 2))
    with database(threads, str(policy["people.memory_limit"])) as connection:
        common = candidate_records(connection, records, policy)
        pairs = list(score(connection, model, prior, _FLOOR_BITS))
    groups = average_linkage(len(records), pairs)
    certain = _certain(pairs, model, float(policy["people.certain"]))
    founding = {i: min(group) for group in groups for i in group}
    numbers = give_numbers(records[min(group)].record_id for group in groups)
    rows = tuple(
        (r.record_id, numbers[records[founding[i]].record_id], status)
        for (i, r), status in zip(
            enumerate(records), _statuses(len(records), groups, certain), strict=True
        )
    )
    scored = tuple(
        (records[p.left].record_id, records[p.right].record_id, p.weight, p.probability)
        for p in pairs
    )
    return Resolved(rows, scored, common)


def candidate_records(
    connection: DuckDBPyConnection, records: Sequence[RecordRow], policy: Policy
) -> int:
    """Fill `profiles` and `blocked_pairs`; tells how many keys were too common for all pairs."""
    limit, next_ones = int(policy["people.block_all_pairs"]), int(policy["people.block_neighbours"])
    blocking = Blocking(limit, next_ones)
    load_rows(connection, "profiles", RECORD_COLUMNS, record_rows(records))
    load_rows(connection, "keys", {"idx": "INTEGER", "code": "VARCHAR"}, record_keys(records))
    connection.execute("CREATE TABLE words (idx INTEGER, code VARCHAR)")
    connection.execute("CREATE TABLE contexts (idx INTEGER, ctx VARCHAR)")
    candidate_pairs(connection, blocking)
    connection.execute(
        "CREATE TABLE blocked_pairs AS"
        " SELECT '0' AS match_key, l AS join_key_l, r AS join_key_r FROM candidates"
    )
    row = connection.execute(
        f"SELECT count(*) FROM (SELECT code FROM keys GROUP BY code HAVING count(*) > {limit})"
    ).fetchone()
    return int(row[0]) if row else 0


def average_linkage(size: int, pairs: Iterable[ScoredPair]) -> list[list[int]]:
    """Groups whose records weigh for one person on average, each sorted, in order.

    The strongest two groups are joined first; a pair that was never scored counts as strong
    evidence against.
    """
    members: dict[int, list[int]] = {i: [i] for i in range(size)}
    weights: dict[int, dict[int, tuple[float, int]]] = {i: {} for i in range(size)}
    heap: list[tuple[float, int, int]] = []
    for p in pairs:
        weights[p.left][p.right] = weights[p.right][p.left] = (p.weight, 1)
        if p.weight > 0:
            heap.append((-p.weight, p.left, p.right))
    heapq.heapify(heap)
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in members or b not in members:
            continue
        if abs(_mean(weights[a].get(b), len(members[a]) * len(members[b])) + negative) > 1e-9:
            continue
        if len(weights[a]) < len(weights[b]):
            a, b = b, a
        members[a] += members.pop(b)
        moved = weights.pop(b)
        moved.pop(a, None)
        weights[a].pop(b, None)
        for other, (total, count) in moved.items():
            old_total, old_count = weights[a].get(other, (0.0, 0))
            merged = (total + old_total, count + old_count)
            weights[a][other] = merged
            weights[other].pop(b, None)
            weights[other][a] = merged
        for other in weights[a]:
            mean = _mean(weights[a][other], len(members[a]) * len(members[other]))
            if mean > 0:
                heapq.heappush(heap, (-mean, min(a, other), max(a, other)))
    return sorted(sorted(group) for group in members.values())


def _mean(found: tuple[float, int] | None, cells: int) -> float:
    if found is None:
        return _UNSEEN_BITS
    total, count = found
    return (total + (cells - count) * _UNSEEN_BITS) / cells


def _certain(pairs: Iterable[ScoredPair], model: Model, cut: float) -> list[tuple[int, int]]:
    """Pairs that are certain: over the cut, and agreeing in more than names."""
    names = [spec.name for spec in model.specs]
    found = []
    for pair in pairs:
        if pair.probability < cut:
            continue
        levels = dict(zip(names, pair.gammas, strict=True))
        beyond = any(
            gamma > 0 and model.weight_at(name, gamma) > _BEYOND_BITS
            for name, gamma in levels.items()
            if name not in ("given", "middle", "sex")
        )
        against = any(
            model.weight_at(n, g) < _AGAINST_BITS
            for n, g in levels.items()
            if n in ("given", "household", "born", "identifier", "email")
        )
        if beyond and not against:
            found.append((pair.left, pair.right))
    return found


_AGAINST_BITS = -2.0
_BEYOND_BITS = log2(20)


def _statuses(
    size: int, groups: Sequence[Sequence[int]], certain: Iterable[tuple[int, int]]
) -> list[JoinStatus]:
    home = {i: g for g, group in enumerate(groups) for i in group}
    tied: Counter[int] = Counter()
    for a, b in certain:
        if home[a] == home[b]:
            tied.update((a, b))
    found = []
    for i in range(size):
        if len(groups[home[i]]) == 1:
            found.append(JoinStatus.ALONE)
        else:
            found.append(JoinStatus.CERTAIN if tied[i] else JoinStatus.POSSIBLE)
    return found
