"""Rules of reading that never break: nothing vanishes, nothing raises, order is nothing."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support import made_files as made

from tocsin.records import Reading, Rejection
from tocsin.reports import ReadingOptions, preview_split, read_paths
from tocsin.reports.inputs import read_decisions, read_judgements, read_mended, read_names
from tocsin.reports.readers import readers
from tocsin.values.dates import PartialDate
from tocsin.values.written_dates import NotADateError, parse_written_date

_ROWS = [["Ref", "Date received", "Details"], ["A1", "05/04/2003", "Seen by the station."]]
_MAIL = (
    b"From: Ruth Okonkwo <r@x.example>\nDate: Mon, 20 Mar 2000 10:00:00 +0000\nSubject: Fwd: a\n"
    b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nSee.\n\n"
    b"On Fri, 17 Mar 2000, Mei Chow wrote:\n> I saw it.\n--b\nContent-Type: text/csv; name=a.csv\n"
    b"Content-Disposition: attachment\n\nRef,Text\n1,x\n--b--\n"
)
_REAL = {
    "txt": b"3 Feb 2003\nOne thing.\n\n4 Feb 2003\nAnother.\n",
    "md": b"## 3 Feb 2003\nOne thing.\n\n## 4 Feb 2003\nAnother.\n",
    "docx": made.docx_with_secrets(),
    "odt": made.odt_with_secrets(),
    "ods": made.ods_file(_ROWS),
    "rtf": made.rtf_file(r"Plain {\v hidden} and {\deleted gone} words. \'e9 \u1234?"),
    "pdf": made.pdf_file(["One\nTwo", "Three"], {1: "0 0 0 rg 40 760 200 13 re f"}),
    "html": b"<html><body><p>One</p><p hidden>Two</p><table><tr><td>3</td></tr></table></html>",
    "eml": _MAIL,
    "msg": made.msg_file("FW: a", "See.\n> quoted", "From: A B <a@x.example>\n"),
    "mbox": b"From a@x Mon Feb  3 10:00:00 2003\n" + _MAIL,
    "csv": b'Ref,Date received,Details\nA1,05/04/2003,"Seen, twice"\nA2,06/04/2003,"a ""b"" c"\n',
    "tsv": b"Ref\tDate\tDetails\nA1\t05/04/2003\tSeen\n",
    "xlsx": made.xlsx_with_secrets(),
    "json": b'{"messages": [{"from": "A", "date": "2003-02-03", "text": "One."}]}',
    "jsonl": b'{"id": 1, "text": "One."}\n{"id": 2, "text": "Two.", "more": {"a": [1, null]}}\n',
    "zip": made.zip_file({"a.txt": b"One.", "b/c.csv": b"Ref,Text\n1,x\n"}),
}


def _read(name: str, content: bytes, options: ReadingOptions | None = None) -> Reading:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        return read_paths([folder], options)


def _nothing_vanished(reading: Reading, name: str) -> None:
    """A file leaves at least one report or one line of refusal, and ids are each of one report."""
    told = [*(r.source_file for r in reading.reports), *(r.source_file for r in reading.rejected)]
    assert any(source == name or source.startswith(f"{name}/") for source in told)
    ids = [report.report_id for report in reading.reports]
    assert len(ids) == len(set(ids))
    assert all(report.text.strip() and report.report_id for report in reading.reports)
    assert all(refused.what and refused.remedy for refused in reading.rejected)


@st.composite
def damaged(draw: st.DrawFn, content: bytes) -> bytes:
    """A real file with some bytes changed, cut out, doubled, or its end cut off."""
    held = bytearray(content)
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(len(held) - 1, 0)))
        span = draw(st.integers(1, 40))
        act = draw(st.sampled_from(("set", "cut", "double", "end")))
        if act == "set":
            held[at : at + 1] = draw(st.binary(min_size=1, max_size=4))
        elif act == "cut":
            del held[at : at + span]
        elif act == "double":
            held[at:at] = held[at : at + span]
        else:
            del held[max(at, 1) :]
    return bytes(held)


def test_every_built_in_format_is_fuzzed() -> None:
    """A reader added without a real file to damage fails here."""
    alike = {"docm": "docx", "xlsm": "xlsx", "htm": "html", "xhtml": "html", "markdown": "md",
             "text": "txt", "log": "txt", "ndjson": "jsonl"}  # fmt: skip
    assert {alike.get(ending, ending) for ending in readers()} == set(_REAL)


@pytest.mark.parametrize("ending", sorted(_REAL))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_a_damaged_file_never_raises_and_never_vanishes(ending: str, data: st.DataObject) -> None:
    """Rule 11: whatever is refused is listed with its reason and does not stop the run."""
    content = data.draw(damaged(_REAL[ending]))
    _nothing_vanished(_read(f"a.{ending}", content), f"a.{ending}")


@pytest.mark.parametrize("ending", sorted(_REAL))
@settings(max_examples=15, deadline=None)
@given(content=st.binary(max_size=400))
def test_random_bytes_never_raise(ending: str, content: bytes) -> None:
    """Any bytes under any ending."""
    _nothing_vanished(_read(f"a.{ending}", content), f"a.{ending}")


@settings(max_examples=60, deadline=None)
@given(text=st.text(max_size=300))
def test_any_text_comes_out_as_read(text: str) -> None:
    """What is no control character and turns no direction is in some report, in order."""
    content = text.encode("utf-8", "surrogatepass")
    reading = _read("a.txt", content, ReadingOptions(split=False))
    _nothing_vanished(reading, "a.txt")


_HEADS = {
    read_decisions: b"about,kind,on\nDez,arrest,2003\n",
    read_judgements: b"left,right,judgement\na,b,same\n",
    read_names: b"name,kind\nDez,person\n",
    read_mended: b"report_id,start,end,kind\nR1,0,4,person\n",
}


@pytest.mark.parametrize("read", list(_HEADS), ids=lambda read: str(read.__name__))
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_files_beside_the_reports_never_raise(
    read: Callable[[Path], tuple[tuple[object, ...], tuple[Rejection, ...]]], data: st.DataObject
) -> None:
    """A row that cannot be used, or the whole file, is refused with what to do."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(data.draw(damaged(_HEADS[read])))
        _, rejected = read(path)
    assert all(refused.what and refused.remedy for refused in rejected)


