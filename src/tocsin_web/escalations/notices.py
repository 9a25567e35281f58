"""Notices by e-mail: a link and nothing else, sent once, or shown as due and not sent."""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.urls import reverse

from tocsin_web.escalations.models import Notice, NoticeState

_GIVEN_UP_BY_ITS_WORKER = timedelta(hours=1)

SUBJECT = "Tocsin: a question waits for an answer"
BODY = """A question that was not answered in time has been sent to you, or nobody owns it yet.

Open it here, after signing in:
{link}

This message says nothing more on purpose. Please do not reply to it and do not forward it.
"""


def message(notice: Notice) -> EmailMessage:
    """The e-mail of a notice: no name, number, place or word of any record, only a link."""
    path = reverse("escalations:chronology", args=[notice.crossing.attention_id])
    link = settings.TOCSIN_ADDRESS.rstrip("/") + path
    return EmailMessage(SUBJECT, BODY.format(link=link), None, [notice.to.email])


def send_due(now: datetime) -> int:
    """Send what is due and not sent; how many went out.

    A notice is claimed before it is sent, so that of two workers one sends it. One whose worker
    died is taken up again after an hour: it may then come twice, and is never lost.
    """
    free = (
        Q(claimed_at=None)
        | Q(claimed_at__lt=now - _GIVEN_UP_BY_ITS_WORKER)
        | Q(claimed_at__gt=now + _GIVEN_UP_BY_ITS_WORKER)  # claimed before the clock was set back
    )
    due = Notice.objects.filter(free, due_at__lte=now, state=NoticeState.DUE)
    sent = 0
    for pk in list(due.values_list("pk", flat=True)):
        claimed = Notice.objects.filter(free, pk=pk, state=NoticeState.DUE)
        if claimed.update(claimed_at=now, tries=F("tries") + 1):
            notice = Notice.objects.select_related("crossing", "to").get(pk=pk)
            sent += _send(notice, now)
    return sent


def _send(notice: Notice, now: datetime) -> bool:
    if not notice.to.email:
        Notice.objects.filter(pk=notice.pk).update(state=NoticeState.NO_ADDRESS)
        return False
    try:
        message(notice).send()
    except (OSError, smtplib.SMTPException) as error:  # tried again at the next run
        Notice.objects.filter(pk=notice.pk).update(
            failed_because=type(error).__name__, claimed_at=None
        )
        return False
    Notice.objects.filter(pk=notice.pk).update(
        state=NoticeState.SENT, sent_at=now, failed_because=""
    )
    return True
