"""Numbers of an earlier run: carried over where a subject goes on, leading on where it does not."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from tocsin.errors import UsageError


@dataclass(frozen=True, slots=True)
class Before:
    """What an earlier run left: numbers, and what had become of still older ones."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    """mention_id → number."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    splits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    changed_on: Mapping[str, str] = field(default_factory=dict)
    """Number → the day of the run in which it was joined or split."""


def before_this(previous: Path | None) -> Before:
    """What the output folder of an earlier run holds of numbers.

    Raises:
        UsageError: the folder holds no mentions.parquet that can be read.
    """
    numbers = numbers_before(previous)
    file = previous / "run.json" if previous else None
    if file is None or not file.is_file():
        return Before(numbers)
    try:
        run = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return Before(numbers)
    return Before(
        numbers,
        dict(run.get("redirects", {})),
        {old: tuple(parts) for old, parts in run.get("splits", {}).items()},
        dict(run.get("changed_on", {})),
    )


def leading_on(
    before: Before, redirects: Mapping[str, str], number_of: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What became of every former number, also those that earlier runs had led on.

    Args:
        before: what the earlier run left.
        redirects: old number → number, of numbers that this run gave up.
        number_of: mention_id → number in this run.

    Returns:
        Number → the number it leads on to; and number → the others that hold part of it.
    """
    found = {old: redirects.get(now, now) for old, now in before.redirects.items()} | dict(
        redirects
    )
    parts: dict[str, dict[str, None]] = {}
    for mention_id in sorted(before.numbers):
        old, now = before.numbers[mention_id], number_of.get(mention_id)
        if now is not None and now != found.get(old, old):
            parts.setdefault(old, {})[now] = None
    for old, others in before.splits.items():
        for other in others:
            parts.setdefault(old, {})[found.get(other, other)] = None
    splits = {old: tuple(sorted(n for n in now if n != found.get(old, old))) for old, now in
              sorted(parts.items())}  # fmt: skip
    return dict(sorted(found.items())), {old: now for old, now in splits.items() if now}


def numbers_before(previous: Path | None) -> dict[str, str]:
    """mention_id → person_id in the output folder of an earlier run.

    Raises:
        UsageError: the folder holds no mentions.parquet that can be read.
    """
    if previous is None:
        return {}
    file = previous / "mentions.parquet"
    if not file.is_file():
        raise UsageError(
            "No earlier run is there: mentions.parquet is missing.",
            where=previous.name,
            remedy="Give the folder that an earlier 'tocsin run' wrote.",
        )
    with duckdb.connect(":memory:") as connection:
        try:
            rows = connection.execute(
                "SELECT mention_id, person_id FROM read_parquet(?) ORDER BY mention_id",
                [str(file)],
            ).fetchall()
        except duckdb.Error:
            raise UsageError(
                "mentions.parquet cannot be read.",
                where=previous.name,
                remedy="Give the folder that an earlier 'tocsin run' wrote.",
            ) from None
    return {str(m): str(n) for m, n in rows if n}


def carried_over(
    subjects: Iterable[tuple[str, tuple[tuple[str, ...], ...]]], before: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, str]]:
    """Which subjects keep an old number, and to which the other old numbers lead.

    Args:
        subjects: (founding mention, cores largest first) of each.
        before: mention_id → old number.

    Returns:
        founding mention → number it keeps, and old number → founding mention it leads on to. A
        number goes to the subject with the largest certain core among its mentions; a subject that
        holds several keeps the one with the largest core in it.
    """
    claims: list[tuple[int, int, str, str]] = []
    for founding, cores in subjects:
        best: dict[str, tuple[int, int]] = {}
        for core in cores:
            counts = Counter(before[m] for m in core if m in before)
            for number, count in counts.items():
                core_size, total = best.get(number, (0, 0))
                best[number] = (max(core_size, count), total + count)
        claims += [(-c, -t, founding, number) for number, (c, t) in best.items()]
    taken: dict[str, str] = {}
    holder: dict[str, str] = {}
    for _, _, founding, number in sorted(claims):
        if number not in holder and founding not in taken:
            taken[founding] = number
            holder[number] = founding
    leads: dict[str, str] = {}
    for _, _, founding, number in sorted(claims):
        if number not in holder:
            leads.setdefault(number, founding)
    return taken, leads
