"""The app."""

from __future__ import annotations

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """Worklist, search, chronology, board report: reads all, writes nothing."""

    name = "tocsin_web.desk"
