"""Phones, vehicles and places joined by value."""

from __future__ import annotations

import pytest
from tests.support.people_case import Case, certain, together


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("phone", "07700 900123", "+44 7700 900123"),
        ("vehicle", "KX05 ABC", "kx05abc"),
        ("premises", "the Linden Hotel", "Linden Hotel"),
    ],
)
def test_equal_values_are_certain(kind: str, one: str, other: str):
    """However it is written, one value is one thing."""
    case = Case()
    case.report("R1", f"[{kind}|unknown|{one}] here.")
    case.report("R2", f"[{kind}|unknown|{other}] here.")
    assert certain(case.join(), case.mention("R1", one), case.mention("R2", other))


@pytest.mark.parametrize(
    ("kind", "whole", "part"),
    [
        ("phone", "07700 900123", "900123"),
        ("vehicle", "KX05 ABC", "KX05A??"),
        ("vehicle", "KX05 ABC", "????ABC"),
        ("vehicle", "KX05 ABO", "KX05 AB0"),
        ("premises", "Linden Hotel", "Linden"),
    ],
)
def test_a_part_of_a_value_is_possible_when_one_whole_fits(kind: str, whole: str, part: str):
    """A partial or misread value is possibly the one whole value it fits, and not for certain."""
    case = Case()
    case.report("R1", f"[{kind}|unknown|{whole}] here. [{kind}|unknown|{whole}] there.")
    case.report("R2", f"[{kind}|unknown|{part}] here.")
    found = case.join()
    pair = case.mention("R1", whole), case.mention("R2", part)
    assert together(found, *pair)
    assert not certain(found, *pair)


def test_a_part_that_fits_two_joins_neither():
    """Where two whole plates fit, a partial one stays alone."""
    case = Case()
    case.report("R1", "[vehicle|unknown|KX05 ABC] and [vehicle|unknown|KX05 ABD] here.")
    case.report("R2", "[vehicle|unknown|KX05AB?] here.")
    found = case.join()
    part = case.mention("R2", "KX05AB?")
    assert not together(found, part, case.mention("R1", "KX05 ABC"))
    assert not together(found, part, case.mention("R1", "KX05 ABD"))


def test_institutions_are_set_apart():
    """A school is kept as a subject, with the reason why it joins nobody."""
    case = Case()
    case.report("R1", "[premises|unknown|Hill Road School] was closed.")
    subject = case.join().subjects[0]
    assert "institution" in subject.set_apart


def test_a_plate_is_not_a_phone():
    """Things of two kinds are never one, whatever their letters."""
    case = Case()
    case.report("R1", "[vehicle|unknown|900123] and [phone|unknown|900123].")
    assert len(case.join().subjects) == 2
