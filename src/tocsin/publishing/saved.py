"""An output folder read back: the lists as they were published, and the words they rest on."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tocsin.errors import NotFoundError
from tocsin.privacy import Masker, missed_words
from tocsin.publishing.columns import SIGHTINGS, STATED_TIES
from tocsin.publishing.entries import Row
from tocsin.publishing.folder import is_ours
from tocsin.publishing.standing import main_row
from tocsin.publishing.wording import heading_name
from tocsin.records import (
    Kind,
    Mention,
    RelationKind,
    Role,
    Sighting,
    Sightings,
    StatedTie,
)
from tocsin.values.dates import PartialDate

_ADVICE = "Give the folder that `tocsin run` wrote."


def open_output(folder: Path) -> Saved:
    """Open an output folder.

    Raises:
        NotFoundError: no such folder, or not one of Tocsin's.
    """
    if not folder.is_dir():
        raise NotFoundError("There is no such folder.", where=folder.name, remedy=_ADVICE)
    if not is_ours(folder):
        raise NotFoundError("Tocsin did not write this folder.", where=folder.name, remedy=_ADVICE)
    return Saved(folder)


@dataclass(slots=False)
class Saved:
    """What a run left behind. Nothing is read before it is asked for."""

    folder: Path
    _reports: dict[str, Row] = field(default_factory=dict, repr=False)

    @cached_property
    def run(self) -> Row:
        """run.json."""
        found: Row = json.loads((self.folder / "run.json").read_text("utf-8"))
        return found

    @property
    def as_of(self) -> date:
        """The day the case was looked at."""
        return date.fromisoformat(self.run["as_of"])

    def entries(self) -> Iterator[Row]:
        """All entries, in their order."""
        for line in self._lines():
            yield json.loads(line.rstrip().rstrip(","))

    def entries_of(self, person_id: str) -> list[Row]:
        """The entries of one subject.

        Raises:
            NotFoundError: it stands on no list of this output.
        """
        person_id = self.led_on(person_id)
        sign = f'"person_id": {json.dumps(person_id)}'
        lines = (line for line in self._lines() if sign in line)
        rows = [json.loads(line.rstrip().rstrip(",")) for line in lines]
        rows = [row for row in rows if row["person_id"] == person_id]
        if not rows:
            raise NotFoundError(
                f"No subject {person_id} stands on a list of this output.",
                remedy="`tocsin list` shows them; numbers look like T-ABCDEFG.",
            )
        return rows

    def main_entry(self, person_id: str, list_name: str = "") -> Row:
        """The entry that speaks for a subject on several lists.

        Raises:
            NotFoundError: it stands on no list of this output, or not on the one named.
        """
        rows = [r for r in self.entries_of(person_id) if list_name in ("", r["list"])]
        if not rows:
            raise NotFoundError(f"{person_id} does not stand on the list '{list_name}'.")
        return main_row(rows)

    def _lines(self) -> Iterator[str]:
        """people.json holds one entry a line between its brackets."""
        with (self.folder / "people.json").open(encoding="utf-8") as file:
            yield from (line for line in file if line.startswith("{"))

    def led_on(self, person_id: str) -> str:
        """The number a former number leads on to."""
        redirects: dict[str, str] = self.run.get("redirects", {})
        person_id = person_id.strip().upper()
        seen: set[str] = set()
        while person_id in redirects and person_id not in seen:
            seen.add(person_id)
            person_id = redirects[person_id]
        return person_id

    def parts_of(self, person_id: str) -> list[str]:
        """Numbers that mentions of this number bear now, where it was split."""
        splits: dict[str, list[str]] = self.run.get("splits", {})
        return splits.get(person_id.strip().upper(), [])

    def names(self, person_ids: Iterable[str]) -> dict[str, str]:
        """The name shown of each subject that stands on a list."""
        wanted = set(person_ids)
        found: dict[str, str] = {}
        for line in self._lines():
            # The line is only taken apart when it can be one of those asked for.
            if any(person_id in line for person_id in wanted):
                row = json.loads(line.rstrip().rstrip(","))
                if row["person_id"] in wanted and row["names"]:
                    found.setdefault(row["person_id"], heading_name(row["names"], ""))
        return found

    def reports(self, report_ids: Iterable[str]) -> dict[str, Row]:
        """Reports by number, those that are there."""
        wanted = sorted(set(report_ids) - self._reports.keys())
        if wanted:
            for row in self.table("reports", "report_id", wanted):
                self._reports[row["report_id"]] = row
        return {r: self._reports[r] for r in report_ids if r in self._reports}

    def report(self, report_id: str) -> Row:
        """One report.

        Raises:
            NotFoundError: no such report here.
        """
        found = self.reports([report_id])
        if not found:
            raise NotFoundError(
                f"There is no report {report_id} in this output.",
                remedy="`tocsin subject` lists the reports of a subject.",
            )
        return found[report_id]

    def mentions(self, column: str, values: Iterable[str]) -> list[Row]:
        """Mentions whose `column` is one of `values`."""
        return self.table("mentions", column, values)

    def person(self, person_id: str) -> Row | None:
        """A row of persons.parquet."""
        return next(iter(self.table("persons", "person_id", [self.led_on(person_id)])), None)

    def joins(self, mention_ids: Iterable[str]) -> list[Row]:
        """Joins with an end among these mentions."""
        wanted = sorted(set(mention_ids))
        left, right = (self.table("joins", side, wanted) for side in ("left", "right"))
        both = {(j["left"], j["right"]): j for j in (*left, *right)}
        return [both[key] for key in sorted(both)]

    def echoes(self, report_ids: Iterable[str]) -> list[Row]:
        """What these reports repeat."""
        return self.table("echoes", "report_id", report_ids)

    def sightings(self) -> Sightings:
        """What pictures are drawn from; dates keep their span, not the words they were read from.

        Raises:
            NotFoundError: this output was made to be shared, or by a version without pictures.
        """
        rows = self._whole("sightings", SIGHTINGS)
        ties = self._whole("stated_ties", STATED_TIES)
        return Sightings(
            tuple(map(sighting_of, rows)),
            tuple(StatedTie(**{**tie, "kind": RelationKind(tie["kind"])}) for tie in ties),
        )

    def _whole(self, name: str, schema: pa.Schema) -> list[Row]:
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise NotFoundError(
                "This output holds nothing to draw pictures from.",
                where=self.folder.name,
                remedy="Run Tocsin again, without --share.",
            )
        rows: list[Row] = pq.read_table(path, schema=schema).to_pylist()
        return rows

    def table(self, name: str, column: str, values: Iterable[str]) -> list[Row]:
        """Rows of a parquet file.

        Raises:
            NotFoundError: this output was made to be shared and holds no rows.
        """
        path = self.folder / f"{name}.parquet"
        if not path.exists():
            raise NotFoundError(
                "This output holds no words: it was made to be shared, or files were removed.",
                where=self.folder.name,
                remedy="Ask whoever ran it, or run Tocsin without --share.",
            )
        wanted = pc.field(column).isin(pa.array(sorted(set(values)), pa.string()))
        rows: list[Row] = pq.read_table(path, filters=wanted).to_pylist()
        return rows

    @cached_property
    def _hidden(self) -> tuple[frozenset[str], frozenset[str]]:
        """Who is masked, and the words of their names that no shown name holds."""
        columns = ["person_id", "names", "masked"]
        rows = pq.read_table(self.folder / "persons.parquet", columns=columns).to_pylist()
        hidden = frozenset(row["person_id"] for row in rows if row["masked"])
        return hidden, missed_words(((row["person_id"], row["names"]) for row in rows), hidden)

    def masker(self, report_ids: Iterable[str], *, show_sources: bool = False) -> Masker:
        """The masker of this output, for the texts of these reports."""
        rows = self.mentions("report_id", report_ids)
        people = [row for row in rows if row["kind"] == Kind.PERSON]
        mentions: dict[str, list[Mention]] = {}
        for row in rows:
            mentions.setdefault(row["report_id"], []).append(mention_of(row))
        return Masker(
            protected=self._hidden[0],
            everywhere=self._hidden[1],
            person_of={r["mention_id"]: r["person_id"] for r in people if r["person_id"]},
            mentions={report_id: tuple(found) for report_id, found in mentions.items()},
            everybody=bool(self.run["shared"]),
            off=show_sources or bool(self.run["show_sources"]),
        )


def sighting_of(row: Row) -> Sighting:
    """A row of sightings.parquet as a record."""
    return Sighting(
        **{
            **row,
            "kind": Kind(row["kind"]),
            "role": Role(row["role"]),
            "received": PartialDate.from_iso(row["received"]) if row["received"] else None,
            "occurred": PartialDate.from_iso(row["occurred"]) if row["occurred"] else None,
            "concerns": tuple(row["concerns"]),
            "spans": tuple((start, end) for start, end in row["spans"]),
        }
    )


def mention_of(row: Row) -> Mention:
    """A row of mentions.parquet as a record."""
    values: dict[str, Any] = {
        name: row[name]
        for name in ("report_id", "start", "end", "text", "concern", "negated", "hearsay", "value")
    }
    return Mention(**values, kind=Kind(row["kind"]), role=Role(row["role"]))
