"""txt and md: one account, or the dated entries it holds."""

from __future__ import annotations

from collections.abc import Iterator

from tocsin.errors import UnreadableFileError
from tocsin.records import Notice
from tocsin.reports.accounts import Found, Source
from tocsin.reports.documents import accounts_of_document
from tocsin.reports.options import ReadingOptions
from tocsin.reports.texts import decode, is_binary


def read_plain(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a text file."""
    text, encoding = decode(source.content(options))
    if is_binary(text):
        raise UnreadableFileError(
            "this is not a text file.", remedy="Open it in the program it came from, save as text."
        )
    if encoding not in {"utf-8", "utf-8-sig"}:
        yield Notice(source.name, "", f"Not UTF-8: read as {encoding}.")
    yield from accounts_of_document(source, text, options)
