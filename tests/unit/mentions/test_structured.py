"""Phones, plates, addresses, handles and record numbers in running text."""

from __future__ import annotations

import pytest

from tocsin.records import Kind


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("He rings from 07700 900152 most nights.", "07700900152"),
        ("Tel (0114) 496 0110 please.", "01144960110"),
        ("text her on +44(0)7700 900365", "07700900365"),
        ("She had a new phone, number ending 442, and hid it.", "442"),
        ("She has 900152 written on her bag; I rang it.", "900152"),
        ("His mobile is 07700 900xxx, the rest was smudged.", "07700900???"),
    ],
)
def test_phones_are_found_whole_short_and_by_their_end(found, text, value):
    """Every way of writing a number gives its digits."""
    assert [v for _, v in found(text, Kind.PHONE)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "NHS no 943 476 5919 on the form.",
        "Log 900152 refers, no calls.",
        "Crime no. 123456 given, he rang twice.",
        "Account 20481133 was paid.",
        "Ref 01/02/2004-0001.",
    ],
)
def test_other_numbers_are_no_phones(found, text):
    """NHS numbers, logs, crime numbers and accounts are not phones."""
    assert found(text, Kind.PHONE) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Silver Vectra MV51 KTD outside.", "MV51KTD"),
        ("VEH MV51KTD IN YARD.", "MV51KTD"),
        ("veh: yk69oaz seen", "YK69OAZ"),
        ("a van, R412 KHW", "R412KHW"),
        ("Reg starts Y238, could not see the rest.", "Y238???"),
        ("the plate ends KTD", "????KTD"),
        ("a white van, K052 AZ0, by the gate", "KO52AZO"),
        ("A BLACK GOLF ENDING KTD", "????KTD"),
        ("She got as far as MV51 K before the car pulled off.", "MV51K??"),
        ("there is a white van, T417 something", "T417???"),
        ("white Transit, part index MX17.", "MX17???"),
        ("index RIA 1234 on the car", "RIA1234"),
    ],
)
def test_plates_are_found_whole_and_partial(found, text, value):
    """A part keeps its place; unknown letters are question marks."""
    assert [v for _, v in found(text, Kind.VEHICLE)] == [value]


@pytest.mark.parametrize(
    "text",
    [
        "PC 4521 attended, CAD 1432 refers.",
        "Turned off the A57 at M1 J33.",
        "Room 212, an Audi A3 outside.",
        "STOPPED AT 22 HRS ON 12 FEB 04.",
        "CAR STOPPED AT 0115 HRS ON COAST ROAD.",
        "He lives in S4 7LJ now.",
    ],
)
def test_what_looks_like_a_plate_is_none(found, text):
    """Collar numbers, roads, rooms, dates and postcodes are not plates."""
    assert found(text, Kind.VEHICLE) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("lives at 27 Tannery Row with", "27 tannery row"),
        ("GAVE 112 MAFEKING RD. MOVED ON", "112 mafeking road"),
        ("to FLAT 4, DUNMORE COURT, SUN", "4 dunmore court"),
        ("of Flat 3, 22 Albany Road, Leeds", "flat 3 22 albany road"),
        ("Resident of Priory Road, at number 61, says", "61 priory road"),
        ("stays at 56 Hyde Park Road now", "56 hyde park road"),
    ],
)
def test_addresses_fold_to_number_and_street(found, text, value):
    """A number and a street are an address; `number 61` takes the street named beside it."""
    assert [v for _, v in found(text, Kind.ADDRESS)] == [value]


def test_a_street_alone_is_no_address(found):
    """Everyone on Tannery Row knows, and nobody lives at it."""
    assert found("Everyone on Tannery Row knows.", Kind.ADDRESS) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("follows her as @shauny_a on everything", "shauny_a"),
        ("messages from ziggyw81 telling him", "ziggyw81"),
        ("chat with dragonlord#4471 on Discord", "dragonlord#4471"),
        ("hes on snap as bigmo_s60.", "bigmo_s60"),
        ("mail g.tindall71@example.com now", "g.tindall71@example.com"),
        ("under facebook.com/gaz.holroyd.31.", "facebook.com/gaz.holroyd.31"),
    ],
)
def test_handles_are_found(found, text, value):
    """With and without the at sign, and without the stop behind them."""
    assert [v for _, v in found(text, Kind.HANDLE)] == [value]


def test_an_at_sign_before_a_time_is_no_handle(found):
    """`@ 1605` is a time."""
    assert found("Seen 04.07.03 @ 1605 by gate.", Kind.HANDLE) == []


def test_record_numbers_are_identifiers(found):
    """An NHS number by its check digit, a system's number by the system's name."""
    values = [
        v for _, v in found("NHS 943 476 5919. Mosaic ID 20481133. LOG 1432.", Kind.IDENTIFIER)
    ]
    assert values == ["nhs:9434765919", "mosaic:20481133"]


@pytest.mark.parametrize(
    ("text", "words", "kind"),
    [
        ("outside Chen's Garden on Friday", "Chen's Garden", Kind.PREMISES),
        ("REAR OF KESTREL SNOOKER CLUB.", "KESTREL SNOOKER CLUB", Kind.PREMISES),
        ("works at Danube Hand Car Wash, they say", "Danube Hand Car Wash", Kind.PREMISES),
        ("girl dropped at the Golden Dragon takeaway", "Golden Dragon takeaway", Kind.PREMISES),
        ("from Thornhill Academy at 3.15pm", "Thornhill Academy", Kind.PREMISES),
        ("by the bus station again", "bus station", Kind.PREMISES),
        ("a room in Dunmore Court", "Dunmore Court", Kind.PREMISES),
        ("driver for Tri-Star Cars", "Tri-Star Cars", Kind.ORGANISATION),
        ("sent to South Yorkshire Police", "South Yorkshire Police", Kind.ORGANISATION),
    ],
)
def test_premises_are_known_by_their_head_word(found, text, words, kind):
    """The name before the head word belongs to it; a person's name in it is the premises'."""
    assert words in [w for w, _ in found(text, kind)]
    assert all(word not in words for word, _ in found(text, Kind.PERSON))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("He works at Dino's on Hill Street.", ["Dino's"]),
        ("The boys go to Karim's for chips after school.", ["Karim's"]),
        ("Seen in Sultan's, a barber shop, with two girls.", ["Sultan's"]),
        ("She was at Jade's last night.", []),
        ("She works at Jade's flat.", []),
        ("Stayed at Amina's for a week.", []),
    ],
)
def test_a_trade_known_by_its_owner_is_premises_and_a_home_is_not(found, text, names):
    """Work, what is bought there or what it is make `Dino's` a trade; `at Jade's` is a home."""
    assert [text for text, _ in found(text, Kind.PREMISES)] == names


def test_a_word_in_capitals_is_no_plate_misread(found):
    """A plate has a figure in it somewhere, however badly it was read."""
    assert found("SILVER MERC DN08 YGE BEHIND KESTREL SNOOKER.", Kind.VEHICLE) == [
        ("DN08 YGE", "DN08YGE")
    ]


def test_a_short_form_of_named_premises_is_the_same_place(found):
    """`the Alma` after `Alma Guest House` has the value of the full name."""
    text = "Booked into Alma Guest House. Girls seen at the Alma again."
    assert {v for _, v in found(text, Kind.PREMISES)} == {"alma guest house"}


def test_plain_words_before_a_head_word_are_no_name(found):
    """`the local school` and `his garage` name nothing."""
    text = "At the local school he spoke of his garage and the bar."
    assert found(text, Kind.PREMISES) == []
