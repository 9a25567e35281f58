"""Names taken apart and compared."""

from __future__ import annotations

import pytest

from tocsin.values.names import Part, compare_names, compare_tokens, fold, parse_name

AGREE = (Part.SIMILAR, Part.VARIANT, Part.EQUAL)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("SMYTHE, Alan", "Alan Smythe"),
        ("Nguyen Thi Hoa", "Hoa Thi Nguyen"),
        ("Li Xiaoming", "LI Hsiao-ming"),
        ("Mohd Iqbal", "Muhammad Iqbaal"),
        ("Oleksandr Bondar", "Aleksander Bondar"),
        ("Bill Hartley", "William Hartley"),
        ("Katarzyna Wilk", "Kasia Wilk"),
        ("Yusuf Cismaan", "Yousef Cismaan"),
        ("Seun Afolabi", "Oluwaseun AFOLABI"),
        ("Kwadwo Sarpong", "Kojo Sarpong"),
        ("Siobhán Ní Bhriain", "Siobhan Ni Bhriain"),
        ("Szymon Wójcik", "Szymon Wojcik"),
    ],
)
def test_ways_of_writing_one_name_agree(left: str, right: str):
    """Order, short forms, spelling across scripts and accents make no other name."""
    found = compare_names(parse_name(left), parse_name(right))
    assert found.given in AGREE, found
    assert found.family in AGREE, found


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Imran Sheikh", "Faisal Sheikh"),
        ("Adaeze Okoro", "Chinwe Okoro"),
        ("Piotr Lis", "Agata Lis"),
        ("Grace Owusu", "Grace Boateng"),
        ("Kyle Brown jnr", "Kyle Brown senior"),
    ],
)
def test_two_names_speak_against_one_person(left: str, right: str):
    """Different first names, surnames or generations are conflicts."""
    assert compare_names(parse_name(left), parse_name(right)).is_conflict


def test_silence_is_no_conflict():
    """A first name and a full name leave the surname open."""
    found = compare_names(parse_name("Mihai"), parse_name("Mihai Lupu"))
    assert (found.given, found.family) == (Part.EQUAL, Part.SILENT)


def test_comparing_is_even_handed():
    """Comparing two words gives the same the other way round."""
    for left, right in (("tony", "anthony"), ("jo", "joanna"), ("huang", "wong"), ("k", "kofi")):
        assert compare_tokens(left, right) == compare_tokens(right, left)


@pytest.mark.parametrize(
    ("written", "givens", "family"),
    [
        ("O'NEILL Sean", ("sean",), "oneill"),
        ("A. Kaya", ("a",), "kaya"),
        ("Dr Hana Sadik", ("hana",), "sadik"),
        ("Ana Maria de la Cruz", ("ana", "maria"), "cruz"),
        ("Jimmy2", ("jimmy",), ""),
        ("TK", ("t", "k"), ""),
    ],
)
def test_a_name_is_taken_apart(written: str, givens: tuple[str, ...], family: str):
    """Capitals, commas, titles and initials tell which word is which."""
    name = parse_name(written)
    assert (name.givens, name.family) == (givens, family)


def test_folding_keeps_letters_of_every_script():
    """What has no plain form stays as it is."""
    assert fold("Łódź–Ørsted") == "lodz orsted"
    assert fold("Олена") == "олена"
