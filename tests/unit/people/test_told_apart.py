"""Two people of one name in one report, where the words say so."""

from __future__ import annotations

from datetime import date

import pytest
from tests.support.people_case import Case

from tocsin.records import Detail, Joining
from tocsin.values.dates import PartialDate, Precision


def _together(found: Joining, left: str, right: str) -> bool:
    subjects = found.subject_of()
    return subjects[left].person_id == subjects[right].person_id


@pytest.mark.parametrize(
    "text",
    [
        "Met [person|other|Emeka Obi]. Not the [person|other|Emeka] of Mill Lane.",
        "Tenant [person|other|Emeka Obi] in. Son, also [person|other|Emeka], asleep.",
        "[person|other|Emeka Obi] stays with his great-uncle [person|other|Emeka] senior.",
        "[person|other|Emeka Obi] came. Not to be mixed up with the Crane Street"
        " [person|other|Emeka].",
    ],
)
def test_what_is_said_to_be_another_is_another(text: str) -> None:
    """A name introduced as somebody else's stays apart from the fuller name it would fit."""
    case = Case()
    case.report("R1", text)
    found = case.join()
    assert not _together(found, case.mention("R1", "Emeka Obi"), case.mention("R1", "Emeka"))


def test_a_name_said_again_is_the_same_person() -> None:
    """Without such words the short form is the person named in full, negation elsewhere aside."""
    case = Case()
    case.report("R1", "[person|other|Emeka Obi] was not late. [person|other|Emeka] left at ten.")
    found = case.join()
    assert _together(found, case.mention("R1", "Emeka Obi"), case.mention("R1", "Emeka"))


def test_mr_chow_is_not_the_child() -> None:
    """A surname with Mr is a grown person, not the child of that surname."""
    case = Case()
    text = "[person|affected|Mei-Lin Chow], fourteen, was late. Mr [person|affected|Chow] was told."
    case.report("R1", text)
    child, father = case.mention("R1", "Mei-Lin Chow"), case.mention("R1", "Chow")
    assert _together(case.join(), child, father)
    born = PartialDate(date(1995, 5, 2), date(1996, 5, 1), Precision.RANGE)
    case = Case()
    case.report("R1", text, details=[Detail("R1", 14, 22, "fourteen", "age", child, "14", born)])
    assert not _together(case.join(), child, father)
