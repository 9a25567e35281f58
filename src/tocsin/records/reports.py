"""A report as it was read, and what was refused or set aside on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tocsin.values.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Grade:
    """An intelligence grade, kept as written; the parts are empty where it says nothing."""

    as_written: str
    scheme: str = ""
    """`3x5x2`, `5x5x5` or empty."""
    source: str = ""
    information: str = ""
    handling: str = ""

    @property
    def suspected_false(self) -> bool:
        """Information graded as suspected to be false (3x5x2 `E`, 5x5x5 `5`)."""
        return (self.scheme == "3x5x2" and self.information == "E") or (
            self.scheme == "5x5x5" and self.information == "5"
        )


@dataclass(frozen=True, slots=True)
class Report:
    """One account received, as written.

    `text` is the text as read: offsets of mentions count its Unicode code points.
    `received` is when it reached the agency that holds it (None: unknown, and then it starts no
    clock); `occurred` when what it tells of happened. Each has a word on how it is known.
    """

    report_id: str
    text: str
    received: PartialDate | None = None
    received_known_by: str = ""
    occurred: PartialDate | None = None
    occurred_known_by: str = ""
    agency: str = ""
    author: str = ""
    channel: str = ""
    grade: Grade | None = None
    handling: str = ""
    """Handling code or marking as written, where it stands apart from the grade."""
    cites: tuple[str, ...] = ()
    """References of other reports this one names in a field or mail header (not read from text)."""
    quoted_in: str = ""
    """The report this account was cut out of, where it is the quoted part of a mail chain."""
    is_forward: bool = False
    """A mail forward: relays what others told."""
    source_file: str = ""
    """Path of the file below the PATH given; never an absolute path."""
    place: str = ""
    """Where in the file: `page 3`, `row 12`, `entry 4`, `message 7`; empty for all of it."""
    agency_known_by: str = ""
    """How `agency` is known where the report does not state it; empty where it does."""

    @property
    def restricted(self) -> bool:
        """Handling 3x5x2 `C`, or 5x5x5 `4` and `5`: counted, but the words are withheld."""
        grade = self.grade
        code = grade.handling if grade else ""
        scheme = grade.scheme if grade else ""
        written = self.handling.strip().upper()
        return (
            (scheme == "3x5x2" and code == "C")
            or (scheme == "5x5x5" and code in {"4", "5"})
            or written in {"C", "4", "5"}
        )


@dataclass(frozen=True, slots=True)
class Rejection:
    """Something that was refused: what, where, and what to do."""

    source_file: str
    place: str
    what: str
    remedy: str
    text: str = ""
    """What could still be read of it (kept with the output, never in a log)."""


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know about a file that was read."""

    source_file: str
    place: str
    what: str


@dataclass(frozen=True, slots=True)
class SetAside:
    """Text found but not meant to be read: under a black box, deleted, commented or hidden."""

    source_file: str
    place: str
    why: str
    text: str


@dataclass(frozen=True, slots=True)
class Reading:
    """All that came out of the given paths, in a fixed order (by received date, then report_id)."""

    reports: tuple[Report, ...]
    rejected: tuple[Rejection, ...] = ()
    notices: tuple[Notice, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    settings_files: Mapping[str, Path] = field(default_factory=dict)
    """`decisions.csv`, `judgements.csv`, `names.csv`, `mended.csv`, `tocsin.yaml` where found."""
    input_hash: str = ""
    """SHA-256 over the contents of all files read, whatever their names and order."""
