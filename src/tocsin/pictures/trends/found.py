"""What trends found: plain numbers, sentences, and the reports that each rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.records import Kind


@dataclass(frozen=True, slots=True)
class Stream:
    """What is counted week by week; an empty part means: all of them."""

    agency: str = ""
    concern: str = ""
    area: str = ""

    @property
    def parts(self) -> int:
        """How many of the three are named: the more, the narrower."""
        return sum(map(bool, (self.agency, self.concern, self.area)))


@dataclass(frozen=True, slots=True)
class Series:
    """Reports a week of one stream, echoes left out; weeks begin on Monday."""

    stream: Stream
    label: str
    first_week: date
    counts: tuple[int | None, ...]
    """None where nothing was supplied."""
    expected: tuple[float | None, ...]
    limit: tuple[float | None, ...]
    method: str
    """`farrington_flexible`, `ears_c2`, or empty where neither can be reckoned."""
    sentence: str


@dataclass(frozen=True, slots=True)
class LateWeek:
    """One week of events: how many are reported so far, and how many will have been in the end."""

    week: date
    reported: int
    share: float
    """Of the reports about this week that have come in by now, as delays usually are."""
    in_the_end: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Delay:
    """How long reports take from what they tell of to receipt."""

    agency: str
    """Empty: all agencies."""
    reports: int
    median_days: int | None
    nine_in_ten_days: int | None
    late_weeks: int | None
    """How many of the last weeks still miss more than a tenth of their reports."""
    weeks: tuple[LateWeek, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """More than expected: since when, in which reports, and what may explain it."""

    method: str
    """`farrington_flexible`, `ears_c2` or `e_process`."""
    about: str
    """What is counted, in words."""
    stream: Stream
    person_id: str
    """The place watched, where it is one; empty for streams."""
    since: date
    until: date
    rang_on: date
    """The first day on which it could have been known."""
    expected: float
    seen: int
    limit: float
    report_ids: tuple[str, ...]
    """Those seen: as many as `seen`."""
    agencies: tuple[tuple[str, int], ...]
    """(agency, reports), most first."""
    explained_by: tuple[str, ...]
    """What would explain it: `drive`, `one_teller`, `old_papers`; empty: none of these."""
    sentence: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """One subject's voices since it was first named, beside those of subjects like it."""

    person_id: str
    kind: Kind
    first_on: date
    seen: int
    """Voices after the first."""
    expected: float
    stands_out: bool
    stood_out_on: date | None
    """When its own count first passed the limit, looked at alone."""
    more_often_than: int | None
    """Percent of the subjects of this kind that `agency` reports; None below a half or where
    there are too few to compare."""
    agency: str
    report_ids: tuple[str, ...]
    """Those that opened its voices, the first included."""
    agencies: tuple[tuple[str, int], ...]
    explained_by: tuple[str, ...]
    sentence: str
    cautions: tuple[str, ...]
    log_e: float
    """For the order alone: no chance figure is shown for a subject."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two that are named together more often than each alone explains."""

    what: str
    """`place_concern` or `subject_place`."""
    left: str
    """person_id of the place or subject."""
    right: str
    """A concern, or the person_id of the place."""
    seen: int
    expected: float
    ratio: float
    """Shrunk ratio of seen to expected (EBGM)."""
    at_least: float
    """Its lower 5 % point (EB05), by which pairs are ordered."""
    report_ids: tuple[str, ...]
    agencies: tuple[tuple[str, int], ...]
    explained_by: tuple[str, ...]
    sentence: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A burst: reports came `times` as fast as over the whole timeline, or faster."""

    times: float
    first_on: date
    last_on: date
    reports: int


@dataclass(frozen=True, slots=True)
class Timeline:
    """Days of reports, and the stretches in which they came thick and fast."""

    label: str
    """A concern, or empty for a subject."""
    person_id: str
    days: tuple[date, ...]
    stretches: tuple[Stretch, ...]
    report_ids: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class New:
    """Something in this month's reports that was hardly there before."""

    what: str
    """`place`, `vehicle`, `phone` or `word`."""
    person_id: str
    word: str
    seen: int
    before: int
    expected: float
    first_on: date
    spans: tuple[tuple[str, int, int], ...]
    """(report_id, start, end) of the words."""
    report_ids: tuple[str, ...]
    agencies: tuple[tuple[str, int], ...]
    explained_by: tuple[str, ...]
    sentence: str
    cautions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stopped:
    """Something that was reported steadily and no longer is."""

    what: str
    """`place`, `vehicle`, `phone`, `agency` or `stream`."""
    person_id: str
    stream: Stream
    last_on: date
    before: int
    """Reports in the year before it stopped."""
    expected: float
    """How many would have been usual since."""
    report_ids: tuple[str, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Trends:
    """What changes over time in the reports read, and what cannot be said."""

    as_of: date
    looked_on: date
    """`as_of`, or the day of the last report where the reports end long before it."""
    reports: int
    """Reports counted: received by then, dated to a week, telling something new."""
    statements: tuple[str, ...]
    """What can and cannot be said with these reports."""
    series: tuple[Series, ...] = ()
    delays: tuple[Delay, ...] = ()
    """All agencies first."""
    alarms: tuple[Alarm, ...] = ()
    flows: tuple[Flow, ...] = ()
    """Most unusual first; no child and nobody affected is among them."""
    pairs: tuple[Pair, ...] = ()
    timelines: tuple[Timeline, ...] = ()
    new: tuple[New, ...] = ()
    stopped: tuple[Stopped, ...] = ()
