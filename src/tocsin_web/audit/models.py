"""Each row says that somebody did or read something, when, and for what purpose."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Event(models.TextChoices):
    """What was done: the kinds of processing a log must show, a word for each act."""

    READ = "read", "Read"
    READ_REFUSED = "read_refused", "Asked to read, and was refused"
    REFUSED = "refused", "Asked for an act, and was refused"
    SEARCHED = "searched", "Searched"
    SIGNED_IN = "signed_in", "Signed in"
    SIGNED_OUT = "signed_out", "Signed out"
    COLLECTED = "collected", "Took in"
    ALTERED = "altered", "Changed"
    COMBINED = "combined", "Joined or took apart"
    DECIDED = "decided", "Decided"
    DISCLOSED = "disclosed", "Gave out"
    ERASED = "erased", "Disposed of"
    WALLED = "walled", "Was kept from a record by the conflict wall"


class Entry(models.Model):
    """One act. `about` is an opaque reference (`report:<uuid>`, `subject:<number>`), no name."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    event = models.CharField(max_length=20, choices=Event.choices)
    about = models.CharField(max_length=120, db_index=True)
    purpose = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("-at", "-id")
        verbose_name_plural = "entries"

    def __str__(self) -> str:
        return f"{self.get_event_display()} {self.about}"
