"""Joining: structured records beside Splink's own demonstrations and exact equality, in one run.

The shipped model of records was made on one half (by a hash of the person) of historical_half,
pseudopeople and fake_1000, and on febrl2; the other halves are scored here, and febrl1, 3 and 4 in
whole. The written case with its own marks measures joining apart from finding.
"""

from __future__ import annotations

import hashlib
import os
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl
from table import NOT_RUN, Row

from tocsin.evaluation.marked import read_marked
from tocsin.people import join
from tocsin.people.resolving import resolve_records
from tocsin.people.table import read_table
from tocsin.policies import shipped
from tocsin.records import Extraction, JoinStatus, Kind, Report
from tocsin.values.dates import PartialDate

_CUT = 0.95


@dataclass(frozen=True)
class Demo:
    """One data set, and how Splink's own demonstration of such data models it."""

    name: str
    halved: bool
    goal: str
    comparisons: Callable[[], list[Any]]
    blocking: tuple[tuple[str, ...], ...]
    training: tuple[tuple[str, ...], ...]
    exact: tuple[str, ...] = field(default=())


def _born() -> Any:
    return cl.DateOfBirthComparison("dob", input_is_string=True)


def _historical() -> list[Any]:
    return [
        cl.ForenameSurnameComparison("first_name", "surname"),
        _born(),
        cl.JaroWinklerAtThresholds("postcode_fake", [0.9]),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ]


def _fake() -> list[Any]:
    return [
        cl.NameComparison("first_name"),
        cl.JaroAtThresholds("surname"),
        _born(),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]


def _febrl() -> list[Any]:
    return [
        cl.NameComparison("given_name"),
        cl.NameComparison("surname"),
        cl.ExactMatch("date_of_birth"),
        cl.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
    ]


