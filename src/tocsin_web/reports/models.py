"""Reports as they were received, who may know of them, and what the engine read off them."""

from __future__ import annotations

import uuid
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tocsin_web.accounts.models import Agency, User
from tocsin_web.accounts.permissions import Permission, Role
from tocsin_web.ledger.models import AppendOnly, AppendOnlyQuerySet

COMMON = uuid.UUID(int=0)
"""The compartment everybody's lists are made from."""


class Seal(models.TextChoices):
    """Why a compartment is apart; all but the common one leave no trace outside."""

    COMMON = "common", "Common case"
    COVERT = "covert", "Covert"
    COMPLAINT = "complaint", "Complaint about somebody who works here"
    CONFLICT = "conflict", "Conflict of interest"
    SEALED = "sealed", "Sealed"


class Compartment(models.Model):
    """A world of its own: lists, joins and counts are made of the common reports and its own.

    What stands in a sealed compartment is never part of the common lists, so that neither counts
    nor joins nor timing can tell of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200, unique=True)
    seal = models.CharField(max_length=12, choices=Seal.choices, default=Seal.SEALED)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="compartments", blank=True
    )
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class ReportQuerySet(AppendOnlyQuerySet):
    """The one door to reports: whoever shows any of them asks `visible_to` or `pointable_to`."""

    def pointable_to(self, user: User) -> Self:
        """Reports whose existence this person may know: those they may open, and those that may be
        pointed to ("2 reports you may not open")."""
        if not user.may(Permission.READ_REPORTS):
            return self.filter(recorded_by=user, compartment=COMMON)
        mine = Q(compartment=COMMON) | Q(compartment__in=user.compartments.all())
        return self.filter(mine).exclude(walls__user=user)

    def visible_to(self, user: User) -> Self:
        """Reports this person may open and read."""
        seen = self.pointable_to(user)
        if not user.may(Permission.READ_REPORTS) or Role.OVERSIGHT in user.roles:
            return seen
        if user.may_read_restricted:
            return seen
        open_to_all = Q(is_restricted=False)
        own = Q(held_by=user.agency_id) if user.agency_id else Q(pk__in=())
        granted = Q(grants__user=user) | Q(recorded_by=user)
        inside = ~Q(compartment=COMMON)
        return seen.filter(open_to_all | own | granted | inside).distinct()


class Report(AppendOnly):
    """One account, as written. Dates are as the engine writes them: `2003-04-05`, `2003-04`, ..."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=120, unique=True)
    """The engine's `report_id`."""
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="reports")
    text = models.TextField()
    received = models.CharField(max_length=24, blank=True)
    received_known_by = models.CharField(max_length=200, blank=True)
    received_last_on = models.DateField(null=True, db_index=True)
    """The last day it can have been received; None where that is not known."""
    occurred = models.CharField(max_length=24, blank=True)
    occurred_known_by = models.CharField(max_length=200, blank=True)
    held_by = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="reports")
    grade = models.JSONField(default=dict)
    """Parts of the engine's `Grade`, empty where none was given."""
    handling = models.CharField(max_length=60, blank=True)
    is_restricted = models.BooleanField(default=False)
    """Handling C, or 5x5x5 4 and 5: may be pointed to, read only where its conditions are met."""
    how_known = models.CharField(max_length=12, blank=True)
    """`saw`, `told` or `read`, where the form asked."""
    cites = models.JSONField(default=list)
    quoted_in = models.CharField(max_length=120, blank=True)
    is_forward = models.BooleanField(default=False)
    is_backlog = models.BooleanField(default=False)
    """Received before the go-live date: triaged apart, and rings by policy only."""
    recorded_at = models.DateTimeField(auto_now_add=True, db_index=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="reports"
    )

    objects: ClassVar[Any] = models.Manager.from_queryset(ReportQuerySet)()

    class Meta:
        ordering = ("received_last_on", "reference")

    def __str__(self) -> str:
        return self.reference


