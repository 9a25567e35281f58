"""Questions nobody answered, sent on: each crossing once, who was told, what they replied."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from tocsin_web.attention.models import Attention
from tocsin_web.ledger.models import AppendOnly


class Crossing(AppendOnly):
    """An attention went to a level: worked out from moments, recorded once."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="crossings")
    level = models.SmallIntegerField()
    crossed_at = models.DateTimeField()
    """When the time of the level below ran out, or somebody raised it."""
    due_at = models.DateTimeField(null=True)
    is_by_hand = models.BooleanField(default=False)
    recorded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("crossed_at", "level")
        constraints = (
            models.UniqueConstraint(fields=("attention", "level"), name="each_level_once"),
        )

    def __str__(self) -> str:
        return f"{self.attention_id} to level {self.level}"


class Raising(AppendOnly):
    """Somebody raised a question to a higher level by hand, confidentially if they wished."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="raisings")
    to_level = models.SmallIntegerField()
    reason = models.TextField()
    complained_of = models.JSONField(default=list)
    """Ids of the people and agencies it complains of: they may neither close nor reassign it."""
    is_in_danger = models.BooleanField(default=False)
    """Somebody is in danger now: any level may be skipped."""
    is_confidential = models.BooleanField(default=False)
    """Hides who raised it from everybody below independent scrutiny."""
    raised_at = models.DateTimeField(default=timezone.now)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.attention_id} raised to {self.to_level}"


class Response(AppendOnly):
    """What somebody at a level replied; "noted" is kept, and holds no clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="responses")
    level = models.SmallIntegerField()
    outcome = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    by_when = models.DateField(null=True)
    """The day what it promises is done; the clock waits until then, and no longer."""
    responded_at = models.DateTimeField(default=timezone.now)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("responded_at",)

    def __str__(self) -> str:
        return f"level {self.level} on {self.attention_id}"


class Recipient(models.Model):
    """Who is asked at a level; where nobody is named, whoever may decide, and then oversight."""

    level = models.SmallIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="asked_at"
    )

    class Meta:
        ordering = ("level", "user__username")
        constraints = (models.UniqueConstraint(fields=("level", "user"), name="asked_once"),)

    def __str__(self) -> str:
        return f"{self.user_id} at level {self.level}"


class NoticeState(models.TextChoices):
    """What became of a notice."""

    DUE = "due", "Due, not sent"
    SENT = "sent", "Sent"
    NO_ADDRESS = "no_address", "Not sent: the account has no e-mail address"


class Notice(models.Model):
    """One person is to be told by e-mail of one crossing; it carries a link and nothing else."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    crossing = models.ForeignKey(Crossing, on_delete=models.PROTECT, related_name="notices")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices"
    )
    state = models.CharField(
        max_length=12, choices=NoticeState.choices, default=NoticeState.DUE, db_index=True
    )
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    """A worker is sending it; after a while without a result another may."""
    sent_at = models.DateTimeField(null=True)
    tries = models.SmallIntegerField(default=0)
    failed_because = models.CharField(max_length=120, blank=True)
    """Name of the error, never its words: these can hold an address."""

    class Meta:
        ordering = ("due_at",)
        constraints = (models.UniqueConstraint(fields=("crossing", "to"), name="told_once_each"),)

    def __str__(self) -> str:
        return f"{self.state} {self.crossing_id}"


class Sending(AppendOnly):
    """A named person sent a question to a body outside: to whom, how, and which sheet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="sendings")
    to_name = models.CharField(max_length=200)
    to_address = models.CharField(max_length=254, blank=True)
    how = models.CharField(max_length=20)
    sheet_sha256 = models.CharField(max_length=64)
    """Of the printed chronology as it was made for this sending."""
    sent_at = models.DateTimeField(default=timezone.now)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("sent_at",)

    def __str__(self) -> str:
        return f"{self.attention_id} sent outside"


class ClockRun(models.Model):
    """The clock was run: when, by its own time, and what it found; silence of the clock shows."""

    ran_at = models.DateTimeField(auto_now_add=True)
    as_of = models.DateTimeField(db_index=True)
    opened = models.IntegerField(default=0)
    crossed = models.IntegerField(default=0)
    sent = models.IntegerField(default=0)

    class Meta:
        ordering = ("-ran_at",)

    def __str__(self) -> str:
        return f"clock at {self.as_of:%Y-%m-%d %H:%M}"
