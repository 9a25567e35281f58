"""The app."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    """Who uses this: people, agencies, roles, permissions."""

    name = "tocsin_web.accounts"

    def ready(self) -> None:
        """Groups follow once Django's own permissions are there."""
        from django.apps import apps

        from tocsin_web.accounts import signals  # noqa: F401 # connects what it holds
        from tocsin_web.accounts.groups import make_groups

        post_migrate.connect(make_groups, sender=apps.get_app_config("auth"))
        post_migrate.connect(make_groups, sender=self)
