"""Sightings written by hand: who is named where, in as few words as a test needs."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from tocsin.records import Kind, RelationKind, Role, Sighting, Sightings, StatedTie
from tocsin.values.dates import PartialDate

FIRST_DAY = date(2019, 3, 1)
AS_OF = date(2030, 1, 1)

KINDS = {
    "P": Kind.PERSON,
    "H": Kind.PREMISES,
    "A": Kind.ADDRESS,
    "V": Kind.VEHICLE,
    "T": Kind.PHONE,
    "O": Kind.ORGANISATION,
}


def sighting(person_id: str, report_id: str, **values: Any) -> Sighting:
    """A sighting; the first letter of the number says the kind, and adults named are the rule."""
    on = PartialDate.of_day(FIRST_DAY)
    usual: dict[str, Any] = {
        "kind": KINDS[person_id[0]],
        "role": Role.ALLEGED if person_id[0] == "P" else Role.UNKNOWN,
        "agency": "Ashby Police",
        "teller": report_id,
        "received": on,
        "occurred": None,
        "concerns": (),
        "spans": ((0, 5),),
        "is_child": False,
        "is_shielded": False,
        "opens_voice": True,
    }
    return Sighting(person_id=person_id, report_id=report_id, **{**usual, **values})


def told(text: str, *, ties: Iterable[tuple[str, str, RelationKind, str]] = ()) -> Sightings:
    """One report a line: `R1: P1 P2 V1`; each name stands 40 letters after the one before.

    A report number with `'` is an echo; with `?` hearsay alone.
    """
    rows = []
    for number, line in enumerate(text.split("\n")):
        report_id, _, names = line.strip().partition(":")
        on = PartialDate.of_day(FIRST_DAY + timedelta(days=30 * number))
        for place, name in enumerate(names.split()):
            rows.append(
                sighting(
                    name,
                    report_id,
                    received=on,
                    spans=((40 * place, 40 * place + 5),),
                    opens_voice="'" not in report_id,
                    counts="?" not in report_id,
                )
            )
    return Sightings(tuple(rows), tuple(StatedTie(*tie) for tie in ties))


def meetings(held: Iterable[tuple[str, date, Iterable[str]]]) -> Sightings:
    """One report a meeting, naming all who were there as adults."""
    return Sightings(
        tuple(
            sighting(f"P{person}", meeting, received=PartialDate.of_day(on), spans=((0, 0),))
            for meeting, on, present in held
            for person in sorted(present)
        ),
        (),
    )
