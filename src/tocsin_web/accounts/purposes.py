"""Why somebody looks: a purpose from a closed list, given for the session, or names stay masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import TextChoices
from django.http import HttpRequest
from django.utils import timezone

from tocsin_web.accounts.models import User
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record

_KEY = "purpose"
_LASTS = timedelta(hours=4)


class Purpose(TextChoices):
    """What names may be shown for. Vetting, immigration and employment are not among them."""

    SAFEGUARD_CHILD = "safeguard_child", "Safeguarding a child"
    SAFEGUARD_ADULT = "safeguard_adult", "Safeguarding an adult at risk"
    INVESTIGATE = "investigate", "Preventing or investigating an offence"
    DISRUPT = "disrupt", "Disrupting exploitation"
    SUPPORT = "support", "Support for somebody who was harmed"
    INQUIRY = "inquiry", "A public inquiry or a review ordered by law"
    OVERSIGHT = "oversight", "Independent oversight"
    RIGHTS = "rights", "Answering somebody about their own record"


@dataclass(frozen=True, slots=True)
class GivenPurpose:
    """A purpose as somebody gave it since signing in."""

    purpose: Purpose
    reason: str
    given_at: datetime

    def __str__(self) -> str:
        return f"{self.purpose.label}: {self.reason}"


def purpose_of(request: HttpRequest) -> GivenPurpose | None:
    """The purpose given since signing in; None where there is none, or it was too long ago."""
    kept = request.session.get(_KEY) if hasattr(request, "session") else None
    if not kept:
        return None
    given_at = datetime.fromisoformat(kept["given_at"])
    if timezone.now() - given_at > _LASTS:
        return None
    return GivenPurpose(Purpose(kept["purpose"]), kept["reason"], given_at)


def give_purpose(request: HttpRequest, purpose: Purpose, reason: str, *, by: User) -> None:
    """Show names for some hours, until signing out; recorded."""
    request.session[_KEY] = {
        "purpose": purpose.value,
        "reason": reason,
        "given_at": timezone.now().isoformat(),
    }
    record(Event.DISCLOSED, about=f"user:{by.pk}", by=by, purpose=purpose.value, note=reason)


def take_back_purpose(request: HttpRequest) -> None:
    """Mask names again."""
    request.session.pop(_KEY, None)
