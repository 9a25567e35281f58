"""Files, mails and forms to reports of the engine, and what they would do to the stored case."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path
from typing import Any

from tocsin.records import Case, Grade, JoinStatus, Reading, Report
from tocsin.reports import ReadingOptions, read_paths
from tocsin.reports.drafts import Draft as EngineDraft
from tocsin.reports.grades import compose_grade
from tocsin.reports.identity import numbered
from tocsin.synthetic.demo import rendering
from tocsin.values.dates import PartialDate
from tocsin.values.written_dates import NotADateError, parse_written_date

_NOT_SAFE = re.compile(r"[^\w .,()+-]+")
_MAIL_HEAD = re.compile(
    r"\A(?:From |(?:Return-Path|Received|Message-ID|MIME-Version|Delivered-To):)"
)
_DATES = ("received", "occurred")


def clean_name(name: str) -> str:
    """A file's name without folders, control characters or a leading dot; its ending stays.

    >>> clean_name("../../etc/passwd"), clean_name("C:\\\\reports\\\\note 3.docx"), clean_name(".x")
    ('passwd', 'note 3.docx', 'x')
    """
    last = re.split(r"[/\\]", name)[-1]
    safe = _NOT_SAFE.sub("_", last).strip(" .") or "file"
    stem, dot, ending = safe.rpartition(".")
    return f"{stem[-80:]}{dot}{ending[:10]}" if dot else safe[-80:]


def mail_ending(text: str) -> str:
    """Whether a pasted mail is its source as sent, or the words as a program shows them."""
    return "eml" if _MAIL_HEAD.match(text.lstrip()) else "txt"


def read_files(files: Sequence[tuple[str, Path]], *, agency: str, workplace: Path) -> Reading:
    """Read files under the names their senders gave them, from a folder that is gone afterwards.

    Args:
        files: (name, where it lies).
        agency: whose they are, where they do not say it.
        workplace: a private folder on the same disk.
    """
    with _folder(workplace) as folder:
        for place, (name, path) in enumerate(files):
            own = folder / f"{place:04d}"
            own.mkdir(mode=0o700)
            os.link(path, own / clean_name(name))
        paths = sorted(p for own in folder.iterdir() for p in own.iterdir())
        return read_paths(paths, ReadingOptions(agency=agency))


@contextmanager
def _folder(workplace: Path) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="reading-", dir=workplace))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_fictional(folder: Path) -> int:
    """The bundled case as files, in a new folder; gives how many reports it holds."""
    return rendering.write_demo(folder)


def report_of_form(told: Mapping[str, str]) -> Report:
    """A report typed into the form, under a number of its own."""
    grade = compose_grade(
        told.get("source_grade", ""),
        told.get("information_grade", ""),
        told.get("handling_code", ""),
    )
    draft = EngineDraft(
        text=told["text"],
        source_file="",
        place="",
        reference=told.get("reference", ""),
        received=_day(told.get("received", "")),
        received_known_by="said in the form" if told.get("received") else "",
        occurred=_day(told.get("occurred", "")),
        occurred_known_by="said in the form" if told.get("occurred") else "",
        agency=told.get("agency", ""),
        author=told.get("author", ""),
        channel="form",
        grade=grade,
        handling=told.get("handling", ""),
    )
    return numbered([draft])[0][0]


def written_date(words: str) -> str | None:
    """A date as people write it, in the form it is stored; None where it is none.

    >>> written_date("9 March 2026"), written_date("March 2026"), written_date("soon")
    ('2026-03-09', '2026-03', None)
    """
    try:
        return parse_written_date(words).iso()
    except NotADateError:
        return None


def _day(written: str) -> PartialDate | None:
    return PartialDate.from_iso(written) if written else None


def as_json(report: Report) -> dict[str, Any]:
    """A report of the engine as it waits in a draft."""
    told = {f.name: getattr(report, f.name) for f in fields(Report)}
    for name in _DATES:
        told[name] = told[name].iso() if told[name] else ""
    grade = report.grade
    told["grade"] = {name: getattr(grade, name) for name in Grade.__slots__} if grade else None
    told["cites"] = list(report.cites)
    return told


def from_json(told: Mapping[str, Any]) -> Report:
    """The report again."""
    known = dict(told)
    for name in _DATES:
        known[name] = _day(known[name])
    known["grade"] = Grade(**known["grade"]) if known["grade"] else None
    known["cites"] = tuple(known["cites"])
    return Report(**known)


def outlook(case: Case, new: Iterable[str], known: Mapping[str, str]) -> dict[str, Any]:
    """What new reports would do: subjects made and joined, echoes, lists; numbers, and no words.

    Args:
        case: the stored reports and the new ones together.
        new: references of the new ones.
        known: mention_id → number, of all that is stored.
    """
    fresh = set(new)
    listed: dict[str, list[str]] = {}
    for entry in case.entries:
        if not entry.below_the_line:
            listed.setdefault(entry.person_id, []).append(entry.list.value)
    children = {entry.person_id for entry in case.entries if entry.is_child}
    created: Counter[str] = Counter()
    joined: list[dict[str, Any]] = []
    for subject in case.joining.subjects:
        inside = [m for m in subject.mention_ids if m.rsplit(":", 2)[0] in fresh]
        if not inside or subject.set_apart:
            continue
        before = [m for m in subject.mention_ids if m in known]
        if not before:
            created[subject.kind.value] += 1
            continue
        status = case.joining.status_of
        joined.append(
            {
                "number": subject.person_id,
                "kind": subject.kind.value,
                "name": (subject.names or subject.identifiers or ("",))[0][:200],
                "is_child": subject.person_id in children,
                "mentions": len(inside),
                "certain": sum(status[m] is JoinStatus.CERTAIN for m in inside),
                "lists": sorted(listed.get(subject.person_id, ())),
                "more_numbers": sorted({known[m] for m in before} - {subject.person_id}),
            }
        )
    return {
        "created": dict(sorted(created.items())),
        "joined": sorted(joined, key=lambda j: (not j["lists"], -j["mentions"], j["number"])),
        "echoes": [
            {"report": e.report_id, "of": e.parent_id, "type": e.type.value}
            for e in case.echoes
            if e.report_id in fresh
        ],
        "read_now": sorted(
            {
                report
                for entry in case.entries
                if entry.list.value == "read_now"
                for report in entry.report_ids
                if report in fresh
            }
        ),
        "as_of": case.as_of.isoformat(),
    }
