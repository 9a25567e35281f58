"""What is shown on a terminal, from an output folder."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from rich.console import Console
from tests.support.made_up_case import made_up_case

from tocsin.errors import NotFoundError
from tocsin.publishing import print_summary, write_output
from tocsin.publishing.explaining import FIELDS, explain, why
from tocsin.publishing.saved import Saved, open_output
from tocsin.publishing.showing import show_lists, show_report, show_subject
from tocsin.records import Case

KIERAN, AMINA, ELIF = "T-AAAAA01", "T-AAAAA03", "T-AAAAA07"


def screen(width: int = 80) -> tuple[Console, io.StringIO]:
    said = io.StringIO()
    return Console(file=said, width=width, highlight=False), said


@pytest.mark.parametrize("width", [80, 120])
def test_a_summary_holds_in_its_columns(case: Case, width: int) -> None:
    """Every line fits, the first of each list is there, and the caveats are said."""
    console, said = screen(width)
    print_summary(case, Path("out"), console)
    lines = said.getvalue().splitlines()
    assert max(map(len, lines)) <= width
    text = " ".join(said.getvalue().split())
    for words in (
        "Kieran Doyle",
        "A.Y.",
        "OFFICIAL-SENSITIVE",
        "purpose: Review of twelve years",
        "A count is not a finding",
        "does not mean not at risk",
        "out/index.html",
    ):
        assert words in text
    assert "Amina" not in text


def test_a_name_cannot_act_on_the_terminal(case: Case) -> None:
    """Markup, escape sequences and turned writing in a name are shown, not obeyed."""
    evil = "[red]Mal[/red]\x1b[31m\u202eik"
    entries = tuple(replace(e, names=(evil,)) for e in case.entries)
    console, said = screen(200)
    print_summary(replace(case, entries=entries), Path("out"), console)
    text = said.getvalue()
    assert "[red]Mal[/red]" in text
    assert "\x1b" not in text and "\u202e" not in text


def test_lists_are_shown_one_by_one_and_all(saved: Saved) -> None:
    """`tocsin list OUT places` shows that list alone; `--below` those below the line."""
    console, said = screen()
    show_lists(saved, console, "places", most=5, below=False)
    assert "Sunrise Tyres" in said.getvalue() and "Kieran" not in said.getvalue()
    console, said = screen()
    show_lists(saved, console, "", most=5, below=True)
    assert "Farhan Malik" in said.getvalue() and "Sunrise Tyres" not in said.getvalue()


def test_a_subject_is_shown_with_everything_it_rests_on(saved: Saved) -> None:
    """Reason, date line, what points away, chronology, decisions, and the words themselves."""
    console, said = screen()
    show_subject(saved, console, KIERAN, show_sources=False)
    text = " ".join(said.getvalue().split())
    for words in (
        "7 voices from 5 agencies",
        "Together: 6 September 2000",
        "What points away One report says",
        "echo of voice 2",
        "No further action",
        "does not count as an answer",
        "[DOYLE, Kieran] seen at Sunrise Tyres",
    ):
        assert words in text, words
    assert "Chloe" not in text


def test_names_are_shown_only_on_purpose(saved: Saved) -> None:
    """Initials by default; the name with --show-sources."""
    for show, wanted in ((False, "A.Y."), (True, "Amina Yusuf")):
        console, said = screen()
        show_subject(saved, console, AMINA, show_sources=show)
        assert wanted in said.getvalue()
        assert ("Amina" in said.getvalue()) is show


def test_a_report_with_handling_conditions_keeps_its_words(saved: Saved) -> None:
    """Withheld until whoever reads says that the conditions are met."""
    for met in (False, True):
        console, said = screen(200)
        show_report(saved, console, "R007", show_sources=False, conditions_met=met)
        assert ("rents the flat" in said.getvalue()) is met
        assert ("Words withheld" in said.getvalue()) is not met


def test_a_report_says_what_it_repeats(saved: Saved) -> None:
    """R008 retells R004 and sums up R005."""
    console, said = screen(120)
    show_report(saved, console, "R008", show_sources=False)
    assert "retells R004" in said.getvalue() and "sums up R005" in said.getvalue()


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_can_be_opened_to_what_it_rests_on(saved: Saved, field: str) -> None:
    """Rule 10: each figure of a subject leads down to words, or says that there are none."""
    console, said = screen()
    explain(saved, console, KIERAN, field)
    text = said.getvalue()
    assert f"{field} = " in " ".join(text.split())
    opened = "Words" in text or field in {"sources_min", "sources_max", "unknown_voices"}
    assert opened, field


@pytest.mark.parametrize("field", ["reports", "voices", "voices_certain", "unheeded_voices"])
def test_explain_shows_as_many_rows_as_the_figure(saved: Saved, field: str) -> None:
    """The rows under a figure are numbered up to its value."""
    value = next(r for r in saved.entries_of(KIERAN))[field]
    console, said = screen(160)
    explain(saved, console, KIERAN, field)
    text = said.getvalue()
    assert f"  {value}. R" in text and f"  {value + 1}. R" not in text


def test_why_two_mentions_are_one(saved: Saved) -> None:
    """The evidence between them, in sentences with their weight."""
    console, said = screen(120)
    ids = saved.person(KIERAN)["mention_ids"]
    why(saved, console, ids[1], ids[2])
    assert "joined for certain" in said.getvalue()
    assert "Both are tied to one phone." in said.getvalue() and "bits" in said.getvalue()


def test_why_two_subjects_are_not_one(saved: Saved) -> None:
    """Nothing ties them: it says so, and why."""
    console, said = screen(120)
    why(saved, console, KIERAN, ELIF)
    assert "are not joined" in said.getvalue()


def test_why_one_report_is_an_echo_of_another(saved: Saved) -> None:
    """Two reports: the echo and its evidence, or that there is none."""
    console, said = screen(120)
    why(saved, console, "R003", "R002")
    assert "R003 copies R002" in said.getvalue()
    console, said = screen(120)
    why(saved, console, "R001", "R002")
    assert "Neither R001 nor R002" in said.getvalue()


def test_what_is_not_there_is_said_in_plain_words(saved: Saved, tmp_path: Path) -> None:
    """No subject, report, field or folder: what, and what to do."""
    console, _ = screen()
    with pytest.raises(NotFoundError, match="No subject T-ZZZZZZZ"):
        show_subject(saved, console, "T-ZZZZZZZ", show_sources=False)
    with pytest.raises(NotFoundError, match="no report R999"):
        show_report(saved, console, "R999", show_sources=False)
    with pytest.raises(NotFoundError, match="Fields: "):
        explain(saved, console, KIERAN, "guilt")
    with pytest.raises(NotFoundError, match="did not write"):
        open_output(tmp_path)
    with pytest.raises(NotFoundError, match="no such folder"):
        open_output(tmp_path / "nowhere")


def test_a_shared_output_shows_lists_and_no_words(shared: Path) -> None:
    """Its lists can be read; its words are not there to be read."""
    console, said = screen(120)
    show_subject(open_output(shared), console, KIERAN, show_sources=True)
    assert "K.D." in said.getvalue() and "Doyle" not in said.getvalue()
    with pytest.raises(NotFoundError, match="holds no words"):
        show_report(open_output(shared), console, "R001", show_sources=True)


def test_a_former_number_leads_on(tmp_path: Path) -> None:
    """A number given out before a join still finds its subject."""
    case = made_up_case()
    joining = replace(case.joining, redirects={"T-BBBBB01": KIERAN})
    write_output(replace(case, joining=joining), tmp_path / "out")
    console, said = screen()
    show_subject(open_output(tmp_path / "out"), console, "t-bbbbb01", show_sources=False)
    assert "Kieran Doyle" in said.getvalue()
