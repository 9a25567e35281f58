"""From sightings of children to a table: which sectors' first-hand reports name each child."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from tocsin.pictures.scale.captures import Captures, from_lists
from tocsin.policies import Policy, shipped
from tocsin.records.mentions import Kind, Role
from tocsin.records.sightings import Sighting, Sightings

_ROLES = frozenset({Role.AFFECTED, Role.ALLEGED, Role.UNKNOWN})
"""A child who is a witness, a relative or a bystander is not one of those looked for."""
CERTAIN = "certain joins only"


def captures_of(
    sightings: Sightings,
    policy: Policy | None = None,
    *,
    sectors: Mapping[str, str] | None = None,
) -> Captures:
    """Children by the sectors whose first-hand reports name them.

    Echoes, hearsay alone and accounts suspected false are no captures: a sector that only repeats
    another one has seen nobody. `sectors` puts agencies by name into sectors of one's own. With
    it come the same children at a stricter linkage threshold, where a mention that is not joined
    for certain is a child of its own.

    A hidden number of adults of concern has no honest model and is not offered.
    """
    policy = policy or shipped()
    own = {name.casefold(): sector for name, sector in (sectors or {}).items()}
    rows = [row for row in sightings.rows if _is_capture(row)]
    named = [row for row in rows if row.agency.strip()]
    found = {row.agency: own.get(row.agency.casefold()) for row in named}
    unsure = sorted(a for a, sector in found.items() if not (sector or sector_of(a, policy)))
    where = {a: s or sector_of(a, policy) or policy["sectors.unknown"] for a, s in found.items()}
    loose = _members((row.person_id, where[row.agency]) for row in named)
    strict = _members((_strictly(row, where[row.agency]), where[row.agency]) for row in named)
    notes = _notes(len(rows) - len(named), unsure, policy["sectors.unknown"])
    return replace(from_lists(loose), notes=notes, variants=((CERTAIN, from_lists(strict)),))


def sector_of(agency: str, policy: Policy) -> str:
    """The sector that an agency's name tells of; empty where it tells of none.

    >>> [sector_of(name, shipped()) for name in ("Northfield School Nursing", "Bridge")]
    ['health', '']
    """
    folded = agency.casefold().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
    for sector, signs in policy.table("sectors")["sectors"].items():
        if any(re.search(rf"(?<!\w){re.escape(sign)}(?!\w)", folded) for sign in signs):
            return str(sector)
    return ""


def _is_capture(row: Sighting) -> bool:
    first_hand = row.opens_voice and row.counts
    return row.kind is Kind.PERSON and row.is_child and first_hand and row.role in _ROLES


def _strictly(row: Sighting, sector: str) -> str:
    """Who this is when only certain joins hold; each sector's uncertain mentions are one child."""
    return row.person_id if row.is_certain else f"{row.person_id} {sector}"


def _members(pairs: Iterable[tuple[str, str]]) -> dict[str, set[str]]:
    lists: dict[str, set[str]] = {}
    for person, sector in pairs:
        lists.setdefault(sector, set()).add(person)
    return lists


def _notes(without: int, unsure: list[str], sector: str) -> tuple[str, ...]:
    notes = []
    if without:
        notes.append(f"{without:,} sightings whose agency is not known are left out.")
    if unsure:
        shown = ", ".join(unsure[:5]) + (" and others" if len(unsure) > 5 else "")
        notes.append(
            f"No sector is known for {shown}: counted under '{sector}'. "
            "Put them where they belong with --sectors."
        )
    return tuple(notes)
