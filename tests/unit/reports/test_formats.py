"""Each format is read, and what is hidden in it is set aside."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.support import made_files as made

from tocsin.records import Reading
from tocsin.reports import ReadingOptions, read_paths
from tocsin.reports.readers import readers

Written = Callable[[dict[str, bytes]], Reading]
ROWS = [["Ref", "Date received", "Details"], ["A1", "05/04/2003", "Seen by the station."]]


@pytest.fixture
def reading(tmp_path: Path) -> Written:
    """Write files into a folder and read it."""

    def read(files: dict[str, bytes]) -> Reading:
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        return read_paths([tmp_path])

    return read


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", b"Seen by the station."),
        ("a.md", b"Seen by the station.\n"),
        ("a.docx", made.docx_file(["Seen by the station."])),
        ("a.odt", made.odt_file(["Seen by the station."])),
        ("a.rtf", made.rtf_file("Seen by the station.")),
        ("a.pdf", made.pdf_file(["Seen by the station."])),
        ("a.html", b"<html><body><p>Seen by <b>the</b> station.</p></body></html>"),
        ("a.csv", b"Ref,Date received,Details\nA1,05/04/2003,Seen by the station.\n"),
        ("a.tsv", b"Ref\tDate received\tDetails\nA1\t05/04/2003\tSeen by the station.\n"),
        ("a.xlsx", made.xlsx_file(ROWS)),
        ("a.ods", made.ods_file(ROWS)),
        ("a.json", b'[{"id": "A1", "received_on": "2003-04-05", "text": "Seen by the station."}]'),
        ("a.jsonl", b'{"id": "A1", "date": "2003-04-05", "text": "Seen by the station."}\n'),
        ("a.zip", made.zip_file({"inner/a.txt": b"Seen by the station."})),
    ],
)
def test_each_format_gives_its_text(reading: Written, name: str, content: bytes) -> None:
    """The words come out as they stand, and nothing is refused."""
    result = reading({name: content})
    assert [r.text for r in result.reports] == ["Seen by the station."]
    assert result.rejected == ()


def test_a_row_keeps_its_reference_date_and_place(reading: Written) -> None:
    """A spreadsheet's row is a report with what its columns say of it."""
    report = reading({"calls.xlsx": made.xlsx_file(ROWS)}).reports[0]
    assert report.report_id == "A1"
    assert report.received is not None and report.received.iso() == "2003-04-05"
    assert report.received_known_by == "column 'Date received'"
    assert (report.source_file, report.place) == ("calls.xlsx", "sheet Sheet, row 2")


@pytest.mark.parametrize(
    ("name", "content", "secrets"),
    [
        (
            "a.docx",
            made.docx_with_secrets(),
            {
                "Hidden Hanna": "hidden text",
                "Boxed Bashir": "under a black box",
                "Deleted Dilan": "deleted in tracked changes by P. Osei on 2003-04-05",
                "Commented Chidi": "comment by R. Quaye",
            },
        ),
        (
            "a.odt",
            made.odt_with_secrets(),
            {
                "Hidden Hanna": "hidden text",
                "Deleted Dilan": "deleted in tracked changes by P. Osei",
                "Commented Chidi": "comment by R. Quaye",
            },
        ),
        (
            "a.xlsx",
            made.xlsx_with_secrets(),
            {
                "Hidden Hanna": "hidden row",
                "Column Kofi": "hidden column",
                "Sheeted Shan": "hidden sheet",
                "Commented Chidi": "comment",
            },
        ),
        (
            "a.rtf",
            made.rtf_file(r"Plain. {\v Hidden Hanna} And {\deleted Dilan went} after."),
            {"Hidden Hanna": "hidden text", "Dilan went": "deleted in tracked changes"},
        ),
        (
            "a.pdf",
            made.pdf_file(
                ["Plain words\nBoxed Bashir\nMore words"], {1: "0 0 0 rg 40 760 200 13 re f"}
            ),
            {"Boxed Bashir": "under a black box"},
        ),
        (
            "a.html",
            b"<p>Plain.</p><p style='display:none'>Hidden Hanna</p><p>After.</p>",
            {"Hidden Hanna": "hidden on the page"},
        ),
    ],
)
def test_hidden_words_are_set_aside_and_told(
    reading: Written, name: str, content: bytes, secrets: dict[str, str]
) -> None:
    """Words a reader cannot see are kept apart with the reason, and are in no report."""
    result = reading({name: content})
    aside = {item.text: item.why for item in result.set_aside}
    text = "\n".join(r.text for r in result.reports)
    assert text
    for words, why in secrets.items():
        held = [reason for found, reason in aside.items() if words in found]
        assert held and held[0].startswith(why), aside
        assert words not in text
    assert result.notices or name == "a.html"


