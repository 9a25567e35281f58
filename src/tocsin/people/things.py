"""Phones, vehicles, addresses, premises and other things joined by their normalised values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tocsin.people.clusters import Groups
from tocsin.people.judgements import Bound
from tocsin.people.set_apart import reasons_to_set_apart
from tocsin.policies import Policy
from tocsin.records import (
    Evidence,
    Extraction,
    Join,
    JoinStatus,
    Kind,
    Mention,
    Report,
)
from tocsin.values.identifiers import (
    Likeness,
    address_key,
    compare_phones,
    compare_plates,
    identifier_key,
    is_whole_phone,
    phone_digits,
    plate_key,
)
from tocsin.values.names import fold

_COMMON_PLACE_WORDS = frozenset(["the", "a", "of", "and", "at", "in", "on"])
_PARTIAL_BITS = 3.0
_NEAR_BITS = 2.5
_WHOLE_BITS = 20.0
_POSSIBLE = {_PARTIAL_BITS: 0.8889, _NEAR_BITS: 0.8497}


@dataclass(slots=True)
class ThingGroup:
    """Mentions of one thing, by core."""

    kind: Kind
    cores: list[list[Mention]]
    set_apart: str = ""


@dataclass(slots=True)
class Things:
    """All things of a case."""

    groups: list[ThingGroup]
    joins: list[Join]
    evidence: dict[str, str] = field(default_factory=dict)
    """mention_id → the thing it is, for things that may join people."""
    too_common: tuple[tuple[str, str, int], ...] = ()


@dataclass(slots=True)
class Value:
    """All mentions of one written value."""

    kind: Kind
    key: str
    mentions: list[Mention]
    partial: bool
    tokens: tuple[str, ...] = ()


def join_things(
    extractions: Mapping[str, Extraction],
    reports: Mapping[str, Report],
    order: Mapping[str, int],
    bound: Bound,
    policy: Policy,
) -> Things:
    """Join things by value.

    Equal whole values are one thing for certain. A part of a number or plate, a misread letter or
    a shortened name of a place is possibly the one whole value it fits; where it fits two, none.
    Numbers shared by people at work, an agency's own address, and institutions are set apart.
    """
    return join_values(values_of(extractions, order, bound), extractions, reports, bound, policy)


def join_values(
    values: Sequence[Value],
    extractions: Mapping[str, Extraction],
    reports: Mapping[str, Report],
    bound: Bound,
    policy: Policy,
) -> Things:
    """Join an explicit set of values; nothing is asked of values that can never be like them."""
    place = {id(v): i for i, v in enumerate(values)}
    links = [
        *_partial_links(values, Kind.PHONE),
        *_partial_links(values, Kind.VEHICLE),
        *_place_links(values),
    ]
    whole_of: dict[int, int] = {}
    joins: list[Join] = []
    apart = {(a, b) for pair in bound.differents for a, b in (pair, pair[::-1])}
    for part, whole, bits, sentence, sure in links:
        left, right = part.mentions[0].mention_id, whole.mentions[0].mention_id
        if any(
            (a.mention_id, b.mention_id) in apart
            for a in part.mentions
            for b in whole.mentions[:50]
        ):
            continue
        whole_of[place[id(part)]] = place[id(whole)]
        evidence = (Evidence("value", 1, bits, sentence),)
        status = JoinStatus.CERTAIN if sure else JoinStatus.POSSIBLE
        probability = 1.0 if sure else _POSSIBLE[bits]
        joins.append(Join(*in_order(left, right), bits, probability, status, evidence))
    sure_of = {(place[id(part)], place[id(whole)]) for part, whole, _, _, sure in links if sure}
    return _grouped(values, whole_of, sure_of, joins, extractions, reports, bound, policy)


def values_of(
    extractions: Mapping[str, Extraction], order: Mapping[str, int], bound: Bound
) -> list[Value]:
    """Mentions by kind and normalised value, in order of first receipt."""
    by_key: dict[tuple[Kind, str], list[Mention]] = {}
    split = {b for _, b in bound.differents}
    for report_id in sorted(order, key=lambda r: order[r]):
        extraction = extractions.get(report_id)
        for mention in extraction.mentions if extraction else ():
            if mention.kind is Kind.PERSON:
                continue
            key = key_of(mention)
            if mention.mention_id in split:
                key += "#" + mention.mention_id
            by_key.setdefault((mention.kind, key), []).append(mention)
    return [value_of(kind, key, found) for (kind, key), found in by_key.items()]


def value_of(kind: Kind, key: str, mentions: list[Mention]) -> Value:
    """A written value, as its mentions write it."""
    plain = key.partition("#")[0]
    return Value(kind, plain, mentions, _is_partial(kind, key, mentions[0]), _tokens(key))


def alike(one: Value, other: Value) -> bool:
    """Whether two phones, or two plates, may be one number or one misread."""
    compare = compare_phones if one.kind is Kind.PHONE else compare_plates
    if one.kind is not other.kind or one.kind not in (Kind.PHONE, Kind.VEHICLE):
        return False
    least = Likeness.NEAR if one.kind is Kind.VEHICLE else Likeness.PARTIAL
    return max(compare(one.key, other.key), compare(other.key, one.key)) >= least


def in_order(left: str, right: str) -> tuple[str, str]:
    """Two mention_ids as a join holds them."""
    return (left, right) if left < right else (right, left)


def key_of(mention: Mention) -> str:
    """What makes two mentions of a thing the same thing.

    >>> key_of(Mention("R1", 0, 14, "+44 7700 900418", Kind.PHONE))
    '07700900418'
    """
    written = mention.value or mention.text
    if mention.kind is Kind.PHONE:
        return phone_digits(written) if "?" not in written else written
    if mention.kind is Kind.VEHICLE:
        return plate_key(written)
    if mention.kind is Kind.ADDRESS:
        return address_key(written) or fold(written)
    if mention.kind is Kind.IDENTIFIER:
        return identifier_key(written) or fold(written)
    if mention.kind is Kind.HANDLE:
        return written.strip().casefold()
    return " ".join(t for t in fold(written).split() if t not in _COMMON_PLACE_WORDS) or fold(
        written
    )


def _is_partial(kind: Kind, key: str, mention: Mention) -> bool:
    if kind is Kind.PHONE:
        return not is_whole_phone(key)
    if kind is Kind.VEHICLE:
        return mention.is_partial or "?" in key or len(key) < 5
    return mention.is_partial


def _tokens(key: str) -> tuple[str, ...]:
    return tuple(key.partition("#")[0].split())


_Link = tuple[Value, Value, float, str, bool]


def _partial_links(values: Sequence[Value], kind: Kind) -> list[_Link]:
    """Each partial value with the only whole one it fits; each misread one with its only twin."""
    wholes = [v for v in values if v.kind is kind and not v.partial]
    compare = compare_phones if kind is Kind.PHONE else compare_plates
    index = _index(wholes, kind)
    links: list[_Link] = []
    for value in values:
        if value.kind is not kind or (kind is Kind.PHONE and not value.partial):
            continue
        rivals = _near(value.key, kind, index)
        fits = [w for w in rivals if w is not value]
        wanted = Likeness.PARTIAL if value.partial else Likeness.NEAR
        found = [w for w in fits if compare(value.key, w.key) >= wanted]
        if len(found) != 1:
            continue
        whole = found[0]
        if value.partial:
            sentence = f"{_what(kind)} known in part fits one whole value in the material, no other"
            links.append((value, whole, _PARTIAL_BITS, sentence, False))
        elif kind is Kind.VEHICLE and compare(value.key, whole.key) is Likeness.SAME:
            links.append(
                (value, whole, _NEAR_BITS, "A letter read as a digit, or the reverse", False)
            )
        elif len(value.mentions) < len(whole.mentions) and kind is Kind.VEHICLE:
            links.append(
                (value, whole, _NEAR_BITS, "One character differs, as when misread", False)
            )
    return links


def _what(kind: Kind) -> str:
    return "A phone number" if kind is Kind.PHONE else "A plate"


def _shape(key: str) -> str:
    return key.translate(str.maketrans("OIQSZ", "01052"))


def _index(wholes: Sequence[Value], kind: Kind) -> dict[str, list[Value]]:
    """Whole values by every stretch of three characters, with its place in plates."""
    index: dict[str, list[Value]] = {}
    for value in wholes:
        key = _shape(value.key) if kind is Kind.VEHICLE else value.key
        for piece in sorted({key[i : i + 3] for i in range(len(key) - 2)}):
            index.setdefault(piece, []).append(value)
    return index


def _near(key: str, kind: Kind, index: Mapping[str, list[Value]]) -> list[Value]:
    shaped = _shape(key) if kind is Kind.VEHICLE else key
    known = [p for p in re.split(r"\?+", shaped) if len(p) >= 3] or [
        p for p in re.split(r"\?+", shaped) if len(p) >= 2
    ]
    found: dict[int, Value] = {}
    for piece in known:
        if len(piece) == 2:
            for trigram in sorted(t for t in index if piece in t)[:200]:
                found.update((id(v), v) for v in index[trigram])
            continue
        # The rarest stretch of three is enough to find what holds the whole piece; a misread
        # character spoils at most three, so a few more are tried.
        stretches = sorted(
            {piece[i : i + 3] for i in range(len(piece) - 2)},
            key=lambda s: (len(index.get(s, ())), s),
        )
        for stretch in stretches[:5]:
            for value in index.get(stretch, ())[:400]:
                found[id(value)] = value
    return list(found.values())


def _place_links(values: Sequence[Value]) -> list[_Link]:
    """Places whose name is a shortened form of one other: Alma, ALMA G.H., Alma Guest House."""
    links: list[_Link] = []
    for kind in (Kind.PREMISES, Kind.ORGANISATION):
        own = [v for v in values if v.kind is kind and v.tokens]
        first: dict[str, list[Value]] = {}
        for value in own:
            first.setdefault(value.tokens[0], []).append(value)
        for value in own:
            longer = [w for w in first[value.tokens[0]] if shortens(value.tokens, w.tokens)]
            maximal = [w for w in longer if not any(shortens(w.tokens, x.tokens) for x in longer)]
            if len(maximal) == 1 and maximal[0] is not value:
                sentence = "The shorter name of a place fits one longer name, no other"
                sure = len(value.tokens) > 1
                bits = _WHOLE_BITS if sure else _PARTIAL_BITS
                links.append((value, maximal[0], bits, sentence, sure))
    return links


def shortens(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether one name is a beginning of the other, its last words perhaps as initials."""
    if short == full or (len("".join(short)) < 4 and len(short) == 1):
        return False
    if len(short) <= len(full) and full[: len(short)] == short:
        return len(short) < len(full)
    head = short[0] == full[0]
    letters = "".join(short[1:])
    return head and bool(letters) and letters == "".join(t[0] for t in full[1:])


