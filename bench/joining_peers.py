"""What joining is measured beside: Splink in the style of its demonstrations, recordlinkage's ECM
and exact equality, each as its own documentation has it, none tuned by us."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink import comparison_library as cl

CUT = 0.95
_ALIKE = 0.85
"""recordlinkage's own examples call names alike from here."""


@dataclass(frozen=True)
class Demo:
    """One data set, and how Splink's own demonstration of such data models it."""

    name: str
    halved: bool
    goal: str
    comparisons: Callable[[], list[Any]]
    blocking: tuple[tuple[str, ...], ...]
    training: tuple[tuple[str, ...], ...]
    exact: tuple[str, ...]
    alike: tuple[str, ...]
    """Columns that recordlinkage compares by likeness, and those by equality."""
    equal: tuple[str, ...]


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
    ("given_name", "surname"), ("surname", "date_of_birth"), ("soc_sec_id",),
    ("postcode", "given_name"), ("postcode", "date_of_birth"),
)  # fmt: skip
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
        ("first_name", "surname"), ("dob", "birth_place", "postcode_fake", "occupation"),
    ),
    Demo(
        "pseudopeople_2020_2030", True, "0.975", _census,
        (
            ("first_name", "last_name"), ("date_of_birth",), ("last_name", "street_name"),
            ("first_name", "street_name"),
        ),
        (("date_of_birth",), ("first_name", "last_name")),
        ("first_name", "last_name", "date_of_birth"),
        ("first_name", "last_name", "street_name"), ("date_of_birth", "street_number", "sex"),
    ),
    Demo(
        "fake_1000", True, "0.90", _fake, (("first_name", "dob"), ("surname",)),
        (("first_name", "surname"), ("dob",)), ("first_name", "surname", "dob"),
        ("first_name", "surname", "email"), ("dob", "city"),
    ),
    *(
        Demo(
            name, False, goal, _febrl, _FEBRL, (("date_of_birth",), ("postcode",)),
            ("given_name", "surname", "date_of_birth"),
            ("given_name", "surname", "address_1"),
            ("date_of_birth", "soc_sec_id", "postcode", "suburb"),
        )
        for name, goal in (("febrl1", ""), ("febrl3", "0.9979"), ("febrl4", "0.9992"))
    ),
)  # fmt: skip


def by_splink(demo: Demo, path: Path, kept: Sequence[int]) -> list[str]:
    """Splink 5: groups by connected components at its demonstrations' cut."""
    connection = _table(path, kept)
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
            edges, threshold_match_probability=CUT
        )
    rows = connection.execute(f"SELECT place, cluster_id FROM {groups.physical_name}").fetchall()
    cluster = {int(place): str(c) for place, c in rows}
    return [cluster[i] for i in range(len(kept))]


def by_equality(demo: Demo, path: Path, kept: Sequence[int]) -> list[Hashable]:
    """Equal names and dates of birth: what a spreadsheet would find."""
    columns = ", ".join(demo.exact)
    rows = _table(path, kept).execute(f"SELECT {columns} FROM half ORDER BY place").fetchall()
    return [row if all(row) else i for i, row in enumerate(rows)]


def by_ecm(demo: Demo, path: Path, kept: Sequence[int]) -> list[int]:
    """recordlinkage's ECM classifier (no labels), then connected components."""
    import pandas
    import recordlinkage

    columns = sorted({*demo.alike, *demo.equal})
    rows = (
        _table(path, kept)
        .execute(f"SELECT {', '.join(columns)} FROM half ORDER BY place")
        .fetchall()
    )
    frame = pandas.DataFrame(rows, columns=columns).astype(object)
    frame = frame.where(frame.notna(), None)
    index = recordlinkage.Index()
    for rule in demo.blocking:
        if all(part in columns for part in rule):
            index.block(list(rule))
    compare = recordlinkage.Compare()
    for column in demo.alike:
        compare.string(column, column, method="jarowinkler", threshold=_ALIKE, label=column)
    for column in demo.equal:
        compare.exact(column, column, label=column)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = compare.compute(index.index(frame), frame)
        links = recordlinkage.ECMClassifier(binarize=0.5).fit_predict(found)
    home = list(range(len(kept)))

    def root(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    for a, b in links:
        home[root(a)] = root(b)
    return [root(i) for i in range(len(kept))]


def _table(path: Path, kept: Sequence[int]) -> duckdb.DuckDBPyConnection:
    """`half`: the kept rows, `place` counting them."""
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute("CREATE TABLE chosen (row BIGINT, place BIGINT)")
    connection.execute(
        "INSERT INTO chosen SELECT unnest(?::BIGINT[]), unnest(?::BIGINT[])",
        [list(kept), list(range(len(kept)))],
    )
    connection.execute(
        "CREATE TABLE half AS SELECT place, g.* FROM chosen JOIN"
        " (SELECT row_number() OVER () - 1 AS row, * FROM read_parquet(?)) AS g USING (row)"
        " ORDER BY place",
        [str(path)],
    )
    return connection
