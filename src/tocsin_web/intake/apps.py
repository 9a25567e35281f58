"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Reports in: drafts, the worker, joining anew. The app that may write across the others."""

    name = "tocsin_web.intake"
