"""A table of structured records, read with its columns recognised and its values folded.

Values are folded once each, however many rows hold them, and kept column by column: a table of a
million rows is read in seconds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from tocsin.errors import NothingReadError, UnreadableFileError, UsageError
from tocsin.people import record_values as values
from tocsin.values.names import fold

FIELDS = (
    "record_id", "full_name", "first_name", "middle_name", "surname", "nickname", "date_of_birth",
    "birth_year", "birth_month", "birth_day", "age", "sex", "phone", "email", "address",
    "street_number", "postcode", "place", "vehicle", "occupation", "identifier",
)  # fmt: skip
_ALSO = {
    "id": "record_id", "unique_id": "record_id", "name": "full_name", "given_name": "first_name",
    "forename": "first_name", "firstname": "first_name", "first": "first_name",
    "middle_initial": "middle_name", "middle": "middle_name", "last_name": "surname",
    "lastname": "surname", "last": "surname", "family_name": "surname", "alias": "nickname",
    "known_as": "nickname", "dob": "date_of_birth", "birth_date": "date_of_birth",
    "birthdate": "date_of_birth", "dob_text": "date_of_birth", "year_of_birth": "birth_year",
    "yob": "birth_year", "month_of_birth": "birth_month", "day_of_birth": "birth_day",
    "gender": "sex", "zipcode": "postcode", "zip": "postcode", "postal_code": "postcode",
    "postcode_fake": "postcode", "birth_place": "place", "place_of_birth": "place",
    "city": "place", "town": "place", "suburb": "place", "street_name": "address",
    "street": "address", "address_1": "address", "house_number": "street_number",
    "telephone": "phone", "mobile": "phone", "phone_number": "phone", "e_mail": "email",
    "email_address": "email", "job": "occupation", "vrm": "vehicle", "plate": "vehicle",
    "registration": "vehicle", "soc_sec_id": "identifier", "ssn": "identifier",
    "nhs_number": "identifier", "national_insurance_number": "identifier",
}  # fmt: skip
NAME_FIELDS = frozenset({"full_name", "first_name", "surname", "nickname"})
_LONGEST = 200
FOLDED = (
    "given", "middle", "surname", "nickname", "sex", "dob", "year", "age", "address", "house",
    "postcode", "place", "occupation", "email", "phone", "identifier", "vehicle",
)  # fmt: skip
"""The folded columns that the comparisons are made of, beside `record_id`."""
_MOSTLY = 0.5
"""A column of which fewer cells can be read than this share is told of."""
_HEADS = {
    "date_of_birth": ("dates", ("dob", "year")),
    "phone": ("telephone numbers", ("phone",)),
    "email": ("e-mail addresses", ("email",)),
    "age": ("ages", ("age",)),
}


@dataclass(frozen=True)
class Records:
    """Records folded as the comparisons read them, column by column."""

    columns: pa.Table
    """`record_id` and `FOLDED`, all text."""
    notes: tuple[str, ...] = ()
    """What is to be said of the table's columns."""

    def __len__(self) -> int:
        return int(self.columns.num_rows)

    @property
    def record_ids(self) -> list[str]:
        """Their ids, in the order of the table."""
        return [str(v) for v in self.columns.column("record_id").to_pylist()]

    def take(self, rows: Sequence[int]) -> Records:
        """Some of the records, in the order given."""
        return Records(self.columns.take(pa.array(rows, pa.int64())), self.notes)

    def without(self, fields: Sequence[str]) -> Records:
        """The same records, silent on some of `FOLDED`."""
        columns = self.columns
        nothing = pa.nulls(columns.num_rows, pa.string())
        for field in fields:
            columns = columns.set_column(columns.column_names.index(field), field, nothing)
        return Records(columns, self.notes)


def read_table(path: Path, mapping: Mapping[str, str]) -> tuple[Records, tuple[str, ...]]:
    """Read a csv or parquet file, one row a record.

    Args:
        mapping: column of the file → field of `FIELDS`, over the names known anyway. Columns
            mapped to one field are put together, in the order of the file.

    Returns:
        The records, and the columns that were left out.

    Raises:
        UnreadableFileError: the file is no csv or parquet that can be read.
        UsageError: a mapped column is not there, or no column holds a name.
        NothingReadError: it has no row.
    """
    with duckdb.connect(":memory:") as connection:
        source, names = _open(connection, path)
        columns = _columns(names, mapping)
        if not NAME_FIELDS & set(columns.values()):
            raise UsageError(
                "No column holds a name.",
                where=path.name,
                remedy="Say which one does: --map yours=full_name.",
            )
        raw = _cells(connection, source, columns, path)
    if not raw.num_rows:
        raise NothingReadError("The table has no row.", where=path.name)
    folded = _fold(raw)
    notes = (*_told_of(raw, folded, columns), *_names_turned(raw))
    return Records(folded, notes), tuple(n for n in names if n not in columns)


