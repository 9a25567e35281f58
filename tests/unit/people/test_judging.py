"""Judgements between subjects, and judgements that contradict one another."""

from __future__ import annotations

from tests.support.people_case import Case, together

from tocsin.records import Judged, Judgement
from tocsin.values.subject_numbers import number_of

_AT = "2020-01-0"


def _two_cores() -> Case:
    """Two people of two reports each, each held by a phone; the first report of the second names
    him by his first name alone."""
    case = Case()
    case.report("R1", "[person|alleged|Gheorghe Ionescu] [phone|unknown|07700 900311].")
    case.report("R2", "[person|alleged|Gheorghe Ionescu] [phone|unknown|07700 900311].")
    case.report("R3", "[person|alleged|Yusuf Demir] [phone|unknown|07700 900322].", on="2010-06-01")
    case.report("R4", "[person|alleged|Yusuf Demir] [phone|unknown|07700 900322].", on="2010-06-02")
    return case


def test_a_same_between_two_numbers_ties_all_that_stood_in_them():
    """Not only the first mentions of two subjects, but each with its whole core."""
    case = _two_cores()
    ids = [case.mention(f"R{i}", "Gheorghe Ionescu" if i < 3 else "Yusuf Demir")
           for i in (1, 2, 3, 4)]  # fmt: skip
    assert not together(case.join(), ids[0], ids[2])
    said = [Judgement(number_of(ids[0]), number_of(ids[2]), Judged.SAME, at=_AT + "1")]
    found = case.join(said)
    assert len({found.subject_of()[i].person_id for i in ids}) == 1
    taken_back = [
        *said,
        Judgement(number_of(ids[0]), number_of(ids[2]), Judged.UNSURE, at=_AT + "2"),
    ]
    assert case.join(taken_back) == case.join()


def test_a_contradiction_is_told_and_the_cautious_side_holds():
    """A is B, B is C, A is not C: the two said to be different stay apart, and it is said which
    word is not heeded."""
    case = Case()
    for i, name in enumerate(("Mirela Popa", "Folake Ade", "Siobhan Daly")):
        case.report(f"R{i}", f"[person|alleged|{name}] was seen.")
    a, b, c = (case.mention(f"R{i}", n) for i, n in
               enumerate(("Mirela Popa", "Folake Ade", "Siobhan Daly")))  # fmt: skip
    found = case.join([
        Judgement(a, b, Judged.SAME, at=_AT + "1"),
        Judgement(b, c, Judged.SAME, at=_AT + "2"),
        Judgement(a, c, Judged.DIFFERENT, at=_AT + "3"),
    ])  # fmt: skip
    assert together(found, a, b)
    assert not together(found, a, c)
    assert found.contradicted == ((b, c),)
    assert case.join().contradicted == ()


def test_the_latest_word_on_a_pair_counts():
    """Whatever the order of the rows."""
    case = _two_cores()
    a, b = case.mention("R1", "Gheorghe Ionescu"), case.mention("R3", "Yusuf Demir")
    rows = [
        Judgement(a, b, Judged.DIFFERENT, at=_AT + "2"),
        Judgement(b, a, Judged.SAME, at=_AT + "3"),
        Judgement(a, b, Judged.UNSURE, at=_AT + "1"),
    ]
    assert together(case.join(rows), a, b)
    assert not case.join(rows).contradicted


def test_contradictions_take_bounded_time():
    """A thousand words on forty mentions, each pair called same and different by turns."""
    case = Case()
    for i in range(40):
        case.report(f"R{i:02}", "[person|alleged|Hassan Warsame] was seen.")
    ids = [case.mention(f"R{i:02}", "Hassan Warsame") for i in range(40)]
    rows = [
        Judgement(ids[i % 40], ids[(i * 7 + 1) % 40], list(Judged)[i % 2], at=f"2020-{i:05}")
        for i in range(1000)
        if i % 40 != (i * 7 + 1) % 40
    ]
    found = case.join(rows)
    said = {(min(r.left, r.right), max(r.left, r.right)): r.judgement for r in rows}
    for (a, b), word in said.items():
        if word is Judged.DIFFERENT:
            assert not together(found, a, b)
