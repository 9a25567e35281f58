"""Answers: what was decided about a subject, why, by whom, and until when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tocsin_web.attention.models import Attention
from tocsin_web.ledger.models import AppendOnly
from tocsin_web.reports.models import Compartment


class Decision(AppendOnly):
    """One answer. Its kinds are the engine's; what it answers is said by policies/answers.yaml."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="decisions")
    attention = models.ForeignKey(
        Attention, on_delete=models.PROTECT, null=True, related_name="decisions"
    )
    number = models.CharField(max_length=12, db_index=True)
    """The subject's number when it was taken."""
    kind = models.CharField(max_length=30)
    concern = models.CharField(max_length=40, blank=True)
    option = models.CharField(max_length=60, blank=True)
    """Id of the disruption option, where one was chosen."""
    reason = models.TextField()
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="owned"
    )
    due_on = models.DateField(null=True)
    basis = models.JSONField(default=list)
    """References of the reports it rests on."""
    read_from = models.CharField(max_length=120, blank=True)
    """Reference of the report that told of it, where somebody confirmed what was read."""
    taken_on = models.DateField()
    """The day it was taken in life; it answers what was received before."""
    needs_countersign = models.BooleanField(default=False)
    decided_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("decided_at", "id")

    def __str__(self) -> str:
        return f"{self.kind} about {self.number}"


class Countersignature(AppendOnly):
    """A second person's word on a decision that needs one: their own account, or on paper."""

    decision = models.OneToOneField(
        Decision, on_delete=models.PROTECT, related_name="countersignature"
    )
    on_paper_by = models.CharField(max_length=200, blank=True)
    """Name and body of somebody outside who signed the printed sheet."""
    note = models.CharField(max_length=300, blank=True)
    signed_at = models.DateTimeField(auto_now_add=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"countersigned {self.decision_id}"


class Settlement(models.Model):
    """The first decision that counts settles an attention, once: whoever comes first inserts it."""

    attention = models.OneToOneField(
        Attention, on_delete=models.PROTECT, related_name="settlement", primary_key=True
    )
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="settles")
    settled_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attention_id} settled"
