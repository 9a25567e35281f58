"""The text of a document to accounts: its label lines, and its dated entries if it has some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tocsin.records import Notice
from tocsin.reports.accounts import Account, Found, Source, Told
from tocsin.reports.columns import fold, names_of
from tocsin.reports.entries import split_entries
from tocsin.reports.options import ReadingOptions

LABEL_LINE = re.compile(
    r"^[ \t]*[*_]{0,2}([A-Za-z][A-Za-z0-9 /()'.-]{1,40}?)[*_]{0,2}[ \t]*[:\t]"
    r"[*_]{0,2}[ \t]*(\S.*?)[*_]{0,2}[ \t]*$"
)
_OWN = frozenset({"report_id", "received", "occurred"})
"""What belongs to one entry and not to the whole document."""


def accounts_of_document(
    source: Source,
    text: str,
    options: ReadingOptions,
    *,
    place_of: Callable[[int], str] | None = None,
) -> Iterator[Found]:
    """The account a document holds, or each of its dated entries.

    `place_of` tells the page of a line, for documents that have pages.
    """
    text = text.strip("\ufeff\r\n").replace("\r\n", "\n").replace("\r", "\n")
    fields = head_fields(text, options)
    entries = split_entries(text, source.name, options) if options.split else []
    if not entries:
        if text.strip():
            yield Account(text, "", fields)
        return
    yield Notice(
        source.name,
        "",
        f"Split at its dated headings into {len(entries)} accounts. "
        "See them with 'tocsin split', or read the file whole with --no-split.",
    )
    shared = {name: told for name, told in fields.items() if name not in _OWN}
    for number, entry in enumerate(entries, start=1):
        own = head_fields(entry.text, options)
        if entry.written:
            own.setdefault("received", Told(entry.written, entry.known_by))
        if entry.author:
            own.setdefault("author", Told(entry.author, "name at the head of the entry"))
        page = f"{place_of(entry.line)}, " if place_of else ""
        yield Account(entry.text, f"{page}entry {number}", shared | own)


def head_fields(text: str, options: ReadingOptions) -> dict[str, Told]:
    """Fields that stand as label lines ("Agency: ...") among the first lines."""
    labels = names_of(options.policy).labels
    most = options.limit("head_lines")
    fields: dict[str, Told] = {}
    for line in text.split("\n", most)[:most]:
        match = LABEL_LINE.match(line) if len(line) < 200 else None
        if match:
            label = match[1].strip()
            field = labels.get(fold(label))
            if field and field not in fields:
                fields[field] = Told(match[2], f"line '{label}:'", column=label)
    return fields
