"""What one report says of one person: mentions that are one by the report's own words.

A profile is the unit that is compared across reports. Within a report, a full name and its short
forms are one person where exactly one full name fits, and whatever the words say ("known as") is;
an officer and a suspect of one name in one report are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tocsin.people.clusters import Groups
from tocsin.people.judgements import Bound
from tocsin.records import Detail, Extraction, Kind, Mention, Relation, RelationKind, Report, Role
from tocsin.values.names import Name, Part, compare_names, fold, parse_name

AT_WORK = frozenset({Role.PROFESSIONAL, Role.REPORTER})
_FAMILY_TITLE = frozenset(
    ["mr", "mrs", "ms", "miss", "dr", "prof", "pc", "ps", "ds", "dc", "di", "sgt", "cllr", "insp"]
)


@dataclass(frozen=True, slots=True)
class Profile:
    """One person in one report."""

    index: int
    report_id: str
    mentions: tuple[Mention, ...]
    names: tuple[Name, ...]
    roles: frozenset[Role]
    agency: str
    on: date | None
    birth: tuple[date, date] | None = None
    sex: str = ""
    titles: frozenset[str] = frozenset()
    tied: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    """mention_ids of things the report ties to the person, by words or by sentence."""
    associates: tuple[int, ...] = ()
    """Other profiles of the report, by index."""
    concerns: frozenset[str] = frozenset()

    @property
    def at_work(self) -> bool:
        """Whether the report names the person only as a professional or a reporter."""
        return self.roles <= AT_WORK


def title_before(text: str, start: int) -> str:
    """The title that stands right before a name, outside of the mention.

    >>> title_before("She told Mr Gill.", 12)
    'mr'
    """
    words = text[max(0, start - 16) : start].replace(".", " ").split()
    last = fold(words[-1]) if words else ""
    return last if last in _FAMILY_TITLE else ""


def within_report(
    mentions: list[Mention],
    relations: Iterable[Relation],
    text: str,
    same: Iterable[tuple[str, str]] = (),
    different: Iterable[tuple[str, str]] = (),
) -> tuple[list[list[Mention]], list[tuple[str, str]]]:
    """Group the person mentions of one report, and list those said to be different people.

    Returns:
        Groups of mentions, each in order of the text, and pairs of mention_ids that the report
        says are two people (`not the same`, `brother of`).
    """
    place = {m.mention_id: i for i, m in enumerate(mentions)}
    apart = [
        (r.left, r.right)
        for r in relations
        if r.kind in (RelationKind.NOT_SAME, RelationKind.RELATIVE, RelationKind.WITH)
        and r.left in place
        and r.right in place
    ]
    apart += [(a, b) for a, b in different if a in place and b in place]
    names = [parse_name(m.text, title_before(text, m.start)) for m in mentions]
    apart += _told_apart(mentions, names, text)
    apart = [pair for pair in apart if pair not in set(same)]
    groups = Groups(len(mentions), [(place[a], place[b]) for a, b in apart])
    for left, right in same:
        if left in place and right in place:
            groups.join(place[left], place[right])
    for relation in relations:
        if relation.kind is RelationKind.SAME and {relation.left, relation.right} <= place.keys():
            i, k = place[relation.left], place[relation.right]
            if _is_alias(mentions[i], mentions[k], names[i], names[k], text):
                groups.join(i, k)
    _join_equal(groups, mentions, names)
    _join_short_forms(groups, mentions, names)
    return [[mentions[i] for i in g] for g in groups.groups()], apart


_FURTHEST_ALIAS = 80
_BREAK = re.compile(r"[;\n]|[.!?]\s|\b(?:another|second|other)\b", re.IGNORECASE)
_SHORTEST_ALIKE = 5
"""Short words that differ by a letter are two names more often than one misspelt: Tang, Trang."""
_MOST_NAMES = 150
"""Beyond so many names in one report (a long list), only equal names are taken for one person."""


_ANOTHER = re.compile(
    r"\b(?:not (?:the|our|to be (?:mixed|confused)[\w ]*?)|mixed up with|confused with"
    r"|no relation (?:to|of)|the other|a different|another|namesake,?|(?:son|father|uncle|cousin"
    r"|nephew|grandson|grandfather|daughter|mother|aunt|niece)(?: is|,)? also(?: called| named)?)"
    r"\s(?:[^\s.;:,]+\s){0,3}$",
    re.IGNORECASE,
)
"""What stands right before a name and says that it is another person of that name."""
_GENERATION = re.compile(r"\s(?:senior|snr|sr|junior|jnr|jr)\b", re.IGNORECASE)
_BEFORE = 60
_GROWN = re.compile(r"(?:Mr|Mrs|Ms|Dr)\b\.?\s", re.IGNORECASE)
_GROWN_BEFORE = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.?\s$", re.IGNORECASE)
_GROWN_DAYS = 16 * 365


def _told_apart(mentions: list[Mention], names: list[Name], text: str) -> list[tuple[str, str]]:
    """Pairs of one name of which the words say that they are two people: "not the Dean Hart of
    Mill Lane", "his son, also Cathal", and a name with "senior" beside the same name without."""
    found: list[tuple[str, str]] = []
    for i, mention in enumerate(mentions):
        another = _ANOTHER.search(text[max(0, mention.start - _BEFORE) : mention.start])
        generation = _GENERATION.match(text[mention.end : mention.end + 8])
        if not (another or generation):
            continue
        for k, other in enumerate(mentions):
            if k == i or (another and other.start > mention.start):
                continue
            if generation and _GENERATION.match(text[other.end : other.end + 8]):
                continue
            alike = names[i].tokens and names[k].tokens and not _differ(names[i], names[k])
            if alike or names[i] == names[k]:
                found.append((other.mention_id, mention.mention_id))
    return found


