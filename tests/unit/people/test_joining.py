"""Who is who across reports."""

from __future__ import annotations

from datetime import date

from tests.support.people_case import Case, certain, together

from tocsin.people import join
from tocsin.policies import shipped
from tocsin.records import (
    Detail,
    Echo,
    EchoType,
    JoinStatus,
    Judged,
    Judgement,
    Kind,
    Relation,
    RelationKind,
)
from tocsin.values.dates import PartialDate, Precision


def two_sightings(second: str, **kwargs: str) -> Case:
    case = Case()
    case.report("R1", "[person|alleged|Ondrej Varga] drove [vehicle|unknown|KX05 ABC].")
    case.report("R2", second, on="2010-09-01", agency=kwargs.get("agency", "Hill School"))
    return case


def test_a_full_name_and_one_car_are_certain():
    """The same full name with the same car in two agencies' reports is one person for certain."""
    case = two_sightings("[person|alleged|VARGA, Ondrej] in [vehicle|unknown|KX05ABC] again.")
    found = case.join()
    assert certain(found, case.mention("R1", "Ondrej Varga"), case.mention("R2", "VARGA, Ondrej"))


def test_a_name_alone_is_never_certain():
    """A rare full name and nothing else is a possible join at most."""
    case = two_sightings("[person|alleged|Ondrej Varga] was at the gate.")
    found = case.join()
    pair = case.mention("R1", "Ondrej Varga"), case.mention("R2", "Ondrej Varga")
    assert together(found, *pair)
    assert not certain(found, *pair)
    assert found.status_of[pair[1]] is JoinStatus.POSSIBLE


def test_a_father_is_not_his_son():
    """One name in one household, told apart by generation, is two people."""
    case = Case()
    case.report("R1", "[person|alleged|Ilyas Demir jnr] of [address|unknown|4 Mill Row].")
    case.report("R2", "[person|other|Ilyas Demir senior] of [address|unknown|4 Mill Row] rang.")
    found = case.join()
    assert not together(
        found, case.mention("R1", "Ilyas Demir jnr"), case.mention("R2", "Ilyas Demir senior")
    )


def test_brothers_in_one_house_stay_two():
    """Surname and address shared, first names different: one household, two people."""
    case = Case()
    for report_id, name in (("R1", "Besnik Hoxhaj"), ("R2", "Dritan Hoxhaj")):
        case.report(report_id, f"[person|alleged|{name}] at [address|unknown|9 Ash Close].")
    found = case.join()
    assert not together(
        found, case.mention("R1", "Besnik Hoxhaj"), case.mention("R2", "Dritan Hoxhaj")
    )


def test_an_officer_and_a_suspect_of_one_name_are_two():
    """Named at work in one report and as alleged in another, with nothing shared: not joined."""
    case = Case()
    case.report("R1", "Seen by PC [person|professional|Niall Quinn] on foot.")
    case.report("R2", "[person|alleged|Niall Quinn] sells phones.", agency="Hill School")
    found = case.join()
    assert not together(found, case.mention("R1", "Niall Quinn"), case.mention("R2", "Niall Quinn"))


def test_a_nickname_and_a_phone_are_certain():
    """A short form and the full name, both tied to one phone, are one person for certain."""
    case = Case()
    case.report("R1", "[person|alleged|Tony] answers [phone|unknown|07700 900123].")
    case.report(
        "R2", "[person|alleged|Anthony Mensah] uses [phone|unknown|07700900123].", agency="Clinic"
    )
    found = case.join()
    assert certain(found, case.mention("R1", "Tony"), case.mention("R2", "Anthony Mensah"))


def test_a_nickname_shared_by_two_full_names_joins_neither_for_certain():
    """A first name that fits two people equally well hangs on neither."""
    case = Case()
    for report_id, name in (("R1", "Leila Osmani"), ("R2", "Leila Abara")):
        case.report(report_id, f"[person|affected|{name}] came to the club.", agency="Club")
    case.report("R3", "[person|affected|Leila] was upset.", agency="Club", on="2010-05-20")
    found = case.join()
    alone = case.mention("R3", "Leila")
    assert not together(found, alone, case.mention("R1", "Leila Osmani"))
    assert not together(found, alone, case.mention("R2", "Leila Abara"))


