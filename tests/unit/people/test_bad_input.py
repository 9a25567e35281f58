"""Cases nobody should hand in, and somebody will: joined in bounded time, with a clear word."""

from __future__ import annotations

import time
from datetime import date

from tests.support.people_case import Case, together

from tocsin.records import Detail, Echo, EchoType, Joining, Judged, Judgement
from tocsin.values.dates import PartialDate

_NAMESAKES = 2_400
_SECONDS = 60.0
"""Of processor time: many times what it takes, so that only a blow-up fails."""


def _join_in_time(case: Case, **kwargs: list[Echo]) -> Joining:
    began = time.process_time()
    found = case.join(**kwargs)
    assert time.process_time() - began < _SECONDS
    return found


def test_a_name_that_everyone_has_joins_nobody() -> None:
    """So many reports of one name are no one person; the name is listed as too common."""
    case = Case()
    for i in range(_NAMESAKES):
        said = "[person|alleged|Tomasz Nowak] was there."
        case.report(f"R{i:05}", said, agency=f"Agency {i % 7}", on=f"20{i % 20:02}-03-04")
    found = _join_in_time(case)
    assert max(len(s.mention_ids) for s in found.subjects) < _NAMESAKES / 10
    assert ("name", "Tomasz Nowak", _NAMESAKES) in found.too_common


def test_one_birthday_for_all_does_not_make_two_names_one() -> None:
    """Everyone born on 1 January 1970, as a form fills it in: names still tell people apart."""
    case = Case()
    born = PartialDate.of_day(date(1970, 1, 1))
    names = ("Ottilie Baraka", "Besnik Rama", "Femi Oduya", "Xiaoming Fong")
    for i, name in enumerate(names * 3):
        of = f"R{i}:0-{len(name)}:person"
        detail = Detail(f"R{i}", 0, 4, "born", "date_of_birth", of, birth=born)
        case.report(f"R{i}", f"[person|alleged|{name}] was there.", details=[detail])
    found = _join_in_time(case)
    for i, _ in enumerate(names[1:], start=1):
        mine, other = case.mention("R0", names[0]), case.mention(f"R{i}", names[i])
        assert not together(found, mine, other)


def test_a_name_of_two_hundred_characters_is_a_name() -> None:
    """A line pasted where a name belongs is compared like any other, as one word and as many."""
    for name in ("Abcdefghij" * 20, "Abcdefghi " * 20):
        case = Case()
        for i in range(8):
            case.report(f"R{i}", f"[person|alleged|{name.strip()}] was there.")
        found = _join_in_time(case)
        assert sum(len(s.mention_ids) for s in found.subjects) == 8


def test_a_thousand_copies_are_one_person_and_no_core() -> None:
    """However often one report is copied, its people are one each, and none for certain."""
    case = Case()
    said = "[person|alleged|Tomasz Nowak] drove [vehicle|unknown|KX05 ABC]."
    for i in range(1_000):
        case.report(f"R{i:05}", said, on=f"20{i // 50:02}-03-04")
    echoes = [Echo(f"R{i:05}", f"R{i - 1:05}", EchoType.COPY, 1.0) for i in range(1, 1_000)]
    found = _join_in_time(case, echoes=echoes)
    first, last = "R00000:0-12:person", "R00999:0-12:person"
    assert together(found, first, last)


def test_judgements_that_contradict_one_another_leave_the_rest_alone() -> None:
    """A is B, B is C, A is not C: what is said to be two is never one, and all else is joined."""
    case = Case()
    for i in range(3):
        case.report(f"R{i}", "[person|alleged|Tomasz Nowak] was there.")
    case.report("R3", "[person|alleged|Femi Oduya] had [phone|unknown|07700 900123].")
    case.report("R4", "[person|alleged|Femi Oduya] had [phone|unknown|07700 900123].")
    ids = [f"R{i}:0-12:person" for i in range(3)]
    words = ((0, 1, Judged.SAME), (1, 2, Judged.SAME), (0, 2, Judged.DIFFERENT))
    judgements = [
        Judgement(ids[a], ids[b], said, "Asha", "2020-01-01T00:00:00+00:00", "seen")
        for a, b, said in words
    ]
    found = case.join(judgements=judgements)
    assert not together(found, ids[0], ids[2])
    assert together(found, "R3:0-10:person", "R4:0-10:person")
