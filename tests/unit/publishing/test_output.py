"""What a run leaves in its folder."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.support.made_up_case import made_up_case

from tocsin.errors import OutputError
from tocsin.publishing import OutputOptions, people_json, write_output
from tocsin.publishing.folder import FILES
from tocsin.publishing.spreadsheets import cell
from tocsin.records import (
    AttachedDecision,
    Case,
    Decision,
    DecisionKind,
    Echo,
    EchoType,
    JoinStatus,
    ListName,
    Rejection,
)

PROMISED = (
    "list person_id kind names identifiers role_counts concerns reports voices voices_certain "
    "unknown_voices sources_min sources_max agencies agency_names first_on last_on "
    "unheeded_voices unheeded_since unheeded_days decisions continually_mentioned reason report_ids"
)
MENTION_COLUMNS = (
    "mention_id report_id start end text kind role concern negated hearsay person_id "
    "join_probability join_status"
)
HIDDEN = ("Amina", "Yusuf", "Chloe", "Mensah", "Nkechi", "Obi", "Elif", "Aydin", "Lan Tran")
WITHHELD = "rents the flat"
"""Words of R007, which has handling conditions."""


def rows_of(folder: Path) -> list[dict]:
    return json.loads((folder / "people.json").read_text("utf-8"))


def test_a_run_writes_every_promised_file_for_its_owner_alone(out: Path) -> None:
    """All files of the contract are there, the folder 0700 and each file 0600."""
    assert sorted(p.name for p in out.iterdir()) == sorted(FILES)
    assert out.stat().st_mode & 0o777 == 0o700
    assert {p.stat().st_mode & 0o777 for p in out.iterdir()} == {0o600}


def test_entries_hold_what_the_contract_promises_in_its_order(out: Path) -> None:
    """Other programs rely on these fields; more may follow them, none may go."""
    for row in rows_of(out):
        assert list(row)[: len(PROMISED.split())] == PROMISED.split()
        assert isinstance(row["reports"], int) and isinstance(row["continually_mentioned"], bool)
        for decision in row["decisions"]:
            wanted = {"kind", "on", "reason", "owner", "source", "join_status", "confirmed"}
            assert wanted <= decision.keys()


def test_every_figure_has_as_many_rows_as_it_says(out: Path) -> None:
    """One function yields value and evidence together (design rule 10)."""
    for row in rows_of(out):
        for name, evidence in row["evidence"].items():
            assert row[name] == len(evidence), (row["person_id"], name)


def test_lists_come_in_their_order_and_most_pressing_first(out: Path) -> None:
    """The order of people.json is the order of the lists."""
    order = list(ListName)
    keys = [
        (
            order.index(row["list"]),
            -row["unheeded_voices"],
            row["unheeded_since"] or "9",
            -row["voices_certain"],
            row["person_id"],
        )
        for row in rows_of(out)
    ]
    assert keys == sorted(keys)


def test_names_of_children_and_sources_are_initials_in_every_file_people_read(out: Path) -> None:
    """Not one word of a hidden name stands in the page, people.json, people.csv or run.json."""
    for file in ("index.html", "people.json", "people.csv", "run.json"):
        text = (out / file).read_text("utf-8")
        for name in HIDDEN:
            assert name not in text, (file, name)


def test_words_of_restricted_reports_are_withheld_but_counted(out: Path, case: Case) -> None:
    """R007 has handling conditions: its number is there, its words are not."""
    assert WITHHELD in case.reports["R007"].text
    for file in ("index.html", "people.json", "people.csv"):
        text = (out / file).read_text("utf-8")
        assert WITHHELD not in text and "R007" in text
    assert "with handling conditions: words withheld" in (out / "index.html").read_text("utf-8")


def test_what_rests_on_restricted_words_does_not_quote_them(case: Case, tmp_path: Path) -> None:
    """Neither a decision's reason nor what an echo rests on brings restricted words back."""
    quoting = "It relays: “rents the flat”"
    echoes = (*case.echoes, Echo("R008", "R007", EchoType.RETELLING, 0.9, (quoting,)))
    told = Decision("D9", DecisionKind.ACTION, (), None, reason="rents the flat", report_id="R007")
    attached = AttachedDecision(told, JoinStatus.CERTAIN, counts=False)
    entries = tuple(replace(e, decisions=(attached,)) for e in case.entries)
    write_output(replace(case, echoes=echoes, entries=entries), tmp_path / "out")
    for file in ("index.html", "people.json", "people.csv"):
        assert "rents the flat" not in (tmp_path / "out" / file).read_text("utf-8")