def test_two_births_are_two_people():
    """Equal names with years of birth far apart are two people, whatever they share."""
    case = Case()
    for report_id, year in (("R1", 1950), ("R2", 1980)):
        text = "[person|alleged|Marek Zielonka] in [vehicle|unknown|KX05 ABC]."
        birth = PartialDate(date(year, 1, 1), date(year, 12, 31), Precision.YEAR)
        of = f"{report_id}:0-14:person"
        detail = Detail(report_id, 0, 14, str(year), "date_of_birth", of, str(year), birth)
        case.report(report_id, text, details=[detail])
    found = case.join()
    assert not together(
        found, case.mention("R1", "Marek Zielonka"), case.mention("R2", "Marek Zielonka")
    )


def test_what_a_copy_repeats_is_one_account():
    """A copy ties its people to those of its source, but says nothing of its own: the two are one
    account, and no certain core that would keep the rest of the person's accounts away."""
    case = Case()
    case.report("R1", "[person|alleged|Farhan Tosun] was seen.")
    case.report("R2", "Copy: [person|alleged|Farhan Tosun] was seen.", agency="Social Care")
    pair = case.mention("R1", "Farhan Tosun"), case.mention("R2", "Farhan Tosun")
    found = case.join(echoes=[Echo("R2", "R1", EchoType.COPY, 0.99)])
    assert together(found, *pair)
    assert not certain(found, *pair)


def test_the_shared_phone_of_a_copy_is_no_fresh_evidence():
    """Where one report repeats another, what both name weighs nothing beside the text itself."""
    case = Case()
    text = "[person|alleged|Farhan Tosun] rang from [phone|unknown|07700 900456]."
    case.report("R1", text)
    case.report("R2", text, agency="Social Care")
    found = case.join(echoes=[Echo("R2", "R1", EchoType.COPY, 0.99)])
    left, right = case.mention("R1", "Farhan Tosun"), case.mention("R2", "Farhan Tosun")
    tie = next(j for j in found.joins if (j.left, j.right) == (left, right))
    assert "text" in {e.comparison for e in tie.evidence}
    assert "keeps" not in {e.comparison for e in tie.evidence}


def test_the_bits_of_a_join_add_up():
    """The weights shown for a join, the prior among them, add up to its weight."""
    case = two_sightings("[person|alleged|VARGA, Ondrej] in [vehicle|unknown|KX05ABC] again.")
    ties = [j for j in case.join().joins if j.left.endswith("person") and len(j.evidence) > 1]
    assert ties
    for tie in ties:
        assert abs(sum(e.weight_bits for e in tie.evidence) - tie.match_weight) < 0.001


def test_a_judgement_binds_and_is_taken_back():
    """`different` parts a certain join, `same` ties what shares nothing; `unsure` undoes both."""
    case = two_sightings("[person|alleged|VARGA, Ondrej] in [vehicle|unknown|KX05ABC] again.")
    pair = case.mention("R1", "Ondrej Varga"), case.mention("R2", "VARGA, Ondrej")
    before = case.join()
    parted = case.join([Judgement(*pair, Judged.DIFFERENT, at="2011-01-01")])
    assert not together(parted, *pair)
    undone = [
        Judgement(*pair, Judged.DIFFERENT, at="2011-01-01"),
        Judgement(*pair, Judged.UNSURE, at="2011-01-02"),
    ]
    assert case.join(undone) == before


def test_a_judgement_names_subjects_by_number():
    """Two numbers of subjects in a judgement stand for their people."""
    case = Case()
    case.report("R1", "[person|alleged|Ziad] was there.")
    case.report("R2", "[person|alleged|Slim] was there.", agency="Clinic")
    pair = case.mention("R1", "Ziad"), case.mention("R2", "Slim")
    numbers = [case.join().subject_of()[m].person_id for m in pair]
    found = case.join([Judgement(numbers[0], numbers[1], Judged.SAME)])
    assert certain(found, *pair)


