"""Plain Python beside the database: the same levels, the same weights."""

from __future__ import annotations

from itertools import product

import duckdb
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.support.people_case import Case

from tocsin.people.circles import part_level
from tocsin.people.comparisons import PART
from tocsin.people.model import gamma_of, level_reached, shipped_model
from tocsin.people.record_comparisons import RECORD_SPECS

_LETTERS = "ACWRKOU"
_NAMES = ("Amina Noor", "Amina", "A. Noor", "Noor", "Piotr Wrona", "Wrona", "Comfort Asante")
_ROLES = ("alleged", "affected", "other", "professional", "relative")
_THINGS = ("[phone|unknown|07700 900222]", "[premises|unknown|Elm Bar]", "")

_telling = st.tuples(
    st.lists(st.tuples(st.sampled_from(_NAMES), st.sampled_from(_ROLES)), min_size=1, max_size=2),
    st.sampled_from(_THINGS),
    st.sampled_from(("Police", "School")),
    st.integers(2001, 2012),
)


def test_parts_are_compared_alike_in_python_and_in_sql() -> None:
    """Every pair of parts, in one agency and in two, reaches one level either way."""
    cases = " ".join(f"WHEN {level.sql} THEN '{level.name}'" for level in PART.levels[:-1])
    rows = [
        (a, b, "x", "x" if same else "y")
        for a, b, same in product(_LETTERS, _LETTERS, (True, False))
    ]
    asked = ", ".join(str(row) for row in rows)
    found = (
        duckdb.connect()
        .execute(
            f"SELECT part_l, part_r, agency_l = agency_r, CASE {cases} ELSE 'told' END"
            f" FROM (VALUES {asked}) AS t(part_l, part_r, agency_l, agency_r)"
        )
        .fetchall()
    )
    assert len(found) == len(rows)
    for one, other, same, level in found:
        assert (part_level(one, other, same) or "silent") == level, (one, other, same)


def test_each_level_has_one_number_and_each_number_one_level() -> None:
    """Numbers of levels, as Splink counts them, lead back to the level they came from."""
    specs = (*shipped_model().specs, *RECORD_SPECS)
    shared = {spec.name for spec in specs if sum(s.name == spec.name for s in specs) > 1}
    assert shared, "some comparison of records bears the name of one of mentions"
    for spec in specs:
        for level in spec.levels:
            reached = level_reached(spec, gamma_of(spec, level.name))
            assert (reached is None) if level.is_null else (reached == level)


@given(st.lists(_telling, min_size=2, max_size=6))
@settings(
    max_examples=8, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
def test_the_weights_of_the_levels_add_up_to_the_weight_the_database_found(
    world: list[tuple[list[tuple[str, str]], str, str, int]],
) -> None:
    """Prior and levels, added in Python from the model file, give Splink's weight."""
    case = Case()
    for i, (people, thing, agency, year) in enumerate(world):
        said = " met ".join(f"[person|{role}|{name}]" for name, role in people)
        case.report(f"R{i}", f"{said} {thing}.", agency=agency, on=f"{year}-03-04")
    for made in case.join().joins:
        assert abs(sum(e.weight_bits for e in made.evidence) - made.match_weight) < 0.01
