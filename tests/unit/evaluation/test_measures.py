"""Each measure against a case small enough to count by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tocsin.evaluation.measures import Score, b_cubed, count_error, harmonic, pair_score, tally


def test_precision_and_recall_of_five_found_and_four_true():
    """Three right of five found and of four true."""
    score = Score.of(found=5, true=4, right=3)
    assert (score.precision, score.recall) == (0.6, 0.75)
    assert score.f1 == pytest.approx(2 * 0.6 * 0.75 / 1.35)


def test_nothing_found_has_no_precision_and_nothing_true_no_recall():
    """An empty share is unknown, not zero and not one."""
    assert Score.of(found=0, true=3, right=0).precision is None
    assert Score.of(found=3, true=0, right=0).recall is None
    assert harmonic(None, 0.5) is None


def test_b_cubed_of_two_groups_one_of_them_mixed():
    """Groups {a b c} {d}, truth {a b} {c d}: worked out mention by mention."""
    groups = {"a": 1, "b": 1, "c": 1, "d": 2}
    truth = {"a": "x", "b": "x", "c": "y", "d": "y"}
    figures = b_cubed(groups, truth)
    assert figures.precision == pytest.approx((2 / 3 + 2 / 3 + 1 / 3 + 1) / 4)
    assert figures.recall == pytest.approx((1 + 1 + 1 / 2 + 1 / 2) / 4)


def test_a_missed_mention_lowers_recall_of_its_group_and_counts_itself():
    """Truth {a b m}, m never found: a and b reach two thirds, m nothing."""
    figures = b_cubed({"a": 1, "b": 1}, {"a": "x", "b": "x"}, {"x": 1})
    assert figures.precision == 1
    assert figures.recall == pytest.approx((2 / 3 + 2 / 3 + 0) / 3)


def test_pairs_of_the_same_small_world():
    """Of the three pairs put together one is true; of the two true pairs one is found."""
    score = pair_score({"a": 1, "b": 1, "c": 1, "d": 2}, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert (score.precision, score.recall) == (pytest.approx(1 / 3), 0.5)


def test_the_error_of_three_counts():
    """One too many, exact, two too few."""
    error = count_error([(4, 3), (2, 2), (1, 3)])
    assert (error.mean_absolute, error.exact) == (1, pytest.approx(1 / 3))
    assert error.bias == pytest.approx(-1 / 3)


def test_a_confusion_table_counts_each_pair():
    """True down, found across, both in order."""
    assert tally([("b", "a"), ("a", "a"), ("b", "a")]) == {"a": {"a": 1}, "b": {"a": 2}}


worlds = st.dictionaries(
    st.text("abcdefgh", min_size=1, max_size=2), st.tuples(*[st.integers(0, 3)] * 2)
)


@given(worlds)
def test_b_cubed_is_one_only_for_the_true_groups(world: dict[str, tuple[int, int]]):
    """Precision and recall lie in (0, 1], and both are 1 exactly when the groups are the same."""
    groups = {item: pair[0] for item, pair in world.items()}
    truth = {item: pair[1] for item, pair in world.items()}
    figures = b_cubed(groups, truth)
    if not world:
        assert figures.precision is None
        return
    assert 0 < figures.precision <= 1 + 1e-9 and 0 < figures.recall <= 1 + 1e-9
    same = all((groups[i] == groups[j]) == (truth[i] == truth[j]) for i in world for j in world)
    assert (figures.f1 == pytest.approx(1)) == same


@given(worlds)
def test_exchanging_groups_and_truth_exchanges_precision_and_recall(
    world: dict[str, tuple[int, int]],
):
    """B-cubed treats found and true groups alike."""
    groups = {item: pair[0] for item, pair in world.items()}
    truth = {item: pair[1] for item, pair in world.items()}
    there, back = b_cubed(groups, truth), b_cubed(truth, groups)
    assert there.precision == pytest.approx(back.recall) or not world
