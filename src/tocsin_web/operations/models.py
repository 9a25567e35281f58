"""Decisions and subjects run as one effort across agencies, from its opening to its end."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models

from tocsin_web.accounts.models import Agency
from tocsin_web.ledger.models import AppendOnly
from tocsin_web.reports.models import Compartment

_USER = settings.AUTH_USER_MODEL


class Act(AppendOnly):
    """Something done in an operation: when, and by whom."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")

    class Meta:
        abstract = True
        ordering: ClassVar[tuple[str, ...]] = ("made_at", "id")


class Operation(Act):
    """What it is for and who opened it; everything else are rows beside it."""

    compartment = models.ForeignKey(
        Compartment, on_delete=models.PROTECT, related_name="operations"
    )
    name = models.CharField(max_length=80)
    """A code name; nobody's."""
    objective = models.TextField()
    baseline = models.TextField()
    """How things stand at the beginning, so that the end can be held against it."""
    first_owner = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    first_review_on = models.DateField()

    def __str__(self) -> str:
        return f"operation {self.id}"


class Part(Act):
    """A subject or a child the operation is about."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="parts")
    number = models.CharField(max_length=12, db_index=True)
    is_child = models.BooleanField(default=False)
    """Was a child at an event they are named in: stands among the children, whatever their role."""

    class Meta(Act.Meta):
        constraints = (models.UniqueConstraint(fields=("operation", "number"), name="in_it_once"),)

    def __str__(self) -> str:
        return f"{self.number} in {self.operation_id}"


class Membership(Act):
    """An agency that takes part."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="memberships")
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, related_name="+")

    class Meta(Act.Meta):
        constraints = (
            models.UniqueConstraint(fields=("operation", "agency"), name="takes_part_once"),
        )

    def __str__(self) -> str:
        return f"{self.agency_id} in {self.operation_id}"


class ResourceAsked(Act):
    """People, money or time that the operation asked for, and of whom."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="resources")
    what = models.CharField(max_length=300)
    asked_of = models.CharField(max_length=200)
    """Name or post, and body."""
    needed_by = models.DateField()

    def __str__(self) -> str:
        return f"asked for {self.operation_id}"


class ResourceAnswer(Act):
    """What was given of what was asked, or who refused it and why."""

    class Given(models.TextChoices):
        """How much."""

        ALL = "all", "Given in full"
        PART = "part", "Given in part"
        REFUSED = "refused", "Refused"

    asked = models.OneToOneField(ResourceAsked, on_delete=models.PROTECT, related_name="answer")
    given = models.CharField(max_length=8, choices=Given.choices)
    answered_by = models.CharField(max_length=200)
    """Name or post of who gave or refused it."""
    words = models.TextField()

    def __str__(self) -> str:
        return f"{self.given} for {self.asked_id}"


class Strand(models.TextChoices):
    """The four parts of a plan, and the support beside them."""

    PURSUE = "pursue", "Pursue: those who harm"
    PREVENT = "prevent", "Prevent: others being drawn in"
    PROTECT = "protect", "Protect: children and places"
    PREPARE = "prepare", "Prepare: for what may come"
    SUPPORT = "support", "Support: for one child"


class PlanLine(Act):
    """One thing to be done."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="plan")
    strand = models.CharField(max_length=10, choices=Strand.choices)
    child = models.CharField(max_length=12, blank=True)
    """Number of the child a line of the support plan is for."""
    words = models.TextField()
    owner = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField()

    class Meta(Act.Meta):
        ordering = ("strand", "due_on", "id")

    def __str__(self) -> str:
        return f"{self.strand} of {self.operation_id}"


class PlanLineDone(Act):
    """What came of one line of the plan, and what it did for or to a child."""

    line = models.OneToOneField(PlanLine, on_delete=models.PROTECT, related_name="done")
    outcome = models.TextField()
    effect_on_child = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"done: {self.line_id}"


class Review(Act):
    """The operation was looked at, and is looked at again on a day."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="reviews")
    findings = models.TextField()
    next_review_on = models.DateField()

    def __str__(self) -> str:
        return f"review of {self.operation_id}"


class Handover(Act):
    """Offered to somebody else, perhaps in another area; nothing changes until they accept."""

    operation = models.ForeignKey(Operation, on_delete=models.PROTECT, related_name="handovers")
    to = models.ForeignKey(_USER, on_delete=models.PROTECT, related_name="+")
    area = models.CharField(max_length=200)
    reason = models.TextField()

    def __str__(self) -> str:
        return f"handover of {self.operation_id}"


class HandoverAnswer(Act):
    """The receiver accepts, or says why not."""

    handover = models.OneToOneField(Handover, on_delete=models.PROTECT, related_name="answer")
    is_accepted = models.BooleanField()
    reason = models.TextField(blank=True)

    def __str__(self) -> str:
        return f"answer to {self.handover_id}"


class Closing(Act):
    """The end: what was achieved, what was not, and how that was found out."""

    operation = models.OneToOneField(Operation, on_delete=models.PROTECT, related_name="closing")
    achieved = models.TextField()
    not_achieved = models.TextField()
    assessment = models.TextField()
    """Held against the baseline."""

    def __str__(self) -> str:
        return f"closed: {self.operation_id}"
