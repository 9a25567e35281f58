"""Shapes and words of charts."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from tocsin.pictures.charts import (
    Frame,
    across_axis,
    bar,
    diamond,
    dot,
    drawing,
    logarithmic,
    pixel,
    runs,
    spaced,
    straight,
    ticks,
    upward_axis,
    words,
)


def test_a_drawing_says_in_words_what_it_shows_and_lets_nothing_through():
    """Title and words are escaped, and the whole is XML."""
    frame = Frame()
    x, y = straight((0, 10), frame.across), straight((0, 5), frame.upward)
    marks = [
        upward_axis(frame, y, [(t, str(t)) for t in ticks(0, 5)]),
        across_axis(frame, x, [(0, "start"), (10, "end")], "weeks"),
        bar(x(1), y(2), 9, 40),
        bar(x(2), y(2), 9, 40, like="hollow"),
        dot(x(3), y(1), filled=False),
        diamond(x(4), y(1)),
        words(10, 10, "<script>"),
    ]
    svg = drawing(frame, 'A "title" & more', "Told <b>in words</b>", marks, hatched=True)
    root = ElementTree.fromstring(svg)
    assert root.get("aria-label") == 'A "title" & more. Told <b>in words</b>'
    assert "<script>" not in svg
    assert 'id="hatch-a-title-more"' in svg


@pytest.mark.parametrize(("value", "shown"), [
    (-0.01, "0"), (-0.04, "0"), (-0.2, "-0.2"), (-10.0, "-10"), (3.0, "3"), (2.26, "2.3"),
])  # fmt: skip
def test_pixels_are_short_and_never_minus_zero(value: float, shown: str):
    """One decimal at most."""
    assert pixel(value) == shown


def test_scales_map_ends_to_ends():
    """Straight and by ratio."""
    assert straight((2, 4), (0, 100))(3) == 50
    assert logarithmic((1, 100), (0, 100))(10) == pytest.approx(50)
    assert straight((2, 2), (0, 100))(2) == 0


def test_words_that_would_run_into_one_another_are_left_out():
    """Marks closer than the space asked for are dropped."""
    marks = [(0.0, "a"), (1.0, "b"), (8.0, "c")]
    assert spaced(marks, straight((0, 10), (0, 100)), 60) == [(0.0, "a"), (8.0, "c")]


def test_runs_of_what_is_known():
    """Each unbroken stretch; none, where nothing is known."""
    assert runs([None, None]) == []
    assert runs([0.0, 1.0]) == [(0, 2)]
