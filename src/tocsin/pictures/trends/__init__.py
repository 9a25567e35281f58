"""Weeks, places and subjects whose reports are out of line, and why that may be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from tocsin.pictures.trends.delays import delays_of
from tocsin.pictures.trends.drawing import draw_delay, draw_series, draw_timeline, draw_weeks
from tocsin.pictures.trends.emerging import new_things, stopped
from tocsin.pictures.trends.explaining import Explainer
from tocsin.pictures.trends.flows import flows_of
from tocsin.pictures.trends.found import (
    Alarm,
    Delay,
    Flow,
    LateWeek,
    New,
    Pair,
    Series,
    Stopped,
    Stream,
    Stretch,
    Timeline,
    Trends,
)
from tocsin.pictures.trends.material import concern_labels, material_of
from tocsin.pictures.trends.ringing import alarms_of, series_of
from tocsin.pictures.trends.saying import empty_statements, statements_of
from tocsin.pictures.trends.timelines import timelines_of
from tocsin.pictures.trends.together import pairs_of
from tocsin.pictures.trends.watching import ringing, watches
from tocsin.pictures.trends.weekly import count_weeks, judge_weeks
from tocsin.pictures.trends.words import new_words
from tocsin.policies import Policy
from tocsin.records import Report, Sightings

__all__ = [
    "Alarm",
    "Delay",
    "Flow",
    "LateWeek",
    "New",
    "Pair",
    "Series",
    "Stopped",
    "Stream",
    "Stretch",
    "Timeline",
    "Trends",
    "draw_delay",
    "draw_series",
    "draw_timeline",
    "draw_weeks",
    "trends_of",
]


def trends_of(
    sightings: Sightings, reports: Mapping[str, Report], *, as_of: date, policy: Policy
) -> Trends:
    """All trends of a case as it stood on a day.

    Args:
        sightings: who is named where; only rows that open a voice and count are used.
        reports: by report_id; those received after `as_of` are not seen.
        as_of: the day of the view. Where the reports end long before it, trends are looked at on
            the day of the last one, and say so.
        policy: `trends.*` and the concerns.

    Returns:
        Numbers, sentences and report_ids; `statements` says what the reports cannot show. A
        report counts once a week and concern, and only where it tells something new.
    """
    material = material_of(sightings, reports, as_of, policy)
    if not material.told:
        return Trends(as_of, as_of, 0, empty_statements(material))
    labels = concern_labels(policy)
    explainer = Explainer(material)
    weeks = count_weeks(material, policy)
    judged = judge_weeks(weeks, policy)
    watched = watches(material, weeks, labels, policy)
    alarms = (
        *alarms_of(weeks, judged, labels, explainer),
        *ringing(watched, explainer, policy),
    )
    flows = flows_of(material, policy)
    pairs = pairs_of(material, labels, policy)
    shown = dict.fromkeys(
        [f.person_id for f in flows if f.stands_out]
        + [a.person_id for a in alarms if a.person_id]
        + [p.left for p in pairs]
    )
    return Trends(
        as_of=as_of,
        looked_on=material.looked_on,
        reports=len(material.told),
        statements=statements_of(material, weeks, judged, bool(watched), as_of, policy),
        series=series_of(weeks, judged, labels, policy),
        delays=delays_of(material, policy),
        alarms=alarms,
        flows=flows,
        pairs=pairs,
        timelines=timelines_of(material, labels, list(shown)[: int(policy["trends.flows_kept"])]),
        new=(*new_things(material, policy), *new_words(material, sightings, reports, policy)),
        stopped=stopped(material, labels, policy),
    )
