"""Whatever cannot be read is refused in plain words, and the rest is read."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path

import pytest
from tests.support import made_files as made

from tocsin.policies import shipped
from tocsin.records import Reading
from tocsin.reports import ReadingOptions, read_paths

_GOOD = "A good report beside it."


def _with_good(folder: Path, files: dict[str, bytes]) -> Reading:
    """Read the files beside a good one, which must come out untouched."""
    for name, content in files.items():
        (folder / name).write_bytes(content)
    (folder / "good.txt").write_text(_GOOD)
    reading = read_paths([folder])
    assert _GOOD in [r.text for r in reading.reports]
    return reading


def _refusals(reading: Reading) -> list[tuple[str, str]]:
    assert all(r.remedy for r in reading.rejected)
    return [(r.source_file, r.what) for r in reading.rejected]


def _encrypted_zip() -> bytes:
    content = bytearray(made.zip_file({"a.txt": b"words"}))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1
    return bytes(content)


_LOCKED_PDF = made.pdf_file(["x"]).replace(
    b"/Root 1 0 R",
    b"/Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -1 /O ("
    + b"o" * 32
    + b") /U ("
    + b"u" * 32
    + b") >> /ID [(a) (a)]",
)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("empty.txt", b"", "The file is empty."),
        ("empty.docx", b"", "The file is empty."),
        ("blank.txt", b" \n\n", "There is no report in this file."),
        ("binary.txt", bytes(range(32)) * 100, "This is not a text file."),
        ("broken.docx", made.docx_file(["x"])[:400], "The file is broken or cut short."),
        ("broken.odt", made.odt_file(["x"])[:2000], "The file is broken or cut short."),
        ("broken.xlsx", b"PK\x03\x04 nothing", "The file is broken or cut short."),
        ("broken.zip", made.zip_file({"a.txt": b"x"})[:30], "The file is broken or cut short."),
        ("broken.pdf", made.pdf_file(["x"])[:60], "The pdf is broken or cut short."),
        ("fake.docx", made.zip_file({"a.txt": b"x"}), "The document is broken or of another kind."),
        ("locked.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "It is protected with a "
         "password, or in the format of before 2007."),
        ("locked.pdf", _LOCKED_PDF, "It is protected with a password."),
        ("locked.zip", _encrypted_zip(), "It is protected with a password."),
        ("no.msg", b"not a mail", "This mail is broken or no Outlook mail."),
        ("no.eml", b"just words", "This is no mail: it does not begin with headers."),
        ("no.mbox", b"just words", "This is no mailbox."),
        ("no.rtf", b"just words", "This is no rtf document."),
        ("no.json", b"{broken", "This is not valid json."),
        ("list.json", b"[1, 2]", "This json holds no list of objects."),
        ("deep.json", b"[" * 100_000, "This is not valid json."),
        ("only.csv", b"Ref,Text\n", "There is no report in this file."),
        ("empty.xlsx", made.xlsx_file([]), "The workbook is empty."),
        ("page.html", b"<html><script>x</script></html>", "This page has no text."),
        ("scan.jpg", b"\xff\xd8", "This is a picture."),
        ("call.mp3", b"ID3", "This is a recording."),
        ("old.doc", b"\xd0\xcf", "Files ending in .doc cannot be read."),
        ("noending", bytes(200), "The file has no ending."),
    ],
    ids=lambda value: value if isinstance(value, str) else "bytes",  # a zip holds the time
)  # fmt: skip
def test_a_bad_file_is_refused_and_the_rest_is_read(
    tmp_path: Path, name: str, content: bytes, what: str
) -> None:
    """What, where and what to do; never a traceback."""
    assert _refusals(_with_good(tmp_path, {name: content})) == [(name, what)]


def test_entities_in_office_files_are_refused(tmp_path: Path) -> None:
    """A document that declares entities, which swell without limit, is not opened."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'
    good = made.docx_file(["x"])
    held = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as old, zipfile.ZipFile(held, "w") as new:
        for entry in old.infolist():
            body = bomb if entry.filename == "word/document.xml" else old.read(entry)
            new.writestr(entry, body)
    (refused,) = _refusals(_with_good(tmp_path, {"a.docx": held.getvalue()}))
    assert "entities" in refused[1]


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """Two hundred times its size is refused, whole or nested, as are too many layers."""
    bomb = made.zip_file({"a.txt": b"0" * 20_000_000})
    nested = made.zip_file({"deep.txt": b"deep"})
    for _ in range(4):
        nested = made.zip_file({"n.zip": nested})
    reading = _with_good(tmp_path, {"bomb.zip": bomb, "nest.zip": nested})
    assert [name for name, _ in _refusals(reading)] == [
        "bomb.zip",
        "nest.zip/n.zip/n.zip/n.zip/n.zip",
    ]
    assert [r.text for r in reading.reports] == [_GOOD]


def test_an_archive_cannot_write_or_name_outside(tmp_path: Path) -> None:
    """A name that climbs out of the folder is refused, its neighbour read."""
    content = made.zip_file({"../../etc/x.txt": b"out", "C:\\x.txt": b"out", "in.txt": b"inside"})
    reading = _with_good(tmp_path, {"a.zip": content})
    assert sorted(r.text for r in reading.reports) == [_GOOD, "inside"]
    assert len(reading.rejected) == 2


def test_nested_archives_share_one_allowance(tmp_path: Path) -> None:
    """Many archives inside one do not each bring an allowance of their own."""
    policy = shipped().with_values({"reading.zip_megabytes": 3, "reading.zip_ratio": 10_000_000})
    inner = made.zip_file({"a.txt": b"some words " * 120_000})
    (tmp_path / "a.zip").write_bytes(made.zip_file({f"{i}.zip": inner for i in range(4)}))
    reading = read_paths([tmp_path], ReadingOptions(policy=policy))
    assert any("more than is allowed" in r.what for r in reading.rejected)


