"""Numbers of an earlier run: carried over where a subject goes on, leading on where it does not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

import duckdb

from tocsin.errors import UsageError


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
