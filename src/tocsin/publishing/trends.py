"""Trends of an output folder: on the terminal, and as rows for other programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.errors import NotFoundError
from tocsin.pictures.trends import (
    Series,
    Trends,
    draw_delay,
    draw_series,
    draw_timeline,
    draw_weeks,
    trends_of,
)
from tocsin.policies import Policy
from tocsin.publishing.saved import Saved
from tocsin.publishing.terminal import print_heading, say, sparkline
from tocsin.publishing.wording import day_words, harmless, heading_name
from tocsin.records import Report
from tocsin.values.dates import PartialDate

_UNTOLD = frozenset({"log_e"})
"""Figures that only order subjects and are never shown."""
_MOST = 12
_LATELY = 4


def trends_in(saved: Saved, policy: Policy) -> Trends:
    """The trends of an output, on its own day.

    An earlier day needs a run of its own (`--as-of`): joins and echoes are those of the output.

    Raises:
        NotFoundError: this output was made to be shared, or by a version without pictures.
    """
    return trends_of(saved.sightings(), _reports(saved), as_of=saved.as_of, policy=policy)


def _reports(saved: Saved) -> dict[str, Report]:
    columns = ["report_id", "text", "received", "occurred", "agency", "author", "restricted"]
    path = saved.folder / "reports.parquet"
    if not path.exists():
        raise NotFoundError("This output holds no reports.", where=saved.folder.name)
    return {
        row["report_id"]: Report(
            row["report_id"],
            row["text"],
            received=_date(row["received"]),
            occurred=_date(row["occurred"]),
            agency=row["agency"],
            author=row["author"],
            handling="C" if row["restricted"] else "",
        )
        for row in pq.read_table(path, columns=columns).to_pylist()
    }


def _date(iso: str | None) -> PartialDate | None:
    return PartialDate.from_iso(iso) if iso else None


def trends_row(trends: Trends) -> Any:
    """All of it as JSON holds it: dates ISO, nothing that only orders subjects."""
    return _plain(trends)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        names = [f.name for f in fields(value) if f.name not in _UNTOLD]
        return {name: _plain(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return [_plain(v) for v in value] if isinstance(value, tuple) else value


def drawings(trends: Trends) -> dict[str, str]:
    """File name → SVG: all weeks, lateness, each stream that rang, each timeline."""
    found = {"weeks.svg": draw_weeks(trends), "delay.svg": draw_delay(trends.delays[0])}
    rang = [a.stream for a in trends.alarms if not a.person_id]
    for number, series in enumerate((s for s in trends.series if s.stream in rang), start=1):
        found[f"stream-{number:02d}.svg"] = draw_series(series)
    for number, timeline in enumerate(trends.timelines, start=1):
        found[f"timeline-{number:02d}.svg"] = draw_timeline(timeline)
    return found


def write_drawings(trends: Trends, folder: Path) -> int:
    """Write the drawings into a new or empty folder; returns how many."""
    if not trends.delays:
        return 0
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = drawings(trends)
    for name, svg in found.items():
        path = folder / name
        path.write_text(svg, "utf-8")
        path.chmod(0o600)
    return len(found)


def show_trends(saved: Saved, trends: Trends, console: Console) -> None:
    """Print what is out of line, what is new, what stopped, and what cannot be said."""
    print_heading(console, saved.run["marking"], trends.looked_on, saved.run["purpose"])
    console.print()
    for statement in trends.statements:
        say(console, statement, "dim")
    shown = _Names(saved, trends)
    _sentences(console, "Out of line", trends.alarms, shown, "Nothing is out of line.")
    _sentences(console, "New this month", trends.new, shown, "Nothing new this month.")
    _sentences(console, "No longer reported", trends.stopped, shown, "Nothing stopped.")
    _weeks(console, trends.series)
    for delay in trends.delays[:1]:
        say(console, delay.sentence)
    _flows(console, trends, shown)
    _sentences(console, "Named together", trends.pairs, shown, "No pair stands out.")
    console.print()
    say(console, "A count of reports is not a count of what happens. It rises when people tell.")


class _Names:
    """Names of the subjects shown: as on the lists, else the first that is not masked."""

    def __init__(self, saved: Saved, trends: Trends) -> None:
        wanted = {a.person_id for a in trends.alarms} | {f.person_id for f in trends.flows}
        wanted |= {n.person_id for n in trends.new} | {s.person_id for s in trends.stopped}
        wanted -= {""}
        wanted |= {side for p in trends.pairs for side in (p.left, p.right)}
        self._names = saved.names(wanted) if wanted else {}
        rest = sorted(wanted - self._names.keys())
        for row in saved.table("persons", "person_id", rest) if rest else ():
            if row["names"] and not row["masked"]:
                self._names[row["person_id"]] = heading_name(row["names"], "")

    def of(self, row: Any) -> str:
        """Number and name of what a row is about; empty where it is about none."""
        ids = [row.person_id] if hasattr(row, "person_id") else [row.left, row.right]
        return " and ".join(f"{i}  {self.name(i)}".rstrip() for i in ids if i.startswith("T-"))

    def name(self, person_id: str) -> str:
        """The name alone."""
        return self._names.get(person_id, "")


def _sentences(
    console: Console, heading: str, rows: Sequence[Any], names: _Names, none: str
) -> None:
    console.print()
    if not rows:
        say(console, none)
        return
    console.print(Text(heading, "bold"))
    for row in rows[:_MOST]:
        about = names.of(row)
        if about:
            console.print(Padding(Text(harmless(about), "bold"), (0, 0, 0, 2), expand=False))
        say(console, row.sentence, indent=4 if about else 2)
        for caution in getattr(row, "cautions", ()):
            say(console, caution, "dim", indent=6 if about else 4)
    if len(rows) > _MOST:
        say(console, f"{len(rows) - _MOST:,} more; --json has all.", "dim")


def _weeks(console: Console, series: Iterable[Series]) -> None:
    rows = [s for s in series if not s.stream.agency and not s.stream.area]
    rows = rows or [s for s in series if not s.stream.area]
    console.print()
    if not rows:
        return
    console.print(Text("Reports week by week", "bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("", ratio=1, overflow="fold")
    table.add_column(f"{len(rows[0].counts)} weeks", no_wrap=True)
    table.add_column("in all", justify="right", no_wrap=True)
    table.add_column("last 4", justify="right", no_wrap=True)
    table.add_column("usual 4", justify="right", no_wrap=True)
    for row in rows:
        counts = [n or 0 for n in row.counts]
        weeks = [i for i, n in enumerate(counts) for _ in range(n)]
        before = sum(counts[:-_LATELY]) / max(len(counts) - _LATELY, 1) * _LATELY
        table.add_row(
            Text(harmless(row.label)),
            sparkline(weeks, 0, len(counts) - 1, console.encoding),
            f"{sum(counts):,}",
            f"{sum(counts[-_LATELY:]):,}",
            f"{before:,.1f}",
        )
    console.print(table)


def _flows(console: Console, trends: Trends, names: _Names) -> None:
    flows = trends.flows
    console.print()
    if not flows:
        say(console, "No subject can be ordered by its reports: none is named twice.")
        return
    console.print(Text("Named again and again, beside subjects like them", "bold"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("Number", no_wrap=True)
    table.add_column("Name", ratio=1, overflow="fold")
    table.add_column("Voices", justify="right", no_wrap=True)
    table.add_column("usual", justify="right", no_wrap=True)
    table.add_column("since", no_wrap=True)
    table.add_column("More often than", ratio=1, overflow="fold")
    for flow in flows[:_MOST]:
        often = f"{flow.more_often_than} % that {flow.agency} reports"
        table.add_row(
            f"{flow.person_id}{' *' if flow.stands_out else ''}",
            Text(harmless(names.name(flow.person_id)), "bold"),
            f"{flow.seen:,}",
            f"{flow.expected:.1f}",
            flow.first_on.isoformat(),
            harmless(often) if flow.more_often_than else "-",
        )
    console.print(table)
    starred = sum(f.stands_out for f in flows)
    stars = f"* stands out from subjects like it ({starred:,} do). " if starred else ""
    say(
        console,
        f"{stars}Voices after the first, beside what is usual for one of its kind in reports of "
        f"the same agencies up to {day_words(trends.looked_on)}. No child and nobody affected is "
        "in any order.",
        "dim",
    )
