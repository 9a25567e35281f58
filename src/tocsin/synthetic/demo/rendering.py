"""The bundled case as the folder a charity might have: mails, minutes, a diary, tables, forms."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable, Sequence
from datetime import date
from email.message import EmailMessage
from pathlib import Path

import docx
import odfdo
from openpyxl import Workbook

from tocsin.errors import UsageError
from tocsin.synthetic.demo.source import DemoReport, decisions_file, reports

_ADDRESS = "culverport.example"


def write_demo(folder: Path) -> int:
    """Write the case into a new folder, in the formats its agencies use.

    Returns:
        How many reports it holds.

    Raises:
        UsageError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise UsageError("The folder is not empty.", where=folder.name, remedy="Give a new folder.")
    told = reports()
    folder.mkdir(parents=True, exist_ok=True)
    by_file: dict[str, list[DemoReport]] = {}
    for report in told:
        by_file.setdefault(report.file, []).append(report)
    by_id = {report.report_id: report for report in told}
    for kind, group in by_file.items():
        _WRITERS[kind](folder, group, by_id)
    (folder / "decisions.csv").write_text(decisions_file(), "utf-8")
    return len(told)


_Group = Sequence[DemoReport]
_Known = dict[str, DemoReport]


def _day(written: str) -> date:
    return date.fromisoformat(written)


def _long(written: str) -> str:
    """`Tuesday 16 January 2007`; less exact dates as they are."""
    if len(written) < len("2007-01-16"):
        return written
    day = _day(written)
    return f"{day:%A} {day.day} {day:%B %Y}"


def _diary(name: str) -> Callable[[Path, _Group, _Known], None]:
    def write(folder: Path, group: _Group, _known: _Known) -> None:
        lines = ["Session diary", "Agency: The Slipway", "Channel: youth work diary", ""]
        for report in group:
            lines += [_long(report.received_on), report.text, ""]
        (folder / name).write_text("\n".join(lines), "utf-8")

    return write


