"""What joining a table found, written as csv or parquet, by the end of the file's name."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pv
import pyarrow.parquet as pq

from tocsin.errors import OutputError
from tocsin.people.resolving import Resolved


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
            options = pv.WriteOptions(quoting_style="needed")
            pv.write_csv(table, beside, options)
        beside.chmod(0o600)
        beside.replace(path)
    except (OSError, pa.ArrowException) as error:
        beside.unlink(missing_ok=True)
        raise OutputError(
            "The file cannot be written.",
            where=path.name,
            remedy="Give another, in a folder that is there.",
        ) from error
