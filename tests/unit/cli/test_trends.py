"""`tocsin trends` as it is typed: what is shown, as JSON, and as drawings."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tocsin.cli import build
from tocsin.errors import NotFoundError

START = date(2021, 1, 4)


def _call(*words: str | Path) -> Result:
    return CliRunner().invoke(build(), [str(w) for w in words], catch_exceptions=False)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small case: a place named by many, and a child whose name is never shown."""
    folder = tmp_path_factory.mktemp("case")
    with (folder / "log.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["received_on", "occurred_on", "agency", "author", "text"])
        for n in range(40):
            day = START + timedelta(days=9 * n)
            agency = ("Ashby Police", "Priory School", "Quayside Project")[n % 3]
            text = f"Trevor Okafor seen outside the Swan Hotel with Nadia Kowalska, 14. Note {n}."
            before = day - timedelta(days=2)
            writer.writerow([day.isoformat(), before.isoformat(), agency, f"Worker {n % 7}", text])
    place = folder / "out"
    assert _call("run", folder, "--out", place, "--as-of", "2022-01-10").exit_code == 0
    return place


def test_what_was_counted_and_what_cannot_be_said_come_first(out: Path):
    """The terminal begins with what the figures rest on and ends with a word of caution."""
    done = _call("trends", out)
    assert done.exit_code == 0
    assert "Counted:" in done.stdout
    assert "Less than three years" in " ".join(done.stdout.split())
    assert "A count of reports is not a count of what happens" in " ".join(done.stdout.split())


def test_no_child_stands_in_an_order(out: Path):
    """Neither her name nor her number is in the text or the JSON of flows and pairs."""
    shown = _call("trends", out).stdout
    assert "Nadia" not in shown
    people = json.loads((out / "people.json").read_text("utf-8"))
    children = {row["person_id"] for row in people if row["list"] == "children_at_risk"}
    assert children
    found = json.loads(_call("trends", out, "--json").stdout)
    named = {f["person_id"] for f in found["flows"]} | {p["left"] for p in found["pairs"]}
    assert named
    assert named.isdisjoint(children)


def test_json_opens_every_count_and_shows_no_chance_figure(out: Path):
    """Dates are ISO, counts match their reports, and what only orders subjects is left out."""
    found = json.loads(_call("trends", out, "--json").stdout)
    assert found["looked_on"] == "2022-01-10"
    assert found["reports"] <= 40
    for flow in found["flows"]:
        assert flow["seen"] == len(flow["report_ids"]) - 1
        assert "log_e" not in flow


def test_drawings_are_written_as_svg(out: Path, tmp_path: Path):
    """`--charts` fills a folder."""
    done = _call("trends", out, "--charts", tmp_path / "pictures")
    assert done.exit_code == 0
    names = sorted(p.name for p in (tmp_path / "pictures").iterdir())
    assert {"delay.svg", "weeks.svg"} <= set(names)
    assert all(p.read_text("utf-8").startswith("<svg") for p in (tmp_path / "pictures").iterdir())


def test_a_folder_without_sightings_is_told_so(tmp_path: Path):
    """Where there is nothing to draw from, the error says what to do."""
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotFoundError, match="Tocsin"):
        _call("trends", tmp_path / "empty")
