"""The page of policies cannot go stale, and no setting lacks its reason."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tocsin.policies import shipped
from tocsin.policies.document import render

PAGE = Path(__file__).parents[3] / "docs/reference/policies.md"
SETTINGS = [
    (f"{file}.{key}", row)
    for file, table in sorted(shipped().tables.items())
    for key, row in table.get("settings", {}).items()
]


def test_the_page_of_policies_is_not_stale():
    """`make spec` has been run since a policy last changed."""
    assert PAGE.read_text("utf-8") == render()


def test_every_setting_stands_on_the_page():
    """A setting that is not written down does not exist."""
    page = render()
    assert SETTINGS
    assert all(f"| `{name}` |" in page for name, _ in SETTINGS)


@pytest.mark.parametrize(("name", "row"), SETTINGS, ids=[name for name, _ in SETTINGS])
def test_every_setting_says_why_who_and_when_to_look_again(name: str, row: dict):
    """Value, unit, why, source, author, checked by and review date are all there."""
    wanted = {"value", "unit", "why", "source", "author", "checked_by", "review_on"}
    assert wanted <= set(row), name
    assert all(str(row[key]).strip() for key in wanted - {"checked_by"})
    assert date.fromisoformat(str(row["review_on"]))


def test_a_list_that_is_answered_by_nothing_would_ring_for_ever():
    """Every list has kinds of decision that answer it, each a known kind and with a reason."""
    answers = shipped().table("answers")["answers"]
    kinds = {kind for row in answers.values() for kind in row["kinds"]}
    assert set(answers) == {
        "children_at_risk",
        "adults_at_risk",
        "adults_named",
        "places",
        "vehicles",
        "others",
    }
    assert all(row["kinds"] and row["why"] for row in answers.values())
    assert kinds == {
        *("assessment", "arrest", "charge", "caution", "strategy_meeting"),
        *("referral", "disruption", "support", "action", "no_further_action"),
    }


def test_concerns_that_cover_others_are_known():
    """A concern no table knows would answer nothing and say nothing."""
    concerns = set(shipped().table("concerns")["concerns"])
    covers = shipped().table("answers")["covers"]
    assert set(covers) <= concerns
    assert {c for row in covers.values() for c in row} <= concerns
