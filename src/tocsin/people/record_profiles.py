"""Records as the comparisons read them, and the keys under which they meet, made in SQL.

Only what one word of a name says (its forms, its sounds, how rare it is) is worked out in Python,
once a word.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import log2

import pyarrow as pa
from duckdb import DuckDBPyConnection

from tocsin.people.record_comparisons import MARKED, STEPS
from tocsin.people.record_values import FIRST_NAMES_LISTED, SURNAMES_LISTED
from tocsin.people.table import FOLDED, Records
from tocsin.policies import Policy
from tocsin.values.name_lists import first_name_count, surname_count
from tocsin.values.names import roots, sound_keys

RECORDS_EACH = 3
_LISTED_WEIGHS = 500
"""How many records weigh as much as what the shipped lists say of a name."""
_LEAST_SHARE = {"given": 1 / 5_000, "surname": 1 / 10_000}
_MOST_COMMON_BITS, _BITS_A_STEP = 6.0, 1.75
"""A name of more than one in 64 is of step 0; each further step is 3.4 times rarer."""
_NOBODYS_SHARE, _NOBODYS_LEAST = 1 / 40, 25
"""A value in more records than that tells nobody from another."""
_DAYS_SHARE, _DAYS_LEAST = 1 / 100, 12
_NAMES_MOST = 6
"""How many people of different names may give one number before it says little."""
_DIFFERENT_NAMES = "count(DISTINCT coalesce(given[1], '') || coalesce(surname[1:2], ''))"
_DIFFER_LEAST = 2
_MAY_BE_CONSTANT = (
    "sex", "dob", "year", "age", "address", "house", "postcode", "place", "occupation", "email",
    "phone", "identifier", "vehicle",
)  # fmt: skip
_SOUNDS_EACH = 3


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many records there are, and how many differ in anything that is compared."""

    records: int
    different: int
    too_common: int
    """Keys shared by so many that only neighbours were compared."""


def load_records(connection: DuckDBPyConnection, records: Records) -> None:
    """Fill `rows` (row of the table → idx), `profiles` (one for each different record).

    Records that agree in everything are one profile, `copies` tells of how many. `idx` follows
    the names, so that within a key too common for all pairs neighbours have like names.
    """
    table = records.columns.append_column("row", pa.array(range(len(records)), pa.int32()))
    connection.register("folded", table)
    fields = ", ".join(FOLDED)
    connection.execute(
        f"""
        CREATE TABLE different AS
        SELECT row_number() OVER (
                ORDER BY surname, given, dob, year, {fields}
            )::INTEGER - 1 AS idx, *
        FROM (SELECT {fields}, count(*)::INTEGER AS copies FROM folded GROUP BY {fields})
        """
    )
    same = " AND ".join(f"f.{c} IS NOT DISTINCT FROM d.{c}" for c in FOLDED)
    connection.execute(
        f"CREATE TABLE rows AS SELECT f.row, d.idx FROM folded AS f JOIN different AS d ON {same}"
    )
    connection.unregister("folded")
    _load_words(connection, len(records))
    _silence_constants(connection, len(records))
    _load_profiles(connection)


def _load_words(connection: DuckDBPyConnection, size: int) -> None:
    """`givens`, `surnames`, `nicks`: what each word says."""
    for name, column in (("givens", "given"), ("surnames", "surname")):
        found = connection.execute(
            f"SELECT {column}, sum(copies) FROM different WHERE {column} IS NOT NULL"
            f" GROUP BY {column} ORDER BY {column}"
        ).fetchall()
        make = _given_rows if column == "given" else _surname_rows
        _register(connection, name, make(found, size))
    nicks = connection.execute(
        "SELECT DISTINCT nickname FROM different WHERE nickname IS NOT NULL ORDER BY nickname"
    ).fetchall()
    _register(
        connection,
        "nicks",
        {
            "word": [w for (w,) in nicks],
            "roots": [sorted({r for part in w.split() for r in roots(part)}) for (w,) in nicks],
        },
    )


