"""Rules that only a whole run can keep: the same output, the view of the past, what is undone.

The cases are the written one and small simulated towns; the workers, the order of files, their
folder, the hash seed and the locale are what a machine may change.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tocsin.evaluation.marked import read_marked
from tocsin.gathering import FEWEST_SHARED_OUT
from tocsin.pipeline import Settings, run_case
from tocsin.records import Case, JoinStatus, Judged, Judgement, Reading
from tocsin.reports import read_paths
from tocsin.synthetic.simulating import World
from tocsin.synthetic.simulating import simulate as write_world

CASE = Path(__file__).parents[1] / "data/cases/harrowmere/reports.jsonl"
AS_OF = date(2012, 1, 1)
TIMED = "run.json"
"""Holds the timings, the only part of an output that may differ."""


def _write_rows(folder: Path, rows: list[dict[str, object]], name: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (folder / name).write_text("\n".join(lines) + "\n", "utf-8")


def _rows() -> list[dict[str, object]]:
    answers = {"origin_of", "decision", "compiled_from"}
    return [
        {k: v for k, v in r.row.items() if k not in answers and v is not None}
        for r in read_marked(CASE)
    ]


def _run(folder: Path, out: Path, *flags: str, **environment: str) -> dict[str, str]:
    """Run the command in a process of its own and hash every file it wrote."""
    command = [str(Path(sys.executable).parent / "tocsin"), "run", str(folder), "--out", str(out)]
    done = subprocess.run(
        [*command, "--as-of", AS_OF.isoformat(), *flags],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    hashes = {
        path.relative_to(out).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file() and path.name != TIMED
    }
    record = json.loads((out / TIMED).read_text("utf-8"))
    record.pop("timings")
    return {**hashes, TIMED: json.dumps(record, sort_keys=True)}


def test_the_same_input_gives_the_same_bytes_on_any_machine(tmp_path: Path):
    """Workers, order and names of files, folder, hash seed, locale and time zone change nothing."""
    write_world(World(seed=9, reports=260), tmp_path / "town", lambda _stage, _done, _of: None)
    town = (tmp_path / "town" / "input" / "reports.jsonl").read_text("utf-8").splitlines()
    rows = [*_rows(), *map(json.loads, town)]
    assert len(rows) > FEWEST_SHARED_OUT, "so few are read by one process, whatever is asked"
    one = tmp_path / "one"
    _write_rows(one, rows, "reports.jsonl")
    first = _run(one, tmp_path / "out-1", "--workers", "1", PYTHONHASHSEED="1", LC_ALL="C")
    again = _run(
        one, tmp_path / "out-2", "--workers", "2", PYTHONHASHSEED="99", LC_ALL="C.UTF-8",
        TZ="Pacific/Auckland",
    )  # fmt: skip
    assert again == first

    # Shuffled rows in another folder: all but where each was found (file and row) is the same.
    random.Random(7).shuffle(rows)
    many = tmp_path / "elsewhere" / "in another folder"
    _write_rows(many, rows, "reports.jsonl")
    moved = _run(many, tmp_path / "out-3", "--workers", "2", PYTHONHASHSEED="5")
    for name in ("people.json", "people.csv", "mentions.parquet", "persons.parquet",
                 "joins.parquet", "echoes.parquet", "sightings.parquet", "stated_ties.parquet",
                 "model.json"):  # fmt: skip
        assert moved[name] == first[name], name


@cache
def _written() -> Reading:
    with tempfile.TemporaryDirectory() as place:
        _write_rows(Path(place), _rows(), "reports.jsonl")
        return read_paths([Path(place)])


@cache
def _case(as_of: date = AS_OF) -> Case:
    return run_case(_written(), Settings(as_of=as_of))


@settings(max_examples=6, deadline=None)
@given(st.dates(date(2008, 6, 1), date(2011, 5, 1)))
def test_a_past_view_is_the_run_of_what_was_there_that_day(day: date):
    """Looking back equals running on the reports received by then: nothing later shines through."""
    seen = tuple(r for r in _written().reports if r.received is not None and r.received.last <= day)
    then = run_case(replace(_written(), reports=seen), Settings(as_of=day))
    now = _case(day)
    assert now.entries == then.entries
    assert now.echoes == then.echoes
    assert now.joining == then.joining


def test_a_report_without_a_date_starts_no_clock_and_is_in_no_past_view():
    """It is read, listed and counted, but nothing is unheeded since it."""
    reports = _written().reports
    blind = tuple(
        replace(r, received=None) if r.report_id == reports[6].report_id else r for r in reports
    )
    reading = replace(_written(), reports=blind)
    today = run_case(reading, Settings(as_of=AS_OF))
    past = run_case(reading, Settings(as_of=date(2010, 1, 1)))
    assert reports[6].report_id in today.coverage.undated
    assert reports[6].report_id in past.coverage.not_yet
    assert reports[6].report_id not in past.reports


def test_undoing_a_judgement_restores_exactly_what_was_there():
    """A judgement is one row: taking it away gives the former result, joins and all."""
    before = _case()
    join = next(j for j in before.joining.joins if j.status is not JoinStatus.ALONE)
    judged = run_case(
        _written(),
        Settings(
            as_of=AS_OF,
            judgements=(Judgement(join.left, join.right, Judged.DIFFERENT, "Asha", "2011-01-01"),),
        ),
    )
    apart = judged.joining.subject_of()
    assert apart[join.left] != apart[join.right]
    after = run_case(_written(), Settings(as_of=AS_OF))
    assert replace(after, timings={}) == replace(before, timings={})


def test_a_judgement_binds_a_full_join():
    """What a human called the same is one person for certain, whatever the names say."""
    people = [s for s in _case().joining.subjects if s.kind.value == "person" and not s.set_apart]
    apart = [s for s in people if len(s.mention_ids) == 1][:2]
    left, right = apart[0].mention_ids[0], apart[1].mention_ids[0]
    judged = run_case(
        _written(),
        Settings(
            as_of=AS_OF,
            judgements=(Judgement(left, right, Judged.SAME, "Asha", "2011-01-01"),),
        ),
    )
    subject = judged.joining.subject_of()
    assert subject[left] == subject[right]
    assert judged.joining.status_of[left] is JoinStatus.CERTAIN


def test_every_figure_opens_to_as_many_rows_as_it_says():
    """Value and evidence come from one place, and the evidence is really there (rule 10)."""
    case = _case()
    assert case.entries
    for entry in case.entries:
        for name, figure in entry.figures.items():
            assert figure.value == len(set(figure.rows)), (entry.person_id, name)
        assert set(entry.figures["reports"].rows) <= set(case.reports)
        assert set(entry.figures["voices"].rows) <= set(case.reports)


def test_nothing_that_was_read_vanishes():
    """Every row of the input is a report in the output, or stands in the rejected list."""
    assert {r["report_id"] for r in _rows()} == set(_case().reports)


@pytest.mark.parametrize("worse", ["reporter", "professional"])
def test_who_reports_or_works_is_on_no_list(worse: str):
    """Reporters and professionals are never subjects of lists (rule 8)."""
    case = _case()
    listed = {entry.person_id for entry in case.entries if entry.kind.value == "person"}
    roles: dict[str, set[str]] = {}
    subject_of = case.joining.subject_of()
    for extraction in case.extractions.values():
        for mention in extraction.mentions:
            if mention.mention_id in subject_of and mention.kind.value == "person":
                number = subject_of[mention.mention_id].person_id
                roles.setdefault(number, set()).add(mention.role.value)
    assert not [n for n in listed if roles[n] == {worse}]
