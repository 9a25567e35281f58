"""What each subject of a network is called: masked as everywhere, and never two alike."""

from __future__ import annotations

from collections import Counter

import pyarrow.parquet as pq

from tocsin.publishing.saved import Saved
from tocsin.publishing.wording import harmless, heading_name
from tocsin.records import Kind


def names_of(saved: Saved, *, show_sources: bool = False) -> dict[str, str]:
    """The label of every subject of an output; initials for whoever is hidden.

    Where two would be called alike, the number stands beside the name.
    """
    masker = saved.masker([""], show_sources=show_sources)
    columns = ["person_id", "kind", "names", "identifiers"]
    rows = pq.read_table(saved.folder / "persons.parquet", columns=columns).to_pylist()
    found: dict[str, str] = {}
    for row in rows:
        written = row["names"] or row["identifiers"]
        shown = masker.names(row["person_id"], written, Kind(row["kind"]))
        found[row["person_id"]] = harmless(heading_name(shown, row["person_id"]))
    often = Counter(found.values())
    return {
        person_id: f"{name} ({person_id})" if often[name] > 1 else name
        for person_id, name in sorted(found.items())
    }


def masked_of(saved: Saved) -> frozenset[str]:
    """Whose names are masked in an output, asked for in full or not: none of them is ranked."""
    rows = pq.read_table(saved.folder / "persons.parquet", columns=["person_id", "masked"])
    return frozenset(row["person_id"] for row in rows.to_pylist() if row["masked"])