def _register(
    connection: DuckDBPyConnection, name: str, columns: Mapping[str, list[object]]
) -> None:
    kinds = {
        "word": pa.string(),
        "step": pa.int32(),
    }
    table = pa.table(
        {c: pa.array(v, kinds.get(c, pa.list_(pa.string()))) for c, v in columns.items()}
    )
    connection.register("incoming", table)
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
    connection.unregister("incoming")


def _given_rows(found: Iterable[tuple[str, int]], size: int) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {"word": [], "step": [], "roots": [], "sounds": []}
    for word, count in found:
        known = sorted(roots(word))
        columns["word"].append(word)
        columns["step"].append(step_of("given", word, int(count), size))
        columns["roots"].append(known)
        sounds = {min(sound_keys(form.replace(" ", ""))) for form in known if form}
        columns["sounds"].append(sorted(sounds)[:_SOUNDS_EACH])
    return columns


def _surname_rows(found: Iterable[tuple[str, int]], size: int) -> dict[str, list[object]]:
    columns: dict[str, list[object]] = {"word": [], "step": [], "sounds": [], "names": []}
    for word, count in found:
        columns["word"].append(word)
        columns["step"].append(step_of("surname", word, int(count), size))
        columns["sounds"].append(sorted(sound_keys(word.replace(" ", "")))[:2])
        columns["names"].append(sorted({w for w in word.split() if len(w) > 2}))
    return columns


def step_of(column: str, word: str, count: int, size: int) -> int:
    """How rare a name is: the table's own share of it, over what the shipped lists say.

    The records that one person may have do not make a name common.
    """
    listed = (
        first_name_count(word) / FIRST_NAMES_LISTED
        if column == "given"
        else surname_count(word) / SURNAMES_LISTED
    )
    seen = max(count - RECORDS_EACH, 0)
    share = (seen + _LISTED_WEIGHS * max(listed, _LEAST_SHARE[column])) / (size + _LISTED_WEIGHS)
    return _step(share)


