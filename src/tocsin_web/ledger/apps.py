"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The log an outsider can check: its leaves, key and witnesses."""

    name = "tocsin_web.ledger"
