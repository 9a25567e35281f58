"""Structured records joined into people."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tocsin.errors import NothingReadError, UsageError
from tocsin.people.record_groups import Weighed, average_groups
from tocsin.people.resolving import resolve_records
from tocsin.people.table import read_table
from tocsin.people.training import train
from tocsin.policies import shipped
from tocsin.records import JoinStatus

TABLE = """record_id,full_name,date_of_birth,phone,postcode
1,"WILK, Katarzyna",1990-02-03,07700 900111,S1 2AB
2,Kasia Wilk,03/02/1990,,S1 2AB
3,Tunde Afolabi,1985-06-01,07700 900222,S3 9ZZ
4,Babatunde Afolabi,1985-06-01,07700900222,
5,Robel Tesfay,1971-12-24,,S9 1AA
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, "utf-8")
    return path


def test_short_forms_and_shared_values_make_one_person(tmp_path: Path):
    """Nicknames, turned names and day-first dates of one person are one; a stranger is alone."""
    records, left_out = read_table(written(tmp_path, TABLE), {})
    found = resolve_records(records, policy=shipped(), threads=1)
    person = {record: number for record, number, _ in found.rows}
    assert left_out == ()
    assert person["1"] == person["2"]
    assert person["3"] == person["4"]
    assert len(set(person.values())) == 3
    assert found.rows[4][2] is JoinStatus.ALONE


def test_the_order_of_rows_changes_no_group(tmp_path: Path):
    """The same records in another order are the same people."""
    head, *lines = TABLE.splitlines()
    records, _ = read_table(written(tmp_path, "\n".join([head, *reversed(lines)])), {})
    found = resolve_records(records, policy=shipped(), threads=2)
    groups: dict[str, set[str]] = {}
    for record, number, _ in found.rows:
        groups.setdefault(number, set()).add(record)
    assert sorted(map(sorted, groups.values())) == [["1", "2"], ["3", "4"], ["5"]]


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("record_id,full_name\n", NothingReadError),
        ("colour,size\nred,3\n", UsageError),
    ],
)
def test_a_table_that_tells_nothing_is_refused(tmp_path: Path, text: str, error: type[Exception]):
    """No row, or no name: a plain error."""
    with pytest.raises(error):
        read_table(written(tmp_path, text), {})


def test_one_row_and_doubled_ids_are_no_trouble(tmp_path: Path):
    """A table of one row is one person; an id used twice is told apart."""
    one, _ = read_table(written(tmp_path, "id,name\n7,Ama Boateng\n"), {})
    assert len(resolve_records(one, policy=shipped(), threads=1).rows) == 1
    two, _ = read_table(written(tmp_path, "id,name\n7,Ama Boateng\n7,Efe Danjuma\n"), {})
    assert two.record_ids == ["7", "7~2"]


def test_a_chain_makes_no_person():
    """Two strong links in a row do not join ends that speak against one another."""
    left, right = np.array([0, 0, 1]), np.array([1, 2, 2])
    pairs = Weighed(3, left, right, np.array([5.0, -20.0, 4.0]), np.ones(3, int))
    assert average_groups(pairs).tolist() == [0, 0, 2]


def test_training_twice_makes_one_file(tmp_path: Path):
    """The same table in another order makes the same model, byte for byte."""
    records, _ = read_table(written(tmp_path, TABLE), {})
    truth = ["a", "a", "b", "b", "c"]
    one = train([(records, truth)], policy=shipped(), version="test")
    turned = records.take(range(len(records))[::-1])
    other = train([(turned, truth[::-1])], policy=shipped(), version="test")
    assert one == other
