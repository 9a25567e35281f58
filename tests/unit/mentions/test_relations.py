"""What a report says of two of its mentions."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "left", "kind", "right"),
    [
        ("Nabil Mansour drives a Mercedes, DN08 YGE.", "Nabil Mansour", "drives", "DN08 YGE"),
        ("Arjun Gill lives at 8 Moor View with her.", "Arjun Gill", "lives_at", "8 Moor View"),
        ("A man called Jimmy rings her from 07700 900418.", "Jimmy", "uses_phone", "07700 900418"),
        ("Danny (@danny.rides) messaged her.", "Danny", "uses_handle", "@danny.rides"),
        ("Serkan works at Sultan's Barber Shop.", "Serkan", "works_at", "Sultan's Barber Shop"),
        ("Gurpreet Sandhu was there. Sandhu left.", "Gurpreet Sandhu", "same", "Sandhu"),
        ("Amina was with Shaun in town.", "Amina", "with", "Shaun"),
        ("Paddy and his cousin Martin Ward came.", "Paddy", "relative", "Martin Ward"),
    ],
)
def test_relations_are_read_from_the_words_between(read, text, left, kind, right):
    """Car, home, phone, handle, work, name, company and family."""
    extraction = read(text)
    words = {m.mention_id: m.text for m in extraction.mentions}
    found = {(words[r.left], r.kind.value, words[r.right]) for r in extraction.relations}
    assert (left, kind, right) in found


def test_the_word_of_kinship_is_kept(read):
    """`relative` says which."""
    (relation,) = [
        r for r in read("Paddy and his cousin Martin Ward came.").relations if r.kind == "relative"
    ]
    assert relation.word == "cousin"


def test_a_denied_person_is_tied_to_nothing(read):
    """Whoever is excluded is not with the others."""
    extraction = read("Girls of 14 with Kez in a van. Not the bus driver Leroy Campbell.")
    gone = next(m.mention_id for m in extraction.mentions if m.text == "Leroy Campbell")
    assert not any(gone in (r.left, r.right) for r in extraction.relations)
