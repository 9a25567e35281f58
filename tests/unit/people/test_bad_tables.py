"""Bad and odd tables: a clear word, bounded work, and the rest goes on."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import typer
from typer.testing import CliRunner

from tocsin.cli.resolve import resolve
from tocsin.errors import UnreadableFileError
from tocsin.people.resolving import Resolved, resolve_records
from tocsin.people.table import Records, read_table
from tocsin.policies import shipped
from tocsin.records import JoinStatus, Judged, Judgement

HEAD = "record_id,first_name,surname,date_of_birth,phone,postcode\n"
NAMES = ("Adaeze Okoro", "Piotr Wrona", "Ifrah Warsame", "Aylin Demir", "Minh Tran", "Sean Daly")


def written(folder: Path, text: str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def read(folder: Path, text: str) -> Records:
    return read_table(written(folder, text), {})[0]


def joined(records: Records, said: tuple[Judgement, ...] = ()) -> Resolved:
    return resolve_records(records, policy=shipped(), threads=1, said=said)


def as_table(rows: list[dict[str, str]]) -> Records:
    """Records written as parquet would be: quickly made, in any number."""
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        pq.write_table(pa.Table.from_pylist(rows), path)
        return read_table(path, {})[0]


def test_empty_and_constant_columns_are_told_and_tell_nobody_apart(tmp_path: Path):
    """Two strangers who share only what every row says stay two; the columns are named."""
    rows = "".join(
        f"{i},{n.split()[0]},{n.split()[1]},,07700 900111,\n" for i, n in enumerate(NAMES)
    )
    records = read(tmp_path, HEAD + rows)
    assert any("'date_of_birth' is empty" in note for note in records.notes)
    assert any("'phone' says the same in every row" in note for note in records.notes)
    assert joined(records).people == len(NAMES)


def test_a_town_that_all_rows_share_makes_no_name_certain(tmp_path: Path):
    """Three rows of one town: two forms of one name may be one person, never for certain."""
    text = "name,town\nKasia Wilk,Ashby\nKatarzyna Wilk,Ashby\nTunde Bello,Ashby\n"
    assert JoinStatus.CERTAIN not in joined(read(tmp_path, text)).statuses


def test_columns_that_hold_something_else_are_told(tmp_path: Path):
    """Dates under phone and phones under date of birth: the words say so, and nothing breaks."""
    rows = "".join(
        f"{i},{n.split()[0]},{n.split()[1]},07700 90011{i},x{i},S1 2AB\n"
        for i, n in enumerate(NAMES)
    )
    records = read(tmp_path, HEAD + rows)
    assert any("'phone' holds few telephone numbers" in note for note in records.notes)
    assert joined(records).people == len(NAMES)


def test_first_names_and_surnames_in_each_others_columns_are_told_and_still_join(tmp_path: Path):
    """A table kept the other way round is told; within it the same person is still found."""
    people = (
        "Patricia,Okonkwo", "Kenneth,Nowak", "Deborah,Hussain", "Stephen,Popescu",
        "Margaret,Demir", "Brian,Nguyen",
    )  # fmt: skip
    turned = [",".join(reversed(p.split(","))) for p in people]
    rows = "".join(f"{i},{p},199{i}-02-03,,\n" for i, p in enumerate(turned))
    records = read(tmp_path, HEAD + rows + "9,Patricia,Okonkwo,1990-02-03,,\n")
    found = joined(records)
    assert any("seem to stand in the column" in note for note in records.notes)
    assert found.person_ids[0] == found.person_ids[-1]
    assert found.people == len(people)


def test_ids_used_twice_are_marked_and_counted(tmp_path: Path):
    """No row is lost: the second use of an id gets a mark, also where the mark was taken."""
    records = read(tmp_path, HEAD + "7,Ama,Boateng,,,\n7,Efe,Danjuma,,,\n7~2,Li,Wei,,,\n")
    assert records.record_ids == ["7", "7~3", "7~2"]
    assert any("use a record id again" in note for note in records.notes)


def test_names_of_any_length_are_read(tmp_path: Path):
    """Two hundred letters and more are cut, not refused."""
    long = "Ngozi" + "a" * 300
    records = read(tmp_path, HEAD + f"1,{long},Eze,1990-01-02,,\n2,{long},Eze,1990-01-02,,\n")
    assert joined(records).people == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("broken.parquet", b"PAR1 and then nothing"), ("broken.csv", b"\xff\xfe\x00\x00\x9d\x81")],
)
def test_what_is_no_table_is_refused_in_plain_words(tmp_path: Path, name: str, content: bytes):
    """Neither a traceback nor the content: what, where and what to do, by the command too."""
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(Exception) as caught:
        read_table(path, {})
    assert name in str(caught.value)
    assert not isinstance(caught.value, (UnicodeDecodeError, ValueError))
    if name.endswith("parquet"):
        assert isinstance(caught.value, UnreadableFileError)


def test_fifty_thousand_copies_are_one_person():
    """Copies are weighed once, whatever their number."""
    row = {"full_name": "Zofia Lis", "date_of_birth": "1984-03-09", "phone": "07700 900123"}
    records = as_table([row] * 50_000)
    found = joined(records)
    assert found.people == 1
    assert set(found.statuses) == {JoinStatus.CERTAIN}
    assert found.pairs_table().num_rows == 49_999


def test_ten_thousand_people_of_one_name_stay_apart():
    """A name alone, however many have it, joins nobody, and takes no time."""
    records = as_table([{"full_name": "Mohammed Khan"}] * 10_000)
    assert joined(records).people == 10_000


GIVEN = [
    "Adaeze",
    "Piotr",
    "Ifrah",
    "Aylin",
    "Minh",
    "Sean",
    "Zofia",
    "Kwame",
    "Bilal",
    "Ioana",
    "Arben",
]
FAMILY = [
    "Okoro",
    "Wrona",
    "Warsame",
    "Demir",
    "Tran",
    "Daly",
    "Lis",
    "Boateng",
    "Aziz",
    "Lupu",
    "Hoxha",
]


def test_everyone_born_on_one_day_is_not_one_person():
    """1 January 1970 in every row is a guess, not a birthday."""
    rows = [
        {"full_name": f"{given} {family}", "date_of_birth": "1970-01-01", "place": "Ashford"}
        for given in GIVEN
        for family in FAMILY
    ]
    assert joined(as_table(rows)).people == len(rows)


def test_judgements_that_contradict_one_another_are_told_and_different_holds(tmp_path: Path):
    """A same B, B same C, A different C: the two are kept apart, and the words are counted."""
    records = read(tmp_path, HEAD + "a,Ana,Lupu,,,\nb,Bilal,Aziz,,,\nc,Cara,Quinn,,,\n")
    said = (
        Judgement("a", "b", Judged.SAME),
        Judgement("b", "c", Judged.SAME),
        Judgement("a", "c", Judged.DIFFERENT),
        Judgement("a", "nobody", Judged.SAME),
    )
    found = joined(records, said)
    person = dict(zip(found.record_ids, found.person_ids, strict=True))
    assert person["a"] != person["c"]
    assert person["b"] in (person["a"], person["c"])
    assert any("judged different, and the same" in note for note in found.notes)
    assert any("1 judgements name a record that is not" in note for note in found.notes)


def test_a_judgement_taken_back_restores_what_was_there(tmp_path: Path):
    """`unsure` after `same`, and the result is the one before."""
    records = read(tmp_path, HEAD + "a,Ana,Lupu,,,\nb,Bilal,Aziz,,,\n")
    same = Judgement("a", "b", Judged.SAME, at="2026-01-01")
    back = Judgement("b", "a", Judged.UNSURE, at="2026-01-02")
    assert joined(records, (same,)).people == 1
    assert joined(records, (same,)).statuses == (JoinStatus.CERTAIN, JoinStatus.CERTAIN)
    assert joined(records, (same, back)).rows == joined(records).rows


def test_copies_judged_different_are_two_people():
    """Even rows that agree in everything are kept apart when a human says so."""
    row = {"full_name": "Zofia Lis", "date_of_birth": "1984-03-09", "phone": "07700 900123"}
    records = as_table([{**row, "record_id": i} for i in "xyz"])
    found = joined(records, (Judgement("x", "z", Judged.DIFFERENT),))
    assert found.person_ids[0] != found.person_ids[2]


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_the_command_writes_people_and_pairs_in_either_form(tmp_path: Path, ending: str):
    """The end of the file's name says csv or parquet; the rows are the same."""
    table = written(
        tmp_path, HEAD + "1,Ewa,Mazur,1991-04-05,07700 900222,\n2,Ewa,Mazur,1991-04-05,,\n"
    )
    people, pairs = tmp_path / f"people.{ending}", tmp_path / f"pairs.{ending}"
    app = typer.Typer()
    app.command()(resolve)
    result = CliRunner().invoke(app, [str(table), "--out", str(people), "--pairs", str(pairs)])
    assert result.exit_code == 0, result.output
    if ending == "parquet":
        rows, scored = pq.read_table(people).to_pylist(), pq.read_table(pairs).to_pylist()
    else:
        rows, scored = (
            list(csv.DictReader(path.read_text("utf-8").splitlines())) for path in (people, pairs)
        )
    assert [row["record_id"] for row in rows] == ["1", "2"]
    assert rows[0]["person_id"] == rows[1]["person_id"]
    assert 0 <= float(scored[0]["match_probability"]) <= 1
    assert {scored[0]["left"], scored[0]["right"]} == {"1", "2"}
