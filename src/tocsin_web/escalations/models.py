"""Questions nobody answered, sent on: each crossing recorded once, and what was replied."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

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
    is_confidential = models.BooleanField(default=False)
    """Hides who raised it from everybody below independent scrutiny."""
    raised_at = models.DateTimeField(auto_now_add=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.attention_id} raised to {self.to_level}"


class Response(AppendOnly):
    """What somebody at a level replied; "noted" is kept, and stops no clock."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="responses")
    level = models.SmallIntegerField()
    outcome = models.CharField(max_length=200)
    reason = models.TextField(blank=True)
    responded_at = models.DateTimeField(auto_now_add=True)
    responded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("responded_at",)

    def __str__(self) -> str:
        return f"level {self.level} on {self.attention_id}"
