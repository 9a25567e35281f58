"""What an entry holds beside its figures: date line, what points away, company, story, words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from tests.support.worlds import Naming, Telling, World, day, entries_of, entry_of, found_in

from tocsin.attention.against import Against
from tocsin.attention.material import Material
from tocsin.policies import shipped
from tocsin.records import Decision, DecisionKind, Judged, Judgement, Kind, ListName, Role


def told(number: int, on: str, *namings: Naming, **more) -> Telling:
    """A report by a teller of its own."""
    more = {"agency": "Police", "teller": f"PC {number}"} | more
    return Telling(f"R{number}", day(on), namings, **more)


THREE = tuple(told(n, f"200{n}-03-01", Naming("Idris")) for n in (1, 2, 3))


def test_an_agency_that_does_not_know_of_an_echo_never_rings_before_all_together():
    """Three retellings of one account are one voice, also to who holds only the retellings."""
    first = told(1, "2001-01-01", Naming("Idris"), agency="School")
    echoes = [
        told(n, f"2001-0{n}-01", Naming("Idris"), agency="Police", repeats=("R1",))
        for n in (2, 4, 6)
    ]
    entry = entry_of(World((first, *echoes)), "Idris")
    assert entry is not None
    assert entry.figures["voices"].value == 1
    assert entry.date_line.together_on is None
    assert entry.date_line.alone_on == (("Police", None), ("School", None))


def test_an_agency_alone_is_never_said_to_have_rung_before_all_together():
    """What looked like three accounts to one agency was one, told three times."""
    first = told(1, "2001-01-01", Naming("Idris"), agency="School")
    echoes = [told(n, f"2001-0{n}-01", Naming("Idris"), repeats=("R1",)) for n in (2, 4, 6)]
    fresh = [told(n, f"200{n}-01-01", Naming("Idris"), agency="Clinic") for n in (7, 8)]
    entry = entry_of(World((first, *echoes, *fresh)), "Idris")
    assert entry is not None
    assert entry.date_line.together_on == day("2008-01-01")
    assert dict(entry.date_line.alone_on)["Police"] is None


def test_thresholds_come_from_the_policy():
    """Two voices ring where the policy asks for two."""
    world = World(THREE[:2])
    easier = replace(world, policy=shipped().with_values({"attention.voices": 2}))
    before, after = entry_of(world, "Idris"), entry_of(easier, "Idris")
    assert before is not None
    assert before.below_the_line
    assert after is not None
    assert not after.below_the_line


def test_denials_exclusions_and_corrections_point_away_with_their_words():
    """Each opens down to the words it rests on."""
    world = World(
        (
            *THREE,
            told(4, "2004-01-01", Naming("Idris", negated=True)),
            told(5, "2005-01-01", Naming("Idris", Role.OTHER)),
            told(6, "2006-01-01", Naming("Other"), Naming("Idris", not_same_as="Other")),
        )
    )
    entry = entry_of(world, "Idris")
    assert entry is not None
    assert [row[1] for row in entry.points_away] == ["R4", "R5", "R6"]
    assert all(end > start >= 0 for _, _, start, end in entry.points_away)
    assert [c.report_id for c in entry.chronology if c.what == "points_away"] == ["R4", "R5", "R6"]


def test_two_bearers_of_one_name_point_away_from_each_other():
    """A namesake that is kept apart is as prominent as the count; a first name alone is none."""
    found = found_in(World((*THREE, told(4, "2004-01-01", Naming("Other")))))
    named = {"Idris": "Idris Vantongeren", "Other": "IDRIS  VANTONGEREN"}
    joining = replace(
        found.joining,
        subjects=tuple(replace(s, names=(named[s.person_id],)) for s in found.joining.subjects),
    )
    rows = Against(Material.of(found.reports, found.extractions, joining), joining.subjects)
    subject = next(s for s in joining.subjects if s.person_id == "Idris")
    assert rows.of(subject, []) == (
        ("Other has the same name and is kept apart.", "R4", 0, len("Other")),
    )
    plain = Against(
        Material.of(found.reports, found.extractions, found.joining), found.joining.subjects
    )
    assert plain.of(found.joining.subjects[0], []) == ()


def test_what_a_human_kept_apart_points_away():
    """An excluded join is shown at the words it is about."""
    found = found_in(World((*THREE, told(4, "2004-01-01", Naming("Other")))))
    judgement = Judgement(
        "R1:0-5:person", "R4:0-5:person", Judged.DIFFERENT, "A", "2005-01-02T10:00Z"
    )
    material = Material.of(found.reports, found.extractions, found.joining)
    against = Against(material, found.joining.subjects, [judgement])
    subject = next(s for s in found.joining.subjects if s.person_id == "Idris")
    assert against.of(subject, material.mentions_of(subject)) == (
        ("Judged on 2005-01-02 to be another than Other.", "R1", 0, 5),
    )


def test_who_is_seen_with_whom_leaves_out_who_tells_works_or_stands_by():
    """Most reports in common first."""
    world = World(
        (
            told(
                1,
                "2001-03-01",
                Naming("Idris"),
                Naming("Amal", Role.AFFECTED),
                Naming("Grace", Role.PROFESSIONAL),
                Naming("Kofi", Role.OTHER),
                Naming("AB51 CDE", kind=Kind.VEHICLE, tied_to="Idris"),
            ),
            told(2, "2002-03-01", Naming("Idris"), Naming("AB51 CDE", kind=Kind.VEHICLE)),
            told(3, "2003-03-01", Naming("Idris"), Naming("Zofia", Role.REPORTER)),
        )
    )
    entry = entry_of(world, "Idris")
    assert entry is not None
    assert entry.seen_with == (("AB51 CDE", 2), ("Amal", 1))


def test_a_crowded_report_says_nothing_of_who_is_seen_with_whom():
    """Minutes that name fifty are no company."""
    crowd = tuple(Naming(f"Person {n}") for n in range(50))
    entry = entry_of(World((told(1, "2001-03-01", Naming("Idris"), *crowd),)), "Idris")
    assert entry is not None
    assert entry.seen_with == ()


def test_the_chronology_numbers_voices_and_says_which_report_repeats_which():
    """One line a report, oldest first, decisions in their place."""
    nfa = Decision(
        "D1", DecisionKind.NO_FURTHER_ACTION, ("Idris",), day("2002-06-01"), confirmed=True
    )
    echo = told(4, "2002-05-01", Naming("Idris"), repeats=("R1",), agency="School")
    entry = entry_of(World((*THREE, echo), (nfa,)), "Idris")
    assert entry is not None
    lines = [(c.what, c.report_id, c.voice, c.sentence) for c in entry.chronology]
    assert lines == [
        ("report", "R1", 1, "Police: said to have done something (exploitation)."),
        ("report", "R2", 2, "Police: said to have done something (exploitation)."),
        (
            "echo",
            "R4",
            1,
            "School: said to have done something (exploitation); repeats R1.",
        ),
        ("decision", "", None, "Decision: no further action, 1 June 2002."),
        ("report", "R3", 3, "Police: said to have done something (exploitation)."),
    ]


def test_nothing_said_of_a_child_accuses():
    """A child recorded as a suspect is a child first, in words too."""
    entry = entry_of(World((told(1, "2001-03-01", Naming("Jerome", age=14)),)), "Jerome")
    assert entry is not None
    assert entry.list is ListName.CHILDREN_AT_RISK
    assert entry.chronology[0].sentence == (
        "Police: named as a suspect: a child first (exploitation)."
    )


def test_a_report_without_a_date_counts_and_starts_no_clock():
    """The clock runs from the first report with a known date."""
    undated = replace(told(4, "2000-01-01", Naming("Idris")), on=None)
    entry = entry_of(World((*THREE, undated), as_of=date(2003, 4, 1)), "Idris")
    assert entry is not None
    assert entry.figures["voices"].value == 4
    assert entry.unheeded_since == day("2001-03-01")
    assert entry.unheeded_days == (date(2003, 4, 1) - date(2001, 3, 1)).days


def test_what_is_kept_apart_stands_on_no_list():
    """An agency's own number or address ties nobody."""
    car = Naming("AB51 CDE", kind=Kind.VEHICLE, tied_to="Idris")
    world = World((told(1, "2001-03-01", Naming("Idris"), car),))
    assert entry_of(world, "AB51 CDE") is not None
    assert entry_of(replace(world, set_apart=("AB51 CDE",)), "AB51 CDE") is None


