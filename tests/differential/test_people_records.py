"""Records weighed in one pass of our own, beside Splink: the same weights."""

from __future__ import annotations

from itertools import product
from math import log2

import pyarrow as pa
import pytest

from tocsin.people.record_comparisons import RECORD_SPECS
from tocsin.people.record_profiles import load_candidates, load_records
from tocsin.people.record_scoring import levels_reached, score_pairs
from tocsin.people.resolving import record_model
from tocsin.people.scoring import database
from tocsin.people.table import FOLDED, Records
from tocsin.policies import shipped

_GIVEN = ("kasia", "katarzyna", "k", "tunde", None)
_SURNAME = ("wilk", "wilke", "bello", "wilk bello", None)
_BORN = ("1990-02-03", "1990-03-02", "1990-02-13", "1991-11-30", None)
_PHONE = ("07700900111", "07700900112", "0770090011", None)
_HOME = ("1 elm rd", "1 elms rd", "9 high st", None)


def _records() -> Records:
    rows = [
        {"given": g, "surname": s, "dob": d, "year": d and d[:4], "phone": p, "address": h}
        for i, (g, s, d, p, h) in enumerate(product(_GIVEN, _SURNAME, _BORN, _PHONE, _HOME))
        if i % 7 == 0
    ]
    columns = {f: pa.array([r.get(f) for r in rows], pa.string()) for f in FOLDED}
    ids = pa.array([str(i) for i in range(len(rows))])
    return Records(pa.table({"record_id": ids, **columns}))


def test_splink_and_one_pass_of_our_own_weigh_records_alike() -> None:
    """Every pair that either weighs has the sum of the weights of the levels Splink finds."""
    records, model, prior = _records(), record_model(), 1e-3
    with database(1, "500MB") as connection:
        load_records(connection, records)
        load_candidates(connection, shipped())
        ours = score_pairs(connection, model, prior)
    with database(1, "500MB") as connection:
        load_records(connection, records)
        load_candidates(connection, shipped())
        table = levels_reached(connection, model)
        gammas = ", ".join(f"gamma_{spec.name}" for spec in RECORD_SPECS)
        theirs = {
            (min(row[:2]), max(row[:2])): sum(
                model.weight_at(spec.name, gamma)
                for spec, gamma in zip(RECORD_SPECS, row[2:], strict=True)
            )
            for row in connection.execute(f"SELECT idx_l, idx_r, {gammas} FROM {table}").fetchall()
        }
    assert len(theirs) > 1_000
    found = dict(zip(zip(ours.left.tolist(), ours.right.tolist(), strict=True), ours.bits.tolist(),
                     strict=True))  # fmt: skip
    assert found.keys() == theirs.keys()
    for pair, bits in theirs.items():
        assert found[pair] == pytest.approx(bits + log2(prior / (1 - prior)), abs=2e-4)
