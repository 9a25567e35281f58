"""Who was a child at any event they are named in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from tests.support.worlds import Naming, Telling, World, day, found_in

from tocsin.attention.ages import was_a_child
from tocsin.attention.material import Material
from tocsin.records import Detail, Role


def child_in(*tellings: Telling, more: Sequence[Detail] = ()) -> bool:
    """Whether Amal was a child anywhere in these reports."""
    found = found_in(World(tellings))
    extractions = {
        key: replace(e, details=(*e.details, *(d for d in more if d.report_id == key)))
        for key, e in found.extractions.items()
    }
    material = Material.of(found.reports, extractions, found.joining)
    mentions = material.mentions_of(material.subjects["Amal"])
    return was_a_child(mentions, material, adult_age=18)


def told(number: int, on: str, role: Role = Role.AFFECTED, **said) -> Telling:
    """A report that names Amal."""
    occurred = said.pop("occurred", None)
    cue = said.pop("speaks_of_a_child", False)
    return Telling(
        f"R{number}",
        day(on),
        (Naming("Amal", role, **said),),
        occurred=day(occurred) if occurred else None,
        speaks_of_a_child=cue,
    )


@pytest.mark.parametrize("role", [Role.AFFECTED, Role.ALLEGED])
def test_seventeen_is_a_child_and_eighteen_is_not(role: Role):
    """Under 18, as alleged too."""
    assert child_in(told(1, "2004-05-01", role, age=17))
    assert not child_in(told(1, "2004-05-01", role, age=18))


def test_a_later_age_is_counted_back_to_the_event():
    """21 in 2010 was 15 in 2004."""
    assert child_in(told(1, "2004-05-01"), told(2, "2010-05-01", age=21))
    assert not child_in(told(1, "2008-05-01"), told(2, "2010-05-01", age=21))


def test_an_event_told_years_later_counts_at_its_own_time():
    """A letter of 2012 about 1999 is about a child of 1999."""
    assert child_in(told(1, "2012-03-20", born=1986, occurred="1999-11-16"))
    assert not child_in(told(1, "2012-03-20", born=1986))


def test_a_year_of_birth_leaves_the_benefit_of_the_doubt():
    """Born in 1986, named in June 2004: 17 or 18, so a child."""
    assert child_in(told(1, "2004-06-01", born=1986))
    assert not child_in(told(1, "2005-01-02", born=1986))


def test_where_reports_disagree_the_greater_number_decides_and_a_tie_is_for_the_child():
    """One age set down beside the wrong name does not make a man a boy."""
    grown = [told(n, "2004-05-01", Role.ALLEGED, age=30) for n in (1, 2)]
    assert not child_in(*grown, told(3, "2004-06-01", Role.ALLEGED, age=14))
    assert child_in(grown[0], told(3, "2004-06-01", Role.ALLEGED, age=14))


def test_any_word_of_a_child_is_enough_where_no_age_is_known():
    """`girl`, a school year, or a report about a child in which nobody calls them grown."""
    assert child_in(told(1, "2004-05-01", words=("child",)))
    assert child_in(told(1, "2004-05-01", words=("child", "adult")))
    assert child_in(told(1, "2004-05-01", speaks_of_a_child=True))
    assert not child_in(told(1, "2004-05-01"))
    assert not child_in(told(1, "2004-05-01", words=("adult",), speaks_of_a_child=True))


def test_a_report_about_a_child_does_not_make_the_adult_named_in_it_one():
    """The word is about the child, not about whoever is alleged."""
    assert not child_in(told(1, "2004-05-01", Role.ALLEGED, speaks_of_a_child=True))
    assert child_in(told(1, "2004-05-01", Role.ALLEGED, words=("child",)))


def test_a_child_once_named_as_a_witness_only_is_no_subject_by_it():
    """Only affected, alleged and unknown parts count."""
    assert not child_in(told(1, "2004-05-01", Role.WITNESS, age=14))


def test_a_school_year_is_an_age():
    """Year 9 is 13 or 14."""
    year = Detail("R1", 0, 4, "Year 9", "school_year", "R1:0-4:person", "9")
    assert child_in(told(1, "2004-05-01"), more=[year])
    later = told(2, "2010-05-01", Role.ALLEGED)
    assert child_in(told(1, "2004-05-01"), later, more=[year])


def test_in_their_twenties_is_judged_by_the_middle():
    """A wide guess does not make an adult a child because its edge is possible."""
    wide = Detail("R1", 0, 4, "twenties", "age", "R1:0-4:person", "", None, 20, 29)
    teens = replace(wide, text="teens", age_low=13, age_high=19)
    assert not child_in(told(1, "2004-05-01", Role.ALLEGED), more=[wide])
    assert child_in(told(1, "2004-05-01", Role.ALLEGED), more=[teens])


def test_one_age_put_to_the_wrong_person_makes_no_child_of_a_grown_man():
    """Twice called a man in 2004 and 2006: that somebody was fourteen in 2010 is not about him."""
    wrong = told(3, "2010-05-01", age=14)
    named, again = told(1, "2004-05-01"), told(2, "2006-05-01")
    grown, grown_again = (
        told(n, on, words=("adult",)) for n, on in ((1, "2004-05-01"), (2, "2006-05-01"))
    )
    assert child_in(named, again, wrong)
    assert child_in(grown, again, wrong)
    assert not child_in(grown, grown_again, wrong)
