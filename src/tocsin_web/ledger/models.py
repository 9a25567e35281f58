"""The chain: one leaf for each append-only act, and the state of the tree over them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


class Leaf(models.Model):
    """A commitment to one record. Holds no personal data, and is never changed or deleted."""

    number = models.BigIntegerField(primary_key=True)
    """Place in the tree, from 0, without gaps."""
    kind = models.CharField(max_length=40)
    record = models.CharField(max_length=100, unique=True)
    """`app.Model:primary key` of the row that is committed."""
    commitment = models.BinaryField()
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.number} {self.kind}"


class LeafKey(models.Model):
    """The key of one leaf's commitment; destroying it makes the leaf meaningless."""

    leaf = models.OneToOneField(
        Leaf, on_delete=models.PROTECT, primary_key=True, related_name="key"
    )
    key = models.BinaryField()

    def __str__(self) -> str:
        return str(self.leaf_id)


class Head(models.Model):
    """The one row that is locked while a leaf is added: size and frontier of the tree."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    size = models.BigIntegerField(default=0)
    frontier = models.JSONField(default=list)
    """Hashes (hex) of the perfect subtrees from left to right."""

    def __str__(self) -> str:
        return str(self.size)


class Node(models.Model):
    """Root of a full subtree of 2^level leaves: kept so that a proof reads a few rows, not all."""

    level = models.SmallIntegerField()
    place = models.BigIntegerField()
    """The subtree holds leaves place x 2^level and on."""
    hash = models.BinaryField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("level", "place"), name="one_node_each"),)

    def __str__(self) -> str:
        return f"{self.level}/{self.place}"


class AppendOnlyError(Exception):
    """A row that only ever is added was to be changed or deleted."""


class AppendOnlyQuerySet(models.QuerySet[Any]):
    """Refuses what would rewrite the past."""

    def update(self, **_: Any) -> int:
        """Refused."""
        raise AppendOnlyError(self.model.__name__)

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused; lawful disposal goes through `ledger.disposal`."""
        raise AppendOnlyError(self.model.__name__)


class AppendOnly(models.Model):
    """A row that is written once, together with its leaf (`ledger.chain.append`).

    Every concrete field is committed to, unless `not_committed` names it with a reason; a test
    keeps that list short.
    """

    not_committed: tuple[str, ...] = ()

    objects: ClassVar[Any] = models.Manager.from_queryset(AppendOnlyQuerySet)()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert; a second time is refused."""
        if not self._state.adding:
            raise AppendOnlyError(type(self).__name__)
        super().save(*args, **kwargs)

    def delete(self, *_: Any, **__: Any) -> tuple[int, dict[str, int]]:
        """Refused."""
        raise AppendOnlyError(type(self).__name__)


class Checkpoint(models.Model):
    """The signed state of the log at one size; kept here, and posted to witnesses."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField()
    note = models.TextField()
    """The signed note, as it was posted."""
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("-size",)

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"


class Witness(models.Model):
    """Somebody outside who keeps our checkpoints: a file they can read, or an e-mail address."""

    name = models.CharField(max_length=200, unique=True)
    file = models.CharField(max_length=500, blank=True)
    address = models.EmailField(blank=True)
    is_active = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "witnesses"

    def __str__(self) -> str:
        return self.name


class Posting(models.Model):
    """One checkpoint handed to one witness, or why it could not be."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="postings")
    witness = models.ForeignKey(Witness, on_delete=models.PROTECT, related_name="postings")
    posted_at = models.DateTimeField(null=True)
    failed_because = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("checkpoint", "witness"), name="posted_once_each"),
        )

    def __str__(self) -> str:
        return f"{self.checkpoint_id} to {self.witness_id}"


class Tombstone(AppendOnly):
    """What stood here was lawfully disposed of: its key is destroyed, its leaf stays."""

    record = models.CharField(max_length=100, unique=True)
    leaf_number = models.BigIntegerField()
    reason = models.CharField(max_length=300)
    disposed_at = models.DateTimeField(auto_now_add=True)
    disposed_by = models.CharField(max_length=40)
    """Id of the account."""

    def __str__(self) -> str:
        return f"{self.record} disposed of"


class Backup(models.Model):
    """A copy of the store that was made: where, and what it holds, so that disposal can name it."""

    path = models.CharField(max_length=500)
    size = models.BigIntegerField()
    """Size of the log at that moment."""
    made_at = models.DateTimeField(auto_now_add=True)
    gone_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.path


class Verification(models.Model):
    """One checking of the whole record, and what it found."""

    asked_at = models.DateTimeField(auto_now_add=True)
    asked_by = models.CharField(max_length=40, blank=True)
    """Id of the account; empty: the clock."""
    finished_at = models.DateTimeField(null=True)
    size = models.BigIntegerField(default=0)
    found = models.IntegerField(default=0)
    first_findings = models.JSONField(default=list)
    """[where, what] of the first hundred."""

    class Meta:
        ordering = ("-asked_at",)

    def __str__(self) -> str:
        return f"verification of {self.asked_at}"
