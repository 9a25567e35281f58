"""A written case as its author meant it: true mentions, people, echoes and decisions, no finding.

With these laid down, what is left to test is the counting: lists, voices, dates and answers.
`python -m tests.support.gold_case CASE` prints how far they agree with the author's figures.
"""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from tests.support.worlds import day
from tocsin.attention import build_entries
from tocsin.decisions import attach
from tocsin.echoes import VoiceCounter
from tocsin.evaluation.marked import MarkedReport, read_marked
from tocsin.policies import shipped
from tocsin.records import (
    Decision,
    DecisionKind,
    Detail,
    Echo,
    EchoType,
    Entry,
    Extraction,
    Joining,
    Kind,
    ListName,
    Mention,
    Report,
    Role,
    Subject,
)

_ASKED = {Role.ALLEGED, Role.AFFECTED}


def gold_entries(case: Path, *, as_of: date) -> tuple[Entry, ...]:
    """The lists made from what the author marked."""
    rows = read_marked(case / "reports.jsonl")
    cast = {row["id"]: row for row in json.loads((case / "cast.json").read_text("utf-8"))}
    reports = {row.row["report_id"]: _report(row.row) for row in rows}
    extractions = {row.row["report_id"]: _extraction(row, cast) for row in rows}
    joining = _joining(rows, reports, cast)
    echoes = [echo for row in rows for echo in _echoes(row.row)]
    counter = VoiceCounter(reports, extractions, joining, echoes, shipped())
    decisions = [d for row in rows if (d := _decision(row.row)) is not None]
    return build_entries(
        reports,
        extractions,
        joining,
        attach(decisions, joining, extractions),
        counter.voices,
        as_of=as_of,
        policy=shipped(),
    )


def differences(case: Path, entries: tuple[Entry, ...]) -> tuple[int, list[str]]:
    """(figures compared, those that differ) against the case's truth.json."""
    truth = json.loads((case / "truth.json").read_text("utf-8"))
    own = {e.person_id: e for e in entries if e.list is not ListName.READ_NOW}
    found: dict[str, tuple[Any, Any]] = {}
    for section, rows in truth.items():
        if section == "children_supported":
            found |= {f"{p} left open": (_left(own[p]), 0) for p in rows}
        elif section not in {"groups", "traps"}:
            for row in rows:
                found |= _compared(section, own[row["id"]], row)
    wrong = [f"{k}: {got}, not {want}" for k, (got, want) in found.items() if got != want]
    return len(found), wrong


def _left(entry: Entry) -> int:
    return entry.figures["unheeded_voices"].value


def _compared(section: str, entry: Entry, row: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    name = row["id"]
    found: dict[str, tuple[Any, Any]] = {
        f"{name} {figure}": (entry.figures[figure].value, row[figure])
        for figure in ("voices", "agencies", "reports", "unheeded_voices")
        if figure in row
    }
    for field in ("first_on", "last_on", "unheeded_since"):
        if field in row:
            on = getattr(entry, field)
            found[f"{name} {field}"] = (on.iso() if on else None, row[field])
    if section == "heeded":
        found[f"{name} left open"] = (_left(entry), 0)
        found[f"{name} rings"] = (not entry.below_the_line, False)
    if section in {"continually_mentioned_unheeded", "children_unsupported"}:
        found[f"{name} rings"] = (not entry.below_the_line, True)
        found[f"{name} is a child"] = (entry.is_child, section == "children_unsupported")
    return found


def _report(row: dict[str, Any]) -> Report:
    return Report(
        row["report_id"],
        row["text"],
        received=day(row["received_on"]) if row["received_on"] else None,
        occurred=day(row["occurred_on"]) if row["occurred_on"] else None,
        agency=row["agency"],
        author=row["author"],
        channel=row["channel"],
    )


def _extraction(row: MarkedReport, cast: dict[str, Any]) -> Extraction:
    """Concerns are not marked. A report that speaks of theft is about theft, and so is what is
    said of whoever the author holds to be of no concern; any other mention asks for an answer."""
    theft = "theft" in row.row["text"].casefold()

    def concern(m: Mention) -> str:
        overall = cast[row.subject_of[m.mention_id]].get("role_overall")
        return "theft" if theft or overall == "other" else "exploitation"

    mentions = tuple(
        replace(m, concern=concern(m)) if m.role in _ASKED or m.kind is not Kind.PERSON else m
        for m in row.mentions
    )
    born = {m.mention_id: cast[row.subject_of[m.mention_id]].get("born") for m in mentions}
    details = tuple(
        Detail(
            m.report_id, m.start, m.end, m.text, "date_of_birth", m.mention_id, birth=day(str(year))
        )
        for m in mentions
        if (year := born[m.mention_id])
    )
    return Extraction(row.row["report_id"], mentions, details)


def _joining(rows: list[MarkedReport], reports: dict[str, Report], cast: dict[str, Any]) -> Joining:
    members: dict[str, list[Mention]] = {}
    for row in rows:
        for m in row.mentions:
            members.setdefault(row.subject_of[m.mention_id], []).append(m)
    subjects = []
    for who in sorted(members):
        order = sorted(members[who], key=lambda m: (_received(reports[m.report_id]), m.start))
        ids = tuple(m.mention_id for m in order)
        name = (cast[who]["true_name"],)
        subjects.append(Subject(who, Kind(cast[who]["kind"]), ids, (ids,), name))
    return Joining(tuple(subjects))


def _received(report: Report) -> tuple[date, str]:
    return (report.received.last if report.received else date.max, report.report_id)


def _echoes(row: dict[str, Any]) -> list[Echo]:
    parents = [row["origin_of"]] if row["origin_of"] else []
    compiled = row.get("compiled_from") or []
    return [
        *(Echo(row["report_id"], p, EchoType.RETELLING, 1.0) for p in parents),
        *(Echo(row["report_id"], p, EchoType.COMPILATION, 1.0) for p in compiled),
    ]


def _decision(row: dict[str, Any]) -> Decision | None:
    told = row["decision"]
    if not told:
        return None
    return Decision(
        f"D-{row['report_id']}",
        DecisionKind(told["kind"]),
        tuple(told["about"]),
        day(told["on"]),
        told["reason"],
        report_id=row["report_id"],
        confirmed=True,
        source="decisions.csv",
    )


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    compared, wrong = differences(folder, gold_entries(folder, as_of=date(2012, 12, 1)))
    lines = [f"{compared - len(wrong)} of {compared} figures agree", *wrong]
    sys.stdout.write("\n".join(lines) + "\n")
