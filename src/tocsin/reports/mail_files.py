"""eml and mbox: a mail is a report, its quoted parts are accounts of their own."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Iterator
from email.message import EmailMessage

from tocsin.errors import UnreadableFileError
from tocsin.reports.accounts import Found, Source
from tocsin.reports.html_files import text_of_html
from tocsin.reports.options import ReadingOptions
from tocsin.reports.quoted_mail import accounts_of_mail
from tocsin.reports.texts import decode, one_line

_MESSAGE_ID = re.compile(r"<([^<>\s]+)>|(\S+)")
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
    """Read a mailbox: each message in turn."""
    content = source.content(options)
    if not content.startswith(b"From "):
        raise UnreadableFileError("this is no mailbox.", remedy="Export the mails as .eml files.")
    for number, message in enumerate(_messages(content), start=1):
        yield from accounts_of_message(source, message, options, place=f"message {number}")


def _messages(content: bytes) -> Iterator[bytes]:
    """The messages of a mailbox; a "From " line counts only after an empty line."""
    held: list[bytes] = []
    blank = True
    for line in io.BytesIO(content):
        if blank and _MBOX_FROM.match(line):
            if held:
                yield b"".join(held)
            held = []
        else:
            held.append(line[1:] if re.match(rb">+From ", line) else line)
        blank = not line.strip()
    if held:
        yield b"".join(held)


def accounts_of_message(
    source: Source, content: bytes, options: ReadingOptions, *, place: str = ""
) -> Iterator[Found]:
    """The account of a mail, with its quoted parts; then its attachments."""
    try:
        message = email.message_from_bytes(content, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
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
        yield Source(label, held=held, depth=source.depth + 1)


HEADERS = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To", "References",
            *_OWN_REFERENCE)  # fmt: skip


def _header(message: EmailMessage, name: str) -> str:
    try:
        value = message.get(name)
    except Exception:  # a header the parser cannot take apart is read raw
        value = next((v for k, v in message.raw_items() if k.lower() == name.lower()), "")
    return str(value or "").replace("\n", " ").strip()


def _parts(message: EmailMessage) -> tuple[str, list[tuple[str, bytes]]]:
    plain: list[str] = []
    html: list[str] = []
    attached: list[tuple[str, bytes]] = []
    for number, part in enumerate(message.walk()):
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        held = payload if isinstance(payload, bytes) else b""
        kind = part.get_content_type()
        name = part.get_filename()
        if name or part.get_content_disposition() == "attachment":
            if held:
                attached.append((one_line(name or f"attachment {number}", 120), held))
        elif kind == "text/plain":
            plain.append(_decoded(part, held))
        elif kind == "text/html":
            html.append(_decoded(part, held))
    text = "\n".join(plain)
    if not text.strip() and html:
        text = "\n".join(text_of_html(part)[0] for part in html)
    return text, attached


def _decoded(part: EmailMessage, held: bytes) -> str:
    charset = part.get_content_charset() or ""
    try:
        return held.decode(charset) if charset else decode(held)[0]
    except (LookupError, UnicodeDecodeError):
        return decode(held)[0]
