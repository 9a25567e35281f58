"""Stories planted into a copy of a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.errors import UsageError
from tocsin.synthetic.canaries import plant, read_planted

RUN = CliRunner()


def _case(folder: Path) -> Path:
    folder.mkdir()
    (folder / "a.txt").write_text("2004-03-01 Amina Noor (14) was seen with Piotr Wrona.")
    return folder


def test_the_case_itself_is_left_as_it_was(tmp_path: Path) -> None:
    """Stories go into the copy alone."""
    case = _case(tmp_path / "case")
    assert plant(case, tmp_path / "copy", seed=1) >= 20
    assert [p.name for p in case.iterdir()] == ["a.txt"]
    assert (tmp_path / "copy" / "input" / "a.txt").read_text() == (case / "a.txt").read_text()
    assert len(read_planted(tmp_path / "copy")) == 10


def test_no_canary_bears_a_name_of_the_case(tmp_path: Path) -> None:
    """Whoever is planted cannot be taken for somebody of the case."""
    case = tmp_path / "case"
    case.mkdir()
    taken = ["Kamil", "Crowther", "Amina", "Boateng", "Okafor"]
    (case / "a.txt").write_text(" ".join(taken))
    for seed in range(12):
        plant(case, tmp_path / f"copy-{seed}", seed=seed)
        told = (tmp_path / f"copy-{seed}" / "input" / "canaries.jsonl").read_text()
        assert not any(name in told for name in taken)


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    """Nothing is ever written over."""
    case = _case(tmp_path / "case")
    with pytest.raises(UsageError, match="not empty"):
        plant(case, case, seed=1)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_run_finds_what_was_planted(tmp_path: Path, seed: int) -> None:
    """All ten stories are found in a copy of a small case, whoever tells them."""
    case = _case(tmp_path / "case")
    copy, out = tmp_path / "copy", tmp_path / "out"
    assert RUN.invoke(
        build(only="plant"), ["plant", str(case), "--out", str(copy), "--seed", str(seed)]
    )
    RUN.invoke(
        build(only="run"), ["run", str(copy / "input"), "--out", str(out), "--as-of", "2024-01-01"]
    )
    result = RUN.invoke(build(only="check"), ["check", str(out), "--planted", str(copy)])
    assert result.exit_code == 0, result.output
    assert "10 of 10 were found" in result.output


def test_what_is_not_found_is_said_and_counts(tmp_path: Path) -> None:
    """A run on the case without the stories finds none of them, and says so."""
    case = _case(tmp_path / "case")
    plant(case, tmp_path / "copy", seed=1)
    out = tmp_path / "out"
    RUN.invoke(build(only="run"), ["run", str(case), "--out", str(out), "--as-of", "2024-01-01"])
    result = RUN.invoke(
        build(only="check"), ["check", str(out), "--planted", str(tmp_path / "copy")]
    )
    assert result.exit_code == 3
    assert "0 of 10 were found" in result.output
