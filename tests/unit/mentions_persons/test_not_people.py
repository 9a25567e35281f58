"""What is no person, whatever it looks like."""

from __future__ import annotations

import pytest

from tocsin.mentions.persons import PersonFinder

_FULL, _FAST = PersonFinder(), PersonFinder(mode="fast")


@pytest.fixture(params=[_FULL, _FAST], ids=["full", "fast"])
def finder(request: pytest.FixtureRequest) -> PersonFinder:
    found: PersonFinder = request.param
    return found


@pytest.mark.parametrize(
    "text",
    [
        "It was parked on Tanner Street near Hassan's Tyres.",
        "She works at Murphy's Bar and at Karim Motors.",
        "Seen outside Sultan's Barber Shop at 10pm.",
        "Fairholme School and St Aidan's were told.",
        "A silver Mercedes, a Ford Transit and a Vauxhall Astra.",
        "Moved from Sheffield to Rotherham in March.",
        "He will come on Sunday, it may be late.",
        "Mark on her arm. Told to jack it in.",
        "i hope it will be ok, may ring in summer",
        "Police, Housing and Social Services attended the Greggs.",
        "Polish and Somali speakers needed on Monday.",
    ],
)
def test_places_firms_makes_and_plain_words_are_not_people(finder: PersonFinder, text: str) -> None:
    """Streets, premises, towns, vehicles, months, services and ordinary words."""
    assert [span.text for span in finder.find(text)] == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Grace Adeyemi rang.", "Grace Adeyemi"),
        ("April Jones was there.", "April Jones"),
        ("She was with Faith and two others.", "Faith"),
        ("Her boyfriend is Mark, aged 19.", "Mark"),
        ("Rose told staff about it.", "Rose"),
    ],
)
def test_words_that_are_names_are_people_where_a_person_stands(
    finder: PersonFinder, text: str, name: str
) -> None:
    """The surroundings decide."""
    assert name in [span.text for span in finder.find(text)]


def test_a_month_behind_a_day_is_no_given_name(finder: PersonFinder) -> None:
    """`18 JAN SIKORA, RAFAL` is Rafal Sikora, on a day of January."""
    text = "0630 HRS MON 18 JAN SIKORA, RAFAL STOPPED AT THE BOAT YARD ON 3 MAY BY PATROL."
    assert [span.text for span in finder.find(text)] == ["SIKORA, RAFAL"]
    text = "Flat 18 Jan Sikora answered the door."
    assert [span.text for span in finder.find(text)] == ["Jan Sikora"]


def test_nothing_is_found_in_blocked_spans(finder: PersonFinder) -> None:
    """What others have taken stays theirs."""
    text = "Anh Pham was seen at Grace Okoro House."
    start = text.index("Grace")
    assert [s.text for s in finder.find(text, [(start, len(text) - 1)])] == ["Anh Pham"]


def test_a_name_of_the_user_is_found_alone(finder: PersonFinder) -> None:
    """A row of names.csv makes a word a name."""
    from tocsin.records import ExtraName, Kind

    assert finder.find("after school zquarro again, nobody else") == []
    told = PersonFinder([ExtraName("Zquarro", Kind.PERSON)], finder.mode)
    assert [s.text for s in told.find("after school zquarro again")] == ["zquarro"]
    assert [s.found_by for s in told.find("Zquarro took it.")] == ["names.csv"]