class Provenance(AppendOnly):
    """Who told it and how it came: sealed, opened for a stated purpose, each time in the ledger."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="provenance")
    author = models.CharField(max_length=300, blank=True)
    contact = models.CharField(max_length=300, blank=True)
    channel = models.CharField(max_length=120, blank=True)
    source_file = models.CharField(max_length=500, blank=True)
    place = models.CharField(max_length=120, blank=True)
    agency_known_by = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"provenance of {self.report_id}"


class Grant(models.Model):
    """Need to know: one person may open one restricted report, and why."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="grants")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="grants"
    )
    reason = models.CharField(max_length=300)
    granted_at = models.DateTimeField(auto_now_add=True)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "user"), name="one_grant_each"),)

    def __str__(self) -> str:
        return f"{self.user_id} may open {self.report_id}"


class Wall(models.Model):
    """The conflict wall: this report names somebody close to a user; for them it is not there."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="walls")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="walls"
    )

    class Meta:
        constraints = (models.UniqueConstraint(fields=("report", "user"), name="one_wall_each"),)

    def __str__(self) -> str:
        return f"{self.user_id} is kept from {self.report_id}"


class Extraction(models.Model):
    """What the engine read off a report: a cache that can be made again."""

    report = models.OneToOneField(Report, on_delete=models.CASCADE, related_name="extraction")
    read = models.JSONField()
    """Rows of the engine's `Extraction`, after mending."""
    engine = models.CharField(max_length=80)
    """Version and policy that read it."""

    def __str__(self) -> str:
        return f"read off {self.report_id}"


class Mending(AppendOnly):
    """A mention put right by somebody; the engine respects it for ever."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="mendings")
    start = models.IntegerField()
    end = models.IntegerField()
    kind = models.CharField(max_length=20, blank=True)
    """Empty: there is no mention here."""
    role = models.CharField(max_length=20, blank=True)
    concern = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=12, blank=True)
    """Public number of the subject it is, where said."""
    mended_at = models.DateTimeField(auto_now_add=True)
    mended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.report_id}:{self.start}-{self.end}"


class ItemGrade(AppendOnly):
    """One item of a report graded apart from the rest; the last word on a stretch stands."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="item_grades")
    start = models.IntegerField()
    end = models.IntegerField()
    source = models.CharField(max_length=1, blank=True)
    information = models.CharField(max_length=1, blank=True)
    handling = models.CharField(max_length=1, blank=True)
    graded_at = models.DateTimeField(auto_now_add=True)
    graded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("start", "graded_at", "id")

    def __str__(self) -> str:
        return f"{self.report_id}:{self.start}-{self.end} graded"


class Sanitised(AppendOnly):
    """A text of a report that may go out once a second person has read it; the raw one stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="sanitised")
    text = models.TextField()
    known_to = models.PositiveIntegerField()
    """How many people could have known this, as the writer says: one tells who reported it."""
    written_at = models.DateTimeField(auto_now_add=True)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("written_at",)

    def __str__(self) -> str:
        return f"sanitised text of {self.report_id}"


class SecondReading(AppendOnly):
    """Another person's word on a sanitised text: nothing goes out without their agreement."""

    sanitised = models.OneToOneField(
        Sanitised, on_delete=models.PROTECT, related_name="second_reading"
    )
    agrees = models.BooleanField()
    note = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(auto_now_add=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"second reading of {self.sanitised_id}"


class Disclosure(AppendOnly):
    """Who was given which version, so that it can be called back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    sanitised = models.ForeignKey(Sanitised, on_delete=models.PROTECT, related_name="disclosures")
    to_whom = models.CharField(max_length=200)
    body = models.CharField(max_length=200, blank=True)
    purpose = models.CharField(max_length=200)
    disclosed_at = models.DateTimeField(auto_now_add=True)
    disclosed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("disclosed_at",)

    def __str__(self) -> str:
        return f"{self.sanitised_id} given out"


class Recall(AppendOnly):
    """What was given out is called back, and why."""

    disclosure = models.OneToOneField(Disclosure, on_delete=models.PROTECT, related_name="recall")
    reason = models.CharField(max_length=300)
    recalled_at = models.DateTimeField(auto_now_add=True)
    recalled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.disclosure_id} called back"


class IdentityOpening(AppendOnly):
    """Somebody opened who told a report, and said what for; one row each time."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=300)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"who told {self.report_id}, opened"
