"""A subject, a report and a figure on the terminal, from an output folder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from tocsin.privacy import Masker
from tocsin.publishing.entries import WITHHELD, Row
from tocsin.publishing.page.words import around, pieces
from tocsin.publishing.saved import Saved
from tocsin.publishing.standing import weightiest_first
from tocsin.publishing.terminal import (
    number,
    print_heading,
    print_key,
    print_list,
    say,
    sparkline,
    years_of,
)
from tocsin.publishing.wording import (
    DECISIONS,
    ECHOES,
    KINDS,
    LISTS,
    READ_NOW,
    ROLES,
    date_line_words,
    date_words,
    harmless,
    heading_name,
    joined,
    other_names,
    span_words,
)
from tocsin.records import Kind, ListName
from tocsin.values.subject_numbers import is_number

NO_ANSWER = "No answer is recorded in the material read. That does not say that nothing was done."


def head(saved: Saved, console: Console) -> None:
    """Marking, date and purpose."""
    run = saved.run
    print_heading(console, run["marking"], saved.as_of, run["purpose"])


def show_lists(saved: Saved, console: Console, name: str, *, most: int, below: bool) -> None:
    """One list or all, each with what stands below its line."""
    head(saved, console)
    rows: dict[str, list[Row]] = {n: [] for n in ListName if name in ("", n)}
    counts = {n: [0, 0] for n in rows}
    for row in saved.entries():
        if row["list"] in rows:
            counts[row["list"]][row["below_the_line"]] += 1
            if row["below_the_line"] is below and len(rows[row["list"]]) < most:
                rows[row["list"]].append(row)
    for key, shown in rows.items():
        above, under = counts[key]
        more = (under if below else above) - len(shown)
        under = 0 if below else under
        print_list(console, key, shown, saved.as_of, more=more, below=under, is_below=below)
    console.print()
    print_key(console)
    say(console, "A count is not a finding. Not being on a list does not mean not at risk.")


def show_subject(saved: Saved, console: Console, person_id: str, *, show_sources: bool) -> None:
    """Everything that is known of a subject, in the order of the page."""
    rows = saved.entries_of(person_id)
    main = saved.main_entry(person_id)
    names = _names(saved, main, show_sources=show_sources)
    head(saved, console)
    led_on(saved, console, person_id)
    console.print()
    title = Text(harmless(names[0]), "bold")
    title.append(f"  {main['person_id']}  {KINDS[main['kind']]}", "not bold")
    console.print(title)
    if names[1:]:
        say(console, f"Also written: {'; '.join(names[1:])}")
    if main["identifiers"]:
        say(console, f"Known by: {'; '.join(main['identifiers'])}")
    for row in weightiest_first(rows):
        _standing(console, row)
    away = main.get("points_away", [])
    _section(console, "What points away")
    for thing in away:
        say(console, f"{thing['sentence']} [{thing['report_id']}]", indent=2)
    if not away:
        say(console, "Nothing in the material read. That is not proof.", indent=2)
    _chronology(saved, console, main)
    _decisions(console, main)
    _with(saved, console, main)
    if not saved.run["shared"]:
        words_of(saved, console, main, show_sources=show_sources)


def led_on(saved: Saved, console: Console, *numbers: str) -> None:
    """Say what became of numbers that no subject bears any longer."""
    for old in (given.strip().upper() for given in numbers):
        if not is_number(old):
            continue
        now = saved.led_on(old)
        since = date_words(saved.run.get("changed_on", {}).get(old))
        if now != old:
            say(console, f"{old} is now {now}, since {since}: the two are one.")
        parts = saved.parts_of(old)
        if parts:
            kept = [old] if now == old else [now]
            whole = joined([*kept, *parts])
            say(console, f"{old} was split, since {since}: its parts are {whole}.")


def _names(saved: Saved, row: Row, *, show_sources: bool) -> list[str]:
    in_full = show_sources and not saved.run["shared"]
    person = saved.person(row["person_id"]) if in_full else None
    names = person["names"] if person else row["names"]
    first = heading_name(names, row["person_id"])
    return [first, *other_names(names, first)]


def _section(console: Console, heading: str) -> None:
    console.print()
    console.print(Text(heading, "bold"))


def _standing(console: Console, row: Row) -> None:
    line = " (below the line: named; pass on)" if row["below_the_line"] else ""
    _section(console, f"{LISTS[row['list']]}{line}")
    here = row.get("read_now", []) if row["list"] == ListName.READ_NOW else []
    for now in here:
        why = READ_NOW.get(now["reason"], now["reason"])
        say(console, f"{why}: {now['report_id']}", "bold", indent=2)
    for words in (row["reason"], row["unanswered_if"]):
        if words:
            say(console, words, indent=2)
    line_words = date_line_words(row["date_line"]["together_on"], row["date_line"]["alone_on"])
    say(console, line_words, indent=2)
    counts = (
        f"reports {number(row['reports'])}, voices {number(row['voices'])} "
        f"({number(row['voices_certain'])} certain), agencies {number(row['agencies'])}, "
        f"tellers {_tellers(row)}, "
        f"voices without a recorded answer {number(row['unheeded_voices'])}"
    )
    say(console, counts, indent=2)


def _tellers(row: Row) -> str:
    least, most = number(row["sources_min"]), number(row["sources_max"])
    return least if least == most else f"{least} to {most}"


def _chronology(saved: Saved, console: Console, row: Row) -> None:
    lines = row.get("chronology", [])
    _section(console, "Chronology")
    if row["first_on"]:
        first, last = int(row["first_on"][:4]), saved.as_of.year
        drawn = sparkline(years_of(row), first, last, console.encoding)
        say(console, f"{first} {drawn} {last}", indent=2)
    table = Table(box=None, pad_edge=False, padding=(0, 1), show_header=False)
    for style in ("", "", "dim", ""):
        table.add_column(style=style, overflow="fold")
    for line in lines:
        voice = f" {line['voice']}" if line["voice"] else ""
        numbered = {"report": "voice", "echo": "echo of voice"} if voice else {"echo": "report"}
        what = numbered.get(line["what"], line["what"])
        cells = (
            f"  {date_words(line['on'])}",
            f"{what.replace('_', ' ')}{voice}",
            line["report_id"],
            line["sentence"],
        )
        table.add_row(*(Text(harmless(cell)) for cell in cells))
    console.print(table)


def _decisions(console: Console, row: Row) -> None:
    _section(console, "Decisions")
    for decision in row["decisions"]:
        state = "confirmed" if decision["confirmed"] else "not confirmed"
        counts = "counts as an answer" if decision["counts"] else "does not count as an answer"
        words = [f"{DECISIONS[decision['kind']]}, {date_words(decision['on'])}", decision["owner"]]
        words += [decision["reason"], f"{state}; {counts}", decision.get("why_not", "")]
        say(console, ". ".join(word.rstrip(".") for word in words if word) + ".", indent=2)
    if not row["decisions"]:
        say(console, NO_ANSWER, indent=2)


def _with(saved: Saved, console: Console, row: Row) -> None:
    others = row.get("seen_with", [])
    if not others:
        return
    _section(console, "Mentioned with (says nothing of what they have to do with each other)")
    names = saved.names(other["person_id"] for other in others)
    for other in others:
        name = names.get(other["person_id"], "")
        count = other["reports"]
        in_reports = f"in {count} report{'' if count == 1 else 's'}"
        say(console, f"{name} {other['person_id']} {in_reports}".strip(), indent=2)


def words_of(
    saved: Saved,
    console: Console,
    row: Row,
    *,
    only: Iterable[str] | None = None,
    show_sources: bool = False,
) -> None:
    """The words in which a subject is mentioned, by report; `only` some reports if asked."""
    person = saved.person(row["person_id"])
    if person is None:
        return
    wanted = row["report_ids"] if only is None else [r for r in row["report_ids"] if r in set(only)]
    mentions = saved.mentions("mention_id", person["mention_ids"])
    reports = saved.reports(wanted)
    masker = saved.masker(wanted, show_sources=show_sources)
    _section(console, "Words")
    for report_id in wanted:
        here = [m for m in mentions if m["report_id"] == report_id]
        if report_id in reports:
            _words_in(console, reports[report_id], here, masker)


def _words_in(console: Console, report: Row, mentions: Sequence[Row], masker: Masker) -> None:
    say(console, source_words(report), "dim", indent=2)
    if report["restricted"]:
        say(console, WITHHELD, indent=4)
        return
    masks = masker.masks(report["report_id"], report["text"])
    for mention in sorted(mentions, key=lambda m: int(m["start"])):
        shown = around(report["text"], masks, mention["start"], mention["end"])
        text = Text()
        for piece in shown:
            words = " ".join(harmless(piece.text).split("\n"))
            text.append(f"[{words}]" if piece.marked else words, "bold" if piece.marked else "")
        notes = [ROLES[mention["role"]]] if mention["kind"] == Kind.PERSON else []
        notes += [word for word in ("negated", "hearsay") if mention[word]]
        text.append(f"  ({'; '.join(notes)})" if notes else "", "dim")
        console.print(Padding(text, (0, 0, 0, 4), expand=False))


def source_words(report: Row) -> str:
    """A report's number, when it came, from whom, by what way."""
    parts = (date_words(report["received"]), report["agency"], report["channel"])
    return f"{report['report_id']}  {', '.join(filter(None, parts))}"


