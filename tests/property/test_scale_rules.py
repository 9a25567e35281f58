"""The scale: the same people give the same figures, however their table is written down."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tocsin.pictures.scale import as_plain, estimate_scale, make_captures, shared
from tocsin.policies import shipped

FEW = shipped().with_values({"scale.replicates_quick": 40})
tables = st.dictionaries(st.integers(1, 7), st.integers(1, 60), min_size=2, max_size=7)
orders = st.permutations(range(3))
NAMES = ("clinic", "police", "school")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables, orders, st.randoms(use_true_random=False))
def test_the_order_of_lists_and_rows_and_zero_rows_change_nothing(table, order, random):
    """Lists in any order, rows in any order, counts split over rows, observed zeros written out."""
    rows = [(p, n - 1) for p, n in table.items()] + [(p, 1) for p in table]
    rows += [(p, 0) for p in range(1, 8)]
    random.shuffle(rows)
    turned = [(sum((p >> i & 1) << at for at, i in enumerate(order)), n) for p, n in rows]
    plain = make_captures(NAMES, table.items())
    other = make_captures([NAMES[i] for i in order], turned)
    assert plain == other
    first, second = (as_plain(estimate_scale(t, seed=3, policy=FEW)) for t in (plain, other))
    assert first == second


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(tables)
def test_every_table_gets_an_answer_that_holds_those_seen(table):
    """No table raises; no limit lies below those seen; a headline only where the grade allows."""
    captures = make_captures(NAMES, table.items())
    found = estimate_scale(captures, seed=1, policy=FEW)
    assert found.seen == sum(table.values())
    assert all(m.low is None or m.low >= found.seen - 1e-6 for m in found.methods)
    assert all(m.high is None or m.low is None or m.high >= m.low for m in found.methods)
    assert (found.headline is None) == (found.grade == "C")


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(1, 7), st.integers(1, 8), min_size=1, max_size=7))
def test_no_small_count_of_people_is_shared(table):
    """What leaves the agency holds no count of people from 1 to 4 on any list or pair."""
    found = shared(estimate_scale(make_captures(NAMES, table.items()), seed=1, policy=FEW), 5)
    counts = [*found.sizes, found.seen, *(p.shared for p in found.pairs)]
    counts += [v.seen for v in found.variations] + [c.size for c in found.checks]
    assert all(n is None or n == 0 or n >= 5 for n in counts)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(25, 200), st.integers(25, 200), st.integers(5, 40))
def test_a_list_that_repeats_another_is_caught(first, second, both):
    """A duplicate list never passes for a second witness."""
    rows = [(0b011, first), (0b100, second), (0b111, both)]
    found = estimate_scale(make_captures(NAMES, rows), seed=1, policy=FEW)
    assert found.headline is None
    assert any("copy" in reason for reason in found.reasons)
