"""`tocsin scale` as it is typed: a table, a run, what leaves the agency, and what is refused."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

TOCSIN = str(Path(sys.executable).parent / "tocsin")
HAV = Path(__file__).parents[2] / "data" / "mse" / "hav_taiwan_3.csv"


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [TOCSIN, "scale", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_table_on_the_terminal():
    """The sentence that may be quoted comes first; then grade, methods and the questions."""
    done = run(HAV, "--what", "people")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.strip().splitlines()
    assert lines[0] == "At least 271 people; a total cannot be supported."
    assert lines[1] == "Grade C."
    assert "Best by BIC, BCa" in done.stdout
    assert "refer, exclude, or neither" in done.stdout
    assert "Whitehead" in done.stdout


def test_a_table_as_plain_values_and_a_picture(tmp_path: Path):
    """--json prints values only; --svg writes a picture; the same seed, the same bytes."""
    first, second = tmp_path / "a.svg", tmp_path / "b.svg"
    done = run(HAV, "--json", "--svg", first, "--workers", "1")
    plain = json.loads(done.stdout)
    assert (plain["n"], plain["grade"], plain["headline"]) == (271, "C", None)
    assert plain["envelope"][0] < 545 < plain["envelope"][1]
    again = run(HAV, "--json", "--svg", second, "--workers", "3")
    assert again.stdout == done.stdout
    assert first.read_bytes() == second.read_bytes()
    ET.parse(first)


def test_a_run_of_reports(tmp_path: Path):
    """An output folder: children by the sectors that saw them; too few is said, not raised."""
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "log.csv").write_text(
        "received_on,agency,author,text\n"
        "2007-03-01,Ashby Police,PC 11,Nadia Karim (14) was found in Trevor Okafor's car.\n"
        "2007-06-01,Priory School,Tutor,Nadia Karim (14) says Trevor Okafor collects her.\n",
        encoding="utf-8",
    )
    out = tmp_path / "out"
    subprocess.run([TOCSIN, "run", folder, "--out", out], capture_output=True, check=True)
    done = run(out, "--json")
    assert done.returncode == 0, done.stderr
    plain = json.loads(done.stdout)
    assert plain["lists"] == ["education", "police"]
    assert plain["headline"] is None
    told = run(out, "--share")
    assert "Fewer than 5 children were seen." in told.stdout
    assert "Nadia" not in done.stdout + told.stdout


def test_answers_and_another_threshold_stand_beside(tmp_path: Path):
    """--pairs and --also are read, and shown with what they are about."""
    answers = tmp_path / "answers.csv"
    answers.write_text("left,right,answer\nP,Q,exclude\n", encoding="utf-8")
    strict = tmp_path / "strict.csv"
    strict.write_text(HAV.read_text("utf-8").replace("1,1,1,28", "1,1,1,20"), encoding="utf-8")
    plain = json.loads(run(HAV, "--json", "--pairs", answers, "--also", strict).stdout)
    assert [p["answer"] for p in plain["pairs"]] == ["", "", "exclude"]
    assert plain["variations"][-1]["name"] == "strict"


@pytest.mark.parametrize(
    ("text", "words", "code"),
    [
        ("a,b,count\n1,0,-3\n", [], 1),
        ("a,b,count\n", [], 1),
        ("a,b,count\n1,0,3\n", ["--seed", "-1"], 2),
        ("a,b,count\n1,0,3\n", ["--pairs", "none.csv"], 2),
        ("a,b,count\n1,0,3\n", ["--also", "TABLE"], 0),
    ],
)
def test_exit_codes(tmp_path: Path, text: str, words: list[str], code: int):
    """0 done, whatever the grade; 1 nothing read; 2 the call is wrong; never a traceback."""
    table = tmp_path / "table.csv"
    table.write_text(text, encoding="utf-8")
    done = run(table, *(str(table) if word == "TABLE" else word for word in words))
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    if code:
        assert done.stderr.startswith("tocsin: ")
