"""What one change of a case did: what whoever stores it has to write anew."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.records.attention import Entry, ListName
from tocsin.records.echoes import Echo
from tocsin.records.mentions import Extraction
from tocsin.records.people import Join, Subject
from tocsin.records.sightings import Sightings


@dataclass(frozen=True, slots=True)
class Update:
    """What one change did. What is not named here is as it was."""

    extractions: tuple[Extraction, ...] = ()
    """Of the reports that were read."""
    echoed: tuple[str, ...] = ()
    """Reports whose echoes are now others; all that each of them has stand in `echoes`."""
    echoes: tuple[Echo, ...] = ()
    subjects: tuple[Subject, ...] = ()
    """Subjects that are new, or hold other mentions or cores than before."""
    redirects: Mapping[str, str] = field(default_factory=dict)
    """Numbers that no subject bears any longer, and the number each leads on to."""
    listed: tuple[str, ...] = ()
    """Subjects whose entries are now others; all that each of them has stand in `entries`."""
    entries: tuple[Entry, ...] = ()
    gone: tuple[str, ...] = ()
    """Numbers that no subject bears any longer."""
    gone_entries: tuple[tuple[str, ListName], ...] = ()
    """(person_id, list) of entries that are there no more."""
    joins: tuple[Join, ...] = ()
    """Around changed people, all; of things, those of the reports that were added."""
    recounted: tuple[str, ...] = ()
    """Subjects whose sightings may be others; all that each of them has stand in `sightings`."""
    sightings: Sightings = field(default_factory=lambda: Sightings((), ()))
    """And the ties stated by reports that were read, or in which somebody is another subject."""
    timings: Mapping[str, float] = field(default_factory=dict, compare=False)
    """Seconds by stage."""
