"""Dates, lists and counts as people read them, on the page, the terminal and in letters."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache

from tocsin.records import Checked, DecisionKind, EchoType, Kind, ListName, Role
from tocsin.values.names import name_case
from tocsin.values.spoken import MONTHS
from tocsin.values.spoken import counted as counted
from tocsin.values.spoken import joined as joined

LISTS: dict[str, str] = {
    ListName.READ_NOW: "Read now",
    ListName.CHILDREN_AT_RISK: "Children reported to be at risk",
    ListName.ADULTS_AT_RISK: "Adults reported to be at risk",
    ListName.ADULTS_NAMED: "Adults named in reports",
    ListName.PLACES: "Places named in reports",
    ListName.VEHICLES: "Vehicles named in reports",
    ListName.OTHERS: "Others named in reports",
}
"""Headings do not accuse."""

ABOUT_LISTS: dict[str, str] = {
    ListName.READ_NOW: "Immediate danger, a disclosure, or a concern about a child under 13. Here "
    "one report is enough, and there is no order of weight: read each of them.",
    ListName.CHILDREN_AT_RISK: "Everyone who was under 18 at any event in which they are named, "
    "whatever they are said to have done or agreed to. The question is who is keeping them safe.",
    ListName.ADULTS_AT_RISK: "Adults who are named as harmed or at risk of harm.",
    ListName.ADULTS_NAMED: "Being named is not being accused, and being accused is not a finding. "
    "The list measures how often bodies were told and whether an answer is recorded.",
    ListName.PLACES: "Places that a sentence ties to a concern or to somebody in one.",
    ListName.VEHICLES: "Vehicles that a sentence ties to a concern or to somebody in one.",
    ListName.OTHERS: "Phones, handles and people whose part in the reports is not known.",
}

KINDS: dict[str, str] = {
    Kind.PERSON: "person",
    Kind.PHONE: "phone",
    Kind.VEHICLE: "vehicle",
    Kind.ADDRESS: "address",
    Kind.PREMISES: "place",
    Kind.ORGANISATION: "organisation",
    Kind.HANDLE: "online name or e-mail address",
    Kind.IDENTIFIER: "number of a record system",
}

ROLES: dict[str, str] = {
    Role.ALLEGED: "said to have done something",
    Role.AFFECTED: "said to be affected",
    Role.WITNESS: "witness",
    Role.PROFESSIONAL: "professional",
    Role.REPORTER: "reporter",
    Role.RELATIVE: "relative",
    Role.OTHER: "other, or expressly not involved",
    Role.UNKNOWN: "part not known",
}

DECISIONS: dict[str, str] = {
    kind: kind.replace("_", " ").capitalize() for kind in map(str, DecisionKind)
}

ECHOES: dict[str, str] = {
    EchoType.COPY: "copies",
    EchoType.FORWARD: "forwards",
    EchoType.RETELLING: "retells",
    EchoType.COMPILATION: "sums up",
    EchoType.SAME_EVENT: "is of one occasion and one author with",
}

READ_NOW: dict[str, str] = {
    "danger": "Words of immediate danger",
    "disclosure": "A disclosure",
    "under_13": "A concern about a child under 13",
}


def date_words(iso: str | None) -> str:
    """A date as it is read aloud.

    >>> [date_words(d) for d in ("2003-04-05", "2003-04", "2003", "2003-03-01/2003-05-31", None)]
    ['5 April 2003', 'April 2003', '2003', '1 March 2003 to 31 May 2003', 'date not known']
    """
    if not iso:
        return "date not known"
    if "/" in iso:
        first, _, last = iso.partition("/")
        return f"{date_words(first)} to {date_words(last)}"
    year, *rest = iso.split("-")
    words = [str(int(rest[1]))] if len(rest) > 1 else []
    words += [MONTHS[int(rest[0]) - 1]] if rest else []
    return " ".join([*words, year])


def day_words(day: date) -> str:
    """A day as it is read aloud."""
    return date_words(day.isoformat())


def span_words(first: str | None, last: str | None) -> str:
    """From when to when, once if they are the same."""
    if first == last:
        return date_words(first)
    return f"{date_words(first)} to {date_words(last)}"


def years_words(first: str | None, last: str | None) -> str:
    """The years from first to last: `2001–2005`, or `2001`."""
    if not first or not last:
        return "dates not known"
    begun, ended = first[:4], last.rpartition("/")[2][:4]
    return begun if begun == ended else f"{begun}–{ended}"


def heading_name(names: Sequence[str], person_id: str) -> str:
    """The name a subject is shown under: the most used full one, else the most used.

    What is known in capitals alone is shown as names are written; the words of reports stay.

    >>> heading_name(["ASLAN", "Jimmy", "Cemal ASLAN"], "T-1"), heading_name([], "T-1")
    ('Cemal Aslan', 'T-1')
    """
    full = (name for name in names if sum(len(w.strip(".,'")) > 1 for w in name.split()) > 1)
    return name_case(next(full, names[0])) if names else person_id


def other_names(names: Sequence[str], heading: str) -> list[str]:
    """The other ways a subject is written; capitals alone make no other way.

    >>> other_names(["ASLAN, CEMAL", "Jimmy", "JIMMY"], "Aslan, Cemal")
    ['Jimmy']
    """
    first: dict[str, str] = {}
    for name in names:
        first.setdefault(name.casefold(), name)
    return [name for folded, name in first.items() if folded != heading.casefold()]


def date_line_words(together_on: str | None, alone_on: dict[str, str | None]) -> str:
    """When the subject would have rung: all agencies together, and each alone.

    >>> date_line_words("2001-10", {"Police": "2003-09", "School": None, "Housing": None})
    'Together: October 2001. Police alone: September 2003. No other agency alone, ever.'
    """
    if not together_on:
        return "Not yet: neither with all agencies together nor with any alone."
    ringing = [f"{agency} alone: {date_words(on)}." for agency, on in alone_on.items() if on]
    if len(ringing) < len(alone_on):
        ringing.append(
            "No other agency alone, ever." if ringing else "No agency alone would ever have rung."
        )
    return " ".join([f"Together: {date_words(together_on)}.", *ringing])


def harmless(text: str) -> str:
    """Text in which nothing acts on the reader's screen: each control character and each mark that
    turns the direction of writing becomes one visible sign. Call it last: carriage returns go.

    >>> harmless("a\\x1b[31mb\\u202ec")
    'a�[31mb�c'
    """
    return text if text.isascii() and text.isprintable() else "".join(map(_shown, text))


@cache
def _shown(character: str) -> str:
    if character in "\n\t\r":
        return character.replace("\r", "")
    acts = unicodedata.category(character) in {"Cc", "Cs"} or character in _TURNS
    return "�" if acts else character


_TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


_CHECKED = {
    ("mentions", "precision"): "Of the names found, {share} are names of people",
    ("mentions", "recall"): "Of the names that stand in the texts, {share} were found",
    ("joins", "precision"): "Of the pairs of mentions joined, {share} are one person",
    ("joins", "recall"): "Of the pairs that are one person, {share} were joined",
    ("echoes", "precision"): "Of the reports taken for repeats, {share} repeat the other",
    ("echoes", "recall"): "Of the reports that repeat another, {share} were taken for repeats",
    ("people", "precision"): "Of the people said to keep being mentioned, {share} do",
    ("people", "recall"): "Of the people who keep being mentioned, {share} are said to",
}


def checked_lines(checks: Sequence[Checked]) -> list[str]:
    """What two readers found, the latest check of each measure, in sentences with intervals."""
    latest: dict[tuple[str, str], Checked] = {}
    for check in sorted(checks, key=lambda check: check.checked_on):
        latest[check.what, check.measure] = check
    return [
        f"{sentence.format(share=_percent(row.share))} (95 % interval {_percent(row.low)} to"
        f" {_percent(row.high)}; {row.marked} marked by two readers, {day_words(row.checked_on)})."
        for key, sentence in _CHECKED.items()
        if (row := latest.get(key))
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
