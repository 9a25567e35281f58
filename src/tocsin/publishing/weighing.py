"""Pairs that a run did not compare, weighed from what its output holds."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow.parquet as pq

from tocsin.errors import UsageError
from tocsin.people.model import Model, read_model, shipped_model
from tocsin.people.pairwise import weigh_across
from tocsin.publishing.entries import Row
from tocsin.publishing.saved import Saved, mention_of
from tocsin.records import Extraction, Kind, Report
from tocsin.values.dates import PartialDate

_MOST_REPORTS = 30
_MOST_NAMES = 20_000
_PRIOR = 10.0
_NOTE = (
    "The run had no reason to compare them; weighed now, without ages and ties between people "
    "and things."
)


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
    extractions = {r: Extraction(r, tuple(map(mention_of, mentions.get(r, ())))) for r in reports}
    things = {
        row["mention_id"]: f"{row['kind']}:{row['person_id']}"
        for found in mentions.values()
        for row in found
        if row["kind"] != Kind.PERSON and row["person_id"]
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


def _names(saved: Saved) -> list[str]:
    path = saved.folder / "persons.parquet"
    rows = pq.read_table(path, columns=["kind", "names"]).to_pylist()
    people = [row["names"][0] for row in rows if row["kind"] == Kind.PERSON and row["names"]]
    return sorted(set(people))[:_MOST_NAMES]


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
