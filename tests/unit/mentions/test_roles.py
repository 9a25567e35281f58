"""In what part somebody is mentioned, by cue and structure."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Two girls were in the back of a car with a man called Jimmy.", "Jimmy", "alleged"),
        ("DRIVER OFORI, KWABENA, B. 1983. TWO GIRLS OF 14 IN REAR.", "OFORI, KWABENA", "alleged"),
        ("Person causing concern: Tahir. Girls get in his car.", "Tahir", "alleged"),
        ("She is 14 and owes money to Ciaran for a phone.", "Ciaran", "alleged"),
        ("The girls are scared of Ziggy and his van.", "Ziggy", "alleged"),
        (
            "Pupil: Priya Chauhan, 9C. Met at the gate by a man in a car.",
            "Priya Chauhan",
            "affected",
        ),
        ("Efua Ansah, 13, got into a car with an older man.", "Efua Ansah", "affected"),
        ("My daughter Layla is 15 and an older man picks her up.", "Layla", "affected"),
        ("Temi Balogun went missing from the home with an older man.", "Temi Balogun", "affected"),
        ("PC 1187 Hughes saw a girl of 13 in a car with a man.", "Hughes", "professional"),
        ("A girl of 14 was in his car. Passed to Mr Gill.", "Gill", "professional"),
        ("A girl of 14 was in his car. Left message for Samina.", "Samina", "professional"),
        ("Caller Mrs Edith Clough says girls get into a van.", "Edith Clough", "reporter"),
        ("From: Ruth Okonkwo\nTo: Beat team\n\nGirls get into a car.", "Ruth Okonkwo", "reporter"),
        ("Girl of 13 came in upset about a man. Hoa Pham, school nurse.", "Hoa Pham", "reporter"),
        ("The girl, 13, was taken home to her mother Jean.", "Jean", "relative"),
        ("Witness Anil Desai saw a girl get into the van.", "Anil Desai", "witness"),
    ],
)
def test_the_part_follows_from_cue_and_structure(roles, text, name, role):
    """Rank, label, signature, kinship, and what is said of somebody decide."""
    assert roles(text)[name] == role


def test_minutes_name_those_present_as_professionals(roles):
    """Whoever is listed as present at a meeting is there at work."""
    text = "Strategy discussion. Present: Samina Qureshi (chair), Hibo Jama, Azad Barzani."
    assert set(roles(text, channel="meeting minutes").values()) == {"professional"}


def test_those_present_at_a_party_are_not_professionals(roles):
    """The same word in another place says nothing of work."""
    text = "Party at a flat with girls of 14. Present: Connor Bates, Stefan Ciobanu."
    assert "professional" not in roles(text).values()


@pytest.mark.parametrize(
    "text",
    [
        "LOST PROPERTY. Purse handed in, name on card Hodan Farah. Letter sent.",
        "RTC, no injury. Vehicle driven by Kieran Docherty clipped a post. No police involvement.",
        "NOISE. Loud music again. Rang the owner, Mr Desmond Reid, who turned it down.",
        "Permit for a street collection. Applicant Tahir Mahmood, treasurer. Fee waived.",
    ],
)
def test_nobody_is_alleged_in_everyday_business(roles, text):
    """Lost purses, bumps, noise and permits accuse nobody."""
    assert set(roles(text).values()) <= {"other", "reporter", "witness", "unknown"}


def test_a_thief_is_alleged_of_theft(read):
    """Alleged, and the concern is theft: no answer to exploitation is owed."""
    text = "SHOP THEFT. Declan Murphy, 27, detained by store staff with four bottles."
    (person,) = [m for m in read(text).mentions if m.text == "Declan Murphy"]
    assert (person.role.value, person.concern) == ("alleged", "theft")


def test_a_short_form_shares_the_part_of_its_full_name(roles):
    """`Gurpreet Sandhu` and later `Sandhu` are one, and so is their part."""
    text = "Girl of 14 met by a man called Gurpreet Sandhu. Sandhu has a blue car."
    assert roles(text)["Sandhu"] == "alleged"


def test_an_officer_is_not_the_namesake_he_arrests(read):
    """PC Murphy and Declan Murphy stay two, expressly told apart."""
    text = "SHOP THEFT. Declan MURPHY, 21 yrs, arrested. OIC PC D. MURPHY (no relation)."
    relations = read(text).relations
    assert [r.kind.value for r in relations] == ["not_same"]


def test_a_first_name_without_a_cue_is_not_accused_by_its_report(roles):
    """What a report is about accuses nobody who has no cue of his own: Lou may be a child."""
    text = "Girls of 14 get into cars with a man called Vic. Lou. He buys them phones."
    assert roles(text).get("Lou", "unknown") != "alleged"
    assert roles(text)["Vic"] == "alleged"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("FEMALE IN REAR ROOM, SAYS 19, LOOKS 15, NO PAPERS, GAVE NAME AS ADWOA.", "ADWOA"),
        ("A lad at the car wash who looked about 14 gave his name as Ilie, never paid.", "Ilie"),
        ("Girl at the nail bar, Huong, very tired. Sleeps above the shop she says.", "Huong"),
        ("Kofi washes pots at the takeaway on school nights. He is 13.", "Kofi"),
    ],
)
def test_a_child_found_at_work_is_affected(roles, text, name):
    """Who looks a child in a shop, unpaid or worn out, is not accused by standing there."""
    assert roles(text)[name] == "affected"
