"""The commands that read an output folder: what may be left out, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from tocsin.cli.compare import compare_outputs
from tocsin.cli.explain import explain
from tocsin.cli.folders import opened
from tocsin.cli.letter import letter
from tocsin.cli.list import list_subjects
from tocsin.cli.report import report
from tocsin.cli.shred import shred
from tocsin.cli.subject import subject
from tocsin.cli.why import why
from tocsin.errors import NotFoundError, TocsinError, UsageError
from tocsin.publishing import write_output
from tocsin.records import Case

KIERAN = "T-AAAAA01"


def said(command: object, *words: str) -> str:
    app = typer.Typer()
    app.command()(command)
    result = CliRunner().invoke(app, list(words), catch_exceptions=False, env={"COLUMNS": "100"})
    assert result.exit_code == 0, result.output
    return result.output


def test_every_command_shows_what_it_is_asked(out: Path, tmp_path: Path) -> None:
    """Each leads from the folder to names, words or a file."""
    assert "Kieran Doyle" in said(list_subjects, str(out), "adults_named")
    assert "Sunrise Tyres" in said(subject, str(out), KIERAN)
    assert "who waits outside" in said(report, str(out), "R001")
    assert "R003 copies R002" in said(why, str(out), "R003", "R002")
    assert "voices = 7" in said(explain, str(out), KIERAN, "voices")
    assert "Nothing changed" in said(compare_outputs, str(out), str(out))
    docx = tmp_path / "letter.docx"
    assert "only then send it" in said(letter, str(out), KIERAN, "--to", "X", "--out", str(docx))
    assert docx.exists()


def test_the_folder_may_be_left_out(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a place that holds `out`, a number alone is enough."""
    write_output(case, tmp_path / "out")
    monkeypatch.chdir(tmp_path)
    assert "Kieran Doyle" in said(subject, KIERAN)
    assert "Kieran Doyle" in said(list_subjects)
    assert "Sunrise" in said(list_subjects, "places")
    said(letter, KIERAN, "--to", "Fenwick Council")
    assert (tmp_path / f"letter-{KIERAN}.docx").exists()


def test_shred_asks_first(case: Case, tmp_path: Path) -> None:
    """Without --yes nothing goes until it is confirmed; the honest words are said."""
    write_output(case, tmp_path / "out")
    app = typer.Typer()
    app.command()(shred)
    with pytest.raises(UsageError, match="Nothing was removed"):
        CliRunner().invoke(app, [str(tmp_path / "out")], input="n\n", catch_exceptions=False)
    assert (tmp_path / "out" / "run.json").exists()
    assert "solid-state" in said(shred, str(tmp_path / "out"), "--yes")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda out: opened([str(out)], "A", "B"), "Write: \\[OUT\\] A B"),
        (lambda out: list_subjects([str(out), "suspects"]), "There is no list 'suspects'"),
        (lambda out: letter([str(out), KIERAN], to="X", out=Path("letter.txt")), "docx"),
        (lambda out: letter([str(out), KIERAN], to="X", answer_by="soon"), "2026-03-09"),
    ],
)
def test_a_wrong_call_says_what_to_write(out: Path, call: object, words: str) -> None:
    """What is wrong, and how to write it."""
    with pytest.raises(UsageError, match=words):
        call(out)


def test_no_error_holds_a_name(out: Path) -> None:
    """What was asked for may be a name; an error repeats numbers and paths, never texts."""
    with pytest.raises(NotFoundError) as error:
        subject([str(out), "T-0000000"])
    assert isinstance(error.value, TocsinError) and error.value.exit_code == 2