def _grouped(
    values: Sequence[Value],
    whole_of: Mapping[int, int],
    sure_of: set[tuple[int, int]],
    joins: list[Join],
    extractions: Mapping[str, Extraction],
    reports: Mapping[str, Report],
    bound: Bound,
    policy: Policy,
) -> Things:
    certain = Groups(len(values))
    for part, whole in sorted(sure_of):
        certain.join(part, whole)
    home = {m.mention_id: i for i, v in enumerate(values) for m in v.mentions}
    for a, b in bound.sames:
        if a in home and b in home:
            certain.join(home[a], home[b])
    whole_groups = Groups(len(values))
    for item in range(len(values)):
        whole_groups.join(certain.find(item), item)
        if item in whole_of:
            whole_groups.join(item, whole_of[item])
    reasons = reasons_to_set_apart(values, extractions, reports, policy)
    groups: list[ThingGroup] = []
    evidence: dict[str, str] = {}
    for members in whole_groups.groups():
        by_core: dict[int, list[Mention]] = {}
        for i in members:
            by_core.setdefault(certain.find(i), []).extend(values[i].mentions)
        why = next((reasons[i] for i in members if i in reasons), "")
        kind = values[members[0]].kind
        groups.append(ThingGroup(kind, list(by_core.values()), why))
        if not why:
            name = f"{kind.value}:{values[min(members)].key}"
            evidence.update((m.mention_id, name) for core in by_core.values() for m in core)
    for value in values:
        joins += equal_joins(value.mentions)
    common = tuple(
        sorted((values[i].kind.value, values[i].key, len(values[i].mentions)) for i in reasons)
    )
    return Things(groups, joins, evidence, common)


def equal_joins(mentions: Sequence[Mention]) -> Iterable[Join]:
    """Joins of the mentions of one value with the first."""
    first = mentions[0].mention_id
    evidence = (Evidence("value", 0, _WHOLE_BITS, "The same value"),)
    for mention in mentions[1:]:
        left, right = in_order(first, mention.mention_id)
        yield Join(left, right, _WHOLE_BITS, 1.0, JoinStatus.CERTAIN, evidence)
