"""Who is shown by initials, and that nothing of a hidden name shows through."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.support.made_up_case import made_up_case

from tocsin.privacy import initials, masker_for, protected_subjects, suppressed
from tocsin.records import Case, Detail, Extraction, Kind, Mention, Role, Subject

AMINA, CHLOE, KIERAN, BOGDAN = "T-AAAAA03", "T-AAAAA04", "T-AAAAA01", "T-AAAAA02"
NUN, ELIF, NEIGHBOUR, AUNT = "T-AAAAA05", "T-AAAAA07", "T-AAAAA08", "T-AAAAA13"


@pytest.fixture
def case() -> Case:
    return made_up_case()


def test_children_affected_witnesses_and_reporters_are_protected_and_adults_named_are_not(
    case: Case,
) -> None:
    """Two children, an affected adult, a reporter, a witness and an aunt; nobody alleged."""
    protected = protected_subjects(case.entries, case.joining, case.extractions)
    assert protected == {AMINA, CHLOE, NUN, ELIF, NEIGHBOUR, AUNT}


def test_a_child_is_protected_even_where_only_alleged(case: Case) -> None:
    """Age at the event decides, not the part a child is said to have played."""
    entries = [replace(e, is_child=e.person_id == BOGDAN) for e in case.entries]
    assert BOGDAN in protected_subjects(entries, case.joining, case.extractions)


def test_one_sentence_misread_does_not_hide_an_adult_named_by_many(case: Case) -> None:
    """An adult alleged in nine reports stays named when one mention reads `affected`."""
    found = case.extractions["R012"]
    misread = tuple(
        replace(m, role=Role.AFFECTED) if "Kieran" in m.text else m for m in found.mentions
    )
    extractions = {**case.extractions, "R012": replace(found, mentions=misread)}
    assert KIERAN not in protected_subjects(case.entries, case.joining, extractions)


def test_a_text_shows_initials_wherever_a_hidden_name_stands(case: Case) -> None:
    """The second `Amina`, which no mention covers, and a possessive are masked too."""
    masker = masker_for(case)
    shown = masker.text("R001", case.reports["R001"].text)
    assert shown.startswith("A.Y. (14) told us she had been given a phone by Kieran Doyle")
    assert "A. asked us not to tell her mother" in shown
    assert "Amina" not in shown
    assert "C.'s aunt" in masker.text("R004", case.reports["R004"].text)


def test_an_online_name_that_spells_a_hidden_name_is_withheld(case: Case) -> None:
    """`@elif.aydin` would give away whose initials stand beside it."""
    shown = masker_for(case).text("R009", case.reports["R009"].text)
    assert "[address withheld]" in shown
    assert "elif" not in shown.casefold()


def test_sentences_of_ours_are_masked_like_the_reports_they_speak_of(case: Case) -> None:
    """A sentence about R004 must not bring back the names R004 hides."""
    masker = masker_for(case)
    assert masker.sentence("R004 says Chloe Mensah was collected.", ["R004"]) == (
        "R004 says C. M. was collected."
    )
    assert masker.sentence("R007 names Bogdan.", ["R007"]) == "R007 names Bogdan."


def test_names_are_shown_in_full_only_when_asked_for_on_purpose(case: Case) -> None:
    """`--show-sources` shows every name, and `--share` overrules it and hides everybody."""
    assert masker_for(case, show_sources=True).names(AMINA, ["Amina Yusuf"]) == ("Amina Yusuf",)
    shared = masker_for(case, show_sources=True, share=True)
    assert shared.names(KIERAN, ["Kieran Doyle"]) == ("K.D.",)


def test_initials_that_only_shorten_others_are_left_out(case: Case) -> None:
    """`Chloe` and `Chloe Mensah` are `C.M.`, not `C.` and `C.M.`."""
    assert masker_for(case).names(CHLOE, ["Chloe", "Chloe Mensah"]) == ("C.M.",)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Farhan Malik", "F.M."),
        ("MALIK, Farhan", "F.M."),
        ("Miss Agnieszka Wójcik", "A.W."),
        ("Nguyễn Thị Lan", "N.T.L."),
        ("O’Brien", "O."),
        ("阿明", "阿."),
        ("07700 900418", "[name withheld]"),
    ],
)
def test_initials_of_names_of_many_origins(name: str, shown: str) -> None:
    """Initials leave out titles and put a surname written first last."""
    assert initials(name) == shown


def test_small_counts_are_withheld_and_none_is_not_small() -> None:
    """1 to 4 are withheld below 5; 0 says nothing of anybody."""
    assert [suppressed(n, 5) for n in range(7)] == [0, None, None, None, None, 5, 6]


def with_subject(case: Case, text: str, role: Role, name: str) -> Case:
    """The case and one more report that names somebody nobody joined to anything."""
    start = text.index(name)
    mention = Mention("R099", start, start + len(name), name, Kind.PERSON, role)
    report = replace(case.reports["R001"], report_id="R099", text=text)
    subject = Subject("T-AAAAA99", Kind.PERSON, (mention.mention_id,), (), (name,))
    return replace(
        case,
        reports={**case.reports, "R099": report},
        extractions={**case.extractions, "R099": Extraction("R099", (mention,))},
        joining=replace(case.joining, subjects=(*case.joining.subjects, subject)),
    )


def test_a_hidden_name_met_again_in_a_misread_sentence_stays_hidden(case: Case) -> None:
    """`YUSSUF, AMEENA`, taken for somebody else and read as alleged, sounds like Amina Yusuf."""
    other = with_subject(case, "GAVE NAME YUSSUF, AMEENA", Role.ALLEGED, "YUSSUF, AMEENA")
    assert masker_for(other).text("R099", other.reports["R099"].text) == "GAVE NAME A.Y."


def test_an_adult_is_not_hidden_for_sharing_a_surname(case: Case) -> None:
    """Only a full name that sounds alike is taken for the same person."""
    other = with_subject(case, "Seen with Bilal Yusuf", Role.ALLEGED, "Bilal Yusuf")
    assert masker_for(other).text("R099", other.reports["R099"].text) == "Seen with Bilal Yusuf"


def test_whoever_is_said_to_be_under_18_is_hidden_whatever_the_part(case: Case) -> None:
    """An age beside a name is enough, even where no list knows of a child."""
    other = with_subject(case, "Driver Sorin Radu, 15", Role.ALLEGED, "Sorin Radu")
    found = other.extractions["R099"]
    of = found.mentions[0].mention_id
    aged = replace(found, details=(Detail("R099", 19, 21, "15", "age", of, "15", None, 15, 15),))
    other = replace(other, extractions={**other.extractions, "R099": aged})
    assert "Radu" not in masker_for(other).text("R099", other.reports["R099"].text)


def test_an_age_laid_on_the_wrong_person_does_not_hide_an_adult_named_by_many(case: Case) -> None:
    """Kieran Doyle, in nine reports, stays named when one age of a girl is read as his."""
    found = case.extractions["R002"]
    of = next(m.mention_id for m in found.mentions if "Kieran" in m.text)
    aged = replace(found, details=(Detail("R002", 0, 2, "14", "age", of, "14", None, 14, 14),))
    extractions = {**case.extractions, "R002": aged}
    assert KIERAN not in protected_subjects(case.entries, case.joining, extractions)


def test_a_hidden_name_is_covered_where_no_mention_was_found(case: Case) -> None:
    """`Chloe's aunt` in a report whose mentions miss her: no shown name holds that word."""
    shown = masker_for(case).text("R012", case.reports["R012"].text)
    assert shown.endswith("C.'s aunt.") and "Abena" not in shown


def test_a_common_word_is_not_taken_for_a_missed_name(case: Case) -> None:
    """With a hidden `Will Dunn`, `Will` is text where the report also writes `will`."""
    other = with_subject(case, "Will Dunn hurt", Role.AFFECTED, "Will Dunn")
    masker = masker_for(other)
    assert masker.text("R100", "Will you ask? I will not.") == "Will you ask? I will not."
    assert masker.text("R100", "Will ran off.") == "W. ran off."
