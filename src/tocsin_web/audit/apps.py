"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Who did or read what, and for what purpose."""

    name = "tocsin_web.audit"