def _step(share: float) -> int:
    return max(0, min(STEPS - 1, int((-log2(share) - _MOST_COMMON_BITS) // _BITS_A_STEP + 1)))


def _step_sql(count: str, total: str) -> str:
    bits = f"(-log2({count} / {total}::DOUBLE) - {_MOST_COMMON_BITS - 2})"
    return f"greatest(0, least({STEPS - 1}, floor({bits} / {_BITS_A_STEP}) + 1))::INTEGER"


def _silence_constants(connection: DuckDBPyConnection, size: int) -> None:
    """A column that says one thing in every row tells nobody apart, unless all rows are one name.

    Its values are taken away, so that no comparison takes them for agreement.
    """
    for field in _MAY_BE_CONSTANT:
        connection.execute(
            f"""
            UPDATE different SET {field} = NULL
            WHERE (SELECT count(DISTINCT {field}) = 1 AND {_DIFFERENT_NAMES} >= {_DIFFER_LEAST}
                AND sum(copies) FILTER ({field} IS NOT NULL) = {size} FROM different)
            """
        )


def _load_profiles(connection: DuckDBPyConnection) -> None:
    joins, chosen = [], []
    for field in ("place", "occupation", "postcode"):
        connection.execute(
            f"""
            CREATE TABLE of_{field} AS
            SELECT value,
                n > greatest(total * {_NOBODYS_SHARE}, {_NOBODYS_LEAST}) AS nobodys,
                {_step_sql(f"greatest(n - {RECORDS_EACH}, 1)", "(total + 20)")} AS step
            FROM (SELECT {field} AS value, sum(copies) AS n, sum(sum(copies)) OVER () AS total
                FROM different WHERE {field} IS NOT NULL GROUP BY {field})
            """
        )
        joins.append(f"LEFT JOIN of_{field} ON of_{field}.value = d.{field}")
        chosen.append(f"CASE WHEN NOT of_{field}.nobodys THEN d.{field} END AS {field}")
        if field != "postcode":
            chosen.append(f"of_{field}.step AS {field}_step")
    for field in ("address", "email", "phone", "identifier", "vehicle"):
        connection.execute(
            f"""
            CREATE TABLE of_{field} AS SELECT {field} AS value FROM different
            WHERE {field} IS NOT NULL GROUP BY {field}
            HAVING {_DIFFERENT_NAMES} > {_NAMES_MOST}
            """
        )
        joins.append(f"LEFT JOIN of_{field} ON of_{field}.value = d.{field}")
        chosen.append(f"d.{field}, of_{field}.value IS NOT NULL AS {field}_common")
    connection.execute(
        f"""
        CREATE TABLE of_dob AS SELECT dob AS value FROM (
            SELECT dob, sum(copies) AS n, sum(sum(copies)) OVER () AS total,
                {_DIFFERENT_NAMES} AS names
            FROM different WHERE dob IS NOT NULL GROUP BY dob)
        WHERE n > greatest(total * {_DAYS_SHARE}, {_DAYS_LEAST}) AND names > {_NAMES_MOST}
        """
    )
    joins.append("LEFT JOIN of_dob ON of_dob.value = d.dob")
    marks = ", ".join(
        f"coalesce(list_bit_or(list_transform({column}, lambda w: 1::UBIGINT << (hash(w) % 64))),"
        f" 0)::UBIGINT AS {column}_marks"
        for column in MARKED
    )
    connection.execute(
        f"""
        CREATE TABLE profiles AS SELECT *, {marks} FROM (
        SELECT d.idx, d.copies, d.given, coalesce(g.step, 0) AS given_step,
            list_distinct(list_concat(coalesce(g.roots, []), coalesce(k.roots, []))) AS roots,
            coalesce(g.sounds, []) AS sounds,
            list_sort(list_filter(string_split(
                concat_ws(' ', d.given, d.middle, d.surname), ' '), lambda w: len(w) > 1)) AS words,
            len(words)::INTEGER AS word_count, d.middle, d.surname,
            coalesce(s.step, 0) AS surname_step,
            coalesce(s.sounds, []) AS surname_sounds, coalesce(s.names, []) AS names, d.sex,
            d.dob, of_dob.value IS NOT NULL AS dob_common, d.year::INTEGER AS year,
            d.age::INTEGER AS age, d.house, {", ".join(chosen)}
        FROM different AS d
        LEFT JOIN givens AS g ON g.word = d.given
        LEFT JOIN surnames AS s ON s.word = d.surname
        LEFT JOIN nicks AS k ON k.word = d.nickname
        {" ".join(joins)})
        ORDER BY idx
        """
    )
    for made in ("different", "givens", "surnames", "nicks"):
        connection.execute(f"DROP TABLE {made}")


_PLAIN, _SURNAME, _GIVEN, _BOTH = "profiles", "by_surname", "by_given", "by_both"
_KEYS = {
    # Every field its own way in; names turned, run together, or in another order.
    _PLAIN: (
        "'i' || identifier",
        "'e' || email",
        "'m' || split_part(email, '@', 1)",
        "'p' || phone",
        "'v' || vehicle",
        "'d' || dob",
        "'a' || address",
        "'cy' || postcode || year",
        "'ch' || postcode || '|' || house",
        "'=' || nullif(array_to_string(words, ' '), '')",
        "'x' || least(given[:3], surname[:3]) || '|' || greatest(given[:3], surname[:3]) || '|'"
        " || coalesce(year, 0) || CASE WHEN given IS NOT NULL AND surname IS NOT NULL THEN '' END",
    ),
    # A name's sounds, together and with what else is told.
    _SURNAME: (
        "'sy' || s || '|' || year",
        "'sc' || s || '|' || postcode",
        "'sa' || s || '|' || address",
        "'so' || s || '|' || place || '|' || occupation",
        "'sp' || s || '|' || place",
        "'sq' || s || '|' || phone[-6:]",
        "'s1' || s || CASE WHEN given IS NULL THEN '' END",
    ),
    _GIVEN: (
        "'fy' || f || '|' || year || '|' || place",
        "'fm' || f || '|' || dob[:7]",
        "'fc' || f || '|' || postcode",
        "'fa' || f || '|' || address",
        "'fp' || f || '|' || place || '|' || occupation",
        "'f1' || f || CASE WHEN surname IS NULL THEN '' END",
    ),
    _BOTH: ("'sf' || s || '|' || f",),
}
"""Keys by the table they are made from; a key of which a part is missing is none."""


def load_candidates(connection: DuckDBPyConnection, policy: Policy) -> int:
    """Fill `blocked_pairs` as Splink reads it; tells how many keys were too common for all pairs.

    Where a key is shared by too many, each record meets its next neighbours in order of name.
    """
    limit, next_ones = int(policy["people.block_all_pairs"]), int(policy["people.block_neighbours"])
    told = "idx, given, surname, dob, year, phone, address, postcode, place, occupation"
    connection.execute(
        f"""
        CREATE TABLE by_surname AS SELECT {told}, unnest(surname_sounds) AS s FROM profiles;
        CREATE TABLE by_given AS SELECT {told}, unnest(sounds) AS f FROM profiles;
        CREATE TABLE by_both AS SELECT idx, s, unnest(sounds) AS f FROM (
            SELECT idx, sounds, unnest(surname_sounds) AS s FROM profiles);
        """
    )
    union = " UNION ALL ".join(
        f"SELECT hash({code}) AS k, idx FROM {source} WHERE ({code}) IS NOT NULL"
        for source, codes in _KEYS.items()
        for code in codes
    )
    connection.execute(f"CREATE TABLE keys AS {union}")
    connection.execute("DROP TABLE by_surname; DROP TABLE by_given; DROP TABLE by_both")
    _word_keys(connection)
    connection.execute(
        """
        CREATE TABLE shared AS
        SELECT k, idx, row_number() OVER (PARTITION BY k ORDER BY idx) AS place, n
        FROM keys JOIN (SELECT k, count(*) AS n FROM keys GROUP BY k HAVING count(*) > 1) USING (k)
        """
    )
    connection.execute("DROP TABLE keys")
    connection.execute(
        f"""
        CREATE TABLE blocked_pairs AS
        SELECT DISTINCT '0' AS match_key, a.idx AS join_key_l, b.idx AS join_key_r
        FROM shared AS a JOIN shared AS b
            ON a.k = b.k AND b.place > a.place AND b.place <= a.place
                + CASE WHEN a.n <= {limit} THEN {limit} ELSE {next_ones} END
        """
    )
    ((common,),) = connection.execute(
        f"SELECT count(DISTINCT k) FROM shared WHERE n > {limit}"
    ).fetchall()
    connection.execute("DROP TABLE shared")
    return int(common)


def _word_keys(connection: DuckDBPyConnection) -> None:
    """Two words of a long name, by sound, in any order: for names of many words."""
    rows = connection.execute("SELECT idx, words FROM profiles WHERE word_count BETWEEN 3 AND 8")
    found: tuple[list[str], list[int]] = ([], [])
    while batch := rows.fetchmany(50_000):
        for idx, words in batch:
            sounds = sorted({min(sound_keys(w)) for w in words})
            for a, b in combinations(sounds, 2):
                found[0].append(f"w{a}|{b}")
                found[1].append(idx)
    table = pa.table(
        {"code": pa.array(found[0], pa.string()), "idx": pa.array(found[1], pa.int32())}
    )
    connection.register("incoming", table)
    connection.execute("INSERT INTO keys SELECT hash(code), idx FROM incoming")
    connection.unregister("incoming")
