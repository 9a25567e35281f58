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


class ToJudge(models.Model):
    """A join that waits for a human's word: a projection, what would change most first."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    left = models.CharField(max_length=180)
    right = models.CharField(max_length=180)
    """The strongest pair of mentions between the two."""
    left_subject = models.CharField(max_length=12)
    right_subject = models.CharField(max_length=12)
    pairs = models.IntegerField(default=1)
    """How many pairs of mentions speak for or against it."""
    stake = models.IntegerField()
    """Voices that would move, and more where somebody would come on or off a list."""
    probability = models.FloatField()
    why = models.CharField(max_length=200)

    class Meta:
        indexes = (models.Index(fields=("compartment", "-stake", "-probability")),)
        constraints = (
            models.UniqueConstraint(
                fields=("compartment", "left", "right"), name="one_question_each"
            ),
        )

    def __str__(self) -> str:
        return f"{self.left} ? {self.right}"


class Crowded(models.Model):
    """A name that so many share that it is too common to look for others by: a projection."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=40)
    value = models.CharField(max_length=300)
    count = models.IntegerField()

    def __str__(self) -> str:
        return f"{self.kind}: {self.count}"


class SearchKey(models.Model):
    """One form under which a subject can be found: a projection, made with the placements."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10)
    """`name`, `sound`, `plate`, `phone` (digits from the last), `place`, `number`, `handle`."""
    key = models.CharField(max_length=120)
    subject = models.CharField(max_length=12)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("compartment", "kind", "key", "subject"), name="one_key_each"
            ),
        )
        indexes = (
            models.Index(
                fields=("kind", "key", "compartment"),
                name="key_begins_with",
                opclasses=("varchar_pattern_ops", "varchar_pattern_ops", "uuid_ops"),
            ),
        )

    def __str__(self) -> str:
        return f"{self.kind} of {self.subject}"


class CommonValue(AppendOnly):
    """A human's word on whether a value is too common to join on; the last one stands."""

    class Word(models.TextChoices):
        """What may be said of a value."""

        KEEP_OUT = "keep_out", "Too common: join nobody on it"
        ALLOW = "allow", "Not too common: it may join"
        AS_SHIPPED = "as_shipped", "As the policy says by itself"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    value = models.CharField(max_length=300)
    word = models.CharField(max_length=10, choices=Word.choices)
    reason = models.CharField(max_length=300)
    said_at = models.DateTimeField(auto_now_add=True)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("said_at", "id")

    def __str__(self) -> str:
        return f"{self.word}"


class Dispute(AppendOnly):
    """The words "that is not me", or "that is not so": shown wherever the subject is."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, db_index=True)
    """The subject's number when it was said; follow `Subject.leads_to` for today's."""
    report = models.ForeignKey(Report, on_delete=models.PROTECT, null=True, related_name="+")
    """Where it is about one report alone."""
    said_by = models.CharField(max_length=200)
    """Who disputes it: the person, a parent, an advocate, a solicitor."""
    reason = models.TextField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("recorded_at",)

    def __str__(self) -> str:
        return f"{self.number} disputed"


class DisputeAnswer(AppendOnly):
    """How a dispute was answered; the mark stays, with the answer beside it."""

    dispute = models.ForeignKey(Dispute, on_delete=models.PROTECT, related_name="answers")
    outcome = models.CharField(max_length=12)
    """`upheld`, `partly` or `not_upheld`."""
    answer = models.TextField()
    answered_at = models.DateTimeField(auto_now_add=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("answered_at",)

    def __str__(self) -> str:
        return f"{self.dispute_id} answered"


class Watch(models.Model):
    """A search somebody keeps until a day: it shows what is new since they last looked."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="watches"
    )
    query = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    expires_on = models.DateField()
    """The last day it is looked for."""
    seen = models.JSONField(default=list)
    """Numbers and references found when they last looked."""
    made_at = models.DateTimeField(auto_now_add=True)
    looked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("made_at",)

    def __str__(self) -> str:
        return f"{self.user_id} until {self.expires_on}"
