"""What this place has said about itself: one row that clocks, desks and intake read."""

from __future__ import annotations

import uuid
from datetime import date

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from tocsin_web.ledger.models import AppendOnly


class Countersign(models.TextChoices):
    """Whether a second person here can sign what one decided."""

    REQUIRED = "required", "A second person here countersigns"
    NOT_AVAILABLE = "not_available", "There is one worker; somebody outside signs a printed sheet"


class Site(models.Model):
    """The one row of settings that people here give, at first run or later."""

    id = models.SmallIntegerField(primary_key=True, default=1, editable=False)
    go_live_on = models.DateField(null=True, blank=True)
    """Reports received before it are a backlog; none given: nothing is."""
    outside_name = models.CharField(max_length=200, blank=True)
    """Who outside is told at the highest level; empty stays a red line on every desk."""
    outside_address = models.CharField(max_length=254, blank=True)
    countersign = models.CharField(
        max_length=16, choices=Countersign.choices, default=Countersign.REQUIRED
    )
    hub_hours = models.CharField(max_length=11, default="09:00-17:00")
    """Opening hours on working days, local time."""
    is_fictional = models.BooleanField(default=False, editable=False)
    """Everything here is made up: said once, at first run of an empty store, never later."""
    is_set_up = models.BooleanField(default=False, editable=False)
    """First run is over: there is an account, and nobody is offered to make the first again."""
    store_id = models.UUIDField(default=uuid.uuid4, editable=False)
    """Changes when the store begins anew, so that nothing held in memory outlives it."""

    def __str__(self) -> str:
        return "settings of this place"

    def clean(self) -> None:
        """Hours are two times of day."""
        start, _dash, end = self.hub_hours.partition("-")
        if not _is_time(start) or not _is_time(end) or start >= end:
            raise ValidationError({"hub_hours": "Write opening hours like 09:00-17:00."})

    def is_before_go_live(self, received_on: date | None) -> bool:
        """Whether a report received then belongs to the backlog; an unknown day does."""
        if self.go_live_on is None:
            return False
        return received_on is None or received_on < self.go_live_on


def site() -> Site:
    """The settings of this place; made on first use."""
    found, _made = Site.objects.get_or_create(id=1)
    return found


class PolicyChange(AppendOnly):
    """Somebody proposes another value for one setting; it holds once a second person agrees."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    setting = models.CharField(max_length=80)
    value = models.JSONField()
    reason = models.TextField()
    review_on = models.DateField()
    proposed_at = models.DateTimeField(default=timezone.now)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-proposed_at",)

    def __str__(self) -> str:
        return f"{self.setting} = {self.value}"


class PolicyVerdict(AppendOnly):
    """A second person's word on a proposed change: once, and for good."""

    change = models.OneToOneField(PolicyChange, on_delete=models.PROTECT, related_name="verdict")
    is_approved = models.BooleanField()
    reason = models.TextField(blank=True)
    given_at = models.DateTimeField(default=timezone.now)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{'approved' if self.is_approved else 'refused'} {self.change_id}"


class Replay(models.Model):
    """What a change would have done to the common lists: worked out again at any time."""

    change = models.OneToOneField(
        PolicyChange, on_delete=models.CASCADE, primary_key=True, related_name="replay"
    )
    rings_before = models.IntegerField(default=0)
    rings_after = models.IntegerField(default=0)
    a_week_before = models.FloatField(default=0)
    a_week_after = models.FloatField(default=0)
    differences = models.JSONField(default=list)
    """[what, list, number]: `appears`, `disappears`, `earlier` or `later`."""
    failed_because = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"replay of {self.change_id}"


def _is_time(text: str) -> bool:
    hours, _colon, minutes = text.partition(":")
    if len(text) != 5 or not (hours + minutes).isdigit():
        return False
    return int(hours) < 24 and int(minutes) < 60
