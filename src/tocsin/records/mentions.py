"""A mention: one reference to a subject in a report, with its role and its scope."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from tocsin.values.dates import PartialDate


class Kind(StrEnum):
    """What is mentioned."""

    PERSON = "person"
    PHONE = "phone"
    VEHICLE = "vehicle"
    ADDRESS = "address"
    PREMISES = "premises"
    ORGANISATION = "organisation"
    HANDLE = "handle"
    """Online handles and e-mail addresses."""
    IDENTIFIER = "identifier"
    """Numbers of record systems: police, social care, health, pupil."""


class Role(StrEnum):
    """In what part a subject is mentioned. Being mentioned is not being accused."""

    ALLEGED = "alleged"
    AFFECTED = "affected"
    WITNESS = "witness"
    PROFESSIONAL = "professional"
    REPORTER = "reporter"
    RELATIVE = "relative"
    OTHER = "other"
    """Denied, excluded, bystander."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Mention:
    """One reference to a subject.

    `value` is the normalised form: for a person the name as written without titles; for a phone
    its national digits (`07700900418`, or the digits that are known); for a vehicle the plate
    without spaces, `?` for unknown places; for others a folded form. `is_partial` says that only
    a part was written (a plate's start, a phone's last digits).
    """

    report_id: str
    start: int
    end: int
    text: str
    kind: Kind
    role: Role = Role.UNKNOWN
    concern: str = ""
    """What it is about, from policies/concerns.yaml: `exploitation`, `drugs`, ...; empty: none."""
    indicators: tuple[str, ...] = ()
    """Ids of the indicator taxonomy, in the order of their words in the sentence."""
    negated: bool = False
    hearsay: bool = False
    value: str = ""
    is_partial: bool = False
    is_name: bool = True
    """False where a person is referred to by initials only."""
    found_by: str = ""
    """The rule or model that found it."""
    score: float = 1.0
    _id: str = field(default="", init=False, repr=False, compare=False)

    @property
    def mention_id(self) -> str:
        """`report_id:start-end:kind`; spelt out once, since every stage asks for it."""
        if not self._id:
            known = f"{self.report_id}:{self.start}-{self.end}:{self.kind.value}"
            object.__setattr__(self, "_id", known)
        return self._id


@dataclass(frozen=True, slots=True)
class Detail:
    """Something a report says of a person: age, date of birth, sex, school year, occupation, title.

    `birth` spans the days on which somebody of that age, school year or date was born.
    `age_low`/`age_high` are the ages stated at the event, in years.
    """

    report_id: str
    start: int
    end: int
    text: str
    kind: str
    """`age`, `date_of_birth`, `school_year`, `sex`, `occupation`, `title`, `child`, `adult`."""
    of: str
    """mention_id of the person it is about."""
    value: str = ""
    birth: PartialDate | None = None
    age_low: int | None = None
    age_high: int | None = None


class RelationKind(StrEnum):
    """What a report says of two mentions."""

    SAME = "same"
    """Known as, aka, name in quotes, a full name and its later short form in the same report."""
    NOT_SAME = "not_same"
    """Expressly said to be different people."""
    RELATIVE = "relative"
    """Brother, mother, cousin, father of: two people, close."""
    DRIVES = "drives"
    LIVES_AT = "lives_at"
    USES_PHONE = "uses_phone"
    USES_HANDLE = "uses_handle"
    WORKS_AT = "works_at"
    WITH = "with"
    """Seen together, in one place or vehicle."""
    RECORDED_AS = "recorded_as"
    """A person and a record system's number."""


@dataclass(frozen=True, slots=True)
class Relation:
    """What a report says of two of its mentions; the span holds the words that say it."""

    report_id: str
    left: str
    right: str
    kind: RelationKind
    start: int
    end: int
    word: str = ""
    """For `relative` the word used: brother, mother, ..."""


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was found in one report, mentions in order of (start, end, kind)."""

    report_id: str
    mentions: tuple[Mention, ...] = ()
    details: tuple[Detail, ...] = ()
    relations: tuple[Relation, ...] = ()
    read_now: tuple[tuple[str, int, int], ...] = ()
    """Why to read it now: (`danger`, `disclosure` or `under_13`, start, end of the words)."""
    child_cues: tuple[tuple[int, int], ...] = ()
    """Where the report speaks of a child at all (school, age under 18, girl, boy)."""
