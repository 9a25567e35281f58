"""Decisions read from the words of a report."""

from __future__ import annotations

from datetime import date

import pytest

from tocsin.decisions.told import told_decisions
from tocsin.mentions import Extractor
from tocsin.records import Report
from tocsin.values.dates import PartialDate

EXTRACTOR = Extractor(mode="fast")


def told(text: str, agency: str = "Northside Police", **fields):
    day = PartialDate.of_day(date(2006, 11, 9))
    report = Report("R1", text, received=day, agency=agency, author="Team manager", **fields)
    extraction = EXTRACTOR.extract(report)
    words = {m.mention_id: m.text for m in extraction.mentions}
    return [
        (d.kind.value, d.on.iso() if d.on else "", [words[m] for m in d.about])
        for d in told_decisions(report, extraction)
    ]


@pytest.mark.parametrize(
    ("text", "kind", "on", "about"),
    [
        (
            "MON 6 NOV 0700 OFORI, KWABENA ARRESTED AT STALL. GIRLS OF 14 SEEN.",
            "arrest", "2006-11-06", ["OFORI, KWABENA"],
        ),
        (
            "Decision 2 Nov: Linh Tran, 15, referred to the national mechanism.",
            "referral", "2006-11-02", ["Linh Tran"],
        ),
        (
            "Decision on Weronika Nowak, 14: support plan agreed 5 November with her mother.",
            "support", "2006-11-05", ["Weronika Nowak"],
        ),
        (
            "RE MEHMOOD, TAHIR, DRIVES GIRLS OF 14. REVIEWED 7 NOV. DECISION: NO FURTHER ACTION.",
            "no_further_action", "2006-11-07", ["MEHMOOD, TAHIR"],
        ),
        (
            "Decision recorded on 3 November. Core assessment opened on Priya Chauhan, 14.",
            "assessment", "2006-11-03", ["Priya Chauhan"],
        ),
    ],
)  # fmt: skip
def test_a_dated_thing_done_to_somebody_named_is_a_decision(text, kind, on, about):
    """What, when and about whom; never confirmed."""
    assert (kind, on, about) in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "I recommend that a core assessment is opened on Priya Chauhan, 14, by 3 November.",
        "Priya Chauhan, 14, to be allocated a support worker on 3 November.",
        "Could somebody tell me if Kwabena Ofori was arrested on 3 November? Girls of 14 ask.",
        "3 November. It was noted that girls of 14 get into Kwabena Ofori's car.",
        "3 November. We will consider whether a notice served on Kwabena Ofori would help.",
        "3 November. Girls of 14 with Kwabena Ofori. He was not arrested.",
        "3 November. The girl, 14, said Kwabena Ofori was arrested years ago.",
        'Caller, 3 November, asked what "no further action" about Kwabena Ofori had been for.',
        "Girls of 14 with Kwabena Ofori, who was arrested.",
    ],
)
def test_what_is_asked_planned_noted_denied_or_undated_is_none(text):
    """Wrongly heeding is the one error that silences."""
    assert told(text) == []


def test_what_the_public_or_a_forward_says_of_others_decisions_is_none():
    """A neighbour who heard of an arrest is no record of one."""
    text = "3 November: Kwabena Ofori was arrested, girls of 14 were in his car."
    assert told(text, agency="Public") == []
    assert told(text, is_forward=True) == []
    assert told(text) != []


def test_a_decision_without_anybody_it_can_be_about_is_none():
    """A notice on nobody named answers nobody."""
    assert told("3 November: notice served on the premises. Fee paid.") == []


def test_a_surname_that_two_people_of_the_report_carry_says_of_neither_that_it_was_decided():
    """Of Rafal and Jan Sikora either may be the Sikora who was arrested: it is put to nobody."""
    text = (
        "SIKORA, RAFAL AND SIKORA, JAN DRIVE GIRLS OF 14 FROM THE HOSTEL. "
        "7 NOV 0630 HRS {} ARRESTED AT THE BOAT YARD."
    )
    assert told(text.format("SIKORA")) == []
    assert told(text.format("SIKORA, JAN")) == [("arrest", "2006-11-07", ["SIKORA, JAN"])]
