"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class OperationsConfig(AppConfig):
    """Decisions and subjects run as one effort."""

    name = "tocsin_web.operations"
