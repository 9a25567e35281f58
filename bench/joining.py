"""Joining: tables of records and a written case, beside what a user would otherwise pick.

The shipped model of records was made on one half (by a hash of the person) of historical_half,
pseudopeople and fake_1000, on febrl2 and on made-up tables (`joining_model.py`); the other halves
are scored here, and febrl1, 3 and 4 in whole. Each system runs in a process of its own, so that its
memory is its own. The written case with its own marks measures joining apart from finding.
"""

from __future__ import annotations

import multiprocessing
import resource
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from joining_peers import CUT, DEMOS, Demo, by_ecm, by_equality, by_splink
from joining_sets import in_first_half, people_of, reference, scores
from table import NOT_RUN, Row

from tocsin.evaluation.marked import read_marked
from tocsin.people import join
from tocsin.people.calibration import calibration_error
from tocsin.people.record_cores import Cuts, groups_of_one_core
from tocsin.people.record_items import NOTHING_SAID, Items
from tocsin.people.record_scoring import Pairs
from tocsin.people.resolving import Resolved, record_model, resolve_records
from tocsin.people.table import read_table
from tocsin.policies import shipped
from tocsin.records import Extraction, JoinStatus, Kind, Report
from tocsin.values.dates import PartialDate

_SHIFTS = (-6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6)
"""Bits by which the cut is moved to see what the best one, chosen with the truth, would give."""
_CUTS = Cuts(float(shipped()["people.certain"]), float(shipped()["people.possible"]))
_ALIASES = "ofac_person_names"


def measure() -> list[Row]:
    """Every set of records, then the written case."""
    data = reference()
    sets = [*(demo.name for demo in DEMOS), _ALIASES]
    if data is None:
        note = "TOCSIN_REFERENCE_DATA is unset"
        parts = [*(f"records: {name}" for name in sets), "written case, marked"]
        return [Row(part, "all", NOT_RUN, note=note) for part in parts]
    rows: list[Row] = []
    for demo in DEMOS:
        rows += _records(demo, data / "er" / f"{demo.name}.parquet")
    rows += _aliases(data / "er" / f"{_ALIASES}.parquet")
    return [*rows, *_written(data / "cases" / "town-a" / "reports.jsonl")]


def _apart(work: Callable[..., Any], *given: Any) -> tuple[Any, float, float]:
    """What some work gives, its seconds and its peak memory in MB, in a process of its own."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)

    def run() -> None:
        began = time.perf_counter()
        try:
            found = work(*given)
        except Exception as error:  # told in the table; the other systems go on
            found = error
        took = time.perf_counter() - began
        there.send((found, took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))

    process = context.Process(target=run)
    process.start()
    found = here.recv()
    process.join()
    return found  # type: ignore[no-any-return]


def _ours(path: Path, kept: Sequence[int]) -> Resolved:
    records, _ = read_table(path, {})
    return resolve_records(records.take(kept), policy=shipped(), threads=2)


def _records(demo: Demo, path: Path) -> list[Row]:
    everyone = people_of(path)
    kept = [i for i, p in enumerate(everyone) if not (demo.halved and in_first_half(p))]
    truth = [everyone[i] for i in kept]
    part = f"records: {demo.name}"
    half = "the half no model saw" if demo.halved else "all of it"
    found, took, memory = _apart(_ours, path, kept)
    ours = scores(found.person_ids, truth)
    sure = scores(_certain_only(found), truth)
    rows = [
        Row(part, "best reading, pairwise F1", ours[2], goal=demo.goal, note=half),
        Row(part, "best reading, pairwise P", ours[0]),
        Row(part, "best reading, pairwise R", ours[1]),
        Row(part, "best reading, B-cubed F1", ours[5]),
        Row(part, "best reading, B-cubed P", ours[3]),
        Row(part, "best reading, B-cubed R", ours[4]),
        Row(part, "certain, pairwise P", sure[0], goal="0.995"),
        Row(part, "certain, pairwise R", sure[1]),
        Row(part, "certain, pairwise F1", sure[2]),
        Row(part, "certain, B-cubed F1", sure[5]),
    ]
    rows += [Row(part, *row) for row in _calibration(found, truth)]
    rows.append(Row(part, "largest group / largest person", _largest(found, truth), goal="<= 1.5"))
    if "street_name" in demo.alike:
        share = _household_joins(found, truth, path, kept)
        rows.append(Row(part, "household false joins", share, goal="<= 0.01"))
    rows.append(Row(part, "time", took, "s"))
    rows.append(Row(part, "peak memory", memory, "MB"))
    peers = ((f"Splink demo, {CUT}", by_splink), ("exact equality", by_equality), ("ECM", by_ecm))
    for peer, work in peers:
        labels, peer_took, peer_memory = _apart(work, demo, path, kept)
        if isinstance(labels, Exception):
            rows.append(Row(part, "all", NOT_RUN, peer=peer, note=type(labels).__name__))
            continue
        rows += _beside(part, peer, ours, scores(labels, truth))
        if work is by_splink:
            rows.append(Row(part, "time", took, "s", peer, peer_took, peer_took / took))
            rows.append(Row(part, "peak memory", memory, "MB", peer, peer_memory))
    return rows


def _beside(part: str, peer: str, ours: Sequence[float], theirs: Sequence[float]) -> list[Row]:
    """Figures beside a peer's; the ratio is of what is missing to 1."""
    names = ("pairwise P", "pairwise R", "pairwise F1", "B-cubed P", "B-cubed R", "B-cubed F1")
    rows = []
    for name, a, b in zip(names, ours, theirs, strict=True):
        ratio = (1 - b) / max(1 - a, 1e-4) if name.endswith("F1") else None
        rows.append(Row(part, name, a, "", peer, b, ratio))
    return rows


