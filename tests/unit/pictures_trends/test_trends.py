"""Trends of small worlds: what rings, why, and what is said where nothing can be said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from tests.support.told import World, day_of

from tocsin.pictures.trends import (
    Trends,
    draw_delay,
    draw_series,
    draw_timeline,
    draw_weeks,
    trends_of,
)
from tocsin.policies import shipped
from tocsin.records import Kind, Report
from tocsin.values.dates import PartialDate, Precision

YEARS = 5 * 364


def _trends(world: World, until: int) -> Trends:
    return trends_of(world.sightings, world.reports, as_of=day_of(until), policy=shipped())


def _steady(days: int, every: int = 3, agency: str = "Police", **fields: Any) -> World:
    """One report every few days, each of someone new, by tellers in turn."""
    world = World()
    for n, day in enumerate(range(0, days, every)):
        fields.setdefault("concern", "exploitation")
        world.tell(day, f"P{n}", agency=agency, teller=f"t{n % 9}", **fields)
    return world


def _with_surge(**fields: Any) -> World:
    """Five quiet years, then twelve more reports in the last week."""
    world = _steady(YEARS)
    for n in range(12):
        teller = str(fields.get("teller", f"s{n}"))
        rest = {k: v for k, v in fields.items() if k != "teller"}
        world.tell(YEARS - 3, f"P9{n}", teller=teller, **rest)
    return world


def test_a_surge_rings_with_expected_seen_limit_and_its_reports():
    """The alarm says what was expected, what came, the limit, since when, and which reports."""
    found = _trends(_with_surge(), YEARS)
    (alarm,) = [a for a in found.alarms if a.method == "farrington_flexible"]
    assert alarm.seen == len(alarm.report_ids) >= 12
    assert alarm.expected < 4 < alarm.limit < alarm.seen
    assert alarm.since <= day_of(YEARS - 3) <= alarm.until
    assert alarm.agencies == (("Police", alarm.seen),)
    assert alarm.explained_by == ()
    assert str(alarm.seen) in alarm.sentence
    assert any("nobody else has said so" in c for c in alarm.cautions)


def test_quiet_years_ring_nothing():
    """Steady reports, and no alarm of any kind."""
    assert _trends(_steady(YEARS), YEARS).alarms == ()


def test_one_busy_author_is_said_to_explain_a_surge():
    """Twelve reports by one author who wrote none before: the alarm says so."""
    found = _trends(_with_surge(teller="new"), YEARS)
    (alarm,) = [a for a in found.alarms if a.method == "farrington_flexible"]
    assert alarm.explained_by == ("one_teller",)
    assert any(c.startswith("One author of Police wrote 12 of") for c in alarm.cautions)


def test_a_drive_to_report_is_said_to_explain_a_rise_of_one_concern():
    """Where everything else rises as well, a rise of one concern is a drive."""
    world = World()
    concerns = ("exploitation", "missing", "drugs", "neglect")
    for n, day in enumerate(range(0, YEARS, 3)):
        world.tell(day, f"P{n}", concern=concerns[n % 4], teller=f"t{n % 9}")
    for n in range(48):
        world.tell(YEARS - 3, f"P8{n}", concern=concerns[n % 4], teller=f"s{n}")
    found = _trends(world, YEARS)
    rang = [a for a in found.alarms if a.method == "farrington_flexible"]
    assert rang
    assert all("drive" in a.explained_by for a in rang)


def test_old_papers_handed_in_are_said_to_explain_a_surge():
    """Most of what came in that week tells of days long before."""
    found = _trends(_with_surge(late=400), YEARS)
    (alarm,) = [a for a in found.alarms if a.method == "farrington_flexible"]
    assert "old_papers" in alarm.explained_by


def test_with_less_than_three_years_weeks_are_held_against_those_before():
    """EARS takes over, and it is said that a season cannot be told from a rise."""
    world = _steady(200)
    for n in range(12):
        world.tell(192, f"P9{n}", teller=f"s{n}")
    found = _trends(world, 200)
    assert {a.method for a in found.alarms} == {"ears_c2"}
    assert any("Less than three years" in s for s in found.statements)


def test_three_weeks_of_reports_are_too_few():
    """No alarm, no watch, and a plain word on why."""
    found = _trends(_steady(21, every=1), 21)
    assert found.alarms == ()
    assert any("too few to say of any week" in s for s in found.statements)
    assert any("No watch over agencies" in s for s in found.statements)
    assert any("cannot be told" in d.sentence for d in found.delays)


def test_all_reports_on_one_day_are_a_delivery():
    """A box handed in on one day is no surge of events."""
    world = World()
    for n in range(40):
        world.tell(400, f"P{n % 7}", teller=f"t{n}")
    found = _trends(world, 420)
    assert found.alarms == ()
    assert any("handed in together" in s for s in found.statements)


def test_no_dated_report_leaves_nothing_to_show():
    """Undated reports stand in no week; the statement counts them."""
    world = World()
    for _ in range(3):
        world.tell(None, "P1")
    found = _trends(world, 10)
    assert found.reports == 0
    assert found.series == found.flows == found.alarms == ()
    assert any("3 reports without a known date of receipt" in s for s in found.statements)
    assert "Nothing to draw" in draw_weeks(found)


def test_no_reports_at_all():
    """An empty case is said to be one."""
    found = _trends(World(), 10)
    assert found.statements[0].startswith("No trend can be shown")


def test_a_month_or_a_year_stands_in_no_week():
    """A report received some time in 2020 is counted in no week, and that is said."""
    world = _steady(30)
    year = PartialDate(date(2020, 1, 1), date(2020, 12, 31), Precision.YEAR)
    world.tell(year, "P1")
    found = _trends(world, 400)
    assert any("known only to a month or a year" in s for s in found.statements)


def test_what_came_after_the_day_of_the_view_is_not_there():
    """Later reports change nothing but the count of those not seen."""
    world = _steady(200)
    before = _trends(world, 200)
    for n in range(50):
        world.tell(300, f"P9{n}", "L1")
    after = _trends(world, 200)
    assert after.series == before.series
    assert after.alarms == before.alarms
    assert any("50 reports received after the day of this view" in s for s in after.statements)


def test_old_cases_are_looked_at_on_the_day_of_their_last_report():
    """Ten years after the last report nothing has stopped this quarter."""
    found = _trends(_steady(600), 600 + 3650)
    assert found.looked_on == day_of(597)
    assert found.stopped == ()
    assert any("as it stood on" in s for s in found.statements)


def test_a_gap_is_not_taken_for_quiet():
    """Two years without papers are hatched, and lower no limit."""
    world = World()
    for n, day in enumerate(range(0, 7 * 364, 3)):
        if not 4 * 364 <= day < 6 * 364:
            world.tell(day, f"P{n}", teller=f"t{n % 9}")
    found = _trends(world, 7 * 364)
    series = found.series[0]
    assert None in series.counts
    assert any("taken for not supplied" in s for s in found.statements)
    assert "Hatched" in draw_series(series)
    assert found.alarms == ()


def test_the_last_weeks_are_late_not_quiet():
    """With reports a fortnight late on the whole, the last weeks are filled up in the picture."""
    chance = np.random.default_rng(2)
    world = World()
    happened = sorted(int(d) for d in chance.integers(0, 700, 1500))
    for n, day in enumerate(happened):
        late = int(chance.geometric(1 / 14))
        if day + late <= 700:
            world.tell(day + late, f"P{n}", late=late)
    delay = _trends(world, 700).delays[0]
    last = delay.weeks[-2]
    assert delay.late_weeks
    assert "not quiet but late" in delay.sentence
    assert last.reported < last.in_the_end
    assert last.low <= 15 <= last.high
    assert "Hollow" in draw_delay(delay)
    whole = np.mean([w.in_the_end for w in delay.weeks[-8:-1]])
    assert whole == pytest.approx(15, rel=0.25)


def test_a_new_place_vehicle_phone_and_word_are_shown_with_their_words():
    """Named by two reports this month and never before; a word by three authors."""
    world = _steady(600, text="a quiet note of the day")
    for n in range(3):
        text = "they called it the snackbox and laughed"
        world.tell(590 + n, "L7", "V7", "F7", teller=f"s{n}", text=text)
    found = _trends(world, 600)
    assert {n.what: n.seen for n in found.new if n.person_id} == {
        "place": 3, "vehicle": 3, "phone": 3,
    }  # fmt: skip
    words = {n.word: n for n in found.new if n.what == "word"}
    assert "snackbox" in words
    report_id, start, end = words["snackbox"].spans[0]
    assert world.reports[report_id].text[start:end] == "snackbox"
    assert "quiet" not in words


def test_no_name_and_no_restricted_word_is_shown_as_new():
    """Words inside a span that names somebody, capitals, and restricted texts stay out."""
    world = _steady(600, text="a quiet note of the day")
    for n in range(4):
        world.tell(590 + n, "P7", teller=f"s{n}", text="zorbina met Quillfeather", spans=((0, 7),))
    for n in range(4):
        report_id = world.tell(590 + n, "P8", teller=f"s{n}", text="about the hushword there")
        kept = world.reports[report_id]
        world.reports[report_id] = Report(
            report_id, kept.text, received=kept.received, agency="Police", handling="C"
        )
    words = {n.word for n in _trends(world, 600).new}
    assert words.isdisjoint({"zorbina", "quillfeather", "hushword"})


def test_a_place_that_is_no_longer_reported_is_asked_about():
    """Named every fortnight for two years and then not at all, while reports go on."""
    world = _steady(900)
    for day in range(0, 750, 14):
        world.tell(day, "L3", teller="x")
    found = _trends(world, 900)
    (gone,) = [s for s in found.stopped if s.person_id == "T-L3"]
    assert gone.expected >= 4
    assert "Not reported is not the same as not happening" in gone.sentence


def test_an_agency_that_falls_silent_is_said_once():
    """The silence is the agency's, not that of each place it named."""
    world = _steady(900)
    for day in range(0, 750, 7):
        world.tell(day, "L3", agency="School")
    found = _trends(world, 900)
    assert [(s.what, s.stream.agency) for s in found.stopped] == [("agency", "School")]


