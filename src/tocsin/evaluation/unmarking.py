"""A marked case turned into the one truth format; marks and answers leave the input."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from tocsin.errors import UsageError
from tocsin.evaluation.expecting import expected
from tocsin.evaluation.marked import MarkedReport, read_marked
from tocsin.evaluation.overlap import containment
from tocsin.evaluation.truth import (
    Truth,
    TruthDecision,
    TruthEcho,
    TruthMention,
    TruthReport,
    TruthSubject,
    report_from,
    subject_from,
    write_rows,
)
from tocsin.records import EchoType

ANSWERS = frozenset({"origin_of", "decision", "compiled_from", "echo_type"})
"""Fields of a marked row that a run must not see."""
_COPY_CONTAINMENT = 0.15
"""Share of word triples taken over; independent texts on one topic reach .09 at most."""
_FORWARD_WORDS = ("fwd", "fw:", "forward", "see below")


def unmark_case(case: Path, out: Path, *, with_decisions: bool = False) -> Truth:
    """Write `input/` and `truth/` below `out` from a marked case.

    Args:
        case: a folder with a marked `reports.jsonl`, and `cast.json` and `truth.json` if there are.
        out: a new or empty folder.
        with_decisions: also write `input/decisions.csv`, as if a human had confirmed them all.
    """
    if out.exists() and any(out.iterdir()):
        raise UsageError("The folder is not empty.", where=out.name, remedy="Give a new folder.")
    marked = _read(case)
    truth = truth_of_marked(case)
    (out / "input").mkdir(parents=True)
    write_rows(out / "input" / "reports.jsonl", map(_without_answers, marked))
    if with_decisions:
        write_decisions_file(out / "input" / "decisions.csv", marked, truth.subjects)
    write_truth(truth, out / "truth")
    return truth


def truth_of_marked(case: Path) -> Truth:
    """The truth of a marked case; what its files leave out is counted from the marks."""
    cast = _json(case / "cast.json")
    rows = cast.get("cast") or cast.get("subjects") or () if isinstance(cast, dict) else cast
    return truth_of_rows(_read(case), rows, _json(case / "truth.json"))


def truth_of_rows(
    marked: Sequence[MarkedReport],
    cast: Iterable[Mapping[str, Any]],
    told: Mapping[str, Any],
) -> Truth:
    """The truth of marked reports, with the rows of a cast and what `truth.json` tells, if any."""
    bare = Truth(
        reports={str(m.row["report_id"]): report_from(m.row) for m in marked},
        mentions=tuple(_mentions(marked)),
        echoes=tuple(_echoes(marked)),
        decisions=tuple(_decisions(marked)),
        subjects=_subjects(cast, marked),
    )
    return replace(bare, lists=expected(bare, told))


def write_truth(truth: Truth, folder: Path, *, reports: Iterable[TruthReport] = ()) -> None:
    """Write the files of `truth/`; also the reports, where `input/` does not hold them as such."""
    folder.mkdir(parents=True, exist_ok=True)
    if told := list(reports):
        write_rows(folder / "reports.jsonl", map(asdict, told))
    write_rows(folder / "mentions.jsonl", map(asdict, truth.mentions))
    write_rows(folder / "echoes.jsonl", map(asdict, truth.echoes))
    write_rows(folder / "decisions.jsonl", map(asdict, truth.decisions))
    write_rows(folder / "subjects.jsonl", map(asdict, truth.subjects.values()))
    lists = json.dumps(truth.lists, ensure_ascii=False, indent=1)
    (folder / "lists.json").write_text(lists + "\n", "utf-8")


def write_decisions_file(
    path: Path, marked: Sequence[MarkedReport], subjects: Mapping[str, TruthSubject]
) -> None:
    """Write `decisions.csv`, one row for each person a decision is about, named as reported."""
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(["about", "kind", "on", "concern", "reason", "owner", "report_id"])
        for report in marked:
            decision = report.row.get("decision") or {}
            for subject in decision.get("about") or ():
                name = _named_in(report, subject) or subjects[subject].true_name
                told = (decision.get("kind"), decision.get("on"), "", decision.get("reason") or "")
                owner = report.row.get("agency") or ""
                writer.writerow([name, *told, owner, report.row["report_id"]])


def _read(case: Path) -> list[MarkedReport]:
    path = case / "reports.jsonl"
    if not path.is_file():
        raise UsageError(
            "There is no reports.jsonl here.", where=case.name, remedy="Give a marked case."
        )
    return read_marked(path)


def _named_in(report: MarkedReport, subject: str) -> str:
    words = [m.text for m in report.mentions if report.subject_of[m.mention_id] == subject]
    return max(words, key=len, default="")


def _without_answers(report: MarkedReport) -> dict[str, Any]:
    return {key: value for key, value in report.row.items() if key not in ANSWERS}


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8")) if path.is_file() else {}


def _subjects(
    cast: Iterable[Mapping[str, Any]], marked: Sequence[MarkedReport]
) -> dict[str, TruthSubject]:
    known = {subject.id: subject for subject in map(subject_from, cast)}
    for report in marked:
        for mention in report.mentions:
            subject = report.subject_of[mention.mention_id]
            known.setdefault(subject, TruthSubject(subject, mention.kind.value))
    return dict(sorted(known.items()))


def _mentions(marked: Iterable[MarkedReport]) -> Iterable[TruthMention]:
    for report in marked:
        for m in report.mentions:
            subject = report.subject_of[m.mention_id]
            yield TruthMention(m.report_id, m.start, m.end, m.kind, subject, m.role)


def _decisions(marked: Iterable[MarkedReport]) -> Iterable[TruthDecision]:
    for report in marked:
        told = report.row.get("decision")
        if told:
            about = tuple(str(subject) for subject in told.get("about") or ())
            kind, on = str(told.get("kind") or ""), str(told.get("on") or "")
            yield TruthDecision(str(report.row["report_id"]), about, kind, on)


def _echoes(marked: Sequence[MarkedReport]) -> Iterable[TruthEcho]:
    by_id = {str(report.row["report_id"]): report for report in marked}
    for report in marked:
        sources = _as_ids(report.row.get("compiled_from"))
        origin = _as_ids(report.row.get("origin_of"))
        report_id = str(report.row["report_id"])
        if sources:
            yield TruthEcho(report_id, (*sources, *origin), EchoType.COMPILATION.value)
        elif len(origin) > 1:
            yield TruthEcho(report_id, origin, EchoType.COMPILATION.value)
        elif origin:
            told = str(report.row.get("echo_type") or "")
            kind = told or _echo_type(report, by_id.get(origin[0]))
            yield TruthEcho(report_id, origin, kind)


def _as_ids(value: object) -> tuple[str, ...]:
    if not value:
        return ()
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),)


def _echo_type(report: MarkedReport, parent: MarkedReport | None) -> str:
    """Copy and forward take their words over; a retelling finds its own."""
    opening = f"{report.row.get('channel') or ''} {report.row['text'][:400]}".lower()
    forwards = any(word in opening for word in _FORWARD_WORDS)
    if parent is None:
        return (EchoType.FORWARD if forwards else EchoType.RETELLING).value
    shared = containment(parent.row["text"], report.row["text"])
    if shared < _COPY_CONTAINMENT:
        return EchoType.RETELLING.value
    return (EchoType.FORWARD if forwards else EchoType.COPY).value
