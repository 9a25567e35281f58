"""Whether what is known can be acted on: several people's answers, and what is still missing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tocsin_web.attention.models import Attention
from tocsin_web.ledger.models import AppendOnly


class Assessment(AppendOnly):
    """One assessor's answer, given apart: each question, a verdict and the reason."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="assessments")
    verdict = models.CharField(max_length=12)
    """A key of policies/assessing.yaml `verdicts`."""
    reason = models.TextField()
    answers = models.JSONField()
    """Criterion → what the evidence gave, what the assessor says, the reports it rests on."""
    assessed_at = models.DateTimeField(auto_now_add=True)
    assessed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessments"
    )

    class Meta:
        ordering = ("assessed_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("attention", "assessed_by"), name="one_answer_each"),
        )

    def __str__(self) -> str:
        return f"{self.verdict} on {self.attention_id}"


class ThirdAsked(AppendOnly):
    """Assessors differ, so that a third is asked; recorded once."""

    attention = models.OneToOneField(
        Attention, on_delete=models.PROTECT, related_name="third_asked"
    )
    between = models.JSONField()
    """Ids of the assessments that differ."""
    asked_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"a third is asked about {self.attention_id}"


class Task(AppendOnly):
    """Something missing that a professional already holds: who asks for it, and until when."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="tasks")
    criterion = models.CharField(max_length=20)
    words = models.TextField()
    """What is to be asked."""
    held_by = models.CharField(max_length=300)
    """The professional who already holds it."""
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tasks"
    )
    due_on = models.DateField(db_index=True)
    stopped_by = models.JSONField(default=list)
    """Words for which it stopped first; empty where it did not."""
    adviser = models.CharField(max_length=200, blank=True)
    """Name and post of who advised that it may be asked all the same."""
    advice = models.TextField(blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("due_on", "made_at", "id")

    def __str__(self) -> str:
        return f"task about {self.attention_id}"


class TaskDone(AppendOnly):
    """What came of a task."""

    task = models.OneToOneField(Task, on_delete=models.PROTECT, related_name="done")
    came_of_it = models.TextField()
    done_at = models.DateTimeField(auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"done: {self.task_id}"
