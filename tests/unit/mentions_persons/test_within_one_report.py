"""What one report tells of a name: its short forms, its quotation marks, and what carries it."""

from __future__ import annotations

import pytest

from tocsin.mentions.persons import PersonFinder

_FULL, _FAST = PersonFinder(), PersonFinder(mode="fast")


@pytest.fixture(params=[_FULL, _FAST], ids=["full", "fast"])
def finder(request: pytest.FixtureRequest) -> PersonFinder:
    found: PersonFinder = request.param
    return found


def texts(finder: PersonFinder, text: str) -> list[str]:
    return [span.text for span in finder.find(text)]


@pytest.mark.parametrize(
    ("text", "initials"),
    [
        ("Case 7: MY, now 14, was seen at school.", "MY"),
        ("Call from the grandfather of TW about money.", "TW"),
        ("Spoke to the aunt of RK.", "RK"),
    ],
)
def test_initials_beside_an_age_or_a_relative_are_a_child(
    finder: PersonFinder, text: str, initials: str
) -> None:
    """`now 14` behind, or `grandfather of` in front, makes two capitals somebody."""
    assert texts(finder, text) == [initials]


@pytest.mark.parametrize(
    ("text", "nickname"),
    [
        ("MALE 'OKORO' SEEN IN VEHICLE AGAIN", "OKORO"),
        ("A man in a cap, 'Gazzer', was with the girls.", "Gazzer"),
        ("They talk of 'Mirzo' a lot. 'Mirzo' drives a grey van.", "Mirzo"),
    ],
)
def test_a_name_in_quotation_marks_is_found_by_what_stands_beside_it(
    finder: PersonFinder, text: str, nickname: str
) -> None:
    """The quotation marks stay outside."""
    assert nickname in texts(finder, text)


@pytest.mark.parametrize(
    "text",
    [
        "She said 'Sorry' and left the room.",
        "The sign said 'Closed', then the lights went out.",
        "THE DOOR SAYS 'PRIVATE' ON IT",
    ],
)
def test_a_plain_word_in_quotation_marks_is_nobody(finder: PersonFinder, text: str) -> None:
    """What was said is not who."""
    assert texts(finder, text) == []


def test_what_is_found_on_somebody_names_them(finder: PersonFinder) -> None:
    """In capitals, the surname alone behind `FOUND ON` is the person stopped before."""
    spans = finder.find("STOPPED K OYELARAN ON MILL LANE. NOTHING FOUND ON OYELARAN. RELEASED.")
    assert [(s.text, s.form) for s in spans] == [
        ("K OYELARAN", "full"),
        ("OYELARAN", "surname"),
    ]


def test_a_family_name_behind_young_is_a_person_in_capitals(finder: PersonFinder) -> None:
    """`YOUNG ...'S PLACE` is where somebody lives."""
    assert texts(finder, "LADS SAY YOUNG KOWALSKI'S PLACE IS BUSY") == ["YOUNG KOWALSKI"]


def test_a_clipped_first_name_is_somebody_named_in_the_same_report(finder: PersonFinder) -> None:
    """The opening of a first name, with a capital inside a sentence, stands for it."""
    found = texts(finder, "Farhad Rahimi came in. Far was with two girls. Later Farh left.")
    assert found[0] == "Farhad Rahimi"
    assert "Farh" in found


@pytest.mark.parametrize(
    "text",
    [
        "The lads meet at Tuba on Fridays. Tuba was full.",
        "He keeps a boat, the Bonny Jean, on the canal. They sleep on Bonny Jean.",
        "They were on the Amina Rose all night.",
        "Two girls seen inside Salim late on.",
    ],
)
def test_a_boat_or_a_club_with_a_persons_name_is_nobody(finder: PersonFinder, text: str) -> None:
    """Nobody is met at a person, and nobody is on one all night."""
    assert texts(finder, text) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They shouted at Tuba on Friday.", "Tuba"),
        ("They met Salim at Tuba's flat.", "Tuba"),
        ("Staff spoke on the Amina Yusuf case.", "Amina Yusuf"),
    ],
)
def test_a_person_behind_a_small_word_stays_a_person(
    finder: PersonFinder, text: str, name: str
) -> None:
    """Only words that go with boats and clubs make one."""
    assert name in texts(finder, text)
