"""What a report says of two of its mentions: one name, family, car, home, phone, work, company."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from tocsin.mentions.context import Context
from tocsin.mentions.namesakes import linked_forms
from tocsin.mentions.patterns import Hit
from tocsin.records import Kind, Relation, RelationKind

_RIGHT = {
    RelationKind.DRIVES: {Kind.VEHICLE},
    RelationKind.LIVES_AT: {Kind.ADDRESS},
    RelationKind.USES_PHONE: {Kind.PHONE},
    RelationKind.USES_HANDLE: {Kind.HANDLE},
    RelationKind.WORKS_AT: {Kind.PREMISES, Kind.ORGANISATION},
    RelationKind.RECORDED_AS: {Kind.IDENTIFIER},
    RelationKind.SAME: {Kind.PERSON},
    RelationKind.NOT_SAME: {Kind.PERSON},
    RelationKind.RELATIVE: {Kind.PERSON},
    RelationKind.WITH: set(Kind) - {Kind.IDENTIFIER, Kind.PHONE, Kind.HANDLE},
}
_NEAR = 30
"""So many persons on each side are looked at where words tell namesakes apart."""
_OWNED = {
    RelationKind.DRIVES,
    RelationKind.LIVES_AT,
    RelationKind.USES_PHONE,
    RelationKind.USES_HANDLE,
}


class RelationFinder:
    """Turns relation cues into relations between mentions."""

    def __init__(self, kin: frozenset[str]) -> None:
        self._kin = kin

    def find(self, context: Context, gone: set[int]) -> list[Relation]:
        """Relations in order of their words; `gone` are denied mentions, which tie to nothing."""
        found: dict[tuple[int, int, RelationKind], Relation] = {}
        nearest: dict[tuple[RelationKind, int], tuple[int, int]] = {}
        for left, right, kind, hit in self._pairs(context):
            if kind not in (RelationKind.NOT_SAME, RelationKind.RELATIVE) and {left, right} & gone:
                continue
            if kind in _OWNED:  # one owner for a thing in a sentence: the nearest
                gap = abs(context.word_of[left] - context.word_of[right])
                known = nearest.get((kind, right))
                if known and known[0] <= gap:
                    continue
                if known:
                    found.pop((known[1], right, kind), None)
                nearest[(kind, right)] = (gap, left)
            found.setdefault((left, right, kind), self._relation(context, left, right, kind, hit))
        apart = {frozenset(pair[:2]) for pair in found if pair[2] is RelationKind.NOT_SAME}
        for left, right in self._names(context):
            if {left, right} & gone or frozenset((left, right)) in apart:
                continue
            key = (left, right, RelationKind.SAME)
            found.setdefault(key, self._same(context, left, right))
        found.update(self._apart(context, found))
        closer = {(a, b) for a, b, kind in found if kind is not RelationKind.WITH}
        for left, right in closer:
            found.pop((left, right, RelationKind.WITH), None)
        return sorted(found.values(), key=lambda r: (r.start, r.end, r.kind, r.left, r.right))

    def _pairs(self, context: Context) -> Iterator[tuple[int, int, RelationKind, Hit]]:
        mention = context.words.mention
        for hit in context.hits.get("relation", ()):
            kind = hit.cue.name
            if hit.at < 0:
                continue
            left = mention[hit.at]
            for word in hit.others:
                right = mention[word]
                if right < 0 or right == left or context.found[right].kind not in _RIGHT[kind]:
                    continue
                if context.found[right].found_by == "postcode" and _has_house(context, right):
                    continue
                if kind is RelationKind.NOT_SAME and not _share_a_part(context, left, right):
                    continue
                one_group = context.group_of.get(left) == context.group_of.get(right, -1)
                if one_group and kind not in (RelationKind.SAME, RelationKind.NOT_SAME):
                    continue
                yield left, right, kind, hit

    def _relation(
        self, context: Context, left: int, right: int, kind: RelationKind, hit: Hit
    ) -> Relation:
        start, end = context.span(hit)
        word = ""
        if kind is RelationKind.RELATIVE:
            said = context.words.low[hit.first : hit.last + 1]
            word = next((w for w in said if w in self._kin), "")
        return _relation(context, left, right, kind, start, end, word)

    def _names(self, context: Context) -> Iterator[tuple[int, int]]:
        """Aliases as the finder tied them, and short forms that fit one longer name."""
        for i, name in sorted(context.names.items()):
            if name.alias_of is not None and name.alias_of != i:
                yield name.alias_of, i
        yield from linked_forms(context)

    def _same(self, context: Context, left: int, right: int) -> Relation:
        start = min(context.found[left].start, context.found[right].start)
        end = max(context.found[left].end, context.found[right].end)
        return _relation(context, left, right, RelationKind.SAME, start, end)

    def _apart(
        self, context: Context, found: dict[tuple[int, int, RelationKind], Relation]
    ) -> dict[tuple[int, int, RelationKind], Relation]:
        """Where words tell namesakes apart, persons who share a surname there are not the same."""
        apart: dict[tuple[int, int, RelationKind], Relation] = {}
        for hit in context.hits.get("told_apart", ()):
            people, position = context.persons(), context.words.start[hit.first]
            place = bisect_left(people, position, key=lambda i: context.found[i].start)
            if not place:
                continue
            one = people[place - 1]
            for other in people[max(0, place - _NEAR) : place + _NEAR]:
                sentences = context.sentence_of(other) - context.words.sentence[hit.first]
                if sentences > 1:
                    break
                if other != one and _share_a_part(context, one, other):
                    left, right = min(one, other), max(one, other)
                    apart[(left, right, RelationKind.NOT_SAME)] = _relation(
                        context, left, right, RelationKind.NOT_SAME, *context.span(hit)
                    )
                    found.pop((left, right, RelationKind.SAME), None)
                    found.pop((right, left, RelationKind.SAME), None)
        return apart


def _has_house(context: Context, postcode: int) -> bool:
    """Whether the postcode only ends an address written out beside it."""
    start = context.found[postcode].start
    return any(
        found.kind is Kind.ADDRESS and found.found_by != "postcode" and 0 <= start - found.end < 40
        for found in context.found[max(0, postcode - 3) : postcode]
    )


def _share_a_part(context: Context, left: int, right: int) -> bool:
    a = set(context.found[left].value.lower().replace(",", "").split())
    b = set(context.found[right].value.lower().replace(",", "").split())
    return any(len(part.strip(".")) > 2 for part in a & b)


def _relation(
    context: Context,
    left: int,
    right: int,
    kind: RelationKind,
    start: int,
    end: int,
    word: str = "",
) -> Relation:
    report_id = context.report.report_id
    a, b = context.found[left], context.found[right]
    return Relation(
        report_id,
        f"{report_id}:{a.start}-{a.end}:{a.kind.value}",
        f"{report_id}:{b.start}-{b.end}:{b.kind.value}",
        kind,
        start,
        end,
        word,
    )
