"""The text of a document to accounts: its label lines, and its dated entries if it has some."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from tocsin.records import Notice
from tocsin.reports.accounts import Account, Found, Source, Told
from tocsin.reports.agencies import organisation_in
from tocsin.reports.columns import fold, names_of
from tocsin.reports.entries import DatedEntry, split_entries
from tocsin.reports.options import ReadingOptions
from tocsin.reports.quoted_mail import account_of_mail_text, begins_as_mail
from tocsin.reports.texts import as_read
from tocsin.values.dates import Precision
from tocsin.values.written_dates import NotADateError, parse_written_date

LABEL_LINE = re.compile(
    r"^[ \t]*[*_]{0,2}([A-Za-z][A-Za-z0-9 /()'.-]{1,40}?)[*_]{0,2}[ \t]*[:\t]"
    r"[*_]{0,2}[ \t]*(\S.*?)[*_]{0,2}[ \t]*$"
)
_LONGEST_DATE = 40
_LONGEST_TITLE = 120
_OWN = frozenset({"report_id", "received", "occurred"})
"""What belongs to one entry and not to the whole document."""


def accounts_of_document(
    source: Source,
    text: str,
    options: ReadingOptions,
    *,
    place_of: Callable[[int], str] | None = None,
    head: str = "",
) -> Iterator[Found]:
    """The account a document holds, or each of its dated entries.

    `place_of` tells the page of a line, for documents that have pages; `head` is what stands at
    the top of each page, searched for label lines and not read into the text.
    """
    text, turned = as_read(text.lstrip("\ufeff\r\n"))
    if turned:
        yield Notice(source.name, "", "Characters that turn the direction of text were taken out.")
    fields = head_fields(head, options) | head_fields(text, options)
    if "received" not in fields:
        fields |= _dated_line(text, options)
    if begins_as_mail(text):
        yield account_of_mail_text(text, fields, options)
        return
    entries = split_entries(text, source.name, options) if options.split else []
    if entries and _is_dated_after(_above(text, entries, options), entries):
        what = f"Dated as a whole, after the {len(entries)} dated lines in it: read as one account."
        yield Notice(source.name, "", what)
        entries = []
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
    owner = organisation_in(text.lstrip().partition("\n")[0][:_LONGEST_TITLE], options.policy)
    if owner and entries[0].line > 1:
        shared["agency_shown"] = Told(owner, "the title of the file")
    for number, entry in enumerate(entries, start=1):
        page = f"{place_of(entry.line)}, " if place_of else ""
        own = _fields_of(entry, options)
        yield Account(entry.text, f"{page}entry {number}", shared | own)


def _fields_of(entry: DatedEntry, options: ReadingOptions) -> dict[str, Told]:
    own = head_fields(entry.text, options)
    if entry.written and not _is_date(own.get("received")):
        own["received"] = Told(entry.written, entry.known_by)
    if entry.author:
        own.setdefault("author", Told(entry.author, "name at the head of the entry"))
    return own


def _dated_line(text: str, options: ReadingOptions) -> dict[str, Told]:
    """The date of a letter: a line near the top that holds nothing but a day."""
    most = options.limit("head_lines")
    for line in text.split("\n", most)[:most]:
        words = line.strip(" \t*_#")
        if not 6 <= len(words) <= _LONGEST_DATE or not any(map(str.isdigit, words)):
            continue
        try:
            if parse_written_date(words).precision is Precision.DAY:
                return {"received": Told(words, "date line at the top")}
        except NotADateError:
            continue
    return {}


def _is_date(told: Told | None) -> bool:
    try:
        return told is not None and bool(parse_written_date(told.value))
    except ValueError:
        return False


def _above(text: str, entries: Sequence[DatedEntry], options: ReadingOptions) -> dict[str, Told]:
    """The label lines above the first entry."""
    first = next((entry.line for entry in entries if entry.written), 1)
    above = "\n".join(text.split("\n", first)[: first - 1])
    return _dated_line(above, options) | head_fields(above, options)


def _is_dated_after(fields: Mapping[str, Told], entries: Sequence[DatedEntry]) -> bool:
    """A letter that lists what happened when is one account, told on its own date."""
    told = fields.get("received")
    try:
        whole = parse_written_date(told.value) if told else None
        last = max(parse_written_date(e.written).first for e in entries if e.written)
    except ValueError:
        return False
    return whole is not None and whole.first >= last


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
