"""Evaluation figures on a terminal: the error that silences first, then stage by stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

_SHOWN = 12


def print_figures(figures: Mapping[str, Any], console: Console) -> None:
    """Print all that `evaluate` measured."""
    reports = figures["reports"]
    console.print(
        f"{reports['true']} reports in the truth, {reports['read']} read by the run, "
        f"{reports['unread']} of the truth not found there."
    )
    for show in (_decisions, _mentions, _names, _roles, _echoes, _people, _voices, _lists, _lead):
        show(figures, console)


def _table(console: Console, title: str, first: str, *columns: str) -> Table:
    """A table under its title; the title has a line of its own, so that it never wraps early."""
    console.print(f"\n[bold]{title}[/bold]")
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column(first, no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    return table


def _number(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.3f}" if isinstance(value, float) else str(value)


def _scores(row: Mapping[str, Any]) -> list[str]:
    return [_number(row[key]) for key in ("precision", "recall", "f1", "found", "true")]


def _decisions(figures: Mapping[str, Any], console: Console) -> None:
    told = figures["decisions"]
    waiting = told["people_waiting"]
    table = _table(console, "Decisions: people wrongly heeded", "", "people", "share")
    for key, label in (
        ("wrongly_heeded_counting", f"silenced, of {waiting} who wait for an answer"),
        ("wrongly_heeded_shown", "likewise, were every decision told in a report confirmed"),
    ):
        table.add_row(label, _number(told[key]), _number(told[f"{key}_share"]))
    console.print(table)
    _confusion("Decisions by person (true down, run across)", told["by_person"], console)
    _confusion("Decisions by report (true down, run across)", told["by_report"], console)
    _confusion("Kinds of decision (true down, run across)", told["kinds"], console)


def _confusion(title: str, rows: Mapping[str, Mapping[str, int]], console: Console) -> None:
    columns = sorted({found for row in rows.values() for found in row})
    table = _table(console, title, "", *columns)
    for true, row in rows.items():
        cells = [Text(str(row.get(c, "·")), style="bold" if c == true else "") for c in columns]
        table.add_row(true, *cells)
    console.print(table)


def _mentions(figures: Mapping[str, Any], console: Console) -> None:
    table = _table(
        console, "Mentions", "kind", "span", "precision", "recall", "F1", "found", "true"
    )
    for kind, row in figures["mentions"].items():
        table.add_row(kind, "exact", *_scores(row["exact"]))
        table.add_row("", "overlap", *_scores(row["overlap"]))
    console.print(table)


def _names(figures: Mapping[str, Any], console: Console) -> None:
    names = figures["names"]
    if not names["by_origin"]:
        return
    table = _table(console, "Persons by origin of name", "origin", "true", "recall", "role right")
    for origin, row in names["by_origin"].items():
        table.add_row(
            origin, str(row["true"]), _number(row["recall"]), _number(row["role_accuracy"])
        )
    table.add_section()
    table.add_row(
        f"gap, from {names['counted_from']} mentions on",
        "",
        _number(names["recall_gap"]),
        _number(names["role_gap"]),
    )
    console.print(table)


def _roles(figures: Mapping[str, Any], console: Console) -> None:
    roles = figures["roles"]
    accuracy = _number(roles["accuracy"])
    title = f"Roles: {accuracy} of {roles['mentions']} found persons right (true down, run across)"
    _confusion(title, roles["confusion"], console)


def _echoes(figures: Mapping[str, Any], console: Console) -> None:
    table = _table(console, "Echoes", "type", "precision", "recall", "F1", "found", "true")
    for kind, row in figures["echoes"].items():
        table.add_row(kind.replace("_", " "), *_scores(row))
    console.print(table)


def _people(figures: Mapping[str, Any], console: Console) -> None:
    people = figures["people"]
    table = _table(console, "People, B-cubed", "", "precision", "recall", "F1", "mentions")
    for key, label in (
        ("best_reading", "best reading, mentions found"),
        ("best_reading_all", "best reading, all true mentions"),
        ("certain", "certain cores, mentions found"),
        ("certain_all", "certain cores, all true mentions"),
        ("things", "things, mentions found"),
    ):
        row = people[key]
        table.add_row(label, *(_number(row[k]) for k in ("precision", "recall", "f1", "mentions")))
    console.print(table)
    table = _table(console, "Joins of persons", "", "precision", "judged", "wrong")
    for status in ("certain", "possible"):
        row = people[f"joins_{status}"]
        table.add_row(status, _number(row["precision"]), str(row["joins"]), str(row["wrong"]))
    pairs = people["pairs_certain"]
    table.add_row("pairs in certain cores", _number(pairs["precision"]), str(pairs["found"]), "")
    console.print(table)


def _voices(figures: Mapping[str, Any], console: Console) -> None:
    voices = figures["voices"]
    table = _table(console, "Error of voices", "", "subjects", "mean absolute", "bias", "exact")
    for key, label in (
        ("listed", "subjects of the lists"),
        ("listed_certain", "likewise, certain voices"),
        ("all_persons", "all persons alleged or affected"),
    ):
        row = voices[key]
        cells = (row["subjects"], row["mean_absolute"], row["bias"], row["exact"])
        table.add_row(label, *map(_number, cells))
    console.print(table)


def _lists(figures: Mapping[str, Any], console: Console) -> None:
    lists = dict(figures["lists"])
    grave = lists.pop("grave")
    table = _table(
        console,
        "Lists: continually mentioned and unheeded",
        "list",
        *("precision", "recall", "F1", "found", "true", "missing"),
    )
    for name, row in lists.items():
        table.add_row(name.replace("_", " "), *_scores(row), _some(row["missing"]))
    console.print(table)
    for what, ids in grave.items():
        console.print(f"{what.replace('_', ' ')}: {len(ids)} {_ids(ids)}")
    since = figures["unheeded_since"]
    console.print(
        f"unheeded since: exact {_number(since['exact'])}, within a month "
        f"{_number(since['within_a_month'])} of {since['subjects']} subjects; later than true: "
        f"{since['later_than_true']}"
    )


def _some(ids: Sequence[str]) -> str:
    """The first few, and how many more."""
    more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
    return " ".join(ids[:_SHOWN]) + more


def _ids(ids: Sequence[str]) -> str:
    return f"({_some(ids)})" if ids else ""


def _lead(figures: Mapping[str, Any], console: Console) -> None:
    lead = figures.get("lead_time")
    if not lead:
        return
    columns = ("third voice", "rung by", "days after", "days left")
    table = _table(console, f"Lead time, {lead['months']} months replayed", "subject", *columns)
    for subject, row in lead["by_subject"].items():
        cells = (row["third_voice_on"], row["rung_on"] or "never", row["lead_days"])
        table.add_row(subject, *map(_number, cells), _number(row["unheeded_for_days"]))
    console.print(table)
    console.print(f"median days after the third voice: {_number(lead['median_lead_days'])}")
