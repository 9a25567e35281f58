"""What can and cannot be said with the reports there are."""

from __future__ import annotations

from datetime import date

from tocsin.pictures.trends.farrington import YEAR_WEEKS
from tocsin.pictures.trends.material import Material, monday
from tocsin.pictures.trends.weekly import EARS, FARRINGTON, Judged, Weeks
from tocsin.pictures.trends.wording import counted, day_words, share_words
from tocsin.policies import Policy

_FEW_WEEKS = 10
_ONE_DAY_SHARE = 0.5
_ONE_DAY_LEAST = 10


def empty_statements(material: Material) -> tuple[str, ...]:
    """Why there is nothing to count."""
    return (
        "No trend can be shown: no report is dated to a week, counts and tells something new.",
        *_left_out(material),
    )


def statements_of(
    material: Material,
    weeks: Weeks,
    judged: Judged,
    watched: bool,
    as_of: date,
    policy: Policy,
) -> tuple[str, ...]:
    """What the figures rest on, what was left out, and what they cannot show."""
    first, last = (date.fromordinal(material.told[i].day) for i in (0, -1))
    said = [
        f"Counted: {counted(len(material.told), 'report')} received from {day_words(first)} to "
        f"{day_words(last)} that tell something new; copies and retellings are not counted again."
    ]
    if material.looked_on < as_of:
        said.append(
            f"The last report counted came on {day_words(last)}, long before "
            f"{day_words(as_of)}: everything here is as it stood on {day_words(last)}."
        )
    said += [*_left_out(material), *_one_day(material), *_gaps(weeks)]
    said += [*_history(weeks, judged, policy), *_areas(material, weeks)]
    if not watched:
        said.append(
            "No watch over agencies and places is kept: half a year of reports before the last "
            "year is needed to know what is usual."
        )
    return tuple(said)


def _left_out(material: Material) -> list[str]:
    reasons = {
        "undated": "without a known date of receipt",
        "coarse": "whose receipt is known only to a month or a year, and stands in no week",
        "later": "received after the day of this view",
        "echo": "that repeat others, are hearsay alone, are suspected false or name nobody",
    }
    said = [
        f"{counted(material.left_out[key], 'report')} {words}"
        for key, words in reasons.items()
        if material.left_out.get(key)
    ]
    return [f"Not counted: {'; '.join(said)}."] if said else []


def _one_day(material: Material) -> list[str]:
    days: dict[int, int] = {}
    for told in material.told:
        days[told.day] = days.get(told.day, 0) + 1
    day, most = min(days.items(), key=lambda item: (-item[1], item[0]))
    if most < _ONE_DAY_LEAST or most < _ONE_DAY_SHARE * len(material.told):
        return []
    return [
        f"{most:,} of {len(material.told):,} reports bear one date of receipt, "
        f"{day_words(date.fromordinal(day))}: likely the day they were handed in together. What "
        "rises on that day is the handing in."
    ]


def _gaps(weeks: Weeks) -> list[str]:
    said: list[str] = []
    for agency, gaps in sorted(weeks.gaps.items()):
        for start, end in gaps:
            if end >= weeks.first and (agency or not said):
                said.append(
                    f"{agency or 'All agencies'}: nothing from {day_words(monday(start))} to "
                    f"{day_words(monday(end + 1))}, taken for not supplied, not for quiet."
                )
    return said


def _history(weeks: Weeks, judged: Judged, policy: Policy) -> list[str]:
    length = weeks.last + 1 - weeks.supplied[""]
    if length < _FEW_WEEKS:
        return [
            f"{counted(max(length, 0), 'full week')} of reports: too few to say of any week that "
            "it is unusual."
        ]
    methods = {FARRINGTON: policy["trends.week_alpha"], EARS: policy["trends.ears_alpha"]}
    said = []
    if length < 3 * YEAR_WEEKS:
        said.append(
            "Less than three years of reports: weeks are held against the weeks just before, and "
            "a season cannot be told from a rise."
        )
    if judged.looks:
        alpha = max(methods[m] for m in judged.method if m)
        said.append(
            f"{counted(judged.looks, 'week')} of streams were held against their limit; about "
            f"{share_words(judged.looks * alpha)} would pass it by chance alone."
        )
    else:
        few = int(policy["trends.few_reports"])
        said.append(f"No stream had {few} reports in four weeks; fewer ring no weekly alarm.")
    return said


def _areas(material: Material, weeks: Weeks) -> list[str]:
    naming, with_postcode = material.addresses
    if any(s.area for s in weeks.streams):
        return [f"Areas are the first half of postcodes, in {with_postcode} of {naming} reports "
                "that name an address."]  # fmt: skip
    if not naming:
        return ["No counts by area: no report names an address."]
    return [
        f"No counts by area: {with_postcode} of {counted(naming, 'report')} that name an address "
        "give a postcode."
    ]
