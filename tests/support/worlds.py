"""Small worlds for the tests of attention and decisions: who is named in which report, as what.

The voices are counted by the real counter; only finding and joining are laid down by hand, so
that a test says exactly what was found and who is who.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from tocsin.attention import build_entries
from tocsin.decisions import attach
from tocsin.echoes import VoiceCounter
from tocsin.policies import Policy, shipped
from tocsin.records import (
    Decision,
    Detail,
    Echo,
    EchoType,
    Entry,
    Extraction,
    Grade,
    Joining,
    JoinStatus,
    Kind,
    ListName,
    Mention,
    Relation,
    RelationKind,
    Report,
    Role,
    Subject,
)
from tocsin.values.dates import PartialDate, Precision

AS_OF = date(2012, 12, 1)


@dataclass(frozen=True)
class Naming:
    """One mention in a report."""

    who: str
    role: Role = Role.ALLEGED
    concern: str = "exploitation"
    kind: Kind = Kind.PERSON
    age: int | None = None
    born: int | None = None
    words: tuple[str, ...] = ()
    """`child`, `adult`: words of the report about this person."""
    hearsay: bool = False
    negated: bool = False
    certain: bool = True
    """Whether it hangs by a certain join."""
    tied_to: str = ""
    """A person of the same report this thing is tied to."""
    not_same_as: str = ""


@dataclass(frozen=True)
class Telling:
    """One report."""

    report_id: str
    on: PartialDate | None
    namings: tuple[Naming, ...] = ()
    agency: str = "Police"
    teller: str = ""
    occurred: PartialDate | None = None
    repeats: tuple[str, ...] = ()
    read_now: tuple[str, ...] = ()
    speaks_of_a_child: bool = False
    suspected_false: bool = False


@dataclass(frozen=True)
class World:
    """Reports and decisions, and the day they are looked at."""

    tellings: tuple[Telling, ...]
    decisions: tuple[Decision, ...] = ()
    as_of: date = AS_OF
    policy: Policy = field(default_factory=shipped)
    set_apart: tuple[str, ...] = ()

    def known_by(self, day: date) -> World:
        """What was there on a past day."""
        tellings = tuple(t for t in self.tellings if t.on is not None and t.on.last <= day)
        ids = {t.report_id for t in tellings}
        decisions = tuple(
            d
            for d in self.decisions
            if d.on is not None
            and d.on.last <= day
            and (d.source == "decisions.csv" or d.report_id in ids)
        )
        return replace(self, tellings=tellings, decisions=decisions, as_of=day)


def day(text: str) -> PartialDate:
    """`2003`, `2003-04` or `2003-04-05`."""
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return PartialDate.of_day(date(*parts))
    if len(parts) == 2:
        year, month = parts
        following = date(year + month // 12, month % 12 + 1, 1)
        return PartialDate(date(year, month, 1), following - timedelta(1), Precision.MONTH)
    return PartialDate(date(parts[0], 1, 1), date(parts[0], 12, 31), Precision.YEAR)


@dataclass(frozen=True)
class Found:
    """A world as the stages before attention would hand it on."""

    reports: dict[str, Report]
    extractions: dict[str, Extraction]
    joining: Joining
    echoes: tuple[Echo, ...]


def found_in(world: World) -> Found:
    """Lay the reports, mentions, subjects and echoes out as records."""
    tellings = sorted(world.tellings, key=lambda t: (_last(t.on), t.report_id))
    reports = {t.report_id: _report(t) for t in tellings}
    extractions = {t.report_id: _extraction(t) for t in tellings}
    echoes = tuple(
        Echo(t.report_id, parent, EchoType.RETELLING, 1.0)
        for t in tellings
        for parent in t.repeats
        if parent in reports
    )
    return Found(reports, extractions, _joining(tellings, extractions, world), echoes)


def entries_of(world: World) -> tuple[Entry, ...]:
    """Run the real counter, attachment and lists over a world."""
    found = found_in(world)
    counter = VoiceCounter(
        found.reports, found.extractions, found.joining, found.echoes, world.policy
    )
    attached = attach(world.decisions, found.joining, found.extractions)
    return build_entries(
        found.reports,
        found.extractions,
        found.joining,
        attached,
        counter.voices,
        as_of=world.as_of,
        policy=world.policy,
    )


def entry_of(
    world: World, who: str, where: Callable[[ListName], bool] = lambda _: True
) -> Entry | None:
    """The subject's entry on its own list (not `read_now`), or None."""
    for entry in entries_of(world):
        if entry.person_id == who and entry.list is not ListName.READ_NOW and where(entry.list):
            return entry
    return None


