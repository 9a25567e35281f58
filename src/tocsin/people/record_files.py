"""What joining a table found, written as csv or parquet, by the end of the file's name."""

from __future__ import annotations

import csv
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tocsin.errors import OutputError
from tocsin.people.resolving import Resolved

_BATCH = 50_000


def write_people(path: Path, found: Resolved) -> None:
    """Write `record_id, person_id, status`, in the order of the table."""
    _write(path, found.as_table())


def write_pairs(path: Path, found: Resolved) -> None:
    """Write `left, right, match_weight, match_probability`, the strongest first."""
    _write(path, found.pairs_table())


def _write(path: Path, table: pa.Table) -> None:
    beside = path.with_name(f".{path.name}.part")
    try:
        if path.suffix.lower() in {".parquet", ".pq"}:
            pq.write_table(table, beside)
        else:
            with beside.open("w", encoding="utf-8", newline="") as file:
                writer = csv.writer(file, lineterminator="\n")
                writer.writerow(table.column_names)
                for batch in table.to_batches(max_chunksize=_BATCH):
                    columns = [column.to_pylist() for column in batch.columns]
                    writer.writerows(zip(*columns, strict=True))
        beside.chmod(0o600)
        beside.replace(path)
    except (OSError, pa.ArrowException) as error:
        beside.unlink(missing_ok=True)
        raise OutputError(
            "The file cannot be written.",
            where=path.name,
            remedy="Give another, in a folder that is there.",
        ) from error
