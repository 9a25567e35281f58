"""Human judgements on who is who: they bind the linker, and what is undone leaves no trace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.records import Extraction, Judged, Judgement, Kind, Mended
from tocsin.values.subject_numbers import is_number, number_of

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bound:
    """What humans said of pairs of mentions; each pair stands in one of the two at most."""

    sames: tuple[Pair, ...] = ()
    differents: tuple[Pair, ...] = ()
    same_within: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    """report_id → pairs of its own mentions said to be one."""
    apart_within: Mapping[str, tuple[Pair, ...]] = field(default_factory=dict)
    wholes: tuple[Pair, ...] = ()
    """Of the same, those said of subjects by number: all that stood in the two is meant. Each by
    the founding mention of its subject."""

    def between(
        self, home: Mapping[str, int]
    ) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """The same, of the groups that hold the mentions: (same, different) pairs."""

        def lift(pairs: Iterable[Pair]) -> list[tuple[int, int]]:
            found = [
                (min(home[a], home[b]), max(home[a], home[b]))
                for a, b in pairs
                if a in home and b in home and home[a] != home[b]
            ]
            return list(dict.fromkeys(found))

        differents = lift(self.differents)
        sames = [p for p in lift(self.sames) if p not in set(differents)]
        return sames, differents


def bind(
    judgements: Sequence[Judgement],
    mended: Sequence[Mended],
    extractions: Mapping[str, Extraction],
    before: Mapping[str, str],
) -> Bound:
    """Read judgements as words on pairs of mentions.

    A subject's number stands for its founding mention. The latest word on a pair counts, whatever
    the order of the file: by its time, then by its place. `unsure` takes an earlier word back and
    leaves the pair to the linker, so that it restores exactly what was there before. What names no
    mention of the case is left aside. Where `same` and `different` cannot both be, through however
    many pairs, what was said to be different stays apart, and the earlier `same` goes before the
    later.

    Args:
        judgements: as given, oldest first where their times are equal.
        mended: rows with a `person_id` say that their mention is that person.
        extractions: the mentions of the case.
        before: mention_id → number in an earlier run.
    """
    rows = [*judgements, *_from_mended(mended)]
    known = {m.mention_id for e in extractions.values() for m in e.mentions}
    founding = _founding(rows, known, before)
    latest: dict[Pair, tuple[tuple[str, int], Judgement]] = {}
    for place, row in sorted(enumerate(rows), key=lambda r: (r[1].at, r[0])):
        left, right = founding.get(row.left, row.left), founding.get(row.right, row.right)
        if left in known and right in known and left != right:
            latest[min(left, right), max(left, right)] = ((row.at, place), row)
    said: dict[Judged, list[Pair]] = {word: [] for word in Judged}
    for pair, (_, row) in sorted(latest.items(), key=lambda r: (r[1][0], r[0])):
        said[row.judgement].append(pair)
    return Bound(
        tuple(said[Judged.SAME]),
        tuple(said[Judged.DIFFERENT]),
        _within(said[Judged.SAME]),
        _within(said[Judged.DIFFERENT]),
        tuple(
            pair
            for pair in said[Judged.SAME]
            if is_number(latest[pair][1].left) or is_number(latest[pair][1].right)
        ),
    )


_UNDO = "Undo: "


def undone(rows: Sequence[Judgement], about: Pair | None = None) -> Judgement | None:
    """The row that takes back the last judgement, and gives its pair back the word it had before.

    Rows are never taken away: what was undone stays to be read, and what an undo takes back is the
    last word that no undo has taken back yet.

    Args:
        rows: as they stand in the file, oldest first.
        about: only a judgement on these two.

    Returns:
        A row without author and time, or None where nothing is left to take back.
    """
    standing: list[Judgement] = []
    for row in rows:
        if not row.reason.startswith(_UNDO):
            standing.append(row)
            continue
        taken = [i for i, r in enumerate(standing) if _pair(r) == _pair(row)]
        if taken:
            del standing[taken[-1]]
    if about is not None:
        standing = [r for r in standing if _pair(r) == (min(about), max(about))]
    if not standing:
        return None
    last = standing.pop()
    before = [r.judgement for r in standing if _pair(r) == _pair(last)]
    word = before[-1] if before else Judged.UNSURE
    return Judgement(last.left, last.right, word, reason=_UNDO + last.reason)


def _pair(row: Judgement) -> Pair:
    return min(row.left, row.right), max(row.left, row.right)


def _from_mended(mended: Iterable[Mended]) -> list[Judgement]:
    return [
        Judgement(
            f"{row.report_id}:{row.start}-{row.end}:{(row.kind or Kind.PERSON).value}",
            row.person_id,
            Judged.SAME,
            row.by,
            row.at,
            "mended.csv",
        )
        for row in mended
        if row.person_id
    ]


def _founding(
    rows: Iterable[Judgement], known: set[str], before: Mapping[str, str]
) -> dict[str, str]:
    """number → the mention that stands for it, for the numbers that the rows use."""
    wanted = {i for row in rows for i in (row.left, row.right) if is_number(i)}
    return founding_of(wanted, {m: before.get(m, "") for m in known}) if wanted else {}


def founding_of(wanted: set[str], numbers: Mapping[str, str]) -> dict[str, str]:
    """number → the mention that stands for it.

    It is the mention that the number was made from, as long as that bears it, or nobody does: two
    subjects that a judgement made one bear one number from then on, and the judgement still means
    both. Else it is the first of those that bear it.

    Args:
        wanted: numbers.
        numbers: mention_id → the number it bears, for all mentions.
    """
    bearers: dict[str, list[str]] = {}
    for mention_id, number in numbers.items():
        if number in wanted:
            bearers.setdefault(number, []).append(mention_id)
    found = {}
    for number, mentions in bearers.items():
        made = [m for m in mentions if number_of(m) == number]
        found[number] = min(made or mentions)
    unborne = wanted - found.keys()
    for mention_id in sorted(numbers, reverse=True) if unborne else ():
        if (number := number_of(mention_id)) in unborne:
            found[number] = mention_id
    return found


def _within(pairs: Iterable[Pair]) -> dict[str, tuple[Pair, ...]]:
    found: dict[str, tuple[Pair, ...]] = {}
    for a, b in pairs:
        report = a.rsplit(":", 2)[0]
        if report == b.rsplit(":", 2)[0]:
            found[report] = (*found.get(report, ()), (a, b))
    return found
