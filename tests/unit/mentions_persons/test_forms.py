"""Names in the forms in which people write them."""

from __future__ import annotations

import pytest

from tocsin.mentions.persons import PersonFinder, PersonSpan

_FINDERS = {mode: PersonFinder(mode=mode) for mode in ("full", "fast")}


@pytest.fixture(params=["full", "fast"])
def finder(request: pytest.FixtureRequest) -> PersonFinder:
    return _FINDERS[request.param]


def texts(spans: list[PersonSpan]) -> list[str]:
    return [span.text for span in spans]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Linked to Kwabena Frimpong of Mill Street.", "Kwabena Frimpong"),
        ("Linked to Gurpreet Bassi, believed to be in Derby.", "Gurpreet Bassi"),
        ("The flat is rented by Luljeta Krasniqi.", "Luljeta Krasniqi"),
        ("Report that Abdi Mohamed Warsame gives lifts.", "Abdi Mohamed Warsame"),
        ("She said Nguyen Van Thang had a van.", "Nguyen Van Thang"),
        ("Named: Tran Thi Linh, 34.", "Tran Thi Linh"),
        ("He met Omar bin Said al-Masri on Friday.", "Omar bin Said al-Masri"),
        ("Spoke to Siobhan O'Shea about it.", "Siobhan O'Shea"),
        ("Spoke to Ellie-Mae Carter-Boyle about it.", "Ellie-Mae Carter-Boyle"),
        ("Driver was Declan MURPHY, no trace.", "Declan MURPHY"),
        ("Subject OKAFOR, Chinedu is linked to it.", "OKAFOR, Chinedu"),
        ("INTEL. LUPU, ANDREI SEEN WITH TWO FEMALES.", "LUPU, ANDREI"),
        ("Seen with NGUYEN Van Thang again.", "NGUYEN Van Thang"),
        ("WHITE VAN STOPPED, DRIVER ZEYNEP YILDIZ, NO OFFENCES.", "ZEYNEP YILDIZ"),
        ("picked up by zeynep yildiz after school", "zeynep yildiz"),
        ("Room booked by K. Ofori, paid in cash.", "K. Ofori"),
        ("Card found in the name L CAMPBELL at the desk.", "L CAMPBELL"),
        ("Rent is paid by WRONA Z, no contract.", "WRONA Z"),
        ("Ciaran D was late again.", "Ciaran D"),
        ("Council notice served on Chen Jianguo, shop shut.", "Chen Jianguo"),
    ],
)
def test_full_names_of_many_origins_and_forms_are_found(
    finder: PersonFinder, text: str, name: str
) -> None:
    """A full name is one span, in any order and case."""
    assert name in texts(finder.find(text))


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Mr Islam rang back.", "Islam", "Mr"),
        ("Seen by Dr Adeyemi on the ward.", "Adeyemi", "Dr"),
        ("STOPPED BY PC 1187 MURPHY AT 2210.", "MURPHY", "PC"),
        ("Stopped by PC MURPHY.", "MURPHY", "PC"),
        ("OIC is DS J. Kowalczyk.", "J. Kowalczyk", "DS"),
        ("mrs hussain opened the door", "hussain", "mrs"),
    ],
)
def test_titles_and_ranks_stay_outside_the_span(
    finder: PersonFinder, text: str, name: str, title: str
) -> None:
    """The title is told apart from the name, with its place."""
    (span,) = finder.find(text)
    assert (span.text, span.title) == (name, title)
    assert text[span.title_start :].startswith(title)


@pytest.mark.parametrize(
    "name", ["Jade", "Farhiya", "Mirela", "Ngozi", "Thuy", "Sumaira", "Agnesa"]
)
def test_a_possessive_is_no_part_of_the_name(finder: PersonFinder, name: str) -> None:
    """`at Jade's flat` names Jade."""
    assert texts(finder.find(f"She has been staying at {name}'s flat.")) == [name]


def test_the_surname_alone_is_found_once_the_full_name_stands_in_the_text(
    finder: PersonFinder,
) -> None:
    """A short form counts because the same text holds the whole name."""
    text = "HOXHA, Arben, 31, was stopped. He said he was lost. Hoxha was alone."
    spans = finder.find(text)
    assert texts(spans) == ["HOXHA, Arben", "Hoxha"]
    assert spans[1].form == "surname"


@pytest.mark.parametrize(
    ("text", "given", "surname", "either"),
    [
        ("Driver HARDCASTLE, Desmond gave no reply.", "Desmond", "HARDCASTLE", False),
        ("Seen with NGUYEN Van Thang again.", "Van Thang", "NGUYEN", False),
        ("She told Samina Qureshi about it.", "Samina", "Qureshi", False),
        ("Notice served on Chen Jianguo, shop shut.", "Chen", "Jianguo", True),
        ("Rent is paid by WRONA Z, no contract.", "Z", "WRONA", False),
    ],
)
def test_given_name_and_surname_are_told_as_far_as_can_be(
    finder: PersonFinder, text: str, given: str, surname: str, either: bool
) -> None:
    """Where the order cannot be known, both ways are kept open."""
    (span,) = finder.find(text)
    assert (span.given, span.surname, span.either_order) == (given, surname, either)


def test_people_in_a_mail_head_and_a_signature_are_found(finder: PersonFinder) -> None:
    """Heads and signature blocks name people too."""
    text = (
        "From: Ruth Okonkwo\nTo: Tomasz Wrona\nSubject: drop-in\n\n"
        "Hi Tomasz, nobody rang.\n\nKind regards\nRuth\n"
    )
    assert texts(finder.find(text)) == ["Ruth Okonkwo", "Tomasz Wrona", "Tomasz", "Ruth"]
