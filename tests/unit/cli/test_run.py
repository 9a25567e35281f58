"""`tocsin run` as it is typed: what it prints where, how it ends, and which settings win."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

TOCSIN = str(Path(sys.executable).parent / "tocsin")
ROWS = [
    ("2007-03-01", "Ashby Police", "PC 11", "Trevor Okafor, 28, seen giving Nadia, 14, a phone."),
    ("2007-06-01", "Priory School", "Tutor", "Nadia (14) says Trevor Okafor collects her."),
    ("2008-01-10", "Quayside Project", "Worker", "Nadia, 15, got out of Trevor Okafor's car."),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "reports"
    place.mkdir()
    with (place / "log.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["received_on", "agency", "author", "text"])
        writer.writerows(ROWS)
    return place


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [TOCSIN, *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_all_read_ends_with_0_and_names_the_page(folder: Path, tmp_path: Path):
    """The last lines say where the page is and what to do next."""
    done = run("run", folder, "--out", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    assert "index.html" in done.stdout
    assert (tmp_path / "out/index.html").exists()


def test_one_bad_file_is_listed_and_the_rest_goes_on(folder: Path, tmp_path: Path):
    """What cannot be read ends the run with 3 and stands in rejected.csv with what to do."""
    (folder / "scan.pdf").write_bytes(b"%PDF-1.7 cut short")
    done = run("run", folder, "--out", tmp_path / "out")
    assert done.returncode == 3
    with (tmp_path / "out/rejected.csv").open(encoding="utf-8") as file:
        (row,) = csv.DictReader(file)
    assert row["source_file"] == "scan.pdf"
    assert row["what"]
    assert row["remedy"]
    assert len(json.loads((tmp_path / "out/people.json").read_text("utf-8"))) > 0


def test_nothing_read_ends_with_1_and_says_why_of_each_file(tmp_path: Path):
    """No output is written; each refused file stands on standard error."""
    place = tmp_path / "reports"
    place.mkdir()
    (place / "empty.txt").write_text("")
    done = run("run", place, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert "empty.txt" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "words",
    [("--as-of", "yesterday"), ("--map", "no pair"), ("--settings", "nowhere.yaml"), ("--nosuch",)],
)
def test_a_wrong_call_ends_with_2_in_plain_words(folder: Path, tmp_path: Path, words):
    """A wrong flag is one plain line, never a traceback."""
    done = run("run", folder, "--out", tmp_path / "out", *words)
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_of_somebody_else_is_not_written_to(folder: Path):
    """The reports themselves are never overwritten."""
    before = sorted(p.name for p in folder.iterdir())
    done = run("run", folder, "--out", folder)
    assert done.returncode == 2
    assert sorted(p.name for p in folder.iterdir()) == before


def test_json_is_alone_on_standard_output(folder: Path, tmp_path: Path):
    """With --json all talk goes to standard error, so that another program can read the rest."""
    done = run("run", folder, "--out", tmp_path / "out", "--json")
    printed = json.loads(done.stdout)
    assert printed == json.loads((tmp_path / "out/people.json").read_text("utf-8"))
    assert "index.html" in done.stderr


def test_a_flag_comes_before_the_settings_file(folder: Path, tmp_path: Path):
    """Flag, then tocsin.yaml, then what ships."""
    (folder / "tocsin.yaml").write_text("as_of: 2007-12-31\npolicy:\n  attention.voices: 2\n")
    run("run", folder, "--out", tmp_path / "a")
    run("run", folder, "--out", tmp_path / "b", "--as-of", "2009-01-01")
    first, second = (json.loads((tmp_path / d / "run.json").read_text("utf-8")) for d in "ab")
    assert first["as_of"] == "2007-12-31"
    assert second["as_of"] == "2009-01-01"
    assert first["counts"]["reports"] == 2
    assert second["counts"]["reports"] == 3


def test_an_unknown_setting_is_refused(folder: Path, tmp_path: Path):
    """A misspelt setting would silently do nothing."""
    (folder / "tocsin.yaml").write_text("as_off: 2007-12-31\n")
    done = run("run", folder, "--out", tmp_path / "out")
    assert done.returncode == 2
    assert "as_off" in done.stderr


def test_held_by_shows_what_one_agency_had_alone(folder: Path, tmp_path: Path):
    """Only that body's reports are in the view."""
    run("run", folder, "--out", tmp_path / "out", "--held-by", "priory school")
    assert json.loads((tmp_path / "out/run.json").read_text("utf-8"))["counts"]["reports"] == 1


def test_numbers_are_carried_over_from_a_previous_output(folder: Path, tmp_path: Path):
    """An earlier report arrives; everybody keeps the number that people already wrote down."""
    run("run", folder, "--out", tmp_path / "old")
    with (folder / "log.csv").open("a", encoding="utf-8", newline="") as file:
        text = "Trevor Okafor, 28, was with Nadia, 14."
        csv.writer(file).writerow(["2006-12-01", "Ashby Police", "PC 9", text])
    run("run", folder, "--out", tmp_path / "new", "--previous", tmp_path / "old")
    old, new = (
        {e["person_id"] for e in json.loads((tmp_path / d / "people.json").read_text("utf-8"))}
        for d in ("old", "new")
    )
    assert old <= new


@pytest.mark.usefixtures("folder")
def test_an_output_is_not_read_as_reports(tmp_path: Path):
    """A second run on a folder that holds the first one's output reads the reports alone."""
    run("run", tmp_path, "--out", tmp_path / "out")
    done = run("run", tmp_path, "--out", tmp_path / "out-2")
    assert done.returncode == 0, done.stderr
    assert json.loads((tmp_path / "out-2/run.json").read_text("utf-8"))["counts"]["reports"] == 3


def test_an_interrupted_run_leaves_no_half_written_output(folder: Path, tmp_path: Path):
    """Killed while it writes, however far it got, the old output stands whole."""
    out, unfinished = tmp_path / "out", tmp_path / ".out.unfinished"
    run("run", folder, "--out", out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}
    for written in (0, 1, 4, 8):
        process = subprocess.Popen(
            [TOCSIN, "run", str(folder), "--out", str(out), "--as-of", "2030-01-01"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        while process.poll() is None and not _holds(unfinished, written):
            pass
        os.killpg(process.pid, signal.SIGSTOP)  # held where it is, so that it can be looked at
        assert unfinished.exists(), "it was not caught while it wrote: nothing is tested"
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert run("run", folder, "--out", out).returncode == 0
    assert not unfinished.exists()


def _holds(folder: Path, files: int) -> bool:
    try:
        return sum(1 for _ in folder.iterdir()) >= files
    except FileNotFoundError:
        return False
