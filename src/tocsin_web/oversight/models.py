"""The register of complaints and findings: entries are superseded, never changed or deleted.

Officers and complainants stand here by reference alone; names belong in the body's own files.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from tocsin_web.attention.models import Attention
from tocsin_web.ledger.models import AppendOnly
from tocsin_web.oversight.words import label


class Allegation(AppendOnly):
    """One allegation within a case; a case may hold several, a complainant make several."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case_ref = models.CharField(max_length=60, db_index=True)
    complainant_ref = models.CharField(max_length=60, blank=True)
    entry_type = models.CharField(max_length=12)
    channel = models.CharField(max_length=12, blank=True)
    received_on = models.DateField()
    authority = models.CharField(max_length=200)
    """The body that has to deal with it."""
    is_recorded = models.BooleanField(default=False)
    """Recorded under the formal schedule, not handled outside it."""
    summary = models.TextField()
    event_from = models.DateField(null=True)
    event_to = models.DateField(null=True)
    category = models.CharField(max_length=4)
    inaction = models.CharField(max_length=4, blank=True)
    regime = models.CharField(max_length=20)
    would_be_referred = models.BooleanField(default=False)
    """If it were true, would it have to be referred? Asked before any view of whether it is."""
    referred_on = models.DateField(null=True)
    mode = models.CharField(max_length=12, default="none")
    attention = models.ForeignKey(
        Attention, on_delete=models.PROTECT, null=True, related_name="allegations"
    )
    """The question whose handling it is about, where there is one."""
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("received_on", "case_ref", "id")

    @property
    def category_words(self) -> str:
        """What the code says."""
        return label("categories", self.category)

    @property
    def inaction_words(self) -> str:
        """What the code says."""
        return label("inaction", self.inaction)

    def __str__(self) -> str:
        return f"{self.case_ref} {self.category}"


class OfficerLink(AppendOnly):
    """An officer or worker an allegation is about; an allegation may have several, or none yet."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="officers")
    officer_ref = models.CharField(max_length=60, db_index=True)
    role_then = models.CharField(max_length=200, blank=True)
    above_ref = models.CharField(max_length=60, blank=True)
    """Reference of whoever was in command of them then."""
    service = models.CharField(max_length=12, default="not_known")
    left_on = models.DateField(null=True)
    condition = models.CharField(max_length=4, default="none")
    noted_at = models.DateTimeField(default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("noted_at",)

    @property
    def service_words(self) -> str:
        """What the code says."""
        return label("service", self.service)

    def __str__(self) -> str:
        return f"{self.officer_ref} in {self.allegation_id}"


class Finding(AppendOnly):
    """What was found and what followed; a later finding supersedes, and the history stays."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    allegation = models.ForeignKey(Allegation, on_delete=models.PROTECT, related_name="findings")
    officer = models.ForeignKey(
        OfficerLink, on_delete=models.PROTECT, null=True, related_name="findings"
    )
    complaint_result = models.CharField(max_length=20, blank=True)
    investigation_result = models.CharField(max_length=20, blank=True)
    outcome = models.CharField(max_length=30, blank=True)
    months = models.SmallIntegerField(null=True)
    reasons = models.TextField()
    decided_by = models.CharField(max_length=200)
    decided_on = models.DateField()
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("decided_on", "recorded_at", "id")

    @property
    def words(self) -> str:
        """What the codes say."""
        parts = [
            label("complaint_results", self.complaint_result),
            label("investigation_results", self.investigation_result),
            label("outcomes", self.outcome),
        ]
        return "; ".join(part for part in parts if part)

    def __str__(self) -> str:
        return f"finding on {self.allegation_id}"


class Recommendation(AppendOnly):
    """Learning asked of a body, and (in a later row of the same reference) what it replied."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=60, db_index=True)
    addressed_to = models.CharField(max_length=200)
    text = models.TextField()
    due_on = models.DateField(null=True)
    response = models.TextField(blank=True)
    is_implemented = models.BooleanField(default=False)
    verified_by = models.CharField(max_length=200, blank=True)
    recorded_at = models.DateTimeField(default=timezone.now)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("reference", "recorded_at")

    def __str__(self) -> str:
        return self.reference
