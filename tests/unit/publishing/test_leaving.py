"""What leaves the folder or ends it: comparing, letters, shredding."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from tests.support.made_up_case import build_case, made_up_case
from tests.support.made_up_reports import ECHOES, PEOPLE, ROWS

from tocsin.errors import NotFoundError, OutputError
from tocsin.policies import shipped
from tocsin.publishing import OutputOptions, write_output
from tocsin.publishing.comparing import Change, Difference, compare
from tocsin.publishing.folder import FILES
from tocsin.publishing.letter import write_letter
from tocsin.publishing.letter_document import save_letter
from tocsin.publishing.saved import Saved, open_output
from tocsin.publishing.shredding import shred
from tocsin.records import Case

KIERAN, BOGDAN, CHLOE = "T-AAAAA01", "T-AAAAA02", "T-AAAAA04"


def published(case: Case, folder: Path) -> Saved:
    write_output(case, folder)
    return open_output(folder)


def found(differences: list[Difference], change: Change, person_id: str) -> Difference:
    return next(d for d in differences if (d.change, d.person_id) == (change, person_id))


def test_nothing_changed_between_two_outputs_of_one_case(tmp_path: Path) -> None:
    """The same case twice: no difference."""
    case = made_up_case()
    assert compare(published(case, tmp_path / "a"), published(case, tmp_path / "b")) == []


def test_compare_says_who_rose_and_by_which_report(tmp_path: Path) -> None:
    """One report more: its subject rose, and the report is named as the reason."""
    old = published(build_case(ROWS[:-1], PEOPLE, ECHOES), tmp_path / "old")
    rose = found(compare(old, published(made_up_case(), tmp_path / "new")), Change.ROSE, KIERAN)
    assert (rose.was, rose.now) == (6, 7)
    assert "R012 (5 October 2007)" in rose.why[0]


def test_compare_says_why_a_count_fell(tmp_path: Path) -> None:
    """A report found to be an echo: the lowered count names it and what it repeats."""
    new = build_case(ROWS, PEOPLE, [*ECHOES, ("R011", "R002", "retelling")])
    fell = found(
        compare(published(made_up_case(), tmp_path / "old"), published(new, tmp_path / "new")),
        Change.FELL,
        KIERAN,
    )
    assert (fell.was, fell.now) == (7, 6)
    assert fell.why == ("R011 no longer opens a voice: now taken as one voice with R002",)


def test_compare_names_nobody_whom_one_of_the_outputs_hides(tmp_path: Path) -> None:
    """Who is shown in full in one output and hidden in the other stands by initials."""
    write_output(made_up_case(), tmp_path / "full", OutputOptions(show_sources=True))
    full = open_output(tmp_path / "full")
    fewer = published(build_case(ROWS[:4], PEOPLE, ECHOES), tmp_path / "fewer")
    hidden = {row["person_id"]: row["names"] for row in fewer.entries() if row["masked"]}
    differences = [d for d in compare(full, fewer) if d.person_id in hidden]
    assert differences
    assert {d.name for d in differences} <= {n for names in hidden.values() for n in names}


def test_compare_says_who_joined_and_who_split(tmp_path: Path) -> None:
    """Two subjects that became one, and the other way round, with the numbers they had."""
    one_man = [{**row, "text": row["text"].replace("[[P02|", "[[P01|")} for row in ROWS]
    apart = published(made_up_case(), tmp_path / "apart")
    together = published(build_case(one_man, PEOPLE, ECHOES), tmp_path / "together")
    joined = compare(apart, together)
    assert found(joined, Change.JOINED, KIERAN).why == (
        f"its mentions are held until now by {KIERAN} and {BOGDAN}",
    )
    assert found(joined, Change.GONE, BOGDAN).why == (f"its mentions now stand under {KIERAN}",)
    assert found(compare(together, apart), Change.SPLIT, KIERAN).why == (
        f"its mentions are now held by {KIERAN} and {BOGDAN}",
    )


def words_of(path: Path) -> str:
    document = Document(str(path))
    cells = [c.text for t in document.tables for row in t.rows for c in row.cells]
    section = document.sections[0]
    ends = [p.text for p in (*section.header.paragraphs, *section.footer.paragraphs)]
    return "\n".join([*(p.text for p in document.paragraphs), *cells, *ends])


def letter(saved: Saved, person_id: str, path: Path, **how: bool) -> str:
    save_letter(write_letter(saved, person_id, to="Fenwick Council", policy=shipped(), **how), path)
    return words_of(path)


def test_a_letter_says_what_was_seen_by_whom_what_was_done_and_asks_for_a_date(
    saved: Saved, tmp_path: Path
) -> None:
    """The words as quotes, the agencies and dates, the recorded answer, and a day to answer by."""
    words = letter(saved, KIERAN, tmp_path / "letter.docx")
    for said in (
        "To: Fenwick Council",
        "Kieran Doyle",
        "14 March 2000",
        "Northgate Youth Project",
        "who waits outside in a blue van",
        "7 independent voices",
        "No further action",
        "please confirm or correct",
        "What points away",
        "Vehicles named with the subject: P412 KVX",
        "needs no child’s testimony",
        "14 July 2012",
        "OFFICIAL-SENSITIVE",
        "Review of twelve years of files",
        "Repeats R002: not a voice of its own.",
    ):
        assert said in words, said


def test_a_letter_leaves_out_other_children_and_sources(saved: Saved, tmp_path: Path) -> None:
    """Not even initials of a child stand beside a date and a school."""
    words = letter(saved, KIERAN, tmp_path / "letter.docx")
    for name in ("Amina", "Chloe", "Mensah", "A.Y.", "C.M.", "Nkechi", "Lan Tran", "L.T."):
        assert name not in words, name
    assert "[name withheld]" in words


def test_a_letter_leaves_out_relatives_and_homes(saved: Saved, tmp_path: Path) -> None:
    """An aunt's name and address lead to the child; a place reported again and again stays."""
    words = letter(saved, KIERAN, tmp_path / "letter.docx")
    assert "Abena" not in words and "Weaver Row" not in words
    assert "[address withheld]" in words and "Sunrise Tyres" in words


