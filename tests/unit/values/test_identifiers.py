"""Phones, plates, postcodes, addresses and record numbers, written one way and compared."""

from __future__ import annotations

import pytest

from tocsin.values.identifiers import (
    Likeness,
    address_key,
    compare_phones,
    compare_plates,
    is_nhs_number,
    is_police_number,
    is_pupil_number,
    is_whole_phone,
    phone_digits,
    plate_key,
    postcode_key,
)


@pytest.mark.parametrize(
    "written",
    ["07700 900418", "07700-900-418", "+44 7700 900418", "+44(0)7700 900 418", "0044 7700900418"],
)
def test_a_mobile_has_one_form_however_it_is_written(written: str):
    """Spaces, hyphens, brackets and the country code are no part of the number."""
    assert phone_digits(written) == "07700900418"
    assert is_whole_phone(phone_digits(written))


def test_numbers_kept_for_drama_are_phones():
    """Ofcom's drama ranges pass, though a library for real numbers calls some invalid."""
    assert all(is_whole_phone(n) for n in ("07700900418", "01632960277", "01144960321"))


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("07700900418", "07700900418", Likeness.SAME),
        ("900418", "07700900418", Likeness.PARTIAL),
        ("418", "07700900418", Likeness.PARTIAL),
        ("419", "07700900418", Likeness.DIFFERENT),
        ("18", "07700900418", Likeness.DIFFERENT),
        ("07700900418", "07700900419", Likeness.NEAR),
        ("07700900???", "07700900418", Likeness.PARTIAL),
    ],
)
def test_a_tail_of_three_digits_agrees_with_a_whole_number(left, right, likeness):
    """A tail is partial evidence, two digits are none, a slip of one digit is near."""
    assert compare_phones(left, right) is likeness
    assert compare_phones(right, left) is likeness


@pytest.mark.parametrize(
    ("left", "right", "likeness"),
    [
        ("MV51KTD", "MV51KTD", Likeness.SAME),
        ("MV51KTD", "MV5IKTD", Likeness.SAME),
        ("????KTD", "MV51KTD", Likeness.PARTIAL),
        ("MV51K??", "MV51KTD", Likeness.PARTIAL),
        ("Y238???", "Y238LJD", Likeness.PARTIAL),
        ("T417GBN", "T417GBM", Likeness.NEAR),
        ("MV51K??", "MV51XTD", Likeness.DIFFERENT),
        ("????KTD", "MV51K??", Likeness.PARTIAL),
    ],
)
def test_partial_plates_agree_where_they_are_known(left, right, likeness):
    """Unknown places agree with anything; I reads as 1; one other letter is near."""
    assert compare_plates(left, right) is likeness
    assert compare_plates(right, left) is likeness


def test_addresses_fold_to_house_and_street():
    """Case, short forms and the word flat before a building do not matter."""
    assert address_key("112 MAFEKING RD") == address_key("112 Mafeking Road")
    assert address_key("Flat 4, Dunmore Court") == address_key("4 Dunmore Ct.")
    assert address_key("Flat 3, 22 Albany Road") != address_key("22 Albany Road")


def test_only_areas_that_exist_make_a_postcode():
    """`S4 7LJ` is one, `QQ1 1AA` is none."""
    assert postcode_key("s92je") == "S9 2JE"
    assert postcode_key("QQ1 1AA") == ""
    assert plate_key("mv51 ktd") == "MV51KTD"


def test_record_numbers_carry_their_check():
    """A wrong check digit or letter is no NHS, pupil or police number."""
    assert is_nhs_number("9434765919")
    assert not is_nhs_number("9434765918")
    assert not is_nhs_number("1111111111")
    letters = "ABCDEFGHJKLMNPQRTUVWXYZ"
    assert sum(is_police_number(f"79/1234{letter}") for letter in letters) == 1
    upn = next(f"{a}82312345600{d}" for a in "ABCDEFGH" for d in "0123" if is_pupil_number(
        f"{a}82312345600{d}"))  # fmt: skip
    assert not is_pupil_number(upn[:-1] + str((int(upn[-1]) + 1) % 10))
