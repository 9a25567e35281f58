"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """Accounts received, as written, and who may read them."""

    name = "tocsin_web.reports"
