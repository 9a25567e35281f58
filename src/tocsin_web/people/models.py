"""Public numbers, which mention belongs to whom, the joins behind it, and human judgements."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tocsin_web.ledger.models import AppendOnly
from tocsin_web.reports.models import Compartment, Report


class Subject(models.Model):
    """The registry of public numbers: once given, a number always leads somewhere."""

    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="subjects")
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    names = models.JSONField(default=list)
    """Most used first."""
    identifiers = models.JSONField(default=list)
    leads_to = models.CharField(max_length=12, blank=True)
    """The number that holds what this one held; empty while it stands."""
    set_apart = models.CharField(max_length=200, blank=True)
    is_child = models.BooleanField(default=False)
    first_seen_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("compartment", "number"), name="one_number_each"),
        )

    def __str__(self) -> str:
        return self.number


class Placement(models.Model):
    """A mention as the engine placed it: a projection, made again by `tocsin project`."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="placements")
    mention_id = models.CharField(max_length=180)
    start = models.IntegerField()
    end = models.IntegerField()
    text = models.CharField(max_length=300)
    value = models.CharField(max_length=300, blank=True, db_index=True)
    kind = models.CharField(max_length=20)
    role = models.CharField(max_length=20)
    concern = models.CharField(max_length=40, blank=True)
    negated = models.BooleanField(default=False)
    hearsay = models.BooleanField(default=False)
    subject = models.CharField(max_length=12)
    core = models.IntegerField(default=0)
    """Which group of certain joins within the subject, 0 the largest."""
    status = models.CharField(max_length=10)
    """`certain`, `possible` or `alone`."""
    probability = models.FloatField(default=1.0)

    class Meta:
        indexes = (models.Index(fields=("compartment", "subject")),)
        constraints = (
            models.UniqueConstraint(fields=("compartment", "mention_id"), name="one_place_each"),
        )

    def __str__(self) -> str:
        return self.mention_id


class Join(models.Model):
    """Two mentions that are, or may be, one: a projection with its evidence."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    left = models.CharField(max_length=180, db_index=True)
    right = models.CharField(max_length=180, db_index=True)
    left_subject = models.CharField(max_length=12)
    right_subject = models.CharField(max_length=12)
    weight = models.FloatField()
    probability = models.FloatField()
    status = models.CharField(max_length=10)
    evidence = models.JSONField(default=list)
    """[comparison, level, bits, sentence] rows."""

    class Meta:
        indexes = (
            models.Index(fields=("compartment", "left_subject")),
            models.Index(fields=("compartment", "right_subject")),
        )

    def __str__(self) -> str:
        return f"{self.left} - {self.right}"


class Judgement(AppendOnly):
    """A human's word on two mentions or subjects; `unsure` takes an earlier one back."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    left = models.CharField(max_length=180)
    right = models.CharField(max_length=180)
    judgement = models.CharField(max_length=10)
    reason = models.CharField(max_length=500)
    judged_at = models.DateTimeField(auto_now_add=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("judged_at",)

    def __str__(self) -> str:
        return f"{self.left} {self.judgement} {self.right}"


class SubjectWall(models.Model):
    """The conflict wall: this subject is, or is close to, this user; for them it is not there."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    number = models.CharField(max_length=12)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="subject_walls"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("compartment", "number", "user"), name="one_subject_wall"
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} is kept from {self.number}"
