"""What lets most reports be passed over quickly passes over nothing that tells of a decision."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from tocsin.policies import shipped

_KINDS = shipped().table("mentions")["told_decisions"]["kinds"]
_ROWS = [(row["signs"], words) for row in _KINDS for words in row["words"]]


@given(st.sampled_from(_ROWS), st.data())
def test_whatever_words_tell_of_a_decision_hold_one_of_its_signs(
    row: tuple[list[str], str], data: st.DataObject
) -> None:
    """A report that holds no sign of a kind of decision cannot tell of one of that kind."""
    signs, words = row
    pattern = re.compile(words, re.IGNORECASE | re.MULTILINE)
    match = pattern.search(data.draw(st.from_regex(pattern)))
    assert match
    assert any(sign in match[0].casefold() for sign in signs)
