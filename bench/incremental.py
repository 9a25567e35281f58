"""A stored case: opening it, and how long adding takes: one report, a thousand mentions at once.

Towns are simulated with their true mentions, so that joining alone is timed. TOCSIN_BENCH_MENTIONS
lists sizes; one million takes many minutes to build and 7 GB. Beside the wall clock stands
processor time, which other work on the machine leaves alone.
"""

from __future__ import annotations

import json
import os
import resource
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

from table import Row

from tocsin.people.index import JoinIndex
from tocsin.people.profiles import receipt_order
from tocsin.policies import shipped
from tocsin.records import (
    Echo,
    EchoType,
    Extraction,
    Joining,
    Kind,
    Mention,
    Report,
    Role,
)
from tocsin.reports import read_paths
from tocsin.synthetic.simulating import World, simulate

SIZES = (50_000, 200_000)
_MENTIONS_A_REPORT = 3.6
_ONE_BY_ONE = 1_000
_AT_ONCE = 1_000
_ECHOES = {"copy": EchoType.COPY, "forward": EchoType.FORWARD}


def measure() -> list[Row]:
    """Each size: build, a thousand mentions at once, then reports one by one."""
    sizes = [int(n) for n in os.environ.get("TOCSIN_BENCH_MENTIONS", "").split()] or list(SIZES)
    one_by_one = int(os.environ.get("TOCSIN_BENCH_ADDED", _ONE_BY_ONE))
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            town = Path(folder) / f"town-{size}"
            wanted = int(size / _MENTIONS_A_REPORT) + one_by_one + 400
            simulate(World(seed=1, reports=wanted), town, lambda *_: None)
            rows += _measured(size, one_by_one, *read_town(town), check=size == min(sizes))
    return rows


def read_town(
    town: Path,
) -> tuple[dict[str, Report], dict[str, Extraction], list[Echo]]:
    """A simulated town with its true mentions and echoes."""
    reports = {r.report_id: r for r in read_paths([town / "input"]).reports}
    mentions: dict[str, list[Mention]] = {r: [] for r in reports}
    for row in _lines(town / "truth" / "mentions.jsonl"):
        text = reports[row["report_id"]].text[row["start"] : row["end"]]
        mentions[row["report_id"]].append(
            Mention(row["report_id"], row["start"], row["end"], text, Kind(row["kind"]),
                    Role(row["role"]), value=text)
        )  # fmt: skip
    extractions = {
        r: Extraction(r, tuple(sorted(found, key=lambda m: (m.start, m.end, m.kind))))
        for r, found in mentions.items()
    }
    echoes = [
        Echo(row["report_id"], parent, _ECHOES.get(row["type"], EchoType.RETELLING), 1.0)
        for row in _lines(town / "truth" / "echoes.jsonl")
        for parent in row["parents"]
    ]
    return reports, extractions, echoes


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def _measured(
    size: int,
    one_by_one: int,
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    echoes: Sequence[Echo],
    *,
    check: bool,
) -> list[Row]:
    part = f"adding to {size:,} mentions"
    ordered = [r.report_id for r in sorted(reports.values(), key=receipt_order)]
    known, count = [], 0
    for report_id in ordered:
        if count >= size:
            break
        known.append(report_id)
        count += len(extractions[report_id].mentions)
    rest = ordered[len(known) :]
    here = set(known)
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        index = JoinIndex.build(
            {r: reports[r] for r in known},
            extractions,
            echoes=[e for e in echoes if {e.report_id, e.parent_id} <= here],
            file=Path(folder) / "index.duckdb",
            policy=shipped(),
        )
        build = time.perf_counter() - began
        built = index.joining()
        index.close()
        began = time.perf_counter()
        index = JoinIndex.open(Path(folder) / "index.duckdb", policy=shipped())
        opened = time.perf_counter() - began
        as_it_was = index.joining() == built
        before = _numbers(built)
        at_once, after = _first(rest, extractions, _AT_ONCE), []
        wall, cpu = _timed(index, at_once, reports, extractions, echoes, here)
        now = _numbers(index.joining())
        stable = sum(now[m] == n for m, n in before.items()) / len(before)
        for report_id in rest[len(at_once) : len(at_once) + one_by_one]:
            after.append(_timed(index, [report_id], reports, extractions, echoes, here))
        rows = [
            Row(part, "build", build, "s"),
            Row(part, "open", opened, "s", note="as it stood, to the byte" if as_it_was else
                "NOT as it stood"),
            Row(part, "1,000 mentions at once", wall, "s", goal="<= 1.0 at 50,000",
                note=f"{cpu:.2f} s of processor time"),
            Row(part, "old mentions that kept their number", stable, ""),
            *_spread(part, "one report", [w for w, _ in after], goal="<= 50 at a million"),
            *_spread(part, "one report, processor", [c for _, c in after]),
        ]  # fmt: skip
        if check:
            rows.append(_beside(part, index, reports, extractions, echoes, here))
        index.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return [*rows, Row(part, "peak memory", peak, "MB")]


def _first(
    report_ids: Sequence[str], extractions: Mapping[str, Extraction], mentions: int
) -> list[str]:
    found, count = [], 0
    for report_id in report_ids:
        if count >= mentions:
            break
        found.append(report_id)
        count += len(extractions[report_id].mentions)
    return found


def _timed(
    index: JoinIndex,
    report_ids: Sequence[str],
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    echoes: Sequence[Echo],
    here: set[str],
) -> tuple[float, float]:
    fresh = set(report_ids)
    here |= fresh
    news = [
        e
        for e in echoes
        if (e.report_id in fresh or e.parent_id in fresh) and {e.report_id, e.parent_id} <= here
    ]
    wall, cpu = time.perf_counter(), time.process_time()
    index.add([reports[r] for r in report_ids], extractions, news)
    return time.perf_counter() - wall, time.process_time() - cpu


def _spread(part: str, what: str, seconds: Sequence[float], goal: str = "") -> list[Row]:
    cuts = quantiles([s * 1000 for s in seconds], n=20)
    return [
        Row(part, f"{what}, median", cuts[9], "ms", goal=goal),
        Row(part, f"{what}, 95 in 100 below", cuts[18], "ms"),
    ]


def _numbers(joining: Joining) -> dict[str, str]:
    return {m: s.person_id for s in joining.subjects for m in s.mention_ids}


def _beside(
    part: str,
    index: JoinIndex,
    reports: Mapping[str, Report],
    extractions: Mapping[str, Extraction],
    echoes: Sequence[Echo],
    here: set[str],
) -> Row:
    """How many subjects and cores differ from joining all at once, with the same shares of
    names."""
    whole = JoinIndex.build(
        {r: reports[r] for r in sorted(here)},
        extractions,
        echoes=[e for e in echoes if {e.report_id, e.parent_id} <= here],
        policy=shipped(),
        standing=index,
    )
    found, anew = index.joining(), whole.joining()
    people = {frozenset(s.mention_ids) for s in anew.subjects}
    differ = len({frozenset(s.mention_ids) for s in found.subjects} - people)
    cores = {frozenset(c) for s in anew.subjects for c in s.cores}
    apart = len({frozenset(c) for s in found.subjects for c in s.cores} - cores)
    note = f"{differ} of {len(people):,} subjects and {apart} of {len(cores):,} cores differ"
    share = differ / len(people)
    return Row(part, "subjects other than all at once", share, "", goal="<= .005", note=note)
