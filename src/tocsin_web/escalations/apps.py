"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class EscalationsConfig(AppConfig):
    """Questions nobody answered, sent on."""

    name = "tocsin_web.escalations"
