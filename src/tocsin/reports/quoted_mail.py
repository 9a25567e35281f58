"""A mail's text to accounts: what its sender wrote, and each mail quoted below."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from tocsin.reports.accounts import Account, Told
from tocsin.reports.agencies import agency_of_mail, sender_of
from tocsin.reports.columns import names_of
from tocsin.reports.options import ReadingOptions

_DIVIDER = re.compile(
    r"^[>\s]*(?:[-_=]{2,}\s*(?P<words>original message|forwarded (?:message|by)[^\n]*|"
    r"weitergeleitete nachricht|forwarded)\s*[-_=]{0,}|begin forwarded message:)\s*$",
    re.IGNORECASE,
)
_WROTE = re.compile(
    r"^[>\s]*(?:On\s)(?P<when>.{6,80}?)[,\s]+(?P<who>[^\n]{2,100}?)\s+(?:wrote|said|writes)\s*:\s*$",
    re.IGNORECASE,
)
_HEADER = re.compile(
    r"^[>\s*]*(?P<name>from|sent|date|to|cc|subject|received)\s*:\*{0,2}\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^\s?>+ ?")
_WHO_SPLIT = re.compile(
    r"^(?P<when>.*?(?:\d{4}|\d{1,2}[:.]\d{2}(?:\s?[ap]m)?)(?:\sat\s\d{1,2}[:.]\d{2}(?:\s?[ap]m)?)?)"
    r"[,\s]+(?P<who>\D.*)$",
    re.IGNORECASE,
)
_LONGEST_HEAD = 400
_OF_TEXT = frozenset({"channel", "agency_shown"})
"""What the head of a mail saved as text tells; the rest is read from its label lines."""


@dataclass(slots=True)
class _Part:
    headers: dict[str, str] = field(default_factory=dict)
    lines: list[str] = field(default_factory=list)
    is_forwarded: bool = False
    is_marked: bool = False
    """Each of its lines begins with >."""

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip("\n").rstrip()


def accounts_of_mail(
    body: str, headers: Mapping[str, str], options: ReadingOptions, *, place: str = ""
) -> Account | None:
    """The account of a mail, with one more for each mail it quotes.

    The subject stands first in its text, for it often says whom the mail is about.
    """
    parts = split_quoted(body, head_is_quoted=True)
    top = parts[0]
    subject = headers.get("Subject", "")
    forward = is_forward_subject(subject, options)
    own = "\n\n".join(x for x in (f"Subject: {subject}" if subject else "", top.text) if x)
    quoted = [p for p in parts[1:] if p.text.strip()]
    if not own.strip() and not quoted:
        return None
    account = Account(own, place, _fields(headers, options))
    account.is_forward = forward or any(p.is_forwarded for p in quoted)
    account.message_id = next(iter(_ids(headers.get("Message-ID", ""))), "")
    account.cites = tuple(
        dict.fromkeys(_ids(headers.get("References", "")) + _ids(headers.get("In-Reply-To", "")))
    )
    for number, part in enumerate(quoted, start=1):
        where = f"quoted part {number}"
        whole = f"{place}, {where}" if place else where
        account.quoted.append(_quoted_account(part, whole, options))
    return account


def account_of_mail_text(text: str, fields: Mapping[str, Told], options: ReadingOptions) -> Account:
    """A mail saved as text: its head stays in the text, what it quotes is cut out."""
    top, *quoted = split_quoted(text)
    head, _ = _header_block(text.lstrip().split("\n"), 0)
    own = {name: told for name, told in _fields(head, options).items() if name in _OF_TEXT}
    account = Account(top.text, "", own | dict(fields))
    account.is_forward = begins_as_forward(text, options) or any(p.is_forwarded for p in quoted)
    told = (part for part in quoted if part.text.strip())
    account.quoted = [
        _quoted_account(p, f"quoted part {i}", options) for i, p in enumerate(told, start=1)
    ]
    return account


def begins_as_mail(text: str) -> bool:
    """Whether a text begins with the head of a mail: From: and one more of its lines."""
    names = [m["name"].lower() for m in map(_HEADER.match, text.lstrip().split("\n", 4)[:4]) if m]
    return len(set(names)) > 1 and names[0] == "from" and bool({"to", "subject"} & set(names))


def begins_as_forward(text: str, options: ReadingOptions) -> bool:
    """Whether a text begins with the head of a mail that is passed on."""
    for line in text.split("\n", 8)[:8]:
        match = _HEADER.match(line[:_LONGEST_HEAD])
        if match is None:
            return False
        if match["name"].lower() == "subject":
            return is_forward_subject(match["value"], options)
    return False


def is_forward_subject(subject: str, options: ReadingOptions) -> bool:
    """Whether a subject begins with FW:, Fwd: and the like."""
    first = subject.strip().partition(":")
    words = names_of(options.policy).forward_words
    return bool(first[1]) and first[0].strip().lower() in words


def split_quoted(body: str, *, head_is_quoted: bool = False) -> list[_Part]:
    """The sender's own words first, then each quoted mail, as they stand.

    `head_is_quoted`: a mail's head on the first line is that of a quoted mail, not its own.
    """
    lines = body.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    parts = [_Part()]
    into, at = parts[0], 0
    while at < len(lines):
        start = _part_start(lines, at, parts, at > 0 or head_is_quoted)
        if start is not None:
            into, at = start
            into.is_marked = _next_words(lines, at).startswith(">")
            parts.append(into)
            continue
        line = lines[at]
        if line.startswith(">"):
            into = parts[-1]
        elif line.strip() and into.is_marked:
            into = parts[0]  # below a passage marked with > its sender speaks again
        into.lines.append(_QUOTE.sub("", line) if into is not parts[0] else line)
        at += 1
    return parts


def _next_words(lines: list[str], at: int) -> str:
    return next((line for line in lines[at : at + 5] if line.strip()), "")


def _part_start(
    lines: list[str], at: int, parts: list[_Part], may_be_head: bool
) -> tuple[_Part, int] | None:
    """A quoted mail that starts on this line, and the line after its head."""
    line = lines[at]
    if len(line) > _LONGEST_HEAD:
        return None
    divider = _DIVIDER.match(line)
    if divider:
        headers, after = _header_block(lines, at + 1)
        forwarded = "forward" in line.lower() or "weitergeleitet" in line.lower()
        return _Part(headers, is_forwarded=forwarded), after
    wrote = _wrote_at(lines, at)
    if wrote:
        return wrote
    match = _HEADER.match(line)
    if match and match["name"].lower() == "from":
        headers, after = _header_block(lines, at)
        is_head = len(headers) >= 2 or line.startswith(">")
        if "From" in headers and is_head and may_be_head:
            return _Part(headers), after
    if line.startswith(">") and len(parts) == 1 and _QUOTE.sub("", line).strip():
        return _Part(), at  # quoted without a word of who wrote it
    return None


def _wrote_at(lines: list[str], at: int) -> tuple[_Part, int] | None:
    """`On 3 Feb 2003, Mei Chow wrote:`, also where the mail program broke that line in two."""
    line = lines[at]
    if not line.lstrip("> \t").lower().startswith("on "):
        return None
    below = lines[at + 1][:_LONGEST_HEAD] if at + 1 < len(lines) else ""
    for joined, after in ((line, at + 1), (f"{line} {below}", at + 2)):
        words = joined.strip()
        match = _WROTE.match(words) if words.endswith(":") else None
        if match:
            return _Part(_wrote_headers(match)), after
    return None


def _header_block(lines: list[str], at: int) -> tuple[dict[str, str], int]:
    headers: dict[str, str] = {}
    while at < len(lines) and not lines[at].strip("> \t") and not headers:
        at += 1
    while at < len(lines):
        match = _HEADER.match(lines[at])
        if not match:
            break
        name = {"sent": "Date", "received": "Date"}.get(
            match["name"].lower(), match["name"].title()
        )
        headers.setdefault(name, match["value"].strip().strip("*"))
        at += 1
    return headers, at


def _wrote_headers(match: re.Match[str]) -> dict[str, str]:
    whole = f"{match['when']}, {match['who']}"
    parted = _WHO_SPLIT.match(whole)
    if parted:
        return {"Date": parted["when"].strip(" ,"), "From": parted["who"].strip(" ,")}
    return {"From": match["who"].strip(" ,")}


def _quoted_account(part: _Part, place: str, options: ReadingOptions) -> Account:
    subject = part.headers.get("Subject", "")
    text = "\n\n".join(x for x in (f"Subject: {subject}" if subject else "", part.text) if x)
    return Account(text, place, _fields(part.headers, options, "quoted mail header"))


def _fields(
    headers: Mapping[str, str], options: ReadingOptions, known_by: str = "mail header"
) -> dict[str, Told]:
    fields = {"channel": Told("email", known_by)}
    agency = agency_of_mail(headers, options.policy)
    if agency:
        fields["agency_shown"] = agency
    if headers.get("Date"):
        fields["received"] = Told(headers["Date"], known_by)
    if headers.get("From"):
        fields["author"] = Told(_sender(headers["From"]), known_by)
    for name in ("X-Report-ID", "X-Reference", "X-URN"):
        if headers.get(name):
            fields.setdefault("report_id", Told(headers[name], known_by))
    return fields


def _sender(written: str) -> str:
    """The name a sender goes by, or the address where there is none."""
    name, address = sender_of(written)
    return name or address or written


def _ids(header: str) -> list[str]:
    return re.findall(r"<([^<>\s]+)>", header) or header.split()
