"""What is said of a table: the grade, the sentence, and what is withheld."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from functools import cache

import pytest
from tests.support.mse import captures, small

from tocsin.pictures.scale import (
    Captures,
    Grade,
    Scale,
    as_plain,
    draw_panel,
    estimate_scale,
    shared,
)
from tocsin.pictures.scale.estimating import problems
from tocsin.pictures.scale.telling import PROMISED
from tocsin.policies import shipped

LESS = shipped().with_values(
    {
        "scale.replicates": 200,
        "scale.replicates_unstable": 200,
        "scale.latent_burn": 500,
        "scale.latent_draws": 100,
        "scale.latent_thin": 5,
    }
)
AGREEING = small(
    {"A": 300, "B": 300, "C": 300, "AB": 100, "AC": 100, "BC": 100, "ABC": 33}, what="children"
)

CLOSE = small({"A": 96, "B": 96, "C": 96, "AB": 144, "AC": 144, "BC": 144, "ABC": 216})


@cache
def quick(table: Captures, workers: int = 1) -> Scale:
    return estimate_scale(table, seed=1, panel="quick", workers=workers)


def test_the_united_kingdom_supports_no_total():
    """Grade C, no headline, and the methods are said to disagree."""
    found = quick(captures("uk2013_5"))
    assert (found.grade, found.headline) == (Grade.C, None)
    assert found.statement == "At least 2,744 children; a total cannot be supported."
    assert any("disagree" in reason for reason in found.reasons)
    low, high = found.envelope
    assert low and high and high > 4 * low


def test_where_the_truth_is_known_the_envelope_holds_it():
    """Hepatitis in Taiwan: 545 lies inside, and the methods are said to disagree."""
    found = quick(captures("hav_taiwan_3"))
    low, high = found.envelope
    assert low and high and low < 545 < high
    assert found.grade is Grade.C
    assert any("disagree" in reason for reason in found.reasons)
    assert any("contradict" in note for note in found.notes)


def test_until_every_method_has_run_the_grade_is_at_best_b():
    """Lists that agree perfectly: B in the quick panel, with the missing methods named."""
    found = quick(AGREEING)
    assert found.grade is Grade.B
    assert not found.is_complete
    assert "Latent classes" in found.reasons[0]
    assert found.headline and found.headline.startswith("Between ")


def test_a_full_panel_that_agrees_is_an_a():
    """All methods ran and lie within a factor of two."""
    found = estimate_scale(CLOSE, seed=1, panel="full", policy=LESS)
    assert found.is_complete
    assert found.grade is Grade.A, found.reasons
    low, high = found.envelope
    assert low and high and low < 1000 < high  # 936 seen and, being independent, 64 not


def test_two_lists_give_values_for_a_slider_and_no_headline():
    """Chapman, and what the total would be under each odds ratio."""
    found = quick(small({"A": 100, "B": 60, "AB": 20}))
    assert (found.grade, found.headline) == (Grade.C, None)
    assert [m.key for m in found.methods] == ["chapman"]
    assert {o.odds: o.total for o in found.odds_ratios} == {
        0.5: 330.0,
        1.0: 480.0,
        2.0: 780.0,
        4.0: 1380.0,
        8.0: 2580.0,
    }
    assert "two lists" in found.reasons[0]


BAD = {
    "nothing": (small({}), "no list"),
    "one list": (small({"A": 400}), "one list"),
    "two lists that never meet": (small({"A": 40, "B": 40}), "No two lists share anybody"),
    "copies": (small({"AB": 60, "C": 50, "ABC": 10}), "copy"),
    "a list inside another": (
        small({"A": 60, "AB": 30, "C": 40, "AC": 9, "ABC": 4}),
        "Everybody on B is on A",
    ),
    "nearly an echo": (
        small({"A": 60, "AB": 58, "B": 1, "C": 40, "AC": 9, "ABC": 4}),
        "repeats more than it sees",
    ),
    "no overlap at all": (small({"A": 50, "B": 40, "C": 30}), "No two lists share anybody"),
    "one list apart": (captures("artificial_3"), "C shares nobody"),
    "twelve lists": (
        small(dict.fromkeys("ABCDEFGHIJKL", 20) | {"AB": 5, "CD": 4, "EFGHIJKL": 2}),
        "12 lists are too many",
    ),
    "a handful": (small({"A": 3, "B": 2, "C": 2, "AB": 1, "BC": 1}), "Only 9 children"),
}


@pytest.mark.parametrize(("table", "words"), BAD.values(), ids=BAD)
def test_bad_input_is_a_clear_statement(table: Captures, words: str):
    """Whatever the table, an answer comes: at least so many, and why no more can be said."""
    found = quick(table)
    assert (found.grade, found.headline) == (Grade.C, None)
    assert any(words in reason for reason in found.reasons), found.reasons
    assert found.statement.startswith(f"At least {table.seen:,}")
    json.dumps(as_plain(found), allow_nan=False)
    ET.fromstring(draw_panel(found))


def test_huge_counts_are_worked_out():
    """Ten million on lists: no overflow, no endless loop."""
    table = replace(AGREEING, counts=tuple((p, n * 10_000) for p, n in AGREEING.counts))
    found = quick(table)
    low, high = found.envelope
    assert low and high and 20e6 < low < high < 40e6


def test_an_empty_list_is_left_out_and_named():
    """A list that holds nobody changes nothing but a note."""
    table = replace(AGREEING, lists=(*AGREEING.lists, "Z"))
    found = quick(table)
    assert found.lists == AGREEING.lists
    assert "Nobody is on Z" in found.notes[0]
    assert found.methods == quick(AGREEING).methods


def test_workers_change_nothing():
    """The same seed gives the same figures with one worker and with three."""
    table = captures("australia_4")
    assert as_plain(quick(table)) == as_plain(quick(table, 3))


def test_what_programs_rely_on_is_there():
    """n, grade, envelope, methods and headline, each method with its name and limits."""
    plain = as_plain(quick(AGREEING))
    assert list(plain)[:5] == list(PROMISED)
    assert plain["n"] == 1233
    assert {"name", "estimate", "low", "high", "note"} <= set(plain["methods"][0])


def test_linkage_thresholds_stand_beside_the_whole():
    """A table of the same children joined more strictly is one line of the variations."""
    found = quick(replace(AGREEING, variants=(("certain joins only", AGREEING),)))
    line = found.variations[-1]
    assert (line.kind, line.name, line.ratio) == ("linkage", "certain joins only", 1.0)


def test_answers_of_sectors_stand_beside_their_pair():
    """Refer, exclude or neither: said, with what it does to the total; else still to be asked."""
    found = quick(replace(AGREEING, answers=(("B", "A", "refer"),)))
    told = {(p.left, p.right): (p.answer, p.meaning) for p in found.pairs}
    assert told["A", "B"][0] == "refer"
    assert "too low" in told["A", "B"][1]
    assert told["A", "C"] == ("", "Nobody has said: ask both.")


def test_nothing_small_leaves_the_agency():
    """Overlaps, sizes and what lists add by themselves are withheld below five."""
    found = quick(captures("uk2013_5"))
    told = shared(found, 5)
    assert {(p.left, p.right): p.shared for p in told.pairs}["GP", "NG"] is None
    assert all(v.seen is None for v in told.variations)
    assert told.notes == ()
    assert told.methods == found.methods
    few = shared(quick(small({"A": 2, "B": 1, "AB": 1})), 5)
    assert (few.seen, few.methods, few.odds_ratios) == (None, (), ())
    assert "4" not in few.statement


def test_what_gives_a_small_count_away_is_withheld_too():
    """Chapman of two lists is their overlap in another form; so is a merged pair's total."""
    two = shared(quick(small({"A": 100, "B": 60, "AB": 3})), 5)
    assert (two.methods, two.odds_ratios, two.envelope) == ((), (), (None, None))
    three = quick(small({"A": 100, "B": 60, "AB": 3, "C": 50, "AC": 20, "BC": 20}))
    kept = {v.name for v in shared(three, 5).variations}
    assert {v.name for v in three.variations} - kept == {"C"}  # A and B alone are left then
    told = shared(quick(captures("uk2013_5")), 5)
    assert "GP and NG" not in {v.name for v in told.variations}
    assert "GO and PFNCA" in {v.name for v in told.variations}


def test_the_picture_is_the_same_each_time_and_tells_itself():
    """The SVG is well formed, says in words what it shows, and has every method that ran."""
    found = quick(AGREEING)
    picture = draw_panel(found)
    assert picture == draw_panel(found)
    root = ET.fromstring(picture)
    words = "".join(root.itertext())
    assert all(m.name in words for m in found.methods if m.ran)
    assert found.statement in words
    assert "Latent classes" not in words


def test_what_is_wrong_can_be_asked_without_estimating():
    """The checks of a table alone, for a page that wants no panel."""
    assert problems(AGREEING) == ()
    assert "one list" in problems(small({"A": 40}))[0]
