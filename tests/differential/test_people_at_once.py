"""Names compared in arrays beside names compared one by one: the same outcome."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.people.model import shipped_model
from tocsin.people.names import NameComparer, NameSet
from tocsin.people.names_at_once import NamesAtOnce
from tocsin.values.names import parse_name

_WORDS = (
    "Amina", "Aminah", "Noor", "Tony", "Anthony", "Katarzyna", "Kasia", "Mohammed", "Mohd", "Khan",
    "Kahn", "Wrona", "Wronska", "Xiaoming", "Hsiao-ming", "O'Brien", "Brien", "Asante", "A", "K",
    "M", "Oluwaseun", "Seun", "Yilmaz", "Yılmaz", "Popescu", "Popesco", "Jama", "Jamal",
)  # fmt: skip
_PREFIXES = ("", "", "", "Mr ", "PC ", "Young ", "Old ")

_name = st.builds(
    lambda prefix, words, turned: (
        prefix + (f"{words[-1].upper()}, {words[0]}" if turned else " ".join(words))
    ),
    st.sampled_from(_PREFIXES),
    st.lists(st.sampled_from(_WORDS), min_size=1, max_size=4),
    st.booleans(),
)  # fmt: skip
_set = st.lists(_name, min_size=1, max_size=3).map(lambda ns: NameSet.of(map(parse_name, ns)))


@settings(max_examples=200, deadline=None)
@given(st.lists(_set, min_size=2, max_size=12), st.floats(4, 18))
def test_names_at_once_are_compared_as_one_by_one(sets: list[NameSet], prior: float) -> None:
    """Whatever the names, every pair has the same key, either way round."""
    comparer = NameComparer(sets, shipped_model(), prior)
    pairs = [(a, b) for a in range(len(sets)) for b in range(len(sets))]
    names = NamesAtOnce(comparer)
    number = names.numbers(sets)
    lefts, rights = np.array(pairs).T
    found = names.compare(number[lefts], number[rights])
    for (a, b), place in zip(pairs, found.tolist(), strict=True):
        key = comparer.key(sets[a], sets[b])
        assert key == (names.keys[place] if place >= 0 else None), (sets[a], sets[b])
