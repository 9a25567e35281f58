"""An entry as a row of people.json: what the contract promises, and what each figure rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tocsin.privacy import Masker, suppressed
from tocsin.publishing.options import OutputOptions
from tocsin.records import AttachedDecision, Case, ChronologyEntry, Entry, Voice
from tocsin.values.dates import PartialDate

COUNTS = (
    "reports",
    "voices",
    "voices_certain",
    "unknown_voices",
    "sources_min",
    "sources_max",
    "agencies",
    "unheeded_voices",
)
"""The figures of an entry, each with the rows it counts under `evidence`."""

Row = dict[str, Any]

WITHHELD = "Words withheld: handling conditions."


def entry_row(entry: Entry, case: Case, masker: Masker, options: OutputOptions) -> Row:
    """One entry as plain data. Shared, it holds no report's number and no small count."""
    row = _promised(entry, case, masker)
    row |= _beyond(entry, case, masker)
    return _for_sharing(row, options.small_number) if options.share else row


def _promised(entry: Entry, case: Case, masker: Masker) -> Row:
    """The fields of the contract, in its order."""
    count = {name: figure.value for name, figure in entry.figures.items()}
    return {
        "list": entry.list.value,
        "person_id": entry.person_id,
        "kind": entry.kind.value,
        "names": list(masker.names(entry.person_id, entry.names, entry.kind)),
        "identifiers": [] if masker.hides(entry.person_id) else list(entry.identifiers),
        "role_counts": {str(role): n for role, n in sorted(entry.role_counts.items())},
        "concerns": list(entry.concerns),
        **{name: count.get(name, 0) for name in COUNTS[:-1]},
        "agency_names": list(entry.agency_names),
        "first_on": _iso(entry.first_on),
        "last_on": _iso(entry.last_on),
        "unheeded_voices": count.get("unheeded_voices", 0),
        "unheeded_since": _iso(entry.unheeded_since),
        "unheeded_days": entry.unheeded_days,
        "decisions": [decision_row(d, masker, _restricted(d, case)) for d in entry.decisions],
        "continually_mentioned": entry.continually_mentioned,
        "reason": masker.sentence(entry.reason, entry.report_ids),
        "report_ids": list(entry.report_ids),
    }


def _beyond(entry: Entry, case: Case, masker: Masker) -> Row:
    """What the lists show beside the contract: every figure's rows, the voices, the date line."""
    restricted = {r for r in entry.report_ids if r in case.reports and case.reports[r].restricted}
    return {
        "below_the_line": entry.below_the_line,
        "is_child": entry.is_child,
        "masked": masker.hides(entry.person_id),
        "unanswered_if": _sentence(masker.sentence(entry.unanswered_if, entry.report_ids)),
        "date_line": {
            "together_on": _iso(entry.date_line.together_on),
            "alone_on": {agency: _iso(on) for agency, on in entry.date_line.alone_on},
        },
        "points_away": [
            {"sentence": masker.sentence(words, [report]), "report_id": report}
            | {"start": start, "end": end}
            for words, report, start, end in entry.points_away
        ],
        "read_now": [
            {"reason": reason, "report_id": report, "start": start, "end": end}
            for reason, report, start, end in entry.read_now
        ],
        "seen_with": [{"person_id": p, "reports": n} for p, n in entry.seen_with],
        "chronology": [_line(line, restricted, masker) for line in entry.chronology],
        "voice_list": _voices(entry.voices),
        "evidence": {name: _rows(name, entry) for name in sorted(entry.figures)},
        "restricted_report_ids": sorted(restricted),
    }


def _restricted(attached: AttachedDecision, case: Case) -> bool:
    report = case.reports.get(attached.decision.report_id)
    return report is not None and report.restricted


def decision_row(attached: AttachedDecision, masker: Masker, restricted: bool) -> Row:
    """A decision as it stands for one subject; its words withheld where its report's are."""
    decision = attached.decision
    told_in = [decision.report_id] if decision.report_id else []
    return {
        "kind": decision.kind.value,
        "on": _iso(decision.on),
        "reason": WITHHELD if restricted else masker.sentence(decision.reason, told_in),
        "owner": decision.owner,
        "source": decision.source,
        "join_status": attached.join_status.value,
        "confirmed": decision.confirmed,
        "counts": attached.counts,
        "why_not": attached.why_not,
        "concern": decision.concern,
        "report_id": decision.report_id,
        "decision_id": decision.decision_id,
        "start": decision.start,
        "end": decision.end,
    }


def _line(line: ChronologyEntry, restricted: set[str], masker: Masker) -> Row:
    withheld = line.report_id in restricted
    return {
        "on": _iso(line.on),
        "what": line.what,
        "report_id": line.report_id,
        "sentence": WITHHELD if withheld else masker.sentence(line.sentence, [line.report_id]),
        "voice": line.voice,
    }


def _voices(voices: tuple[Voice, ...]) -> list[Row]:
    """The voices in order; tellers are numbered, since their keys can spell names."""
    numbers: dict[str, int] = {}
    for voice in voices:
        if voice.origin:
            numbers.setdefault(voice.origin, len(numbers) + 1)
    return [_voice(voice, numbers.get(voice.origin)) for voice in voices]


def _voice(voice: Voice, teller: int | None) -> Row:
    return {
        "teller": teller,
        "role": voice.role.value,
        "report_id": voice.report_id,
        "report_ids": list(voice.report_ids),
        "agency": voice.agency,
        "received": _iso(voice.received),
        "counts": voice.counts,
        "certain": voice.certain,
    }


def _rows(name: str, entry: Entry) -> list[str]:
    """What a figure counts. Keys of tellers can spell their names, so sources are numbered."""
    rows = entry.figures[name].rows
    if name.startswith("sources_"):
        return [f"source {number}" for number in range(1, len(rows) + 1)]
    return list(rows)


_NOT_SHARED = (
    "report_ids",
    "restricted_report_ids",
    "points_away",
    "read_now",
    "chronology",
    "voice_list",
    "evidence",
    "seen_with",
)


def _for_sharing(row: Row, small: int) -> Row:
    """Take out every text and report number, and withhold small counts (null, and named)."""
    shared = {name: value for name, value in row.items() if name not in _NOT_SHARED}
    shared["identifiers"] = []
    shared["reason"] = ""
    shared["unanswered_if"] = ""
    shared["report_ids"] = []
    for name in COUNTS:
        shared[name] = suppressed(row[name], small)
    shared["role_counts"] = {r: suppressed(n, small) for r, n in row["role_counts"].items()}
    shared["suppressed"] = [name for name in COUNTS if shared[name] is None]
    kept = ("kind", "on", "source", "join_status", "confirmed", "counts")
    shared["decisions"] = [
        {name: decision[name] for name in kept} | {"reason": "", "owner": ""}
        for decision in row["decisions"]
    ]
    return shared


def _sentence(words: str) -> str:
    """Words as a sentence: a capital first, a full stop last."""
    return f"{words[0].upper()}{words[1:].rstrip('.')}." if words else ""


def _iso(on: PartialDate | None) -> str | None:
    return on.iso() if on else None


def list_lengths(rows: list[Mapping[str, Any]]) -> dict[str, int]:
    """How many subjects stand above the line on each list."""
    lengths: dict[str, int] = {}
    for row in rows:
        if not row["below_the_line"]:
            lengths[row["list"]] = lengths.get(row["list"], 0) + 1
    return lengths
