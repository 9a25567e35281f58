"""A letter as an editable docx: the writer reads it, mends it and signs it."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from docx import Document
from docx.document import Document as Docx
from docx.shared import Cm, Pt
from docx.text.paragraph import Paragraph

from tocsin.errors import OutputError
from tocsin.publishing.letter import Letter, LetterQuote, title_of
from tocsin.publishing.wording import counted, day_words, harmless

_BEFORE_SENDING = (
    "Read every quote. Take out anything from which a child or a source can be known: a school, a "
    "street, an age beside a date, a way of speaking.",
    "Check that the body named here may receive this, and on what basis; record that you sent it.",
    "Check the subject against your own records: the joins were made by a program.",
    "Send it by a secure route, and take this box out.",
)


def save_letter(letter: Letter, path: Path) -> None:
    """Write a letter as docx, for its owner alone; the same letter gives the same bytes.

    Raises:
        OutputError: the file cannot be written.
    """
    document = _document(letter)
    held = io.BytesIO()
    document.save(held)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_bytes(_without_clock(held.getvalue()))
        path.chmod(0o600)
    except OSError as error:
        raise OutputError(
            f"The letter cannot be written: {error.strerror}.",
            where=path.name,
            remedy="Choose another place with --out.",
        ) from None


def _document(letter: Letter) -> Docx:
    document = Document()
    _set_up(document, letter)
    _opening(document, letter)
    _heading(document, "1. What is asked of you")
    day = day_words(letter.answer_by)
    _say(
        document,
        f"Please answer by {day}. No answer to these questions is recorded in the "
        "material we read; you may hold one.",
    )
    _points(document, letter.questions, "List Number")
    _say(
        document,
        "If the answer is that nothing more will be done, please say so, with the reason, "
        "the name of whoever decided it, and the date. That is an answer; silence is not.",
    )
    _heading(document, "2. What was seen, when, and by whom")
    for words in (letter.sentence, letter.voices, letter.date_line_note):
        if words:
            _say(document, words)
    _quotes(document, letter)
    _heading(document, "3. What points away")
    _points(
        document,
        letter.points_away
        or (
            "Nothing in the material read denies it, corrects it or points to a namesake. That is "
            "not proof of anything.",
        ),
    )
    _heading(document, "4. Evidence that needs no child’s testimony first")
    _evidence(document, letter)
    _heading(document, "5. What was already done")
    _points(
        document,
        letter.decisions
        or (
            "No answer is recorded in the material read. That does not say that nothing was done.",
        ),
    )
    _closing(document, letter)
    return document


def _set_up(document: Docx, letter: Letter) -> None:
    """Margins, type, and marking, date and purpose on every page."""
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.4)
    document.styles["Normal"].font.name = "Calibri"
    document.styles["Normal"].font.size = Pt(11)
    head = f"{letter.marking}    as of {day_words(letter.as_of)}"
    section.header.paragraphs[0].add_run(head).bold = True
    foot = f"Purpose: {letter.purpose or '[state the purpose]'}. A count is not a finding."
    section.footer.paragraphs[0].add_run(harmless(foot))
    properties = document.core_properties
    properties.title, properties.author = title_of(letter), "Tocsin"
    properties.comments = ""
    properties.created = properties.modified = datetime.combine(
        letter.as_of, datetime.min.time(), UTC
    ).replace(tzinfo=None)


def _opening(document: Docx, letter: Letter) -> None:
    box = document.add_table(rows=1, cols=1, style="Table Grid").cell(0, 0)
    box.paragraphs[0].add_run("Before you send this").bold = True
    for point in _BEFORE_SENDING:
        box.add_paragraph(point, style="List Bullet")
    document.add_paragraph()
    _say(document, f"To: {letter.to}")
    _say(document, f"From: {letter.operator or '[your name]'}, [your body, address, secure e-mail]")
    _say(document, "Date: [date of sending]")
    line = _say(document, "About: ")
    line.add_run(f"{harmless(letter.subject)} ({letter.person_id})").bold = True
    line.add_run(f", from the list “{letter.heading}”")
    _say(
        document,
        f"Being mentioned is not being accused, and a count is not a finding. {letter.opening}",
    )


def _quotes(document: Docx, letter: Letter) -> None:
    """The words as quotes, oldest first."""
    table = document.add_table(rows=1, cols=3, style="Table Grid")
    table.autofit = False
    widths = (Cm(3), Cm(3.4), Cm(9.8))
    for cell, words in zip(table.rows[0].cells, ("Received", "Told by", "Words"), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    for quote in letter.quotes:
        _quote(table.add_row().cells, quote)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width
    if letter.left_out:
        _say(document, f"{counted(letter.left_out, 'further report')} can be supplied on request.")
    if letter.withheld:
        words = (
            f"{counted(len(letter.withheld), 'report')} with handling conditions: words withheld. "
            f"Please ask: {', '.join(sorted(set(letter.withheld)))}."
        )
        _say(document, words)


def _quote(cells: Sequence, quote: LetterQuote) -> None:  # type: ignore[type-arg]
    cells[0].paragraphs[0].add_run(f"{quote.when}\n{harmless(quote.report_id)}")
    cells[1].paragraphs[0].add_run(harmless(quote.agency))
    line = cells[2].paragraphs[0]
    line.add_run("“")
    for piece in quote.pieces:
        line.add_run(_fit(piece.text)).bold = piece.marked
    line.add_run("”")
    if quote.repeats:
        note = f"Repeats {quote.repeats}: not a voice of its own."
        cells[2].add_paragraph().add_run(harmless(note)).italic = True


def _evidence(document: Docx, letter: Letter) -> None:
    _say(
        document,
        "The reports hold the following, which can be looked into without waiting for a "
        "child to speak. It stands beside an investigation, never instead of one; please "
        "take legal advice before any step.",
    )
    for what, which, ask in letter.evidence:
        line = document.add_paragraph(style="List Bullet")
        line.add_run(f"{what}: ").bold = True
        line.add_run(f"{harmless(which)}. Could open: {ask}.")
    if not letter.evidence:
        _points(document, ("None was found in the reports by the program; please look again.",))


def _closing(document: Docx, letter: Letter) -> None:
    _heading(document, "6. What this letter does not say")
    _say(
        document,
        "It rests on the material named above and no other; what was not supplied to us, "
        "we have not seen. “No answer recorded” speaks of that material. Names of other "
        "children, of people affected and of sources are left out on purpose; ask us if "
        "you need one in order to act.",
    )
    _say(document, f"[Signature]\n\nWe ask for an answer by {day_words(letter.answer_by)}.")


def _heading(document: Docx, words: str) -> None:
    document.add_heading(words, level=2)


def _say(document: Docx, words: str) -> Paragraph:
    return document.add_paragraph(_fit(words))


def _points(document: Docx, points: Sequence[str], style: str = "List Bullet") -> None:
    for point in points:
        document.add_paragraph(_fit(point), style=style)


def _fit(words: str) -> str:
    """Text that XML can hold."""
    return harmless(words).replace("\ufffd", " ")


def _without_clock(docx: bytes) -> bytes:
    """The same docx with every part dated alike, so that a letter can be compared by its bytes."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(docx)) as source,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            info = zipfile.ZipInfo(part.filename)
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(part))
    return held.getvalue()
