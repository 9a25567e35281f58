"""The file of an index: what it was made of, how it stands joined, and what came since."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from tocsin.errors import UsageError
from tocsin.people.index_shelves import as_json

_LAYOUT = "2"
_NEW = """
CREATE OR REPLACE TABLE about (layout VARCHAR, about VARCHAR);
CREATE OR REPLACE TABLE journal (batch INTEGER, what VARCHAR, line VARCHAR);
"""


@dataclass
class IndexFile:
    """A DuckDB file that one process writes; in memory where it has no path.

    Tables hold the case as it stood when they were written; a journal holds what came since, batch
    by batch.
    """

    connection: duckdb.DuckDBPyConnection
    name: str = ""
    batches: int = 0
    """How many batches the journal holds."""

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
        return cls(connection, path.name if path else "")

    @classmethod
    def standing(cls, path: Path) -> tuple[IndexFile, dict[str, Any]]:
        """Open a file that holds an index, and what is said of it.

        Raises:
            UsageError: it is not there, or no index that this version can read.
        """
        wrong = UsageError(
            "There is no index that can be read.", where=path.name, remedy="Build it anew."
        )
        if not path.is_file():
            raise wrong
        file = cls.new(path)
        try:
            rows = file.connection.execute("SELECT layout, about FROM about").fetchall()
            count = file.connection.execute(
                "SELECT coalesce(max(batch), 0) FROM journal"
            ).fetchone()
        except duckdb.Error:
            file.connection.close()
            raise wrong from None
        if len(rows) != 1 or rows[0][0] != _LAYOUT or count is None:
            file.connection.close()
            raise wrong
        file.batches = int(count[0])
        about: dict[str, Any] = json.loads(rows[0][1])
        return file, about

    def about(self) -> dict[str, Any]:
        """What is said of the index as a whole."""
        rows = self.connection.execute("SELECT about FROM about").fetchall()
        found: dict[str, Any] = json.loads(rows[0][0])
        return found

    def write(self, tables: Mapping[str, pa.Table], about: Mapping[str, Any]) -> None:
        """Write everything anew, at once or not at all."""
        run = self.connection.execute
        run("BEGIN")
        run(_NEW)
        run("INSERT INTO about VALUES (?, ?)", [_LAYOUT, as_json(about)])
        for name, table in tables.items():
            self.connection.register("incoming", table)
            run(f"CREATE OR REPLACE TABLE {name} AS SELECT * FROM incoming")
            self.connection.unregister("incoming")
        run("COMMIT")
        self.batches = 0

    def table(self, name: str) -> pa.Table:
        """A table as it was written."""
        with warnings.catch_warnings():
            # DuckDB advises its other interface, which knows no prepared statements.
            warnings.simplefilter("ignore")
            return self.connection.execute(f"SELECT * FROM {name}").to_arrow_table()

    def columns(self, name: str) -> list[list[Any]]:
        """A table's columns as lists."""
        return [column.to_pylist() for column in self.table(name).columns]

    def note(self, lines: Sequence[tuple[str, object]]) -> None:
        """Write one batch of what is new."""
        self.batches += 1
        self.connection.execute(
            "INSERT INTO journal SELECT ?, unnest(?::VARCHAR[]), unnest(?::VARCHAR[])",
            [self.batches, [what for what, _ in lines], [as_json(line) for _, line in lines]],
        )

    def journal(self) -> Iterable[list[tuple[str, Any]]]:
        """What came since, batch by batch."""
        found: dict[int, list[tuple[str, Any]]] = {}
        rows = self.connection.execute("SELECT batch, what, line FROM journal ORDER BY rowid")
        for batch, what, line in rows.fetchall():
            found.setdefault(batch, []).append((what, json.loads(line)))
        return [found[batch] for batch in sorted(found)]