@pytest.mark.parametrize("role", [Role.WITNESS, Role.RELATIVE, Role.REPORTER, Role.PROFESSIONAL])
def test_the_home_or_number_of_who_tells_is_no_place_of_concern(role: Role):
    """Whoever rings in from a flat does not put the flat on a list."""
    flat = Naming("12 Elm Row", concern="exploitation", kind=Kind.ADDRESS, tied_to="Nadia")
    world = World((told(1, "2001-03-01", Naming("Nadia", role), flat),))
    assert entry_of(world, "12 Elm Row") is None


def test_a_record_systems_number_is_no_subject_of_a_list():
    """It is the way back to a record."""
    number = Naming("PNC 1/23A", concern="exploitation", kind=Kind.IDENTIFIER, tied_to="Idris")
    assert entry_of(World((told(1, "2001-03-01", Naming("Idris"), number),)), "PNC 1/23A") is None


def test_an_age_under_13_is_about_the_one_whose_age_it_is():
    """Her older brother, named beside her, does not stand among what cannot wait."""
    report = told(
        1,
        "2001-03-01",
        Naming("Ines", Role.AFFECTED, age=9),
        Naming("Luca", Role.AFFECTED, age=16),
        read_now=("under_13",),
    )
    world = World((report,))
    lists = {(e.person_id, e.list) for e in entries_of(world)}
    assert ("Ines", ListName.READ_NOW) in lists
    assert ("Luca", ListName.CHILDREN_AT_RISK) in lists
    assert ("Luca", ListName.READ_NOW) not in lists


def test_a_concern_about_a_young_child_is_never_about_an_adult_beside_them():
    """A father affected in the same report does not stand there as a child under 13."""
    report = told(1, "2001-03-01", Naming("Vasile", Role.AFFECTED, age=50), read_now=("under_13",))
    assert {e.list for e in entries_of(World((report,)))} == {ListName.ADULTS_AT_RISK}


def test_a_decision_that_answers_part_says_what_is_left():
    """The sentence is built from the very figures."""
    nfa = Decision(
        "D1", DecisionKind.NO_FURTHER_ACTION, ("Idris",), day("2002-06-01"), confirmed=True
    )
    entry = entry_of(World(THREE, (nfa,)), "Idris")
    assert entry is not None
    assert entry.reason == (
        "3 voices from 1 agency between March 2001 and March 2003; 1 of them not answered"
        " (last answer: no further action, 1 June 2002)."
    )
