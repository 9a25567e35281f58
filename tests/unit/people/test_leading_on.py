"""What becomes of public numbers from run to run."""

from __future__ import annotations

from tocsin.people.previous import Before, leading_on


def test_a_number_given_up_two_runs_ago_leads_to_the_number_of_today():
    """A was joined into B then, and B into C now."""
    before = Before({"m1": "T-B", "m2": "T-C"}, {"T-A": "T-B"})
    redirects, splits = leading_on(before, {"T-B": "T-C"}, {"m1": "T-C", "m2": "T-C"})
    assert redirects == {"T-A": "T-C", "T-B": "T-C"}
    assert splits == {}


def test_a_number_that_was_split_lists_what_holds_its_parts():
    """The part that kept the number is not listed as another."""
    before = Before({"m1": "T-A", "m2": "T-A", "m3": "T-B"})
    now = {"m1": "T-A", "m2": "T-N", "m3": "T-B"}
    assert leading_on(before, {}, now) == ({}, {"T-A": ("T-N",)})


def test_a_split_stays_told_in_later_runs_and_follows_its_parts():
    """The part has been joined with another since."""
    before = Before({"m1": "T-A", "m2": "T-N"}, {}, {"T-A": ("T-N",)})
    redirects, splits = leading_on(before, {"T-N": "T-B"}, {"m1": "T-A", "m2": "T-B"})
    assert redirects == {"T-N": "T-B"}
    assert splits == {"T-A": ("T-B",)}


def test_a_split_that_was_healed_is_no_split():
    """What was apart is one again."""
    before = Before({"m1": "T-A", "m2": "T-N"}, {}, {"T-A": ("T-N",)})
    assert leading_on(before, {"T-N": "T-A"}, {"m1": "T-A", "m2": "T-A"})[1] == {}
