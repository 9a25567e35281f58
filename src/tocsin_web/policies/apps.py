"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Thresholds, who set them, and what a change would do."""

    name = "tocsin_web.policies"
