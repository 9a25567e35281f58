"""eml and mbox: a mail is a report, its quoted parts are accounts of their own."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.header import decode_header, make_header
from email.message import Message
from typing import BinaryIO

from tocsin.errors import RejectedInputError, TooLargeError, UnreadableFileError
from tocsin.records import Rejection
from tocsin.reports.accounts import Found, Source, check_size
from tocsin.reports.html_files import text_of_html
from tocsin.reports.options import ReadingOptions
from tocsin.reports.quoted_mail import accounts_of_mail
from tocsin.reports.texts import decode, one_line

_LONGEST_HEADER = 20_000
_ESCAPED = re.compile(rb">+From ")
_MBOX_FROM = re.compile(rb"^From \S+.*\d{4}\s*$")
_OWN_REFERENCE = ("X-Report-ID", "X-Reference", "X-URN")


def read_eml(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read one mail."""
    content = source.content(options)
    if not re.match(rb"\s*[\w-]+[ \t]*:|\s*From ", content[:200]):
        raise UnreadableFileError(
            "this is no mail: it does not begin with headers.",
            remedy="Save the mail again as .eml, or as text under .txt.",
        )
    yield from accounts_of_message(source, content, options)


def read_mbox(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read a mailbox: each message in turn; a mailbox may be larger than memory."""
    check_size(source, options.limit("stream_megabytes"))
    with source.open() as stream:
        if not stream.readline(_LONGEST_HEADER).startswith(b"From "):
            raise UnreadableFileError(
                "this is no mailbox.", remedy="Export the mails as .eml files."
            )
        stream.seek(0)
        most = options.limit("file_megabytes") * 1_000_000
        for number, message in enumerate(_messages(stream, most), start=1):
            place = f"message {number}"
            try:
                if not message:
                    raise TooLargeError("this mail is too large.", remedy="Save its text apart.")
                yield from accounts_of_message(source, message, options, place=place)
            except RejectedInputError as error:
                what = error.what[:1].upper() + error.what[1:]
                yield Rejection(source.name, place, what, error.remedy)


def _messages(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """The messages of a mailbox, one over `most` bytes as nothing.

    A "From " line counts only after an empty line.
    """
    held: list[bytes] = []
    size = 0
    blank, first = True, True
    while line := stream.readline(most):
        if blank and _MBOX_FROM.match(line):
            if not first:
                yield b"".join(held) if size <= most else b""
            held, size, first = [], 0, False
        else:
            size += len(line)
            if size <= most:
                held.append(line[1:] if line.startswith(b">") and _ESCAPED.match(line) else line)
        blank = not line.strip()
    yield b"".join(held) if size <= most else b""


def accounts_of_message(
    source: Source, content: bytes, options: ReadingOptions, *, place: str = ""
) -> Iterator[Found]:
    """The account of a mail, with its quoted parts; then its attachments."""
    try:
        message = email.message_from_bytes(content)
        body, attachments = _parts(message)
        headers = {name: _header(message, name) for name in HEADERS}
    except Exception as error:  # the standard parser raises many kinds on hostile mail
        raise UnreadableFileError(
            "this mail is broken.", remedy="Save it again from the mail program."
        ) from error
    account = accounts_of_mail(body, headers, options, place=place)
    if account is None and not attachments:
        raise UnreadableFileError("this mail has no text.", remedy="Leave it out.")
    if account is not None:
        yield account
    for name, held in attachments:
        label = f"{source.name}/{f'{place}/' if place else ''}{name}"
        yield Source(label, held=held, depth=source.depth + 1, budget=source.budget)


HEADERS = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
            "Organization", "Organisation", *_OWN_REFERENCE)  # fmt: skip


def _header(message: Message, name: str) -> str:
    written = str(message.get(name) or "")[:_LONGEST_HEADER]
    try:
        read = str(make_header(decode_header(written)))
    except (LookupError, ValueError):  # an unknown or a lying charset: as it stands
        read = written
    return " ".join(read.split())


def _parts(message: Message) -> tuple[str, list[tuple[str, bytes]]]:
    """(what the mail says, [(name, bytes) of what is attached]); mails in it are attachments."""
    plain: list[str] = []
    html: list[str] = []
    attached: list[tuple[str, bytes]] = []
    waiting: list[Message] = [message]
    while waiting:
        part = waiting.pop()
        inner = part.get_payload()
        if part.get_content_type() == "message/rfc822" and isinstance(inner, list):
            attached += [
                (f"mail {len(attached) + 1}.eml", mail.as_bytes())
                for mail in inner
                if isinstance(mail, Message)
            ]
        elif isinstance(inner, list):
            waiting.extend(reversed([p for p in inner if isinstance(p, Message)]))
        else:
            _take(part, plain, html, attached)
    text = "\n".join(plain)
    if not text.strip() and html:
        text = "\n".join(text_of_html(part)[0] for part in html)
    return text, attached


def _take(
    part: Message, plain: list[str], html: list[str], attached: list[tuple[str, bytes]]
) -> None:
    payload = part.get_payload(decode=True)
    held = payload if isinstance(payload, bytes) else b""
    kind, name = part.get_content_type(), part.get_filename()
    if name or part.get_content_disposition() == "attachment":
        if held:
            attached.append((one_line(name or f"attachment {len(attached) + 1}", 120), held))
    elif kind == "text/plain":
        plain.append(_decoded(part, held))
    elif kind == "text/html":
        html.append(_decoded(part, held))


def _decoded(part: Message, held: bytes) -> str:
    charset = part.get_content_charset() or ""
    try:
        return held.decode(charset) if charset else decode(held)[0]
    except (LookupError, ValueError):
        return decode(held)[0]