def test_a_huge_text_is_refused_by_its_size(tmp_path: Path) -> None:
    """300 MB are refused before a byte is read."""
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(300_000_000)
    reading = _with_good(tmp_path, {})
    assert "300 MB" in reading.rejected[0].what


def test_a_table_of_a_million_columns_is_refused(tmp_path: Path) -> None:
    """As csv and as a workbook."""
    wide = ",".join(f"c{i}" for i in range(200_000)).encode()
    workbook = made.xlsx_file([[f"c{i}" for i in range(3000)], ["x"]])
    reading = _with_good(tmp_path, {"wide.csv": wide + b"\n1\n", "wide.xlsx": workbook})
    assert ["columns" in what for _, what in _refusals(reading)] == [True, True]


def test_a_broken_row_costs_only_itself(tmp_path: Path) -> None:
    """A quotation mark left open does not swallow the rows after it."""
    table = (
        'Ref,Details,Officer\n1,One,A\n2,"open quote,B\n3,Three,C\n4,too,many,cells\n'
        '5,"a ""quoted""\nsecond line",D\n6,too few\n7,Seven,E\n'
    )
    reading = _with_good(tmp_path, {"t.csv": table.encode()})
    assert sorted(r.report_id for r in reading.reports if r.place) == ["1", "3", "5", "7"]
    assert [r.place for r in reading.rejected] == ["row 3", "row 5", "row 7"]
    assert reading.rejected[0].text == '2,"open quote,B\n'


def test_a_broken_line_of_json_costs_only_itself(tmp_path: Path) -> None:
    """Lines that are no json, or no object, are refused by number."""
    lines = b'{"text": "One."}\n{broken\n[1]\n{"text": "Four."}\n'
    reading = _with_good(tmp_path, {"t.jsonl": lines})
    assert [r.place for r in reading.rejected] == ["row 2", "row 3"]
    assert len(reading.reports) == 3


def test_an_impossible_date_leaves_the_report(tmp_path: Path) -> None:
    """The cell is refused with where and what to write; the report stays, without that date."""
    table = b"Ref,Date received,Date of incident,Details\n1,3/2/2003,31/02/2003,Seen.\n"
    reading = _with_good(tmp_path, {"t.csv": table})
    (refused,) = reading.rejected
    assert refused.what == "row 2, column 'Date of incident' is not a date."
    assert refused.remedy.startswith("Write 2026-03-09, 2026-03 or 2026.")
    (report,) = [r for r in reading.reports if r.report_id == "1"]
    assert report.received is not None and report.occurred is None


def test_encodings_are_told(tmp_path: Path) -> None:
    """UTF-8, UTF-16 with a mark, and Windows Western; a notice where it is not UTF-8."""
    words = "Zoë at the café – twice"
    files = {
        f"{i}.txt": f"{i} {words}".encode(e) for i, e in enumerate(("utf-8", "utf-16", "cp1252"))
    }
    reading = _with_good(tmp_path, files)
    assert sorted(r.text for r in reading.reports)[:3] == [f"{i} {words}" for i in range(3)]
    assert [n.source_file for n in reading.notices] == ["1.txt", "2.txt"]


def test_control_characters_and_turned_text_are_taken_out(tmp_path: Path) -> None:
    """Overrides that make text read backwards go, with a notice; other controls are marked."""
    reading = _with_good(tmp_path, {"a.txt": "Gr\u202eecila\u202c\x07 e\u0301\r\nnext".encode()})
    (report,) = [r for r in reading.reports if r.text != _GOOD]
    assert report.text == "Grecila\ufffd é\nnext"
    assert any("direction" in n.what for n in reading.notices)


def test_hostile_file_names_are_shown_harmless(tmp_path: Path) -> None:
    """Escape codes and line ends in a name never reach a terminal or a table."""
    name = "a\x1b[31m\nb\u202e.txt"
    reading = _with_good(tmp_path, {name: b"words"})
    assert all(n.isprintable() for r in reading.reports for n in (r.source_file,))


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    """Nor loops; each is told."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "link.txt").symlink_to(outside / "secret.txt")
    (folder / "loop").symlink_to(folder)
    reading = _with_good(folder, {})
    assert [r.text for r in reading.reports] == [_GOOD]
    assert sorted(r.source_file for r in reading.rejected) == ["link.txt", "loop"]


def test_system_files_are_passed_over_with_a_count(tmp_path: Path) -> None:
    """`.DS_Store` and the like are no one's report."""
    reading = _with_good(tmp_path, {".DS_Store": b"x", "~$a.docx": b"x", "Thumbs.db": b"x"})
    assert reading.rejected == ()
    assert [n.what for n in reading.notices] == ["3 hidden or system files passed over."]


def test_an_output_folder_is_not_read_again(tmp_path: Path) -> None:
    """What Tocsin wrote is no report."""
    out = tmp_path / "out"
    out.mkdir()
    for name in ("run.json", "people.json", "rejected.csv"):
        (out / name).write_text('{"text": "x"}')
    reading = _with_good(tmp_path, {})
    assert len(reading.reports) == 1


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """By its name, not by where it was looked for."""
    reading = read_paths([tmp_path / "nothing"])
    assert [(r.source_file, r.what) for r in reading.rejected] == [
        ("nothing", "There is no such file.")
    ]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_locked_file_is_refused(tmp_path: Path) -> None:
    """A file without the right to read it."""
    (tmp_path / "locked.txt").write_text("x")
    (tmp_path / "locked.txt").chmod(0)
    assert len(_with_good(tmp_path, {}).rejected) == 1