def test_white_words_on_a_dark_box_are_read(reading: Written) -> None:
    """A box drawn before its text is a heading's background, not a redaction."""
    marks = "0 0 0 rg 40 700 300 20 re f BT /F1 12 Tf 1 1 1 rg 50 705 Td (Case heading) Tj ET"
    result = reading({"a.pdf": made.pdf_file(["Plain words"], {1: marks})})
    assert "Case heading" in result.reports[0].text
    assert result.set_aside == ()


@pytest.mark.parametrize(
    "marks",
    [
        "0 0 0 rg 40 760 200 13 re f",
        "0 0 0 rg 40 763 m 240 763 l 240 775 l 40 775 l h f",
        "0 0 0 RG 12 w 40 768 m 240 768 l S",
        "q 0.5 0 0 0.5 0 0 cm 0.1 0.1 0.1 rg 80 1520 400 26 re f Q",
        "0 0 0 rg 40 760 200 13 re 40 100 50 13 re f",
    ],
)
def test_every_way_of_blacking_out_is_seen(reading: Written, marks: str) -> None:
    """A box, a polygon, a thick line, a scaled box, two boxes drawn as one."""
    result = reading({"a.pdf": made.pdf_file(["Plain words\nBoxed Bashir\nMore"], {1: marks})})
    assert [item.text for item in result.set_aside] == ["Boxed Bashir"]
    assert result.reports[0].text == "Plain words\n█\nMore"


@pytest.mark.parametrize(
    "marks",
    [
        "0 0 0 rg 10 10 570 820 re 15 15 560 810 re f*",
        "0 0 0 RG 8 w 30 740 300 60 re S",
        "0 0 0 rg 40 764 200 1 re f",
        "1 1 0 rg 40 760 200 13 re f",
    ],
)
def test_frames_rules_and_light_boxes_hide_nothing(reading: Written, marks: str) -> None:
    """A page border, a framed box, an underline and a yellow box."""
    result = reading({"a.pdf": made.pdf_file(["Plain words\nShown Shan\nMore"], {1: marks})})
    assert result.set_aside == ()
    assert "Shown Shan" in result.reports[0].text


def test_a_page_without_text_is_refused_by_its_number(reading: Written) -> None:
    """A scan among the pages is named, and the others are read."""
    pdf = made.pdf_file(["One", "", "Three"], {2: "0.5 g 10 10 100 100 re f"})
    result = reading({"a.pdf": pdf})
    assert [(r.place, r.what) for r in result.rejected] == [
        ("page 2", "No text on this page: it needs OCR.")
    ]
    assert "One" in result.reports[0].text and "Three" in result.reports[0].text


def test_the_head_of_a_word_page_tells_of_the_document(reading: Written) -> None:
    """Its label lines are taken, its words are not in the text; a black cell is set aside."""
    result = reading({"a.docx": made.docx_with_header("Agency: Lantern Project", "Seen.")})
    assert (result.reports[0].agency, result.reports[0].text) == ("Lantern Project", "Seen.")
    assert [item.text for item in result.set_aside] == ["Celled Selam"]


