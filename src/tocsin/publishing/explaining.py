"""Opening a figure down to the words it rests on, and saying why two things are taken as one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.text import Text

from tocsin.errors import NotFoundError, OutputError
from tocsin.policies import shipped
from tocsin.publishing.compared import SETTLES, Sides, outcome_of, steps_of, why_not
from tocsin.publishing.entries import COUNTS, Row
from tocsin.publishing.saved import Saved
from tocsin.publishing.showing import NO_ANSWER, evidence_of, head, led_on, source_words, words_of
from tocsin.publishing.terminal import say
from tocsin.publishing.waterfall import picture, print_bars
from tocsin.publishing.weighing import weighed_now
from tocsin.publishing.wording import (
    ECHOES,
    LISTS,
    counted,
    date_words,
    harmless,
    heading_name,
)
from tocsin.records import JoinStatus

FIELDS = (
    *COUNTS,
    "names",
    "identifiers",
    "role_counts",
    "concerns",
    "agency_names",
    "first_on",
    "last_on",
    "unheeded_since",
    "unheeded_days",
    "decisions",
    "continually_mentioned",
    "points_away",
    "reason",
    "report_ids",
)
"""What `tocsin explain` opens."""


def explain(
    saved: Saved,
    console: Console,
    person_id: str,
    name: str,
    *,
    list_name: str = "",
    show_sources: bool = False,
) -> None:
    """Show a figure's value, the rows it counts, and the words of those rows.

    Raises:
        NotFoundError: no such subject, field, or place on that list.
    """
    if name not in FIELDS:
        raise NotFoundError(
            f"There is no field '{name}' to explain.", remedy=f"Fields: {', '.join(FIELDS)}."
        )
    row = saved.main_entry(person_id, list_name)
    head(saved, console)
    console.print()
    shown = heading_name(row["names"], "")
    console.print(Text.assemble((harmless(shown), "bold"), f"  {row['person_id']}"))
    say(console, f"{LISTS[row['list']]}: {name} = {_value(row, name)}")
    reports = _rests_on(saved, console, row, name)
    if reports:
        words_of(saved, console, row, only=reports, show_sources=show_sources)


def _value(row: Row, name: str) -> str:
    value = row.get(name)
    if isinstance(value, list):
        return str(len(value))
    if isinstance(value, dict):
        return ", ".join(f"{k} {n}" for k, n in value.items()) or "none"
    return "withheld" if value is None and name in COUNTS else str(value)


def _rests_on(saved: Saved, console: Console, row: Row, name: str) -> list[str]:
    """Say what a field rests on; the reports whose words are to be shown under it."""
    if "evidence" not in row:
        say(console, "This output was made to be shared: it holds no words.")
        return []
    if name in COUNTS:
        return _counted(saved, console, row, name)
    if name in ("agency_names", "agencies"):
        return _counted(saved, console, row, "agencies")
    if name in ("unheeded_since", "unheeded_days", "continually_mentioned"):
        return _clock(saved, console, row, name)
    if name in ("first_on", "last_on"):
        lines = [c for c in row["chronology"] if c["on"] == row[name] and c["report_id"]]
        return list(dict.fromkeys(line["report_id"] for line in lines))
    if name == "decisions":
        return _decisions(console, row)
    if name == "points_away":
        for thing in row["points_away"]:
            say(console, f"{thing['report_id']}: {thing['sentence']}", indent=2)
        return [thing["report_id"] for thing in row["points_away"]]
    return list(row["report_ids"])


def _counted(saved: Saved, console: Console, row: Row, name: str) -> list[str]:
    evidence: list[str] = row["evidence"].get(name, [])
    reports = saved.reports(row["report_ids"])
    if name == "agencies":
        for agency in evidence:
            told = [r for r in row["report_ids"] if reports.get(r, {}).get("agency") == agency]
            say(console, f"{agency}: {', '.join(told)}", indent=2)
        return list(row["report_ids"])
    if name.startswith("sources_"):
        for voice in row["voice_list"]:
            teller = f"teller {voice['teller']}" if voice["teller"] else "teller not named"
            say(console, f"{voice['report_id']}: {teller}, {voice['agency']}", indent=2)
        return []
    opened = {voice["report_id"]: voice for voice in row["voice_list"]}
    for number, report_id in enumerate(evidence, 1):
        say(console, f"{number}. {source_words(reports[report_id])}", indent=2)
        echoes = [r for r in opened.get(report_id, {}).get("report_ids", []) if r != report_id]
        if echoes and name != "reports":
            say(console, f"repeated by {', '.join(echoes)}: no voice of their own", "dim", indent=5)
    return evidence


def _clock(saved: Saved, console: Console, row: Row, name: str) -> list[str]:
    if name == "continually_mentioned":
        policy = shipped()
        asked = (
            f"The policy asks for {counted(policy['attention.voices'], 'voice')} from "
            f"{counted(policy['attention.origins'], 'teller')} over "
            f"{counted(policy['attention.days'], 'day')}. Here: {counted(row['voices'], 'voice')} "
            f"from at least {counted(row['sources_min'], 'teller')}, "
            f"{date_words(row['first_on'])} to {date_words(row['last_on'])}."
        )
        say(console, asked)
        return list(row["evidence"].get("voices", []))
    unheeded = row["evidence"].get("unheeded_voices", [])
    if not unheeded:
        say(console, "Every voice has a recorded answer.")
        return []
    since = date_words(row["unheeded_since"])
    say(console, f"From {since} to {date_words(saved.run['as_of'])}: the first voice after which")
    say(console, "no answer is recorded in the material read is this one.")
    return [unheeded[0]]


def _decisions(console: Console, row: Row) -> list[str]:
    if not row["decisions"]:
        say(console, NO_ANSWER)
    for decision in row["decisions"]:
        state = "counts" if decision["counts"] else f"does not count: {decision['why_not']}"
        words = f"{decision['kind']} on {date_words(decision['on'])} ({state})"
        say(console, words, indent=2)
    return [d["report_id"] for d in row["decisions"] if d["report_id"]]


def why(
    saved: Saved,
    console: Console,
    left: str,
    right: str,
    *,
    picture_to: Path | None = None,
    show_sources: bool = False,
) -> None:
    """Why two reports, mentions or subjects are taken for one, or are not.

    Raises:
        NotFoundError: one of them is not in this output.
        OutputError: the picture cannot be written.
    """
    head(saved, console)
    console.print()
    if set(saved.reports([left, right])) == {left, right}:
        _why_reports(saved, console, left, right)
        return
    led_on(saved, console, left, right)
    lefts, rights = _mentions(saved, left), _mentions(saved, right)
    joins = saved.joins({*lefts, *rights, *_near(saved, lefts)})
    steps = _path(joins, lefts, rights)
    if left == right or lefts == rights:
        steps = [j for j in joins if j["left"] in lefts and j["right"] in lefts]
    now = ""
    if not steps:
        across = [j for j in joins if {j["left"], j["right"]} & lefts
                  and {j["left"], j["right"]} & rights]  # fmt: skip
        found = max(across, key=lambda j: j["match_weight"], default=None)
        if found is None:
            found, now = weighed_now(saved, lefts, rights)
        if found is None:
            say(console, f"{left} and {right} are not joined. {now}", "bold")
            say(console, SETTLES)
            return
        steps = [found]
    show_joins(saved, console, steps, joins, now, show_sources=show_sources)
    if picture_to is not None:
        _draw(saved, picture_to, steps, show_sources=show_sources)


def show_joins(
    saved: Saved,
    console: Console,
    steps: list[Row],
    near: list[Row],
    note: str = "",
    *,
    show_sources: bool = False,
) -> None:
    """Each join with its evidence; where it was not made, why not."""
    sides = Sides(saved, steps, show_sources=show_sources)
    for join in steps:
        say(console, f"{join['left']} and {join['right']}: {outcome_of(join)}", "bold")
        if note:
            say(console, note, "dim", indent=2)
        print_bars(console, steps_of(join, sides), join["match_weight"])
        if join["status"] == JoinStatus.CERTAIN:
            continue
        ends = {join["left"], join["right"]}
        for words in why_not(join, [j for j in near if {j["left"], j["right"]} & ends]):
            say(console, words, indent=2)


def _draw(saved: Saved, path: Path, steps: list[Row], *, show_sources: bool) -> None:
    """Write the weakest join of the chain as a picture: the whole hangs on it."""
    sides = Sides(saved, steps, show_sources=show_sources)
    join = min(steps, key=lambda j: (j["match_weight"], j["left"], j["right"]))
    title = f"{join['left']} and {join['right']}"
    drawn = picture(title, steps_of(join, sides), join["match_weight"], outcome_of(join))
    try:
        path.write_text(drawn, "utf-8")
    except OSError as error:
        raise OutputError("The picture cannot be written.", where=path.name) from error


def _why_reports(saved: Saved, console: Console, left: str, right: str) -> None:
    masker = saved.masker([left, right])
    found = [
        echo
        for echo in saved.echoes([left, right])
        if {echo["report_id"], echo["parent_id"]} == {left, right}
    ]
    for echo in found:
        say(console, f"{echo['report_id']} {ECHOES[echo['type']]} {echo['parent_id']}.", "bold")
        for sentence in evidence_of(saved, echo, masker):
            say(console, sentence, indent=2)
    if not found:
        say(console, f"Neither {left} nor {right} is taken to repeat the other.")


def _mentions(saved: Saved, name: str) -> set[str]:
    """The mention_ids meant by a number of a subject, or by a mention's own id."""
    person = saved.person(name)
    if person:
        return set(person["mention_ids"])
    found = {row["mention_id"] for row in saved.mentions("mention_id", [name])}
    if not found:
        raise NotFoundError(
            f"There is no subject, report or mention {name} in this output.",
            remedy="A mention looks like R001:10-22:person; `tocsin list` shows subjects.",
        )
    return found


