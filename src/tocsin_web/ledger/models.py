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
