"""Ages, dates of birth and school years, and whose they are."""

from __future__ import annotations

from datetime import date

import pytest


def details(extraction, kind):
    return [d for d in extraction.details if d.kind == kind]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Chloe Ramsden, 14, was seen by the gate.", 14, 14),
        ("Chloe Ramsden (14) was seen by the gate.", 14, 14),
        ("HARDCASTLE, Desmond, 25 YRS, SAT IN CAR.", 25, 25),
        ("Desmond Hardcastle b. 1974 was driving.", 29, 30),
        ("DRIVER MANSOUR, Nabil, B. 83.", 20, 21),
        ("Nabil Mansour born 02/11/1983 was driving.", 20, 20),
        ("Priya Chauhan (01/01/1990) came late.", 14, 14),
        ("Gurpreet Sandhu waits. He is about 27.", 24, 30),
        ("Shaun collects her. He is no more than 25.", 22, 25),
        ("Efua Ansah is fifteen.", 15, 15),
        ("EFUA ANSAH, AGE ASSESSED 15, PLACED WITH CARERS.", 15, 15),
        ("Efua Ansah, age assessed as 15, was seen.", 15, 15),
    ],
)
def test_an_age_belongs_to_the_one_it_stands_beside(read, text, low, high):
    """Beside the name, in brackets, as a birth, or after a pronoun."""
    (age,) = details(read(text), "age") + details(read(text), "date_of_birth")
    assert (age.age_low, age.age_high) == (low, high)
    assert age.of.endswith(":person")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Zbigniew Wrona, mid twenties, in a van.", 23, 27),
        ("Yusuf Jama, late 20s, in a van.", 26, 30),
        ("Kwabena Ofori, twenty odd, in a van.", 20, 29),
    ],
)
def test_rough_ages_are_a_range(read, text, low, high):
    """`Mid twenties` is 23 to 27."""
    (age,) = details(read(text), "age")
    assert (age.age_low, age.age_high) == (low, high)


def test_a_school_year_gives_the_days_of_birth(read):
    """Year 9 in March 2004 was born between September 1989 and August 1990."""
    (year,) = details(read("Priya Chauhan, Year 9, was met by a man."), "school_year")
    assert (year.value, year.birth.first, year.birth.last) == (
        "9",
        date(1989, 9, 1),
        date(1990, 8, 31),
    )


def test_an_age_gives_the_days_of_birth(read):
    """Fourteen on 14 March 2004 was born from 15 March 1989 to 14 March 1990."""
    (age,) = details(read("Chloe Ramsden, 14, was seen."), "age")
    assert (age.birth.first, age.birth.last) == (date(1989, 3, 15), date(1990, 3, 14))


@pytest.mark.parametrize(
    "text", ["Arta Krasniqi waited 14 minutes.", "Leroy Campbell at 14 Larch Avenue.", "Bus no. 9."]
)
def test_other_figures_are_no_ages(read, text):
    """Minutes, houses and buses are not years of age."""
    assert details(read(text), "age") == []


def test_the_age_of_somebody_unnamed_is_nobodys(read):
    """`Kez with a boy of about 13`: the age is not Kez's, but the report speaks of a child."""
    extraction = read("A man called Kez was in the van with a boy of about 13.")
    assert details(extraction, "age") == []
    assert extraction.child_cues


def test_titles_and_words_of_kin_tell_sex_and_stage(read):
    """Mrs is a woman's title; a daughter is a child, a driver is grown up."""
    extraction = read("Mrs Hodan Farah spoke about her daughter Amina. Driver Nabil Mansour left.")
    assert [d.value for d in details(extraction, "sex")][:2] == ["f", "f"]
    assert len(details(extraction, "child")) >= 1
    assert len(details(extraction, "adult")) >= 1


def test_a_pronoun_speaks_of_whom_the_sentence_before_spoke_of(read):
    """She who would start with him is fourteen, not he."""
    found = read("Fjolla said she would write it, she would start with Vic. She is fourteen.")
    ages = [d for d in found.details if d.kind == "age"]
    names = {m.mention_id: m.text for m in found.mentions}
    assert [names[d.of] for d in ages] == ["Fjolla"]
