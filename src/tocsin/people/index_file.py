"""The file of an index: what it was made of, and the public numbers that must outlive it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from tocsin.errors import UsageError
from tocsin.people.index_records import (
    echo_of,
    echo_row,
    extraction_of,
    extraction_row,
    judgement_of,
    judgement_row,
    mended_of,
    mended_row,
    report_of,
    report_row,
)
from tocsin.records import Echo, Extraction, Judgement, Mended, Report

_VERSION = "1"
_TABLES = """
CREATE OR REPLACE TABLE about (version VARCHAR);
CREATE OR REPLACE TABLE reports (report_id VARCHAR, report VARCHAR, extraction VARCHAR);
CREATE OR REPLACE TABLE echoes (echo VARCHAR);
CREATE OR REPLACE TABLE judgements (judgement VARCHAR);
CREATE OR REPLACE TABLE mended (mended VARCHAR);
CREATE OR REPLACE TABLE numbers (mention_id VARCHAR, number VARCHAR);
"""


@dataclass(frozen=True, slots=True)
class SavedCase:
    """What a file holds."""

    reports: dict[str, Report]
    extractions: dict[str, Extraction]
    echoes: list[Echo]
    judgements: list[Judgement]
    mended: list[Mended]
    numbers: dict[str, str]


@dataclass
class IndexFile:
    """A DuckDB file that one process writes; in memory where it has no path."""

    connection: duckdb.DuckDBPyConnection

    @classmethod
    def new(cls, path: Path | None) -> IndexFile:
        """Open a file to write.

        Raises:
            UsageError: another process writes it, or it is no index.
        """
        try:
            connection = duckdb.connect(str(path) if path else ":memory:")
        except duckdb.Error:
            raise UsageError(
                "The index cannot be opened.",
                where=path.name if path else "",
                remedy="One process writes it at a time; if none does, delete it and build anew.",
            ) from None
        if path:
            path.chmod(0o600)
        connection.execute("SET threads = 1")
        connection.execute("SET enable_progress_bar = false")
        return cls(connection)

    @classmethod
    def read(cls, path: Path) -> SavedCase:
        """What a file holds.

        Raises:
            UsageError: it is not there, or no index of this version.
        """
        wrong = UsageError(
            "There is no index that can be read.", where=path.name, remedy="Build it anew."
        )
        if not path.is_file():
            raise wrong
        connection = cls.new(path).connection
        try:
            if connection.execute("SELECT version FROM about").fetchall() != [(_VERSION,)]:
                raise wrong
            reports = _rows(connection, "report, extraction", "reports")
            found = SavedCase(
                {r.report_id: r for r in (report_of(row[0]) for row in reports)},
                {e.report_id: e for e in (extraction_of(row[1]) for row in reports)},
                [echo_of(row[0]) for row in _rows(connection, "echo", "echoes")],
                [judgement_of(row[0]) for row in _rows(connection, "judgement", "judgements")],
                [mended_of(row[0]) for row in _rows(connection, "mended", "mended")],
                dict(
                    connection.execute(
                        "SELECT mention_id, number FROM numbers ORDER BY rowid"
                    ).fetchall()
                ),
            )
        except duckdb.Error:
            raise wrong from None
        finally:
            connection.close()
        return found

    def write_all(
        self,
        reports: Mapping[str, Report],
        extractions: Mapping[str, Extraction],
        echoes: Iterable[Echo],
        judgements: Iterable[Judgement],
        mended: Iterable[Mended],
        numbers: Mapping[str, str],
    ) -> None:
        """Write everything anew, at once or not at all."""
        self.connection.execute("BEGIN")
        self.connection.execute(_TABLES)
        self._put("about", [(_VERSION,)])
        self._put_reports(reports.values(), extractions)
        self._put("echoes", [(_json(echo_row(e)),) for e in echoes])
        self._put("judgements", [(_json(judgement_row(j)),) for j in judgements])
        self._put("mended", [(_json(mended_row(m)),) for m in mended])
        self._put("numbers", list(numbers.items()))
        self.connection.execute("COMMIT")

    def append(
        self,
        reports: Sequence[Report],
        extractions: Mapping[str, Extraction],
        echoes: Iterable[Echo],
        numbers: Mapping[str, str],
    ) -> None:
        """Write what is new."""
        self.connection.execute("BEGIN")
        self._put_reports(reports, extractions)
        self._put("echoes", [(_json(echo_row(e)),) for e in echoes])
        self._put("numbers", list(numbers.items()))
        self.connection.execute("COMMIT")

    def note_judgements(self, judgements: Iterable[Judgement], numbers: Mapping[str, str]) -> None:
        """Write judgements, and the numbers they changed."""
        self.connection.execute("BEGIN")
        self._put("judgements", [(_json(judgement_row(j)),) for j in judgements])
        self._put("numbers", list(numbers.items()))
        self.connection.execute("COMMIT")

    def _put_reports(
        self, reports: Iterable[Report], extractions: Mapping[str, Extraction]
    ) -> None:
        self._put(
            "reports",
            [
                (r.report_id, _json(report_row(r)), _json(extraction_row(extractions[r.report_id])))
                for r in reports
            ],
        )

    def _put(self, table: str, rows: Sequence[tuple[str, ...]]) -> None:
        for start in range(0, len(rows), 20_000):
            part = rows[start : start + 20_000]
            places = ", ".join("unnest(?::VARCHAR[])" for _ in part[0])
            self.connection.execute(
                f"INSERT INTO {table} SELECT {places}", [list(c) for c in zip(*part, strict=True)]
            )


def _rows(connection: duckdb.DuckDBPyConnection, columns: str, table: str) -> list[list[Any]]:
    found = connection.execute(f"SELECT {columns} FROM {table} ORDER BY rowid").fetchall()
    return [[json.loads(cell) for cell in row] for row in found]


def _json(row: object) -> str:
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))
