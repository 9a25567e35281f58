"""How a subject came to be: its mentions in order of receipt, each with the join that tied it."""

from __future__ import annotations

from rich.console import Console

from tocsin.errors import NotFoundError
from tocsin.publishing.compared import Sides, outcome_of, steps_of
from tocsin.publishing.entries import Row
from tocsin.publishing.page.words import around
from tocsin.publishing.saved import Saved
from tocsin.publishing.showing import head, led_on
from tocsin.publishing.terminal import say
from tocsin.publishing.wording import counted, date_words
from tocsin.records import JoinStatus


def grew(
    saved: Saved, console: Console, person_id: str, *, most: int = 40, show_sources: bool = False
) -> None:
    """Tell step by step how a subject came to be.

    Raises:
        NotFoundError: there is no such subject in this output.
    """
    head(saved, console)
    console.print()
    led_on(saved, console, person_id)
    person = saved.person(person_id)
    if person is None:
        raise NotFoundError(
            f"There is no subject {person_id} in this output.",
            remedy="`tocsin list` shows them; numbers look like T-ABCDEFG.",
        )
    ids: list[str] = list(person["mention_ids"])
    joins = [j for j in saved.joins(ids) if j["status"] != JoinStatus.ALONE]
    sides = Sides(saved, [{"left": m, "right": m} for m in ids], show_sources=show_sources)
    rows = {row["mention_id"]: row for row in saved.mentions("mention_id", ids)}
    reports = saved.reports(sides.reports)
    say(console, f"{person['person_id']}: {counted(len(ids), 'mention')}, in order of receipt.")
    before: set[str] = set()
    for place, mention_id in enumerate(ids, start=1):
        tie = _tie(joins, mention_id, before)
        before.add(mention_id)
        if place > most:
            continue
        row = rows[mention_id]
        report = reports[row["report_id"]]
        when = date_words(report["received"])
        told = f"{place}. {when}, {report['agency'] or 'agency not known'}, {row['report_id']}"
        say(console, f"{told}: “{sides.shown(mention_id)}”", "bold")
        if not report["restricted"]:
            _words(console, row, report, sides)
        _why(console, mention_id, tie, sides, first=place == 1)
    if len(ids) > most:
        say(console, f"{counted(len(ids) - most, 'more mention')}: --most shows them.", "dim")
    apart = _kept_apart(person)
    if apart:
        say(console, apart)


def _words(console: Console, row: Row, report: Row, sides: Sides) -> None:
    text = report["text"]
    masks = sides.masker.masks(row["report_id"], text)
    shown = "".join(piece.text for piece in around(text, masks, row["start"], row["end"]))
    say(console, shown, "dim", indent=3)


def _why(console: Console, mention_id: str, tie: Row | None, sides: Sides, *, first: bool) -> None:
    if tie is None:
        say(console, "the first mention" if first else "tied by mentions after it", indent=3)
        return
    other = tie["right"] if tie["left"] == mention_id else tie["left"]
    say(console, f"{outcome_of(tie)}, with {other}:", indent=3)
    for step in steps_of(tie, sides):
        values = f" ({step.values})" if step.values else ""
        say(console, f"{step.bits:+.2f} bits  {step.sentence}{values}", indent=5)


def _tie(joins: list[Row], mention_id: str, before: set[str]) -> Row | None:
    """The strongest join that ties a mention to one before it, certain ones first."""
    ties = [
        j
        for j in joins
        if mention_id in (j["left"], j["right"])
        and (j["right"] if j["left"] == mention_id else j["left"]) in before
    ]
    return min(
        ties,
        key=lambda j: (j["status"] != JoinStatus.CERTAIN, -j["match_weight"], j["left"]),
        default=None,
    )


def _kept_apart(person: Row) -> str:
    sizes = [len(core) for core in person["cores"]]
    if len(sizes) < 2:
        return ""
    return (
        f"{sizes[0]} of its mentions hang together for certain; the other {sum(sizes[1:])} are "
        "possible, and counted apart."
    )
