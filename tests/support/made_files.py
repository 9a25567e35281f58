"""Small real files of each format, built for the tests; every person in them is made up."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import docx
import openpyxl
from docx.enum.text import WD_COLOR_INDEX
from docx.oxml import parse_xml
from docx.shared import RGBColor
from odfdo import Document, Element, Paragraph, Table

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx_file(paragraphs: Sequence[str], table: Sequence[Sequence[str]] = ()) -> bytes:
    """A Word document with plain paragraphs and perhaps a table."""
    document = docx.Document()
    for words in paragraphs:
        document.add_paragraph(words)
    if table:
        made = document.add_table(len(table), len(table[0]))
        for row, cells in zip(made.rows, table, strict=True):
            for cell, words in zip(row.cells, cells, strict=True):
                cell.text = words
    return _saved(document)


def docx_with_header(header: str, words: str) -> bytes:
    """A Word document with a line at the head of each page, and a blacked-out table cell."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = header
    document.add_paragraph(words)
    cell = document.add_table(1, 1).rows[0].cells[0]
    run = cell.paragraphs[0].add_run("Celled Selam")
    run.font.color.rgb = RGBColor(0, 0, 0)
    cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {_W} w:val="clear" w:fill="000000"/>'))
    return _saved(document)


def docx_with_secrets() -> bytes:
    """A Word document with hidden, blacked-out, deleted, added and commented words."""
    document = docx.Document()
    paragraph = document.add_paragraph("The plain words stand. ")
    paragraph.add_run("Hidden Hanna").font.hidden = True
    boxed = paragraph.add_run("Boxed Bashir")
    boxed.font.highlight_color = WD_COLOR_INDEX.BLACK
    paragraph._p.append(
        parse_xml(
            f'<w:del {_W} w:id="1" w:author="P. Osei" w:date="2003-04-05T10:00:00Z">'
            "<w:r><w:delText>Deleted Dilan</w:delText></w:r></w:del>"
        )
    )
    paragraph._p.append(
        parse_xml(
            f'<w:ins {_W} w:id="2" w:author="P. Osei"><w:r><w:t>added later</w:t></w:r></w:ins>'
        )
    )
    document.add_comment(paragraph.runs[0], "Commented Chidi", author="R. Quaye")
    return _saved(document)


