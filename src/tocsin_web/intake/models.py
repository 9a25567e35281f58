"""Drafts of what is to come in, what waits for a human, and who alone may run the engine."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tocsin_web.accounts.models import User
from tocsin_web.ledger.models import AppendOnly
from tocsin_web.reports.models import COMMON, Compartment, Report


class DraftQuerySet(models.QuerySet["Draft"]):
    """Who may see which drafts."""

    def visible_to(self, user: User) -> DraftQuerySet:
        """Those of the common case, and those of compartments this person is a member of."""
        mine = models.Q(compartment=COMMON) | models.Q(compartment__in=user.compartments.all())
        return self.filter(mine)


class Draft(models.Model):
    """What somebody wants to take in, shown before anything is recorded."""

    class State(models.TextChoices):
        """Where it stands."""

        WAITING = "waiting", "Waiting to be read"
        READY = "ready", "Read: approve or discard"
        FAILED = "failed", "Could not be read"
        APPROVED = "approved", "Being taken in"
        TAKEN_IN = "taken_in", "Taken in"
        DISCARDED = "discarded", "Discarded"

    SETTLED = (State.TAKEN_IN, State.DISCARDED)

    class Kind(models.TextChoices):
        """How it came."""

        FORM = "form", "Form"
        FILES = "files", "Files"
        MAIL = "mail", "Pasted mail"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="drafts")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    state = models.CharField(
        max_length=10, choices=State.choices, default=State.WAITING, db_index=True
    )
    agency = models.CharField(max_length=200, blank=True)
    """Whose reports these are, where they do not say it."""
    found = models.JSONField(default=dict)
    """What would become of it: numbers of subjects, kinds and counts; no words of a report."""
    trouble = models.CharField(max_length=500, blank=True)
    """Why it could not be read, and what to do."""
    tries = models.IntegerField(default=0)
    """How often reading was begun: what ends the worker again and again is given up."""
    done = models.IntegerField(default=0)
    of = models.IntegerField(default=0)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts"
    )
    is_approved_when_read = models.BooleanField(default=False)
    """The fictional case: nobody has to look at it first."""
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"draft {self.pk}"

    @property
    def is_settled(self) -> bool:
        """Nothing more happens to it."""
        return self.state in self.SETTLED

    @property
    def is_working(self) -> bool:
        """The worker has it, or is about to."""
        return self.state in {self.State.WAITING, self.State.APPROVED}


class Upload(models.Model):
    """A file of a draft, kept until the draft is settled."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=200)
    """As the sender called it: shown, and its ending read; never a path of ours."""
    stored = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    size = models.BigIntegerField()
    sha256 = models.CharField(max_length=64)
    removed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.stored)


class DraftReport(models.Model):
    """One report of a draft; once the draft is approved each is received on its own."""

    class State(models.TextChoices):
        """What became of it."""

        WAITING = "waiting", "Waits for approval"
        RECEIVED = "received", "Taken in"
        DUPLICATE = "duplicate", "Stored already? Somebody decides"
        LEFT_OUT = "left_out", "Left out as the same report"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="reports")
    place = models.IntegerField()
    """Order in the draft."""
    reference = models.CharField(max_length=120)
    read = models.JSONField()
    """The report as the engine read it; emptied when the draft is settled."""
    extra = models.JSONField(default=dict)
    """What only a form asks: contact, how it is known."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    report = models.OneToOneField(
        Report, on_delete=models.PROTECT, null=True, related_name="draft_report"
    )
    twin = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    """The stored report it looks like."""
    alike = models.CharField(max_length=10, blank=True)
    """`reference`, `text` or `both`."""
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("draft", "place")
        constraints = (
            models.UniqueConstraint(fields=("draft", "place"), name="one_report_each_place"),
        )
        indexes = (models.Index(fields=("state", "draft")),)

    def __str__(self) -> str:
        return f"{self.draft_id} {self.place}"


class Refusal(models.Model):
    """What the engine refused of a draft: what, where, and what to do."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="refusals")
    source_file = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=500)
    remedy = models.CharField(max_length=500, blank=True)
    is_notice = models.BooleanField(default=False)
    """Not refused, but should be known."""

    class Meta:
        ordering = ("is_notice", "id")

    def __str__(self) -> str:
        return f"{self.draft_id} {self.what}"


class Fingerprint(models.Model):
    """By which the same words are found again among all that is stored."""

    report = models.OneToOneField(
        Report, on_delete=models.CASCADE, primary_key=True, related_name="fingerprint"
    )
    words = models.CharField(max_length=64, db_index=True)
    """SHA-256 of the text, spaces and case aside."""

    def __str__(self) -> str:
        return f"fingerprint of {self.report_id}"


class Pending(models.Model):
    """A compartment whose lists are to be brought up to date: one row however often it is asked."""

    compartment = models.OneToOneField(
        Compartment, on_delete=models.CASCADE, primary_key=True, related_name="pending"
    )
    asked = models.BigIntegerField(default=0)
    """Grows with each asking; what was done is compared with it."""
    done = models.BigIntegerField(default=0)
    asked_at = models.DateTimeField(auto_now=True)
    finished_at = models.DateTimeField(null=True)
    anew = models.BooleanField(default=False)
    """Everything is to be joined anew, not only what changed."""
    looked_on = models.DateField(null=True)
    """The day on which it was last compared with joining everything anew."""

    def __str__(self) -> str:
        return f"{self.compartment_id}: {self.done} of {self.asked}"


class Rejoin(models.Model):
    """What joining everything anew would change: proposed each night, taken over by humans."""

    class State(models.TextChoices):
        """What became of it."""

        PROPOSED = "proposed", "Proposed"
        TAKEN = "taken", "Taken over"
        DISMISSED = "dismissed", "Dismissed"

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="rejoins")
    found = models.JSONField()
    """`merges`: numbers that would become one; `splits`: [number, the numbers it would become]."""
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    made_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return f"{self.compartment_id} joined anew, {self.state}"


class EngineLock(models.Model):
    """One row: which worker alone runs the engine and writes what it finds."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    holder = models.CharField(max_length=40, blank=True)
    beat_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.holder or "free"


class FictionalMark(AppendOnly):
    """Leaf 0 of a store in which everything is made up: what may be cleared away whole."""

    begun_at = models.DateTimeField(auto_now_add=True)
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return "fictional"
