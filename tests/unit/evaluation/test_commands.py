"""The commands that make cases and measure runs, called as a user calls them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.support.marked_case import write_marked
from typer.testing import CliRunner

from tocsin.cli import build
from tocsin.errors import NotFoundError, UsageError

RUN = CliRunner()


def test_a_marked_case_goes_through_to_its_figures(tmp_path: Path):
    """unmark, run, evaluate: the figures come out, by report numbers of the case."""
    case, out = write_marked(tmp_path / "case"), tmp_path / "out"
    app = build()
    assert RUN.invoke(app, ["unmark", str(case), "--out", str(tmp_path / "m")]).exit_code == 0
    told = RUN.invoke(
        app, ["run", str(tmp_path / "m/input"), "--out", str(out), "--as-of", "2005-12-31"]
    )
    assert told.exit_code == 0, told.output
    result = RUN.invoke(app, ["evaluate", str(out), str(tmp_path / "m"), "--json"])
    figures = json.loads(result.stdout)
    assert figures["reports"] == {"true": 5, "read": 5, "unread": 0}
    assert figures["mentions"]["person"]["overlap"]["recall"] > 0.5
    assert figures["mentions"]["vehicle"]["exact"]["recall"] == 1
    assert RUN.invoke(app, ["evaluate", str(out), str(case)]).exit_code == 0


def test_lead_time_is_measured_by_running_the_input_again(tmp_path: Path):
    """With --replay the months are run one by one; nobody rings before the first report."""
    case, out = write_marked(tmp_path / "case"), tmp_path / "out"
    app = build()
    RUN.invoke(app, ["unmark", str(case), "--out", str(tmp_path / "m")])
    given = str(tmp_path / "m/input")
    RUN.invoke(app, ["run", given, "--out", str(out), "--as-of", "2005-12-31"])
    result = RUN.invoke(app, ["evaluate", str(out), str(case), "--json", "--replay", given])
    lead = json.loads(result.stdout)["lead_time"]
    assert lead["months"] == 14
    assert lead["by_subject"]["P1"]["third_voice_on"] == "2004-08-02"


def test_a_simulated_town_can_be_run_and_measured(tmp_path: Path):
    """simulate, run, evaluate fit together."""
    app = build()
    town, out = tmp_path / "town", tmp_path / "out"
    made = RUN.invoke(app, ["simulate", "--reports", "60", "--seed", "3", "--out", str(town)])
    assert made.exit_code == 0
    RUN.invoke(app, ["run", str(town / "input"), "--out", str(out), "--as-of", "2024-01-01"])
    result = RUN.invoke(app, ["evaluate", str(out), str(town), "--json"])
    assert json.loads(result.stdout)["reports"]["unread"] == 0


def test_the_demo_says_what_to_do_next(tmp_path: Path):
    """Its last line is the next command."""
    result = RUN.invoke(build(), ["demo", str(tmp_path / "d"), "--truth", str(tmp_path / "t")])
    assert result.exit_code == 0
    assert "tocsin run" in result.stderr
    assert (tmp_path / "t" / "truth" / "mentions.jsonl").is_file()


def test_what_is_no_output_is_named(tmp_path: Path):
    """A wrong folder is one plain line."""
    case = write_marked(tmp_path / "case")
    result = RUN.invoke(build(), ["evaluate", str(tmp_path), str(case)])
    assert isinstance(result.exception, NotFoundError)
    assert "not the output of a run" in str(result.exception)


@pytest.mark.parametrize("command", ["unmark", "evaluate"])
def test_a_folder_without_a_case_is_refused(tmp_path: Path, command: str):
    """Neither command guesses."""
    extra = ["--out", str(tmp_path / "x")] if command == "unmark" else [str(tmp_path)]
    result = RUN.invoke(build(), [command, str(tmp_path), *extra])
    assert isinstance(result.exception, UsageError | NotFoundError)
