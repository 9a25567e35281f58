"""Cases whose text is marked up with the truth: `[[P01|alleged|words as written]]`."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tocsin.records import Kind, Mention, Role

_MARK = re.compile(r"\[\[([A-Za-z][\w-]*)\|([a-z_ ]+)\|(.*?)\]\]", re.DOTALL)
_KINDS = {
    "T": Kind.PHONE,
    "V": Kind.VEHICLE,
    "A": Kind.ADDRESS,
    "L": Kind.PREMISES,
    "O": Kind.ORGANISATION,
    "H": Kind.HANDLE,
    "E": Kind.HANDLE,
    "I": Kind.IDENTIFIER,
}
_ROLES = {role.value: role for role in Role}
_LABELLED = {kind.value: kind for kind in Kind} | {
    "email": Kind.HANDLE,
    "plate": Kind.VEHICLE,
    "place": Kind.PREMISES,
    "firm": Kind.ORGANISATION,
}


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report with its marks taken out of the text, and the mentions they stood for."""

    row: dict[str, Any]
    """The row as written, `text` without marks, answers (`origin_of`, ...) still in it."""
    mentions: tuple[Mention, ...]
    subject_of: dict[str, str]
    """mention_id → id of the cast."""


def read_marked(path: Path) -> list[MarkedReport]:
    """Read a marked `reports.jsonl`."""
    lines = path.read_text("utf-8").split("\n")  # splitlines would cut at U+2028 inside a text
    return [unmark(json.loads(line)) for line in lines if line.strip()]


def unmark(row: dict[str, Any]) -> MarkedReport:
    """Take the marks out of one row; offsets count code points of the unmarked text."""
    text, pieces, at = row["text"], [], 0
    mentions: list[Mention] = []
    subjects: dict[str, str] = {}
    length = 0
    for mark in _MARK.finditer(text):
        pieces.append(text[at : mark.start()])
        length += mark.start() - at
        at = mark.end()
        subject, label, words = mark.groups()
        kind = kind_of(subject, label)
        role = _ROLES.get(label, Role.UNKNOWN) if kind is Kind.PERSON else Role.UNKNOWN
        mention = Mention(row["report_id"], length, length + len(words), words, kind, role)
        mentions.append(mention)
        subjects[mention.mention_id] = subject
        pieces.append(words)
        length += len(words)
    pieces.append(text[at:])
    return MarkedReport({**row, "text": "".join(pieces)}, tuple(mentions), subjects)


def kind_of(subject: str, label: str) -> Kind:
    """The kind a mark stands for: by its label where that names a kind, else by its letter."""
    if label in _ROLES:
        return Kind.PERSON
    return _LABELLED.get(label) or _KINDS.get(subject[:1].upper(), Kind.PERSON)
