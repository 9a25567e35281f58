"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class DecisionsConfig(AppConfig):
    """Answers, with owner, reason and date."""

    name = "tocsin_web.decisions"
