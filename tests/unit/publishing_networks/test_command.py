"""`tocsin network` as it is typed, on a small case run for real."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tocsin.cli import main


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it said."""

    returncode: int
    stdout: str
    stderr: str


def tocsin(*words: str | Path) -> Done:
    """The command line as it is typed, in this process."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["tocsin", *map(str, words)])
        patch.setenv("COLUMNS", "100")
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(code, out.getvalue(), err.getvalue())


POLICE, SCHOOL, PROJECT = "Ashby Police", "Priory School", "Quayside Project"
TEXTS = {
    "2007-03-01": (POLICE, "Trevor Okafor, 28, was with Nadia Rahman, 14, in KX07 RJO."),
    "2007-06-01": (SCHOOL, "Nadia Rahman (14) says Trevor Okafor, 28, collects her in KX07 RJO."),
    "2008-01-10": (PROJECT, "Piotr Zielinski, 31, got out of KX07 RJO with Trevor Okafor."),
    "2008-02-10": (POLICE, "Piotr Zielinski, 32, threatened Gheorghe Lupu, 40, at the station."),
}
ROWS = [(on, agency, "Officer", text) for on, (agency, text) in TEXTS.items()]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("case")
    with (place / "log.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["received_on", "agency", "author", "text"])
        writer.writerows(ROWS)
    done = tocsin("run", place / "log.csv", "--out", place / "out", "--as-of", "2009-01-01")
    assert done.returncode == 0, done.stderr
    return place / "out"


def test_it_says_what_there_is_and_what_it_cannot_say(out: Path):
    """Counts, groups, the years, and the words of caution; a child by initials."""
    done = tocsin("network", out)
    assert done.returncode == 0, done.stderr
    assert "Standing in one report says nothing" in " ".join(done.stdout.split())
    assert "Nadia Rahman" not in done.stdout
    assert "2007" in done.stdout


def test_json_holds_all_of_it_and_no_figure_for_the_child(out: Path):
    """`--json` on standard output; the child has no sureness and no place in an order."""
    done = tocsin("network", out, "--json", "--purpose", "A review")
    found = json.loads(done.stdout)
    assert found["purpose"] == "A review"
    shielded = {row["person_id"] for row in found["nodes"] if row["never_rank"]}
    assert shielded
    for group in found["groups"]:
        for member in group["members"]:
            assert (member["person_id"] in shielded) == (member["sure"] is None)
    assert not shielded & {row["person_id"] for row in found["between_others"]["rows"]}


def test_a_path_shows_the_words_it_rests_on(out: Path):
    """From one man to another by way of others, with the reports' own words."""
    rows = json.loads(tocsin("network", out, "--json", "--show-sources").stdout)["nodes"]
    people = {row["name"]: row["person_id"] for row in rows if row["kind"] == "person"}
    start, end = (next(p for name, p in people.items() if word in name) for word in ("Tre", "Lupu"))
    done = tocsin("network", out, "--path", start, end, "--show-sources")
    assert done.returncode == 0, done.stderr
    assert " to Gheorghe Lupu in " in done.stdout
    assert "at the station" in done.stdout


def test_a_past_day_shows_less(out: Path):
    """`--as-of` leaves out what was received later, and says how much."""
    done = tocsin("network", out, "--as-of", "2007-12-31")
    assert "2 reports received later are left out" in " ".join(done.stdout.split())
    assert tocsin("network", out, "--as-of", "2012-01-01").returncode == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--subject", "T-NOSUCH"), "No subject T-NOSUCH stands in this network"),
        (("--group", "99"), "There is no group 99"),
        (("--svg", "x.svg"), "What should be drawn?"),
        (("--subject", "T-A", "--group", "1"), "one at a time"),
        (("--as-of", "soon"), "not a date"),
    ],
)
def test_a_wrong_call_is_one_plain_line(out: Path, words: tuple[str, ...], said: str):
    """Exit 2, what went wrong and what to do, never a traceback."""
    done = tocsin("network", out, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_masked_names_stay_masked_in_what_is_written(out: Path, tmp_path: Path):
    """Initials in every file by default, in full when asked for on purpose."""
    for flag, there in (((), False), (("--show-sources",), True)):
        place = tmp_path / f"files{there}"
        place.mkdir()
        done = tocsin(
            "network", out, "--graphml", place / "n.graphml", "--ftm", place / "n.json",
            "--i2", place / "i2", "--group", "1", "--svg", place / "g.svg", *flag,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        for name in ("n.graphml", "n.json", "i2/entities.csv"):
            assert ("Nadia" in (place / name).read_text("utf-8")) is there, name
        assert "<svg" in (place / "g.svg").read_text("utf-8")
