"""The parts that echoes and voices are made of."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support.tellings import by_id, echo, report

from tocsin.echoes.accounts import agency_words
from tocsin.echoes.facts import facts_of, sound
from tocsin.echoes.lineage import Lineage
from tocsin.echoes.overlap import Lookalikes, Overlaps
from tocsin.echoes.packing import largest_packing
from tocsin.echoes.tellers import signature
from tocsin.echoes.told_dates import told_dates, told_months
from tocsin.records import Extraction, Kind, Mention, Role

RECEIVED = date(2005, 3, 7)


@pytest.mark.parametrize(
    ("words", "on"),
    [
        ("recd 4/3", date(2005, 3, 4)),
        ("on 10.12.04", date(2004, 12, 10)),
        ("on the 16th of November", date(2004, 11, 16)),
        ("16 November 1999", date(1999, 11, 16)),
        ("Sun 12 Mar 00", date(2000, 3, 12)),
        ("what she saw on the 2nd", date(2005, 3, 2)),
        ("seen on the 9th", date(2005, 2, 9)),
        ("March 3rd", date(2005, 3, 3)),
        ("2004-11-30", date(2004, 11, 30)),
        ("passing on a call taken yesterday", date(2005, 3, 6)),
    ],
)
def test_days_are_read_day_first_and_never_in_the_future(words: str, on: date) -> None:
    """A missing year or month is the latest one before the report was received."""
    assert [told.on for told in told_dates(words, RECEIVED)] == [on]


@pytest.mark.parametrize("words", ["31/2", "flat 4/18b", "£4.50", "07700 900418", "at 23.59 hrs"])
def test_what_is_no_day_is_passed_over(words: str) -> None:
    """Impossible days, prices, numbers and times are no dates."""
    assert list(told_dates(words, RECEIVED)) == []


def test_a_weekday_is_a_weak_pointer() -> None:
    """`Wednesday` is the latest one before."""
    (told,) = told_dates("log from Wednesday", RECEIVED)
    assert (told.on, told.weak) == (date(2005, 3, 2), True)


@pytest.mark.parametrize("words", ["a week ago", "seven days since", "last week"])
def test_spans_of_days_are_weak_pointers_with_some_slack(words: str) -> None:
    """`A week ago` can be two days more or less: nobody counts closely."""
    told = list(told_dates(words, RECEIVED))
    assert all(t.weak for t in told)
    assert [t.on.day for t in told] == [2, 1, 28, 27, 26]
    assert date(2005, 2, 28) in {t.on for t in told}


def test_months_are_read_without_a_day() -> None:
    """`in March 2000`, `last November`; a day with its month is none."""
    assert list(told_months("in march 2000 and last november, on 4 may", RECEIVED)) == [
        (2000, 3),
        (2004, 11),
    ]


def test_names_that_sound_alike_share_a_key() -> None:
    """Krasnici and Krasniqi, Mehmood and Mahmood; not Kieran and Karim."""
    assert sound("krasnici") == sound("krasniqi")
    assert sound("mehmood") == sound("mahmood")
    assert sound("kieran") != sound("karim")


def test_a_shorter_writing_in_one_report_is_not_a_second_fact() -> None:
    """`Aslan` beside `Cemal Aslan` is one person named."""
    names = ("Cemal Aslan", "Aslan")
    mentions = tuple(
        Mention("A", i, i + 1, n, Kind.PERSON, Role.ALLEGED) for i, n in enumerate(names)
    )
    assert [f.label for f in facts_of(Extraction("A", mentions), None)] == ["Cemal Aslan"]


def test_a_plate_read_in_part_shares_a_key_with_the_whole() -> None:
    """`MV51 K`, `KTD` and `MV51 KTD`."""
    keys = []
    for i, plate in enumerate(("MV51 KTD", "MV51 K", "KTD")):
        mention = Mention("A", i, i + 1, plate, Kind.VEHICLE)
        keys.append({k for f in facts_of(Extraction("A", (mention,)), None) for k in f.keys})
    assert keys[0] & keys[1]
    assert keys[0] & keys[2]


def test_words_of_a_town_do_not_stand_for_one_agency() -> None:
    """A word that several agencies bear, or any school, points to none."""
    agencies = ["Saltmere Council", "Saltmere Police", "Netloft Youth Club", "Hill School"]
    assert agency_words(agencies, frozenset({"council", "police", "youth", "school"})) == {
        "club": "agency netloft youth club",
        "hill": "agency hill school",
        "netloft": "agency netloft youth club",
    }


def test_a_signature_is_read_with_the_surname_first_or_last() -> None:
    """`BALOGUN Temi` and `Temi Balogun` are one signature."""
    found = set()
    for written in ("BALOGUN Temi", "Temi Balogun", "T. Balogun", "Balogun, Temi"):
        mention = Mention("A", 0, len(written), written, Kind.PERSON, Role.REPORTER)
        found.add(signature(report("A", text=written), Extraction("A", (mention,))))
    assert found == {"balogun t"}


def test_containment_is_of_the_child_in_the_parent() -> None:
    """An extract is contained in the whole, and not the other way round."""
    whole = [f"word{i}" for i in range(14)]
    overlaps = Overlaps([whole, whole[3:10]], 8)
    assert overlaps.containment(1, 0) == 1.0
    assert overlaps.containment(0, 1) < 0.5
    assert overlaps.sharing(1) == {0}


def test_lookalikes_share_uncommon_words_in_any_order() -> None:
    """A retelling in another order of words is a candidate; a stranger is none."""
    words = [f"word{i}" for i in range(20)]
    other = [f"else{i}" for i in range(20)]
    found = Lookalikes([frozenset(words), frozenset(other), frozenset(words[2:])]).before(2)
    assert found == {0}


def test_a_lineage_ends_at_its_roots() -> None:
    """Through a copy of a copy, and through minutes of two."""
    reports = by_id(*(report(k, f"2004-01-0{i}") for i, k in enumerate("ABCDE", start=1)))
    lineage = Lineage(reports, [echo("B", "A"), echo("D", "B"), echo("D", "C")])
    assert lineage.roots("D") == {"A", "C"}
    assert lineage.roots("E") == {"E"}


sets = st.lists(st.frozensets(st.sampled_from("abcdef"), min_size=1, max_size=3), max_size=7)


@given(sets)
def test_the_largest_packing_is_what_trying_everything_finds(found: list[frozenset[str]]) -> None:
    """Against every choice of the sets."""

    def fits(chosen: tuple[frozenset[str], ...]) -> bool:
        return sum(map(len, chosen)) == len(frozenset().union(*chosen))

    best = max(n for n in range(len(found) + 1) if any(map(fits, combinations(found, n))))
    assert largest_packing(found) == best
