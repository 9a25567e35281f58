"""What a report is about, and when a thing counts."""

from __future__ import annotations

import pytest


def mention(extraction, words):
    return next(m for m in extraction.mentions if m.text == words)


def test_contact_of_children_with_adults_is_exploitation(read):
    """The adult's concern is exploitation; the indicators of the sentence are listed."""
    extraction = read("A man called Jimmy gave a 14 year old girl a phone and picks her up.")
    jimmy = mention(extraction, "Jimmy")
    assert jimmy.concern == "exploitation"
    assert "ITM1" in jimmy.indicators


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("Girls of 14 get into a silver car, MV51 KTD, with Jimmy.", "MV51 KTD"),
        ("A man called Jimmy takes girls of 14 to Alma Guest House.", "Alma Guest House"),
        ("Two girls of 14 met a man called Jimmy. Car was a Golf, Y238 LJD.", "Y238 LJD"),
    ],
)
def test_a_thing_counts_when_a_sentence_ties_it(read, text, thing):
    """To somebody alleged or affected, or to a sign; its role stays unknown."""
    found = mention(read(text), thing)
    assert (found.concern, found.role.value) == ("exploitation", "unknown")


def test_a_thing_of_everyday_business_does_not_count(read):
    """A hotel in a report of lost property owes no answer."""
    extraction = read("LOST PROPERTY. Wallet handed in at Station Lodge Hotel. Collected Monday.")
    assert mention(extraction, "Station Lodge Hotel").concern == ""


def test_the_reporters_own_phone_does_not_count(read):
    """A number to ring the manager back on is nobody's of concern."""
    text = "Two girls of 14 came in with a man. Manager is Agnieszka Nowak, 0114 496 0201."
    assert mention(read(text), "0114 496 0201").concern == ""


@pytest.mark.parametrize(
    ("text", "name", "concern"),
    [
        ("Temi Balogun, 14, went missing from home overnight.", "Temi Balogun", "missing"),
        ("Marlon, 14, is carrying bags for men and doing drops.", "Marlon", "drugs"),
    ],
)
def test_a_childs_concern_is_that_of_the_sentence(read, text, name, concern):
    """What the sentence says of the child is the child's concern."""
    assert mention(read(text), name).concern == concern