def _referrals(folder: Path, group: _Group, _known: _Known) -> None:
    with (folder / "referrals.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        head = ["Ref", "Date received", "Date of incident", "Agency", "Worker", "Type", "Notes"]
        writer.writerow(head)
        for r in group:
            when = f"{_day(r.received_on):%d/%m/%Y}"
            told = [r.report_id, when, r.occurred_on, r.agency, r.author, r.channel, r.text]
            writer.writerow(told)


def _council(folder: Path, group: _Group, _known: _Known) -> None:
    with (folder / "council contacts.tsv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, delimiter="\t")
        writer.writerow(["Ref no", "Date received", "Service", "Officer", "Method", "Details"])
        for r in group:
            when = f"{_day(r.received_on):%d/%m/%Y}"
            writer.writerow([r.report_id, when, r.agency, r.author, r.channel, r.text])


def _police(folder: Path, group: _Group, _known: _Known) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Intelligence log"
    head = ["Log no", "Date received", "Date of event", "Agency", "Officer", "Grade", "Log entry"]
    sheet.append(head)
    for r in group:
        event = _day(r.occurred_on) if len(r.occurred_on) == len("2007-01-16") else r.occurred_on
        row = [r.report_id, _day(r.received_on), event, r.agency, r.author, r.grade, r.text]
        sheet.append(row)
    book.save(folder / "police log.xlsx")


def _home(folder: Path, group: _Group, _known: _Known) -> None:
    document = docx.Document()
    document.add_heading("Seaway Lodge, daily log (extract)", level=1)
    document.add_paragraph("Agency: Seaway Lodge")
    for report in group:
        document.add_paragraph(_long(report.received_on))
        document.add_paragraph(report.text)
    document.save(str(folder / "Seaway Lodge daily log.docx"))


def _single(
    sub: str, write: Callable[[Path, str, DemoReport], None]
) -> Callable[[Path, _Group, _Known], None]:
    def write_all(folder: Path, group: _Group, _known: _Known) -> None:
        (folder / sub).mkdir()
        for report in group:
            name = f"{report.received_on} {report.channel}"
            used = sum(path.name.startswith(name) for path in (folder / sub).iterdir())
            write(folder / sub, f"{name} {used + 1}" if used else name, report)

    return write_all


def _head(report: DemoReport) -> list[str]:
    lines = [f"Agency: {report.agency}", f"Date: {_long(report.received_on)}"]
    lines.append(f"Completed by: {report.author}")
    if report.occurred_on and report.occurred_on != report.received_on:
        lines.append(f"Date of incident: {_long(report.occurred_on)}")
    if report.grade:
        lines.append(f"Grade: {report.grade}")
    return lines


def _minutes(folder: Path, name: str, report: DemoReport) -> None:
    document = docx.Document()
    document.add_heading(report.channel.capitalize(), level=1)
    for line in _head(report):
        document.add_paragraph(line)
    for part in report.text.split("\n"):
        document.add_paragraph(part)
    document.save(str(folder / f"{name}.docx"))


def _form(folder: Path, name: str, report: DemoReport) -> None:
    document = odfdo.Document("text")
    body = document.body
    body.clear()
    body.append(odfdo.Header(1, report.channel.capitalize()))
    for line in [*_head(report), *report.text.split("\n")]:
        body.append(odfdo.Paragraph(line))
    document.save(str(folder / f"{name}.odt"))


def _letter(folder: Path, name: str, report: DemoReport) -> None:
    def coded(words: str) -> str:
        escaped = words.replace("\\", "\\\\").replace("{", "\\{").replace("}", "\\}")
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in escaped)

    paragraphs = [*_head(report), "", *report.text.split("\n")]
    body = "\\par\n".join(map(coded, paragraphs))
    rtf = "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0\\fs24\n" + body + "\\par}\n"
    (folder / f"{name}.rtf").write_text(rtf, "ascii")


def _web(folder: Path, name: str, report: DemoReport) -> None:
    lines = "".join(f"<p>{html.escape(line)}</p>\n" for line in _head(report))
    page = (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Tidewater Helpline'
        f"</title></head><body>\n<h1>{html.escape(report.channel.capitalize())}</h1>\n{lines}"
        f"<p>{html.escape(report.text)}</p>\n</body></html>\n"
    )
    (folder / f"{name}.html").write_text(page, "utf-8")


def _housing(folder: Path, group: _Group, _known: _Known) -> None:
    lines = ["Culverport Homes, tenancy and estate notes", "Agency: Culverport Homes", ""]
    for report in group:
        lines += [_long(report.received_on), report.text, ""]
    (folder / "housing notes.md").write_text("\n".join(lines), "utf-8")


def _mails(folder: Path, group: _Group, known: _Known) -> None:
    (folder / "mails").mkdir(exist_ok=True)
    for report in group:
        head = dict(report.mail)
        mail = EmailMessage()
        mail["From"] = _mailbox(head.get("From", ""), report.agency)
        mail["To"] = f"{head.get('To', 'Duty desk').split(';')[0].replace(',', '')} <in@{_ADDRESS}>"
        mail["Subject"] = head.get("Subject", "")
        at = _day(report.received_on)
        mail["Date"] = f"{at:%a}, {at.day} {at:%b %Y} 09:12:00 +0000"
        mail["Message-ID"] = f"<{report.report_id.lower()}@{_ADDRESS}>"
        body = report.text
        if report.file == "mail-forward":
            body += "\n\n" + _quoted(known[report.origin_of])
        mail.set_content(body + "\n")
        (folder / "mails" / f"{report.received_on} mail {report.report_id[1:]}.eml").write_bytes(
            mail.as_bytes()
        )


def _mailbox(name: str, agency: str) -> str:
    folded = "".join(c for c in agency.lower() if c.isalpha())
    return (
        f'"{name or agency}" <{"".join(c for c in name.lower() if c.isalpha())}@{folded}.example>'
    )


def _quoted(report: DemoReport) -> str:
    head = dict(report.mail)
    lines = ["-----Original Message-----", f"From: {head.get('From', '')}"]
    lines += [f"Sent: {_long(report.received_on)}", f"To: {head.get('To', '')}"]
    return "\n".join([*lines, f"Subject: {head.get('Subject', '')}", "", report.text])


def _nothing(_folder: Path, _group: _Group, _known: _Known) -> None:
    """What stands only inside another file."""


_WRITERS: dict[str, Callable[[Path, _Group, _Known], None]] = {
    "diary-early": _diary("session diary 2006-2011.txt"),
    "diary-late": _diary("session diary 2012-2017.txt"),
    "referrals": _referrals,
    "council": _council,
    "police": _police,
    "home": _home,
    "housing": _housing,
    "minutes": _single("minutes", _minutes),
    "school": _single("school forms", _form),
    "gp": _single("letters", _letter),
    "web": _single("helpline", _web),
    "mail": _mails,
    "mail-forward": _mails,
    "quoted": _nothing,
}
