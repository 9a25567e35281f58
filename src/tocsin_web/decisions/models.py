"""Answers: what was decided about a subject, why, by whom, and until when."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models

from tocsin_web.attention.models import Attention
from tocsin_web.ledger.models import AppendOnly
from tocsin_web.reports.models import Compartment, Report


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

    @property
    def kind_words(self) -> str:
        """Its kind as it is read."""
        return self.kind.replace("_", " ").capitalize()

    @property
    def is_unsigned(self) -> bool:
        """Whether it needs a second person's word and has none."""
        return self.needs_countersign and not hasattr(self, "countersignature")

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


class OptionConsidered(AppendOnly):
    """A disruption option somebody thought of: chosen or rejected, and why."""

    CHOSEN, REJECTED = "chosen", "rejected"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    attention = models.ForeignKey(
        Attention, on_delete=models.PROTECT, null=True, related_name="options"
    )
    number = models.CharField(max_length=12, db_index=True)
    option = models.CharField(max_length=60, db_index=True)
    outcome = models.CharField(max_length=10, choices=((CHOSEN, "Chosen"), (REJECTED, "Rejected")))
    reason = models.TextField()
    rests_on = models.JSONField(default=list)
    """References of the reports whose evidence opened it."""
    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, null=True, related_name="options"
    )
    considered_at = models.DateTimeField(auto_now_add=True)
    considered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-considered_at", "id")

    def __str__(self) -> str:
        return f"{self.option} {self.outcome} for {self.number}"


class SupportDecision(AppendOnly):
    """A decision about an adult stands beside one that helps a child named in the same reports."""

    beside = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="supports")
    child = models.CharField(max_length=12, db_index=True)
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="supporting")
    linked_at = models.DateTimeField(auto_now_add=True)
    linked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.decision_id} beside {self.beside_id}"


class NoSupportReason(AppendOnly):
    """Why a decision about an adult was saved without a support decision for a known child."""

    beside = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="no_supports")
    child = models.CharField(max_length=12, db_index=True)
    reason = models.TextField()
    given_at = models.DateTimeField(auto_now_add=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"no support for {self.child} beside {self.beside_id}"


class WordingKept(AppendOnly):
    """Words that were questioned, and that somebody kept."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="wording_kept")
    phrase = models.CharField(max_length=60)
    kept_at = models.DateTimeField(auto_now_add=True)
    kept_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.phrase} in {self.decision_id}"


class Wish(models.TextChoices):
    """How somebody who was a child then wishes to be reached, if at all."""

    NOT_ASKED = "not_asked", "Not asked yet: no contact"
    NO_CONTACT = "no_contact", "Does not wish to be contacted"
    THROUGH = "through", "Only through somebody they named"
    DIRECT = "direct", "Agreed to be contacted, in the way given"


class ContactPreference(AppendOnly):
    """What somebody who was a child then said about being contacted; the latest holds."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, db_index=True)
    wish = models.CharField(max_length=12, choices=Wish.choices)
    how = models.CharField(max_length=300, blank=True)
    """Through whom, or in what way and when."""
    known_from = models.CharField(max_length=200)
    """Who asked them, and when."""
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("-recorded_at", "id")

    def __str__(self) -> str:
        return f"{self.number}: {self.wish}"


class ProposalRefused(AppendOnly):
    """The engine read a decision in a report's words, and somebody says that it is none."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(Compartment, on_delete=models.PROTECT, related_name="+")
    number = models.CharField(max_length=12, db_index=True)
    proposal = models.CharField(max_length=200)
    """The engine's id of what it read."""
    reason = models.TextField()
    refused_at = models.DateTimeField(auto_now_add=True)
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("compartment", "number", "proposal"), name="refused_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.proposal} is no decision"


class Triage(AppendOnly):
    """What was said of a report on the day it came: to the meeting, passed on, or kept."""

    class Outcome(models.TextChoices):
        """Where it goes."""

        NOW = "now", "Needs an answer today"
        MEETING = "meeting", "To the next meeting"
        PASS_ON = "pass_on", "Passed on to somebody else"
        KEEP = "keep", "Kept; counts with what comes"

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="triage")
    outcome = models.CharField(max_length=10, choices=Outcome.choices)
    reason = models.CharField(max_length=500)
    triaged_at = models.DateTimeField(auto_now_add=True)
    triaged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    def __str__(self) -> str:
        return f"{self.report_id}: {self.outcome}"
