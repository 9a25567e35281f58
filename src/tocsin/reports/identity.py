"""The number of each report: the input's own reference, else a hash of what was said.

Never a path and never an order, so that the same reports get the same numbers wherever they lie.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from tocsin.records import Notice, Report
from tocsin.reports.building import QUOTED_WITH
from tocsin.reports.drafts import Draft, received_order

_DIGITS = 16
_CLASH_DIGITS = 4
_NUMBER = re.compile(r"\d+")
_SUBJECT = re.compile(r"\ASubject: [^\n]*\n\n")
_TELLING = 15
"""Characters: shorter words ("Thanks.") are said often by many."""


def numbered(drafts: Sequence[Draft]) -> tuple[list[Report], list[Notice]]:
    """Reports in order of receipt, each under a number of its own; and what was said of doubles."""
    notices: list[Notice] = []
    kept: dict[tuple[str, str], Draft] = {}
    same_as = _quoted_elsewhere(drafts)
    for draft in drafts:
        draft.content_hash = content_hash(draft)
        if id(draft) in same_as:
            continue
        key = (draft.reference, draft.content_hash)
        first = kept.setdefault(key, draft)
        if first is not draft:
            kept[key] = _first_of(first, draft)
    by_reference: dict[str, list[Draft]] = defaultdict(list)
    for (reference, digits), draft in kept.items():
        by_reference[reference or digits[:_DIGITS]].append(draft)
    for reference, sharing in by_reference.items():
        notices.extend(_name(reference, sharing))
    for draft in drafts:
        if id(draft) in same_as:
            continue
        held = kept[draft.reference, draft.content_hash]
        draft.report_id = held.report_id
        if held is not draft and draft.quoted_in is None:
            notices.append(_told_twice(draft, held))
    ordered = sorted(kept.values(), key=received_order)
    return _reports(ordered, drafts), notices


def _quoted_elsewhere(drafts: Sequence[Draft]) -> dict[int, Draft]:
    """Quoted parts whose words stand better elsewhere: in the mail itself, or quoted earlier.

    Programs quote without the subject, and wrap lines anew: words are compared, not lines. A part
    without a head of its own is compared by its words alone.
    """
    mails = [d for d in drafts if d.quoted_in is not None or d.message_id or d.channel == "email"]
    by_words: dict[tuple[str, ...], Draft] = {}
    for draft in sorted(mails, key=_mail_rank):
        words = _words_of(draft)
        by_words.setdefault((draft.author, _iso(draft), words), draft)
        by_words.setdefault((words,), draft)
    same_as: dict[int, Draft] = {}
    for draft in mails:
        if draft.quoted_in is None:
            continue
        words = _words_of(draft)
        is_headed = draft.author or draft.received_known_by != QUOTED_WITH
        key = (draft.author, _iso(draft), words) if is_headed else (words,)
        if len(words) >= _TELLING and by_words[key] is not draft:
            same_as[id(draft)] = by_words[key]
    return same_as


def _mail_rank(draft: Draft) -> tuple[object, ...]:
    return (
        (*received_order(draft)[:1], *_rank(draft))
        if draft.quoted_in
        else (date.min, *_rank(draft))
    )


def _words_of(draft: Draft) -> str:
    return " ".join(_SUBJECT.sub("", draft.text).split())


def _iso(draft: Draft) -> str:
    return draft.received.iso() if draft.received else ""


def content_hash(draft: Draft) -> str:
    """SHA-256 of (agency where it is stated, author, received, text), in hex."""
    stated = "" if draft.agency_known_by else draft.agency
    parts = (stated, draft.author, _iso(draft), draft.text)
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "replace")).hexdigest()


def _first_of(left: Draft, right: Draft) -> Draft:
    """Which of two copies stands for both: a mail itself before its quotation, then by place."""
    return min(left, right, key=_rank)


def _rank(draft: Draft) -> tuple[bool, str, str]:
    place = _NUMBER.sub(lambda m: m.group().zfill(9), draft.place)
    return (draft.quoted_in is not None, draft.source_file, place)


def _name(reference: str, sharing: list[Draft]) -> list[Notice]:
    if len(sharing) == 1:
        sharing[0].report_id = reference
        return []
    digits = _CLASH_DIGITS
    while len({d.content_hash[:digits] for d in sharing}) < len(sharing):
        digits += 4
    notices = []
    for draft in sharing:
        draft.report_id = f"{reference}~{draft.content_hash[:digits]}"
        notices.append(
            Notice(
                draft.source_file,
                draft.place,
                f"{len(sharing)} different reports carry the reference {reference}: "
                f"all are kept, this one as {draft.report_id}.",
            )
        )
    return notices


def _told_twice(draft: Draft, held: Draft) -> Notice:
    where = f"{held.source_file}, {held.place}" if held.place else held.source_file
    return Notice(
        draft.source_file, draft.place, f"The same report stands in {where}: it is kept once."
    )


def _reports(ordered: Sequence[Draft], drafts: Sequence[Draft]) -> list[Report]:
    numbers = {draft.report_id for draft in ordered}
    by_message: dict[str, str] = {}
    for draft in sorted(drafts, key=received_order):
        if draft.message_id:
            by_message.setdefault(draft.message_id, draft.report_id)
    return [_report(draft, numbers, by_message) for draft in ordered]


def _report(draft: Draft, numbers: set[str], by_message: dict[str, str]) -> Report:
    cites = (by_message.get(c, c) for c in draft.cites)
    return Report(
        draft.report_id,
        draft.text,
        draft.received,
        draft.received_known_by,
        draft.occurred,
        draft.occurred_known_by,
        draft.agency,
        draft.author,
        draft.channel,
        draft.grade,
        draft.handling,
        tuple(c for c in dict.fromkeys(cites) if c != draft.report_id and _is_known(c, numbers)),
        draft.quoted_in.report_id if draft.quoted_in else "",
        draft.is_forward,
        draft.source_file,
        draft.place,
        draft.agency_known_by,
    )


def _is_known(cited: str, numbers: set[str]) -> bool:
    """Message ids that lead to no report read are nobody's business; references are kept."""
    return cited in numbers or "@" not in cited