def test_contradictory_judgements_part():
    """Where `same` and `different` cannot both be, `different` wins and the rest goes on."""
    case = Case()
    for i in "123":
        case.report(f"R{i}", f"[person|alleged|Person{i} Okafor] was there.")
    ids = [case.mention(f"R{i}", f"Person{i} Okafor") for i in "123"]
    found = case.join(
        [
            Judgement(ids[0], ids[1], Judged.SAME),
            Judgement(ids[1], ids[2], Judged.SAME),
            Judgement(ids[0], ids[2], Judged.DIFFERENT),
        ]
    )
    assert not together(found, ids[0], ids[2])


def test_aliases_in_one_report_are_one_person():
    """Two names that one report says are one person are one, and lead on to either."""
    case = Case()
    text = "[person|alleged|Cihan Bulut], aka [person|alleged|Ace]: [vehicle|unknown|KX05 ABC]."
    said = Relation("R1", "R1:0-11:person", "R1:17-20:person", RelationKind.SAME, 0, 25)
    case.report("R1", text, relations=[said])
    case.report("R2", "[person|alleged|Ace] drove [vehicle|unknown|KX05 ABC].", agency="Clinic")
    found = case.join()
    assert certain(found, case.mention("R1", "Cihan Bulut"), case.mention("R2", "Ace"))


def test_every_mention_stands_in_one_subject_and_one_core():
    """Subjects and cores part the mentions: none is lost, none stands twice."""
    case = two_sightings("[person|alleged|Ondrej Varga] and [person|unknown|O.V.] at the gate.")
    found = case.join()
    every = sorted(m.mention_id for e in case.extractions.values() for m in e.mentions)
    assert sorted(m for s in found.subjects for m in s.mention_ids) == every
    assert sorted(m for s in found.subjects for c in s.cores for m in c) == every


def test_near_misses_are_kept_for_why_not():
    """A pair that came near but was not joined is kept, with its evidence and status alone."""
    case = Case()
    for report_id, part in (("R1", "alleged"), ("R2", "professional")):
        case.report(report_id, f"[person|{part}|Ferhat Yalaz] was there.", agency=report_id)
    found = case.join()
    pair = case.mention("R1", "Ferhat Yalaz"), case.mention("R2", "Ferhat Yalaz")
    assert not together(found, *pair)
    tie = next(j for j in found.joins if (j.left, j.right) == pair)
    assert tie.status is JoinStatus.ALONE
    assert tie.evidence


def test_an_empty_case_is_joined_into_nothing():
    """No report, no subject, no error."""
    assert join({}, {}, policy=shipped()).subjects == ()


def test_numbers_are_carried_over(tmp_path):
    """A subject keeps the number an earlier run gave it, though its founding mention is new."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    case = Case()
    case.report("R2", "[vehicle|unknown|KX05 ABC] seen.", on="2010-05-02")
    old = case.join().subjects[0]
    table = {"mention_id": list(old.mention_ids), "person_id": [old.person_id]}
    pq.write_table(pa.table(table), tmp_path / "mentions.parquet")
    case.report("R1", "[vehicle|unknown|KX05 ABC] seen.", on="2010-05-01")
    found = join(case.reports, case.extractions, previous=tmp_path, policy=shipped())
    assert [s.person_id for s in found.subjects] == [old.person_id]
    assert found.subjects[0].kind is Kind.VEHICLE


def test_a_judgement_of_same_takes_nothing_from_either_person():
    """What a human ties stays with all that was joined to either side before."""
    case = Case()
    for n in range(1, 4):
        case.report(f"R{n}", "[person|alleged|Farhan Tosun] was seen at the rank.", agency="Police")
    case.report("R9", "[person|alleged|Fazza] was seen with girls.", agency="Helpline")
    before = case.join().subject_of()
    known = {m for m, s in before.items() if s == before[case.mention("R1", "Farhan Tosun")]}
    left, right = case.mention("R1", "Farhan Tosun"), case.mention("R9", "Fazza")
    after = case.join(judgements=[Judgement(left, right, Judged.SAME, "Asha", "2011-01-01")])
    subject = after.subject_of()[left]
    assert {*known, right} <= set(subject.mention_ids)
