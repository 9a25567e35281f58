"""A best fit that does not exist, or is one of many, is found out before it is believed."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.mse import captures, small

from tocsin.pictures.scale.existence import identifiable, status
from tocsin.pictures.scale.loglinear import design, fit, one, table

_AB, _AC, _BC = 0b011, 0b101, 0b110


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ((_AB,), 1),
        ((_AC,), 0),
        ((_BC,), 0),
        ((_AB, _AC), 1),
        ((_AB, _BC), 1),
        ((_AC, _BC), 0),
        ((_AB, _AC, _BC), 2),
    ],
)
def test_the_published_example(model: tuple[int, ...], expected: int):
    """The table made to break estimation gives the published status of each model."""
    assert status(captures("artificial_3").counts, model, 3) == expected


def test_korea_with_all_pairs_is_refused():
    """No finite best fit exists for all three pairs, so it is no candidate for the best."""
    assert status(captures("korea_3").counts, (_AB, _AC, _BC), 3) == 1


def test_an_empty_overlap_gives_a_finite_total():
    """The term of two lists that never meet goes to minus infinity; the total stays finite."""
    apart = small({"A": 40, "B": 35, "C": 30, "AC": 9, "BC": 8})
    fits, frame = one(apart.counts, (_AB,), 3)
    assert fits.settled[0]
    assert np.isneginf(fits.beta[0, frame.terms.index(_AB)])
    assert 0 < fits.unseen()[0] < 10_000
    assert fits.terms[0] == 5


cells = st.dictionaries(
    st.integers(1, 15), st.sampled_from([1, 1, 2, 3, 10, 80, 500]), min_size=4, max_size=15
)


@settings(max_examples=60, deadline=None)
@given(cells, st.sets(st.sampled_from([3, 5, 6, 9, 10, 12])))
def test_the_quick_check_is_the_thorough_one(counts: dict[int, int], pairs: set[int]):
    """A thousand fits tell by how they settle what linear programming says of one."""
    model, frame = tuple(sorted(pairs)), design(4)
    rows, active = table(counts.items(), frame)[None, :], frame.active([model])
    quick = (not fit(rows, active, frame).settled[0]) + 2 * (
        not identifiable(rows, active, frame)[0]
    )
    thorough = status(counts.items(), model, 4)
    assert quick >> 1 == thorough >> 1
    if not thorough >> 1:
        assert quick == thorough