def _near(saved: Saved, mention_ids: Iterable[str]) -> set[str]:
    """All mentions of the subjects these belong to: a tie may lead through any of them."""
    rows = saved.mentions("mention_id", mention_ids)
    persons = {row["person_id"] for row in rows if row["person_id"]}
    return {row["mention_id"] for row in saved.mentions("person_id", persons)}


def _path(joins: list[Row], lefts: set[str], rights: set[str]) -> list[Row]:
    """The shortest chain of joins from one to the other, certain ones alone where they reach."""
    if lefts & rights:
        return []
    certain = [j for j in joins if j["status"] == JoinStatus.CERTAIN]
    joined = [j for j in joins if j["status"] != JoinStatus.ALONE]
    return (
        _chain(certain, lefts, rights)
        or _chain(joined, lefts, rights)
        or _chain(joins, lefts, rights)
    )


def _chain(joins: list[Row], lefts: set[str], rights: set[str]) -> list[Row]:
    next_to: dict[str, list[tuple[str, Row]]] = {}
    for join in joins:
        next_to.setdefault(join["left"], []).append((join["right"], join))
        next_to.setdefault(join["right"], []).append((join["left"], join))
    came: dict[str, tuple[str, Row] | None] = dict.fromkeys(sorted(lefts))
    queue = deque(came)
    while queue:
        at = queue.popleft()
        if at in rights:
            return _walk(came, at)
        for other, join in next_to.get(at, ()):
            if other not in came:
                came[other] = (at, join)
                queue.append(other)
    return []


def _walk(came: dict[str, tuple[str, Row] | None], at: str) -> list[Row]:
    steps = []
    while (step := came[at]) is not None:
        at, join = step
        steps.append(join)
    return steps[::-1]
