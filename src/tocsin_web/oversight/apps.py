"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Complaints, findings, and what was left unanswered."""

    name = "tocsin_web.oversight"
