"""A made-up town with its truth, of any size, written story by story in constant memory."""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import IO, Any

from tocsin.errors import UsageError
from tocsin.synthetic.names import Registry
from tocsin.synthetic.story import Story, Told, subject_row
from tocsin.synthetic.town import Town, build_town

_SHORTEST, _LONGEST = 8, 60
"""Reports of one story, everyday ones included."""
_LAST_YEAR = 2023
_FILES = ("mentions", "echoes", "decisions", "subjects")


@dataclass(frozen=True, slots=True)
class World:
    """What a simulation is asked for."""

    seed: int
    reports: int
    years: int = 12
    agencies: int = 10
    everyday: float = 0.5
    """Share of reports about other things."""
    namesakes: float = 0.0
    """Share of people who have the full name of a stranger of their origin."""
    with_decisions: bool = False
    """Also write input/decisions.csv, as if a human had confirmed what the reports tell."""

    @property
    def first_year(self) -> int:
        """Early enough that nothing is told of the future."""
        return min(2003, _LAST_YEAR - self.years)


def simulate(world: World, out: Path, progress: Callable[[str, int, int], None]) -> None:
    """Write `input/` and `truth/` below a new folder; the same world gives the same bytes.

    Raises:
        UsageError: the folder holds something, or the world cannot be.
    """
    _check(world, out)
    (out / "input").mkdir(parents=True)
    (out / "truth").mkdir()
    rng = random.Random(f"town {world.seed}")
    registry = Registry(world.namesakes)
    town = build_town(rng, registry, world.agencies)
    with ExitStack() as stack:
        writer = _Writer(out, stack, with_decisions=world.with_decisions)
        for agency in town.agencies:
            for member in agency.staff:
                writer.subject(subject_row(member))
        for number, told in enumerate(_reports(world, registry, town, writer), start=1):
            writer.report(told)
            if number % 1000 == 0 or number == world.reports:
                progress("Reports", number, world.reports)


def _check(world: World, out: Path) -> None:
    if out.exists() and any(out.iterdir()):
        raise UsageError("The folder is not empty.", where=out.name, remedy="Give a new folder.")
    if world.reports < 1 or world.years < 1 or world.agencies < 1:
        raise UsageError("A town needs at least one report, one year and one agency.")
    if not 0 <= world.everyday < 1:
        raise UsageError("The share of everyday reports must be from 0 to below 1.")
    if not 0 <= world.namesakes < 1:
        raise UsageError("The share of namesakes must be from 0 to below 1.")


def _reports(world: World, registry: Registry, town: Town, writer: _Writer) -> Iterator[Told]:
    written = story = 0
    while written < world.reports:
        rng = random.Random(f"story {world.seed} {story}")
        story += 1
        whole = world.years * 365
        days = rng.randrange(min(90, whole), min(whole, 1500) + 1)
        start = date(world.first_year, 1, 1) + timedelta(days=rng.randrange(whole - days + 1))
        told = Story(rng, registry, town, start, days)
        for row in told.subjects():
            writer.subject(row)
        for report in told.reports(rng.randrange(_SHORTEST, _LONGEST), world.everyday):
            if written == world.reports:
                return
            written += 1
            report.row["report_id"] = f"S{written:07d}"
            yield report


class _Writer:
    """The open files of a case."""

    def __init__(self, out: Path, stack: ExitStack, *, with_decisions: bool) -> None:
        def opened(path: Path, newline: str = "\n") -> IO[str]:
            return stack.enter_context(path.open("w", encoding="utf-8", newline=newline))

        self._input = opened(out / "input" / "reports.jsonl")
        self._truth = {name: opened(out / "truth" / f"{name}.jsonl") for name in _FILES}
        self._decisions = None
        if with_decisions:
            self._decisions = csv.writer(
                opened(out / "input" / "decisions.csv", newline=""), lineterminator="\n"
            )
            self._decisions.writerow(
                ["about", "kind", "on", "concern", "reason", "owner", "report_id"]
            )

    def subject(self, row: dict[str, Any]) -> None:
        self._put("subjects", row)

    def report(self, told: Told) -> None:
        self._input.write(json.dumps(told.row, ensure_ascii=False) + "\n")
        report_id = told.row["report_id"]
        for start, end, kind, subject, role in told.marks:
            span = {"report_id": report_id, "start": start, "end": end}
            self._put("mentions", {**span, "kind": kind, "subject": subject, "role": role})
        if told.parents:
            parents = list(told.parents)
            echo = {"report_id": report_id, "parents": parents, "type": told.echo_type}
            self._put("echoes", echo)
        if told.decision:
            self._decide(report_id, told.row["agency"], dict(told.decision))

    def _decide(self, report_id: str, agency: str, decision: dict[str, Any]) -> None:
        name = decision.pop("name")
        self._put("decisions", {"report_id": report_id, **decision})
        if self._decisions is not None:
            row = [name, decision["kind"], decision["on"], "", "", agency, report_id]
            self._decisions.writerow(row)

    def _put(self, file: str, row: dict[str, Any]) -> None:
        self._truth[file].write(json.dumps(row, ensure_ascii=False) + "\n")