def test_a_letter_withholds_restricted_words_and_says_whom_to_ask(
    saved: Saved, tmp_path: Path
) -> None:
    """R007 names Bogdan Ionescu under handling conditions."""
    words = letter(saved, BOGDAN, tmp_path / "letter.docx")
    assert "rents the flat" not in words
    assert "1 report with handling conditions: words withheld" in words
    assert "Please ask: Fenwick Police" in words


def test_a_letter_about_a_child_names_the_child_only_on_purpose(
    saved: Saved, tmp_path: Path
) -> None:
    """Initials and the number by default; the name when asked for; other children never."""
    assert "Chloe" not in letter(saved, CHLOE, tmp_path / "a.docx")
    named = letter(saved, CHLOE, tmp_path / "b.docx", name_subject=True)
    assert "Chloe Mensah" in named and "Amina" not in named


def test_a_letter_masks_sources_even_where_the_output_shows_them(tmp_path: Path) -> None:
    """An output made with --show-sources still makes letters without them."""
    write_output(made_up_case(), tmp_path / "out", OutputOptions(show_sources=True))
    words = letter(open_output(tmp_path / "out"), KIERAN, tmp_path / "letter.docx")
    assert "Amina" not in words and "Lan Tran" not in words


def test_the_same_letter_gives_the_same_bytes(saved: Saved, tmp_path: Path) -> None:
    """No clock, no maker: two letters can be compared."""
    for name in ("a.docx", "b.docx"):
        letter(saved, KIERAN, tmp_path / name)
    assert (tmp_path / "a.docx").read_bytes() == (tmp_path / "b.docx").read_bytes()
    assert (tmp_path / "a.docx").stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(tmp_path / "a.docx") as docx:
        assert {info.date_time for info in docx.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_letter_can_ask_for_another_day(saved: Saved) -> None:
    """--answer-by overrules the policy's days."""
    written = write_letter(saved, KIERAN, to="X", policy=shipped(), answer_by=date(2012, 8, 1))
    assert written.answer_by == date(2012, 8, 1)


def test_there_is_no_letter_from_a_shared_output(shared: Path) -> None:
    """It holds no words to quote."""
    with pytest.raises(NotFoundError, match="holds no words"):
        write_letter(open_output(shared), KIERAN, to="X", policy=shipped())


def test_shred_removes_what_tocsin_wrote_and_nothing_else(case: Case, tmp_path: Path) -> None:
    """All our files go; a note laid beside them stays, with its folder."""
    write_output(case, tmp_path / "out")
    written = len(FILES)
    assert shred(tmp_path / "out") == (written, 0)
    assert not (tmp_path / "out").exists()
    write_output(case, tmp_path / "out")
    (tmp_path / "out" / "notes.txt").write_text("keep", "utf-8")
    assert shred(tmp_path / "out") == (written, 1)
    assert [p.name for p in (tmp_path / "out").iterdir()] == ["notes.txt"]


def test_shred_overwrites_before_it_removes(case: Case, tmp_path: Path) -> None:
    """A second name of the same file shows what became of its bytes."""
    write_output(case, tmp_path / "out")
    kept = tmp_path / "kept"
    kept.hardlink_to(tmp_path / "out" / "reports.parquet")
    before = kept.read_bytes()
    shred(tmp_path / "out")
    assert len(kept.read_bytes()) == len(before) and kept.read_bytes() != before


def test_shred_touches_no_folder_that_is_not_tocsins(tmp_path: Path) -> None:
    """Nor anything behind a link that stands where a file of ours would."""
    (tmp_path / "index.html").write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="nothing in it was touched"):
        shred(tmp_path)
    assert (tmp_path / "index.html").read_text("utf-8") == "mine"


def test_shred_does_not_follow_links(case: Case, tmp_path: Path) -> None:
    """A link in place of people.csv is removed, not what it points to."""
    write_output(case, tmp_path / "out")
    precious = tmp_path / "precious.csv"
    precious.write_text("keep", "utf-8")
    (tmp_path / "out" / "people.csv").unlink()
    (tmp_path / "out" / "people.csv").symlink_to(precious)
    shred(tmp_path / "out")
    assert precious.read_text("utf-8") == "keep"


def test_an_answer_that_came_is_told(tmp_path: Path) -> None:
    """Same voices, and now a decision counts: that is a change worth a line."""
    case = made_up_case()
    confirmed = tuple(
        replace(e, decisions=tuple(replace(d, counts=True) for d in e.decisions))
        for e in case.entries
    )
    new = published(replace(case, entries=confirmed), tmp_path / "new")
    told = found(compare(published(case, tmp_path / "old"), new), Change.ANSWERED, KIERAN)
    assert told.why[0].startswith("decision now counts: No further action")