def holds_names(path: Path) -> bool:
    """Whether a csv or parquet file has a column of names, as a table of records does."""
    with duckdb.connect(":memory:") as connection:
        _, names = _open(connection, path)
    return bool(NAME_FIELDS & set(_columns(names, {}).values()) - {"nickname"})


def read_column(path: Path, name: str) -> list[str]:
    """One column as text, row by row.

    Raises:
        UsageError: there is no such column.
    """
    with duckdb.connect(":memory:") as connection:
        source, names = _open(connection, path)
        if name not in names:
            raise UsageError(f"There is no column '{name}'.", where=path.name)
        rows = _asked(connection, f"SELECT {_quoted(name)} FROM {source}", path).fetchall()
    return [str(row[0]) for row in rows]


def _open(connection: duckdb.DuckDBPyConnection, path: Path) -> tuple[str, list[str]]:
    """The table as DuckDB is to read it, and the names of its columns."""
    if not path.is_file():
        raise UsageError("There is no such file.", where=path.name)
    connection.execute("SET enable_progress_bar = false")
    place = str(path).replace("'", "''")
    if path.suffix.lower() in {".parquet", ".pq"}:
        source = f"read_parquet('{place}')"
    else:
        source = (
            f"read_csv('{place}', all_varchar = true, header = true, null_padding = true,"
            " strict_mode = false, parallel = false)"
        )
    result = _asked(connection, f"SELECT * FROM {source} LIMIT 0", path)
    return source, [str(d[0]) for d in result.description or ()]


def _asked(
    connection: duckdb.DuckDBPyConnection, query: str, path: Path
) -> duckdb.DuckDBPyConnection:
    try:
        return connection.execute(query)
    except duckdb.Error:
        raise UnreadableFileError(
            "This is no table that can be read.",
            where=path.name,
            remedy="Save it as csv (UTF-8, first row the column names) or as parquet.",
        ) from None


def _columns(names: Sequence[str], mapping: Mapping[str, str]) -> dict[str, str]:
    missing = [column for column in mapping if column not in names]
    if missing:
        raise UsageError(f"There is no column '{missing[0]}'.", remedy="Check --map.")
    columns: dict[str, str] = {}
    for name in names:
        flat = fold(name.replace("_", " ")).replace(" ", "_")
        field = mapping.get(name) or (flat if flat in FIELDS else _ALSO.get(flat, ""))
        if field and field not in FIELDS:
            raise UsageError(f"'{field}' is no field.", remedy=f"Use one of {', '.join(FIELDS)}.")
        taken = [theirs for theirs, ours in columns.items() if ours == field]
        if not field or (name not in mapping and any(theirs in mapping for theirs in taken)):
            continue
        if name not in mapping and taken:
            continue
        if name in mapping:
            for theirs in taken:
                if theirs not in mapping:
                    del columns[theirs]
        columns[name] = field
    return columns


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _cells(
    connection: duckdb.DuckDBPyConnection, source: str, columns: Mapping[str, str], path: Path
) -> pa.Table:
    """The cells of the columns known, as text, named for their fields."""
    asked = []
    for field in FIELDS:
        theirs = [_quoted(name) for name, ours in columns.items() if ours == field]
        if not theirs:
            continue
        cells = [f"trim(CAST({name} AS VARCHAR))" for name in theirs]
        text = cells[0] if len(cells) == 1 else f"concat_ws(' ', {', '.join(cells)})"
        asked.append(f"nullif(left({text}, {_LONGEST}), '') AS {field}")
    query = f"SELECT {', '.join(asked)} FROM {source}"
    try:
        return connection.sql(query).to_arrow_table()
    except duckdb.Error:
        raise UnreadableFileError(
            "This table breaks off or cannot be read.",
            where=path.name,
            remedy="Save it as csv (UTF-8, first row the column names) or as parquet.",
        ) from None


_Cells = Sequence[str | None]


def _each(column: pa.ChunkedArray, read: Callable[[str], Any], width: int) -> list[pa.Array]:
    """What `read` makes of each value: as many columns as it has parts."""
    coded = pa.chunked_array(column).combine_chunks().dictionary_encode()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.combine_chunks()
    found = [read(text) for text in coded.dictionary.to_pylist()]
    parts: list[list[str | None]] = (
        [found] if width == 1 else [[row[i] for row in found] for i in range(width)]
    )
    return [pa.array(part, pa.string()).take(coded.indices) for part in parts]


