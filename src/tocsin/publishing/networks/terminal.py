"""A network on the terminal: tables that hold at 80 columns, with what they cannot say."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tocsin.pictures.networks import (
    BetweenOthers,
    EvidencePath,
    Group,
    Tie,
    TieReport,
    years_of,
)
from tocsin.pictures.networks.marks import NOUNS
from tocsin.privacy import Masker
from tocsin.publishing.entries import WITHHELD
from tocsin.publishing.networks.rows import CAUTION, STATED_WORDS, Told
from tocsin.publishing.page.words import around
from tocsin.publishing.saved import Saved
from tocsin.publishing.terminal import say, short_date
from tocsin.publishing.wording import counted, date_words, harmless, joined, span_words

_MANY = {"person": "people", "address": "addresses"}
_GROUPS = 10
_MEMBERS = 6
_TIES = 25
_REPORTS = 3
"""Reports of a step whose words are shown; the rest are named."""


def show_network(told: Told, between: BetweenOthers, console: Console) -> None:
    """The whole: how much, the groups, who is reported between others, and over time."""
    network = told.network
    if not network.nodes:
        say(console, "No subject stands in this network: there is nothing to draw.")
        return
    kinds = dict.fromkeys(dict.fromkeys(NOUNS.values()), 0)
    for node in network.nodes:
        kinds[NOUNS[node.kind]] += 1
    parts = [counted(n, noun, _MANY.get(noun, "")) for noun, n in kinds.items() if n]
    say(console, f"{joined(parts)}; {counted(network.ties, 'tie')} between them.")
    _left_out(told, console)
    if not network.ties:
        say(console, "No report names two of them: there are no ties, no groups and no paths.")
        return
    _groups(told, console)
    _between(between, told, console)
    _years(told, console)
    console.print()
    say(console, CAUTION)
    say(
        console,
        "Next: tocsin network OUT --subject NUMBER   --group 1   --path NUMBER NUMBER",
        "dim",
    )


def show_ties(told: Told, person_id: str, console: Console) -> None:
    """One subject and those it is named with, strongest ties first."""
    ties = told.network.ties_of(person_id)
    node = told.network.node(person_id)
    heading = f"{told.name(person_id)}, {NOUNS[node.kind]}, {person_id}"
    console.print(Text(harmless(heading), "bold"))
    if not ties:
        say(console, "No report names it together with anybody or anything else.")
        return
    table = _table("Named with", "Number", "Voices", "From", "First", "Last")
    for tie in ties[:_TIES]:
        other = tie.right if tie.left == person_id else tie.left
        said = f"\n{joined([STATED_WORDS[kind] for kind in tie.stated])}" if tie.stated else ""
        table.add_row(
            Text.assemble((harmless(told.name(other)), "bold"), said),
            other,
            f"{tie.voices}" if tie.voices else "retold",
            counted(len(tie.agencies), "agency", "agencies"),
            short_date(tie.first_on),
            short_date(tie.last_on),
        )
    console.print(table)
    if len(ties) > _TIES:
        say(console, f"{len(ties) - _TIES:,} weaker ties more; --json holds them all.", "dim")
    group = told.groups.group_of(person_id)
    say(console, f"Stands in group {group.number}." if group else "Stands in no group.")
    console.print()
    say(console, CAUTION)


def show_group(told: Told, group: Group, console: Console) -> None:
    """One group: its members, how sure each is, and who stands at the edge."""
    console.print(Text(f"Group {group.number}", "bold"))
    say(
        console,
        f"{counted(len(group.members), 'subject')} named together in "
        f"{counted(group.reports, 'report')} ({counted(group.voices, 'voice')}), "
        f"{span_words(group.first_on or None, group.last_on or None)}. "
        f"{counted(group.ties, 'tie')} inside, {group.ties_out:,} lead out.",
    )
    table = _table("Member", "Number", "Kind", "Stood with it in")
    for member in group.members:
        sure = (
            "no figure is given"
            if member.sure is None
            else f"{member.sure:.0%} of the runs{', at the edge' if member.at_edge else ''}"
        )
        table.add_row(
            Text(harmless(told.name(member.person_id)), "bold"),
            member.person_id,
            NOUNS[member.kind],
            sure,
        )
    console.print(table)
    say(
        console,
        f"{_doubt(group.may_not_belong, len(group.members))} Of children, people affected and "
        "whoever else is shown by initials no figure is given.",
    )
    console.print()
    say(console, CAUTION)


def show_path(told: Told, path: EvidencePath, saved: Saved, console: Console) -> None:
    """How reports lead from one subject to another, with the words of each step."""
    if not path.steps:
        say(console, path.statement)
        return
    say(
        console,
        f"From {told.name(path.start)} to {told.name(path.end)} in "
        f"{counted(len(path.steps), 'step')}. A path says which reports to read, not that "
        "anything passed along it.",
    )
    if path.by_retelling:
        say(console, "At least one step rests on retellings, hearsay or accounts doubted alone.")
    reports = [r for step in path.steps for r in step.tie.report_ids]
    masker = saved.masker(reports, show_sources=told.show_sources)
    for number, step in enumerate(path.steps, 1):
        said = joined([STATED_WORDS[kind] for kind in step.tie.stated])
        console.print()
        heading = f"{number}. {told.name(step.start)} – {told.name(step.end)}"
        console.print(Text.assemble((harmless(heading), "bold"), f"  {said}" if said else ""))
        told_by = counted(step.tie.voices, "voice")
        say(console, f"{told_by} in {counted(len(step.tie.reports), 'report')}", "dim", 3)
        _words(step.tie, saved, masker, console)


def _words(tie: Tie, saved: Saved, masker: Masker, console: Console) -> None:
    """The words of the first reports behind a tie, voices before retellings."""
    ordered = sorted(tie.reports, key=lambda r: not r.is_voice)
    rows = saved.reports([r.source.report_id for r in ordered[:_REPORTS]])
    for told_in in ordered[:_REPORTS]:
        row = rows.get(told_in.source.report_id)
        say(console, _source(told_in), "", 3)
        if row is None:
            continue
        if row["restricted"]:
            say(console, WITHHELD, "dim", 6)
            continue
        report_id = told_in.source.report_id
        ends = [
            (m["start"], m["end"])
            for m in saved.mentions("report_id", [report_id])
            if m["person_id"] in (tie.left, tie.right)
        ]
        shown = _nearest(ends, saved, tie, report_id)
        masks = masker.masks(report_id, row["text"])
        text = Text()
        for piece in around(row["text"], masks, *shown, margin=60):
            text.append(harmless(piece.text).replace("\n", " "), "bold" if piece.marked else "")
        say(console, text.plain, "", 6)
    if rest := ordered[_REPORTS:]:
        say(console, f"and {', '.join(r.source.report_id for r in rest)}", "dim", 3)


def _nearest(
    ends: Sequence[tuple[int, int]], saved: Saved, tie: Tie, report_id: str
) -> tuple[int, int]:
    """The stretch of a report from one of the two to the other, where they stand closest."""
    mentions = saved.mentions("report_id", [report_id])
    left = [(m["start"], m["end"]) for m in mentions if m["person_id"] == tie.left]
    right = [(m["start"], m["end"]) for m in mentions if m["person_id"] == tie.right]
    if not left or not right:
        return ends[0] if ends else (0, 0)
    pairs = [(min(a, b), max(a, b)) for a in left for b in right]
    one, other = min(pairs, key=lambda pair: (max(pair[1][0] - pair[0][1], 0), pair))
    return one[0], max(one[1], other[1])


def _source(told_in: TieReport) -> str:
    source = told_in.source
    kind = "" if told_in.is_voice else "; no voice of its own"
    when = date_words(source.on) if source.on else "undated"
    return f"{source.report_id}, {when}, {source.agency or 'agency not known'}{kind}"


def _left_out(told: Told, console: Console) -> None:
    network = told.network
    if network.later:
        rest = f", and {network.undated:,} without a date" if network.undated else ""
        say(
            console,
            f"As of {network.as_of}: {network.later:,} reports received later are left out{rest}. "
            "Who is who, and who is shielded, is what is known today.",
        )


def _groups(told: Told, console: Console) -> None:
    console.print()
    found = told.groups
    if not found.groups:
        say(console, "No group of three or more holds when the reports are drawn anew.")
        return
    console.print(Text("Groups of subjects that reports name together", "bold"))
    table = _table("", "Subjects", "Voices", "At the edge", "Named, by number", "Years")
    for group in found.groups[:_GROUPS]:
        edge = sum(member.at_edge for member in group.members)
        ids = sorted(group.members, key=lambda m: m.person_id)[:_MEMBERS]
        names = ", ".join(told.name(m.person_id) for m in ids)
        more = len(group.members) - len(ids)
        table.add_row(
            str(group.number),
            f"{len(group.members):,}",
            f"{group.voices:,}",
            f"{edge:,}",
            Text(harmless(names + (f" and {more:,} more" if more > 0 else ""))),
            f"{group.first_on[:4]}–{group.last_on[:4]}",
        )
    console.print(table)
    if len(found.groups) > _GROUPS:
        say(console, f"{len(found.groups) - _GROUPS:,} smaller groups more.", "dim")
    placed = len(told.network.nodes) - found.ungrouped
    say(
        console,
        f"{_doubt(found.may_not_belong, placed)} {found.ungrouped:,} stand in no group.",
    )


def _doubt(expected: float, members: int) -> str:
    return (
        f"About {expected:.0f} of these {members:,} must be expected not to belong: when the "
        "reports are drawn anew they stand elsewhere."
    )


def _between(between: BetweenOthers, told: Told, console: Console) -> None:
    console.print()
    console.print(Text("Adults named: most often reported between others", "bold"))
    if not between.rows:
        say(console, between.statement)
        return
    table = _table("Name", "Number", "Share of ways", "90 % interval", "Reports")
    for row in between.rows:
        table.add_row(
            Text(harmless(told.name(row.person_id)), "bold"),
            row.person_id,
            f"{row.share:.0%}",
            f"{row.low:.0%} to {row.high:.0%}",
            f"{row.reports:,}",
        )
    console.print(table)
    say(console, caption(between))


def caption(between: BetweenOthers) -> str:
    """What one must know to read the order."""
    part = (
        f" Only the {between.subjects:,} subjects with most voices were looked at, of "
        f"{between.of_subjects:,}."
        if between.subjects < between.of_subjects
        else ""
    )
    follows = (
        f" Here the order follows how often somebody is reported ({between.follows_reports:.2f}; 1 "
        "would be the same order)."
        if between.follows_reports is not None
        else ""
    )
    return (
        "Of all pairs of people that reports connect, the share whose shortest way runs through "
        "this adult. Where intervals overlap there is no order. Who is watched, or works at a "
        "counter, is reported between more; who keeps away from reports, between fewer."
        f"{follows}{part} Children and people affected are never in it."
    )


def _years(told: Told, console: Console) -> None:
    console.print()
    console.print(Text("Over time", "bold"))
    table = _table("Year", "Reports", "Subjects new", "Ties new")
    for year in years_of(told.network)[-12:]:
        table.add_row(
            year.year or "undated", f"{year.reports:,}", f"{year.subjects:,}", f"{year.ties:,}"
        )
    console.print(table)
    say(console, "More in a year may be more that happened, or more that was written down.", "dim")


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0))
    numbers = {"Subjects", "Voices", "At the edge", "Reports", "Subjects new", "Ties new"}
    for column in columns:
        wide = column in ("Named with", "Named, by number", "Member", "Name")
        table.add_column(
            column,
            justify="right" if column in numbers else "left",
            no_wrap=not wide,
            overflow="fold",
        )
    return table