_row = st.fixed_dictionaries(
    {
        "Ref": st.sampled_from(["", "1", "2", "3"]),
        "Date received": st.sampled_from(["", "2003", "spring 2004", "03/04/05", "31/02/2003"]),
        "Author": st.sampled_from(["", "PC Shah", "Ł. Nowak"]),
        "Details": st.sampled_from(["Seen.", "Seen again.", "The red van, twice.", "Zoë told us."]),
    }
)


def _as_csv(rows: list[dict[str, str]]) -> str:
    lines = [",".join(f'"{v}"' for v in row.values()) for row in rows]
    return "\n".join(["Ref,Date received,Author,Details", *lines]) + "\n"


def _told(reading: Reading) -> list[tuple[object, ...]]:
    return [
        (r.report_id, r.text, r.received, r.received_known_by, r.author, r.cites, r.quoted_in)
        for r in reading.reports
    ]


@settings(max_examples=40, deadline=None)
@given(
    files=st.lists(st.lists(_row, min_size=1, max_size=4), min_size=1, max_size=4),
    seed=st.integers(),
)
def test_order_names_and_place_of_files_are_nothing(
    files: list[list[dict[str, str]]], seed: int
) -> None:
    """Rule 4: the same contents under other names, in other folders, give the same reports."""
    shuffled = list(files)
    random.Random(seed).shuffle(shuffled)
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        for number, rows in enumerate(files):
            (Path(one) / f"{number}.csv").write_text(_as_csv(rows))
        for number, rows in enumerate(shuffled):
            folder = Path(two) / f"f{number % 2}"
            folder.mkdir(exist_ok=True)
            (folder / f"z{number}.csv").write_text(_as_csv(rows))
        first, second = read_paths([one]), read_paths([two])
    assert _told(first) == _told(second)
    assert first.input_hash == second.input_hash


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(_row, min_size=1, max_size=6), more=_row)
def test_one_more_report_leaves_the_others_as_they_were(
    rows: list[dict[str, str]], more: dict[str, str]
) -> None:
    """Texts and dates of reports do not hang on their neighbours; only a clash renames."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.csv").write_text(_as_csv(rows))
        before = {(r.text, r.received) for r in read_paths([folder]).reports}
        (Path(folder) / "b.csv").write_text(_as_csv([more]))
        after = {(r.text, r.received) for r in read_paths([folder]).reports}
    assert before <= after


_days = st.dates(date(1900, 1, 1), date(2099, 12, 31))


@given(day=_days, style=st.sampled_from(["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%a %d %b %Y"]))
def test_a_written_day_is_read_as_that_day(day: date, style: str) -> None:
    """For every day of two centuries, in the usual ways of writing it."""
    assert parse_written_date(f"{day:{style}}").iso() == day.isoformat()


@given(text=st.text(alphabet="0123456789/-. JFMASONDjanfebrmyulgstocv:TZ'’n", max_size=60))
def test_any_words_are_a_date_or_an_error(text: str) -> None:
    """Never another exception, and never a stretch that ends before it begins."""
    try:
        found: PartialDate | None = parse_written_date(text)
    except NotADateError:
        found = None
    assert found is None or found.first <= found.last


@settings(max_examples=30, deadline=None)
@given(
    days=st.lists(_days, min_size=2, max_size=6).map(sorted),
    told=st.lists(st.sampled_from(["Quiet.", "The van was there.", "Busy, 12 in."]), min_size=6),
)
def test_no_word_of_a_split_file_is_lost(days: list[date], told: list[str]) -> None:
    """All entries together hold every line of the file; the preview counts the same accounts."""
    text = "\n\n".join(f"{d:%d/%m/%Y}\n{told[i]}" for i, d in enumerate(days))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_text(text)
        reports = read_paths([path]).reports
        shown = preview_split(path)
    held = "\n".join(r.text for r in reports)
    assert all(line in held for line in text.split("\n"))
    assert len({(e.place, e.received) for e in shown}) >= len(reports)
