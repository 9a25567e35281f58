"""Which decisions stand about which subject, and how surely."""

from __future__ import annotations

from dataclasses import replace

from tests.support.worlds import Naming, Telling, World, day, found_in, mentions_of

from tocsin.decisions import attach, unattached
from tocsin.records import Decision, DecisionKind, Joining, JoinStatus, Kind, Role, Subject

R1 = Telling("R1", day("2003-03-12"), (Naming("Idris"), Naming("Amal", Role.AFFECTED)))
R2 = Telling("R2", day("2004-05-25"), (Naming("Idris", certain=False),))
WORLD = World((R1, R2))


def decision(**given) -> Decision:
    """A confirmed row of decisions.csv, unless said otherwise."""
    row = {"decision_id": "D1", "kind": DecisionKind.ARREST, "about": ("Idris",)}
    row |= {"on": day("2006-11-07"), "confirmed": True, "source": "decisions.csv", **given}
    return Decision(**row)


def attached(*decisions: Decision, joining: Joining | None = None, world: World = WORLD):
    """person_id → (kind, join status, counts) of its decisions."""
    found = found_in(world)
    rows = attach(decisions, joining or found.joining, found.extractions)
    return {
        p: [(a.decision.kind.value, a.join_status.value, a.counts) for a in attached_rows]
        for p, attached_rows in rows.items()
    }


def named(**names: str) -> Joining:
    """The subjects of WORLD under numbers of their own, with these names."""
    joining = found_in(WORLD).joining
    subjects = [replace(s, person_id=f"T-{s.person_id}") for s in joining.subjects]
    return replace(
        joining,
        subjects=tuple(
            replace(s, names=(names.get(s.names[0], s.names[0]), s.names[0])) for s in subjects
        ),
    )


def test_a_person_id_is_certain():
    """Whoever writes the number has said who it is."""
    assert attached(decision()) == {"Idris": [("arrest", "certain", True)]}


def test_a_number_of_an_earlier_run_leads_on():
    """Redirects are followed."""
    joining = replace(found_in(WORLD).joining, redirects={"T-OLD": "Idris"})
    assert "Idris" in attached(decision(about=("T-OLD",)), joining=joining)


def test_a_name_alone_is_only_possible():
    """Rule 6: two people may carry it, however rare it is."""
    joining = named(Idris="Idris Vantongeren")
    found = attached(decision(about=("VANTONGEREN, Idris",)), joining=joining)
    assert found == {"T-Idris": [("arrest", "possible", False)]}


def test_a_name_that_fits_two_counts_for_neither():
    """Both are told, so that a human can say which."""
    joining = named(Idris="Sam Okafor", Amal="Sam Okafor")
    found = attached(decision(about=("Sam Okafor",)), joining=joining)
    assert found == {p: [("arrest", "possible", False)] for p in ("T-Amal", "T-Idris")}


def test_a_name_and_the_report_that_tells_of_it_is_certain():
    """The report holds the very words the name stands for."""
    joining = named(Idris="Idris Vantongeren")
    found = attached(decision(about=("Idris Vantongeren",), report_id="R1"), joining=joining)
    assert found == {"T-Idris": [("arrest", "certain", True)]}


def test_a_name_in_a_report_that_hangs_by_a_possible_join_is_about_that_core_only():
    """It counts for what is joined to those words for certain, and says so."""
    found = found_in(WORLD)
    rows = attach(
        [decision(about=("Idris V.",), report_id="R2")],
        named(Idris="Idris Vantongeren"),
        found.extractions,
    )
    (only,) = rows["T-Idris"]
    assert only.join_status is JoinStatus.POSSIBLE
    assert only.certain_about == (mentions_of(R2)[0].mention_id,)
    assert only.counts
    assert "possibly" in only.why_not


def test_a_professional_of_that_name_is_not_meant():
    """An officer named in the report that tells of an arrest was not arrested."""
    world = World((Telling("R1", day("2003-03-12"), (Naming("Idris", Role.PROFESSIONAL),)),))
    joining = replace(found_in(world).joining)
    renamed = tuple(replace(s, person_id="T-1", names=("Idris Hale",)) for s in joining.subjects)
    found = attached(
        decision(about=("Idris",), report_id="R1"),
        joining=replace(joining, subjects=renamed),
        world=world,
    )
    assert found == {}


def test_an_exact_plate_is_certain_however_it_is_written():
    """Spaces and case do not matter in a number."""
    plate = Subject("T-V", Kind.VEHICLE, ("R9:0-3:vehicle",), (("R9:0-3:vehicle",),), ("AB51CDE",))
    joining = Joining((plate,))
    assert attached(decision(about=("ab51 cde",)), joining=joining) == {
        "T-V": [("arrest", "certain", True)]
    }


def test_told_words_wait_for_a_human():
    """What is read from a report does not count by itself."""
    told = decision(
        about=(mentions_of(R1)[0].mention_id,), report_id="R1", confirmed=False, source="report"
    )
    assert attached(told) == {"Idris": [("arrest", "certain", False)]}


def test_a_row_confirms_told_words_of_the_same_report_and_kind_as_one():
    """They are shown once, with the words that tell of it."""
    about = (mentions_of(R1)[0].mention_id,)
    told = decision(
        decision_id="R1:5-9", about=about, report_id="R1", confirmed=False, source="report",
        start=5, end=9, cites=("R0",),
    )  # fmt: skip
    found = found_in(WORLD)
    (row,) = attach([told, decision(report_id="R1")], found.joining, found.extractions)["Idris"]
    assert row.counts
    assert (row.decision.decision_id, row.decision.start, row.decision.end) == ("D1", 5, 9)
    assert row.decision.cites == ("R0",)


def test_a_row_of_another_kind_confirms_and_both_are_shown():
    """The report may tell of more than the row sums up."""
    about = (mentions_of(R1)[0].mention_id,)
    told = decision(about=about, report_id="R1", confirmed=False, source="report")
    row = decision(kind=DecisionKind.NO_FURTHER_ACTION, report_id="R1")
    assert sorted(attached(told, row)["Idris"]) == [
        ("arrest", "certain", True),
        ("no_further_action", "certain", True),
    ]


def test_a_row_without_a_report_confirms_the_same_day_and_kind_only():
    """Another day or another kind is another decision."""
    about = (mentions_of(R1)[0].mention_id,)
    told = decision(about=about, report_id="R1", confirmed=False, source="report")
    same = attached(told, decision())["Idris"]
    other_day = attached(told, decision(on=day("2006-11-08")))["Idris"]
    other_kind = attached(told, decision(kind=DecisionKind.CHARGE))["Idris"]
    assert same == [("arrest", "certain", True)]
    assert sorted(other_day)[0] == ("arrest", "certain", False)
    assert ("arrest", "certain", False) in other_kind


def test_a_decision_about_nobody_known_is_told_apart():
    """It answers nobody, and is shown so that its name can be put right."""
    found = found_in(WORLD)
    row = decision(about=("Nobody Here",))
    rows = attach([row], found.joining, found.extractions)
    assert rows == {}
    assert unattached([row], rows) == (row,)


def test_the_order_of_rows_changes_nothing():
    """Rule 4."""
    rows = [
        decision(decision_id="D1", report_id="R1"),
        decision(decision_id="D2", kind=DecisionKind.CHARGE, on=None),
        decision(decision_id="D3", confirmed=False, source="report", report_id="R1"),
    ]
    found = found_in(WORLD)
    forth = attach(rows, found.joining, found.extractions)
    back = attach(rows[::-1], found.joining, found.extractions)
    assert forth == back