def _certain_only(found: Resolved) -> list[str]:
    return [
        person if status is JoinStatus.CERTAIN else f"alone {i}"
        for i, (_, person, status) in enumerate(found.rows)
    ]


def _calibration(found: Resolved, truth: Sequence[str]) -> list[tuple[str, float, str, str]]:
    """Calibration error of the scored pairs, the reliability table, and the loss of the cut."""
    p = found.scored
    people = np.unique(np.array(truth), return_inverse=True)[1]
    first = np.zeros(int(found.different.max()) + 1, np.int64)
    first[found.different[::-1]] = np.arange(len(truth))[::-1]
    came = people[first[p.left]] == people[first[p.right]]
    wide = p.probability > 0.01
    error, _ = calibration_error(p.probability, came)
    narrow, table = calibration_error(p.probability[wide], came[wide])
    rows = [("calibration error, all scored pairs", error, "", ""),
            ("calibration error, pairs over 0.01", narrow, "", "")]  # fmt: skip
    rows += [(f"of {n:,} pairs given {said:.2f}, came true", share, "", "")
             for said, share, n in table]  # fmt: skip
    copies = np.bincount(found.different)
    best = 0.0
    for shift in _SHIFTS:
        moved = Pairs(p.left, p.right, p.bits - shift, p.probability, p.certain, p.beyond)
        items = Items.of(copies, moved)
        home, _ = groups_of_one_core(items, moved, NOTHING_SAID, record_model(), _CUTS)
        home = home[items.of_rows(found.different)]
        best = max(best, scores(home.tolist(), truth)[2])
    loss = best - scores(found.person_ids, truth)[2]
    return [*rows, ("loss of the fixed cut to the best", max(loss, 0.0), "", "")]


def _largest(found: Resolved, truth: Sequence[str]) -> float:
    """The largest group that holds two people, beside the largest true person."""
    people: dict[str, set[str]] = defaultdict(set)
    for person, true in zip(found.person_ids, truth, strict=True):
        people[person].add(true)
    wrong = [n for person, n in Counter(found.person_ids).items() if len(people[person]) > 1]
    return max(wrong, default=0) / max(Counter(truth).values())


