"""Joining of mentions in narrative: right joins, honest probabilities, time, on unseen cases.

The written cases and the simulated towns here had no part in making the shipped model (written
cases of training/, towns 11 and 12), and nothing was tuned on them.
"""

from __future__ import annotations

import os
import resource
import time
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from table import Row

from tocsin.evaluation.measures import b_cubed
from tocsin.evaluation.teaching import marked_case, simulated_case
from tocsin.people import join
from tocsin.people.mention_training import Labelled
from tocsin.policies import shipped
from tocsin.records import Joining, JoinStatus

CASES = Path(__file__).parents[1] / "tests" / "data" / "cases"
_TOWN = (21, 10_000)
_BINS = (0.8, 0.85, 0.9, 0.95, 0.995, 1.01)
_MILLION = 1_000_000

Bins = dict[int, list[int]]
"""Place in `_BINS` → wrong and right joins."""


def measure() -> list[Row]:
    """Each unseen case, then how often joins of each probability are right, then the time."""
    cases = {name: marked_case(CASES / name, shipped()) for name in ("harrowmere", "saltby")}
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if data:
        cases["town-a"] = marked_case(Path(data) / "cases" / "town-a", shipped())
    seed, reports = _TOWN
    town = f"simulated town, {reports:,} reports"
    cases[town] = simulated_case(seed, reports, shipped())
    rows: list[Row] = []
    written: Bins = defaultdict(lambda: [0, 0])
    simulated: Bins = defaultdict(lambda: [0, 0])
    for name, case in cases.items():
        began = time.process_time()
        found = join(case.reports, case.extractions, echoes=case.echoes, policy=shipped())
        took = time.process_time() - began
        rows += _figures(name, found, case.person_of)
        _count(found, case.person_of, simulated if name == town else written)
        if name == town:
            rows += _time(name, case, took)
    return [*rows, *_reliability("written cases", written), *_reliability(town, simulated)]


def _figures(name: str, found: Joining, person_of: Mapping[str, str]) -> list[Row]:
    best, cores = {}, {}
    for subject in found.subjects:
        for i, core in enumerate(subject.cores):
            for mention_id in core:
                if mention_id in person_of:
                    best[mention_id] = subject.person_id
                    cores[mention_id] = (subject.person_id, i)
    truth = {m: person_of[m] for m in best}
    reading, core = b_cubed(best, truth), b_cubed(cores, truth)
    part = f"mentions: {name}"
    return [
        Row(part, "best reading, B-cubed F1", reading.f1, goal="0.85"),
        Row(part, "best reading, precision", reading.precision),
        Row(part, "best reading, recall", reading.recall),
        Row(part, "certain cores, B-cubed precision", core.precision, goal="0.98"),
        Row(part, "certain cores, B-cubed recall", core.recall),
    ]


def _count(found: Joining, person_of: Mapping[str, str], bins: Bins) -> None:
    """Joins across reports, by the probability they were given."""
    for tie in found.joins:
        left, right = person_of.get(tie.left), person_of.get(tie.right)
        if tie.status is JoinStatus.ALONE or left is None or right is None:
            continue
        if tie.left.split(":")[0] == tie.right.split(":")[0]:
            continue
        place = sum(tie.match_probability >= edge for edge in _BINS) - 1
        bins[place][int(left == right)] += 1


def _reliability(what: str, bins: Bins) -> list[Row]:
    rows = []
    for place, (wrong, right) in sorted(bins.items()):
        low, high = _BINS[place], min(_BINS[place + 1], 1.0)
        share = right / (wrong + right)
        note = f"{wrong + right} joins"
        rows.append(Row(f"reliability: {what}", f"given {low} to {high}", share, note=note))
    return rows


def _time(name: str, case: Labelled, took: float) -> list[Row]:
    mentions = sum(len(e.mentions) for e in case.extractions.values())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    part = f"mentions: {name}"
    return [
        Row(part, "processor time of joining", took, "s", note=f"{mentions:,} mentions"),
        Row(part, "a million mentions at this pace", took / mentions * _MILLION, "s", goal="45"),
        Row(part, "peak memory, all of this bench", peak, "MB", goal="4096"),
    ]
