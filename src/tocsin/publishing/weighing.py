"""Pairs that a run did not compare, weighed from what its output holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pyarrow.parquet as pq

from tocsin.errors import UsageError
from tocsin.mentions import Extractor
from tocsin.people.model import Model, read_model, shipped_model
from tocsin.people.pairwise import weigh_across
from tocsin.publishing.entries import Row
from tocsin.publishing.saved import Saved, mention_of
from tocsin.records import Extraction, Kind, Report
from tocsin.values.dates import PartialDate

_MOST_REPORTS = 30
_PRIOR = 10.0
_NOTE = "The run had no reason to compare them; weighed now as the run would have weighed them."


def weighed_now(
    saved: Saved, lefts: Iterable[str], rights: Iterable[str]
) -> tuple[Row | None, str]:
    """The best pair across two sets of mentions, and a note on how it was weighed; where there is
    none, why."""
    ours, theirs = (sorted(m for m in ids if m.endswith(f":{Kind.PERSON}")) for ids in
                    (lefts, rights))  # fmt: skip
    if not ours or not theirs:
        return None, "Only people are compared by more than their value."
    wanted = [*_reports_of(ours), *_reports_of(theirs)]
    rows = saved.reports(wanted)
    reports = {r: _report(row) for r, row in rows.items()}
    mentions: dict[str, list[Row]] = {}
    for row in saved.mentions("report_id", wanted):
        mentions.setdefault(row["report_id"], []).append(row)
    extractions = {r: _read_again(reports[r], mentions.get(r, ())) for r in reports}
    apart = _set_apart(saved)
    things = {
        row["mention_id"]: f"{row['kind']}:{row['person_id']}"
        for found in mentions.values()
        for row in found
        if row["kind"] != Kind.PERSON and row["person_id"] and row["person_id"] not in apart
    }
    weighed = weigh_across(
        reports,
        extractions,
        ours,
        theirs,
        things=things,
        names=_names(saved),
        prior_bits=_prior(saved),
        model=_model(saved),
    )
    if weighed.join is None:
        return None, weighed.why_none
    join = weighed.join
    evidence = [
        {"comparison": e.comparison, "level": e.level, "weight_bits": e.weight_bits,
         "sentence": e.sentence}
        for e in join.evidence
    ]  # fmt: skip
    row = {
        "left": join.left,
        "right": join.right,
        "match_weight": join.match_weight,
        "match_probability": join.match_probability,
        "status": join.status,
        "evidence": evidence,
    }
    return row, _NOTE


def _reports_of(mention_ids: Iterable[str]) -> list[str]:
    found = dict.fromkeys(m.rsplit(":", 2)[0] for m in mention_ids)
    return list(found)[:_MOST_REPORTS]


def _report(row: Row) -> Report:
    received = PartialDate.from_iso(row["received"]) if row["received"] else None
    return Report(row["report_id"], row["text"], received, agency=row["agency"])


@cache
def _extractor() -> Extractor:
    return Extractor()


def _read_again(report: Report, rows: Iterable[Row]) -> Extraction:
    """What the run found, with the ages and ties that the words of the report tell: those stand in
    no output."""
    mentions = tuple(map(mention_of, rows))
    ids = {m.mention_id for m in mentions}
    found = _extractor().extract(report)
    return Extraction(
        report.report_id,
        mentions,
        tuple(d for d in found.details if d.of in ids),
        tuple(r for r in found.relations if r.left in ids and r.right in ids),
    )


def _set_apart(saved: Saved) -> set[str]:
    """Things that join nobody."""
    rows = pq.read_table(saved.folder / "persons.parquet", columns=["person_id", "set_apart"])
    return {row["person_id"] for row in rows.to_pylist() if row["set_apart"]}


def _names(saved: Saved) -> list[str]:
    """The names of all people, once for each report that names them so."""
    columns = ["report_id", "kind", "text"]
    rows = pq.read_table(saved.folder / "mentions.parquet", columns=columns).to_pylist()
    named = {(row["report_id"], row["text"]) for row in rows if row["kind"] == Kind.PERSON}
    return sorted(text for _, text in named)


def _prior(saved: Saved) -> float:
    """What the run took against any pair, as its joins tell."""
    rows = pq.read_table(saved.folder / "joins.parquet", columns=["evidence"]).to_pylist()
    for row in rows:
        for piece in row["evidence"]:
            if piece["comparison"] == "prior":
                return float(-piece["weight_bits"])
    return _PRIOR


def _model(saved: Saved) -> Model:
    """The model of the run; the shipped one where this version cannot read it."""
    path = saved.folder / "model.json"
    try:
        return read_model(path.read_text("utf-8"), where=path.name)
    except (OSError, ValueError, UsageError):
        return shipped_model()
