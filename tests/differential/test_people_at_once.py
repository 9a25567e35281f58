"""What is done in arrays for a whole case, beside the same done one by one: the same outcome."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import patch

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.people_case import Case

from tocsin.people.circles import SecondLook
from tocsin.people.circles_at_once import WholeLook
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


@settings(max_examples=100, deadline=None)
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


_PEOPLE = (
    "Amina Noor", "Amina", "A. Noor", "Noor", "Mr Noor", "Piotr Wrona", "Wrona", "Comfort Asante",
    "Comfort", "Asante", "Besnik Rama", "Rama", "Femi Oduya", "Oduya", "Ioana Popescu", "Ioana",
)  # fmt: skip
_ROLES = ("alleged", "affected", "other", "professional", "relative", "unknown")
_THINGS = (
    "[phone|unknown|07700 900222]", "[vehicle|unknown|AB12 CDE]", "[premises|unknown|Elm Bar]",
    "[address|unknown|4 Mill Lane]", "",
)  # fmt: skip
_telling = st.tuples(
    st.lists(st.tuples(st.sampled_from(_PEOPLE), st.sampled_from(_ROLES)), min_size=1, max_size=4),
    st.sampled_from(_THINGS),
    st.sampled_from(("Police", "School", "Clinic", "")),
    st.integers(2001, 2012),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(_telling, min_size=2, max_size=14), st.integers(2, 4))
def test_a_second_look_at_all_groups_at_once_finds_what_one_at_a_time_finds(
    tellings: list[tuple[list[tuple[str, str]], str, str, int]], most: int
) -> None:
    """Subjects, joins and values too common to look by are the same, also where words crowd."""
    case = Case()
    for i, (people, thing, agency, year) in enumerate(tellings):
        named = " and ".join(f"[person|{role}|{name}]" for name, role in people)
        case.report(f"R{i:02}", f"{named} at {thing}.", agency=agency, on=f"{year}-03-04")
    with patch.object(SecondLook, "__post_init__", _with_fewest(most)):
        at_once = case.join()
        with patch.object(WholeLook, "look", SecondLook.look):
            one_by_one = case.join()
    assert at_once == one_by_one


def _with_fewest(most: int) -> Callable[[SecondLook], None]:
    usual = SecondLook.__post_init__

    def prepare(look: SecondLook) -> None:
        usual(look)
        look._most = most

    return prepare
