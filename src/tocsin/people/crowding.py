"""Names and values that so many share that they are too common to look for each other by."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from duckdb import DuckDBPyConnection

from tocsin.people.facts import codes
from tocsin.people.names import NameSet
from tocsin.people.profiles import Profile

_MOST_LISTED = 1000
_WITH = {
    "a": "name and agency", "t": "name and thing", "p": "name and place",
    "c": "name and companion", "f": "name and companion", "e": "name and repeated report",
}  # fmt: skip


def crowded_keys(connection: DuckDBPyConnection, limit: int) -> list[tuple[str, int, int]]:
    """Keys in `words` with `contexts`, and in `keys`, that more than `limit` profiles share.

    Returns:
        (key, how many share it, the first that does), the most shared first.
    """
    found = connection.execute(
        f"""
        SELECT w.code || '|' || c.ctx AS k, count(DISTINCT w.idx) AS n, min(w.idx) AS first
        FROM words AS w JOIN contexts AS c ON w.idx = c.idx
        WHERE w.code IN (SELECT code FROM words GROUP BY code HAVING count(*) > {limit})
            AND c.ctx IN (SELECT ctx FROM contexts GROUP BY ctx HAVING count(*) > {limit})
        GROUP BY k HAVING n > {limit}
        UNION ALL
        SELECT code AS k, count(DISTINCT idx) AS n, min(idx) AS first
        FROM keys GROUP BY k HAVING n > {limit}
        ORDER BY n DESC, k LIMIT {_MOST_LISTED}
        """
    )
    return [(str(k), int(n), int(first)) for k, n, first in found.fetchall()]


def in_plain_words(
    keys: Iterable[tuple[str, int, int]], profiles: Sequence[Profile], sets: Sequence[NameSet]
) -> tuple[tuple[str, str, int], ...]:
    """(kind, value, count) in words a reader knows: names as written, not as they sound.

    Args:
        keys: (key, how many share it, the index of one of them).
        sets: the names of each profile, by its index.
    """
    counts: dict[tuple[str, str], int] = {}
    for key, count, first in keys:
        code, _, context = key.partition("|")
        letter, _, value = context.partition(":")
        name = _word(code, sets[first]) or profiles[first].mentions[0].text
        kind = _WITH.get(letter, "name")
        if kind == "name" or letter in "ef":
            value = ""
        said = f"{name}, {value}" if value else name
        counts[(kind, said)] = max(count, counts.get((kind, said), 0))
    listed = sorted(counts.items(), key=lambda c: (-c[1], c[0]))
    return tuple((kind, value, count) for (kind, value), count in listed[:_MOST_LISTED])


def _word(code: str, names: NameSet) -> str:
    if code.startswith(("~", "=", "^")) or " " in code or "+" in code:
        return ""
    words = (word for name in names.names for word in name.words if code in codes(word))
    return next(words, "").capitalize()