def _grown_and_child(
    mentions: Iterable[Mention], extraction: Extraction, report: Report
) -> Iterable[tuple[str, str]]:
    """A child and whoever is called Mr or Mrs are two people, though the surname is one."""
    if report.received is None:
        return ()
    born = {d.of: d.birth.first for d in extraction.details if d.birth is not None}
    day = report.received.first
    children = [
        m for m in mentions
        if m.mention_id in born and (day - born[m.mention_id]).days < _GROWN_DAYS
    ]  # fmt: skip
    grown = [m for m in mentions if _GROWN.match(m.text) or _GROWN_BEFORE.search(
        report.text[max(0, m.start - 6) : m.start])]  # fmt: skip
    return [(c.mention_id, g.mention_id) for c in children for g in grown if c is not g]


def _part(mention: Mention) -> str:
    """In what part: people at work are one part, an unknown role fits any."""
    if mention.role in AT_WORK:
        return "work"
    return "" if mention.role is Role.UNKNOWN else mention.role.value


def _is_alias(left: Mention, right: Mention, one: Name, other: Name, text: str) -> bool:
    """Whether the words between two names that share nothing can say that they are one person.

    Names that share a word are left to `_join_short_forms`, which minds their parts.
    """
    if _fits(one, other, Part.INITIAL) and _part(left) == _part(right):
        return True
    first, second = sorted((left, right), key=lambda m: m.start)
    between = text[first.end : second.start]
    return len(between) <= _FURTHEST_ALIAS and not _BREAK.search(between)


def _join_equal(groups: Groups, mentions: list[Mention], names: list[Name]) -> None:
    first: dict[tuple[str, Name], int] = {}
    for i, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        if name.tokens:
            groups.join(first.setdefault((_part(mention), name), i), i)


def _join_short_forms(groups: Groups, mentions: list[Mention], names: list[Name]) -> None:
    """Give each shorter form to the one fuller name it fits; where two fit, to neither.

    Only names in one part are tried: an officer and a suspect, a girl and her mother, a man and
    the stranger who is not him stay apart though their names agree.
    """
    distinct: dict[tuple[str, Name], int] = {}
    for i, (mention, name) in enumerate(zip(mentions, names, strict=True)):
        if name.tokens:
            distinct.setdefault((_part(mention), name), i)
    if len(distinct) > _MOST_NAMES:
        return
    hosts_of = _may_host(distinct)
    if not hosts_of:
        return
    shortest_first = sorted(distinct.items(), key=lambda d: (len("".join(d[0][1].tokens)), d[1]))
    for floor in (Part.EQUAL, Part.VARIANT, Part.SIMILAR, Part.INITIAL):
        for (part, name), i in shortest_first:
            if floor is Part.SIMILAR and min(map(len, name.tokens)) < _SHORTEST_ALIKE:
                continue
            hosts = {
                groups.find(j)
                for (other_part, other), j in hosts_of.get((part, name), ())
                if (other_part == part or (floor >= Part.VARIANT and not (part and other_part)))
                and len(other.tokens) >= len(name.tokens) + (floor < Part.EQUAL)
                and groups.find(i) != groups.find(j)
                and groups.may_join(i, j)
                and _fits(name, other, floor)
            }
            if len(hosts) == 1 and not _is_hosted(groups, i, names):
                groups.join(i, hosts.pop())


_Distinct = tuple[str, Name]


def _may_host(
    distinct: Mapping[_Distinct, int],
) -> dict[_Distinct, list[tuple[_Distinct, int]]]:
    """For each name, the names it may be a shorter form of at all; most reports have none."""
    found: dict[_Distinct, list[tuple[_Distinct, int]]] = {}
    for (part, name), i in distinct.items():
        for (other_part, other), j in distinct.items():
            if i == j or len(other.tokens) < len(name.tokens):
                continue
            if (other_part == part or not (part and other_part)) and _fits(
                name, other, Part.SILENT
            ):
                found.setdefault((part, name), []).append(((other_part, other), j))
    return found