def _household_joins(
    found: Resolved, truth: Sequence[str], path: Path, kept: Sequence[int]
) -> float:
    """Of pairs of different people with one surname at one address, the share made one."""
    columns = read_table(path, {})[0].take(kept).columns
    homes: dict[tuple[str, str], list[int]] = defaultdict(list)
    told = zip(columns["surname"].to_pylist(), columns["address"].to_pylist(), strict=True)
    for i, (surname, address) in enumerate(told):
        if surname and address:
            homes[(surname, address)].append(i)
    pairs = joined = 0
    for rows in homes.values():
        for n, a in enumerate(rows):
            for b in rows[n + 1 :]:
                if truth[a] != truth[b]:
                    pairs += 1
                    joined += found.person_ids[a] == found.person_ids[b]
    return joined / max(pairs, 1)


def _aliases(path: Path) -> list[Row]:
    """Names alone, many of them aliases that share nothing: what names can do by themselves."""
    everyone = people_of(path)

    def work() -> Resolved:
        records, _ = read_table(path, {})
        told = ("dob", "year", "place")
        return resolve_records(records.without(told), policy=shipped(), threads=2)

    found, took, memory = _apart(work)
    ours = scores(found.person_ids, everyone)
    part, peer = f"records: {path.stem}, names alone", "exact equality"
    names = read_table(path, {})[0].columns
    told = zip(names["given"].to_pylist(), names["surname"].to_pylist(), strict=True)
    equal = [(g, s) if g and s else i for i, (g, s) in enumerate(told)]
    rows = _beside(part, peer, ours, scores(equal, everyone))
    sure = sum(status is JoinStatus.CERTAIN for status in found.statuses)
    return [*rows, Row(part, "records called certain", sure, goal="0", note="a name alone never"),
            Row(part, "time", took, "s"), Row(part, "peak memory", memory, "MB")]  # fmt: skip


def _written(path: Path) -> list[Row]:
    """The written case with its own marks: joining alone, nothing else of the truth used."""
    reports: dict[str, Report] = {}
    extractions: dict[str, Extraction] = {}
    truth: dict[str, str] = {}
    for marked in read_marked(path):
        row = marked.row
        received = PartialDate.of_day(date.fromisoformat(row["received_on"]))
        report_id = row["report_id"]
        reports[report_id] = Report(
            report_id, row["text"], received, agency=row["agency"], author=row["author"]
        )
        extractions[report_id] = Extraction(report_id, marked.mentions)
        truth |= marked.subject_of
    found = join(reports, extractions, policy=shipped())
    people = [s for s in found.subjects if s.kind is Kind.PERSON]
    ids = [m for s in people for m in s.mention_ids]
    known = [truth[m] for m in ids]
    words = {m.mention_id: m.text for e in extractions.values() for m in e.mentions}
    best = cubed([s.person_id for s in people for _ in s.mention_ids], known)
    in_order = [(i, m) for i, c in enumerate(c for s in people for c in s.cores) for m in c]
    sure = scores([i for i, _ in in_order], [truth[m] for _, m in in_order])
    exact = cubed([words[m] for m in ids], known)
    part, peer = "written case, marked", "exact string"
    return [
        Row(part, "best reading, B-cubed F1", best[2], "", peer, exact[2], goal="0.85"),
        Row(part, "best reading, precision", best[0], "", peer, exact[0]),
        Row(part, "best reading, recall", best[1], "", peer, exact[1]),
        Row(part, "certain, precision of pairs", sure[0], goal="0.98"),
    ]


def cubed(labels: Sequence[Hashable], truth: Sequence[Hashable]) -> tuple[float, float, float]:
    """B-cubed precision, recall and F1."""
    ours: dict[Hashable, Counter[Hashable]] = defaultdict(Counter)
    theirs: Counter[Hashable] = Counter(truth)
    for label, person in zip(labels, truth, strict=True):
        ours[label][person] += 1
    p = sum(n * n / c.total() for c in ours.values() for n in c.values()) / len(truth)
    r = sum(n * n / theirs[t] for c in ours.values() for t, n in c.items()) / len(truth)
    return p, r, 2 * p * r / (p + r)
