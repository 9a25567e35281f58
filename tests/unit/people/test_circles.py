"""Short names find the one person of that name in their circle, group by group."""

from __future__ import annotations

from tests.support.people_case import Case

from tocsin.records import Joining


def _together(found: Joining, left: str, right: str) -> bool:
    subjects = found.subject_of()
    return subjects[left].person_id == subjects[right].person_id


def _written(*family: str) -> Case:
    case = Case()
    for i, name in enumerate(family):
        case.report(
            f"R{i}",
            f"[person|alleged|{name}] and [person|alleged|Besnik Rama] stood at the gate.",
            agency=f"Agency {i}",
            on="2009-02-03",
        )
    case.report(
        "R8",
        "[person|alleged|Oduya] left with [person|alleged|Besnik Rama].",
        agency="Youth club",
        on="2012-06-07",
    )
    return case


def test_a_surname_goes_to_the_only_one_of_that_surname_in_the_circle() -> None:
    """Named with the same companion, a surname alone is possibly the one person who has it."""
    case = _written("Tunde Oduya")
    found = case.join()
    assert _together(found, case.mention("R8", "Oduya"), case.mention("R0", "Tunde Oduya"))


def test_of_two_brothers_in_one_circle_a_surname_is_neither() -> None:
    """Where two of the name keep the same company, a surname alone stays alone."""
    case = _written("Tunde Oduya", "Femi Oduya")
    found = case.join()
    for report_id, name in (("R0", "Tunde Oduya"), ("R1", "Femi Oduya")):
        assert not _together(found, case.mention("R8", "Oduya"), case.mention(report_id, name))


def _first_name_elsewhere(*others: str) -> Case:
    case = Case()
    case.report("R1", "[person|affected|Ifrah Warsame] was late.", agency="School")
    case.report("R2", "[person|affected|Ifrah] was seen.", agency="Clinic", on="2015-04-05")
    for i, name in enumerate(others):
        case.report(f"S{i}", f"[person|affected|{name}] was late.", agency="School")
    return case


def test_a_first_name_that_shares_nothing_is_possibly_the_only_one_of_it() -> None:
    """Where one person of the whole case has a name, another agency may mean her; never surely."""
    found = _first_name_elsewhere("Ottilie Baraka").join()
    subjects = found.subject_of()
    held = subjects["R2:0-5:person"]
    assert held is subjects["R1:0-13:person"]
    assert len(held.cores) == 2


def test_a_first_name_that_shares_nothing_is_neither_of_two() -> None:
    """Where two have the name, a first name alone that shares nothing stays alone."""
    found = _first_name_elsewhere("Ifrah Abdi").join()
    for other in ("R1:0-13:person", "S0:0-10:person"):
        assert not _together(found, "R2:0-5:person", other)


def test_a_first_name_that_many_have_joins_nobody_by_itself() -> None:
    """Where many have a name, a word of it that shares nothing points to no one of them."""
    family = ("Abdi", "Yusuf", "Osman", "Farah", "Ismail", "Nur", "Aden", "Jama", "Hersi", "Gedi")
    found = _first_name_elsewhere(*(f"Ifrah {f}" for f in (*family, "Roble", "Elmi"))).join()
    assert len(found.subject_of()["R2:0-5:person"].mention_ids) == 1


def test_what_the_second_look_joins_adds_up() -> None:
    """The bits of the evidence add up to the weight of each join."""
    case = _written("Tunde Oduya")
    for made in case.join().joins:
        bits = sum(e.weight_bits for e in made.evidence)
        assert abs(bits - made.match_weight) < 0.01


def test_a_name_that_too_many_share_is_listed_with_its_count() -> None:
    """What is too common to look for pairs by is told, with how many share it."""
    case = Case()
    for i in range(34):
        case.report(f"R{i:02}", "[person|affected|Amara] came in.", agency="Clinic")
    found = case.join()
    assert ("name and agency", "Amara, Clinic", 34) in found.too_common


def test_where_few_share_a_name_none_is_too_common() -> None:
    """A small case lists nothing."""
    assert _written("Tunde Oduya").join().too_common == ()


def _town(people: int) -> Case:
    """Two of one full name, one named as affected and one in passing, among so many others."""
    case = Case()
    case.report("A1", "[person|affected|Zainab Oyelaran] was late.", agency="School")
    case.report("A2", "[person|other|Zainab Oyelaran] paid.", agency="Clinic", on="2010-06-01")
    for i in range(people):
        letters = "".join(chr(97 + i // 26**n % 26) for n in range(3))
        name = f"{letters.capitalize()}ok {letters[::-1].capitalize()}wen"
        case.report(f"P{i}", f"[person|other|{name}] came.", agency="Council")
    return case


def test_a_name_alone_joins_people_in_two_parts_only_where_few_are_named() -> None:
    """In a large case somebody else may well have the name; in a small one it is the same person,
    possibly."""
    for people, joined in ((20, True), (3000, False)):
        found = _town(people).join()
        assert _together(found, "A1:0-15:person", "A2:0-15:person") is joined
