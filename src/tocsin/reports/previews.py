"""What would be read, before it is: the entries of a file, the columns of a table."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tocsin.errors import UnreadableFileError
from tocsin.records import Notice, Rejection, SetAside
from tocsin.reports.accounts import Account, Source
from tocsin.reports.building import Builder
from tocsin.reports.columns import Column, TableSeen
from tocsin.reports.drafts import Draft
from tocsin.reports.options import ReadingOptions
from tocsin.reports.readers import read_source


@dataclass(frozen=True, slots=True)
class EntryPreview:
    """One account a file would be read as."""

    place: str
    received: str
    known_by: str
    author: str
    begins: str


def preview_split(path: Path, options: ReadingOptions | None = None) -> list[EntryPreview]:
    """The accounts a file would be read as, in their order.

    Raises:
        UnreadableFileError: nothing in it can be read.
    """
    options = options or ReadingOptions()
    source = _source(path)
    builder = Builder(source, options)
    drafts: list[Draft | Rejection | Notice | SetAside] = []
    for item in read_source(source, options):
        if isinstance(item, Account):
            drafts.extend(builder.drafts(item))
        elif isinstance(item, Rejection) and not item.place:
            raise UnreadableFileError(item.what, where=source.name, remedy=item.remedy)
    return [_shown(draft) for draft in builder.settled(drafts) if isinstance(draft, Draft)]


def _shown(draft: Draft) -> EntryPreview:
    begins = " ".join(draft.text.split())
    return EntryPreview(
        draft.place,
        draft.received.iso() if draft.received else "",
        draft.received_known_by,
        draft.author,
        begins if len(begins) <= 80 else f"{begins[:79]}…",
    )


def preview_columns(
    path: Path, options: ReadingOptions | None = None
) -> list[tuple[str, tuple[Column, ...]]]:
    """What each column of each table of a file would be read as: (sheet, columns).

    Raises:
        UnreadableFileError: there is no table in it.
    """
    options = options or ReadingOptions()
    source = _source(path)
    tables: list[tuple[str, tuple[Column, ...]]] = []
    for item in read_source(source, options):
        if isinstance(item, TableSeen):
            tables.append((item.place, item.columns))
        elif isinstance(item, Rejection) and not item.place:
            raise UnreadableFileError(item.what, where=source.name, remedy=item.remedy)
    if not tables:
        raise UnreadableFileError("there is no table in it.", where=source.name)
    return tables


def _source(path: Path) -> Source:
    if not path.is_file():
        raise UnreadableFileError("there is no such file.", where=path.name)
    return Source(path.name, path)