def test_inserted_words_stand(reading: Written) -> None:
    """What was added in tracked changes is part of the text."""
    result = reading({"a.docx": made.docx_with_secrets()})
    assert "added later" in result.reports[0].text


def test_a_word_table_is_read_row_by_row(reading: Written) -> None:
    """A log kept as a table in Word is split at its dated rows."""
    table = [["12/03/2003", "Amina", "He came."], ["13/03/2003", "Beth", "He came again."]]
    result = reading({"a.docx": made.docx_file(["Agency: Lantern Project"], table)})
    assert [r.text for r in result.reports] == [
        "12/03/2003\tAmina\tHe came.",
        "13/03/2003\tBeth\tHe came again.",
    ]
    assert {r.agency for r in result.reports} == {"Lantern Project"}


def test_an_outlook_mail_is_read_like_any_mail(reading: Written) -> None:
    """Headers, forward mark and quoted part of a msg."""
    body = (
        "Please see.\r\n\r\n-----Original Message-----\r\nFrom: Mei Chow\r\n"
        "Sent: 16 March 2000 09:12\r\nTo: A\r\nSubject: hi\r\n\r\nHave you seen it?"
    )
    headers = "From: Ruth Okonkwo <r@x.example>\r\nDate: Mon, 20 Mar 2000 10:00:00 +0000\r\n"
    quoted, mail = reading({"a.msg": made.msg_file("FW: the car", body, headers)}).reports
    assert (mail.author, mail.is_forward, mail.received and mail.received.iso()) == (
        "Ruth Okonkwo",
        True,
        "2000-03-20",
    )
    assert (quoted.author, quoted.quoted_in) == ("Mei Chow", mail.report_id)
    assert "Have you seen it?" in quoted.text and "Have you" not in mail.text


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.doc", made.rtf_file("Seen by the station.")),
        ("b.doc", made.docx_file(["Seen by the station."])),
        ("a.xls", b"<html><body>Seen by the station.</body></html>"),
        ("b.xls", made.xlsx_file(ROWS)),
        ("noending", b"Seen by the station."),
    ],
)
def test_a_wrong_ending_is_seen_through(reading: Written, name: str, content: bytes) -> None:
    """Old endings often hide a newer format; text without an ending is text."""
    assert [r.text for r in reading({name: content}).reports] == ["Seen by the station."]


_PLUG_IN = """
from tocsin.reports.accounts import Account

def read_upside_down(source, options):
    yield Account(source.content(options).decode()[::-1])
"""


def test_a_plug_in_adds_a_reader(
    tmp_path_factory: pytest.TempPathFactory, reading: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An ending that an installed package registers is read by its function."""
    site = tmp_path_factory.mktemp("site")
    (site / "flipping.py").write_text(_PLUG_IN)
    (site / "flipping-1.0.dist-info").mkdir()
    (site / "flipping-1.0.dist-info" / "METADATA").write_text("Name: flipping\nVersion: 1.0\n")
    points = "[tocsin.readers]\nflip = flipping:read_upside_down\n"
    (site / "flipping-1.0.dist-info" / "entry_points.txt").write_text(points)
    monkeypatch.syspath_prepend(site)
    readers.cache_clear()
    try:
        assert [r.text for r in reading({"a.flip": b"abc"}).reports] == ["cba"]
    finally:
        monkeypatch.undo()
        readers.cache_clear()


def test_an_unsplit_reading_keeps_the_file_whole(tmp_path: Path) -> None:
    """`--no-split` reads a diary as one account."""
    (tmp_path / "d.txt").write_text("3 Feb 2003\nOne thing.\n\n4 Feb 2003\nAnother.\n")
    assert len(read_paths([tmp_path]).reports) == 2
    assert len(read_paths([tmp_path], ReadingOptions(split=False)).reports) == 1
