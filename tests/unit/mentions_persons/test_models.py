"""Names that vehicles carry too."""

from __future__ import annotations

import pytest

from tocsin.mentions.persons import PersonFinder


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He gave his name as Leon Carter.", ["Leon Carter"]),
        ("She is with Leon again.", ["Leon"]),
        ("SEEN WITH LEON BY THE PIER.", ["LEON"]),
        ("He drives a Seat Leon.", []),
        ("A silver Leon was by the gate.", []),
        ("WHITE RIO OUTSIDE THE SCHOOL.", []),
    ],
)
def test_a_model_is_told_from_a_name_by_what_stands_before_it(text, names):
    """Behind its make or a colour it is the vehicle, elsewhere a person."""
    assert [span.text for span in PersonFinder().find(text)] == names