def test_a_place_named_again_and_again_rings_the_watch():
    """Twenty reports of a place in a year, where it had two a year before."""
    world = _steady(5 * 364)
    for day in range(0, 4 * 364, 180):
        world.tell(day, "L5", teller=f"o{day}")
    for n in range(20):
        world.tell(4 * 364 + 100 + n * 12, "L5", teller=f"n{n}", agency=("School", "Police")[n % 2])
    found = _trends(world, 5 * 364)
    (alarm,) = [a for a in found.alarms if a.person_id == "T-L5"]
    assert alarm.method == "e_process"
    assert alarm.seen == len(alarm.report_ids) == 20
    assert alarm.expected < alarm.limit <= alarm.seen
    assert alarm.rang_on < alarm.until


def test_whoever_is_named_far_more_often_stands_out_with_no_chance_figure():
    """Sixteen voices where one would be usual; the sentence gives counts, never a probability."""
    world = _steady(800)
    for n in range(16):
        world.tell(20 + 40 * n, "Pmuch", teller=f"m{n}", agency=("School", "Police")[n % 2])
    found = _trends(world, 800)
    first = found.flows[0]
    assert first.person_id == "T-Pmuch"
    assert first.stands_out
    assert first.seen == len(first.report_ids) - 1 == 15
    assert first.more_often_than == 99
    assert f"more often than 99 % of the adults named that {first.agency} reports" in first.sentence
    for word in ("probab", "chance", "likel", "p ="):
        assert word not in first.sentence


