"""Rows of the lists as the engine made them, and the open questions about those who stand there."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from tocsin.publishing.wording import LISTS
from tocsin_web.accounts.models import Agency
from tocsin_web.ledger.models import AppendOnly
from tocsin_web.reports.models import Compartment


class Row(models.Model):
    """One subject on one list: a projection of the engine's `Entry`, made again at any time."""

    compartment = models.ForeignKey(Compartment, on_delete=models.CASCADE, related_name="rows")
    list_name = models.CharField(max_length=20)
    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=300, blank=True)
    is_child = models.BooleanField(default=False)
    voices = models.IntegerField(default=0)
    voices_certain = models.IntegerField(default=0)
    unheeded_voices = models.IntegerField(default=0)
    unheeded_since = models.DateField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    continually_mentioned = models.BooleanField(default=False)
    below_the_line = models.BooleanField(default=False)
    is_answered_before = models.BooleanField(default=False)
    """A decision counted once, and voices came after it."""
    entry = models.JSONField()
    """The whole `Entry`, every figure with the rows it rests on."""
    made_as_of = models.DateField()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("compartment", "list_name", "number"), name="one_row_each"
            ),
        )
        indexes = (
            models.Index(
                fields=(
                    "compartment",
                    "list_name",
                    "below_the_line",
                    "-unheeded_voices",
                    "unheeded_since",
                ),
                name="as_the_lists_are_shown",
            ),
            models.Index(fields=("compartment", "number")),
        )

    @property
    def list_words(self) -> str:
        """The list's heading, which does not accuse."""
        return LISTS.get(self.list_name, self.list_name)

    def __str__(self) -> str:
        return f"{self.number} in {self.list_name}"


class Attention(AppendOnly):
    """The open question "what is being done about this subject?". What became of it is worked out
    from moments: who took it (`Taking`), the decision that settled it (`Settlement`)."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    compartment = models.ForeignKey(
        Compartment, on_delete=models.PROTECT, related_name="attentions"
    )
    number = models.CharField(max_length=12, db_index=True)
    """The subject's number when it opened; follow `Subject.leads_to` for today's."""
    list_name = models.CharField(max_length=20)
    opened_at = models.DateTimeField(db_index=True)
    why = models.CharField(max_length=300)
    basis = models.JSONField(default=list)
    """References of the reports whose voices opened it."""
    ordinal = models.IntegerField(default=1)
    """1 for the first question about this subject on this list, one more for each later one."""

    class Meta:
        ordering = ("opened_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("compartment", "number", "list_name", "ordinal"), name="opened_once"
            ),
        )

    @property
    def list_words(self) -> str:
        """The list's heading, which does not accuse."""
        return LISTS.get(self.list_name, self.list_name)

    def __str__(self) -> str:
        return f"{self.list_name} {self.number}"


class Taking(AppendOnly):
    """Somebody took an attention, or it was given to them; the last one owns it."""

    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="takings")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="takings"
    )
    reason = models.CharField(max_length=300, blank=True)
    taken_at = models.DateTimeField(default=timezone.now)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ("taken_at", "id")

    def __str__(self) -> str:
        return f"{self.owner_id} owns {self.attention_id}"


class Recusal(AppendOnly):
    """Somebody, or a whole agency, that a question complains of: they may read what their role
    allows, and may neither close it nor give it to somebody else."""

    attention = models.ForeignKey(Attention, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="recusals"
    )
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="recusals")
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(user__isnull=False) | models.Q(agency__isnull=False),
                name="somebody_is_recused",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id or self.agency_id} is kept out of {self.attention_id}"
