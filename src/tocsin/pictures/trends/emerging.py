"""What is new this month and was hardly there before, and what stopped being reported."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from tocsin.pictures.trends.found import New, Stopped, Stream
from tocsin.pictures.trends.material import Material, Told
from tocsin.pictures.trends.wording import among, counted, day_words, share_words, stream_words
from tocsin.policies import Policy
from tocsin.records import Kind, Sighting

THINGS = {
    Kind.PREMISES: "place",
    Kind.ADDRESS: "place",
    Kind.VEHICLE: "vehicle",
    Kind.PHONE: "phone",
}
_YEAR = 365


def month_begins(material: Material, policy: Policy) -> int:
    """The ordinal of the first day of this month of reports."""
    return material.looked_on.toordinal() - int(policy["trends.new_days"]) + 1


def new_things(material: Material, policy: Policy) -> tuple[New, ...]:
    """Places, vehicles and phones named by several reports this month and hardly before."""
    since = month_begins(material, policy)
    recent = sum(t.day >= since for t in material.told)
    earlier = len(material.told) - recent
    if not earlier:
        return ()
    found = []
    for person_id, rows in material.voices.items():
        if rows[0].kind not in THINGS or person_id in material.shielded:
            continue
        by_report = {row.report_id: row for row in reversed(rows)}
        now = [r for r in by_report if material.by_id[r].day >= since]
        before = len(by_report) - len(now)
        expected = before * recent / earlier
        if len(now) >= int(policy["trends.new_things"]) and hardly_before(
            len(now), before, expected, policy
        ):
            shown = sorted((by_report[r] for r in now), key=lambda s: _place(s, material))
            found.append(_new_thing(person_id, shown, before, expected, material))
    return tuple(sorted(found, key=lambda n: (-n.seen, n.before, n.person_id)))


def hardly_before(seen: int, before: int, expected: float, policy: Policy) -> bool:
    """Whether what was there before leads one to expect a tenth or less of what is seen."""
    return before == 0 or expected * float(policy["trends.new_ratio"]) <= seen


def _place(row: Sighting, material: Material) -> tuple[int, str]:
    return material.by_id[row.report_id].day, row.report_id


def _new_thing(
    person_id: str, rows: Sequence[Sighting], before: int, expected: float, material: Material
) -> New:
    what = THINGS[rows[0].kind]
    ids = tuple(row.report_id for row in rows)
    first_on = date.fromordinal(material.by_id[ids[0]].day)
    sentence = (
        f"A {what} named in {counted(len(ids), 'report')} since {day_words(first_on)}; "
        f"{earlier_words(before)}. From {among([a for a, _ in material.shares(ids)])}."
    )
    reasons, cautions = plainer([material.by_id[r] for r in ids])
    return New(
        what=what,
        person_id=person_id,
        word="",
        seen=len(ids),
        before=before,
        expected=round(expected, 2),
        first_on=first_on,
        spans=tuple((row.report_id, *row.spans[0]) for row in rows),
        report_ids=ids,
        agencies=material.shares(ids),
        explained_by=reasons,
        sentence=sentence,
        cautions=cautions,
    )


def earlier_words(before: int) -> str:
    """How often it was there before, in words."""
    return f"{counted(before, 'report')} before that" if before else "never before that"


def plainer(told: Sequence[Told]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Whether one author or one agency alone says so."""
    tellers = {t.teller for t in told}
    agencies = {t.agency for t in told}
    if len(tellers) == 1 and tellers != {""}:
        return ("one_teller",), (f"One author of {told[0].agency} wrote all of them.",)
    if len(agencies) == 1:
        return (), (f"All of it comes from {told[0].agency}; nobody else has said so.",)
    return (), ()


def stopped(material: Material, labels: Mapping[str, str], policy: Policy) -> tuple[Stopped, ...]:
    """What was reported steadily for a year and then for a quarter not at all.

    What an agency no longer tells at all is said once, of the agency.
    """
    silent = int(policy["trends.stopped_days"])
    quiet = material.looked_on.toordinal() - silent
    year = range(quiet - _YEAR + 1, quiet + 1)
    told_in_year = [t for t in material.told if t.day in year]
    if not told_in_year or material.told[0].day > year[0] + _YEAR // 2:
        return ()
    gone = _agencies_gone(told_in_year, material, quiet, silent, policy)
    agencies = {s.stream.agency for s in gone}
    rest = [t for t in told_in_year if t.agency not in agencies]
    return (
        *gone,
        *_streams_gone(rest, material, quiet, labels, policy),
        *_things_gone(rest, material, quiet, policy),
    )


