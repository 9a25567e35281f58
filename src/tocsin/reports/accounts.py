"""What readers hand over: a source of bytes in, accounts and all that was refused out."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from tocsin.errors import TooLargeError, UnreadableFileError
from tocsin.records import Notice, Rejection, SetAside
from tocsin.reports.columns import TableSeen
from tocsin.reports.options import ReadingOptions
from tocsin.reports.texts import encoding_of


@dataclass(frozen=True, slots=True)
class Source:
    """One file: on disk, or held in memory when it was cut out of an archive or a mail."""

    name: str
    """Path below the PATH given; for a part of an archive `archive.zip/inner name`."""
    path: Path | None = None
    held: bytes | None = None
    depth: int = 0
    """How many archives and mails it was taken out of."""
    budget: list[int] | None = field(default=None, compare=False, repr=False)
    """Bytes that may still be unpacked from the archive it came in, shared by all its parts."""

    @property
    def ending(self) -> str:
        """The file's ending in lower case, without the dot."""
        last = self.name.rsplit("/", 1)[-1]
        return last.rsplit(".", 1)[-1].lower() if "." in last else ""

    @property
    def size(self) -> int:
        """Bytes."""
        if self.held is not None:
            return len(self.held)
        assert self.path is not None
        return self.path.stat().st_size

    def open(self) -> BinaryIO:
        """A stream of its bytes."""
        if self.held is not None:
            return io.BytesIO(self.held)
        assert self.path is not None
        return self.path.open("rb")

    def content(self, options: ReadingOptions) -> bytes:
        """All bytes, for readers that need the whole file.

        Raises:
            TooLargeError: refused by its size, before a byte is read.
            UnreadableFileError: it is empty.
        """
        check_size(self, options.limit("file_megabytes"))
        if self.held is not None:
            return self.held
        with self.open() as stream:
            return stream.read()


def check_size(source: Source, megabytes: int) -> None:
    """Refuse empty files and files over the limit."""
    size = source.size
    if size == 0:
        raise UnreadableFileError("the file is empty.", remedy="Send it again, or leave it out.")
    if size > megabytes * 1_000_000:
        raise TooLargeError(
            f"{size / 1e6:,.0f} MB is more than the {megabytes:,} MB a file of this kind may have.",
            remedy="Split it, or raise the limit in tocsin.yaml (docs/reference/policies.md).",
        )


def encoding_told(source: Source, options: ReadingOptions) -> tuple[str, tuple[Notice, ...]]:
    """The encoding of a file that is read line by line, and a notice where it is not UTF-8.

    Raises:
        TooLargeError: refused by its size.
        UnreadableFileError: it is empty.
    """
    check_size(source, options.limit("stream_megabytes"))
    with source.open() as stream:
        encoding = encoding_of(stream)
    if encoding in {"utf-8", "utf-8-sig"}:
        return encoding, ()
    return encoding, (Notice(source.name, "", f"Not UTF-8: read as {encoding}."),)


@dataclass(frozen=True, slots=True)
class Told:
    """A field's value as written, and how it is known."""

    value: str
    known_by: str
    row: int = 0
    """Row of a table, for the message when the value is not what it should be."""
    column: str = ""


@dataclass(slots=True)
class Account:
    """One account as a reader found it, not yet a report."""

    text: str
    place: str = ""
    fields: dict[str, Told] = field(default_factory=dict)
    is_forward: bool = False
    message_id: str = ""
    cites: tuple[str, ...] = ()
    quoted: list[Account] = field(default_factory=list)
    """Accounts cut out of this one: the quoted parts of a mail."""


Found = Account | Rejection | Notice | SetAside | TableSeen | Source
"""A reader may also hand over further sources: the files inside an archive or a mail."""
Reader = Callable[[Source, ReadingOptions], Iterator[Found]]
