"""Files and folders to reports: the one way in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tocsin.records import Notice, Reading, Rejection, SetAside
from tocsin.reports.accounts import Account, Source
from tocsin.reports.building import Builder
from tocsin.reports.columns import TableSeen
from tocsin.reports.drafts import Draft
from tocsin.reports.files import digest, walk
from tocsin.reports.identity import numbered
from tocsin.reports.inputs import settings_file_of
from tocsin.reports.options import ReadingOptions
from tocsin.reports.readers import read_source

_STREAMED = frozenset({"csv", "jsonl", "mbox", "ndjson", "tsv"})
Progress = Callable[[str, int, int], None]
"""Called with the file's name, how many files are done and how many there are."""


def read_paths(
    paths: Sequence[Path | str],
    options: ReadingOptions | None = None,
    progress: Progress | None = None,
) -> Reading:
    """Read everything below the paths given.

    Args:
        paths: files and folders; folders are read with all below them.
        options: mapping of columns, splitting, policy.
        progress: told after each file.

    Returns:
        Reports in order of receipt and number; what was refused, noticed and set aside, in order
        of file and place. Nothing depends on the order of `paths`, on file times or on where the
        folder lies.
    """
    options = options or ReadingOptions()
    found = list(walk([Path(path) for path in paths]))
    rejected = [item for item in found if isinstance(item, Rejection)]
    notices = [item for item in found if isinstance(item, Notice)]
    sources = [item for item in found if isinstance(item, Source)]
    settings: dict[str, Path] = {}
    aside: list[SetAside] = []
    drafts: list[Draft] = []
    digests: list[bytes] = []
    for done, source in enumerate(sources, start=1):
        name = settings_file_of(source)
        if name and source.path and name not in settings:
            settings[name] = source.path
        else:
            _sort_out(_drafts(source, options), drafts, rejected, notices, aside)
        digests.append(_digest(source, options))
        if progress:
            progress(source.name, done, len(sources))
    reports, told = numbered(drafts)
    return Reading(
        tuple(reports),
        tuple(sorted(rejected, key=lambda r: (r.source_file, _place(r.place), r.what))),
        tuple(sorted([*notices, *told], key=lambda n: (n.source_file, _place(n.place), n.what))),
        tuple(sorted(aside, key=lambda s: (s.source_file, _place(s.place), s.why, s.text))),
        settings,
        hashlib.sha256(b"".join(sorted(digests))).hexdigest(),
    )


def _drafts(
    source: Source, options: ReadingOptions
) -> Iterator[Draft | Rejection | Notice | SetAside]:
    """Everything in a source and in the sources inside it."""
    builder = Builder(source, options)
    own: list[Draft | Rejection | Notice | SetAside] = []
    is_empty = True
    for item in read_source(source, options):
        is_empty = is_empty and not isinstance(item, Account | Rejection | Source)
        if isinstance(item, Source):
            yield from _drafts(item, options)
        elif isinstance(item, Account):
            own.extend(builder.drafts(item))
        elif not isinstance(item, TableSeen):
            own.append(item)
    if is_empty:
        own.append(Rejection(source.name, "", "There is no report in this file.", "Leave it out."))
    yield from builder.settled(own)


def _sort_out(
    items: Iterable[Draft | Rejection | Notice | SetAside],
    drafts: list[Draft],
    rejected: list[Rejection],
    notices: list[Notice],
    aside: list[SetAside],
) -> None:
    for item in items:
        if isinstance(item, Draft):
            drafts.append(item)
        elif isinstance(item, Rejection):
            rejected.append(item)
        elif isinstance(item, Notice):
            notices.append(item)
        else:
            aside.append(item)


def _digest(source: Source, options: ReadingOptions) -> bytes:
    """Of the contents; of a file refused for its size, only of that."""
    try:
        size = source.size
        if source.ending not in _STREAMED and size > options.limit("file_megabytes") * 1_000_000:
            return hashlib.sha256(f"{size} bytes, not read".encode()).digest()
        return digest(source)
    except OSError:
        return b""


def _place(place: str) -> list[tuple[int, str]]:
    """Row 9 before row 10."""
    return [(int(word), "") if word.isdecimal() else (-1, word) for word in place.split()]