def _agencies_gone(
    told: Sequence[Told], material: Material, quiet: int, silent: int, policy: Policy
) -> list[Stopped]:
    by_agency: dict[str, list[str]] = {}
    for t in told:
        by_agency.setdefault(t.agency, []).append(t.report_id)
    lately = {t.agency for t in material.told if t.day > quiet}
    found = []
    for agency in sorted(by_agency.keys() - lately):
        ids = by_agency[agency]
        expected = len(ids) * silent / _YEAR
        if expected >= float(policy["trends.stopped_expected"]):
            last_on = date.fromordinal(material.by_id[ids[-1]].day)
            sentence = (
                f"{agency} has told nothing new since {day_words(last_on)}, after "
                f"{counted(len(ids), 'report')} in the year before: did it stop telling, or was "
                "the rest not supplied?"
            )
            found.append(
                Stopped(
                    "agency", "", Stream(agency), last_on, len(ids), round(expected, 1),
                    tuple(ids), sentence,
                )
            )  # fmt: skip
    return found


def _streams_gone(
    told: Sequence[Told],
    material: Material,
    quiet: int,
    labels: Mapping[str, str],
    policy: Policy,
) -> list[Stopped]:
    volume = _volumes(told, material, quiet)
    by_stream: dict[Stream, list[str]] = {}
    for t in told:
        for concern in t.concerns:
            by_stream.setdefault(Stream(t.agency, concern), []).append(t.report_id)
    lately = {Stream(t.agency, c) for t in material.told if t.day > quiet for c in t.concerns}
    found = []
    for stream in sorted(by_stream.keys() - lately, key=lambda s: (s.agency, s.concern)):
        ids = by_stream[stream]
        before, now = volume[stream.agency]
        expected = len(ids) * now / before
        if expected >= float(policy["trends.stopped_expected"]):
            found.append(_gone("stream", "", stream, ids, expected, material, labels))
    return found


def _things_gone(
    told: Sequence[Told], material: Material, quiet: int, policy: Policy
) -> list[Stopped]:
    volume = _volumes(told, material, quiet)
    before, now = (sum(v[i] for v in volume.values()) for i in (0, 1))
    in_year = {t.report_id for t in told}
    found = []
    for person_id, rows in material.voices.items():
        what = THINGS.get(rows[0].kind)
        if not what or person_id in material.shielded:
            continue
        ids = list(dict.fromkeys(row.report_id for row in rows))
        if material.by_id[ids[-1]].day > quiet:
            continue
        then = [r for r in ids if r in in_year]
        expected = len(then) * now / max(before, 1)
        if expected >= float(policy["trends.stopped_expected"]):
            found.append(_gone(what, person_id, Stream(), then, expected, material, {}))
    return sorted(found, key=lambda s: (-s.expected, s.person_id))


def _volumes(told: Iterable[Told], material: Material, quiet: int) -> dict[str, tuple[int, int]]:
    """Agency → (reports in the year before, reports since)."""
    before: dict[str, int] = {}
    for t in told:
        before[t.agency] = before.get(t.agency, 0) + 1
    start = bisect_left([t.day for t in material.told], quiet + 1)
    now: dict[str, int] = {}
    for t in material.told[start:]:
        now[t.agency] = now.get(t.agency, 0) + 1
    return {agency: (count, now.get(agency, 0)) for agency, count in before.items()}


def _gone(
    what: str,
    person_id: str,
    stream: Stream,
    ids: Sequence[str],
    expected: float,
    material: Material,
    labels: Mapping[str, str],
) -> Stopped:
    last_on = date.fromordinal(material.by_id[ids[-1]].day)
    about = f"This {what}" if person_id else stream_words(stream, labels)
    about = about[0].upper() + about[1:]
    sentence = (
        f"{about}: {counted(len(ids), 'report')} in a year, the last on {day_words(last_on)}, and "
        f"none since, where {share_words(expected)} would be usual. Not reported is not the same "
        "as not happening."
    )
    return Stopped(
        what, person_id, stream, last_on, len(ids), round(expected, 1), tuple(ids), sentence
    )