def _is_hosted(groups: Groups, item: int, names: list[Name]) -> bool:
    """Whether the group already holds a fuller name than this one."""
    size = len(names[item].tokens)
    return any(len(names[j].tokens) > size for j in groups.members(item))


def _fits(short: Name, full: Name, floor: Part) -> bool:
    if not short.tokens or not full.tokens:
        return False
    found = compare_names(short, full)
    if found.is_conflict or found.extra:
        return False
    parts = [p for p in (found.given, found.family) if p != Part.SILENT]
    if floor is Part.INITIAL and len(parts) < 2:
        return False
    return bool(parts) and min(parts) >= floor


def birth_range(details: Iterable[Detail]) -> tuple[date, date] | None:
    """The days between which the person was born, where the report's details agree on any."""
    low, high = date.min, date.max
    seen = False
    for detail in details:
        if detail.birth is None:
            continue
        seen = True
        low, high = max(low, detail.birth.first), min(high, detail.birth.last)
    return (low, high) if seen and low <= high else None


def profiles_of(
    reports: Mapping[str, Report], extractions: Mapping[str, Extraction], bound: Bound
) -> tuple[list[Profile], list[tuple[int, int]]]:
    """All profiles in order of (received, report_id, start), and those that are two people.

    People named in one report are two people where their names differ or the report says so.
    """
    profiles: list[Profile] = []
    apart: list[tuple[int, int]] = []
    for report in sorted(reports.values(), key=receipt_order):
        extraction = extractions.get(report.report_id)
        if extraction is None:
            continue
        persons = [m for m in extraction.mentions if m.kind is Kind.PERSON]
        groups, said = within_report(
            persons,
            extraction.relations,
            report.text,
            bound.same_within.get(report.report_id, ()),
            (
                *bound.apart_within.get(report.report_id, ()),
                *_grown_and_child(persons, extraction, report),
            ),
        )
        first = len(profiles)
        numbers = range(first, first + len(groups))
        for index, group in zip(numbers, groups, strict=True):
            profiles.append(_profile(index, group, report, extraction, numbers))
        apart += _two_people(profiles[first:], said)
    return profiles, apart


def _two_people(profiles: list[Profile], said: list[tuple[str, str]]) -> Iterable[tuple[int, int]]:
    home = {m.mention_id: p.index for p in profiles for m in p.mentions}
    found = {(home[a], home[b]) for a, b in said if a in home and b in home}
    few = profiles if len(profiles) <= _MOST_NAMES else []
    for i, left in enumerate(few):
        for right in few[i + 1 :]:
            if any(_differ(a, b) for a in left.names for b in right.names):
                found.add((left.index, right.index))
    return sorted((min(a, b), max(a, b)) for a, b in found if a != b)


def _differ(left: Name, right: Name) -> bool:
    if left == right:
        return True
    found = compare_names(left, right)
    return found.is_conflict or bool(found.extra)


def receipt_order(report: Report) -> tuple[date, str]:
    """Earliest received first; undated reports last."""
    return (report.received.first if report.received else date.max, report.report_id)


def _profile(
    index: int, group: list[Mention], report: Report, extraction: Extraction, numbers: range
) -> Profile:
    own = {m.mention_id for m in group}
    details = [d for d in extraction.details if d.of in own]
    names = dict.fromkeys(
        parse_name(m.text, title_before(report.text, m.start)) for m in group if m.text
    )
    tied: dict[Kind, list[str]] = {}
    by_id = {m.mention_id: m for m in extraction.mentions}
    for relation in extraction.relations:
        other = relation.right if relation.left in own else relation.left
        if (relation.left in own) == (relation.right in own) or other not in by_id:
            continue
        kind = by_id[other].kind
        if kind is not Kind.PERSON:
            tied.setdefault(kind, []).append(other)
    return Profile(
        index=index,
        report_id=report.report_id,
        mentions=tuple(group),
        names=tuple(n for n in names if n.tokens),
        roles=frozenset(m.role for m in group),
        agency=report.agency,
        on=report.received.first if report.received else None,
        birth=birth_range(details),
        sex=next((d.value for d in details if d.kind == "sex"), ""),
        titles=frozenset(d.value for d in details if d.kind in ("title", "occupation")),
        tied={kind: tuple(dict.fromkeys(ids)) for kind, ids in tied.items()},
        associates=tuple(i for i in numbers if i != index),
        concerns=frozenset(m.concern for m in group if m.concern),
    )
