"""Trends drawn: weeks with their limits, late weeks, timelines with bursts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from tocsin.pictures.charts import (
    Frame,
    Scale,
    across_axis,
    bar,
    diamond,
    drawing,
    hatch_of,
    runs,
    spaced,
    steps,
    straight,
    stroke,
    ticks,
    upward_axis,
    words,
)
from tocsin.pictures.trends.found import Delay, Series, Timeline, Trends
from tocsin.pictures.trends.wording import day_words

_WIDE = Frame()
_FLAT = Frame(height=96, top=24, bottom=36)
_ROW = 44
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MOST_ROWS = 24


def draw_series(series: Series) -> str:
    """One stream: bars a week, the limit as a dashed line, a diamond over weeks beyond it."""
    counts = [n or 0 for n in series.counts]
    top = max([*counts, *(v for v in series.limit if v is not None), 1])
    weeks = len(counts)
    x = straight((0, weeks), _WIDE.across)
    y = straight((0, top * 1.1), _WIDE.upward)
    wide = x(1) - x(0)
    title = f"{series.label[0].upper()}{series.label[1:]}, week by week"
    marks = [upward_axis(_WIDE, y, [(t, f"{t:,.0f}") for t in ticks(0, top) if t % 1 == 0])]
    for i, count in enumerate(series.counts):
        if count is None:
            marks.append(bar(x(i), _WIDE.top, wide, y(0) - _WIDE.top, like=hatch_of(title)))
        elif count:
            marks.append(bar(x(i) + 0.1 * wide, y(count), 0.8 * wide, y(0) - y(count), like="pale"))
        over = series.limit[i]
        if count and over is not None and count > over:
            marks.append(diamond(x(i) + wide / 2, y(count) - 7))
    for line, dash, width in ((series.expected, "", 1.5), (series.limit, "5 3", 1.5)):
        marks += _levels(line, x, y, wide, dash, width)
    marks.append(_week_axis(_WIDE, series.first_week, weeks, x))
    return drawing(_WIDE, title, _told(series), marks, hatched=None in series.counts)


def _levels(
    values: Sequence[float | None], x: Scale, y: Scale, wide: float, dash: str, width: float
) -> list[str]:
    return [
        stroke(
            steps([(x(i), y(values[i] or 0.0)) for i in range(start, end)], wide),
            dash=dash,
            width=width,
        )
        for start, end in runs(values)
    ]


def _told(series: Series) -> str:
    over = [
        f"{n} in the week from {day_words(series.first_week + timedelta(weeks=i))} "
        f"(limit {most:.0f})"
        for i, (n, most) in enumerate(zip(series.counts, series.limit, strict=True))
        if n is not None and most is not None and n > most
    ]
    key = "Bars: reports. Line: expected. Dashes: limit. Diamonds: weeks beyond the limit."
    if None in series.counts:
        key += " Hatched: nothing was supplied."
    beyond = f" Beyond the limit: {'; '.join(over)}." if over else " No week is beyond its limit."
    return f"{series.sentence}{beyond} {key}"


def _week_axis(frame: Frame, first: date, weeks: int, x: Scale) -> str:
    marks: list[tuple[float, str]] = []
    for i in range(weeks):
        day = first + timedelta(weeks=i)
        if i == 0 or day.month != (day - timedelta(weeks=1)).month:
            name = _MONTHS[day.month - 1]
            marks.append((i, f"{name} {day.year}"))
    return across_axis(frame, x, spaced(marks, x, 76.0), "week of receipt")


def draw_weeks(trends: Trends) -> str:
    """Small rows, one a concern of all agencies together: the shape of each over time."""
    rows = [s for s in trends.series if not s.stream.agency and not s.stream.area]
    if not rows:  # a single agency stands for all
        rows = [s for s in trends.series if not s.stream.area]
    rows = sorted(rows, key=lambda s: (bool(s.stream.concern), -_total(s), s.label))[:_MOST_ROWS]
    if not rows:
        return drawing(_FLAT, "Reports week by week", "Nothing to draw.", ())
    frame = Frame(height=len(rows) * _ROW + 48, left=16, top=8)
    weeks = len(rows[0].counts)
    x = straight((0, weeks), frame.across)
    marks = []
    for number, series in enumerate(rows):
        base = frame.top + (number + 1) * _ROW - 4
        most = max([n or 0 for n in series.counts] + [1])
        y = straight((0, most), (base, base - _ROW + 22))
        marks.append(words(frame.left, base - _ROW + 18, _row_name(series), size=11))
        wide = x(1) - x(0)
        marks += [
            bar(x(i), y(n), max(wide - 0.4, 0.6), base - y(n))
            for i, n in enumerate(series.counts)
            if n
        ]
        marks.append(stroke([(frame.across[0], base), (frame.across[1], base)], faint=True))
    marks.append(_week_axis(frame, rows[0].first_week, weeks, x))
    told = " ".join(s.sentence for s in rows) + " Each row has its own height."
    return drawing(frame, "Reports week by week, by concern", told, marks)


def _total(series: Series) -> int:
    return sum(n or 0 for n in series.counts)


def _row_name(series: Series) -> str:
    most = max([n or 0 for n in series.counts] + [0])
    about = series.label.removeprefix("all reports about ")
    return f"{about}: {_total(series):,}, at most {most:,} a week"


def draw_delay(delay: Delay) -> str:
    """Weeks by what happened in them: reported so far, and hollow what is still to come."""
    title = f"What happened when, as far as {delay.agency or 'anybody'} has reported it"
    if not delay.weeks:
        return drawing(_FLAT, title, delay.sentence, (words(16, 40, "Nothing to draw."),))
    top = max([w.high for w in delay.weeks if w.share > 0.2] + [w.reported for w in delay.weeks])
    x = straight((0, len(delay.weeks)), _WIDE.across)
    y = straight((0, max(top, 1.0) * 1.05), _WIDE.upward)
    wide = x(1) - x(0)
    marks = [upward_axis(_WIDE, y, [(t, f"{t:,.0f}") for t in ticks(0, top) if t % 1 == 0])]
    for i, week in enumerate(delay.weeks):
        left, inner = x(i) + 0.1 * wide, 0.8 * wide
        marks.append(bar(left, y(week.reported), inner, y(0) - y(week.reported), like="pale"))
        end = min(week.in_the_end, top)
        if end > week.reported:
            marks.append(bar(left, y(end), inner, y(week.reported) - y(end), like="hollow"))
        if week.high > week.low:
            middle = x(i) + wide / 2
            marks.append(stroke([(middle, y(week.low)), (middle, y(min(week.high, top)))]))
    marks.append(_week_axis(_WIDE, delay.weeks[0].week, len(delay.weeks), x).replace(
        "week of receipt", "week in which it happened"
    ))  # fmt: skip
    last = delay.weeks[-1]
    told = (
        f"{delay.sentence} Bars: reported so far. Hollow: still to come, if reports are as late as "
        f"usual; the line through it is where nine in ten would end. Of the last week "
        f"{100 * last.share:.0f} % of reports are usually in by now."
    )
    return drawing(_WIDE, title, told, marks)


def draw_timeline(timeline: Timeline, title: str = "") -> str:
    """A tick a report, and above it bars over the stretches in which they came fast."""
    title = title or f"Timeline: {timeline.label or timeline.person_id}"
    if not timeline.days:
        return drawing(_FLAT, title, "No dated reports.", ())
    first, last = timeline.days[0], timeline.days[-1]
    x = straight((first.toordinal(), max(last.toordinal(), first.toordinal() + 1)), _FLAT.across)
    low = _FLAT.upward[0]
    marks = [stroke([(x(d), low - 14), (x(d), low)]) for d in dict.fromkeys(
        day.toordinal() for day in timeline.days
    )]  # fmt: skip
    levels = sorted({s.times for s in timeline.stretches})
    for stretch in timeline.stretches:
        height = low - 22 - 7 * levels.index(stretch.times)
        left, right = x(stretch.first_on.toordinal()), x(stretch.last_on.toordinal())
        marks.append(bar(left, height, max(right - left, 2.0), 4))
    years = range(first.year, last.year + 2)
    ends = [(float(date(y, 1, 1).toordinal()), str(y)) for y in years if date(y, 1, 1) > first]
    inside = [(v, t) for v, t in ends if v <= last.toordinal()]
    edge = [(float(first.toordinal()), f"{_MONTHS[first.month - 1]} {first.year}")]
    marks.append(across_axis(_FLAT, x, spaced([*edge, *inside], x)))
    told = (
        f"{timeline.sentence} Ticks: days with a report. Bars above: stretches in which they came "
        "at least twice as fast as over the whole; higher bars, faster still."
    )
    return drawing(_FLAT, title, told, marks)
