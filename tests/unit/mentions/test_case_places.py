"""Short names of places that another report of the case names in full."""

from __future__ import annotations

from tocsin.mentions import Extractor, short_names
from tocsin.policies import shipped
from tocsin.records import Kind, Report

FULL = "Two girls of 14 seen at Sandpiper House. The Alma Guest House has a new owner."


def _places(*texts: str) -> list[str]:
    reports = [Report(str(i), text) for i, text in enumerate((FULL, *texts))]
    learned = short_names(reports, shipped())
    extractor = Extractor(short_names=learned)
    return [
        m.text
        for report in reports[1:]
        for m in extractor.extract(report).mentions
        if m.kind is Kind.PREMISES
    ]


def test_a_rare_short_name_is_known_in_the_other_reports():
    """`from Sandpiper` is the house that another agency names in full."""
    assert _places("A lad of 13 was driven from Sandpiper at night.") == ["Sandpiper"]


def test_a_name_of_people_needs_the_article():
    """Alma is a girl's name: the guest house is `the Alma`."""
    assert _places("She works at the Alma.", "Alma is 14 and was with him.") == ["Alma"]


def test_a_word_the_case_writes_small_needs_the_article():
    """A sandpiper on the beach makes the word a common one."""
    assert _places("We saw a sandpiper.", "Sandpiper counts went up.") == []


def test_what_is_learned_does_not_depend_on_the_order():
    """The same reports in another order teach the same names."""
    reports = [Report("a", FULL), Report("b", "Outside Beacon Academy.")]
    assert short_names(reports, shipped()) == short_names(reports[::-1], shipped())
