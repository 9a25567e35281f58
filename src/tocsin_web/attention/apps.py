"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class AttentionConfig(AppConfig):
    """Who keeps being mentioned, and the open questions about them."""

    name = "tocsin_web.attention"
