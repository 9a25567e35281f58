"""Reports as trends count them: each once a week, and only where it tells something new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from tocsin.policies import Policy
from tocsin.records import Kind, Report, Role, Sighting, Sightings
from tocsin.values.dates import PartialDate

PLACES = frozenset({Kind.PREMISES, Kind.ADDRESS})
_ADDRESS = Kind.ADDRESS
NOT_GIVEN = "agency not given"
_WEEK = 7
_POSTCODE = re.compile(r"\b([A-Z]{1,2}[0-9][A-Z0-9]?)\s?[0-9][A-Z]{2}\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Told:
    """One report that tells something new."""

    report_id: str
    agency: str
    teller: str
    day: int
    """Of receipt, as an ordinal."""
    occurred: int | None
    """Day of what it tells of, where it is known to the day."""
    concerns: tuple[str, ...]
    areas: tuple[str, ...]

    @property
    def week(self) -> int:
        """Number of its week; weeks begin on Monday."""
        return week_of(self.day)


def week_of(day: int) -> int:
    """The number of the week an ordinal day lies in."""
    return (day - 1) // _WEEK


def monday(week: int) -> date:
    """The first day of a week."""
    return date.fromordinal(week * _WEEK + 1)


@dataclass(frozen=True)
class Material:
    """All that trends are reckoned from, in order of receipt."""

    looked_on: date
    told: tuple[Told, ...]
    voices: Mapping[str, tuple[Sighting, ...]]
    """Per subject the rows that open a voice, in reports that are told; in order of receipt."""
    shielded: frozenset[str]
    """Children and whoever is affected in any report: they stand in no order (rule 9)."""
    left_out: Mapping[str, int]
    """Why reports are not counted: `undated`, `coarse`, `later`, `echo` → how many."""
    addresses: tuple[int, int]
    """(reports that name an address, those of them with a postcode)."""

    @cached_property
    def by_id(self) -> dict[str, Told]:
        """Told reports by their id."""
        return {t.report_id: t for t in self.told}

    @cached_property
    def agencies(self) -> tuple[str, ...]:
        """Agencies by name."""
        return tuple(sorted({t.agency for t in self.told}))

    @property
    def last_week(self) -> int:
        """The last week that is over."""
        return self.looked_on.toordinal() // _WEEK - 1

    @property
    def first_week(self) -> int:
        """The week of the first report."""
        return self.told[0].week

    def shares(self, report_ids: Iterable[str]) -> tuple[tuple[str, int], ...]:
        """(agency, reports), most first."""
        counts = Counter(self.by_id[r].agency for r in report_ids)
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def material_of(
    sightings: Sightings, reports: Mapping[str, Report], as_of: date, policy: Policy
) -> Material:
    """Lay out what is counted.

    A report is told where it opens a voice for anyone, in a row that counts, and its receipt is
    known to a week. What came after `as_of` is not there.
    """
    left_out: Counter[str] = Counter()
    placed: dict[str, int] = {}
    for report in reports.values():
        if (day := _day(report.received)) is None:
            left_out["undated" if report.received is None else "coarse"] += 1
        elif day > as_of.toordinal():
            left_out["later"] += 1
        else:
            placed[report.report_id] = day
    rows: dict[str, list[Sighting]] = {}
    shielded: set[str] = set()
    for row in sightings.rows:
        if row.is_shielded or row.is_child:
            shielded.add(row.person_id)
        if row.opens_voice and row.counts and row.report_id in placed:
            rows.setdefault(row.report_id, []).append(row)
    left_out["echo"] = len(placed) - len(rows)
    told = [_told(reports[r], placed[r], found) for r, found in rows.items()]
    told.sort(key=lambda t: (t.day, t.report_id))
    addresses = _addresses(rows, told)
    if not _areas_hold(addresses, policy):
        told = [
            Told(t.report_id, t.agency, t.teller, t.day, t.occurred, t.concerns, ()) for t in told
        ]
    voices: dict[str, list[Sighting]] = {}
    for t in told:
        for row in rows[t.report_id]:
            voices.setdefault(row.person_id, []).append(row)
    last = date.fromordinal(told[-1].day) if told else as_of
    stale = timedelta(days=int(policy["trends.stale_days"]))
    return Material(
        looked_on=as_of if as_of - last <= stale else last,
        told=tuple(told),
        voices={person_id: tuple(voices[person_id]) for person_id in sorted(voices)},
        shielded=frozenset(shielded),
        left_out=left_out,
        addresses=addresses,
    )


def _told(report: Report, day: int, rows: list[Sighting]) -> Told:
    occurred = report.occurred
    exact = occurred is not None and occurred.first == occurred.last
    return Told(
        report_id=report.report_id,
        agency=report.agency or NOT_GIVEN,
        teller=rows[0].teller,
        day=day,
        occurred=occurred.first.toordinal() if occurred is not None and exact else None,
        concerns=tuple(sorted({c for row in rows for c in row.concerns})),
        areas=_areas(report, rows),
    )


def _areas(report: Report, rows: list[Sighting]) -> tuple[str, ...]:
    """Outward postcodes of the addresses named."""
    spans = [span for row in rows if row.kind is _ADDRESS for span in row.spans]
    found = (_POSTCODE.search(report.text[start:end]) for start, end in spans)
    return tuple(sorted({match[1].upper() for match in found if match}))


def _addresses(rows: Mapping[str, list[Sighting]], told: Iterable[Told]) -> tuple[int, int]:
    naming = {r for r, found in rows.items() if any(s.kind is _ADDRESS for s in found)}
    return len(naming), sum(bool(t.areas) for t in told)


def _areas_hold(addresses: tuple[int, int], policy: Policy) -> bool:
    naming, with_postcode = addresses
    least = int(policy["trends.area_reports"])
    return with_postcode >= least and with_postcode >= naming * policy["trends.area_share"]


def _day(received: PartialDate | None) -> int | None:
    """The day of receipt where it is known to a week: the last it can be."""
    if received is None or (received.last - received.first).days >= _WEEK:
        return None
    return received.last.toordinal()


def asks(row: Sighting, asking: frozenset[str]) -> bool:
    """Whether a voice is of the kind that orders subjects.

    A person is alleged, in a concern that asks for an answer; a thing is named in any part.
    """
    if row.kind is Kind.PERSON:
        return row.role is Role.ALLEGED and not asking.isdisjoint(row.concerns)
    return True


def asking_concerns(policy: Policy) -> frozenset[str]:
    """Concerns that ask for an answer."""
    rows = policy.table("concerns")["concerns"]
    return frozenset(name for name, row in rows.items() if row["asks_for_an_answer"])


def concern_labels(policy: Policy) -> dict[str, str]:
    """Concerns in words."""
    return {name: row["label"] for name, row in policy.table("concerns")["concerns"].items()}
