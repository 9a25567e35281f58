"""Labelled tables to measure joining on, and their halves."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq


def reference() -> Path | None:
    """The folder of reference data, or None where it is not told of."""
    folder = os.environ.get("TOCSIN_REFERENCE_DATA")
    return Path(folder) if folder else None


def people_of(path: Path) -> list[str]:
    """The person each record is of."""
    return [str(v) for v in pq.read_table(path, columns=["entity_id"])["entity_id"].to_pylist()]


def in_first_half(person: object) -> bool:
    """Whether a person belongs to the half a model may be made on."""
    return hashlib.sha256(f"tocsin {person}".encode()).digest()[0] % 2 == 0


def scores(labels: Sequence[Hashable], truth: Sequence[Hashable]) -> tuple[float, ...]:
    """Pairwise precision, recall and F1 over all pairs of the truth, then B-cubed P, R and F1."""
    both, ours, theirs = Counter(zip(labels, truth, strict=True)), Counter(labels), Counter(truth)

    def pairs(counts: Counter[Any]) -> int:
        return sum(n * (n - 1) // 2 for n in counts.values())

    good = pairs(both)
    precision, recall = good / max(pairs(ours), 1), good / max(pairs(theirs), 1)
    p = sum(n * n / ours[k[0]] for k, n in both.items()) / len(labels)
    r = sum(n * n / theirs[k[1]] for k, n in both.items()) / len(labels)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    return precision, recall, f1, p, r, 2 * p * r / (p + r)