def _last(on: PartialDate | None) -> date:
    return on.last if on else date.max


def _report(telling: Telling) -> Report:
    grade = Grade("E41", "3x5x2", "3", "E", "P") if telling.suspected_false else None
    return Report(
        telling.report_id,
        text="; ".join(n.who for n in telling.namings),
        received=telling.on,
        occurred=telling.occurred,
        agency=telling.agency,
        author=telling.teller,
        grade=grade,
    )


def mentions_of(telling: Telling) -> list[Mention]:
    """The mentions of a report, in the order they are told."""
    mentions, at = [], 0
    for naming in telling.namings:
        mentions.append(
            Mention(
                telling.report_id,
                at,
                at + len(naming.who),
                naming.who,
                naming.kind,
                naming.role if naming.kind is Kind.PERSON else Role.UNKNOWN,
                naming.concern,
                negated=naming.negated,
                hearsay=naming.hearsay,
                value=naming.who,
            )
        )
        at += len(naming.who) + 2
    return mentions


def _extraction(telling: Telling) -> Extraction:
    mentions = mentions_of(telling)
    pairs = list(zip(telling.namings, mentions, strict=True))
    end = max((m.end for m in mentions), default=0)
    return Extraction(
        telling.report_id,
        tuple(mentions),
        tuple(d for naming, m in pairs for d in _details(naming, m)),
        tuple(r for naming, m in pairs for r in _relations(naming, m, pairs)),
        tuple((reason, *_words_of(reason, pairs, end)) for reason in telling.read_now),
        ((0, end),) if telling.speaks_of_a_child else (),
    )


def _words_of(reason: str, pairs: Sequence[tuple[Naming, Mention]], end: int) -> tuple[int, int]:
    """Where the report says it: at the age of a young child, or anywhere."""
    if reason == "under_13":
        for naming, m in pairs:
            if naming.age is not None and naming.age < 13:
                return m.start, m.end
    return 0, end


def _details(naming: Naming, mention: Mention) -> list[Detail]:
    at = (mention.report_id, mention.start, mention.end, mention.text)
    details = [Detail(*at, kind=word, of=mention.mention_id) for word in naming.words]
    if naming.age is not None:
        age = naming.age
        details.append(Detail(*at, "age", mention.mention_id, str(age), None, age, age))
    if naming.born is not None:
        born = day(str(naming.born))
        details.append(Detail(*at, "date_of_birth", mention.mention_id, birth=born))
    return details


def _relations(
    naming: Naming, mention: Mention, pairs: Sequence[tuple[Naming, Mention]]
) -> list[Relation]:
    ties = {naming.tied_to: RelationKind.WITH, naming.not_same_as: RelationKind.NOT_SAME}
    return [
        Relation(mention.report_id, mention.mention_id, other.mention_id, ties[n.who], 0, 1)
        for n, other in pairs
        if n.who and n.who in ties
    ]


def _joining(
    tellings: Sequence[Telling], extractions: dict[str, Extraction], world: World
) -> Joining:
    members: dict[str, list[tuple[str, bool, Kind]]] = {}
    for telling in tellings:
        mentions = extractions[telling.report_id].mentions
        for naming, mention in zip(telling.namings, mentions, strict=True):
            row = (mention.mention_id, naming.certain, naming.kind)
            members.setdefault(naming.who, []).append(row)
    subjects, status = [], {}
    for who in sorted(members):
        rows = members[who]
        core = tuple(m for m, certain, _ in rows if certain)
        cores = ((core,) if core else ()) + tuple((m,) for m, certain, _ in rows if not certain)
        apart = "kept apart" if who in world.set_apart else ""
        ids = tuple(m for m, _, _ in rows)
        subjects.append(Subject(who, rows[0][2], ids, cores, (who,), set_apart=apart))
        status |= {m: JoinStatus.CERTAIN if c else JoinStatus.POSSIBLE for m, c, _ in rows}
    return Joining(tuple(subjects), status_of=status)
