"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class AssessmentsConfig(AppConfig):
    """Whether what is known can be acted on, and what is missing."""

    name = "tocsin_web.assessments"
