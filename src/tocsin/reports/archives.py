"""zip files, also those inside docx, odt and xlsx: checked before a byte is unpacked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath

from tocsin.errors import RejectedInputError, TooLargeError, UnreadableFileError
from tocsin.records import Notice, Rejection
from tocsin.reports.accounts import Found, Source
from tocsin.reports.files import is_passed_over, shown
from tocsin.reports.options import ReadingOptions

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = 0x1
_SMALL = 100_000
"""Bytes: below this even a high ratio unpacks to nothing that hurts."""
_REDUCE = re.compile(r"^[A-Za-z]:")


def read_zip(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Hand over the files in an archive, each to be read by its own ending."""
    with open_archive(source, options, megabytes=options.limit("zip_megabytes")) as archive:
        budget = source.budget or [options.limit("zip_megabytes") * 1_000_000]
        hidden = 0
        for entry in sorted(archive.infolist(), key=lambda e: e.filename):
            if entry.is_dir():
                continue
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            if any(is_passed_over(part) for part in path.parts if part not in {"..", "."}):
                hidden += 1
                continue
            name = f"{source.name}/{shown(str(path))}"
            try:
                _check_name(path)
                held = _unpack(archive, entry, options, budget)
            except RejectedInputError as error:
                what = error.what[:1].upper() + error.what[1:]
                yield Rejection(name, "", what, error.remedy)
                continue
            yield Source(name, held=held, depth=source.depth + 1, budget=budget)
        if hidden:
            yield Notice(source.name, "", f"{hidden} hidden or system files passed over.")


def open_archive(source: Source, options: ReadingOptions, *, megabytes: int = 0) -> zipfile.ZipFile:
    """Open an archive whose table of contents keeps within the limits.

    Raises:
        UnreadableFileError: protected, broken, or no archive.
        TooLargeError: too many files, or a bomb.
    """
    content = source.content(options)
    if content.startswith(_OLE):
        raise UnreadableFileError(
            "it is protected with a password, or in the format of before 2007.",
            remedy="Open it, take the password off, save it in today's format.",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as error:
        raise UnreadableFileError(
            "the file is broken or cut short.", remedy="Copy or download it again."
        ) from error
    megabytes = megabytes or options.limit("unpacked_megabytes")
    _check_entries(entries, len(content), megabytes, options)
    return archive


def _check_entries(
    entries: list[zipfile.ZipInfo], packed: int, megabytes: int, options: ReadingOptions
) -> None:
    if len(entries) > options.limit("zip_entries"):
        raise TooLargeError(
            f"{len(entries):,} files are more than the {options.limit('zip_entries'):,} an archive "
            "may hold.",
            remedy="Unpack it, and give the folder.",
        )
    size = sum(entry.file_size for entry in entries)
    if size > megabytes * 1_000_000:
        raise TooLargeError(
            f"it unpacks to {size / 1e6:,.0f} MB, more than the {megabytes:,} MB allowed.",
            remedy="Unpack it, look at what it holds, and give the folder.",
        )
    if size > _SMALL and size > max(packed, 1) * options.limit("zip_ratio"):
        raise TooLargeError(
            f"it unpacks to {size // max(packed, 1):,} times its size, as a zip bomb does.",
            remedy="Ask who sent it, and for the files themselves.",
        )
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise UnreadableFileError(
            "it is protected with a password.", remedy="Unpack it with the password first."
        )


def _check_name(path: PurePosixPath) -> None:
    if path.is_absolute() or ".." in path.parts or _REDUCE.match(str(path)):
        raise UnreadableFileError(
            "its name in the archive leads out of the folder.", remedy="Ask who packed it."
        )


def _unpack(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, options: ReadingOptions, budget: list[int]
) -> bytes:
    """One file; `budget` holds the bytes that may still be unpacked, nested archives included."""
    if entry.file_size > options.limit("file_megabytes") * 1_000_000:
        raise TooLargeError(
            f"{entry.file_size / 1e6:,.0f} MB is more than one file in an archive may have.",
            remedy="Unpack it, and give the file itself.",
        )
    budget[0] -= entry.file_size
    if budget[0] < 0:
        raise TooLargeError(
            "the archive unpacks to more than is allowed.", remedy="Unpack it, and give the folder."
        )
    try:
        return archive.read(entry)
    except Exception as error:  # unknown methods, bad sums, cut data: many kinds
        raise UnreadableFileError(
            "this file is broken inside the archive.", remedy="Pack it again."
        ) from error


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part of a document; empty where it has none.

    Raises:
        UnreadableFileError: broken, or it declares entities, as no office program does.
    """
    try:
        content = archive.read(name)
    except KeyError:
        return b""
    except Exception as error:
        raise UnreadableFileError(
            "the document is broken or cut short.", remedy="Open it, save it again."
        ) from error
    check_entities(content)
    return content


def check_entities(content: bytes) -> None:
    """Refuse xml that declares entities: it can swell without limit or fetch other files."""
    if (
        b"<!ENTITY" in content
        or b"<\x00!\x00E\x00N" in content
        or b"\x00<\x00!\x00E\x00N" in content
    ):
        raise UnreadableFileError(
            "it declares xml entities, which can swell without limit.",
            remedy="Open it in an office program, save it again.",
        )
