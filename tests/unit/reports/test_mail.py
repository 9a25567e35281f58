"""Mails: quoted chains, forwards, citations, attachments, mailboxes."""

from __future__ import annotations

from email.message import EmailMessage
from pathlib import Path

from tocsin.reports import read_paths

_CHAIN = """From: Ruth Okonkwo <ruth@lantern.example>
To: beat@police.example
Date: Mon, 20 Mar 2000 10:00:00 +0000
Subject: Fwd: following up
Message-ID: <m2@lantern.example>
In-Reply-To: <m1@school.example>

Please see below.

---------- Forwarded message ---------
From: Ali Hassan <ali@school.example>
Date: Sun, 19 Mar 2000 at 09:00
Subject: the car
To: Ruth

Silver car again outside the school.

On Fri, 17 Mar 2000 at 10:15, Mei Chow <mei@x.example> wrote:
> I saw it too.
>
> -----Original Message-----
> From: Temi Balogun
> Sent: 16 March 2000 09:12
> To: Mei
> Subject: hi
>
> Have you seen it?
"""
_FIRST = """From: Ali Hassan <ali@school.example>
Date: Sun, 19 Mar 2000 09:00:00 +0000
Subject: the car
Message-ID: <m1@school.example>

Silver car again outside the school.
"""


def test_each_quoted_mail_is_an_account_of_its_own(tmp_path: Path) -> None:
    """Author and date come from the quoted head, in each of the three usual shapes."""
    (tmp_path / "a.eml").write_text(_CHAIN)
    reports = read_paths([tmp_path]).reports
    assert [(r.author, r.received and r.received.iso()) for r in reports] == [
        ("Temi Balogun", "2000-03-16"),
        ("Mei Chow", "2000-03-17"),
        ("Ali Hassan", "2000-03-19"),
        ("Ruth Okonkwo", "2000-03-20"),
    ]
    forward = reports[-1]
    assert forward.is_forward and not any(r.is_forward for r in reports[:-1])
    assert {r.quoted_in for r in reports[:-1]} == {forward.report_id}
    assert "Silver" not in forward.text and reports[0].text.endswith("Have you seen it?")


def test_a_mail_and_its_quotation_are_one_report(tmp_path: Path) -> None:
    """What was sent and what was quoted word for word stands once, and is cited by its number."""
    (tmp_path / "a.eml").write_text(_CHAIN)
    (tmp_path / "b.eml").write_text(_FIRST)
    reports = read_paths([tmp_path]).reports
    (sent,) = [r for r in reports if r.author == "Ali Hassan"]
    assert (sent.source_file, sent.quoted_in) == ("b.eml", "")
    assert reports[-1].cites == (sent.report_id,)


def test_a_thread_quoting_itself_holds_each_mail_once(tmp_path: Path) -> None:
    """Three mails, each quoting all before it in another shape, are three reports."""
    (tmp_path / "1.eml").write_text(_FIRST)
    (tmp_path / "2.eml").write_text(
        "From: Mei Chow <mei@x.example>\nDate: Mon, 20 Mar 2000 09:00:00 +0000\n"
        "Subject: Re: the car\n\nI saw it as well.\n\n"
        "On Sun, 19 Mar 2000 at 09:00, Ali Hassan <ali@school.example> wrote:\n"
        "> Silver car again\n> outside the school.\n"
    )
    (tmp_path / "3.eml").write_text(
        "From: Temi Balogun <t@x.example>\nDate: Tue, 21 Mar 2000 09:00:00 +0000\n"
        "Subject: Re: the car\n\nSo did I, twice.\n\n> I saw it as well.\n"
    )
    reports = read_paths([tmp_path]).reports
    assert [(r.author, r.quoted_in) for r in reports] == [
        ("Ali Hassan", ""),
        ("Mei Chow", ""),
        ("Temi Balogun", ""),
    ]


def test_a_mail_without_a_word_of_who_is_quoted_is_cut_too(tmp_path: Path) -> None:
    """Lines that begin with > are another's, received with the mail at the latest."""
    (tmp_path / "a.eml").write_text(
        "From: A B <a@x.example>\nDate: 3 Feb 2003 10:00\nSubject: re\n\nYes.\n\n> The red van.\n"
    )
    mail, quoted = sorted(read_paths([tmp_path]).reports, key=lambda r: bool(r.quoted_in))
    assert quoted.text == "The red van."
    assert quoted.received_known_by == "date of the mail that quotes it"
    assert "red van" not in mail.text


def test_words_below_a_quotation_are_the_senders_own(tmp_path: Path) -> None:
    """Answers written between and below the lines quoted stay with their writer."""
    (tmp_path / "a.eml").write_text(
        "From: A B <a@x.example>\nDate: 3 Feb 2003 10:00\n\n"
        "> From: J Wisniewska\n> The red van.\n\nI saw it too.\n\n> By the park.\n\nSo did Asha.\n"
    )
    mail, quoted = sorted(read_paths([tmp_path]).reports, key=lambda r: bool(r.quoted_in))
    assert mail.text.split() == ["I", "saw", "it", "too.", "So", "did", "Asha."]
    assert (quoted.author, quoted.text.split()) == (
        "J Wisniewska",
        ["The", "red", "van.", "By", "the", "park."],
    )


