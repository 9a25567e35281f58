"""The lists on a terminal: tables that hold at 80 columns, colour only as an addition."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.privacy import masker_for
from tocsin.publishing.entries import Row, entry_row
from tocsin.publishing.options import OutputOptions
from tocsin.publishing.wording import LISTS, counted, day_words, harmless, heading_name, joined
from tocsin.records import Case, ListName

_BLOCKS, _PLAIN = "▁▂▃▄▅▆▇█", ".:-=+*#@"
_SPARK = 14
"""Columns of the small timeline."""

_NOTICES = 4
_OF_THINGS = frozenset({ListName.PLACES, ListName.VEHICLES, ListName.OTHERS})
FIRST = 10
"""Subjects of each list shown at the end of a run."""


def print_summary(
    case: Case, out: Path, console: Console, options: OutputOptions | None = None
) -> None:
    """Print what a run found: the first of each list, what was read, and where the rest is."""
    options = options or OutputOptions()
    masker = masker_for(case, show_sources=options.show_sources, share=options.share)
    console.print()
    print_heading(console, options.marking, case.as_of, options.purpose or case.purpose)
    agencies = [f"{a.agency or 'agency not known'} {a.reports:,}" for a in case.coverage.agencies]
    bodies = counted(len(agencies), "agency", "agencies")
    read = f"{counted(len(case.reports), 'report')} from {bodies}"
    named = f" ({joined(agencies[:8])}{' and others' if len(agencies) > 8 else ''})"
    say(console, f"Read: {read}{'' if options.share else named}.")
    if case.coverage.not_yet:
        left = counted(len(case.coverage.not_yet), "report is", "reports are")
        say(
            console,
            f"{left} left out of this view of {day_words(case.as_of)}: received later, or, in a "
            "view of the past, without a date of receipt.",
        )
    if len(agencies) == 1:
        say(console, "One agency's folder rarely rings: lay several side by side.")
    for name in ListName:
        entries = [e for e in case.entries if e.list is name and not e.below_the_line]
        rows = [entry_row(entry, case, masker, options) for entry in entries[:FIRST]]
        below = sum(e.list is name and e.below_the_line for e in case.entries)
        print_list(console, name, rows, case.as_of, more=len(entries) - len(rows), below=below)
    console.print()
    print_key(console)
    say(console, "A count is not a finding. Not being on a list does not mean not at risk.")
    if case.reading.rejected:
        refused = counted(len(case.reading.rejected), "file, page or row", "files, pages or rows")
        _to_copy(console, f"{refused} could not be read: {out / 'rejected.csv'}")
    _notices(case, console)
    _to_copy(console, f"The page: {out / 'index.html'}")
    _to_copy(console, f"Next: tocsin list {out}   tocsin subject {out} NUMBER")


def _notices(case: Case, console: Console) -> None:
    """The first notes on how the input was read; the page holds all of them."""
    if against := len(case.joining.contradicted):
        pairs = counted(against, "pair that was judged", "pairs that were judged")
        say(
            console,
            f"{pairs} the same and kept apart by other judgements: left apart. They stand in "
            "run.json under judgements_contradicted.",
        )
    notices = case.reading.notices
    for notice in notices[:_NOTICES]:
        where = ", ".join(filter(None, (notice.source_file, notice.place)))
        say(console, f"Note: {where}: {notice.what}", "dim")
    if len(notices) > _NOTICES:
        more = counted(len(notices) - _NOTICES, "more note")
        say(console, f"{more} on how it was read: on the page, under What was read.", "dim")


def _to_copy(console: Console, words: str) -> None:
    """A line with a path in it, never folded: it is copied from the terminal."""
    console.print(Text(harmless(words)), soft_wrap=True)


def print_heading(console: Console, marking: str, as_of: date, purpose: str) -> None:
    """Marking, date and purpose, as above everything that is shown."""
    said = f"  as of {day_words(as_of)}  purpose: {purpose or 'not stated'}"
    console.print(Text.assemble((marking, "bold"), harmless(said)))


def print_list(
    console: Console,
    name: str,
    rows: Sequence[Row],
    as_of: date,
    *,
    more: int = 0,
    below: int = 0,
    is_below: bool = False,
) -> None:
    """One list as a table, or what stands below its line; lists of nobody are one line."""
    console.print()
    noun = "nothing" if name in _OF_THINGS else "nobody"
    side = "below" if is_below else "above"
    if not rows and not more:
        say(console, f"{LISTS[name]}: {noun} {side} the line{_below(below)}.")
        return
    under = ", below the line: named; pass on" if is_below else ""
    console.print(Text(f"{LISTS[name]}{under}", "bold"))
    console.print(_table(rows, as_of, console))
    rest = [f"{more:,} more on this list"] if more > 0 else []
    rest += [f"{below:,} below the line: named; pass on"] if below else []
    if rest:
        say(console, f"{'; '.join(rest)}.", "dim")


def print_key(console: Console) -> None:
    """What the columns mean."""
    say(
        console,
        "Voices: independent accounts; sure: of these, joined for certain; From: agencies; "
        "Unanswered: since when no answer is recorded in the material read.",
        "dim",
    )


def _below(below: int) -> str:
    return f"; {below:,} below it: named; pass on" if below else ""


def _table(rows: Sequence[Row], as_of: date, console: Console) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    table.add_column("Number", no_wrap=True)
    table.add_column("Name", ratio=1, overflow="fold")
    table.add_column("Voices", justify="right", no_wrap=True)
    table.add_column("sure", justify="right", no_wrap=True)
    table.add_column("From", justify="right", no_wrap=True)
    table.add_column("Unanswered", no_wrap=True)
    first = min((row["first_on"][:4] for row in rows if row["first_on"]), default="")
    table.add_column(f"{first}–{as_of.year}" if first else "", no_wrap=True, min_width=_SPARK)
    for row in rows:
        names = Text(harmless(heading_name(row["names"], "")), "bold")
        if away := len(row.get("points_away", ())):
            names.append(
                f"\n{counted(away, 'thing')} point{'' if away > 1 else 's'} away", "not bold"
            )
        years = years_of(row)
        table.add_row(
            row["person_id"],
            names,
            number(row["voices"]),
            number(row["voices_certain"]),
            number(row["agencies"]),
            short_date(row["unheeded_since"]),
            sparkline(years, int(first or as_of.year), as_of.year, console.encoding),
        )
    return table


def number(count: int | None) -> str:
    """A count, or `<5` words where it is withheld."""
    return "few" if count is None else f"{count:,}"


def short_date(iso: str | None) -> str:
    """A date that fits a column."""
    if not iso:
        return "-"
    first = iso.partition("/")[0]
    return f"{first[:4]} or so" if "/" in iso else first


def years_of(row: Row) -> list[int]:
    """The year of each report that names the subject."""
    lines = row.get("chronology", [])
    return [int(line["on"][:4]) for line in lines if line["on"] and line["what"] != "decision"]


def sparkline(years: Iterable[int], first: int, last: int, encoding: str = "utf-8") -> str:
    """How often in each year (or few years), lowest to highest; a blank where never.

    >>> sparkline([2000, 2000, 2003], 2000, 2003)
    '█  ▄'
    """
    step = -(-(last - first + 1) // _SPARK)
    counts = [0] * (-(-(last - first + 1) // step))
    for year in years:
        if first <= year <= last:
            counts[(year - first) // step] += 1
    signs = _BLOCKS if "utf" in encoding.lower() else _PLAIN
    most = max([*counts, 1])
    return "".join(signs[-(-n * len(signs) // most) - 1] if n else " " for n in counts).rstrip()


def say(console: Console, words: str, style: str = "", indent: int = 0) -> None:
    """Print words as they are: nothing in a name or a text acts as markup or a control code."""
    text = Text(harmless(words), style)
    console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)
