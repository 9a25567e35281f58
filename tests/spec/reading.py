"""Reads the cases of `cases/*.md`: a chronology as a table, and what should stand on the lists.

A case is written for somebody who leads safeguarding, not for a programmer:

    ## No further action is asked again
    One sentence that says what should be so.

    | on | report | agency | teller | says |
    |---|---|---|---|---|
    | 2003-03-12 | R1 | School | head of year | Idris alleged, exploitation |
    | 2006-11-07 | | Police | | decision: no further action about Idris |

    Seen on 2010-12-01:

    | list | subject | voices | unanswered | since | rings |
    |---|---|---|---|---|---|
    | adults named | Idris | 1 | 0 | | no |

Under `says`, clauses stand apart by `;`: `NAME ROLE[, CONCERN][, age 14][, child][, adult][,
hearsay][, not so][, possibly joined]`, `vehicle NAME with NAME`, `repeats R1`, `happened DATE`,
`danger`, `disclosure`, `under 13`, `speaks of a child`, `graded false`,
`decision: KIND about NAME[, CONCERN][, told in R1][, cites R1][, not confirmed]`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from tests.support.worlds import Naming, Telling, World, day, mentions_of
from tocsin.records import Decision, DecisionKind, Kind, Role

CASES = Path(__file__).parent / "cases"
_ROLES = {role.value: role for role in Role}
_NAMING = re.compile(rf"^(?P<who>.+?) (?P<role>{'|'.join(_ROLES)})(?P<rest>(?:, .+)?)$")
_THING = re.compile(r"^(?P<kind>vehicle|premises|phone) (?P<who>.+?)(?: with (?P<tie>\w+))?$")
_DECISION = re.compile(
    r"^decision: (?P<kind>[a-z ]+?) about (?P<who>\w+|mention of \w+ in \w+)(?P<rest>(?:, .+)?)$"
)

Row = dict[str, str]


@dataclass(frozen=True)
class Case:
    """A case as written: its title, its sentence, its world, and what should stand on the lists."""

    title: str
    sentence: str
    world: World
    expected: tuple[Row, ...]
    nowhere: tuple[str, ...]
    """Who should stand on no list."""


def read_cases(path: Path) -> list[Case]:
    """All cases of one page, in order."""
    parts = re.split(r"^## ", path.read_text("utf-8"), flags=re.MULTILINE)
    return [_case(part) for part in parts[1:]]


def _case(text: str) -> Case:
    title, _, rest = text.partition("\n")
    seen = re.search(r"^Seen on (\d{4}-\d\d-\d\d)", rest, flags=re.MULTILINE)
    assert seen, f"{title}: no line 'Seen on DATE:'"
    nowhere = re.search(r"^On no list: (.+)\.$", rest, flags=re.MULTILINE)
    sentence = " ".join(rest[: rest.index("\n| ")].split())
    world = _world(_table(rest[: seen.start()]), date.fromisoformat(seen[1]))
    names = tuple(nowhere[1].split(", ")) if nowhere else ()
    return Case(title.strip(), sentence, world, tuple(_table(rest[seen.end() :])), names)


def _table(text: str) -> list[Row]:
    lines = [line.strip() for line in text.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    if not rows:
        return []
    return [dict(zip(rows[0], row, strict=True)) for row in rows[2:]]


def _world(rows: list[Row], as_of: date) -> World:
    told: list[Telling] = []
    decided: list[Decision] = []
    for number, row in enumerate(rows):
        clauses = [clause.strip() for clause in row["says"].split(";")]
        if row["report"]:
            told.append(_telling(row, [c for c in clauses if not c.startswith("decision:")]))
        decided += [_decision(c, row, number, told) for c in clauses if c.startswith("decision:")]
    return World(tuple(told), tuple(decided)).known_by(as_of)


def _telling(row: Row, clauses: list[str]) -> Telling:
    telling = Telling(
        row["report"],
        day(row["on"]) if row["on"] else None,
        agency=row["agency"],
        teller=row["teller"],
    )
    for clause in clauses:
        telling = _with(telling, clause)
    return telling


def _with(telling: Telling, clause: str) -> Telling:
    word, _, rest = clause.partition(" ")
    if clause in {"danger", "disclosure", "under 13"}:
        return replace(telling, read_now=(*telling.read_now, clause.replace(" ", "_")))
    if clause == "speaks of a child":
        return replace(telling, speaks_of_a_child=True)
    if clause == "graded false":
        return replace(telling, suspected_false=True)
    if word == "repeats":
        return replace(telling, repeats=(*telling.repeats, rest))
    if word == "happened":
        return replace(telling, occurred=day(rest))
    return replace(telling, namings=(*telling.namings, _naming(clause)))


def _naming(clause: str) -> Naming:
    if thing := _THING.match(clause):
        tie = thing["tie"] or ""
        return Naming(thing["who"], concern="", kind=Kind(thing["kind"]), tied_to=tie)
    found = _NAMING.match(clause)
    assert found, f"cannot read '{clause}'"
    naming = Naming(found["who"], _ROLES[found["role"]], "")
    for word in filter(None, found["rest"].split(", ")):
        naming = _said(naming, word)
    return naming


def _said(naming: Naming, word: str) -> Naming:
    if word in {"child", "adult"}:
        return replace(naming, words=(*naming.words, word))
    if word.startswith("age "):
        return replace(naming, age=int(word.removeprefix("age ")))
    flags = {"hearsay": {"hearsay": True}, "not so": {"negated": True}}
    if word == "possibly joined":
        return replace(naming, certain=False)
    return replace(naming, **flags.get(word, {"concern": word.replace(" ", "_")}))


def _about(written: str, told: list[Telling]) -> str:
    """A person's number, or the number of one mention of a person."""
    found = re.match(r"mention of (\w+) in (\w+)", written)
    if not found:
        return written
    telling = next(t for t in told if t.report_id == found[2])
    return next(m.mention_id for m in mentions_of(telling) if m.value == found[1])


def _decision(clause: str, row: Row, number: int, told: list[Telling]) -> Decision:
    found = _DECISION.match(clause)
    assert found, f"cannot read '{clause}'"
    words = [word for word in found["rest"].split(", ") if word]
    confirmed = "not confirmed" not in words
    told_in = [w.removeprefix("told in ") for w in words if w.startswith("told in ")]
    cites = tuple(w.removeprefix("cites ") for w in words if w.startswith("cites "))
    rest = [w for w in words if not w.startswith(("told in ", "cites ", "not confirmed"))]
    return Decision(
        f"D{number}",
        DecisionKind(found["kind"].replace(" ", "_")),
        (_about(found["who"], told),),
        day(row["on"]) if row["on"] else None,
        concern=rest[0] if rest else "",
        report_id=told_in[0] if told_in else row["report"],
        cites=cites,
        confirmed=confirmed,
        source="decisions.csv" if confirmed else "report",
    )
