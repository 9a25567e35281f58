"""Rules of joining tables, on random pairs and small random tables."""

from __future__ import annotations

from random import Random
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tocsin.people.record_groups as record_groups
from tocsin.people.calibration import calibrated, fit_knots
from tocsin.people.record_cores import Cuts, find_cores, groups_of_one_core
from tocsin.people.record_groups import Weighed, average_groups
from tocsin.people.record_items import NOTHING_SAID, Items
from tocsin.people.record_scoring import Pairs
from tocsin.people.resolving import record_model, resolve_records
from tocsin.people.table import FOLDED, Records
from tocsin.policies import shipped
from tocsin.records import JoinStatus, Judged, Judgement

_bits = st.integers(-60, 90).map(lambda n: n / 7)
_NAMES = (("amina", "noor"), ("amina", "nour"), ("piotr", "wrona"), ("comfort", "asante"))
_row = st.fixed_dictionaries(
    {
        "name": st.sampled_from(_NAMES),
        "dob": st.sampled_from((None, "1990-02-03", "1990-03-02", "1971-12-24")),
        "phone": st.sampled_from((None, "07700900111", "07700900222")),
        "postcode": st.sampled_from((None, "s12ab", "s39zz")),
    }
)
_slow = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)


def records_of(rows: list[dict[str, Any]], ids: list[str]) -> Records:
    columns: dict[str, list[object]] = {name: [None] * len(rows) for name in FOLDED}
    for i, row in enumerate(rows):
        columns["given"][i], columns["surname"][i] = row["name"]
        for name in ("dob", "phone", "postcode"):
            columns[name][i] = row[name]
        columns["year"][i] = str(row["dob"])[:4] if row["dob"] else None
    made = {"record_id": ids, **columns}
    return Records(pa.table({name: pa.array(v, pa.string()) for name, v in made.items()}))


@given(st.dictionaries(st.tuples(st.integers(0, 8), st.integers(0, 8)), _bits, max_size=30))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_many_groups_at_once_and_one_by_one_are_the_same(
    weighed: dict[tuple[int, int], float],
) -> None:
    """Joining as arrays and joining by a heap give the same groups."""
    pairs = sorted((min(p), max(p), w) for p, w in weighed.items() if p[0] < p[1])
    left, right, bits = (np.array(c) for c in (zip(*pairs, strict=True) if pairs else ((), (), ())))
    copies = np.array([1, 2, 1, 3, 1, 1, 2, 1, 1])
    given_pairs = Weighed(9, left.astype(int), right.astype(int), bits.astype(float), copies)
    together = average_groups(given_pairs).tolist()
    kept, record_groups._TOGETHER = record_groups._TOGETHER, 0
    try:
        assert average_groups(given_pairs).tolist() == together
    finally:
        record_groups._TOGETHER = kept


@given(st.lists(st.tuples(st.integers(-40, 60), st.booleans()), min_size=1, max_size=300))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_more_evidence_never_lowers_a_calibrated_probability(
    pairs: list[tuple[int, bool]],
) -> None:
    """Whatever it was fitted on, a calibration keeps the order of the weights."""
    knots = fit_knots([b for b, _ in pairs], [float(t) for _, t in pairs])
    found = calibrated(knots, np.linspace(-80, 80, 400))
    assert (np.diff(found) >= 0).all()
    assert ((found >= 0) & (found <= 1)).all()


@given(st.lists(_row, min_size=1, max_size=8), st.randoms(use_true_random=False))
@_slow
def test_the_order_of_rows_changes_nothing(rows: list[dict[str, Any]], random: Random) -> None:
    """Every record keeps its person and status, wherever its row stands."""
    ids = [f"r{i}" for i in range(len(rows))]
    order = list(range(len(rows)))
    random.shuffle(order)
    one = resolve_records(records_of(rows, ids), policy=shipped(), threads=1)
    turned = records_of([rows[i] for i in order], [ids[i] for i in order])
    other = resolve_records(turned, policy=shipped(), threads=1)
    assert sorted(one.rows) == sorted(other.rows)


@given(st.lists(_row, min_size=2, max_size=8), st.data())
@_slow
def test_a_humans_word_binds(rows: list[dict[str, Any]], data: st.DataObject) -> None:
    """`different` keeps two records apart and `same` makes them one, whatever they hold."""
    ids = [f"r{i}" for i in range(len(rows))]
    pair = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True)
    left, right = data.draw(pair)
    for word in (Judged.DIFFERENT, Judged.SAME):
        said = (Judgement(left, right, word),)
        found = resolve_records(records_of(rows, ids), policy=shipped(), threads=1, said=said)
        person = dict(zip(found.record_ids, found.person_ids, strict=True))
        assert (person[left] == person[right]) is (word is Judged.SAME)


@given(st.lists(st.sampled_from(_NAMES), min_size=2, max_size=10))
@_slow
def test_a_name_alone_is_never_certain(names: list[tuple[str, str]]) -> None:
    """Rule 6: however rare, and however often it is written, a name makes no certain join."""
    rows = [{"name": n, "dob": None, "phone": None, "postcode": None} for n in names]
    found = resolve_records(
        records_of(rows, [f"r{i}" for i in range(len(rows))]), policy=shipped(), threads=1
    )
    assert JoinStatus.CERTAIN not in found.statuses


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.integers(0, 11),
            st.integers(0, 11),
            st.integers(-9, 20),
            st.booleans(),
            st.booleans(),
        ),
        max_size=40,
    )
)
def test_no_group_holds_two_cores_that_only_possible_joins_tie(
    told: list[tuple[int, int, int, bool, bool]],
) -> None:
    """Whatever pairs weigh, each group holds one certain core at most."""
    found = {(min(a, b), max(a, b)): (bits, sure, far) for a, b, bits, sure, far in told if a != b}
    pairs = sorted(found)
    left, right = (np.array([p[side] for p in pairs], np.int64) for side in (0, 1))
    bits = np.array([found[p][0] for p in pairs], float)
    far = np.array([found[p][2] for p in pairs], bool)
    sure = np.array([found[p][1] for p in pairs], bool) & far
    model = record_model()
    scored = Pairs(left, right, bits, model.probabilities(bits), sure, far)
    items = Items.of(np.ones(12, np.int64), scored)
    home, said = groups_of_one_core(items, scored, NOTHING_SAID, model, Cuts(0.995, 0.8))
    cores = find_cores(items, home, scored, 0.995, said)
    for group in np.unique(home).tolist():
        inside = (home == group) & cores.is_core
        assert len(set(cores.of[inside].tolist())) <= 1
        assert group == np.flatnonzero(home == group)[0]