def _fold(raw: pa.Table) -> pa.Table:
    """The folded columns of a table of cells."""
    size = raw.num_rows
    nothing = pa.nulls(size, pa.string())

    def cells(field: str, read: Callable[[str], Any], width: int = 1) -> list[pa.Array]:
        if field not in raw.column_names:
            return [nothing] * width
        return _each(raw.column(field), read, width)

    first, more = cells("first_name", values.first_names, 2)
    whole_given, whole_middle, whole_surname = cells("full_name", values.full_name, 3)
    middle, surname = cells("middle_name", values.flat)[0], cells("surname", values.flat)[0]
    nickname = cells("nickname", values.flat)[0]
    address, house, code = cells("address", values.address, 3)
    number = pc.coalesce(cells("street_number", values.joined)[0], house)
    given = pc.coalesce(first, whole_given)
    dob, year = _born(raw, size)
    return pa.table(
        {
            "record_id": _ids(raw),
            "given": given,
            "middle": pc.coalesce(middle, more, whole_middle),
            "surname": pc.coalesce(surname, whole_surname),
            "nickname": nickname,
            "sex": cells("sex", values.sex)[0],
            "dob": dob,
            "year": year,
            "age": cells("age", values.age)[0],
            "address": _whole_address(address, cells("street_number", values.joined)[0]),
            "house": number,
            "postcode": pc.coalesce(cells("postcode", values.postcode)[0], code),
            "place": cells("place", values.flat)[0],
            "occupation": cells("occupation", values.flat)[0],
            "email": cells("email", values.email)[0],
            "phone": cells("phone", values.phone)[0],
            "identifier": cells("identifier", values.identifier)[0],
            "vehicle": cells("vehicle", values.vehicle)[0],
        }
    )


def _whole_address(address: pa.Array, number: pa.Array) -> pa.Array:
    both = pc.binary_join_element_wise(number, address, " ")
    return pc.coalesce(both, address)


def _born(raw: pa.Table, size: int) -> tuple[pa.Array, pa.Array]:
    """Date and year of birth, from one column or from three."""
    dob = year = pa.nulls(size, pa.string())
    if "date_of_birth" in raw.column_names:
        column = raw.column("date_of_birth")
        reader = values.date_reader(t for t in pc.unique(column).to_pylist() if t)
        dob, year = _each(column, reader, 2)
    if "birth_year" in raw.column_names:
        _, told = _each(raw.column("birth_year"), values.born, 2)
        year = pc.coalesce(year, told)
        if {"birth_month", "birth_day"} <= set(raw.column_names):
            month, day = (
                _each(raw.column(field), values.two_digits, 1)[0]
                for field in ("birth_month", "birth_day")
            )
            dob = pc.coalesce(dob, pc.binary_join_element_wise(told, month, day, "-"))
    return dob, year


def _ids(raw: pa.Table) -> pa.Array:
    """Their ids; the number of the row where there is none, and a mark on an id used again."""
    if "record_id" not in raw.column_names:
        return pa.array([str(n) for n in range(1, raw.num_rows + 1)], pa.string())
    given = raw.column("record_id").to_pylist()
    found = [text or str(n) for n, text in enumerate(given, start=1)]
    if len(set(found)) < len(found):
        seen: Counter[str] = Counter()
        taken = set(found)
        for i, record_id in enumerate(found):
            seen[record_id] += 1
            if seen[record_id] > 1:
                found[i] = _next_free(record_id, seen, taken)
    return pa.array(found, pa.string())


def _next_free(record_id: str, seen: Counter[str], taken: set[str]) -> str:
    while (new := f"{record_id}~{seen[record_id]}") in taken:
        seen[record_id] += 1
    taken.add(new)
    return new


def _told_of(raw: pa.Table, folded: pa.Table, columns: Mapping[str, str]) -> list[str]:
    """What a reader should know of columns that are empty, constant or not what they say."""
    found = []
    for field in (f for f in FIELDS if f in raw.column_names):
        names = ", ".join(f"'{theirs}'" for theirs, ours in columns.items() if ours == field)
        column = raw.column(field)
        filled = len(column) - column.null_count
        if field == "record_id":
            twice = filled - len(pc.unique(column.drop_null()))
            if twice:
                found.append(f"{twice} rows use a record id again; it was marked with ~2, ~3, ...")
        elif not filled:
            found.append(f"Column {names} is empty.")
        elif filled > 1 and len(pc.unique(column.drop_null())) == 1:
            found.append(f"Column {names} says the same in every row, and tells nobody apart.")
        if field in _HEADS and filled:
            what, ours = _HEADS[field]
            read = max(len(folded) - folded.column(f).null_count for f in ours)
            if read < filled * _MOSTLY:
                found.append(
                    f"Column {names} holds few {what} ({read} of {filled} cells)."
                    f" If it holds something else, say so with --map."
                )
    return found


_NAMES_LOOKED_AT = 500
_TURNED = 3.0


def _names_turned(raw: pa.Table) -> list[str]:
    """Whether first names seem to stand in the column of surnames, and surnames in the other."""
    if not {"first_name", "surname"} <= set(raw.column_names):
        return []
    lean = []
    for field in ("first_name", "surname"):
        known = [t for t in pc.unique(raw.column(field)).to_pylist() if t]
        some = sorted(known)[:: len(known) // _NAMES_LOOKED_AT + 1]
        leans = [values.leans_to_first(text) for text in some]
        first, last = leans.count(True), leans.count(False)
        lean.append((first + 1) / (last + 1))
    if lean[1] > _TURNED and lean[0] < 1 / _TURNED:
        return [
            "First names seem to stand in the column of surnames, and surnames in that of first"
            " names. If so, say it with --map."
        ]
    return []