def show_report(
    saved: Saved,
    console: Console,
    report_id: str,
    *,
    show_sources: bool,
    conditions_met: bool = False,
) -> None:
    """A report with everybody it names, or that its words are withheld."""
    report = saved.report(report_id)
    mentions = saved.mentions("report_id", [report_id])
    masker = saved.masker([report_id], show_sources=show_sources)
    head(saved, console)
    console.print()
    say(console, source_words(report), "bold")
    known_by = report.get("agency_known_by")  # outputs of earlier versions do not tell it
    facts = (
        ("Agency", f"{report['agency']} (known by {known_by})" if known_by else ""),
        ("Tells of", span_words(report["occurred"], report["occurred"])),
        ("Grade as written", report["grade"]),
        ("Handling", report["handling"]),
        ("Read from", masker.sentence(f"{report['source_file']} {report['place']}", [report_id])),
    )
    for name, value in facts:
        if value.strip():
            say(console, f"{name}: {value}")
    for echo in saved.echoes([report_id]):
        say(console, f"This report {ECHOES[echo['type']]} {echo['parent_id']}.")
        for sentence in evidence_of(saved, echo, masker):
            say(console, sentence, indent=2)
    console.print()
    if report["restricted"] and not conditions_met:
        say(console, "Words withheld: this report has handling conditions. Ask whoever sent it;")
        say(console, "then --conditions-met shows them.")
        return
    marks = [(m["start"], m["end"]) for m in sorted(mentions, key=lambda m: int(m["start"]))]
    masks = masker.masks(report_id, report["text"])
    text = Text()
    for piece in pieces(report["text"], masks, marks):
        text.append(harmless(piece.text), "bold underline" if piece.marked else "")
    console.print(text)
    _named(saved, console, mentions)


def evidence_of(saved: Saved, echo: Row, masker: Masker) -> list[str]:
    """What an echo rests on; it can quote, so nothing where either report's words are kept back."""
    both = [echo["report_id"], echo["parent_id"]]
    if any(report["restricted"] for report in saved.reports(both).values()):
        return [WITHHELD]
    return [masker.sentence(sentence, both) for sentence in echo["evidence"]]


def _named(saved: Saved, console: Console, mentions: Sequence[Row]) -> None:
    ids = list(dict.fromkeys(m["person_id"] for m in mentions if m["person_id"]))
    names = saved.names(ids)
    if names:
        _section(console, "Named here, and on a list")
        for person_id in ids:
            if person_id in names:
                say(console, f"{person_id}  {names[person_id]}", indent=2)
