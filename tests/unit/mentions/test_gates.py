"""The gates of structured mentions on marked reports by other hands (reference data)."""

from __future__ import annotations

import gzip
import json
import os
from collections import Counter
from pathlib import Path

import pytest

from tocsin.mentions import Extractor
from tocsin.records import Kind, Report

REFERENCE = os.environ.get("TOCSIN_REFERENCE_DATA", "")
pytestmark = pytest.mark.skipif(
    not REFERENCE, reason="TOCSIN_REFERENCE_DATA is not set: the reference data is not here"
)
KINDS = {
    "PHONE": Kind.PHONE,
    "VRM": Kind.VEHICLE,
    "VRMP": Kind.VEHICLE,
    "PC": Kind.ADDRESS,
    "ADDR": Kind.ADDRESS,
    "HANDLE": Kind.HANDLE,
}


def rows(name: str) -> list[dict]:
    with gzip.open(Path(REFERENCE) / "ner" / name, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def counts(extractor: Extractor) -> Counter[tuple[str, str]]:
    counted: Counter[tuple[str, str]] = Counter()
    for row in rows("indomain.jsonl.gz"):
        mentions = extractor.extract(Report(row["id"], row["text"])).mentions
        for start, end, label in row["fine"]:
            if label in KINDS:
                hit = any(
                    m.kind is KINDS[label] and m.start < end and start < m.end for m in mentions
                )
                counted[(label, "hit" if hit else "missed")] += 1
    return counted


@pytest.mark.parametrize(
    ("label", "gate"),
    [("PHONE", 0.98), ("PC", 0.98), ("VRM", 0.97), ("VRMP", 0.9), ("ADDR", 0.85), ("HANDLE", 0.85)],
)
def test_structured_mentions_reach_their_gate(counts, label, gate):
    """Recall on reports marked by hand."""
    hit, missed = counts[(label, "hit")], counts[(label, "missed")]
    assert hit + missed > 0
    assert hit / (hit + missed) >= gate


def test_premises_with_a_name_in_them_are_not_people(extractor):
    """At most 7 in 100 of any origin come back as a person, and the gap is at most 5."""
    called: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row in rows("fairness_half.jsonl.gz"):
        if row["form"] != "premises":
            continue
        spans = row.get("premises") or row["spans"] or [[0, len(row["text"]), ""]]
        mentions = extractor.extract(Report(row["id"], row["text"])).mentions
        total[row["origin"]] += 1
        called[row["origin"]] += any(
            m.kind is Kind.PERSON and any(m.start < e and s < m.end for s, e, *_ in spans)
            for m in mentions
        )
    shares = [called[origin] / count for origin, count in total.items()]
    assert shares and max(shares) <= 0.07
    assert max(shares) - min(shares) <= 0.05
