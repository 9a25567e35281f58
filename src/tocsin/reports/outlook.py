"""msg: a mail saved by Outlook."""

from __future__ import annotations

from collections.abc import Iterator

from oxmsg import Message

from tocsin.errors import UnreadableFileError
from tocsin.reports.accounts import Found, Source
from tocsin.reports.html_files import text_of_html
from tocsin.reports.mail_files import HEADERS
from tocsin.reports.options import ReadingOptions
from tocsin.reports.quoted_mail import accounts_of_mail
from tocsin.reports.texts import one_line


def read_msg(source: Source, options: ReadingOptions) -> Iterator[Found]:
    """Read one mail and its attachments."""
    content = source.content(options)
    try:
        message = Message.load(content)
        headers = _headers(message)
        body = (message.body or "").rstrip("\0")
        if not body.strip() and message.html_body:
            body = text_of_html(message.html_body)[0]
        attached = [(a.file_name or "attachment", a.file_bytes) for a in message.attachments]
    except Exception as error:  # the library raises whatever its parts raise
        raise UnreadableFileError(
            "this mail is broken or no Outlook mail.", remedy="Save it again as .msg or .eml."
        ) from error
    account = accounts_of_mail(body, headers, options)
    if account is None and not attached:
        raise UnreadableFileError("this mail has no text.", remedy="Leave it out.")
    if account is not None:
        yield account
    for name, held in attached:
        if held:
            label = f"{source.name}/{one_line(name, 120)}"
            yield Source(label, held=held, depth=source.depth + 1, budget=source.budget)


def _headers(message: Message) -> dict[str, str]:
    """The mail's own headers, with Outlook's properties where it kept none."""
    found = {name.lower(): value for name, value in message.message_headers.items()}
    headers = {
        name: " ".join(str(found.get(name.lower(), "")).rstrip("\0").split()) for name in HEADERS
    }
    headers["From"] = headers["From"] or (message.sender or "")
    headers["Subject"] = headers["Subject"] or message.subject.rstrip("\0")
    if not headers["Date"] and message.sent_date:
        headers["Date"] = message.sent_date.date().isoformat()
    return headers