def test_names_are_there_in_full_when_asked_for_on_purpose(case: Case) -> None:
    """`--show-sources` shows every name."""
    rows = json.loads(people_json(case, OutputOptions(show_sources=True)))
    assert any("Amina Yusuf" in row["names"] for row in rows)


def test_mentions_parquet_keeps_the_contract(out: Path, case: Case) -> None:
    """Columns in their order, and offsets that count code points of the text in reports.parquet."""
    mentions = pq.read_table(out / "mentions.parquet")
    assert mentions.column_names[: len(MENTION_COLUMNS.split())] == MENTION_COLUMNS.split()
    reports = pq.read_table(out / "reports.parquet").to_pylist()
    texts = {row["report_id"]: row["text"] for row in reports}
    found = mentions.to_pylist()
    assert len(found) == sum(len(e.mentions) for e in case.extractions.values())
    for row in found:
        assert texts[row["report_id"]][row["start"] : row["end"]] == row["text"]
        assert row["mention_id"] == f"{row['report_id']}:{row['start']}-{row['end']}:{row['kind']}"


def test_joins_keep_their_evidence(out: Path, case: Case) -> None:
    """Each join stands in joins.parquet with the sentences and bits it rests on."""
    joins = pq.read_table(out / "joins.parquet").to_pylist()
    assert len(joins) == len(case.joining.joins)
    assert all(join["evidence"] for join in joins)