def _census() -> list[Any]:
    return [
        cl.JaroWinklerAtThresholds("first_name", [0.9]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("middle_initial"),
        cl.JaroWinklerAtThresholds("last_name", [0.9]).configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("date_of_birth", [1]),
        cl.ExactMatch("street_number"),
        cl.JaroWinklerAtThresholds("street_name", [0.9]).configure(term_frequency_adjustments=True),
        cl.ExactMatch("sex"),
    ]


_FEBRL = (
    ("given_name", "surname"),
    ("surname", "date_of_birth"),
    ("soc_sec_id",),
    ("postcode", "given_name"),
    ("postcode", "date_of_birth"),
)
_FEBRL_TRAINING = (("date_of_birth",), ("postcode",))
DEMOS = (
    Demo(
        "historical_half", True, "0.90", _historical,
        (
            ("substr(first_name,1,3)", "substr(surname,1,4)"), ("surname", "dob"),
            ("first_name", "dob"), ("postcode_fake", "first_name"), ("postcode_fake", "surname"),
            ("dob", "birth_place"), ("substr(postcode_fake,1,3)", "dob"),
            ("substr(postcode_fake,1,3)", "first_name"), ("substr(postcode_fake,1,3)", "surname"),
            ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
        ),
        (("first_name", "surname"), ("dob",)), ("first_name", "surname", "dob"),
    ),
    Demo(
        "pseudopeople_2020_2030", True, "0.975", _census,
        (
            ("first_name", "last_name"), ("date_of_birth",), ("last_name", "street_name"),
            ("first_name", "street_name"),
        ),
        (("date_of_birth",), ("first_name", "last_name")),
        ("first_name", "last_name", "date_of_birth"),
    ),
    Demo(
        "fake_1000", True, "0.90", _fake, (("first_name", "dob"), ("surname",)),
        (("first_name", "surname"), ("dob",)), ("first_name", "surname", "dob"),
    ),
    *(
        Demo(
            name, False, goal, _febrl, _FEBRL, _FEBRL_TRAINING,
            ("given_name", "surname", "date_of_birth"),
        )
        for name, goal in (("febrl1", ""), ("febrl3", "0.995"), ("febrl4", "0.997"))
    ),
)  # fmt: skip


def measure() -> list[Row]:
    """Every set of records, then the written case."""
    data = os.environ.get("TOCSIN_REFERENCE_DATA")
    if not data:
        return [Row("joining", "all", NOT_RUN, note="TOCSIN_REFERENCE_DATA is unset")]
    rows: list[Row] = []
    for demo in DEMOS:
        rows += _records(demo, Path(data) / "er" / f"{demo.name}.parquet")
    return [*rows, *_written(Path(data) / "cases" / "town-a" / "reports.jsonl")]


def in_first_half(person: object) -> bool:
    """Whether a person belongs to the half a model may be made on."""
    return hashlib.sha256(f"tocsin {person}".encode()).digest()[0] % 2 == 0


def _records(demo: Demo, path: Path) -> list[Row]:
    records, _ = read_table(path, {})
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(
        "CREATE TABLE given AS SELECT row_number() OVER () - 1 AS place, * FROM read_parquet(?)",
        [str(path)],
    )
    people = [str(r[0]) for r in connection.execute("SELECT entity_id FROM given").fetchall()]
    kept = [i for i, p in enumerate(people) if not (demo.halved and in_first_half(p))]
    truth = [people[i] for i in kept]
    began = time.perf_counter()
    found = resolve_records([records[i] for i in kept], policy=shipped(), threads=2)
    ours_took = time.perf_counter() - began
    ours = scores([person for _, person, _ in found.rows], truth)
    sure = [
        person if status is JoinStatus.CERTAIN else f"alone {i}"
        for i, (_, person, status) in enumerate(found.rows)
    ]
    certain = scores(sure, truth)
    began = time.perf_counter()
    theirs = scores(_splink(connection, demo, kept), truth)
    theirs_took = time.perf_counter() - began
    same = scores(_equal(connection, demo.exact, kept), truth)
    part = f"records: {demo.name}"
    half = "the half no model saw" if demo.halved else "all of it"
    peer = f"Splink demo, {_CUT}"
    better = (1 - theirs[2]) / max(1 - ours[2], 1e-4)
    return [
        Row(part, "pairwise F1", ours[2], "", peer, theirs[2], better, demo.goal, half),
        Row(part, "precision", ours[0], "", peer, theirs[0]),
        Row(part, "recall", ours[1], "", peer, theirs[1]),
        Row(part, "B-cubed F1", ours[3], "", peer, theirs[3]),
        Row(part, "pairwise F1", ours[2], "", "exact equality", same[2]),
        Row(part, "precision of certain", certain[0], goal="0.995"),
        Row(part, "time", ours_took, "s", peer, theirs_took, theirs_took / ours_took),
    ]


def scores(labels: Sequence[Hashable], truth: Sequence[Hashable]) -> tuple[float, ...]:
    """Pairwise precision, recall and F1 over all pairs of the truth, then B-cubed F1."""
    both, ours, theirs = Counter(zip(labels, truth, strict=True)), Counter(labels), Counter(truth)

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    good = pairs(both)
    precision, recall = good / max(pairs(ours), 1), good / max(pairs(theirs), 1)
    p = sum(n * n / ours[k[0]] for k, n in both.items()) / len(labels)
    r = sum(n * n / theirs[k[1]] for k, n in both.items()) / len(labels)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return precision, recall, f1, 2 * p * r / (p + r)


def _splink(connection: duckdb.DuckDBPyConnection, demo: Demo, kept: Sequence[int]) -> list[str]:
    connection.execute(
        f"CREATE OR REPLACE TABLE half AS SELECT * FROM given WHERE place IN {(*kept,)}"
    )
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="place",
        comparisons=demo.comparisons(),
        blocking_rules_to_generate_predictions=[block_on(*rule) for rule in demo.blocking],
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        api = DuckDBAPI(connection=connection)
        linker = Linker(api.register("half", dataset_display_name="half"), settings)
        train = linker.training
        train.estimate_probability_two_random_records_match(
            [block_on(*demo.blocking[0])], recall=0.6
        )
        train.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        for rule in demo.training:
            train.estimate_parameters_using_expectation_maximisation(block_on(*rule))
        edges = linker.inference.predict(threshold_match_weight=-10)
        groups = linker.clustering.cluster_pairwise_predictions_at_threshold(
            edges, threshold_match_probability=_CUT
        )
    rows = connection.execute(f"SELECT place, cluster_id FROM {groups.physical_name}").fetchall()
    cluster = {int(place): str(c) for place, c in rows}
    return [cluster[i] for i in kept]


def _equal(
    connection: duckdb.DuckDBPyConnection, columns: Sequence[str], kept: Sequence[int]
) -> list[Hashable]:
    rows = connection.execute(f"SELECT {', '.join(columns)} FROM given ORDER BY place").fetchall()
    return [rows[i] if all(rows[i]) else i for i in kept]


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
