"""Which sightings are captures, and which sector an agency belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tocsin.pictures.scale import captures_of
from tocsin.pictures.scale.sectors import CERTAIN, sector_of
from tocsin.policies import shipped
from tocsin.records.mentions import Kind, Role
from tocsin.records.sightings import Sighting, Sightings


def sighting(person: str, agency: str, **changed: Any) -> Sighting:
    row = Sighting(
        person_id=person,
        kind=Kind.PERSON,
        role=Role.AFFECTED,
        report_id=f"{person} {agency}",
        agency=agency,
        teller="",
        received=None,
        occurred=None,
        concerns=(),
        spans=(),
        is_child=True,
        is_shielded=True,
        opens_voice=True,
    )
    return replace(row, **changed)


def table_of(*rows: Sighting) -> tuple[tuple[str, ...], tuple[tuple[int, int], ...]]:
    found = captures_of(Sightings(rows, ()))
    return found.lists, found.counts


def test_a_child_is_on_the_list_of_each_sector_that_saw_it():
    """Two agencies of one sector are one list."""
    rows = [
        sighting("T-1", "Northfield Police"),
        sighting("T-1", "Elm Road School"),
        sighting("T-1", "Border Constabulary"),
        sighting("T-2", "Elm Road School"),
    ]
    assert table_of(*rows) == (("education", "police"), ((0b01, 1), (0b11, 1)))


@pytest.mark.parametrize(
    "changed",
    [
        {"opens_voice": False},
        {"counts": False},
        {"is_child": False},
        {"kind": Kind.VEHICLE},
        {"role": Role.RELATIVE},
        {"role": Role.WITNESS},
        {"role": Role.OTHER},
        {"agency": " "},
    ],
)
def test_what_is_no_capture(changed: dict[str, Any]):
    """Echoes, hearsay alone, adults, things, relatives and unknown agencies add nobody."""
    kept = sighting("T-1", "Elm Road School")
    other = replace(sighting("T-2", "Northfield Police"), **changed)
    assert table_of(kept, other) == table_of(kept)


def test_uncertain_joins_are_undone_in_the_variant():
    """With certain joins only, a mention that is not joined for certain is a child of its own."""
    found = captures_of(
        Sightings(
            (
                sighting("T-1", "Northfield Police"),
                sighting("T-1", "Elm Road School", is_certain=False),
            ),
            (),
        )
    )
    assert found.counts == ((0b11, 1),)
    ((name, strict),) = found.variants
    assert (name, strict.counts) == (CERTAIN, ((0b01, 1), (0b10, 1)))


def test_an_unknown_agency_is_counted_and_named():
    """A name that tells no sector is put with the community, says so, and can be moved."""
    rows = Sightings((sighting("T-1", "Brightwater"),), ())
    found = captures_of(rows)
    assert found.lists == ("community",)
    assert "Brightwater" in found.notes[0]
    moved = captures_of(rows, sectors={"brightwater": "health"})
    assert (moved.lists, moved.notes) == (("health",), ())


@pytest.mark.parametrize(
    ("agency", "sector"),
    [
        ("South Yorkshire Police", "police"),
        ("Police schools liaison", "police"),
        ("School Nursing", "health"),
        ("Elm GP surgery", "health"),
        ("Priory Academy", "education"),
        ("Children’s Services", "council"),
        ("Metropolitan Borough Council", "council"),
        ("Risky Business Project", "community"),
        ("Scandinavia House", ""),
        ("Egpton", ""),
    ],
)
def test_sectors_by_name(agency: str, sector: str):
    """Whole words only, the first sector whose word stands in the name."""
    assert sector_of(agency, shipped()) == sector


def test_no_sightings_make_an_empty_table():
    """Nothing to draw from is no error."""
    assert table_of() == ((), ())