def test_attachments_are_read_and_pictures_refused(tmp_path: Path) -> None:
    """A table sent along becomes reports; an attached mail keeps its own author."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Ruth Okonkwo <r@x.example>", "the log"
    message["Date"] = "Mon, 20 Mar 2000 10:00:00 +0000"
    message.set_content("Attached.")
    message.add_attachment(
        b"Ref,Date,Details\n7,3/2/2000,Seen.\n", maintype="text", subtype="csv", filename="l.csv"
    )
    message.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="p.png")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = "Beth Nowak <b@x.example>", "older"
    inner.set_content("An older mail.")
    message.add_attachment(inner)
    (tmp_path / "m.eml").write_bytes(message.as_bytes())
    reading = read_paths([tmp_path])
    assert {r.source_file for r in reading.reports} == {
        "m.eml",
        "m.eml/l.csv",
        "m.eml/mail 3.eml",
    }
    assert [(r.source_file, r.what) for r in reading.rejected] == [
        ("m.eml/p.png", "This is a picture.")
    ]
    assert "older mail" not in next(r.text for r in reading.reports if r.source_file == "m.eml")


def test_a_mailbox_holds_many_mails(tmp_path: Path) -> None:
    """Each message by its number; a line that begins with "From " in a mail does not cut it."""
    (tmp_path / "box.mbox").write_text(
        "From a@x Mon Feb  3 10:00:00 2003\nFrom: A <a@x.example>\nDate: 3 Feb 2003 10:00\n\n"
        "One.\n>From here on quiet.\n\n"
        "From b@x Tue Feb  4 10:00:00 2003\nFrom: B <b@x.example>\nDate: 4 Feb 2003 10:00\n\nTwo.\n"
    )
    reports = read_paths([tmp_path]).reports
    assert [(r.place, r.text) for r in reports] == [
        ("message 1", "One.\nFrom here on quiet."),
        ("message 2", "Two."),
    ]


def test_an_empty_mail_in_a_mailbox_costs_only_itself(tmp_path: Path) -> None:
    """It is refused by its number, and the next is read."""
    (tmp_path / "box.mbox").write_text(
        "From a@x Mon Feb  3 10:00:00 2003\nFrom: A <a@x.example>\n\n\n"
        "From b@x Tue Feb  4 10:00:00 2003\nFrom: B <b@x.example>\nDate: 4 Feb 2003 10:00\n\nTwo.\n"
    )
    reading = read_paths([tmp_path])
    assert [r.text for r in reading.reports] == ["Two."]
    assert [(r.place, r.what) for r in reading.rejected] == [
        ("message 1", "This mail has no text.")
    ]


def test_encoded_headers_and_html_bodies_are_read(tmp_path: Path) -> None:
    """A name with accents and a body that is only html."""
    (tmp_path / "a.eml").write_bytes(
        b"From: =?utf-8?b?xYF1Y2phIE5vd2Fr?= <l@x.example>\nSubject: =?iso-8859-1?q?caf=E9?=\n"
        b"Date: Tue, 4 Mar 2003 09:00:00 +0000\nContent-Type: text/html; charset=utf-8\n\n"
        b"<p>He was at the <b>caf\xc3\xa9</b>.</p><style>p{}</style>"
    )
    (report,) = read_paths([tmp_path]).reports
    assert report.author == "Łucja Nowak"
    assert report.text == "Subject: café\n\nHe was at the café."


def test_a_mail_saved_as_text_is_a_mail(tmp_path: Path) -> None:
    """Its head stays in the text, its date and sender are taken, its quotation is cut out."""
    (tmp_path / "a.txt").write_text(
        "From: DS Priestley\nTo: DI Morrison\nSent: 29 May 2007\nSubject: FW: second summary\n\n"
        "See below.\n\n-----Original Message-----\nFrom: Analyst\nSent: 21 May 2007\n"
        "Subject: second summary\n\nI named three men.\n"
    )
    quoted, mail = read_paths([tmp_path]).reports
    assert mail.is_forward and mail.author == "DS Priestley" and mail.text.startswith("From: DS")
    assert mail.received is not None and mail.received.iso() == "2007-05-29"
    assert (quoted.quoted_in, quoted.author) == (mail.report_id, "Analyst")


def test_a_mail_in_a_row_stays_one_report(tmp_path: Path) -> None:
    """A row is a report, whatever it quotes; a forward is marked."""
    (tmp_path / "a.csv").write_text(
        'Ref,Text\n1,"From: A\nTo: B\nSubject: FW: x\n\nSee.\n-----Original Message-----\nOld."\n'
    )
    (report,) = read_paths([tmp_path]).reports
    assert report.is_forward and report.text.endswith("Old.")