def test_an_organisation_stands_in_no_order():
    """Whoever passes reports on is named again and again for that alone."""
    world = _steady(300)
    for n in range(12):
        world.tell(20 * n, "Lorg", "V1", teller=f"t{n}")
    world.rows = [
        replace(row, kind=Kind.ORGANISATION) if row.person_id == "T-Lorg" else row
        for row in world.rows
    ]
    named = {flow.person_id for flow in _trends(world, 300).flows}
    assert "T-V1" in named
    assert "T-Lorg" not in named


def test_few_subjects_are_not_compared():
    """With fewer than twenty others nobody is more often named than 95 % of them."""
    world = World()
    for n in range(30):
        world.tell(n * 10, f"P{n % 5}", teller=f"t{n}")
    assert all(f.more_often_than is None for f in _trends(world, 310).flows)


def test_a_place_and_a_concern_that_go_together_are_paired():
    """Drugs are reported of one place six times as often as chance has it."""
    world = _steady(900, concern="missing")
    for n in range(60):
        world.tell(3 * n, f"L{n % 12 + 20}", f"P7{n}", concern="missing", teller=f"a{n}")
    for n in range(12):
        world.tell(30 * n, "L1", f"P8{n}", concern="drugs", teller=f"b{n}",
                   agency=("School", "Police")[n % 2])  # fmt: skip
    found = _trends(world, 900)
    assert found.pairs[0].left == "T-L1"
    assert found.pairs[0].right == "drugs"
    assert found.pairs[0].at_least > 2
    assert found.pairs[0].seen == len(found.pairs[0].report_ids) == 12
    assert "Named together is not done together" in found.pairs[0].sentence


def test_areas_are_counted_only_where_most_addresses_have_a_postcode():
    """Half of the addresses with a postcode make areas, a tenth does not."""
    for share, has_areas in ((2, True), (10, False)):
        world = World()
        for n in range(300):
            text = "12 Made Road, ZZ9 4AB" if n % share == 0 else "12 Made Road"
            world.tell(n, "L1", text=text, spans=((0, len(text)),))
        world.rows = [replace(row, kind=Kind.ADDRESS) for row in world.rows]
        found = _trends(world, 300)
        assert any(s.stream.area == "ZZ9" for s in found.series) is has_areas
        assert any("No counts by area" in s for s in found.statements) is not has_areas


def test_every_drawing_is_well_formed_and_told_in_words():
    """Each is XML with a title, a description and no style that a strict page would refuse."""
    world = _with_surge(late=3)
    for n in range(8):
        world.tell(YEARS - 30 + n, "L1", teller=f"q{n}")
    found = _trends(world, YEARS)
    drawn = [draw_weeks(found)]
    drawn += [draw_delay(d) for d in found.delays]
    drawn += [draw_series(s) for s in found.series]
    drawn += [draw_timeline(t) for t in found.timelines]
    assert len(drawn) > 4
    for svg in drawn:
        root = ElementTree.fromstring(svg)
        assert root.get("role") == "img"
        assert root.get("aria-label")
        assert root.find("{http://www.w3.org/2000/svg}desc") is not None
        assert "style=" not in svg
        assert "nan" not in svg


def test_a_drawing_is_drawn_the_same_twice():
    """The same trends give the same bytes."""
    one, two = (_trends(_with_surge(), YEARS) for _ in range(2))
    assert one == two
    assert draw_weeks(one) == draw_weeks(two)
    assert draw_series(one.series[0]) == draw_series(two.series[0])
