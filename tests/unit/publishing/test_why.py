"""Why two are one, or are not, and how a subject came to be, on the terminal and as a picture."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console
from tests.support.made_up_case import made_up_case

from tocsin.publishing import print_summary, write_output
from tocsin.publishing.explaining import why
from tocsin.publishing.growing import grew
from tocsin.publishing.saved import Saved, open_output
from tocsin.publishing.showing import show_subject
from tocsin.publishing.waterfall import Step, picture, print_bars
from tocsin.values.subject_numbers import number_of

_STEPS = [
    Step("Before anything is compared, two mentions are seldom one person", -8.0),
    Step("The given name is the same, a rare one", 9.25, "“Ilir” and “Ilir”"),
    Step("Ages differ by <years>", -3.0),
]


def _printed(width: int = 100) -> str:
    console = Console(width=width, force_terminal=False, record=True, file=None)
    with console.capture() as said:
        print_bars(console, _STEPS, -1.75)
    return said.get()


def test_each_comparison_is_a_line_with_its_bits_and_its_values():
    """What was scored stands there in its order, and the sum under it."""
    said = _printed()
    places = [said.index(words) for words in ("-8.00", "+9.25", "-3.00", "-1.75")]
    assert places == sorted(places)
    assert "“Ilir” and “Ilir”" in said


def test_the_picture_is_the_same_each_time_and_says_in_words_what_it_shows():
    """One file for one join, readable without eyes, and no markup from the words in it."""
    drawn = picture("A and B", _STEPS, -1.75, "compared, and not joined")
    assert drawn == picture("A and B", _STEPS, -1.75, "compared, and not joined")
    root = ElementTree.fromstring(drawn)
    space = "{http://www.w3.org/2000/svg}"
    told = root.findtext(f"{space}desc") or ""
    for step in _STEPS:
        assert step.sentence in told
        assert f"{step.bits:+.2f}" in told
    assert "compared, and not joined" in told
    assert len(root.findall(f"{space}rect")) == len(_STEPS) + 2


@pytest.mark.parametrize("steps", [[], [Step("Nothing", 0.0)]])
def test_a_picture_of_little_is_still_a_picture(steps: list[Step]):
    """No step, or one that weighs nothing, divides by nothing."""
    assert ElementTree.fromstring(picture("A and B", steps, 0.0, "not joined")) is not None


def _screen() -> tuple[Console, io.StringIO]:
    said = io.StringIO()
    return Console(file=said, width=120, highlight=False), said


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Saved:
    """A made-up case as a run leaves it."""
    folder = tmp_path_factory.mktemp("case") / "out"
    write_output(made_up_case(), folder)
    return open_output(folder)


def test_every_join_shown_adds_up_to_what_it_weighs(saved: Saved):
    """The bits on the lines of `why` are those of the stored evidence."""
    for number in ("T-AAAAA01", "T-AAAAA03"):
        console, said = _screen()
        why(saved, console, number, number)
        person = saved.person(number)
        assert person is not None
        for join in saved.joins(person["mention_ids"]):
            if {join["left"], join["right"]} <= set(person["mention_ids"]):
                for piece in join["evidence"]:
                    assert f"{piece['weight_bits']:+.2f}" in said.getvalue()


def test_two_who_were_never_compared_are_told_why(saved: Saved):
    """No pair of theirs stands in the output: it is said what keeps them apart, and what would
    settle it."""
    console, said = _screen()
    why(saved, console, "T-AAAAA01", "T-AAAAA03")
    text = said.getvalue()
    assert "not joined" in text
    assert "What would settle it" in text
    assert "Amina" not in text


def test_how_a_subject_grew_is_told_in_order_of_receipt(saved: Saved):
    """One step for each mention, the first first; a child is shown by initials."""
    for number in ("T-AAAAA01", "T-AAAAA03"):
        console, said = _screen()
        grew(saved, console, number)
        person = saved.person(number)
        assert person is not None
        places = [said.getvalue().index(f"{i}. ") for i in range(1, len(person["mention_ids"]) + 1)]
        assert places == sorted(places)
    assert "Amina" not in said.getvalue()


def test_a_number_that_was_split_lists_its_parts(tmp_path: Path):
    """And one that was joined says since when it is another."""
    case = made_up_case()
    old, lost = number_of("old"), number_of("lost")
    joining = replace(
        case.joining,
        redirects={lost: "T-AAAAA01"},
        splits={old: ("T-AAAAA01", "T-AAAAA03")},
        changed_on={lost: "2012-05-06"},
    )
    write_output(replace(case, joining=joining), tmp_path / "out")
    console, said = _screen()
    show_subject(open_output(tmp_path / "out"), console, lost, show_sources=False)
    assert f"{lost} is now T-AAAAA01, since 6 May 2012" in said.getvalue()
    assert open_output(tmp_path / "out").parts_of(old) == ["T-AAAAA01", "T-AAAAA03"]


def test_judgements_that_contradict_one_another_are_told_at_the_end_of_a_run():
    """How many, what became of them, and where they stand."""
    case = made_up_case()
    joining = replace(case.joining, contradicted=(("R001:0-3:person", "R002:0-3:person"),))
    console, said = _screen()
    print_summary(replace(case, joining=joining), Path("out"), console)
    assert "1 pair that was judged the same and kept apart" in " ".join(said.getvalue().split())
    console, said = _screen()
    print_summary(case, Path("out"), console)
    assert "kept apart by other judgements" not in said.getvalue()