def _saved(document: object) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def xlsx_file(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    return _saved(workbook)


def xlsx_with_secrets() -> bytes:
    """A workbook with a hidden row, column and sheet, and a comment."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    sheet.append(["Ref", "Date received", "Details", "Told by"])
    sheet.append(["A1", "2003-04-05", "Seen by the station.", "Column Kofi"])
    sheet.append(["A2", "2003-04-06", "Hidden row about Hidden Hanna.", ""])
    sheet.append(["A3", "2003-04-07", "Seen again.", ""])
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["D"].hidden = True
    sheet["C2"].comment = openpyxl.comments.Comment("Commented Chidi", "R. Quaye")
    other = workbook.create_sheet("Old")
    other.append(["Details"])
    other.append(["Sheeted Shan"])
    other.sheet_state = "hidden"
    return _saved(workbook)


def odt_file(paragraphs: Sequence[str]) -> bytes:
    """An OpenDocument text."""
    document = Document("text")
    document.body.clear()
    for words in paragraphs:
        document.body.append(Paragraph(words))
    return _odf(document)


def odt_with_secrets() -> bytes:
    """An OpenDocument text with a comment, a deletion and a hidden passage."""
    document = Document("text")
    document.body.clear()
    changes = """<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>
        <office:change-info><dc:creator>P. Osei</dc:creator><dc:date>2003-04-05T10:00:00</dc:date>
        </office:change-info><text:p>Deleted Dilan</text:p></text:deletion></text:changed-region>
        </text:tracked-changes>"""
    document.body.append(Element.from_tag(changes))
    document.body.append(
        Element.from_tag(
            '<text:p>The plain<text:s text:c="2"/>words stand.<text:hidden-text '
            'text:string-value="Hidden Hanna"/><office:annotation><dc:creator>R. Quaye'
            "</dc:creator><text:p>Commented Chidi</text:p></office:annotation> And after.</text:p>"
        )
    )
    return _odf(document)


def ods_file(rows: Sequence[Sequence[object]]) -> bytes:
    """An OpenDocument spreadsheet of one table."""
    document = Document("spreadsheet")
    document.body.clear()
    table = Table("Calls")
    for row in rows:
        table.append_row(_row(row))
    document.body.append(table)
    return _odf(document)


def _row(values: Sequence[object]) -> Element:
    from odfdo import Row

    row = Row()
    row.set_values(list(values))
    return row


def _odf(document: Document) -> bytes:
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def rtf_file(words: str) -> bytes:
    """An rtf document of one paragraph; `words` may hold rtf marks."""
    return (r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}\f0 " + words + r"\par}").encode()


def zip_file(files: Mapping[str, bytes]) -> bytes:
    """An archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


def pdf_file(pages: Sequence[str], extra: Mapping[int, str] | None = None) -> bytes:
    """A pdf; each page's lines in order, then `extra` drawing marks by page number."""
    objects: list[bytes] = []
    kids = " ".join(f"{4 + 2 * i} 0 R" for i in range(len(pages)))
    objects.append(b"<< /Type /Catalog /Pages 2 0 R >>")
    objects.append(f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>".encode())
    objects.append(
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
    )
    for number, text in enumerate(pages, start=1):
        marks = ["BT /F1 12 Tf 14 TL 50 780 Td 0 0 0 rg"]
        marks += [f"({_escaped(line)}) Tj T*" for line in text.split("\n") if text]
        marks += ["ET", (extra or {}).get(number, "")]
        stream = "\n".join(marks).encode("cp1252")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {3 + 2 * number} 0 R "
            f"/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return _pdf_of(objects)


def _escaped(line: str) -> str:
    return line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")


def _pdf_of(objects: Sequence[bytes]) -> bytes:
    held = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(held))
        held += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(held)
    held += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    held += b"".join(b"%010d 00000 n \n" % place for place in places)
    held += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(held + b"startxref\n%d\n%%%%EOF\n" % start)


_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def msg_file(subject: str, body: str, headers: str) -> bytes:
    """An Outlook message: a compound file with three text properties, unicode."""
    properties = struct.pack("<8xIIII8x", 0, 0, 0, 0)
    streams: dict[str, bytes] = {}
    for tag, text in ((0x001A, "IPM.Note"), (0x0037, subject), (0x1000, body), (0x007D, headers)):
        held = text.encode("utf-16-le")
        streams[f"__substg1.0_{tag:04X}001F"] = held
        properties += struct.pack("<HHIII", 0x001F, tag, 6, len(held) + 2, 0)
    streams["__properties_version1.0"] = properties
    streams["__nameid_version1.0"] = b""
    return _compound(streams)


def _compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file: each stream padded past the size at which small ones share a sector."""
    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    sectors: list[bytes] = []
    chain: list[int] = []
    entries = []
    for name in names:
        content = streams[name]
        padded = content.ljust(4096, b"\0") if content else b""
        start = len(sectors) if padded else _END
        count = -(-len(padded) // 512)
        sectors += [padded[512 * i : 512 * i + 512].ljust(512, b"\0") for i in range(count)]
        chain += [len(chain) + i + 1 for i in range(count - 1)] + ([_END] if count else [])
        is_storage = name.startswith("__nameid")
        entries.append((name, 1 if is_storage else 2, start, len(content), len(padded)))
    directory = [_entry("Root Entry", 5, _END, 0, child=1)]
    for index, (name, kind, start, _, padded) in enumerate(entries, start=1):
        right = index + 1 if index < len(entries) else _FREE
        directory.append(_entry(name, kind, start if kind == 2 else 0, padded, right=right))
    while len(directory) % 4:
        directory.append(_entry("", 0, 0, 0))
    first = len(sectors)
    sectors += [b"".join(directory[i : i + 4]) for i in range(0, len(directory), 4)]
    chain += [*range(first + 1, len(sectors)), _END]
    fat_count = 1
    while (len(chain) + fat_count) > 128 * fat_count:
        fat_count += 1
    table = chain + [_FAT] * fat_count
    table += [_FREE] * (128 * fat_count - len(table))
    fat_start = len(sectors)
    packed = struct.pack(f"<{len(table)}I", *table)
    sectors += [packed[512 * i : 512 * i + 512] for i in range(fat_count)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, fat_count, first, 0, 4096,
                          _END, 0, _END, 0)  # fmt: skip
    difat = [*range(fat_start, fat_start + fat_count)]
    header += struct.pack("<109I", *(difat + [_FREE] * (109 - len(difat))))
    return header + b"".join(sectors)


def _entry(
    name: str, kind: int, start: int, size: int, *, right: int = _FREE, child: int = _FREE
) -> bytes:
    written = name.encode("utf-16-le")
    head = written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2 if name else 0, kind, 1)
    links = struct.pack("<III", _FREE, right, child)
    return head + links + bytes(16 + 4 + 16) + struct.pack("<III", start, size, 0)
