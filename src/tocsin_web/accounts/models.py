"""People who use this, the agency each works for, and what their role allows."""

from __future__ import annotations

import uuid

from django.contrib.auth.models import AbstractUser
from django.db import models

from tocsin_web.accounts.permissions import Permission, Role


class Agency(models.Model):
    """A body whose people work here, or whose reports are held here."""

    name = models.CharField(max_length=200, unique=True)
    is_independent = models.BooleanField(
        default=False, help_text="Independent of the bodies whose answers are asked for."
    )

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class User(AbstractUser):
    """Somebody with an account. Roles are Django's groups; one group a role."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, on_delete=models.PROTECT, null=True, related_name="users")
    may_read_restricted = models.BooleanField(
        default=False,
        help_text="Meets the conditions of handling code C (5x5x5: 4 and 5) for every agency.",
    )

    class Meta:
        permissions = tuple(Permission.choices)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles this person holds."""
        if not hasattr(self, "_roles"):
            names = self.groups.values_list("name", flat=True)
            self._roles = frozenset(Role(name) for name in names if name in Role.values)
        return self._roles

    def forget_roles(self) -> None:
        """Ask the database anew."""
        for name in ("_roles", "_perm_cache", "_user_perm_cache", "_group_perm_cache"):
            self.__dict__.pop(name, None)

    def may(self, permission: Permission) -> bool:
        """Whether their roles allow it."""
        return self.has_perm(f"accounts.{permission.value}")

    @property
    def shown_name(self) -> str:
        """Name and agency, as it stands beside what they did."""
        name = self.get_full_name() or self.username
        return f"{name}, {self.agency}" if self.agency else name

    def __str__(self) -> str:
        return self.shown_name


class Closeness(models.TextChoices):
    """How somebody stands to the user who declares them."""

    SELF = "self", "Myself"
    HOUSEHOLD = "household", "My household or family"
    TEAM = "team", "My team or somebody I am close to at work"


class Declaration(models.Model):
    """Somebody a user declares a conflict about: reports that name them are not there for the user.

    A declaration is withdrawn by somebody independent, never by the user alone.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="declarations")
    closeness = models.CharField(max_length=12, choices=Closeness.choices)
    name = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    address = models.CharField(max_length=200, blank=True)
    declared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("declared_at",)

    def __str__(self) -> str:
        return f"{self.get_closeness_display()} of {self.user_id}"


class SavedView(models.Model):
    """What somebody often looks at on their desk, under a name."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=300)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("user", "name"), name="one_view_a_name"),)

    def __str__(self) -> str:
        return self.name