def test_what_was_rejected_is_listed_with_what_to_do(out: Path) -> None:
    """rejected.csv says what, where, and what to do."""
    with (out / "rejected.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert row["source_file"] == "scan.pdf" and row["remedy"] == "It needs OCR."


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r=", " =", "＝", "\u202e="])
def test_no_cell_acts_as_a_formula(start: str) -> None:
    """A name that begins like a formula is text to a spreadsheet."""
    assert cell(f"{start}HYPERLINK(1)").startswith("'")


def test_a_rejected_row_cannot_put_a_formula_into_a_spreadsheet(case: Case, tmp_path: Path) -> None:
    """What could not be read is written as harmless text, too."""
    evil = Rejection("=cmd|' /C calc'!A0", "@row", "+broken", "-mend it")
    case = replace(case, reading=replace(case.reading, rejected=(evil,)))
    write_output(case, tmp_path / "out")
    with (tmp_path / "out" / "rejected.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    assert all(not value or value.startswith("'") for value in row.values())


def test_a_name_with_markup_is_text_on_the_page(case: Case, tmp_path: Path) -> None:
    """Neither an element nor a script of a report's words reaches the page."""
    report = case.reports["R001"]
    evil = "<script>alert(1)</script></blockquote><img src=x onerror=alert(1)>"
    reports = {**case.reports, "R001": replace(report, text=report.text + evil, agency=evil)}
    entries = tuple(replace(e, names=(evil, *e.names)) for e in case.entries)
    write_output(replace(case, reports=reports, entries=entries), tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text("utf-8")
    assert "<script>alert" not in page and "<img" not in page
    assert page.count("<script") == 2


def test_two_runs_give_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    """Everything but the timings in run.json is the same, byte for byte, in other processes too."""
    script = (
        "import sys; from pathlib import Path; from tests.support.made_up_case import made_up_case;"
        "from tocsin.publishing import write_output;"
        "write_output(made_up_case(), Path(sys.argv[1]))"
    )
    for seed in ("1", "77"):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": f"UTC-{seed[0]}"}
        call = [sys.executable, "-c", script, str(tmp_path / seed)]
        subprocess.run(call, check=True, env=environment, cwd=Path(__file__).parents[3])
    for file in FILES:
        one, two = ((tmp_path / seed / file).read_bytes() for seed in ("1", "77"))
        if file == "run.json":
            first, second = json.loads(one), json.loads(two)
            assert first.pop("timings") and second.pop("timings")
            assert first == second
        else:
            assert one == two, file


def test_a_shared_output_holds_no_words_no_names_and_no_small_numbers(shared: Path) -> None:
    """Initials for everybody, no row-level files, counts from 1 to 4 withheld."""
    kept = {"index.html", "people.json", "people.csv", "model.json", "run.json"}
    assert {p.name for p in shared.iterdir()} == kept
    for file in kept:
        text = (shared / file).read_text("utf-8")
        for words in (*HIDDEN, "Kieran", "Doyle", "waits outside", "R001", "07700"):
            assert words not in text, (file, words)
    for row in rows_of(shared):
        for name in ("reports", "voices", "voices_certain", "agencies", "unheeded_voices"):
            assert row[name] is None or row[name] == 0 or row[name] >= 5
        assert not any(0 < (n or 0) < 5 for n in row["role_counts"].values())


def test_a_folder_that_is_not_tocsins_is_never_written_over(case: Case, tmp_path: Path) -> None:
    """Somebody's photographs, or a note laid into an output folder, are safe."""
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_bytes(b"jpg")
    with pytest.raises(OutputError, match="did not write"):
        write_output(case, tmp_path / "photos")
    write_output(case, tmp_path / "out")
    (tmp_path / "out" / "my notes.txt").write_text("keep", "utf-8")
    with pytest.raises(OutputError, match="1 other file"):
        write_output(case, tmp_path / "out")
    (tmp_path / "file").write_text("x", "utf-8")
    with pytest.raises(OutputError, match="not a folder"):
        write_output(case, tmp_path / "file")
    assert (tmp_path / "photos" / "a.jpg").read_bytes() == b"jpg"
    assert (tmp_path / "out" / "my notes.txt").read_text("utf-8") == "keep"


def test_an_interrupted_run_leaves_the_old_output_whole(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Cut short while writing, nothing half-written is left, and the next run works."""
    out = tmp_path / "out"
    write_output(case, out)
    before = {p.name: p.read_bytes() for p in out.iterdir()}

    def cut(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("tocsin.publishing.output.write_page", cut)
        with pytest.raises(KeyboardInterrupt):
            write_output(case, out)
    assert {p.name: p.read_bytes() for p in out.iterdir()} == before
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    write_output(case, out)


def test_a_run_killed_between_its_renames_gives_the_old_folder_back(
    case: Case, tmp_path: Path
) -> None:
    """The old output, set aside as `.out.before`, is neither lost nor in the way."""
    out = tmp_path / "out"
    write_output(case, out)
    out.rename(tmp_path / ".out.before")
    (tmp_path / ".out.unfinished").mkdir()
    write_output(case, out)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_run_json_says_what_ran_on_what_for_whom(out: Path) -> None:
    """Versions, hashes, operator, purpose, counts and timings."""
    run = json.loads((out / "run.json").read_text("utf-8"))
    assert run["versions"]["tocsin"] and set(run["hashes"]) == {"policy", "model", "input"}
    assert (run["operator"], run["purpose"]) == ("Asha", "Review of twelve years of files")
    assert run["counts"]["reports"] == 12 and run["timings"]["output"] > 0


def test_a_text_with_half_a_surrogate_pair_is_written(tmp_path: Path) -> None:
    """Broken text from a broken file stops nothing, and offsets stay true."""
    case = made_up_case()
    broken = replace(case.reports["R010"], text=case.reports["R010"].text + "\ud83d!")
    write_output(replace(case, reports={**case.reports, "R010": broken}), tmp_path / "out")
    rows = pq.read_table(tmp_path / "out" / "reports.parquet").to_pylist()
    (text,) = (row["text"] for row in rows if row["report_id"] == "R010")
    assert text.endswith("?!") and len(text) == len(broken.text)
