"""A table of structured records, read with its columns recognised and its values folded."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb

from tocsin.errors import NothingReadError, UnreadableFileError, UsageError
from tocsin.values.identifiers import phone_digits, plate_key
from tocsin.values.names import fold, parse_name, roots, sound_keys

FIELDS = (
    "record_id", "full_name", "first_name", "middle_name", "surname", "nickname", "date_of_birth",
    "birth_year", "age", "sex", "phone", "email", "address", "street_number", "postcode", "place",
    "vehicle", "occupation", "identifier",
)  # fmt: skip
_ALSO = {
    "id": "record_id",
    "unique_id": "record_id",
    "name": "full_name",
    "given_name": "first_name",
    "forename": "first_name",
    "middle_initial": "middle_name",
    "last_name": "surname",
    "family_name": "surname",
    "dob": "date_of_birth",
    "gender": "sex",
    "zipcode": "postcode",
    "postcode_fake": "postcode",
    "birth_place": "place",
    "city": "place",
    "suburb": "place",
    "street_name": "address",
    "address_1": "address",
    "soc_sec_id": "identifier",
}
_LONGEST = 200
_NOBODYS_SHARE = 1 / 40
_COMMON_SHARE, _USUAL_SHARE = 1 / 150, 1 / 1500
_NOTHING = frozenset({"", "nan", "none", "null", "na", "n a", "unknown", "not known"})
_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class RecordRow:
    """One record, folded, as the comparisons read it."""

    record_id: str
    given: str | None
    middle: str | None
    surname: str | None
    nickname: str | None
    sex: str | None
    dob: str | None
    year: int | None
    address: str | None
    house: str | None
    postcode: str | None
    place: str | None
    occupation: str | None
    email: str | None
    phone: str | None
    identifier: str | None
    vehicle: str | None


def read_table(path: Path, mapping: Mapping[str, str]) -> tuple[list[RecordRow], tuple[str, ...]]:
    """Read a csv or parquet file, one row a record.

    Args:
        mapping: column of the file → field of `FIELDS`, over the names known anyway.

    Returns:
        The records, and the columns that were left out.

    Raises:
        UnreadableFileError: the file is no csv or parquet that can be read.
        UsageError: a mapped column is not there, or no column holds a name.
        NothingReadError: it has no row.
    """
    names, rows = _rows(path)
    columns = _columns(names, mapping)
    if not {"full_name", "first_name", "surname"} & set(columns.values()):
        raise UsageError(
            "No column holds a name.",
            where=path.name,
            remedy="Say which one does: --map yours=full_name.",
        )
    seen: Counter[str] = Counter()
    found = []
    for number, row in enumerate(rows, start=1):
        cells = _cells(names, columns, row)
        record_id = cells.get("record_id") or str(number)
        seen[record_id] += 1
        if seen[record_id] > 1:
            record_id = f"{record_id}~{seen[record_id]}"
        found.append(_record(record_id, cells))
    if not found:
        raise NothingReadError("The table has no row.", where=path.name)
    return found, tuple(n for n in names if n not in columns)


def read_column(path: Path, name: str) -> list[str]:
    """One column as text, row by row.

    Raises:
        UsageError: there is no such column.
    """
    names, rows = _rows(path)
    if name not in names:
        raise UsageError(f"There is no column '{name}'.", where=path.name, remedy="See --truth.")
    place = names.index(name)
    return [str(row[place]) for row in rows]


def _rows(path: Path) -> tuple[list[str], list[tuple[object, ...]]]:
    reader = "read_parquet(?)" if path.suffix == ".parquet" else "read_csv(?, all_varchar = true)"
    if not path.is_file():
        raise UsageError("There is no such file.", where=path.name)
    with duckdb.connect(":memory:") as connection:
        try:
            result = connection.execute(f"SELECT * FROM {reader}", [str(path)])
            names = [str(d[0]) for d in result.description or ()]
            return names, result.fetchall()
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
        flat = fold(name).replace(" ", "_")
        field = mapping.get(name) or (flat if flat in FIELDS else _ALSO.get(flat, ""))
        if field and field not in FIELDS:
            raise UsageError(f"'{field}' is no field.", remedy=f"Use one of {', '.join(FIELDS)}.")
        if field and (name in mapping or field not in columns.values()):
            columns[name] = field
    return columns


def _cells(
    names: Sequence[str], columns: Mapping[str, str], row: tuple[object, ...]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in zip(names, row, strict=True):
        field = columns.get(name)
        text = str(value)[:_LONGEST].strip() if value is not None else ""
        if field and text and fold(text) not in _NOTHING:
            found[field] = text
    return found


def _record(record_id: str, cells: Mapping[str, str]) -> RecordRow:
    given, middle, surname = (_flat(cells.get(f)) for f in ("first_name", "middle_name", "surname"))
    if "full_name" in cells and not (given and surname):
        name = parse_name(cells["full_name"])
        given = given or (name.givens[0] if name.givens else None)
        surname = surname or name.family or None
        middle = middle or (name.givens[1] if len(name.givens) > 1 else None)
    if given and " " in given:
        given, _, rest = given.partition(" ")
        middle = middle or rest
    dob, year = _born(cells)
    address = _flat(cells.get("address"))
    house = _flat(cells.get("street_number"))
    return RecordRow(
        record_id, given, middle, surname, _flat(cells.get("nickname")),
        (_flat(cells.get("sex")) or " ")[0].strip() or None, dob, year,
        f"{house or ''} {address}".strip() if address else None, house,
        (_flat(cells.get("postcode")) or "").replace(" ", "") or None,
        _flat(cells.get("place")), _flat(cells.get("occupation")),
        cells["email"].casefold() if "email" in cells else None,
        phone_digits(cells["phone"]) or None if "phone" in cells else None,
        _flat(cells.get("identifier")), plate_key(cells.get("vehicle", "")) or None,
    )  # fmt: skip


def _flat(text: str | None) -> str | None:
    return (fold(text) or None) if text else None


def _born(cells: Mapping[str, str]) -> tuple[str | None, int | None]:
    text = cells.get("date_of_birth", "")
    digits = re.sub(r"\D", "", text)
    day_first = re.fullmatch(r"(\d{1,2})\D(\d{1,2})\D(\d{4})", text)
    if day_first:
        d, m, y = day_first.groups()
        return f"{y}-{int(m):02d}-{int(d):02d}", int(y)
    if len(digits) >= 8:
        return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}", int(digits[:4])
    year = re.search(r"\d{4}", text) or re.search(r"\d{4}", cells.get("birth_year", ""))
    return None, int(year.group()) if year else None


def record_rows(records: Sequence[RecordRow]) -> Iterator[tuple[object, ...]]:
    """Rows in the order of `RECORD_COLUMNS`."""
    given = Counter(r.given for r in records if r.given)
    surname = Counter(r.surname for r in records if r.surname)
    common = {
        field: too_common([getattr(r, field) for r in records])
        for field in ("place", "postcode", "occupation")
    }
    for i, r in enumerate(records):
        words = {w for w in (r.given, r.nickname) if w}
        variants = sorted({root for w in words for root in roots(w)})
        yield (
            i, r.given, _step(given, r.given), variants, r.middle, r.surname,
            _step(surname, r.surname), r.sex, r.dob, r.year, r.address, r.house,
            None if r.postcode in common["postcode"] else r.postcode,
            None if r.place in common["place"] else r.place,
            None if r.occupation in common["occupation"] else r.occupation,
            r.email, r.phone, r.identifier, r.vehicle,
        )  # fmt: skip


def too_common(values: Sequence[str | None]) -> frozenset[str]:
    """Values that so many records share that they tell nobody from another."""
    counts = Counter(v for v in values if v is not None)
    limit = max(counts.total() * _NOBODYS_SHARE, 25)
    return frozenset(v for v, n in counts.items() if n > limit)


def _step(counts: Counter[str], value: str | None) -> int | None:
    if value is None:
        return None
    share = counts[value] / max(counts.total(), 1)
    return 0 if share > _COMMON_SHARE else 1 if share > _USUAL_SHARE else 2


def record_keys(records: Sequence[RecordRow]) -> Iterator[tuple[int, str]]:
    """Every field its own way in: keys under which records meet."""
    for i, r in enumerate(records):
        sounds = sorted(sound_keys(r.surname))[:2] if r.surname else []
        forms = sorted(roots(r.given)) if r.given else []
        firsts = sorted({min(sound_keys(form)) for form in forms})[:3]
        found = [f"i{r.identifier}", f"e{r.email}", f"p{r.phone}", f"v{r.vehicle}"]
        found = [k for k in found if not k.endswith("None")]
        if r.dob:
            found.append(f"d{r.dob}")
        if r.address:
            found.append(f"a{r.address}")
        if r.email:
            found.append(f"m{r.email.partition('@')[0]}")
        for s in sounds:
            found += [f"sf{s}|{f}" for f in firsts]
            found += [f"sy{s}|{r.year}"] if r.year else []
            found += [f"sc{s}|{r.postcode}"] if r.postcode else []
            found += [f"so{s}|{r.place}|{r.occupation}"] if r.place else []
        for f in firsts:
            found += [f"fy{f}|{r.year}|{r.place}", f"fm{f}|{(r.dob or '')[:7]}"] if r.dob else []
            found += [f"fc{f}|{r.postcode}"] if r.postcode else []
            found += [f"fp{f}|{r.place}|{r.occupation}"] if r.place and r.occupation else []
        if r.given and r.surname:
            found.append("=" + "".join(sorted((r.given + r.surname).replace(" ", ""))))
            found.append("x" + "|".join(sorted((r.given[:3], r.surname[:3]))) + f"|{r.year}")
        if r.postcode and r.year:
            found.append(f"cy{r.postcode}|{r.year}")
        for key in dict.fromkeys(found):
            yield (i, key)
