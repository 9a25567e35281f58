"""Masks never let a hidden name through, whatever the text around it."""

from __future__ import annotations

import re
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tocsin.privacy.masking import Masker, cover
from tocsin.publishing.page.words import around, pieces
from tocsin.records import Kind, Mention, Role

FIRST = ("Amina", "Chloe", "Piotr", "Ionela", "Arben", "Zainab", "Ngozi", "Kwame", "Mei", "Siobhan")
LAST = ("Yusuf", "Mensah", "Nowak", "Radu", "Hoxha", "Hussain", "Okafor", "Owusu", "Chen", "Doyle")
names = st.builds(
    lambda first, last: f"{first} {last}", st.sampled_from(FIRST), st.sampled_from(LAST)
)
fillers = st.text(
    st.characters(codec="utf-8", categories=("Ll", "Zs", "Po", "So", "Nd")), max_size=40
)


@st.composite
def hidden_texts(draw: st.DrawFn) -> tuple[str, list[Mention], str]:
    """A text that names one hidden person, in full and again by parts, between other words."""
    name = draw(names)
    text, mentions = "", []
    for form in draw(st.lists(st.sampled_from([name, *name.split()]), min_size=1, max_size=5)):
        text += draw(fillers) + " "
        if form == name or draw(st.booleans()):
            place = (len(text), len(text) + len(form))
            mentions.append(Mention("R1", *place, form, Kind.PERSON, Role.AFFECTED))
        text += form + " "
    text += draw(fillers)
    return text, mentions, name


def masker_of(mentions: list[Mention]) -> Masker:
    return Masker(
        protected=frozenset({"T-1"}),
        person_of={m.mention_id: "T-1" for m in mentions},
        mentions={"R1": tuple(mentions)},
    )


@given(hidden_texts())
def test_no_word_of_a_name_that_is_mentioned_shows_through(drawn: tuple) -> None:
    """Every word of a mention is covered everywhere in its report, found there or not."""
    text, mentions, _ = drawn
    shown = masker_of(mentions).text("R1", text)
    for word in {word for mention in mentions for word in mention.text.split()}:
        assert not re.search(rf"\b{word}\b", shown)


@given(hidden_texts(), st.integers(0, 60))
def test_a_context_cut_anywhere_shows_no_more_than_the_whole(drawn: tuple, margin: int) -> None:
    """Cutting a stretch out of a text never cuts a mask open."""
    text, mentions, _ = drawn
    masks = masker_of(mentions).masks("R1", text)
    for mention in mentions:
        shown = "".join(p.text for p in around(text, masks, mention.start, mention.end, margin))
        for word in {word for m in mentions for word in m.text.split()}:
            assert not re.search(rf"\b{word}\b", shown)


@given(hidden_texts(), st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=4))
def test_marks_never_change_what_is_shown(drawn: tuple, spans: list[tuple[int, int]]) -> None:
    """The pieces of a text put together are the masked text, wherever the marks lie."""
    text, mentions, _ = drawn
    masks = masker_of(mentions).masks("R1", text)
    marks = sorted((min(s), max(s)) for s in spans if max(s) <= len(text))
    assert "".join(p.text for p in pieces(text, masks, marks)) == cover(text, masks)


@given(hidden_texts())
def test_masks_are_in_order_and_apart(drawn: tuple) -> None:
    """No two masks overlap, so that nothing is shown twice or lost."""
    text, mentions, _ = drawn
    masks = masker_of(mentions).masks("R1", text)
    assert all(a.end <= b.start for a, b in pairwise(masks))
    assert all(0 <= m.start < m.end <= len(text) for m in masks)
