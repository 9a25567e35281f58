"""Models of mentions: made from truth, or on a case of one's own; the same input, the same file."""

from __future__ import annotations

import json
from typing import Any

from tests.support.people_case import Case

from tocsin.people.mention_training import Labelled, train_mentions
from tocsin.people.model import read_model, shipped_model
from tocsin.people.own_case import train_on
from tocsin.policies import shipped
from tocsin.records import Judged, Judgement

_MEN = ("Tunde Oduya", "Besnik Rama", "Ondrej Varga", "Dilwar Miah")


def _labelled(*, companions_tell: bool = True) -> tuple[Labelled, Case]:
    """Each man in three reports, with one companion of his own or with whoever is there."""
    case = Case()
    person_of = {}
    for i, name in enumerate(_MEN * 3):
        friend = _MEN[(i % 4 + (1 if companions_tell else i // 4 + 1)) % 4]
        text = f"[person|alleged|{name}] was with [person|affected|{friend}]."
        case.report(f"R{i:02}", text, agency=f"Agency {i % 3}", on=f"20{10 + i // 4}-02-03")
        person_of[case.mention(f"R{i:02}", name)] = name
        person_of[case.mention(f"R{i:02}", friend)] = friend
    return Labelled(case.reports, case.extractions, (), person_of), case


def test_the_same_cases_give_the_same_file() -> None:
    """Training is a pure function of its cases, and its file is one that a run can read."""
    labelled, _ = _labelled()
    one = train_mentions([labelled], policy=shipped(), version="own")
    assert one == train_mentions([labelled], policy=shipped(), version="own")
    assert read_model(one, where="own").version == "own"


def test_no_level_weighs_more_than_strangers_allow() -> None:
    """However a case pulls, m stays a probability and u stays what it was counted to be."""
    labelled, _ = _labelled()
    made = json.loads(train_mentions([labelled], policy=shipped(), version="own"))
    start = shipped_model()
    for comparison, levels in made["comparisons"].items():
        for level, (m, u) in levels.items():
            assert 0 < m <= 1
            assert u == start.weights[comparison][level][1]


def test_a_case_of_ones_own_names_the_pair_to_judge_first() -> None:
    """Without any label a model is made, and two mentions are named whose answer would help."""
    labelled, case = _labelled(companions_tell=False)
    unlabelled = Labelled(labelled.reports, labelled.extractions, (), {})
    text, first = train_on(unlabelled, (), model=shipped_model(), policy=shipped(), version="own")
    assert read_model(text, where="own").version == "own"
    assert first is not None
    known = {m.mention_id for e in case.extractions.values() for m in e.mentions}
    assert set(first) <= known


def test_what_was_judged_is_not_asked_again() -> None:
    """After a human's word on a pair another pair is named, and the word moves the weights."""
    labelled, _ = _labelled(companions_tell=False)
    unlabelled = Labelled(labelled.reports, labelled.extractions, (), {})
    how: dict[str, Any] = {"model": shipped_model(), "policy": shipped(), "version": "own"}
    before, first = train_on(unlabelled, (), **how)
    assert first is not None
    word = Judgement(*first, Judged.DIFFERENT, "Asha", "2020-01-01T00:00:00+00:00", "met both")
    after, second = train_on(unlabelled, (word,), **how)
    assert second != first
    assert after != before
