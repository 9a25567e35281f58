"""A report keeps its number wherever its file lies and whatever lies beside it."""

from __future__ import annotations

from pathlib import Path

from tocsin.reports import read_paths


def test_the_inputs_own_reference_is_the_number(tmp_path: Path) -> None:
    """From a column or a label line."""
    (tmp_path / "a.csv").write_text("URN,Details\nX/1,Seen.\n")
    (tmp_path / "b.txt").write_text("Our ref: LP/22\n\nSeen again.")
    assert [r.report_id for r in read_paths([tmp_path]).reports] == ["LP/22", "X/1"]


def test_without_a_reference_the_number_is_a_hash_of_what_was_said(tmp_path: Path) -> None:
    """Sixteen hex digits, the same under another name and in another folder."""
    (tmp_path / "one").mkdir()
    (tmp_path / "two" / "deep").mkdir(parents=True)
    (tmp_path / "one" / "a.txt").write_text("Agency: Lantern\n\nSeen.")
    (tmp_path / "two" / "deep" / "b.txt").write_text("Agency: Lantern\n\nSeen.")
    one, two = read_paths([tmp_path / "one"]), read_paths([tmp_path / "two"])
    assert one.reports[0].report_id == two.reports[0].report_id
    assert len(one.reports[0].report_id) == 16
    assert one.input_hash == two.input_hash


def test_a_clash_of_references_keeps_both(tmp_path: Path) -> None:
    """Each with four hex digits of its own, and a notice."""
    (tmp_path / "a.csv").write_text("Ref,Details\n7,Seen by the park.\n")
    (tmp_path / "b.csv").write_text("Ref,Details\n7,Something else.\n")
    reading = read_paths([tmp_path])
    ids = [r.report_id for r in reading.reports]
    assert len(set(ids)) == 2
    assert all(i.startswith("7~") and len(i) == 6 for i in ids)
    assert sum("carry the reference 7" in n.what for n in reading.notices) == 2


def test_the_same_report_twice_is_kept_once(tmp_path: Path) -> None:
    """Same reference and same content: one report, one notice of where the other stood."""
    (tmp_path / "a.csv").write_text("Ref,Details\n7,Seen by the park.\n")
    (tmp_path / "b.csv").write_text("Ref,Details\n7,Seen by the park.\n")
    reading = read_paths([tmp_path])
    assert [(r.report_id, r.source_file) for r in reading.reports] == [("7", "a.csv")]
    assert [n.what for n in reading.notices if n.source_file == "b.csv"] == [
        "The same report stands in a.csv, row 2: it is kept once."
    ]


def test_a_file_given_twice_is_read_once(tmp_path: Path) -> None:
    """A folder and a file inside it."""
    (tmp_path / "a.txt").write_text("Seen.")
    reading = read_paths([tmp_path, tmp_path / "a.txt", tmp_path])
    assert len(reading.reports) == 1 and reading.notices == ()


def test_reports_stand_in_order_of_receipt(tmp_path: Path) -> None:
    """By the last day it can have been, unknown at the end, then by number."""
    (tmp_path / "a.csv").write_text(
        "Ref,Date received,Details\nD,,d\nB,2003,b\nA,2003-05-01,a\nC,2003-12-31,c\n"
    )
    assert [r.report_id for r in read_paths([tmp_path]).reports] == ["A", "B", "C", "D"]


def test_receipt_is_known_by_the_best_there_is(tmp_path: Path) -> None:
    """Own line, then the date in the file's name; never a file's time."""
    (tmp_path / "2003-04-05_log.txt").write_text("Date received: 6 April 2003\n\nOne.")
    (tmp_path / "2003-04-07_log.txt").write_text("Two.")
    (tmp_path / "plain.txt").write_text("Three.")
    known = [
        (r.received and r.received.iso(), r.received_known_by)
        for r in read_paths([tmp_path]).reports
    ]
    assert known == [
        ("2003-04-06", "line 'Date received:'"),
        ("2003-04-07", "date in the file name"),
        (None, ""),
    ]
